using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>A version of an organisation that receives, resolves or signs; slowly changing, type 2.</summary>
[Table("dim_unit"), DisplayName("Đơn vị"), Comment("One row per version of an organisation that receives, resolves or signs.")]
public sealed class UnitDimension : TerritoryPath
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa đơn vị"), Comment("Surrogate key; 0 = unknown.")]
    public int UnitKey { get; set; }

    [Display(Name = "Mã định danh"), MaxLength(50), Comment("Organisation identifier (QĐ 20/2020/QĐ-TTg); an earlier identifier of the same organisation leads here too.")]
    public string UnitCode { get; set; } = "";

    [Display(Name = "Tên đơn vị"), MaxLength(300), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Tên tiếng Anh"), MaxLength(300), Comment("Name in English.")]
    public string? NameEn { get; set; }

    [Display(Name = "Loại đơn vị"), Comment("Kind of organisation.")]
    public UnitKind Kind { get; set; }

    [Display(Name = "Cấp"), Comment("Level of government.")]
    public GovernmentLevel Level { get; set; }

    [Display(Name = "Khóa đơn vị hành chính"), Comment("Territory of the unit at the start of the version; 0 where it has none of its own.")]
    public int AdminUnitKey { get; set; }

    [Display(Name = "Đơn vị hành chính"), ForeignKey(nameof(AdminUnitKey))]
    public AdminUnitDimension AdminUnit { get; set; } = null!;

    [Display(Name = "Khóa đơn vị cấp trên"), Comment("Version of the organisation above; null at the top.")]
    public int? ParentUnitKey { get; set; }

    [Display(Name = "Đơn vị cấp trên"), ForeignKey(nameof(ParentUnitKey))]
    public UnitDimension? Parent { get; set; }

    [Display(Name = "Suy ra từ dữ liệu"), Comment("Known only from rows that mention it; not yet in the register.")]
    public bool IsInferred { get; set; }

    [Display(Name = "Khóa đơn vị hiện nay"), Comment("Today's unit of the same kind on the successor territory; the province's unit for an abolished district office.")]
    public int? CurrentUnitKey { get; set; }

    [Display(Name = "Đơn vị hiện nay"), ForeignKey(nameof(CurrentUnitKey))]
    public UnitDimension? CurrentUnit { get; set; }
}
