using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).</summary>
[Table("fact_dossier_total"), DisplayName("Tổng hợp hồ sơ theo kỳ"), Comment("One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).")]
public sealed class DossierTotalFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long DossierTotalKey { get; set; }

    [Display(Name = "Khóa hệ thống nguồn"), Comment("System that the row came from.")]
    public int SourceSystemKey { get; set; }

    [Display(Name = "Hệ thống nguồn"), ForeignKey(nameof(SourceSystemKey))]
    public SourceSystem SourceSystem { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Lĩnh vực"), MaxLength(200), Comment("Sector; null = all.")]
    public string? Sector { get; set; }

    [Display(Name = "Mức độ dịch vụ"), MaxLength(50), Comment("Label as printed; null = all.")]
    public string? ServiceLevelLabel { get; set; }

    [Display(Name = "Loại dịch vụ"), Comment("What the label means across schemes; None without a label.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Kỳ từ"), Comment("First day.")]
    public DateOnly PeriodFrom { get; set; }

    [Display(Name = "Kỳ đến"), Comment("Last day.")]
    public DateOnly PeriodTo { get; set; }

    [Display(Name = "Tiếp nhận trực tuyến"), Comment("Received online in the period; null = not counted.")]
    public int? ReceivedOnline { get; set; }

    [Display(Name = "Tiếp nhận trực tiếp, bưu chính"), Comment("Received at the counter or by post in the period; null = not counted.")]
    public int? ReceivedDirect { get; set; }

    [Display(Name = "Kỳ trước chuyển sang"), Comment("Carried over from the period before; null = not counted.")]
    public int? CarriedOver { get; set; }

    [Display(Name = "Tổng tiếp nhận"), Comment("Online + direct + carried over; null = not counted.")]
    public int? Received { get; set; }

    [Display(Name = "Giải quyết trước hạn"), Comment("Resolved before the due day; null = not counted.")]
    public int? ResolvedEarly { get; set; }

    [Display(Name = "Giải quyết đúng hạn"), Comment("Resolved on the due day; null = not counted.")]
    public int? ResolvedOnTime { get; set; }

    [Display(Name = "Giải quyết quá hạn"), Comment("Resolved after the due day; null = not counted.")]
    public int? ResolvedLate { get; set; }

    [Display(Name = "Tổng giải quyết"), Comment("Early + on time + late; null = not counted.")]
    public int? Resolved { get; set; }

    [Display(Name = "Đang giải quyết trong hạn"), Comment("Open and within term; null = not counted.")]
    public int? PendingInTerm { get; set; }

    [Display(Name = "Đang giải quyết quá hạn"), Comment("Open and overdue; null = not counted.")]
    public int? PendingOverdue { get; set; }

    [Display(Name = "Tổng đang giải quyết"), Comment("In term + overdue; null = not counted.")]
    public int? Pending { get; set; }
}
