using System.Globalization;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>A version of a unit as it stands in dim_unit.</summary>
internal sealed record PaperUnit(
    int Key, string Code, string Durable, string Kind, string Level, int Territory, int? Parent, int? Current, string? Province, string? District, DateOnly From, DateOnly Until, bool IsCurrent);

/// <summary>Who stands above whom, in a period and today, worked out from parent keys, territory codes and the successor bridge.</summary>
internal sealed class PaperUnits
{
    private readonly Dictionary<int, PaperUnit> _versions;
    private readonly ILookup<string, PaperUnit> _units;
    private readonly List<IGrouping<DateOnly, Succession>> _reforms;

    public PaperUnits(PaperTables tables)
    {
        _versions = tables.Read(
                "SELECT unit_key, unit_code, COALESCE(durable_code, unit_code), kind, level, admin_unit_key, parent_unit_key, current_unit_key, province_code, district_code, valid_from, valid_until, is_current FROM dim_unit WHERE unit_key <> 0",
                r => new PaperUnit(
                    (int)(long)r[0]!, (string)r[1]!, (string)r[2]!, (string)r[3]!, (string)r[4]!, (int)(long)r[5]!, (int?)(long?)r[6], (int?)(long?)r[7], (string?)r[8], (string?)r[9],
                    PaperTables.Day(r[10])!.Value, PaperTables.Day(r[11])!.Value, (long)r[12]! == 1))
            .ToDictionary(unit => unit.Key);
        _units = _versions.Values.OrderBy(unit => unit.From).ToLookup(unit => unit.Durable);
        _reforms = [.. tables.Read("SELECT admin_unit_key, successor_admin_unit_key, share, effective_date FROM bridge_admin_unit_successor",
                r => new Succession((int)(long)r[0]!, (int?)(long?)r[1], (long)r[2]! / 1_000_000m, PaperTables.Day(r[3])!.Value))
            .GroupBy(row => row.Effective).OrderBy(reform => reform.Key)];
    }

    public PaperUnit this[int key] => _versions[key];

    /// <summary>Units by what is the same for all their versions: the version in force at the end of a period, or the last one before.</summary>
    public Dictionary<string, PaperUnit> At(DateOnly end) => _units.ToDictionary(versions => versions.Key, versions => versions.LastOrDefault(unit => unit.From <= end) ?? versions.First());

    /// <summary>Units with their last version.</summary>
    public Dictionary<string, PaperUnit> Today() => _units.ToDictionary(versions => versions.Key, versions => versions.Last());

    /// <summary>The unit itself and all that stand above it, among those of the period.</summary>
    public HashSet<string> Above(PaperUnit unit, Dictionary<string, PaperUnit> among)
    {
        var above = new HashSet<string>(StringComparer.Ordinal) { unit.Durable };
        for (var next = unit; next.Parent is { } parent && above.Add(_versions[parent].Durable);)
        {
            next = _versions[parent];
        }
        above.UnionWith(among.Values
            .Where(other => (other.Kind == "ProvincePeopleCommittee" && other.Province is not null && other.Province == unit.Province)
                || (other.Kind == "DistrictPeopleCommittee" && other.District is not null && other.District == unit.District))
            .Select(other => other.Durable));
        return above;
    }

    /// <summary>Today's units that the rows of a version count for, with the part that each gets; several only for a committee whose territory was split.</summary>
    public List<(PaperUnit Unit, decimal Share)> Heirs(PaperUnit unit)
    {
        if (unit.Kind.EndsWith("PeopleCommittee", StringComparison.Ordinal))
        {
            var territories = Successors(unit);
            if (territories.Count > 1)
            {
                var heirs = territories.Select(t => (Unit: _versions.Values.FirstOrDefault(u => u.IsCurrent && u.Kind == unit.Kind && u.Territory == t.Key), t.Value)).ToList();
                if (heirs.TrueForAll(heir => heir.Unit is not null))
                {
                    return heirs.ConvertAll(heir => (heir.Unit!, heir.Value));
                }
            }
        }
        return [(Heir(unit), 1)];
    }

    /// <summary>Today's unit that the rows of a version count for where they cannot be parted.</summary>
    public PaperUnit Heir(PaperUnit unit) => unit.Current is { } current ? _versions[current] : unit;

    /// <summary>Reform after reform, what became of the territory that a version of a unit stands for.</summary>
    private Dictionary<int, decimal> Successors(PaperUnit unit)
    {
        var shares = new Dictionary<int, decimal> { [unit.Territory] = 1 };
        foreach (var reform in _reforms.Where(reform => reform.Key > unit.From))
        {
            var after = new Dictionary<int, decimal>();
            foreach (var (territory, share) in shares)
            {
                var next = reform.Where(row => row.Territory == territory && row.Successor is not null).ToList();
                foreach (var (successor, part) in next.Count == 0 ? [(territory, 1m)] : next.ConvertAll(row => (row.Successor!.Value, row.Share)))
                {
                    after[successor] = after.GetValueOrDefault(successor) + share * part;
                }
            }
            shares = after;
        }
        return shares;
    }

    private sealed record Succession(int Territory, int? Successor, decimal Share, DateOnly Effective);
}
