using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dimensions;

/// <summary>Level of government: province, district, commune.</summary>
[Table("dim_admin_level"), DisplayName("Cấp hành chính"), Comment("One row per level of government.")]
public sealed class AdministrativeLevel
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa cấp"), Comment("Surrogate key; 0 = unknown.")]
    public int LevelKey { get; set; }

    [Display(Name = "Mã cấp"), MaxLength(20), Comment("Code used in the Level columns of Units and AdminUnits.")]
    public string Code { get; set; } = "";

    [Display(Name = "Tên cấp"), MaxLength(100), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Tên tiếng Anh"), MaxLength(100), Comment("Name in English.")]
    public string NameEn { get; set; } = "";

    [Display(Name = "Thứ bậc"), Comment("1 for the province, 2 for the district, 3 for the commune; 0 for unknown.")]
    public int Rank { get; set; }
}

/// <summary>Channel through which an applicant submits or rates.</summary>
[Table("dim_channel"), DisplayName("Kênh"), Comment("One row per channel.")]
public sealed class ChannelDimension
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa kênh"), Comment("Surrogate key; 0 = unknown.")]
    public int ChannelKey { get; set; }

    [Display(Name = "Mã kênh"), MaxLength(20), Comment("Code used in the Channel columns of the facts.")]
    public string Code { get; set; } = "";

    [Display(Name = "Tên kênh"), MaxLength(100), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Tên tiếng Anh"), MaxLength(100), Comment("Name in English.")]
    public string NameEn { get; set; } = "";
}

/// <summary>System that a row came from.</summary>
[Table("dim_source_system"), DisplayName("Hệ thống nguồn"), Comment("One row per source system.")]
public sealed class SourceSystem
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa hệ thống nguồn"), Comment("Surrogate key; 0 = unknown.")]
    public int SourceSystemKey { get; set; }

    [Display(Name = "Mã hệ thống"), MaxLength(100), Comment("Natural key: igate, ioffice, dvc, or the code a feed names. Never an address: addresses moved.")]
    public string Code { get; set; } = "";

    [Display(Name = "Tên hệ thống"), MaxLength(300), Comment("Name in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Loại"), MaxLength(50), Comment("OneStop, DocumentExchange, ServicePortal, MinistryPortal, Report or Unknown.")]
    public string Kind { get; set; } = "";
}

/// <summary>Calendar day in UTC+7.</summary>
[Table("dim_date"), DisplayName("Ngày"), Comment("One row per calendar day in UTC+7.")]
public sealed class DateDimension
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa ngày"), Comment("yyyymmdd; 0 = no date.")]
    public int DateKey { get; set; }

    [Display(Name = "Ngày"), Comment("The day; null for the unknown member.")]
    public DateOnly? Date { get; set; }

    [Display(Name = "Năm")] public int? Year { get; set; }
    [Display(Name = "Nửa năm"), Comment("1 or 2.")] public int? HalfYear { get; set; }
    [Display(Name = "Quý"), Comment("1 to 4.")] public int? Quarter { get; set; }
    [Display(Name = "Tháng"), Comment("1 to 12.")] public int? Month { get; set; }
    [Display(Name = "Năm tháng"), Comment("yyyymm.")] public int? YearMonth { get; set; }
    [Display(Name = "Ngày trong tháng")] public int? Day { get; set; }
    [Display(Name = "Thứ"), Comment("1 = Monday to 7 = Sunday.")] public int? DayOfWeek { get; set; }
    [Display(Name = "Ngày cuối tháng")] public bool IsMonthEnd { get; set; }
    [Display(Name = "Ngày cuối quý")] public bool IsQuarterEnd { get; set; }
    [Display(Name = "Ngày cuối năm")] public bool IsYearEnd { get; set; }

    [Display(Name = "Ngày làm việc"), Comment("Neither Saturday, Sunday nor a public holiday of the holidays feed.")]
    public bool IsWorkingDay { get; set; }

    [Display(Name = "Khóa tháng"), Comment("Period of the day's calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;
}

/// <summary>Reporting period: month, quarter, half-year, nine months, year, or a year to a reported day.</summary>
[Table("dim_period"), DisplayName("Kỳ báo cáo"), Comment("One row per reporting period.")]
public sealed class PeriodDimension
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa kỳ"), Comment("Surrogate key; 0 = unknown.")]
    public int PeriodKey { get; set; }

    [Display(Name = "Mã kỳ"), MaxLength(20), Comment("2023, 2023-H1, 2023-9M, 2023-Q4, 2023-11 or 2023-to-11-27.")]
    public string Code { get; set; } = "";

    [Display(Name = "Loại kỳ"), Comment("Length of the period.")]
    public PeriodGrain Grain { get; set; }

    [Display(Name = "Từ ngày"), Comment("First day; null for the unknown member.")]
    public DateOnly? StartDate { get; set; }

    [Display(Name = "Đến ngày"), Comment("Last day; null for the unknown member.")]
    public DateOnly? EndDate { get; set; }

    [Display(Name = "Năm")] public int? Year { get; set; }
    [Display(Name = "Quý"), Comment("1 to 4 for quarters and months; else null.")] public int? Quarter { get; set; }
    [Display(Name = "Tháng"), Comment("1 to 12 for months; else null.")] public int? Month { get; set; }

    [Display(Name = "Khóa kỳ cấp trên"), Comment("Month → quarter → half-year → year; nine months and to-date → year; null for a year.")]
    public int? ParentPeriodKey { get; set; }

    [Display(Name = "Kỳ cấp trên"), ForeignKey(nameof(ParentPeriodKey))]
    public PeriodDimension? Parent { get; set; }
}
