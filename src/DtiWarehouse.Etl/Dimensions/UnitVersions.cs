using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// Builds the units again from the accepted register: identities, versions, territories, parents, today's units. A unit
/// that facts mention and the register does not know keeps its inferred row; once registered, its key passes to the
/// first version.
/// </summary>
public sealed class UnitVersions(LoadScope scope)
{
    private readonly LoadConnection _connection = scope.Connection;

    public void Rebuild()
    {
        var register = UnitRegister.Read(_connection);
        var identity = new UnitIdentity(register);
        var before = new UnitDirectory(scope);
        var stored = _connection.Context.Units.AsNoTracking().Where(u => u.UnitKey != Warehouse.UnknownKey).ToList();
        var wanted = Build(register, identity, before, stored);
        new UnitPlaces(_connection, wanted, register, identity).Fill();

        var codes = before.DurableCodes.Keys.Concat(identity.Codes).Distinct(StringComparer.Ordinal).ToList();
        var histories = wanted.GroupBy(unit => identity.DurableCode(unit.UnitCode), StringComparer.Ordinal)
            .ToDictionary(unit => unit.Key, unit => new MemberHistory(unit.Select(v =>
                new MemberVersion(v.UnitKey, unit.Key, v.ValidFrom, v.ValidTo?.AddDays(1) ?? Warehouse.EndOfTime, v.IsInferred))), StringComparer.Ordinal);
        var regrouped = Regrouped(codes, before, identity);
        var changed = Changed(codes, before, identity, histories, regrouped);
        WarnOfParted(codes, before, identity);

        var keys = wanted.Select(unit => unit.UnitKey).ToHashSet();
        var retired = stored.Where(unit => !keys.Contains(unit.UnitKey)).ToList();
        var table = new DimensionTable<UnitDimension>(_connection) { Shadow = (unit, _) => identity.DurableCode(unit.UnitCode) };
        table.Save(stored.Except(retired), wanted, scope.Now);
        SaveIdentities(codes, identity, wanted);
        if (changed.Count > 0)
        {
            new Restatement(scope).Units(changed, regrouped);
        }
        table.Save(retired, [], scope.Now);
        new ReportedFigureLoad(scope).Restate();
        UnitDirectory.RemoveUnreferenced(_connection);
        ProcedureDirectory.RemoveUnreferenced(_connection);
    }

    private static List<UnitDimension> Build(List<UnitRow> register, UnitIdentity identity, UnitDirectory before, List<UnitDimension> stored)
    {
        var lastKey = stored.Select(unit => unit.UnitKey).DefaultIfEmpty().Max();
        var storedByUnit = stored.ToLookup(unit => identity.DurableCode(unit.UnitCode), StringComparer.Ordinal);
        var registered = register.ToLookup(row => identity.DurableCode(row.UnitCode), StringComparer.Ordinal);
        var units = before.DurableCodes.Keys.Select(identity.DurableCode).Concat(registered.Select(unit => unit.Key)).Distinct(StringComparer.Ordinal);
        var wanted = new List<UnitDimension>();
        foreach (var unit in units)
        {
            var versions = registered[unit].OrderBy(row => row.ValidFrom).Select(Version).ToList();
            if (versions.Count == 0)
            {
                versions.Add(UnitDirectory.Inferred(0, unit));
            }
            var free = storedByUnit[unit].OrderBy(v => v.ValidFrom).ThenBy(v => v.UnitKey).ToList();
            foreach (var version in versions)
            {
                if (free.Find(v => v.UnitCode == version.UnitCode && v.ValidFrom == version.ValidFrom) is { } same)
                {
                    version.UnitKey = same.UnitKey;
                    free.Remove(same);
                }
            }
            foreach (var version in versions.Where(version => version.UnitKey == 0))
            {
                version.UnitKey = free.Count > 0 ? free[0].UnitKey : ++lastKey;
                free.RemoveRange(0, Math.Min(1, free.Count));
            }
            if (versions[0].IsInferred)
            {
                versions[0].CurrentUnitKey = versions[0].UnitKey;
            }
            wanted.AddRange(versions);
        }
        return wanted;
    }

    private static UnitDimension Version(UnitRow row) => new()
    {
        UnitCode = row.UnitCode,
        Name = row.Name,
        NameEn = row.NameEn,
        Kind = row.Kind,
        Level = row.Level,
        ValidFrom = row.ValidFrom,
        ValidTo = row.ValidTo,
        IsCurrent = row.ValidTo is null,
        NameSort = VietnameseSort.Key(row.Name),
    };

    /// <summary>Identifiers of units of which any identifier or version is new or gone: their days may lead elsewhere now.</summary>
    private static Dictionary<string, MemberHistory> Changed(
        List<string> codes, UnitDirectory before, UnitIdentity identity, Dictionary<string, MemberHistory> histories, Dictionary<string, string> regrouped)
    {
        bool Differs(string code) =>
            regrouped.ContainsKey(code)
            || !(before.Find(code)?.Intervals() ?? []).SequenceEqual(histories[identity.DurableCode(code)].Intervals());
        var units = codes.Where(Differs).Select(identity.DurableCode).ToHashSet(StringComparer.Ordinal);
        return codes.Where(code => units.Contains(identity.DurableCode(code)))
            .ToDictionary(code => code, code => histories[identity.DurableCode(code)], StringComparer.Ordinal);
    }

    /// <summary>Identifiers of units that have lost or won an identifier, with the durable code of now.</summary>
    private static Dictionary<string, string> Regrouped(List<string> codes, UnitDirectory before, UnitIdentity identity)
    {
        var renamed = codes.FindAll(code => before.DurableCode(code) != identity.DurableCode(code));
        var (then, now) = (renamed.Select(before.DurableCode).ToHashSet(StringComparer.Ordinal), renamed.Select(identity.DurableCode).ToHashSet(StringComparer.Ordinal));
        return codes.Where(code => then.Contains(before.DurableCode(code)) || now.Contains(identity.DurableCode(code)))
            .ToDictionary(code => code, identity.DurableCode, StringComparer.Ordinal);
    }

    /// <summary>
    /// An earlier version of the program made rows of one key under two identifiers one row: of identifiers that part, files
    /// of earlier runs are read again when they come again.
    /// </summary>
    private void WarnOfParted(List<string> codes, UnitDirectory before, UnitIdentity identity)
    {
        var parted = codes.GroupBy(before.DurableCode, StringComparer.Ordinal).Count(unit => unit.Select(identity.DurableCode).Distinct(StringComparer.Ordinal).Count() > 1);
        scope.Warn("Mã của một đơn vị nay tách thành nhiều đơn vị / identifiers of one unit are several units now", parted);
        scope.IdentifiersParted |= parted > 0;
    }

    private void SaveIdentities(List<string> codes, UnitIdentity identity, List<UnitDimension> units)
    {
        _connection.Execute("DELETE FROM src_unit_code");
        using (var writer = _connection.OpenWriter("src_unit_code", ["code", "durable_code"]))
        {
            foreach (var code in codes)
            {
                writer.Add(code).Add(identity.DurableCode(code)).EndRow();
            }
        }
        // A row whose own columns did not change may still have got another durable code.
        foreach (var code in units.Select(unit => unit.UnitCode).Distinct(StringComparer.Ordinal))
        {
            _connection.Execute(
                "UPDATE dim_unit SET durable_code = @durable WHERE unit_code = @code AND durable_code <> @durable",
                ("durable", identity.DurableCode(code)), ("code", code));
        }
    }
}
