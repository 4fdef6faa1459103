using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per declared figure, document and unit.</summary>
[Table("fact_reported_figure"), DisplayName("Số liệu báo cáo"), Comment("One row per declared figure, document and unit.")]
public sealed class ReportedFigureFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa số liệu"), Comment("Surrogate key.")]
    public long ReportedFigureKey { get; set; }

    [Display(Name = "Mã tài liệu"), MaxLength(50), Comment("Code of the document in the warehouse.")]
    public string DocumentCode { get; set; } = "";

    [Display(Name = "Số văn bản"), MaxLength(100), Comment("Number as printed; null where unknown.")]
    public string? DocumentNumber { get; set; }

    [Display(Name = "Mã số liệu"), MaxLength(50), Comment("Natural key together with document and unit.")]
    public string FigureCode { get; set; } = "";

    [Display(Name = "Mã dòng"), MaxLength(50), Comment("Row of a form, such as II.8.1.")]
    public string? RowKey { get; set; }

    [Display(Name = "Tên chỉ tiêu"), MaxLength(1000), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Tên tiếng Anh"), MaxLength(1000), Comment("Name in English.")]
    public string? NameEn { get; set; }

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Khóa đơn vị hành chính"), Comment("Territory that the figure speaks of; 0 where it names none.")]
    public int AdminUnitKey { get; set; }

    [Display(Name = "Đơn vị hành chính"), ForeignKey(nameof(AdminUnitKey))]
    public AdminUnitDimension AdminUnit { get; set; } = null!;

    [Display(Name = "Kỳ từ"), Comment("First day.")]
    public DateOnly PeriodFrom { get; set; }

    [Display(Name = "Kỳ đến"), Comment("Last day.")]
    public DateOnly PeriodTo { get; set; }

    [Display(Name = "Tử số"), Precision(19, 4), Comment("Numerator as declared.")]
    public decimal? Numerator { get; set; }

    [Display(Name = "Mẫu số"), Precision(19, 4), Comment("Denominator as declared.")]
    public decimal? Denominator { get; set; }

    [Display(Name = "Giá trị"), Precision(19, 4), Comment("Value as declared, in UnitOfMeasure.")]
    public decimal? Value { get; set; }

    [Display(Name = "Giá trị chữ"), MaxLength(1000), Comment("Answer in words or a date, as declared.")]
    public string? TextValue { get; set; }

    [Display(Name = "Đơn vị tính"), MaxLength(50), Comment("Unit of the value.")]
    public string? UnitOfMeasure { get; set; }

    [Display(Name = "Phạm vi"), MaxLength(300), Comment("What the figure covers, as described.")]
    public string? Scope { get; set; }

    [Display(Name = "Mục tiêu"), Precision(19, 4), Comment("Target, in UnitOfMeasure.")]
    public decimal? Target { get; set; }

    [Display(Name = "Mục tiêu (nguyên văn)"), MaxLength(300), Comment("Target as printed.")]
    public string? TargetText { get; set; }

    [Display(Name = "Độ chính xác"), Comment("How exactly the figure was stated.")]
    public FigureQualifier Qualifier { get; set; }

    [Display(Name = "Trạng thái"), Comment("What the cell held.")]
    public FigureState State { get; set; }

    [Display(Name = "Ghi chú"), MaxLength(2000), Comment("Remarks.")]
    public string? Notes { get; set; }

    [Display(Name = "Tài liệu kiểm chứng"), MaxLength(1000), Comment("Evidence named by the declarant.")]
    public string? Evidence { get; set; }
}
