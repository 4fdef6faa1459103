namespace DtiWarehouse.Etl.Sample;

internal enum OnlineLevel
{
    Information,
    Partial,
    Full,
}

/// <summary>A field of administration and the papers that its procedures are about.</summary>
internal sealed record Sector(string Name, params string[] Objects);

/// <summary>
/// Procedures of one authority. Ranks below <c>Full</c> are offered at level 4, below <c>Full + Partial</c> at level 3; the figures
/// for 2018 and 2021 are fixed, the years between and after follow from them.
/// </summary>
/// <param name="Department">Number of the department; 0 = districts, -1 = communes.</param>
internal sealed record ProcedureGroup(int Department, int Count, int Online2018, int Full2021, int Partial2021, params Sector[] Sectors)
{
    /// <summary>Number of procedures at full level, and at full or partial level, in a period of <see cref="SampleProcedure.PeriodOf"/>.</summary>
    public (int Full, int Online) LevelsIn(int period)
    {
        var online2021 = Full2021 + Partial2021;
        int Grown(int fixedCount, int percent) => fixedCount + (Count - fixedCount) * percent / 100;
        return period switch
        {
            0 => (Math.Min(3, Online2018), Online2018),
            1 => (Math.Max(Math.Min(3, Online2018), Full2021 / 4), Online2018 + (online2021 - Online2018) / 3),
            2 => (Math.Max(3, Full2021 / 2), Online2018 + (online2021 - Online2018) * 2 / 3),
            3 => (Full2021, online2021),
            4 => (Grown(Full2021, 10), Grown(online2021, 30)),
            5 => (Grown(Full2021, 20), Grown(online2021, 50)),
            6 => (Grown(Full2021, 30), Grown(online2021, 65)),
            _ => (Grown(Full2021, 40), Grown(online2021, 80)),
        };
    }
}

/// <summary>An administrative procedure.</summary>
internal sealed class SampleProcedure(ProcedureGroup group, int rank, string code, string name, string sector, int weight, int termDays, bool hasFee)
{
    /// <summary>The words "mức độ" gave way to "một phần, toàn trình" (NĐ 42/2022).</summary>
    private static readonly int NewLabels = SampleCalendar.MonthIndex(2022, 7);

    private static readonly int[] PeriodStarts =
    [
        SampleCalendar.MonthIndex(2019, 1), SampleCalendar.MonthIndex(2020, 1), SampleCalendar.MonthIndex(2021, 1), NewLabels,
        SampleCalendar.MonthIndex(2024, 1), SampleCalendar.MonthIndex(2025, 1), SampleCalendar.MonthIndex(2026, 1),
    ];

    public ProcedureGroup Group { get; } = group;
    public int Rank { get; } = rank;
    public string Code { get; } = code;
    public string Name { get; } = name;
    public string Sector { get; } = sector;
    public int Weight { get; } = weight;
    public int TermDays { get; } = termDays;
    public bool HasFee { get; } = hasFee;
    public int Department => Group.Department;

    /// <summary>One of the two fishing-boat procedures that the call centre takes by phone (data sheet 2021, row II.7.1).</summary>
    public bool IsPersonalised => Sector == "Thủy sản" && Rank < 8;

    public OnlineLevel LevelIn(int month)
    {
        var (full, online) = Group.LevelsIn(PeriodOf(month));
        return Rank < full ? OnlineLevel.Full : Rank < online ? OnlineLevel.Partial : OnlineLevel.Information;
    }

    public string LabelIn(int month) => Label(LevelIn(month), month);

    public static string Label(OnlineLevel level, int month) => (level, month < NewLabels) switch
    {
        (OnlineLevel.Full, true) => "Mức độ 4",
        (OnlineLevel.Partial, true) => "Mức độ 3",
        (_, true) => "Mức độ 2",
        (OnlineLevel.Full, false) => "Toàn trình",
        (OnlineLevel.Partial, false) => "Một phần",
        _ => "Cung cấp thông tin",
    };

    /// <summary>Levels change only between these periods: never inside 2021 or 2023, whose figures are published.</summary>
    public static int PeriodOf(int month) => PeriodStarts.Count(start => month >= start);
}
