namespace DtiWarehouse.Etl.Sample;

/// <summary>
/// Which unit lists which procedure at which level in a month. Departments list all of theirs; districts and communes list what
/// they offer online, and at size 1 one commune stands for its district.
/// </summary>
internal sealed class ServiceListing
{
    private static readonly int DistrictsJoin = SampleCalendar.MonthIndex(2019, 1);
    private static readonly int TwoTiers = SampleCalendar.MonthIndex(2025, 7);
    private static readonly int CityListFrom = SampleCalendar.MonthIndex(2022, 7);
    private static readonly int CityListTo = SampleCalendar.MonthIndex(2023, 12);
    private static readonly int In2023 = SampleCalendar.MonthIndex(2023, 11);

    private readonly SampleUnits _units;
    private readonly int _communesPerDistrict;
    private readonly SampleUnit[] _districts;
    private readonly SampleUnit[] _newCommunes;

    public ServiceListing(SampleUnits units, SampleCatalogue catalogue, double size)
    {
        _units = units;
        _communesPerDistrict = Math.Max(1, (int)Math.Round(size));
        var districtShare = Math.Min(1.0, size * 10);
        _districts = units.Districts[..(int)Math.Ceiling(units.Districts.Length * districtShare)];
        var stride = Math.Max(1, (int)Math.Round(4 / Math.Min(size, 4)));
        _newCommunes = [.. units.NewCommunes.Where((_, index) => index % stride == 0)];
        CityFull = [.. TopByWeight(catalogue.OfDistricts, OnlineLevel.Full, 28), .. TopByWeight(catalogue.OfCommunes, OnlineLevel.Full, 10)];
        CityPartial = [.. TopByWeight(catalogue.OfDistricts, OnlineLevel.Partial, 27), .. TopByWeight(catalogue.OfCommunes, OnlineLevel.Partial, 18)];
    }

    /// <summary>The 83 procedures that the city published in 2023 (decision of 14 June 2023), by level.</summary>
    public HashSet<SampleProcedure> CityFull { get; }
    public HashSet<SampleProcedure> CityPartial { get; }

    /// <summary>Units that may list a procedure in a month; <see cref="LevelAt"/> says at which level, if at all.</summary>
    public IEnumerable<SampleUnit> Providers(SampleProcedure procedure, int month, int firstDay) => procedure.Department switch
    {
        > 0 => [_units.DepartmentOn(procedure.Department, firstDay)],
        _ when month >= TwoTiers => _newCommunes,
        0 => _districts.Where(d => d.IsActive(firstDay)),
        _ => _units.Communes.Where(c => c.OrderInDistrict <= _communesPerDistrict && c.IsActive(firstDay) && _districts.Any(d => d.Code == c.DistrictOn(firstDay))),
    };

    /// <summary>Level listed by the unit, or null where the unit doesn't list the procedure.</summary>
    public OnlineLevel? LevelAt(SampleUnit unit, SampleProcedure procedure, int month)
    {
        var level = procedure.LevelIn(month);
        if (procedure.Department > 0)
        {
            return level;
        }
        if (month < DistrictsJoin)
        {
            return unit.Number is 529 or 534 && level != OnlineLevel.Information ? level : null;
        }
        if (unit.IsCity && month >= CityListFrom && month <= CityListTo)
        {
            return CityFull.Contains(procedure) || CityPartial.Contains(procedure) ? level : OnlineLevel.Information;
        }
        // Codes of communes are three apart.
        return level != OnlineLevel.Information && (procedure.Rank + unit.Number / 3) % 3 != 0 ? level : null;
    }

    /// <summary>True where a snapshot answers for an empty level in a dossier.</summary>
    public bool IsListed(SampleUnit unit, SampleProcedure procedure, int month) =>
        unit.Tier switch
        {
            UnitTier.District => procedure.Department == 0 && month < TwoTiers && Array.IndexOf(_districts, unit) >= 0,
            UnitTier.Commune when month < TwoTiers => procedure.Department == -1 && unit.OrderInDistrict <= _communesPerDistrict,
            UnitTier.Commune => procedure.Department <= 0 && Array.IndexOf(_newCommunes, unit) >= 0,
            _ => false,
        } && LevelAt(unit, procedure, month) is not null;

    private static IEnumerable<SampleProcedure> TopByWeight(IEnumerable<SampleProcedure> procedures, OnlineLevel level, int count) =>
        procedures.Where(p => p.LevelIn(In2023) == level).OrderByDescending(p => p.Weight).ThenBy(p => p.Rank).Take(count);
}
