using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>Bridge from a territory's version to a version that succeeded it, with the share that went there.</summary>
[Table("bridge_admin_unit_successor"), DisplayName("Kế thừa đơn vị hành chính"), Comment("One row per territory version, successor version and date of effect.")]
public sealed class AdminUnitSuccessor
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public int AdminUnitSuccessorKey { get; set; }

    [Display(Name = "Khóa đơn vị cũ"), Comment("The territory version that ended.")]
    public int AdminUnitKey { get; set; }

    [Display(Name = "Đơn vị cũ"), ForeignKey(nameof(AdminUnitKey))]
    public AdminUnitDimension AdminUnit { get; set; } = null!;

    [Display(Name = "Khóa đơn vị kế thừa"), Comment("The version that took it over; null when it was abolished without a single successor.")]
    public int? SuccessorAdminUnitKey { get; set; }

    [Display(Name = "Đơn vị kế thừa"), ForeignKey(nameof(SuccessorAdminUnitKey))]
    public AdminUnitDimension? SuccessorAdminUnit { get; set; }

    [Display(Name = "Quan hệ"), Comment("How the territory became its successor.")]
    public SuccessionRelation Relation { get; set; }

    [Display(Name = "Tỷ lệ"), Precision(9, 6), Comment("Share of the old territory that went to this successor, 0 to 1; the shares of one territory add up to 1.")]
    public decimal Share { get; set; }

    [Display(Name = "Căn cứ tỷ lệ"), Comment("Published in a document, or assumed to be equal parts.")]
    public ShareBasis ShareBasis { get; set; }

    [Display(Name = "Ngày hiệu lực"), Comment("First day of the new arrangement.")]
    public DateOnly EffectiveDate { get; set; }

    [Display(Name = "Căn cứ pháp lý"), MaxLength(200), Comment("Resolution that made the change.")]
    public string? LegalBasis { get; set; }
}
