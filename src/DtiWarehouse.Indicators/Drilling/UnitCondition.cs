using System.Globalization;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Evaluation;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Indicators.Drilling;

/// <summary>
/// The rows of a unit as a condition that a person can read: a territory's code, a unit's code, or, where none of them names
/// exactly the unit versions that count, the keys of these.
/// </summary>
/// <param name="Text">OData condition in place of <c>{unit}</c>.</param>
/// <param name="Weights">Unit versions of which only a share counts, by that share; empty where all count wholly.</param>
internal sealed record UnitCondition(string Text, IReadOnlyList<(decimal Share, IReadOnlyList<int> UnitKeys)> Weights)
{
    public static UnitCondition Of(Term term, int unit, IndicatorBasis basis, UnitMap units)
    {
        var shares = units.Keys.Select(key => (Key: key, Share: ShareOf(key, unit, term, basis, units))).Where(member => member.Share > 0).ToList();
        var members = shares.Select(member => member.Key).ToHashSet();
        var path = basis is IndicatorBasis.Current ? "CurrentUnit/" : "";
        var text = Candidates(units, unit, basis).FirstOrDefault(candidate => units.Keys.All(key => candidate.Holds(units.Version(key)) == members.Contains(key))) is { Property: not null } exact
            ? $"{term.OfUnit(path + exact.Property)} eq '{exact.Value.Replace("'", "''", StringComparison.Ordinal)}'"
            : members.Count == 1 ? $"{term.UnitKey} eq {Keys(members)}" : $"{term.UnitKey} in ({Keys(members.Count == 0 ? [-1] : members.Order())})";
        var weights = shares.Where(member => member.Share != 1).GroupBy(member => member.Share)
            .Select(group => (group.Key, (IReadOnlyList<int>)[.. group.Select(member => member.Key).Order()])).ToList();
        return new UnitCondition(text, weights);
    }

    /// <summary>What a term measures in each row, with its share; null = what the term says.</summary>
    public string? Weighted(Term term)
    {
        if (Weights.Count == 0)
        {
            return null;
        }
        var shares = Weights.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{term.UnitKey} in ({Keys(weight.UnitKeys)}):{weight.Share:0.######}"));
        var weight = $"case({string.Join(",", shares)},true:1)";
        return term.Measure is MeasureKind.Count ? weight : $"({term.Operand}) mul {weight}";
    }

    /// <summary>How much of a unit version's rows counts for a unit; things that cannot be parted count under the main successor.</summary>
    private static decimal ShareOf(int key, int unit, Term term, IndicatorBasis basis, UnitMap units)
    {
        if (basis is IndicatorBasis.AsReported)
        {
            return units.AsReported(key).Contains(unit) ? 1 : 0;
        }
        return term.Measure is MeasureKind.Distinct
            ? units.MainCurrent(key) is { } main && units.AboveNow(main).Contains(unit) ? 1 : 0
            : units.Current(key).Where(part => units.AboveNow(part.Unit).Contains(unit)).Sum(part => part.Share);
    }

    private static IEnumerable<Candidate> Candidates(UnitMap units, int unit, IndicatorBasis basis)
    {
        var last = units.Last(unit);
        UnitDimension Seen(UnitDimension version) =>
            basis is IndicatorBasis.Current && version.CurrentUnitKey is { } current && units.NumberOf(current) is not null ? units.Version(current) : version;
        if (last.AdminUnitKey != Warehouse.UnknownKey)
        {
            if (last is { Level: GovernmentLevel.Province, ProvinceCode: { } province })
            {
                yield return new("ProvinceCode", province, version => Seen(version).ProvinceCode == province);
            }
            if (last is { Level: GovernmentLevel.District, DistrictCode: { } district })
            {
                yield return new("DistrictCode", district, version => Seen(version).DistrictCode == district);
            }
        }
        yield return new("UnitCode", last.UnitCode, version => Seen(version).UnitCode == last.UnitCode);
    }

    private static string Keys(IEnumerable<int> keys) => string.Join(",", keys.Select(key => key.ToString(CultureInfo.InvariantCulture)));

    private readonly record struct Candidate(string Property, string Value, Func<UnitDimension, bool> Holds);
}
