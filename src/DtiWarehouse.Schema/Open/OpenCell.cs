namespace DtiWarehouse.Schema.Open;

/// <summary>The counts of one unit and month before and after <see cref="SmallCells"/>.</summary>
/// <param name="Unit">The same for all versions of a unit.</param>
/// <param name="Group">What the unit is summed up under in a month's reports: its district, or the province's own.</param>
/// <param name="Month">Year × 100 + month.</param>
public sealed class OpenCell(string unit, string group, int month)
{
    private readonly int[] _counts = new int[Measures];
    private readonly bool[] _withheld = new bool[Measures];

    public const int Measures = 7;

    public string Unit { get; } = unit;
    public string Group { get; } = group;
    public int Month { get; } = month;
    public int Quarter => Month / 100 * 10 + (Month % 100 + 2) / 3;

    /// <summary>The true count.</summary>
    public int this[OpenMeasure measure]
    {
        get => _counts[(int)measure];
        set => _counts[(int)measure] = value;
    }

    /// <summary>The count as it may be published; null = withheld.</summary>
    public int? Published(OpenMeasure measure) => _withheld[(int)measure] ? null : _counts[(int)measure];

    internal void Withhold(OpenMeasure measure) => _withheld[(int)measure] = true;
}

public enum OpenMeasure { Received, ReceivedOnline, ComponentsDigitised, Resolved, ResolvedOnTime, ResolvedLate, ResultsDigitised }

/// <summary>A whole and the ways in which it falls into parts; what no named part of a split holds is its rest.</summary>
internal sealed record OpenFamily(OpenMeasure Whole, OpenMeasure[][] Splits)
{
    public static readonly OpenFamily[] All =
    [
        new(OpenMeasure.Received, [[OpenMeasure.ReceivedOnline], [OpenMeasure.ComponentsDigitised]]),
        new(OpenMeasure.Resolved, [[OpenMeasure.ResolvedOnTime, OpenMeasure.ResolvedLate], [OpenMeasure.ResultsDigitised]]),
    ];
}
