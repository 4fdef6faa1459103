namespace DtiWarehouse.Etl.Sample;

/// <summary>What an applicant hands in: procedure, channel, desk. Label null = the level of the procedure in that month.</summary>
internal readonly record struct Submission(SampleProcedure Procedure, bool IsOnline, SampleUnit Receiver, string? Label);

/// <summary>Chooses the desk for a procedure.</summary>
internal delegate SampleUnit DeskChoice(SampleRandom random, SampleProcedure procedure, int day);

/// <summary>A stream of dossiers: how many arrive in a period, and what they are.</summary>
internal sealed record Intake(string Name, int From, int To, int Count, Func<SampleRandom, int, Submission> Draw)
{
    /// <summary>The city in 2023: resolved, digitised exactly as published.</summary>
    public CityTargets? Targets { get; init; }
}

/// <summary>
/// Totals of the city's report to 27 November 2023 (document 001). Of the dossiers of the last two weeks, 236 are still open on that day.
/// </summary>
internal sealed record CityTargets(int Unresolved, int ComponentsDigitised, int ResultsDigitised)
{
    public static readonly int ReportDay = SampleCalendar.Day(2023, 11, 27);
    public static readonly int OpenFrom = SampleCalendar.Day(2023, 11, 14);
}

/// <summary>All intakes 2018-2026. Volumes are for size 1; published totals stand as printed.</summary>
internal sealed class DossierPlan
{
    // Share of online dossiers in per mille, 2018..2026.
    private static readonly int[] OnlineAtPartial = [120, 150, 200, 290, 300, 334, 450, 600, 700];
    private static readonly int[] OnlineAtFull = [200, 300, 400, 650, 700, 750, 800, 880, 920];
    private static readonly int[] AtCentre = [450, 500, 650, 750, 900, 930, 950, 960, 960];

    private readonly SampleUnits _units;
    private readonly SampleCatalogue _catalogue;
    private readonly ServiceListing _listing;
    private readonly SampleOptions _options;

    public DossierPlan(SampleUnits units, SampleCatalogue catalogue, ServiceListing listing, SampleOptions options)
    {
        (_units, _catalogue, _listing, _options) = (units, catalogue, listing, options);
        AddYears2018To2020();
        AddYear2021();
        AddYears2022And2023();
        AddYears2024To2026();
    }

    public List<Intake> Intakes { get; } = [];

    private void AddYears2018To2020()
    {
        var pioneers = _catalogue.OfDepartments.Where(p => Array.Find(SampleDepartments.All, d => d.Number == p.Department)!.OnOneStopIn2018).ToList();
        if (_options.Calibrated)
        {
            Intakes.Add(SecondQuarter2018(pioneers));
        }
        else
        {
            Add("2018-Q2", (2018, 4, 1), (2018, 6, 30), 1500, pioneers, AtDepartments);
        }
        Add("2018-H2", (2018, 7, 1), (2018, 12, 31), 1700, pioneers, AtDepartments);
        Add("2018-districts", (2018, 10, 1), (2018, 12, 31), 250, _catalogue.OfDistricts, AmongUnits(_units.Districts.Where(d => d.Number is 529 or 534), Scaled(250)));
        AddProvince(2019, 5500);
        AddDistricts("2019", (2019, 1, 1), (2019, 12, 31), 3000);
        AddProvince(2020, 8000);
        AddDistricts("2020-01", (2020, 1, 1), (2020, 1, 31), 350);
        AddDistricts("2020", (2020, 2, 1), (2020, 12, 31), 4650);
        // Nghĩa Hành, Sơn Tịnh, Minh Long, Ba Tơ: the 47 communes of 173 that used the software in August 2020.
        var august = SampleCalendar.Day(2020, 8, 1);
        string[] first = [.. _units.Districts.Where(d => d.Number is 527 or 531 or 532 or 535).Select(d => d.Code)];
        var firstCommunes = _units.Communes.Where(c => c.IsActive(august) && first.Contains(c.DistrictOn(august))).ToList();
        AddCommunes("2020-06", (2020, 6, 1), (2020, 7, 31), 500, firstCommunes);
        AddCommunes("2020-08", (2020, 8, 1), (2020, 8, 31), 400, firstCommunes);
        AddCommunes("2020-09", (2020, 9, 1), (2020, 10, 31), 1000, _units.Communes);
        AddCommunes("2020-11", (2020, 11, 1), (2020, 12, 31), 1100, _units.Communes);
    }

