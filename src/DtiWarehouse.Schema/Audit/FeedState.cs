using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>One row per feed that was ever loaded: how fresh its data is. Written in the load's own transaction.</summary>
[Table("etl_feed_state"), DisplayName("Tình trạng nguồn cấp"), Comment("One row per feed that was ever loaded: how fresh its data is.")]
public sealed class FeedState
{
    [Key, Display(Name = "Nguồn cấp"), MaxLength(50), Comment("Feed name of the source contracts.")]
    public string Feed { get; set; } = "";

    [Display(Name = "Khóa lần nạp gần nhất"), Comment("Last completed load; null while every one failed.")]
    public int? LastLoadKey { get; set; }

    [Display(Name = "Lần nạp gần nhất"), ForeignKey(nameof(LastLoadKey))]
    public LoadRun? LastLoad { get; set; }

    [Display(Name = "Nạp xong gần nhất"), Comment("When the last completed load ended (UTC).")]
    public DateTime? LastLoadedAt { get; set; }

    [Display(Name = "Mốc dữ liệu"), Comment("Latest source update that a completed load read (UTC).")]
    public DateTime? Watermark { get; set; }

    [Display(Name = "Nạp lỗi gần nhất"), Comment("When the last failed load ended (UTC); later than LastLoadedAt = the newest file was refused.")]
    public DateTime? LastFailedAt { get; set; }

    [Display(Name = "Lỗi gần nhất"), MaxLength(4000), Comment("Why the last failed load failed, in Vietnamese and English.")]
    public string? LastError { get; set; }

    [Display(Name = "Phiên bản dữ liệu"), Comment("Data version that the last completed load raised the warehouse to.")]
    public long? DataVersion { get; set; }
}
