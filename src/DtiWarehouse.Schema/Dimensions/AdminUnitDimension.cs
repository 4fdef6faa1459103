using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>A version of a territory (province, district, commune); slowly changing, type 2.</summary>
[Table("dim_admin_unit"), DisplayName("Đơn vị hành chính"), Comment("One row per version of a territory (province, district, commune).")]
public sealed class AdminUnitDimension : TerritoryPath
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa đơn vị hành chính"), Comment("Surrogate key; 0 = unknown.")]
    public int AdminUnitKey { get; set; }

    [Display(Name = "Mã"), MaxLength(10), Comment("Statistics-office code: 2 digits for a province, 3 for a district, 5 for a commune.")]
    public string Code { get; set; } = "";

    [Display(Name = "Tên"), MaxLength(200), Comment("Name with its type.")]
    public string Name { get; set; } = "";

    [Display(Name = "Loại"), MaxLength(50), Comment("Type as printed: Tỉnh, Thành phố, Thị xã, Huyện, Phường, Xã, Thị trấn, Đặc khu.")]
    public string Type { get; set; } = "";

    [Display(Name = "Cấp"), Comment("Level of government.")]
    public GovernmentLevel Level { get; set; }

    [Display(Name = "Khóa cấp trên"), Comment("Version of the territory above; null for a province.")]
    public int? ParentAdminUnitKey { get; set; }

    [Display(Name = "Cấp trên"), ForeignKey(nameof(ParentAdminUnitKey))]
    public AdminUnitDimension? Parent { get; set; }

    [Display(Name = "Khóa đơn vị hiện nay"), Comment("Today's territory that this one became (the largest part of a split one; the province for an abolished district).")]
    public int? CurrentAdminUnitKey { get; set; }

    [Display(Name = "Đơn vị hiện nay"), ForeignKey(nameof(CurrentAdminUnitKey))]
    public AdminUnitDimension? CurrentAdminUnit { get; set; }
}
