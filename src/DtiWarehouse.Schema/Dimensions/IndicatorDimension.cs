using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>A version of an official indicator: what it counts, by which queries, on which legal basis.</summary>
[Table("dim_indicator"), DisplayName("Chỉ tiêu"), Comment("One row per version of an indicator.")]
public sealed class IndicatorDimension
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa chỉ tiêu"), Comment("Surrogate key.")]
    public int IndicatorKey { get; set; }

    [Display(Name = "Mã chỉ tiêu"), MaxLength(60), Comment("Code of the indicator, the same for all its versions.")]
    public string Code { get; set; } = "";

    [Display(Name = "Phiên bản"), Comment("Version of the definition.")]
    public int Version { get; set; }

    [Display(Name = "Tên chỉ tiêu"), MaxLength(500), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Tên tiếng Anh"), MaxLength(500), Comment("Name in English.")]
    public string NameEn { get; set; } = "";

    [Display(Name = "Mô tả"), MaxLength(2000), Comment("What is counted and what is left out, in Vietnamese.")]
    public string? Description { get; set; }

    [Display(Name = "Mô tả tiếng Anh"), MaxLength(2000), Comment("What is counted and what is left out, in English.")]
    public string? DescriptionEn { get; set; }

    [Display(Name = "Bộ chỉ số"), MaxLength(60), Comment("Framework that the indicator belongs to.")]
    public string Framework { get; set; } = "";

    [Display(Name = "Mã nhóm"), MaxLength(60), Comment("Group within the framework; null for none.")]
    public string? GroupCode { get; set; }

    [Display(Name = "Đơn vị tính"), MaxLength(50), Comment("Unit of the value; % = numerator over denominator times 100.")]
    public string UnitOfMeasure { get; set; } = "";

    [Display(Name = "Số chữ số thập phân"), Comment("Decimals that official reports print.")]
    public int Decimals { get; set; }

    [Display(Name = "Chiều tốt"), Comment("Whether a higher or a lower value is the better one.")]
    public IndicatorDirection Direction { get; set; }

    [Display(Name = "Truy vấn tử số"), MaxLength(4000), Comment("OData query of the numerator with {unit}, {period} and {asOf} to fill in; several, one per line, are added up.")]
    public string? NumeratorQuery { get; set; }

    [Display(Name = "Truy vấn mẫu số"), MaxLength(4000), Comment("OData query of the denominator, as of the numerator; null for a plain figure.")]
    public string? DenominatorQuery { get; set; }

    [Display(Name = "Gồm các chỉ tiêu"), MaxLength(1000), Comment("Codes of the indicators whose scores are added up; null for an indicator with queries.")]
    public string? Components { get; set; }

    [Display(Name = "Cách cộng dồn"), Comment("Whether the figures of parts add up, or distinct things are counted over the whole.")]
    public IndicatorRollUp RollUp { get; set; }

    [Display(Name = "Khi mẫu số rỗng"), Comment("What the value is when there is nothing to divide by.")]
    public EmptyDenominator EmptyDenominator { get; set; }

    [Display(Name = "Điểm tối đa"), Precision(9, 4), Comment("Points at full attainment; null for an indicator without points.")]
    public decimal? MaxPoints { get; set; }

    [Display(Name = "Ngưỡng"), Precision(19, 6), Comment("Value from which all points are given, in UnitOfMeasure; null without points.")]
    public decimal? Threshold { get; set; }

    [Display(Name = "Căn cứ pháp lý"), MaxLength(500), Comment("Document and article that define the indicator.")]
    public string LegalBasis { get; set; } = "";

    [Display(Name = "Độ tin cậy"), Comment("How certain the definition is.")]
    public Certainty Certainty { get; set; }

    [Display(Name = "Nguồn định nghĩa"), MaxLength(500), Comment("Where the definition was read.")]
    public string Source { get; set; } = "";

    [Display(Name = "Hiệu lực từ"), Comment("First day that the version speaks of; null where it has none.")]
    public DateOnly? ValidFrom { get; set; }

    [Display(Name = "Hiệu lực đến"), Comment("Last day that the version speaks of; null while it is in force.")]
    public DateOnly? ValidTo { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}

/// <summary>A target that a document set for an indicator.</summary>
[Table("dim_indicator_target"), DisplayName("Mục tiêu"), Comment("One row per target that a document set for an indicator, level and period.")]
public sealed class IndicatorTarget
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa mục tiêu"), Comment("Surrogate key.")]
    public int IndicatorTargetKey { get; set; }

    [Display(Name = "Khóa chỉ tiêu"), Comment("Version of the indicator.")]
    public int IndicatorKey { get; set; }

    [Display(Name = "Chỉ tiêu"), ForeignKey(nameof(IndicatorKey))]
    public IndicatorDimension Indicator { get; set; } = null!;

    [Display(Name = "Cấp"), Comment("Level of the units that it is set for; Unknown = all.")]
    public GovernmentLevel Level { get; set; }

    [Display(Name = "Loại đơn vị"), Comment("Kind of the units that it is set for; Unknown = all.")]
    public UnitKind Kind { get; set; }

    [Display(Name = "Từ ngày"), Comment("First day that it holds for.")]
    public DateOnly PeriodFrom { get; set; }

    [Display(Name = "Đến ngày"), Comment("Last day that it holds for; null = until further notice.")]
    public DateOnly? PeriodTo { get; set; }

    [Display(Name = "Phép so sánh"), MaxLength(2), Comment("How the value must compare with the target: >, >=, =, <= or <.")]
    public string Operator { get; set; } = "";

    [Display(Name = "Mục tiêu"), Precision(19, 6), Comment("Target in the indicator's unit of measure.")]
    public decimal Target { get; set; }

    [Display(Name = "Mã số liệu"), MaxLength(50), Comment("Figure of ReportedFigures that states it; null where none does.")]
    public string? FigureCode { get; set; }
}
