using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per month end, receiving unit and service class (semi-additive: never sum over months).</summary>
[Table("agg_dossier_stock"), DisplayName("Hồ sơ tồn cuối tháng"), Comment("One row per month end, receiving unit and service class (semi-additive: never sum over months).")]
public sealed class DossierStock
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long DossierStockKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the receiving unit.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Loại dịch vụ"), Comment("Class of the service.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Đang giải quyết"), Comment("Received and not completed at the end of the month.")]
    public int Pending { get; set; }

    [Display(Name = "Đang giải quyết quá hạn"), Comment("Of these, past the due day.")]
    public int PendingOverdue { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
