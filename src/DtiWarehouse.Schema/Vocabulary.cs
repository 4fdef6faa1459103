using System.ComponentModel.DataAnnotations;

namespace DtiWarehouse.Schema;

/// <summary>Level of government an organisation or territory belongs to.</summary>
public enum GovernmentLevel
{
    [Display(Name = "Không xác định")] Unknown,
    [Display(Name = "Tỉnh")] Province,
    [Display(Name = "Huyện")] District,
    [Display(Name = "Xã")] Commune,
}

/// <summary>Kind of organisation (feed <c>org_units</c>, column <c>Loại</c>).</summary>
public enum UnitKind
{
    [Display(Name = "Không xác định")] Unknown,
    [Display(Name = "Sở, ban, ngành")] Department,
    [Display(Name = "UBND tỉnh")] ProvincePeopleCommittee,
    [Display(Name = "UBND huyện")] DistrictPeopleCommittee,
    [Display(Name = "UBND xã")] CommunePeopleCommittee,
    [Display(Name = "Trung tâm phục vụ hành chính công")] ServiceCentre,
    [Display(Name = "Đơn vị trực thuộc")] Subordinate,
    [Display(Name = "Cổng bộ, ngành")] MinistryPortal,
}

/// <summary>How an applicant reached the one-stop desk.</summary>
public enum Channel
{
    [Display(Name = "Trực tuyến")] Online,
    [Display(Name = "Trực tiếp")] Counter,
    [Display(Name = "Bưu chính công ích")] Post,
    [Display(Name = "Điện thoại")] Phone,
}

/// <summary>What a service level means across the 2011, 2022 and 2026 schemes (NĐ 43/2011, NĐ 42/2022, NĐ 224/2026).</summary>
public enum ServiceClass
{
    [Display(Name = "Không thuộc loại nào")] None,
    [Display(Name = "Cung cấp thông tin")] Information,
    [Display(Name = "Một phần")] Partial,
    [Display(Name = "Toàn trình")] Full,
}

/// <summary>The scheme that a printed service level label belongs to.</summary>
public enum ServiceLevelScheme
{
    [Display(Name = "Mức độ 1-4 (NĐ 43/2011)")] Levels,
    [Display(Name = "Một phần, toàn trình (NĐ 42/2022)")] PartialFull,
    [Display(Name = "Chủ động mức độ 1-4 (NĐ 224/2026)")] Proactive,
}

/// <summary>State of a dossier in the one-stop system.</summary>
public enum DossierStatus
{
    [Display(Name = "Đang xử lý")] InProgress,
    [Display(Name = "Tạm dừng")] Suspended,
    [Display(Name = "Đã giải quyết")] Resolved,
    [Display(Name = "Đã trả kết quả")] ResultReturned,
    [Display(Name = "Trả lại")] Refused,
    [Display(Name = "Rút hồ sơ")] Withdrawn,
}

/// <summary>Whether a unit sent or received a document.</summary>
public enum DocumentDirection
{
    [Display(Name = "Đi")] Outgoing,
    [Display(Name = "Đến")] Incoming,
}

/// <summary>Medium in which a document was exchanged.</summary>
public enum DocumentForm
{
    [Display(Name = "Điện tử")] Electronic,
    [Display(Name = "Điện tử và giấy")] ElectronicAndPaper,
    [Display(Name = "Giấy")] Paper,
}

/// <summary>Whose digital signature a document carries.</summary>
public enum SignatureKind
{
    [Display(Name = "Cơ quan")] Organisation,
    [Display(Name = "Cá nhân")] Personal,
    [Display(Name = "Cơ quan và cá nhân")] Both,
}

/// <summary>Level of the recipient of a document.</summary>
public enum RecipientLevel
{
    [Display(Name = "Trung ương")] Central,
    [Display(Name = "Tỉnh")] Province,
    [Display(Name = "Huyện")] District,
    [Display(Name = "Xã")] Commune,
}

/// <summary>Who rated a service.</summary>
public enum RatingSubject
{
    [Display(Name = "Người dân")] Citizen,
    [Display(Name = "Doanh nghiệp")] Business,
}

/// <summary>How exactly a declared figure was stated.</summary>
public enum FigureQualifier
{
    [Display(Name = "=")] Equal,
    [Display(Name = "≥")] AtLeast,
    [Display(Name = "≤")] AtMost,
    [Display(Name = "≈")] About,
}

