using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per procedure, providing unit and month (periodic snapshot of the service catalogue).</summary>
[Table("fact_online_service"), DisplayName("Dịch vụ công trực tuyến"), Comment("One row per procedure, providing unit and month (periodic snapshot of the service catalogue).")]
public sealed class OnlineServiceFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa dịch vụ"), Comment("Surrogate key.")]
    public long OnlineServiceKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;

    [Display(Name = "Khóa thủ tục"), Comment("Version of the procedure in that month.")]
    public int ProcedureKey { get; set; }

    [Display(Name = "Thủ tục"), ForeignKey(nameof(ProcedureKey))]
    public ProcedureDimension Procedure { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Mức độ dịch vụ"), MaxLength(50), Comment("Label as printed.")]
    public string ServiceLevelLabel { get; set; } = "";

    [Display(Name = "Loại dịch vụ"), Comment("What the label means across schemes.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Đủ điều kiện toàn trình"), Comment("Meets the conditions of a full online service; null = not said.")]
    public bool? IsEligibleForFull { get; set; }

    [Display(Name = "Đã công bố"), Comment("Published; null = not said.")]
    public bool? IsPublished { get; set; }

    [Display(Name = "Điền sẵn thông tin"), Comment("Forms are pre-filled; null = not said.")]
    public bool? IsPrefilled { get; set; }

    [Display(Name = "Cá thể hóa"), Comment("Personalised; null = not said.")]
    public bool? IsPersonalised { get; set; }

    [Display(Name = "Thanh toán trực tuyến"), Comment("Takes payment online; null = not said.")]
    public bool? AcceptsOnlinePayment { get; set; }

    [Display(Name = "Tích hợp Cổng DVCQG"), Comment("Integrated on the national portal; null = not said.")]
    public bool? IsOnNationalPortal { get; set; }
}
