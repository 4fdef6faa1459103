using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>
/// One row per file or pull that was loaded: the ledger. Rows read = loaded + changed + unchanged + superseded + rejected,
/// in a failed run too: a file that is refused has all of the rows that were read of it rejected, those that broke no rule
/// themselves included, and <see cref="RowsFaulty"/> tells how many did.
/// </summary>
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

    [Display(Name = "Loại lần nạp"), Comment("A file, a pull from a system, or rejected rows tried again.")]
    public LoadKind Kind { get; set; }

    [Display(Name = "Nạp lại của lần"), Comment("Run whose rejected rows this one tried again.")]
    public int? RetryOfLoadKey { get; set; }

    [Display(Name = "Thời điểm của tệp"), Comment("When the file was last modified (UTC): the version of rows that have none of their own.")]
    public DateTime? SourceModifiedAt { get; set; }

    [Display(Name = "Bắt đầu"), Comment("UTC.")] public DateTime StartedAt { get; set; }
    [Display(Name = "Kết thúc"), Comment("UTC; null while running.")] public DateTime? CompletedAt { get; set; }
    [Display(Name = "Thời gian (ms)"), Comment("Milliseconds from the start to the commit.")] public int? DurationMs { get; set; }
    [Display(Name = "Số dòng mỗi giây"), Comment("Rows read per second of that time; null where nothing was read.")] public int? RowsPerSecond { get; set; }
    [Display(Name = "Kết quả"), Comment("Outcome.")] public LoadStatus Status { get; set; }
    [Display(Name = "Số dòng đọc"), Comment("Data rows read.")] public int RowsRead { get; set; }
    [Display(Name = "Số dòng mới"), Comment("Rows under a new natural key.")] public int RowsLoaded { get; set; }
    [Display(Name = "Số dòng thay đổi"), Comment("Rows that changed or deleted what was there.")] public int RowsChanged { get; set; }
    [Display(Name = "Số dòng giữ nguyên"), Comment("Rows whose content was there already.")] public int RowsUnchanged { get; set; }
    [Display(Name = "Số dòng cũ"), Comment("Rows older than what is there.")] public int RowsSuperseded { get; set; }
    [Display(Name = "Số dòng bị từ chối"), Comment("Rows that did not load: those that broke a rule, and in a failed run all others with them.")] public int RowsRejected { get; set; }
    [Display(Name = "Số dòng có lỗi"), Comment("Rows among the rejected ones that broke a rule themselves; RejectedRows keeps them with a reason (of a failed run the first 1000). Null in runs of earlier versions.")] public int? RowsFaulty { get; set; }

    [Display(Name = "Trùng lần nạp"), Comment("Earlier completed run of the same content, because of which nothing was read.")]
    public int? SameAsLoadKey { get; set; }

    [Display(Name = "Có mã đơn vị tách ra"), Comment("The register parted identifiers that it had joined before: rows of one key under them had become one, so files of earlier runs are read again when they are loaded again.")]
    public bool IdentifiersParted { get; set; }

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

    [Display(Name = "Kết quả kiểm tra")]
    public ICollection<CheckResult> CheckResults { get; } = [];
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

    [Display(Name = "Chỉ sửa được trong tệp"), Comment("The raw row is not whole (its cells slipped, or were left out for privacy), so it cannot be tried again from here: mend it in its file.")]
    public bool NeedsSourceFile { get; set; }

    [Display(Name = "Lần thử lại gần nhất"), Comment("Last run that tried the row again; reason and explanation are as of then.")]
    public int? RetriedLoadKey { get; set; }

    [Display(Name = "Lần nạp đã giải quyết"), Comment("Run that settled the row: it loaded there, a row of the same key as new did, or it was rejected anew as a row of that run. Null while it is open.")]
    public int? ResolvedLoadKey { get; set; }
}

/// <summary>One row per load and check that was evaluated in it.</summary>
[Table("etl_check_result"), DisplayName("Kết quả kiểm tra"), Comment("One row per load and check that was evaluated before it committed.")]
public sealed class CheckResult
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long CheckResultKey { get; set; }

    [Display(Name = "Khóa lần nạp"), Comment("The load.")]
    public int LoadKey { get; set; }

    [Display(Name = "Lần nạp"), ForeignKey(nameof(LoadKey))]
    public LoadRun LoadRun { get; set; } = null!;

    [Display(Name = "Mã kiểm tra"), MaxLength(50), Comment("Stable code of the check.")]
    public string CheckCode { get; set; } = "";

    [Display(Name = "Tập dữ liệu"), MaxLength(50), Comment("Entity set whose rows were checked.")]
    public string EntitySet { get; set; } = "";

    [Display(Name = "Nội dung"), MaxLength(300), Comment("What must hold, in Vietnamese.")]
    public string Name { get; set; } = "";

    [Display(Name = "Nội dung tiếng Anh"), MaxLength(300), Comment("What must hold, in English.")]
    public string NameEn { get; set; } = "";

    [Display(Name = "Mức độ"), Comment("What becomes of the load when it does not hold.")]
    public CheckSeverity Severity { get; set; }

    [Display(Name = "Số dòng kiểm tra"), Comment("Rows that were looked at: those that the load wrote, or a sample of them.")]
    public long RowsChecked { get; set; }

    [Display(Name = "Số vi phạm"), Comment("Rows that do not hold; 0 = passed.")]
    public long Violations { get; set; }

    [Display(Name = "Ví dụ"), MaxLength(500), Comment("Keys of the first rows that do not hold.")]
    public string? Sample { get; set; }
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