    /// <summary>Report 140/BC-UBND: 710 dossiers of 94 procedures at level 3 or 4, all at nine desks.</summary>
    private Intake SecondQuarter2018(List<SampleProcedure> pioneers)
    {
        var month = SampleCalendar.MonthIndex(2018, 6);
        var partial = RoundRobin(pioneers.Where(p => p.LevelIn(month) == OnlineLevel.Partial), 78);
        var full = RoundRobin(pioneers.Where(p => p.LevelIn(month) == OnlineLevel.Full), 16);
        var information = pioneers.Where(p => p.LevelIn(month) == OnlineLevel.Information).ToList();
        return Dealt("2018-Q2", (2018, 4, 1), (2018, 6, 30), AtDepartments,
            new(partial, true, 130), new(partial, false, 460), new(full, true, 50), new(full, false, 70), new(information, false, 790));
    }

    /// <summary>
    /// Data sheet of 2021: 54,160 dossiers, 8,085 online at level 3 and 13,386 at level 4; 331 procedures of level 3 with dossiers,
    /// 169 of them online; 87 and 44 of level 4. Ministry portals bring 9,000 of the online ones.
    /// </summary>
    private void AddYear2021()
    {
        if (!_options.Calibrated)
        {
            AddProvince(2021, 22000);
            AddPortals(2021, 9000);
            AddDistricts("2021", (2021, 1, 1), (2021, 12, 31), 13000);
            AddCommunes("2021", (2021, 1, 1), (2021, 12, 31), 10160, _units.Communes);
            return;
        }
        (int, int, int) first = (2021, 1, 1), last = (2021, 12, 31);
        var ofDepartments = Used2021.Choose(_catalogue.OfDepartments, 213, 110, 63, 32);
        Intakes.Add(Dealt("2021-province", first, last, AtDepartments, ofDepartments.Lots(4600, 9000, 3000, 2400, 3000)));
        var withPortal = SampleDepartments.Portals.Select(p => p.Department).ToHashSet();
        Intakes.Add(Dealt("2021-portals", first, last, AtPortals(),
            new([.. ofDepartments.FullOnline.Where(p => withPortal.Contains(p.Department))], true, 8400),
            new([.. ofDepartments.PartialOnline.Where(p => withPortal.Contains(p.Department))], true, 600)));
        Intakes.Add(Dealt("2021-districts", first, last, AmongUnits(_units.Districts.Where(d => d.IsActive(Day(first))), 13000),
            Used2021.Choose(_catalogue.OfDistricts, 80, 40, 16, 8).Lots(2400, 6500, 1500, 1200, 1400)));
        Intakes.Add(Dealt("2021-communes", first, last, AmongUnits(_units.Communes.Where(c => c.IsActive(Day(first))), 10160),
            Used2021.Choose(_catalogue.OfCommunes, 38, 19, 8, 4).Lots(485, 4500, 486, 400, 4289)));
    }

    private void AddYears2022And2023()
    {
        AddProvince(2022, 16000);
        AddPortals(2022, 8000);
        AddDistricts("2022", (2022, 1, 1), (2022, 12, 31), 13000);
        AddCommunes("2022", (2022, 1, 1), (2022, 12, 31), 13000, _units.Communes);
        AddProvince(2023, 14000);
        AddPortals(2023, 8500);
        (int, int, int) first = (2023, 1, 1), last = (2023, 12, 31);
        Add("2023-districts", first, last, 6000, _catalogue.OfDistricts, AmongUnits(_units.Districts.Where(d => d.IsActive(Day(first)) && !d.IsCity), Scaled(6000)));
        AddCommunes("2023", first, last, 7000, _units.Communes.Where(c => !c.IsCity));
        Intakes.Add(City2023("2023-city", (2023, 1, 1), (2023, 11, 27), 28037, 55806, 11696, 3879, 3913) with { Targets = _options.Calibrated ? new(236, 51089, 41920) : null });
        Intakes.Add(City2023("2023-city-end", (2023, 11, 28), (2023, 12, 31), 1500, 2950, 650, 200, 200));
    }

