using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per declared figure: what was declared beside what the warehouse computes.</summary>
[Table("fact_reconciliation"), DisplayName("Đối chiếu số liệu"), Comment("One row per declared figure: what was declared beside what the warehouse computes.")]
public sealed class Reconciliation
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("The key of the declared figure.")]
    public long ReconciliationKey { get; set; }

    [Display(Name = "Khóa số liệu"), Comment("The declared figure.")]
    public long ReportedFigureKey { get; set; }

    [Display(Name = "Số liệu báo cáo"), ForeignKey(nameof(ReportedFigureKey))]
    public ReportedFigureFact ReportedFigure { get; set; } = null!;

    [Display(Name = "Khóa chỉ tiêu"), Comment("Indicator that the figure states; null where it states none.")]
    public int? IndicatorKey { get; set; }

    [Display(Name = "Chỉ tiêu"), ForeignKey(nameof(IndicatorKey))]
    public IndicatorDimension? Indicator { get; set; }

    [Display(Name = "Khóa giá trị chỉ tiêu"), Comment("The computed value; null where there is none.")]
    public long? IndicatorValueKey { get; set; }

    [Display(Name = "Giá trị chỉ tiêu"), ForeignKey(nameof(IndicatorValueKey))]
    public IndicatorValueFact? IndicatorValue { get; set; }

    [Display(Name = "Thành phần"), Comment("Which part of the indicator's value the figure states.")]
    public IndicatorPart Part { get; set; }

    [Display(Name = "Số đã báo cáo"), Precision(19, 4), Comment("As declared; null where no number was.")]
    public decimal? Declared { get; set; }

    [Display(Name = "Số tính được"), Precision(19, 6), Comment("As computed from the facts, not rounded; null where it cannot be computed.")]
    public decimal? Computed { get; set; }

    [Display(Name = "Chênh lệch"), Precision(19, 6), Comment("Computed, rounded to the printed decimals, less declared.")]
    public decimal? Difference { get; set; }

    [Display(Name = "Kết luận"), Comment("Whether both agree after rounding half up to the printed decimals, with regard to the figure's qualifier.")]
    public ReconciliationVerdict Verdict { get; set; }

    [Display(Name = "Lý do"), MaxLength(1000), Comment("Why it differs or cannot be computed, in Vietnamese; null for a match.")]
    public string? Reason { get; set; }

    [Display(Name = "Lý do (tiếng Anh)"), MaxLength(1000), Comment("Why it differs or cannot be computed, in English; null for a match.")]
    public string? ReasonEn { get; set; }

    [Display(Name = "Phát hiện về nguồn"), MaxLength(1000), Comment("What is wrong or ambiguous in the source document, in Vietnamese; it is shown and never repaired.")]
    public string? Finding { get; set; }

    [Display(Name = "Phát hiện về nguồn (tiếng Anh)"), MaxLength(1000), Comment("What is wrong or ambiguous in the source document, in English.")]
    public string? FindingEn { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
