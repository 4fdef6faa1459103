using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per dossier (hồ sơ TTHC) of a source system; accumulating snapshot.</summary>
[Table("fact_dossier"), DisplayName("Hồ sơ"), Comment("One row per dossier of a source system (accumulating snapshot).")]
public sealed class DossierFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa hồ sơ"), Comment("Surrogate key.")]
    public long DossierKey { get; set; }

    [Display(Name = "Mã hồ sơ"), MaxLength(100), Comment("Natural key together with the source system.")]
    public string DossierCode { get; set; } = "";

    [Display(Name = "Khóa đơn vị tiếp nhận"), Comment("Version of the receiving unit on the day of receipt.")]
    public int ReceivingUnitKey { get; set; }

    [Display(Name = "Đơn vị tiếp nhận"), ForeignKey(nameof(ReceivingUnitKey))]
    public UnitDimension ReceivingUnit { get; set; } = null!;

    [Display(Name = "Khóa đơn vị giải quyết"), Comment("Version of the resolving unit on the day of completion, before it on the day of receipt.")]
    public int ResolvingUnitKey { get; set; }

    [Display(Name = "Đơn vị giải quyết"), ForeignKey(nameof(ResolvingUnitKey))]
    public UnitDimension ResolvingUnit { get; set; } = null!;

    [Display(Name = "Khóa thủ tục"), Comment("Version of the procedure on the day of receipt.")]
    public int ProcedureKey { get; set; }

    [Display(Name = "Thủ tục"), ForeignKey(nameof(ProcedureKey))]
    public ProcedureDimension Procedure { get; set; } = null!;

    [Display(Name = "Khóa hệ thống nguồn")]
    public int SourceSystemKey { get; set; }

    [Display(Name = "Hệ thống nguồn"), ForeignKey(nameof(SourceSystemKey))]
    public SourceSystem SourceSystem { get; set; } = null!;

    [Display(Name = "Hình thức nộp"), Comment("Channel of submission (codes of Channels).")]
    public Channel Channel { get; set; }

    [Display(Name = "Mức độ dịch vụ"), MaxLength(50), Comment("Label as printed, or that of the service snapshot of the month of receipt; null where neither says.")]
    public string? ServiceLevelLabel { get; set; }

    [Display(Name = "Loại dịch vụ"), Comment("What the label means across schemes.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Trạng thái"), Comment("State in the source.")]
    public DossierStatus Status { get; set; }

    [Display(Name = "Ngày tiếp nhận"), Comment("Day of valid receipt, UTC+7.")]
    public DateOnly ReceivedDate { get; set; }

    [Display(Name = "Khóa ngày tiếp nhận"), Comment("yyyymmdd.")]
    public int ReceivedDateKey { get; set; }

    [Display(Name = "Lịch ngày tiếp nhận"), ForeignKey(nameof(ReceivedDateKey))]
    public DateDimension ReceivedOn { get; set; } = null!;

    [Display(Name = "Ngày hẹn trả"), Comment("Day on which the result is due, UTC+7.")]
    public DateOnly? DueDate { get; set; }

    [Display(Name = "Ngày hoàn thành"), Comment("Day of completion, UTC+7; null while open.")]
    public DateOnly? ResolvedDate { get; set; }

    [Display(Name = "Khóa ngày hoàn thành"), Comment("yyyymmdd; 0 while open.")]
    public int ResolvedDateKey { get; set; }

    [Display(Name = "Lịch ngày hoàn thành"), ForeignKey(nameof(ResolvedDateKey))]
    public DateDimension ResolvedOn { get; set; } = null!;

    [Display(Name = "Ngày trả kết quả"), Comment("Day on which the result was handed over, UTC+7.")]
    public DateOnly? ReturnedDate { get; set; }

    [Display(Name = "Đã giải quyết"), Comment("Has a completion date (refused and withdrawn dossiers too).")]
    public bool IsResolved { get; set; }

    [Display(Name = "Đúng hạn"), Comment("Completed on or before the due day; open: the as-of day is not past it; null without a due day.")]
    public bool? IsOnTime { get; set; }

    [Display(Name = "Đúng hạn theo nguồn"), Comment("The source's own flag.")]
    public bool? IsOnTimeBySource { get; set; }

    [Display(Name = "Số ngày xử lý"), Comment("Calendar days from receipt to completion; null while open.")]
    public int? ProcessingDays { get; set; }

    [Display(Name = "Số hóa thành phần"), Comment("Components digitised at receipt; null = not said.")]
    public bool? AreComponentsDigitised { get; set; }

    [Display(Name = "Số hóa kết quả"), Comment("Result digitised; null = not said.")]
    public bool? IsResultDigitised { get; set; }

    [Display(Name = "Có nghĩa vụ tài chính"), Comment("A fee is due; null = not said.")]
    public bool? HasFee { get; set; }

    [Display(Name = "Thanh toán trực tuyến"), Comment("The fee was paid online; null = not said.")]
    public bool? IsPaidOnline { get; set; }

    [Display(Name = "Tái sử dụng dữ liệu"), Comment("Reused digitised data; null = not said.")]
    public bool? ReusesData { get; set; }

    [Display(Name = "Nguồn cập nhật lúc"), Comment("Version of the row in the source (UTC).")]
    public DateTime SourceUpdatedAt { get; set; }
}
