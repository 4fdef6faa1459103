using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>One value before it is stored; see <c>IndicatorValueFact</c> for each member.</summary>
internal sealed record ValueRow(long Key, int IndicatorKey, int UnitKey, int PeriodKey, IndicatorBasis Basis)
{
    /// <summary>Decimals that values are kept with, and scores.</summary>
    public const int Scale = 6, ScoreScale = 4;

    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public decimal? Value { get; init; }
    public decimal? Target { get; init; }
    public decimal? Attainment { get; init; }
    public decimal? Score { get; init; }
    public decimal? MaxScore { get; init; }
    /// <summary>Known once all units have a value.</summary>
    public int? Rank { get; set; }
    public int? RankOf { get; set; }
    public bool IsProvisional { get; init; }
}
