using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>A version of an administrative procedure (TTHC); slowly changing, type 2.</summary>
[Table("dim_procedure"), DisplayName("Thủ tục hành chính"), Comment("One row per version of an administrative procedure.")]
public sealed class ProcedureDimension
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa thủ tục"), Comment("Surrogate key; 0 = unknown.")]
    public int ProcedureKey { get; set; }

    [Display(Name = "Mã thủ tục"), MaxLength(50), Comment("National part of the procedure code, d.dddddd.")]
    public string ProcedureCode { get; set; } = "";

    [Display(Name = "Tên thủ tục"), MaxLength(1000), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Lĩnh vực"), MaxLength(200), Comment("Sector.")]
    public string? Sector { get; set; }

    [Display(Name = "Cấp thực hiện"), Comment("Level of government that carries the procedure out.")]
    public GovernmentLevel AuthorityLevel { get; set; }

    [Display(Name = "Mức độ dịch vụ"), MaxLength(50), Comment("Service level as printed.")]
    public string? ServiceLevelLabel { get; set; }

    [Display(Name = "Cách phân mức"), Comment("Scheme that the label belongs to; null without a label.")]
    public ServiceLevelScheme? ServiceLevelScheme { get; set; }

    [Display(Name = "Loại dịch vụ"), Comment("What the label means across schemes.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Hiệu lực từ"), Comment("First day on which this version holds.")]
    public DateOnly ValidFrom { get; set; }

    [Display(Name = "Hiệu lực đến"), Comment("Last day on which this version holds; null while it is open.")]
    public DateOnly? ValidTo { get; set; }

    [Display(Name = "Đang hiệu lực"), Comment("The version is open.")]
    public bool IsCurrent { get; set; }

    [Display(Name = "Suy ra từ dữ liệu"), Comment("Known only from rows that mention it; not yet in a service catalogue.")]
    public bool IsInferred { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
