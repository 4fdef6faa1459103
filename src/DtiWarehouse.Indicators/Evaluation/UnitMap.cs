using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>A share of an old unit that went to one of today's.</summary>
/// <param name="Unit">Place of today's unit in <see cref="UnitMap"/>.</param>
internal readonly record struct UnitShare(int Unit, decimal Share);

/// <summary>
/// Which units the rows of each unit version count for: itself and all above it, by the hierarchy of its time or restated on
/// today's. Units are numbered from 0; a number stands for all versions of one unit.
/// </summary>
internal sealed class UnitMap
{
    private readonly List<UnitDimension[]> _units;
    private readonly Dictionary<int, int> _numbers;
    private readonly Dictionary<int, UnitDimension> _versions;
    private readonly Dictionary<int, int[]> _above = [];
    private readonly Dictionary<int, UnitShare[]> _shares = [];
    private readonly ILookup<string, UnitDimension> _committees;
    private readonly SuccessorShares _successors;

    private UnitMap(IReadOnlyList<(UnitDimension Version, string DurableCode)> versions, SuccessorShares successors)
    {
        _successors = successors;
        _units = [.. versions.GroupBy(v => v.DurableCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(v => v.Version).OrderBy(v => v.ValidFrom).ToArray())];
        _numbers = _units.SelectMany((unit, number) => unit.Select(version => (version.UnitKey, number))).ToDictionary();
        _versions = versions.ToDictionary(v => v.Version.UnitKey, v => v.Version);
        _committees = _versions.Values.Where(v => IsCommittee(v.Kind) && v.AdminUnitKey != Warehouse.UnknownKey)
            .OrderBy(v => v.UnitKey).ToLookup(v => successors.CodeOf(v.AdminUnitKey), StringComparer.Ordinal);
        foreach (var version in _versions.Values)
        {
            _above[version.UnitKey] = Above(version);
        }
        foreach (var version in _versions.Values)
        {
            _shares[version.UnitKey] = Shares(version);
        }
    }

    public static UnitMap Read(WarehouseContext context)
    {
        var versions = context.Units.AsNoTracking().Where(u => u.UnitKey != Warehouse.UnknownKey)
            .Select(u => new { Unit = u, Durable = EF.Property<string>(u, "DurableCode") }).AsEnumerable()
            .Select(u => (u.Unit, u.Durable)).ToList();
        return new UnitMap(versions, SuccessorShares.Read(context));
    }

    public int Count => _units.Count;

    /// <summary>The keys of all unit versions.</summary>
    public IEnumerable<int> Keys => _versions.Keys;

    public UnitDimension Version(int unitKey) => _versions[unitKey];

    /// <summary>The number of the unit that a version is of; null for the unknown member.</summary>
    public int? NumberOf(int unitKey) => _numbers.TryGetValue(unitKey, out var number) ? number : null;

    /// <summary>The units that a version's rows count for as reported: its own, and those above it in its time.</summary>
    public int[] AsReported(int unitKey) => _above.GetValueOrDefault(unitKey, []);

    /// <summary>Today's units in place of a version's unit, with its share in each; the shares add up to 1.</summary>
    public UnitShare[] Current(int unitKey) => _shares.GetValueOrDefault(unitKey, []);

    /// <summary>The one of today's units that things are counted under that cannot be parted.</summary>
    public int? MainCurrent(int unitKey) => _versions.TryGetValue(unitKey, out var version) ? NumberOf(version.CurrentUnitKey ?? unitKey) : null;

    /// <summary>A unit and those above it today.</summary>
    public int[] AboveNow(int unit) => _above[Last(unit).UnitKey];

    /// <summary>The version at the end of a period, else the last one before it, else the first.</summary>
    public UnitDimension At(int unit, DateOnly day) => Array.FindLast(_units[unit], v => v.ValidFrom <= day) ?? _units[unit][0];

    public UnitDimension Last(int unit) => _units[unit][^1];

    /// <summary>The unit above a version; null at the top.</summary>
    public int? ParentOf(UnitDimension version) => version.ParentUnitKey is { } parent ? NumberOf(parent) : null;

    /// <summary>The people's committee of a territory on a day; null where none is registered.</summary>
    public int? CommitteeOf(string adminUnitCode, DateOnly day) =>
        _committees[adminUnitCode].FirstOrDefault(c => c.ValidFrom <= day && (c.ValidTo is null || c.ValidTo >= day)) is { } committee ? _numbers[committee.UnitKey] : null;

    /// <summary>Whether any version of the unit holds on a day of a span.</summary>
    public bool Existed(int unit, DateOnly from, DateOnly to) => Array.Exists(_units[unit], v => v.ValidFrom <= to && (v.ValidTo is null || v.ValidTo >= from));

    private int[] Above(UnitDimension version)
    {
        var units = new SortedSet<int> { _numbers[version.UnitKey] };
        for (var above = version; above.ParentUnitKey is { } key && _versions.TryGetValue(key, out var parent) && units.Add(_numbers[key]); above = parent)
        {
        }
        foreach (var code in (string?[])[version.CommuneCode, version.DistrictCode, version.ProvinceCode])
        {
            if (code is not null && CommitteeOf(code, version) is { } committee)
            {
                units.Add(_numbers[committee.UnitKey]);
            }
        }
        return [.. units];
    }

    /// <summary>The people's committee of a territory in the time of a version.</summary>
    private UnitDimension? CommitteeOf(string code, UnitDimension version)
    {
        var committees = _committees[code].Where(c => c.ValidFrom <= (version.ValidTo ?? Warehouse.EndOfTime) && (c.ValidTo ?? Warehouse.EndOfTime) >= version.ValidFrom).ToList();
        return committees.Find(c => c.ValidFrom <= version.ValidFrom) ?? committees.FirstOrDefault();
    }

    /// <summary>A committee whose territory was split goes to those of the parts; every other unit to the one that the warehouse names.</summary>
    private UnitShare[] Shares(UnitDimension version)
    {
        if (IsCommittee(version.Kind) && version.AdminUnitKey != Warehouse.UnknownKey)
        {
            var parts = _successors.Of(version.AdminUnitKey, version.ValidFrom)
                .Select(part => (Committee: _committees[_successors.CodeOf(part.AdminUnitKey)].FirstOrDefault(c => c.IsCurrent), part.Share)).ToList();
            if (parts.Count > 1 && parts.All(part => part.Committee is not null))
            {
                return [.. parts.Select(part => new UnitShare(_numbers[part.Committee!.UnitKey], part.Share))];
            }
        }
        return [new UnitShare(MainCurrent(version.UnitKey) ?? _numbers[version.UnitKey], 1)];
    }

    private static bool IsCommittee(UnitKind kind) =>
        kind is UnitKind.ProvincePeopleCommittee or UnitKind.DistrictPeopleCommittee or UnitKind.CommunePeopleCommittee;
}