/// <summary>What a declared figure's cell held: a value (zero included), nothing, a referral, or only a target.</summary>
public enum FigureState
{
    [Display(Name = "Có số liệu")] Reported,
    [Display(Name = "Chưa thống kê")] NotCounted,
    [Display(Name = "Đơn vị khác cung cấp")] Deferred,
    [Display(Name = "Chỉ có mục tiêu")] TargetOnly,
}

/// <summary>Length of a reporting period; <c>ToDate</c> runs from 1 January to a reported day.</summary>
public enum PeriodGrain
{
    [Display(Name = "Không xác định")] Unknown,
    [Display(Name = "Năm")] Year,
    [Display(Name = "Sáu tháng")] HalfYear,
    [Display(Name = "Chín tháng")] NineMonths,
    [Display(Name = "Quý")] Quarter,
    [Display(Name = "Tháng")] Month,
    [Display(Name = "Lũy kế đến ngày")] ToDate,
}

/// <summary>How a territory became its successor.</summary>
public enum SuccessionRelation
{
    [Display(Name = "Toàn bộ")] Full,
    [Display(Name = "Một phần")] Partial,
    [Display(Name = "Giữ nguyên")] Unchanged,
    [Display(Name = "Đổi loại")] TypeChange,
    [Display(Name = "Đổi cấp trên")] ParentChange,
    [Display(Name = "Bãi bỏ")] Abolished,
}

/// <summary>Where the share of a split territory comes from.</summary>
public enum ShareBasis
{
    [Display(Name = "Theo văn bản")] Published,
    [Display(Name = "Giả định chia đều")] Assumed,
}

/// <summary>Outcome of one load.</summary>
public enum LoadStatus
{
    [Display(Name = "Đang chạy")] Running,
    [Display(Name = "Hoàn thành")] Completed,
    [Display(Name = "Thất bại")] Failed,
}

/// <summary>What a run read. A file is what runs of earlier versions read.</summary>
public enum LoadKind
{
    [Display(Name = "Tệp")] File,
    [Display(Name = "Kéo từ hệ thống")] Pull,
    [Display(Name = "Nạp lại dòng bị từ chối")] Retry,
}

/// <summary>What becomes of a load that breaks a check: it is given up, or it loads and is remarked on.</summary>
public enum CheckSeverity
{
    [Display(Name = "Cảnh báo")] Warn,
    [Display(Name = "Dừng nạp")] Fail,
}

/// <summary>Which way an indicator gets better.</summary>
public enum IndicatorDirection
{
    [Display(Name = "Càng cao càng tốt")] HigherIsBetter,
    [Display(Name = "Càng thấp càng tốt")] LowerIsBetter,
}

/// <summary>How figures of parts make the figure of the whole.</summary>
public enum IndicatorRollUp
{
    [Display(Name = "Cộng dồn")] Sum,
    [Display(Name = "Đếm không trùng")] Distinct,
}

/// <summary>What a ratio is when there is nothing to divide by.</summary>
public enum EmptyDenominator
{
    [Display(Name = "Không xác định")] Undefined,
    [Display(Name = "Bằng 0")] Zero,
    [Display(Name = "Đạt tối đa")] Full,
}

/// <summary>How certain the definition of an indicator is.</summary>
public enum Certainty
{
    [Display(Name = "Có văn bản")] Found,
    [Display(Name = "Suy ra từ số liệu công bố")] Fitted,
    [Display(Name = "Theo hiểu biết, chưa kiểm chứng")] Known,
}

/// <summary>Whose units a figure is by: those of its period, or today's.</summary>
public enum IndicatorBasis
{
    [Display(Name = "Theo đơn vị của kỳ")] AsReported,
    [Display(Name = "Theo đơn vị hiện nay")] Current,
}

/// <summary>Part of an indicator's value.</summary>
public enum IndicatorPart
{
    [Display(Name = "Giá trị")] Value,
    [Display(Name = "Tử số")] Numerator,
    [Display(Name = "Mẫu số")] Denominator,
}

/// <summary>What comparing a declared figure with the computed one comes to.</summary>
public enum ReconciliationVerdict
{
    [Display(Name = "Khớp")] Match,
    [Display(Name = "Lệch")] Differs,
    [Display(Name = "Không tính được")] NotComputable,
}
