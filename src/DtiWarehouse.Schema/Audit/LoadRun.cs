using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>One row per file or pull that was loaded: the ledger. Rows read = loaded + changed + unchanged + superseded + rejected.</summary>
[Table("etl_load_run"), DisplayName("Lần nạp dữ liệu"), Comment("One row per file or pull that was loaded.")]
public sealed class LoadRun
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa lần nạp"), Comment("Surrogate key, rising.")]
    public int LoadKey { get; set; }

    [Display(Name = "Nguồn cấp"), MaxLength(50), Comment("Feed name of the source contracts.")]
    public string Feed { get; set; } = "";

    [Display(Name = "Tên tệp"), MaxLength(300), Comment("File name without its folder.")]
    public string? FileName { get; set; }

    [Display(Name = "Mã băm nội dung"), MaxLength(64), Comment("SHA-256 of the file, lower-case hexadecimal.")]
    public string? ContentHash { get; set; }

    [Display(Name = "Bắt đầu"), Comment("UTC.")] public DateTime StartedAt { get; set; }
    [Display(Name = "Kết thúc"), Comment("UTC; null while running.")] public DateTime? CompletedAt { get; set; }
    [Display(Name = "Kết quả"), Comment("Outcome.")] public LoadStatus Status { get; set; }
    [Display(Name = "Số dòng đọc"), Comment("Data rows read.")] public int RowsRead { get; set; }
    [Display(Name = "Số dòng mới"), Comment("Rows under a new natural key.")] public int RowsLoaded { get; set; }
    [Display(Name = "Số dòng thay đổi"), Comment("Rows that changed or deleted what was there.")] public int RowsChanged { get; set; }
    [Display(Name = "Số dòng giữ nguyên"), Comment("Rows whose content was there already.")] public int RowsUnchanged { get; set; }
    [Display(Name = "Số dòng cũ"), Comment("Rows older than what is there.")] public int RowsSuperseded { get; set; }
    [Display(Name = "Số dòng bị từ chối"), Comment("Rows kept in RejectedRows with a reason.")] public int RowsRejected { get; set; }

    [Display(Name = "Trùng lần nạp"), Comment("Earlier completed run of the same content, because of which nothing was read.")]
    public int? SameAsLoadKey { get; set; }

    [Display(Name = "Mốc dữ liệu"), Comment("Latest source update read (UTC).")]
    public DateTime? Watermark { get; set; }

    [Display(Name = "Phiên bản dữ liệu"), Comment("Data version that this run raised the warehouse to.")]
    public long DataVersion { get; set; }

    [Display(Name = "Lỗi"), MaxLength(4000), Comment("Why a failed run failed, in Vietnamese and English.")]
    public string? Error { get; set; }

    [Display(Name = "Ghi nhận"), MaxLength(4000), Comment("What was detected or is worth a look: separator, encoding, number format, ignored columns, warnings.")]
    public string? Remarks { get; set; }

    [Display(Name = "Dòng bị từ chối")]
    public ICollection<RejectedRow> RejectedRows { get; } = [];
}

/// <summary>One row per rejected source row of a load.</summary>
[Table("etl_rejected_row"), DisplayName("Dòng bị từ chối"), Comment("One row per rejected source row of a load.")]
public sealed class RejectedRow
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long RejectedRowKey { get; set; }

    [Display(Name = "Khóa lần nạp"), Comment("The load.")]
    public int LoadKey { get; set; }

    [Display(Name = "Lần nạp"), ForeignKey(nameof(LoadKey))]
    public LoadRun LoadRun { get; set; } = null!;

    [Display(Name = "Số dòng"), Comment("Physical line on which the row starts; the header of a plain CSV is line 1.")]
    public int LineNumber { get; set; }

    [Display(Name = "Mã lý do"), MaxLength(50), Comment("Stable reason code.")]
    public string ReasonCode { get; set; } = "";

    [Display(Name = "Diễn giải"), MaxLength(1000), Comment("What is wrong and how to mend it, in Vietnamese and English.")]
    public string Message { get; set; } = "";

    [Display(Name = "Dòng nguyên văn"), Comment("The row as read, contract columns only.")]
    public string RawRow { get; set; } = "";
}

/// <summary>One row: the number that every commit that readers can see raises.</summary>
[Table("etl_data_version"), Comment("One row: the number that every commit that readers can see raises.")]
public sealed class DataVersion
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Always 1.")]
    public int Id { get; set; }

    [Comment("Rises with every commit that readers can see.")]
    public long Version { get; set; }

    [Comment("Day (UTC+7) as of which open dossiers were last judged.")]
    public DateOnly? AsOfDate { get; set; }
}
