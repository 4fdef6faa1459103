using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>What the roll-ups of dossiers by receiving unit, channel and service class hold.</summary>
public abstract class DossierRollup
{
    [Display(Name = "Khóa đơn vị tiếp nhận"), Comment("Version of the receiving unit.")]
    public int ReceivingUnitKey { get; set; }

    [Display(Name = "Đơn vị tiếp nhận"), ForeignKey(nameof(ReceivingUnitKey))]
    public UnitDimension ReceivingUnit { get; set; } = null!;

    [Display(Name = "Hình thức nộp"), Comment("Channel of submission (codes of Channels).")]
    public Channel Channel { get; set; }

    [Display(Name = "Loại dịch vụ"), Comment("Class of the service.")]
    public ServiceClass ServiceClass { get; set; }

    [Display(Name = "Tiếp nhận"), Comment("Dossiers received.")]
    public int Received { get; set; }

    [Display(Name = "Đã giải quyết"), Comment("Dossiers completed.")]
    public int Resolved { get; set; }

    [Display(Name = "Giải quyết đúng hạn"), Comment("Of the completed ones, on or before the due day.")]
    public int ResolvedOnTime { get; set; }

    [Display(Name = "Giải quyết quá hạn"), Comment("Of the completed ones, after the due day.")]
    public int ResolvedLate { get; set; }

    [Display(Name = "Số hóa thành phần"), Comment("Of the received ones, components digitised.")]
    public int ComponentsDigitised { get; set; }

    [Display(Name = "Số hóa kết quả"), Comment("Of the completed ones, result digitised.")]
    public int ResultsDigitised { get; set; }

    [Display(Name = "Có nghĩa vụ tài chính"), Comment("Of the received ones, with a fee.")]
    public int WithFee { get; set; }

    [Display(Name = "Thanh toán trực tuyến"), Comment("Of the received ones, paid online.")]
    public int PaidOnline { get; set; }

    [Display(Name = "Tái sử dụng dữ liệu"), Comment("Of the received ones, reusing digitised data.")]
    public int ReusingData { get; set; }

    [Display(Name = "Tổng số ngày xử lý"), Comment("Calendar days from receipt to completion, summed over the completed ones.")]
    public int ProcessingDaysSum { get; set; }

    [Display(Name = "Số hồ sơ có ngày xử lý"), Comment("Number of dossiers in that sum.")]
    public int ProcessingDaysCount { get; set; }

    [Display(Name = "Đúng hạn"), Comment("Of the received ones, completed on or before the due day, or open and not past it.")]
    public int OnTime { get; set; }

    [Display(Name = "Quá hạn"), Comment("Of the received ones, completed after the due day, or open and past it.")]
    public int Late { get; set; }

    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}
