using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// The organisations that a load knows: any identifier, old or new, leads to the unit, and a day to its version. A unit
/// that no register names becomes an inferred member when a row first mentions it.
/// </summary>
public sealed class UnitDirectory
{
    private readonly LoadScope _scope;
    private readonly Dictionary<string, string> _durableCodes;
    private readonly Dictionary<string, MemberHistory> _histories;
    private readonly Dictionary<string, string[]> _otherCodes;
    private readonly List<UnitDimension> _inferred = [];
    private readonly List<string> _newCodes = [];
    private int _lastKey;

    public UnitDirectory(LoadScope scope)
    {
        _scope = scope;
        _durableCodes = scope.Connection.Query("SELECT code, durable_code FROM src_unit_code", row => (row.GetString(0), row.GetString(1)))
            .ToDictionary(code => code.Item1, code => code.Item2, StringComparer.Ordinal);
        // A unit that a row infers has the one identifier: whoever has several is known already.
        _otherCodes = _durableCodes.GroupBy(code => code.Value, code => code.Key, StringComparer.Ordinal).Where(unit => unit.Count() > 1)
            .SelectMany(unit => unit.Select(code => (Code: code, Others: unit.Where(other => other != code).ToArray())))
            .ToDictionary(code => code.Code, code => code.Others, StringComparer.Ordinal);
        _histories = scope.Connection
            .Query(
                "SELECT unit_key, durable_code, valid_from, valid_until, is_inferred FROM dim_unit WHERE unit_key <> 0",
                row => new MemberVersion(row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetBoolean(4)))
            .GroupBy(version => version.Code, StringComparer.Ordinal)
            .ToDictionary(unit => unit.Key, unit => new MemberHistory(unit), StringComparer.Ordinal);
        _lastKey = (int)scope.Connection.Number("SELECT MAX(unit_key) FROM dim_unit");
    }

    /// <summary>Every identifier known, with its unit's durable code.</summary>
    public IReadOnlyDictionary<string, string> DurableCodes => _durableCodes;

    /// <summary>The code that all identifiers and versions of a unit share.</summary>
    public string DurableCode(string code) => _durableCodes.GetValueOrDefault(code, code);

    /// <summary>Key of a source row to whose natural key a unit belongs.</summary>
    /// <param name="unitCode">Identifier as the row writes it.</param>
    /// <param name="parts">The other parts of the key.</param>
    public SourceKey Key(string unitCode, params ReadOnlySpan<string?> parts) =>
        new(NaturalKey.Of([.. parts, unitCode]), unitCode, OtherCodes: _otherCodes.GetValueOrDefault(unitCode));

    /// <summary>Versions of the unit with an identifier; null where nobody knows it yet.</summary>
    public MemberHistory? Find(string code) => _histories.GetValueOrDefault(DurableCode(code));

    /// <summary>Key of the version that holds on a day, inferring the unit where nobody knows it.</summary>
    public int KeyAt(string code, DateOnly day)
    {
        var history = Find(code) ?? Infer(code);
        var version = history.At(day);
        if (!version.Covers(day) && !version.IsInferred)
        {
            _scope.Warn("Ngày ngoài mọi phiên bản của đơn vị, lấy phiên bản gần nhất / day outside every version of its unit, nearest taken");
        }
        return version.Key;
    }

    private MemberHistory Infer(string code)
    {
        var durable = DurableCode(code);
        if (_durableCodes.TryAdd(code, durable))
        {
            _newCodes.Add(code);
        }
        var unit = Inferred(++_lastKey, durable);
        _inferred.Add(unit);
        return _histories[durable] = new MemberHistory([new MemberVersion(unit.UnitKey, durable, unit.ValidFrom, Warehouse.EndOfTime, IsInferred: true)]);
    }

    /// <summary>An inferred member: one row for all of time, nothing known but its code.</summary>
    public static UnitDimension Inferred(int key, string code) => new()
    {
        UnitKey = key,
        UnitCode = code,
        Name = code,
        NameSort = VietnameseSort.Key(code),
        ValidFrom = Warehouse.BeginningOfTime,
        IsCurrent = true,
        IsInferred = true,
        CurrentUnitKey = key,
    };

    /// <summary>Writes the members inferred since the directory was read.</summary>
    public void SaveInferred()
    {
        var table = new DimensionTable<UnitDimension>(_scope.Connection) { Shadow = (unit, _) => unit.UnitCode };
        table.Save([], _inferred, _scope.Now);
        using var codes = _scope.Connection.OpenWriter("src_unit_code", ["code", "durable_code"]);
        foreach (var code in _newCodes)
        {
            codes.Add(code).Add(_durableCodes[code]).EndRow();
        }
    }

    /// <summary>
    /// Removes inferred members that nothing refers to: their rows went to a registered unit, were superseded or deleted.
    /// </summary>
    public static void RemoveUnreferenced(LoadConnection connection) => InferredMembers.RemoveUnreferenced(
        connection, "dim_unit", "unit_key",
        [
            ("fact_dossier", "receiving_unit_key"), ("fact_dossier", "resolving_unit_key"), ("fact_online_service", "unit_key"), ("fact_signed_document", "unit_key"),
            ("fact_satisfaction", "unit_key"), ("fact_dossier_total", "unit_key"), ("fact_reported_figure", "unit_key"),
        ]);
}
