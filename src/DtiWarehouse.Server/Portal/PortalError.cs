namespace DtiWarehouse.Server.Portal;

/// <summary>A page that cannot be shown: status, and a sentence in Vietnamese and in English.</summary>
internal sealed class PortalError(int status, string vietnamese, string english) : Exception(english)
{
    public int Status { get; } = status;
    public string Vietnamese { get; } = vietnamese;
    public string English => Message;

    public static PortalError BadOption(string option, string allowed) =>
        new(400, $"Tùy chọn “{option}” không dùng được; hãy ghi: {allowed}.", $"The option '{option}' cannot be used; write: {allowed}.");

    public static PortalError NoSuchUnit(string code) =>
        new(404, $"Không có đơn vị mang mã định danh “{code}”.", $"No unit has the identifier '{code}'.");

    public static PortalError NoSuchPeriod(string period, PortalUnit unit) =>
        new(404, $"{unit.Name} không có số liệu kỳ “{period}”.", $"{unit.NameEn ?? unit.Name} has no figures for the period '{period}'.");

    public static PortalError NoSuchIndicator(string indicator, PortalUnit unit) =>
        new(404, $"{unit.Name} không có số liệu của chỉ tiêu “{indicator}” trong kỳ này.", $"{unit.NameEn ?? unit.Name} has no value of the indicator '{indicator}' in this period.");

    public static PortalError NotReady(string progress) =>
        new(503, $"Kho dữ liệu đang được chuẩn bị: {progress}. Trang này tự mở lại sau ít giây.", $"The warehouse is being prepared: {progress}. This page opens again by itself in a few seconds.");

    public static PortalError Unreadable() =>
        new(503, "Chưa đọc được kho dữ liệu; trang này tự mở lại sau ít giây.", "The warehouse cannot be read right now; this page opens again by itself in a few seconds.");
}
