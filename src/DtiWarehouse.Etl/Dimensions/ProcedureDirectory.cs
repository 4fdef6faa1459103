using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// The procedures that a load knows, by national code and day. A procedure that no service catalogue names becomes an
/// inferred member, called as the newest row that names it does.
/// </summary>
public sealed class ProcedureDirectory
{
    private readonly LoadScope _scope;
    private readonly Dictionary<string, MemberHistory> _histories;
    private readonly Dictionary<string, ProcedureMention> _mentions;
    private readonly HashSet<string> _newlyNamed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inferred = new(StringComparer.Ordinal);
    private int _lastKey;

    public ProcedureDirectory(LoadScope scope)
    {
        _scope = scope;
        _histories = scope.Connection
            .Query(
                "SELECT procedure_key, procedure_code, valid_from, valid_until, is_inferred FROM dim_procedure WHERE procedure_key <> 0",
                row => new MemberVersion(row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetBoolean(4)))
            .GroupBy(version => version.Code, StringComparer.Ordinal)
            .ToDictionary(procedure => procedure.Key, procedure => new MemberHistory(procedure), StringComparer.Ordinal);
        _mentions = scope.Connection.Context.Set<ProcedureMention>().AsNoTracking().ToDictionary(m => m.ProcedureCode, StringComparer.Ordinal);
        _lastKey = (int)scope.Connection.Number("SELECT MAX(procedure_key) FROM dim_procedure");
    }

    /// <summary>Key of the version that holds on a day, the nearest one outside of all; infers the procedure where nobody knows it.</summary>
    public int KeyAt(string code, DateOnly day)
    {
        if (!_histories.TryGetValue(code, out var history))
        {
            _inferred.Add(code, ++_lastKey);
            _histories[code] = history = new MemberHistory([new MemberVersion(_lastKey, code, Warehouse.BeginningOfTime, Warehouse.EndOfTime, IsInferred: true)]);
        }
        return history.At(day).Key;
    }

    /// <summary>Remembers what a row calls a procedure; the newest row that names it wins, of equally new ones the greater name.</summary>
    public void Mention(string code, string? name, string? sector, DateTime version)
    {
        if (name is null)
        {
            return;
        }
        var known = _mentions.GetValueOrDefault(code);
        var order = known is null ? 1 : version.CompareTo(known.Version);
        order = order != 0 ? order : string.CompareOrdinal(name, known!.Name);
        order = order != 0 ? order : string.CompareOrdinal(sector, known!.Sector);
        if (order > 0)
        {
            _mentions[code] = new ProcedureMention { ProcedureCode = code, Version = version, Name = name, Sector = sector };
            _newlyNamed.Add(code);
        }
    }

    /// <summary>Writes the members inferred since the directory was read, and the names of inferred ones that were mentioned anew.</summary>
    public void SaveInferred()
    {
        var mentions = new DimensionTable<ProcedureMention>(_scope.Connection);
        foreach (var code in _newlyNamed)
        {
            _scope.Connection.Execute("DELETE FROM src_procedure_name WHERE procedure_code = @code", ("code", code));
            mentions.Insert(_mentions[code]);
        }
        var renamed = _newlyNamed.Where(code => !_inferred.ContainsKey(code) && _histories.TryGetValue(code, out var history) && history.Versions[0].IsInferred)
            .ToDictionary(code => _histories[code].Versions[0].Key);
        var stored = renamed.Count == 0 ? [] : _scope.Connection.Context.Procedures.AsNoTracking().Where(p => renamed.Keys.Contains(p.ProcedureKey)).ToList();
        var wanted = renamed.Select(r => Inferred(r.Key, r.Value)).Concat(_inferred.Select(i => Inferred(i.Value, i.Key)));
        new DimensionTable<ProcedureDimension>(_scope.Connection).Save(stored, wanted, _scope.Now);
    }

    /// <summary>An inferred member: one row for all of time, called as <see cref="Mention"/> heard.</summary>
    public ProcedureDimension Inferred(int key, string code) => new()
    {
        ProcedureKey = key,
        ProcedureCode = code,
        Name = _mentions.GetValueOrDefault(code)?.Name ?? code,
        Sector = _mentions.GetValueOrDefault(code)?.Sector,
        ValidFrom = Warehouse.BeginningOfTime,
        IsCurrent = true,
        IsInferred = true,
    };

    /// <summary>Removes inferred members that nothing refers to any more.</summary>
    public static void RemoveUnreferenced(LoadConnection connection) => InferredMembers.RemoveUnreferenced(
        connection, "dim_procedure", "procedure_key", [("fact_dossier", "procedure_key"), ("fact_online_service", "procedure_key")]);
}