    private void AddYears2024To2026()
    {
        AddProvince(2024, 14500);
        AddPortals(2024, 9000);
        AddDistricts("2024", (2024, 1, 1), (2024, 12, 31), 11000);
        AddCommunes("2024", (2024, 1, 1), (2024, 12, 31), 12500, _units.Communes);
        AddProvince(2025, 15000);
        AddPortals(2025, 9000);
        AddDistricts("2025", (2025, 1, 1), (2025, 6, 30), 5500);
        AddCommunes("2025-H1", (2025, 1, 1), (2025, 6, 30), 6500, _units.Communes);
        // From 1 July 2025 the communes take over what the districts did.
        IEnumerable<SampleProcedure> local = [.. _catalogue.OfDistricts, .. _catalogue.OfCommunes];
        Add("2025-H2-communes", (2025, 7, 1), (2025, 12, 31), 12500, local, AmongUnits(_units.NewCommunes, Scaled(12500)));
        AddProvince(2026, 13000);
        AddPortals(2026, 8000);
        Add("2026-communes", (2026, 1, 1), (2026, 10, 31), 23000, local, AmongUnits(_units.NewCommunes, Scaled(23000)));
    }

    /// <summary>Dossiers of the city by class and channel: partial online, partial at the desk, full online, full at the desk, neither class.</summary>
    private Intake City2023(string name, (int, int, int) first, (int, int, int) last, int partialOnline, int partialDesk, int fullOnline, int fullDesk, int neither)
    {
        var communes = AmongUnits(_units.Communes.Where(c => c.IsCity && c.IsActive(Day(first))), 0);
        SampleUnit Desk(SampleRandom random, SampleProcedure procedure, int day) => procedure.Department == 0 ? _units.CityCommittee : communes(random, procedure, day);
        List<SampleProcedure> partial = [.. _listing.CityPartial], full = [.. _listing.CityFull];
        List<SampleProcedure> rest = [.. _catalogue.OfDistricts.Concat(_catalogue.OfCommunes).Where(p => !_listing.CityPartial.Contains(p) && !_listing.CityFull.Contains(p))];
        return Dealt(name, first, last, Desk,
            new(partial, true, Scaled(partialOnline)), new(partial, false, Scaled(partialDesk)),
            new(full, true, Scaled(fullOnline)), new(full, false, Scaled(fullDesk)),
            new(rest, false, Scaled(neither)) { Label = SampleProcedure.Label(OnlineLevel.Information, SampleCalendar.MonthOf(Day(first))) });
    }

    private void AddProvince(int year, int count) =>
        Add($"{year}-province", (year, 1, 1), (year, 12, 31), count, _catalogue.OfDepartments, AtDepartments);

    private void AddPortals(int year, int count)
    {
        var month = SampleCalendar.MonthIndex(year, 1);
        var withPortal = SampleDepartments.Portals.Select(p => p.Department).ToHashSet();
        var pick = new WeightedPick<SampleProcedure>(_catalogue.OfDepartments.Where(p => withPortal.Contains(p.Department) && p.LevelIn(month) == OnlineLevel.Full), p => p.Weight);
        var desk = AtPortals();
        Intakes.Add(new($"{year}-portals", Day((year, 1, 1)), Math.Min(Day((year, 12, 31)), SampleCalendar.End), Scaled(count), (random, day) =>
        {
            var procedure = pick.Draw(random);
            return new(procedure, true, desk(random, procedure, day), null);
        }));
    }

    private void AddDistricts(string name, (int, int, int) first, (int, int, int) last, int count) =>
        Add($"{name}-districts", first, last, count, _catalogue.OfDistricts, AmongUnits(_units.Districts.Where(d => d.IsActive(Day(first))), Scaled(count)));

    private void AddCommunes(string name, (int, int, int) first, (int, int, int) last, int count, IEnumerable<SampleUnit> communes) =>
        Add($"{name}-communes", first, last, count, _catalogue.OfCommunes, AmongUnits(communes.Where(c => c.IsActive(Day(first))), Scaled(count)));

