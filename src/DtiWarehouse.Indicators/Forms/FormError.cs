using System.Globalization;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>A form that cannot be given: status, a stable code, and a sentence in Vietnamese and in English.</summary>
public sealed class FormError(int status, string code, string vietnamese, string english) : Exception(english)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string Vietnamese { get; } = vietnamese;
    public string English => Message;

    /// <summary>The methods that a resource allows; null = not about methods.</summary>
    public string? Allow { get; private init; }

    // 1xx: how it is asked
    public static FormError UnknownOption(string option, string known) =>
        new(400, "FORM101", $"Không có tùy chọn “{option}”; có: {known}.", $"There is no option '{option}'; there are: {known}.");

    public static FormError Repeated(string option) =>
        new(400, "FORM102", $"Tùy chọn “{option}” chỉ được nêu một lần.", $"The option '{option}' may be given once only.");

    public static FormError UnknownFormat(string format) =>
        new(400, "FORM103", $"Không có định dạng “{format}”; có: html, xlsx, json.", $"There is no format '{format}'; there are: html, xlsx, json.");

    public static FormError BadPeriod(string period) =>
        new(400, "FORM104",
            $"“{period}” không phải một kỳ; viết 2023, 2023-H1, 2023-9M, 2023-Q2, 2023-08 hoặc 2023-to-11-27, năm từ {Year(FormPeriod.FirstYear)} đến {Year(FormPeriod.LastYear)}.",
            $"'{period}' is no period; write 2023, 2023-H1, 2023-9M, 2023-Q2, 2023-08 or 2023-to-11-27, with a year from {Year(FormPeriod.FirstYear)} to {Year(FormPeriod.LastYear)}.");

    public static FormError WrongGrain(OfficialForm form, FormPeriod period) =>
        new(400, "FORM105",
            $"Biểu “{form.Code}” không lập cho kỳ {period.Code}; chỉ lập theo: {Examples(form, InVietnamese)}.",
            $"The form '{form.Code}' is not made for a period such as {period.Code}; it takes: {Examples(form, InEnglish)}.");

    public static FormError NotBegun(FormPeriod period, DateOnly asOf) =>
        new(400, "FORM106",
            $"Kỳ {period.Code} chưa bắt đầu; kho dữ liệu đang ở ngày {VietnameseText.Day(asOf)}.",
            $"The period {period.Code} has not begun; the warehouse stands at {VietnameseText.Day(asOf)}.");

    public static FormError WrongKind(OfficialForm form, FormUnit unit) =>
        new(400, "FORM107",
            $"Biểu “{form.Code}” không lập cho {unit.Name} ({unit.Code}); chỉ lập cho UBND tỉnh, huyện, xã.",
            $"The form '{form.Code}' is not made for {unit.NameEn ?? unit.Name} ({unit.Code}); it takes people's committees of provinces, districts and communes.");

    public static FormError MethodNotAllowed(string method) =>
        new(405, "FORM108", $"Không dùng được {method} ở đây; dùng GET.", $"{method} is not allowed here; use GET.") { Allow = "GET, HEAD" };

    // 2xx: what there is not
    public static FormError NoSuchForm(string form, IEnumerable<string> known) =>
        new(404, "FORM201", $"Không có biểu “{form}”; có: {string.Join(", ", known)}.", $"There is no form '{form}'; there are: {string.Join(", ", known)}.");

    public static FormError NoSuchUnit(string code) =>
        new(404, "FORM202",
            $"Không có đơn vị mang mã định danh “{code}”; danh sách mã ở bảng Units của nguồn OData, ví dụ H48.",
            $"No unit has the identifier '{code}'; the set Units of the feed lists them, such as H48.");

    public static FormError NotYours(FormUnit unit) =>
        new(404, "FORM204",
            $"Khóa đang dùng không đọc được số liệu của {unit.Name} ({unit.Code}); hãy nêu đơn vị của mình ở tùy chọn unit.",
            $"The key in use does not read the figures of {unit.NameEn ?? unit.Name} ({unit.Code}); name a unit of yours in the option unit.");

    public static FormError NotThen(FormUnit unit, FormPeriod period, string spans) =>
        new(404, "FORM203",
            $"{unit.Name} ({unit.Code}) không tồn tại trong kỳ {period.Code}; hiệu lực: {spans}.",
            $"{unit.NameEn ?? unit.Name} ({unit.Code}) did not exist in {period.Code}; it was valid: {spans}.");

    public static FormError NoProvince() =>
        new(404, "FORM204",
            "Kho dữ liệu chưa có UBND tỉnh nào; hãy nạp danh mục đơn vị (org_units) hoặc nêu unit=mã định danh.",
            "The warehouse knows no province's people's committee; load the register of units (org_units) or name one: unit=identifier.");

    // 3xx: not now
    public static FormError NotReady(string progress) =>
        new(503, "FORM301", $"Kho dữ liệu đang được chuẩn bị: {progress}. Hãy thử lại sau ít giây.", $"The warehouse is being prepared: {progress}. Try again in a few seconds.");

    public static FormError Unreadable() =>
        new(503, "FORM302", "Chưa đọc được kho dữ liệu; hãy thử lại sau ít giây.", "The warehouse cannot be read right now; try again in a few seconds.");

    public static FormError TooSlow() =>
        new(503, "FORM303", "Lập biểu quá lâu nên đã dừng; hãy thử lại khi máy rảnh hơn.", "Filling the form took too long and was stopped; try again when the machine is less busy.");

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);

    private static string Examples(OfficialForm form, Func<PeriodGrain, string> name) => string.Join(", ", form.Grains.Select(grain => $"{name(grain)} ({FormPeriod.Example(grain)})"));

    private static string InVietnamese(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Year => "năm",
        PeriodGrain.HalfYear => "6 tháng",
        PeriodGrain.NineMonths => "9 tháng",
        PeriodGrain.Quarter => "quý",
        PeriodGrain.Month => "tháng",
        _ => "lũy kế đến ngày",
    };

    private static string InEnglish(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Year => "a year",
        PeriodGrain.HalfYear => "a half-year",
        PeriodGrain.NineMonths => "nine months",
        PeriodGrain.Quarter => "a quarter",
        PeriodGrain.Month => "a month",
        _ => "the year to a day",
    };
}
