using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per indicator version, unit, period and basis.</summary>
/// <remarks>The key is made of the grain (<see cref="KeyOf"/>), so the primary key enforces it.</remarks>
[Table("fact_indicator_value"), DisplayName("Giá trị chỉ tiêu"), Comment("One row per indicator version, unit, period and basis.")]
public sealed class IndicatorValueFact : LoadedFact
{
    /// <summary>Greatest key of an indicator and of a unit that fit into a key.</summary>
    public const int MaxIndicatorKey = (1 << 10) - 1, MaxUnitKey = (1 << 20) - 1;

    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Made of period, indicator, unit and basis: the same in every evaluation.")]
    public long IndicatorValueKey { get; set; }

    [Display(Name = "Khóa chỉ tiêu"), Comment("Version of the indicator.")]
    public int IndicatorKey { get; set; }

    [Display(Name = "Chỉ tiêu"), ForeignKey(nameof(IndicatorKey))]
    public IndicatorDimension Indicator { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the end of the period, or the last one before it.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Khóa kỳ báo cáo"), Comment("Reporting period.")]
    public int PeriodKey { get; set; }

    [Display(Name = "Kỳ báo cáo"), ForeignKey(nameof(PeriodKey))]
    public PeriodDimension Period { get; set; } = null!;

    [Display(Name = "Cơ sở"), Comment("By the units of the period, or restated on today's units.")]
    public IndicatorBasis Basis { get; set; }

    [Display(Name = "Tử số"), Precision(19, 6), Comment("Numerator; null = not counted.")]
    public decimal? Numerator { get; set; }

    [Display(Name = "Mẫu số"), Precision(19, 6), Comment("Denominator; null = not counted, or a plain figure.")]
    public decimal? Denominator { get; set; }

    [Display(Name = "Giá trị"), Precision(19, 6), Comment("Numerator over denominator in the indicator's unit of measure; null where it cannot be computed.")]
    public decimal? Value { get; set; }

    [Display(Name = "Mục tiêu"), Precision(19, 6), Comment("Target set for units of this level in this period; null for none.")]
    public decimal? Target { get; set; }

    [Display(Name = "Mức đạt"), Precision(19, 6), Comment("Value over target, or target over value where lower is better; null without either.")]
    public decimal? Attainment { get; set; }

    [Display(Name = "Điểm"), Precision(9, 4), Comment("Points; null for an indicator without points or where the value cannot be computed.")]
    public decimal? Score { get; set; }

    [Display(Name = "Điểm tối đa"), Precision(9, 4), Comment("Points that could be had; null where there is no score.")]
    public decimal? MaxScore { get; set; }

    [Display(Name = "Xếp hạng"), Comment("Place among the units of the same level below the same unit, 1 = best, equal values share a place; null without a value.")]
    public int? Rank { get; set; }

    [Display(Name = "Số đơn vị được xếp hạng"), Comment("Units that were ranked together.")]
    public int? RankOf { get; set; }

    [Display(Name = "Tạm tính"), Comment("The period had not ended on the day that the data stood at.")]
    public bool IsProvisional { get; set; }

    [Display(Name = "Liên kết tử số"), MaxLength(200), Comment("Where the rows of the numerator are found: a path on this server that leads to their OData query.")]
    public string NumeratorLink { get; set; } = "";

    [Display(Name = "Liên kết mẫu số"), MaxLength(200), Comment("Where the rows of the denominator are found, as of the numerator.")]
    public string DenominatorLink { get; set; } = "";

    /// <summary>
    /// The key of a row: year and place of the period (22 standard ones, then days of the year for periods to a day),
    /// indicator, unit, basis. Below 2^53, which JavaScript still holds exactly.
    /// </summary>
    public static long KeyOf(PeriodDimension period, int indicatorKey, int unitKey, IndicatorBasis basis)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indicatorKey, MaxIndicatorKey);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitKey, MaxUnitKey);
        return KeysOf(period).First + ((((long)indicatorKey << 20) | (long)unitKey) << 1 | (basis is IndicatorBasis.Current ? 1L : 0));
    }

    /// <summary>The keys of all rows of a period, from and including the first to and including the last.</summary>
    public static (long First, long Last) KeysOf(PeriodDimension period) => KeysOf(period.Year!.Value, PlaceOf(period));

    /// <summary>The last key of a year's periods.</summary>
    public static long LastKeyOf(int year) => KeysOf(year, 511).Last;

    /// <summary>The year of a row's period.</summary>
    public static int YearOf(long key) => (int)(key >> 40);

    private const long MaxRest = (1L << 31) - 1;

    private static (long First, long Last) KeysOf(int year, int place)
    {
        var first = (((long)year << 9) | (long)place) << 31;
        return (first, first + MaxRest);
    }

    private static int PlaceOf(PeriodDimension period)
    {
        var end = period.EndDate!.Value;
        return period.Grain switch
        {
            PeriodGrain.Month => end.Month,
            PeriodGrain.Quarter => 12 + end.Month / 3,
            PeriodGrain.HalfYear => 16 + end.Month / 6,
            PeriodGrain.NineMonths => 19,
            PeriodGrain.Year => 20,
            PeriodGrain.ToDate => 100 + end.DayOfYear,
            _ => throw new ArgumentException($"{period.Code} is no reporting period.", nameof(period)),
        };
    }
}
