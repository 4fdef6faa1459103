using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>A row of the register as it is known: with its version, by which rows of one day are told apart.</summary>
public sealed record RegisterRow(UnitRow Unit, DateTime Version, string Content);

/// <summary>
/// The register of units: which of the rows that are known are accepted. A row whose interval overlaps that of an accepted
/// row of its unit is not, but stays known. Rows are taken in order of their first day (of one day the newer, then the
/// greater in content, then in identifier, first), so the accepted ones follow from all rows that are known, whichever came
/// first: a version may start only after the one before it has ended.
/// </summary>
public static class UnitRegister
{
    /// <summary>The accepted rows of the warehouse.</summary>
    public static List<UnitRow> Read(LoadConnection connection) => Accept(Known(connection));

    /// <summary>Every row that is known and not deleted.</summary>
    public static List<RegisterRow> Known(LoadConnection connection) => connection.Query(
        $"SELECT payload, version, content FROM {Feeds.SourceTable(Feeds.OrgUnits)} WHERE is_deleted = @no ORDER BY natural_key",
        row => new RegisterRow(ReferenceRow.Read<UnitRow>(row.GetString(0)), row.GetDateTime(1), row.GetString(2)));

    /// <summary>The rows that are accepted of those that are known. A refused row joins no identifiers.</summary>
    public static List<UnitRow> Accept(IEnumerable<RegisterRow> known)
    {
        // Each identifier leads to the rows of its unit; joining two units joins their lists.
        var units = new Dictionary<string, Joined>(StringComparer.Ordinal);
        var accepted = new List<UnitRow>();
        foreach (var row in known.Order(ByFirstDay))
        {
            var unit = row.Unit;
            var own = units.GetValueOrDefault(unit.UnitCode) ?? new Joined([unit.UnitCode], []);
            var former = unit.FormerCode is null ? own : units.GetValueOrDefault(unit.FormerCode) ?? new Joined([unit.FormerCode], []);
            var isOneUnit = ReferenceEquals(own, former);
            if (own.Rows.Concat(isOneUnit ? [] : former.Rows).Any(other => Overlap(unit, other)) || (!isOneUnit && own.Rows.Exists(a => former.Rows.Exists(b => Overlap(a, b)))))
            {
                continue;
            }
            if (!isOneUnit)
            {
                own.Codes.UnionWith(former.Codes);
                own.Rows.AddRange(former.Rows);
            }
            own.Rows.Add(unit);
            foreach (var code in own.Codes)
            {
                units[code] = own;
            }
            accepted.Add(unit);
        }
        return accepted;
    }

    public static string Key(UnitRow unit) => NaturalKey.Of(unit.UnitCode, NaturalKey.Day(unit.ValidFrom));

    private static readonly Comparer<RegisterRow> ByFirstDay = Comparer<RegisterRow>.Create((a, b) =>
    {
        var order = a.Unit.ValidFrom.CompareTo(b.Unit.ValidFrom);
        order = order != 0 ? order : b.Version.CompareTo(a.Version);
        order = order != 0 ? order : Encoding.UTF8.GetBytes(b.Content).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(a.Content));
        return order != 0 ? order : string.CompareOrdinal(b.Unit.UnitCode, a.Unit.UnitCode);
    });

    private static bool Overlap(UnitRow a, UnitRow b) =>
        a.ValidFrom <= (b.ValidTo ?? Warehouse.EndOfTime) && b.ValidFrom <= (a.ValidTo ?? Warehouse.EndOfTime);

    private sealed record Joined(HashSet<string> Codes, List<UnitRow> Rows);
}
