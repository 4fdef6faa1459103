using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per unit, direction and month (summary of documents).</summary>
[Table("agg_document_month"), DisplayName("Văn bản theo tháng"), Comment("One row per unit, direction and month (summary of documents).")]
public sealed class DocumentMonth
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long DocumentMonthKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Chiều"), Comment("Sent or received.")]
    public DocumentDirection Direction { get; set; }

    [Display(Name = "Số văn bản"), Comment("Documents that are not secret.")]
    public int Documents { get; set; }

    [Display(Name = "Hoàn toàn điện tử"), Comment("Of these, electronic only.")]
    public int ElectronicOnly { get; set; }

    [Display(Name = "Điện tử và giấy"), Comment("Of these, electronic with paper.")]
    public int ElectronicAndPaper { get; set; }

    [Display(Name = "Giấy"), Comment("Of these, paper only.")]
    public int Paper { get; set; }

    [Display(Name = "Ký số"), Comment("Of these, digitally signed.")]
    public int Signed { get; set; }

    [Display(Name = "Mật"), Comment("Secret documents, left out of the other counts.")]
    public int Secret { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