    /// <summary>Procedures by weight; online by the share of the year at their level.</summary>
    private void Add(string name, (int, int, int) first, (int, int, int) last, int count, IEnumerable<SampleProcedure> procedures, DeskChoice desk)
    {
        var pick = new WeightedPick<SampleProcedure>(procedures, p => p.Weight);
        var year = first.Item1 - 2018;
        Intakes.Add(new(name, Day(first), Math.Min(Day(last), SampleCalendar.End), Scaled(count), (random, day) =>
        {
            var procedure = pick.Draw(random);
            var level = procedure.LevelIn(SampleCalendar.MonthOf(day));
            var online = random.Permille(level == OnlineLevel.Full ? OnlineAtFull[year] : level == OnlineLevel.Partial ? OnlineAtPartial[year] : 0);
            return new(procedure, online, desk(random, procedure, day), null);
        }));
    }

    /// <summary>Lots are dealt without replacement, so each comes out exactly; every procedure of a lot gets at least one dossier.</summary>
    private static Intake Dealt(string name, (int, int, int) first, (int, int, int) last, DeskChoice desk, params Lot[] lots)
    {
        var quota = new Quota([.. lots.Select(l => l.Count)]);
        Deck<SampleProcedure>[] decks = [.. lots.Select(l => new Deck<SampleProcedure>(l.Procedures, p => p.Weight, l.Count))];
        return new(name, Day(first), Day(last), quota.Total, (random, day) =>
        {
            var lot = quota.Draw(random);
            var procedure = decks[lot].Draw(random);
            return new(procedure, lots[lot].IsOnline, desk(random, procedure, day), lots[lot].Label);
        });
    }

    private SampleUnit AtDepartments(SampleRandom random, SampleProcedure procedure, int day) =>
        random.Permille(AtCentre[SampleCalendar.YearOf(day) - 2018]) ? _units.Centre : _units.DepartmentOn(procedure.Department, day);

    private DeskChoice AtPortals()
    {
        var byDepartment = _units.Portals.GroupBy(p => p.Number).ToDictionary(g => g.Key, g => new WeightedPick<SampleUnit>(g, p => p.Weight));
        return (random, procedure, _) => byDepartment[procedure.Department].Draw(random);
    }

    private static DeskChoice AmongUnits(IEnumerable<SampleUnit> units, int draws)
    {
        var deck = new Deck<SampleUnit>(units, u => u.Weight, draws);
        return (random, _, _) => deck.Draw(random);
    }

    private int Scaled(int count) => (int)Math.Round(count * _options.Size);

    private static int Day((int Year, int Month, int Day) date) => SampleCalendar.Day(date.Year, date.Month, date.Day);

    /// <summary>The first of each department, then the second of each: a choice that leaves no department out.</summary>
    private static List<SampleProcedure> RoundRobin(IEnumerable<SampleProcedure> procedures, int count) =>
        [.. procedures
            .GroupBy(p => p.Department)
            .SelectMany(g => g.OrderByDescending(p => p.Weight).ThenBy(p => p.Rank).Select((p, turn) => (Procedure: p, turn)))
            .OrderBy(p => p.turn).ThenBy(p => p.Procedure.Department)
            .Take(count)
            .Select(p => p.Procedure)];

    /// <summary>So many dossiers of these procedures on this channel.</summary>
    private sealed record Lot(List<SampleProcedure> Procedures, bool IsOnline, int Count)
    {
        public string? Label { get; init; }
    }

    /// <summary>Procedures that had dossiers in 2021; those with online dossiers are part of those with any.</summary>
    private sealed record Used2021(List<SampleProcedure> Partial, List<SampleProcedure> PartialOnline, List<SampleProcedure> Full, List<SampleProcedure> FullOnline, List<SampleProcedure> Information)
    {
        public static Used2021 Choose(IEnumerable<SampleProcedure> procedures, int partial, int partialOnline, int full, int fullOnline)
        {
            var month = SampleCalendar.MonthIndex(2021, 6);
            var byLevel = procedures.ToLookup(p => p.LevelIn(month));
            var partialUsed = RoundRobin(byLevel[OnlineLevel.Partial], partial);
            var fullUsed = RoundRobin(byLevel[OnlineLevel.Full], full);
            return new(partialUsed, RoundRobin(partialUsed, partialOnline), fullUsed, RoundRobin(fullUsed, fullOnline), [.. byLevel[OnlineLevel.Information]]);
        }

        public Lot[] Lots(int partialOnline, int partialDesk, int fullOnline, int fullDesk, int information) =>
        [
            new(PartialOnline, true, partialOnline), new(Partial, false, partialDesk),
            new(FullOnline, true, fullOnline), new(Full, false, fullDesk), new(Information, false, information),
        ];
    }
}
