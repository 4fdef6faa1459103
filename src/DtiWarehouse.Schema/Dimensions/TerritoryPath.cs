using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>Flattened province → district → commune columns of a ragged hierarchy; null where the level doesn't apply.</summary>
public abstract class TerritoryPath
{
    [Display(Name = "Mã tỉnh"), MaxLength(10), Comment("Statistics-office code of the province that the version lies in.")]
    public string? ProvinceCode { get; set; }

    [Display(Name = "Tên tỉnh"), MaxLength(200), Comment("Name of that province.")]
    public string? ProvinceName { get; set; }

    [Display(Name = "Mã huyện"), MaxLength(10), Comment("Statistics-office code of the district; null above it and from 2025-07-01 on.")]
    public string? DistrictCode { get; set; }

    [Display(Name = "Tên huyện"), MaxLength(200), Comment("Name of that district.")]
    public string? DistrictName { get; set; }

    [Display(Name = "Mã xã"), MaxLength(10), Comment("Statistics-office code of the commune; null above it.")]
    public string? CommuneCode { get; set; }

    [Display(Name = "Tên xã"), MaxLength(200), Comment("Name of that commune.")]
    public string? CommuneName { get; set; }

    [Display(Name = "Hiệu lực từ"), Comment("First day on which this version holds.")]
    public DateOnly ValidFrom { get; set; }

    [Display(Name = "Hiệu lực đến"), Comment("Last day on which this version holds; null while it is open.")]
    public DateOnly? ValidTo { get; set; }

    [Display(Name = "Đang hiệu lực"), Comment("The version is open.")]
    public bool IsCurrent { get; set; }

    [Display(Name = "Khóa sắp xếp"), MaxLength(1000), Comment("Text whose ordinal order is the Vietnamese alphabetical order of the name.")]
    public string NameSort { get; set; } = "";

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
