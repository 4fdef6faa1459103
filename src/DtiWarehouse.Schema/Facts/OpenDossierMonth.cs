using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>
/// One row per receiving unit and month (open summary of dossiers; small counts are withheld). Null = withheld, and so is
/// what the withheld count could be worked out from; see <see cref="Open.SmallCells"/>.
/// </summary>
[Table("open_dossier_month"), DisplayName("Hồ sơ theo tháng (mở)"), Comment("One row per receiving unit and month (open summary of dossiers). Null = withheld: a small count, or one that a small count could be worked out from.")]
public sealed class OpenDossierMonth
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key; another one in each copy.")]
    public int OpenDossierMonthKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;

    [Display(Name = "Khóa đơn vị tiếp nhận"), Comment("Last version of the receiving unit that has dossiers in the month.")]
    public int ReceivingUnitKey { get; set; }

    [Display(Name = "Đơn vị tiếp nhận"), ForeignKey(nameof(ReceivingUnitKey))]
    public UnitDimension ReceivingUnit { get; set; } = null!;

    [Display(Name = "Tiếp nhận"), Comment("Dossiers received in the month; null = withheld.")]
    public int? Received { get; set; }

    [Display(Name = "Tiếp nhận trực tuyến"), Comment("Of the received ones, submitted online; null = withheld.")]
    public int? ReceivedOnline { get; set; }

    [Display(Name = "Số hóa thành phần"), Comment("Of the received ones, components digitised; null = withheld.")]
    public int? ComponentsDigitised { get; set; }

    [Display(Name = "Đã giải quyết"), Comment("Dossiers completed in the month; null = withheld.")]
    public int? Resolved { get; set; }

    [Display(Name = "Giải quyết đúng hạn"), Comment("Of the completed ones, on or before the due day; null = withheld.")]
    public int? ResolvedOnTime { get; set; }

    [Display(Name = "Giải quyết quá hạn"), Comment("Of the completed ones, after the due day; null = withheld.")]
    public int? ResolvedLate { get; set; }

    [Display(Name = "Số hóa kết quả"), Comment("Of the completed ones, result digitised; null = withheld.")]
    public int? ResultsDigitised { get; set; }
}
