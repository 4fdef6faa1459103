using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// Versions of procedures from the monthly service snapshots. One text stands for a month: the name, sector and level
/// of authority that most units print (of equally many the greater one), and the highest service level (of equal ones the
/// greater label); what single units print stays on OnlineServices. Months of the same text form a version; the first
/// starts with its first month, each ends the day before the next, the last is open.
/// </summary>
public sealed class ProcedureVersions(LoadScope scope, ProcedureDirectory directory)
{
    private readonly LoadConnection _connection = scope.Connection;
    private readonly List<ProcedureDimension> _retired = [];

    /// <summary>What changed: procedures whose days may lead to another version now, with their history.</summary>
    public IReadOnlyDictionary<string, MemberHistory> Changed { get; private set; } = new Dictionary<string, MemberHistory>();

    /// <summary>Builds the versions of some procedures again from the accepted snapshots.</summary>
    public void Rebuild(IReadOnlyCollection<string> codes)
    {
        _connection.Empty(StagingTables.RetiredProcedure);
        NameChanged(codes);
        var months = ReadMonths();
        var stored = _connection.Context.Procedures.AsNoTracking().Where(p => p.ProcedureKey != Warehouse.UnknownKey).AsEnumerable()
            .ToLookup(p => p.ProcedureCode, StringComparer.Ordinal);
        var lastKey = (int)_connection.Number("SELECT MAX(procedure_key) FROM dim_procedure");
        var changed = new Dictionary<string, MemberHistory>(StringComparer.Ordinal);
        var kept = new List<ProcedureDimension>();
        var wanted = new List<ProcedureDimension>();
        foreach (var code in codes)
        {
            var before = stored[code].OrderBy(p => p.ValidFrom).ToList();
            var after = months.TryGetValue(code, out var texts) ? Versions(code, texts) : [directory.Inferred(0, code)];
            lastKey = KeepKeys(before, after, lastKey);
            kept.AddRange(before);
            wanted.AddRange(after);
            var history = History(after);
            if (!History(before).Versions.SequenceEqual(history.Versions) || _retired.Exists(p => p.ProcedureCode == code))
            {
                changed.Add(code, history);
            }
        }
        new DimensionTable<ProcedureDimension>(_connection).Save(kept, wanted, scope.Now);
        foreach (var procedure in _retired)
        {
            _connection.Execute("INSERT INTO stg_retired_procedure (procedure_key) VALUES (@key)", ("key", procedure.ProcedureKey));
        }
        NameChanged(changed.Keys);
        Changed = changed;
    }

    /// <summary>Removes the versions that are no more, once no fact leads to them.</summary>
    public void RemoveRetired() =>
        _connection.Execute("DELETE FROM dim_procedure WHERE procedure_key IN (SELECT procedure_key FROM stg_retired_procedure)");

    private void NameChanged(IEnumerable<string> codes)
    {
        _connection.Empty(StagingTables.ChangedProcedure);
        using var writer = _connection.OpenWriter(StagingTables.ChangedProcedure);
        foreach (var code in codes)
        {
            writer.Add(code).EndRow();
        }
    }

    private Dictionary<string, SortedDictionary<int, List<Text>>> ReadMonths()
    {
        var rows = _connection.Stream(
            """
            SELECT t.procedure_code, m.month_period_key, t.name, t.sector, t.authority_level, t.service_level_label, t.service_level_scheme, t.service_class, m.units
            FROM stg_changed_procedure c
            JOIN src_catalogue_text t ON t.procedure_code = c.code
            JOIN src_catalogue_month m ON m.catalogue_text_key = t.catalogue_text_key
            """,
            row => (
                Code: row.GetString(0), Month: row.GetInt32(1) / 100,
                Text: new Text(
                    new Naming(row.GetString(2), row.GetString(3), Enum.Parse<GovernmentLevel>(row.GetString(4))),
                    row.GetString(5), Enum.Parse<ServiceLevelScheme>(row.GetString(6)), Enum.Parse<ServiceClass>(row.GetString(7)), row.GetInt32(8))));
        var months = new Dictionary<string, SortedDictionary<int, List<Text>>>(StringComparer.Ordinal);
        foreach (var (code, month, text) in rows)
        {
            months.TryAdd(code, []);
            months[code].TryAdd(month, []);
            months[code][month].Add(text);
        }
        return months;
    }

    private static List<ProcedureDimension> Versions(string code, SortedDictionary<int, List<Text>> months)
    {
        var versions = new List<ProcedureDimension>();
        (Naming, string, ServiceLevelScheme, ServiceClass)? last = null;
        foreach (var (month, texts) in months)
        {
            var naming = texts.GroupBy(t => t.Naming).OrderByDescending(g => g.Sum(t => t.Units))
                .ThenByDescending(g => g.Key.Name, StringComparer.Ordinal).ThenByDescending(g => g.Key.Sector, StringComparer.Ordinal).ThenByDescending(g => g.Key.AuthorityLevel).First().Key;
            var level = texts.OrderByDescending(t => t.Class).ThenByDescending(t => t.Label, StringComparer.Ordinal).ThenByDescending(t => t.Scheme).First();
            var text = (naming, level.Label, level.Scheme, level.Class);
            if (text == last)
            {
                continue;
            }
            last = text;
            var start = new DateOnly(month / 100, month % 100, 1);
            if (versions.Count > 0)
            {
                versions[^1].ValidTo = start.AddDays(-1);
                versions[^1].IsCurrent = false;
            }
            versions.Add(new ProcedureDimension
            {
                ProcedureCode = code,
                Name = naming.Name,
                Sector = naming.Sector,
                AuthorityLevel = naming.AuthorityLevel,
                ServiceLevelLabel = level.Label,
                ServiceLevelScheme = level.Scheme,
                ServiceClass = level.Class,
                ValidFrom = start,
                IsCurrent = true,
            });
        }
        return versions;
    }

    /// <summary>
    /// Gives the wanted versions their keys: the stored one of the same start, then those left over in order of time (an
    /// inferred member's key passes to the first version), then new ones. What is left of the stored ones is retired.
    /// </summary>
    private int KeepKeys(List<ProcedureDimension> before, List<ProcedureDimension> after, int lastKey)
    {
        var free = before.ToList();
        foreach (var version in after)
        {
            if (free.Find(p => p.ValidFrom == version.ValidFrom) is { } same)
            {
                version.ProcedureKey = same.ProcedureKey;
                free.Remove(same);
            }
        }
        foreach (var version in after.Where(version => version.ProcedureKey == 0))
        {
            version.ProcedureKey = free.Count > 0 ? free[0].ProcedureKey : ++lastKey;
            free.RemoveRange(0, Math.Min(1, free.Count));
        }
        _retired.AddRange(free);
        before.RemoveAll(free.Contains);
        return lastKey;
    }

    private static MemberHistory History(IEnumerable<ProcedureDimension> versions) => new(versions.Select(p =>
        new MemberVersion(p.ProcedureKey, p.ProcedureCode, p.ValidFrom, p.ValidTo?.AddDays(1) ?? Warehouse.EndOfTime, p.IsInferred)));

    private sealed record Naming(string Name, string Sector, GovernmentLevel AuthorityLevel);

    private sealed record Text(Naming Naming, string Label, ServiceLevelScheme Scheme, ServiceClass Class, int Units);
}
