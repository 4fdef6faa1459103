using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Where each version of a unit stands: its territory and path, the version above it, and today's unit.</summary>
internal sealed class UnitPlaces
{
    private readonly List<UnitDimension> _units;
    private readonly Dictionary<(string Code, DateOnly From), UnitRow> _rows;
    private readonly ILookup<string, UnitDimension> _byUnit;
    private readonly ILookup<string, AdminUnitDimension> _territories;
    private readonly Dictionary<int, AdminUnitDimension> _territoryByKey;
    private readonly ILookup<string, UnitDimension> _openByTerritory;
    private readonly UnitIdentity _identity;

    public UnitPlaces(LoadConnection connection, List<UnitDimension> units, List<UnitRow> register, UnitIdentity identity)
    {
        var territories = connection.Context.AdminUnits.AsNoTracking().Where(t => t.AdminUnitKey != Warehouse.UnknownKey).ToList();
        _units = units;
        _identity = identity;
        _rows = register.ToDictionary(row => (row.UnitCode, row.ValidFrom));
        _byUnit = units.OrderBy(unit => unit.ValidFrom).ToLookup(unit => identity.DurableCode(unit.UnitCode), StringComparer.Ordinal);
        _territories = territories.OrderBy(t => t.ValidFrom).ToLookup(t => t.Code, StringComparer.Ordinal);
        _territoryByKey = territories.ToDictionary(t => t.AdminUnitKey);
        foreach (var unit in units)
        {
            unit.AdminUnitKey = Row(unit)?.AdminUnitCode is { } code && TerritoryAt(code, unit) is { } territory ? territory.AdminUnitKey : Warehouse.UnknownKey;
        }
        _openByTerritory = units.Where(unit => unit.IsCurrent && unit.AdminUnitKey != Warehouse.UnknownKey && !unit.IsInferred)
            .OrderBy(unit => unit.UnitCode, StringComparer.Ordinal)
            .ToLookup(unit => _territoryByKey[unit.AdminUnitKey].Code, StringComparer.Ordinal);
    }

    public void Fill()
    {
        foreach (var unit in _units.Where(unit => !unit.IsInferred))
        {
            unit.ParentUnitKey = Parent(unit)?.UnitKey;
        }
        foreach (var unit in _units.Where(unit => !unit.IsInferred))
        {
            Flatten(unit);
            unit.CurrentUnitKey = Current(unit).UnitKey;
        }
    }

    private UnitRow? Row(UnitDimension unit) => _rows.GetValueOrDefault((unit.UnitCode, unit.ValidFrom));

    /// <summary>The territory's version at the start of the unit's version, else the first that overlaps it.</summary>
    private AdminUnitDimension? TerritoryAt(string code, UnitDimension unit) =>
        _territories[code].FirstOrDefault(t => t.ValidFrom <= unit.ValidFrom && LastDay(t) >= unit.ValidFrom)
        ?? _territories[code].FirstOrDefault(t => t.ValidFrom <= LastDay(unit) && LastDay(t) >= unit.ValidFrom);

    private UnitDimension? Parent(UnitDimension unit)
    {
        if (Row(unit)?.ParentUnitCode is not { } code || _identity.DurableCode(code) == _identity.DurableCode(unit.UnitCode))
        {
            return null;
        }
        var versions = _byUnit[_identity.DurableCode(code)].Where(parent => !parent.IsInferred).ToList();
        return versions.Find(parent => parent.ValidFrom <= unit.ValidFrom && LastDay(parent) >= unit.ValidFrom)
            ?? versions.Find(parent => parent.ValidFrom <= LastDay(unit) && LastDay(parent) >= unit.ValidFrom);
    }

    /// <summary>Path of the unit's own territory; a unit without one lies where the nearest unit above it lies.</summary>
    private void Flatten(UnitDimension unit)
    {
        var above = unit;
        for (var step = 0; above is not null && step < 5; step++, above = Parent(above))
        {
            if (_territoryByKey.TryGetValue(above.AdminUnitKey, out var place))
            {
                (unit.ProvinceCode, unit.ProvinceName) = (place.ProvinceCode, place.ProvinceName);
                (unit.DistrictCode, unit.DistrictName) = (place.DistrictCode, place.DistrictName);
                (unit.CommuneCode, unit.CommuneName) = (place.CommuneCode, place.CommuneName);
                return;
            }
        }
    }

    /// <summary>
    /// The unit of the same kind on the successor territory (a people's committee of whichever level sits there, the unit
    /// itself before others); a district office without one leads to the province's people's committee; any other unit to
    /// its own last version.
    /// </summary>
    private UnitDimension Current(UnitDimension unit)
    {
        var last = _byUnit[_identity.DurableCode(unit.UnitCode)].Last();
        if (!_territoryByKey.TryGetValue(last.AdminUnitKey, out var territory)
            || territory.CurrentAdminUnitKey is not { } currentKey || !_territoryByKey.TryGetValue(currentKey, out var current))
        {
            return last;
        }
        var sameKind = _openByTerritory[current.Code].Where(other => SameKind(last.Kind, other.Kind)).ToList();
        if (sameKind.Contains(last))
        {
            return last;
        }
        var isAbolishedDistrict = last.Level == GovernmentLevel.District && current.Level == GovernmentLevel.Province;
        if (isAbolishedDistrict && IsCommittee(last.Kind))
        {
            return ProvinceCommittee(current) ?? last;
        }
        return sameKind.FirstOrDefault() ?? (last.Level == GovernmentLevel.District ? ProvinceCommittee(current) : null) ?? last;
    }

    private UnitDimension? ProvinceCommittee(AdminUnitDimension territory) =>
        _openByTerritory[territory.ProvinceCode ?? ""].FirstOrDefault(unit => unit.Kind == UnitKind.ProvincePeopleCommittee);

    private static bool SameKind(UnitKind kind, UnitKind other) => kind == other || (IsCommittee(kind) && IsCommittee(other));

    private static bool IsCommittee(UnitKind kind) =>
        kind is UnitKind.ProvincePeopleCommittee or UnitKind.DistrictPeopleCommittee or UnitKind.CommunePeopleCommittee;

    private static DateOnly LastDay(TerritoryPath version) => version.ValidTo ?? Warehouse.EndOfTime;
}
