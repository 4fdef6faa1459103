using System.Globalization;

namespace DtiWarehouse.Etl.Checks;

/// <summary>
/// Why a value or row is refused and how to mend it, in Vietnamese and in English. Each is the end of a sentence whose start
/// names the column and its value.
/// </summary>
internal sealed record Refusal(string Vietnamese, string English)
{
    public static readonly Refusal Empty = new(
        "là bắt buộc nhưng để trống; hãy điền giá trị", "is required but empty; fill it in");

    public static readonly Refusal Malformed = new(
        "có dấu ngoặc kép đặt sai; hãy bao cả ô trong ngoặc kép và viết đôi dấu ngoặc bên trong",
        "holds a misplaced quote; quote the whole cell and double the quotes inside it");

    public static readonly Refusal JsonMalformed = new(
        "không phải một đối tượng JSON trọn trên một dòng, hoặc có thuộc tính lặp lại; hãy xuất lại dòng này",
        "is not one whole JSON object on a line, or holds a property twice; export the line again");

    public static readonly Refusal CellError = new(
        "là lỗi công thức hoặc công thức chưa được tính, không phải giá trị; hãy mở bằng Excel, sửa công thức hoặc điền giá trị rồi lưu lại",
        "is the error of a formula, or a formula without its result, not a value; open it in Excel, correct the formula or fill in the value, and save");

    public static readonly Refusal Character = new(
        "chứa ký tự rỗng (U+0000), thường do xuất sai bảng mã; hãy xóa ký tự đó rồi xuất lại",
        "holds the null character (U+0000), often left by an export in a wrong encoding; remove it and export again");

    public static readonly Refusal Date = new(
        "không phải là ngày; hãy ghi theo dạng dd/MM/yyyy hoặc yyyy-MM-dd, năm đủ bốn chữ số",
        "is not a date; write dd/MM/yyyy or yyyy-MM-dd with a year of four digits");

    public static readonly Refusal Month = new(
        "không phải là tháng; hãy ghi theo dạng yyyy-MM", "is not a month; write yyyy-MM");

    public static readonly Refusal Flag = new(
        "không phải là giá trị có/không; hãy dùng Có hoặc Không (true/false, 1/0, x hoặc để trống)",
        "is not a yes/no value; use Có or Không (true/false, 1/0, x or empty)");

    public static readonly Refusal Count = new(
        "không phải là số đếm; hãy ghi số nguyên từ 0, hoặc để trống nếu chưa thống kê",
        "is not a count; write a whole number from 0, or leave it empty when not counted");

    public static readonly Refusal Number = new(
        "không phải là số đọc được; hãy ghi như 1.234,5 hoặc 1234.5, nhiều nhất bốn chữ số thập phân",
        "is not a readable number; write it like 1.234,5 or 1234.5 with at most four decimals");

    public static readonly Refusal DossierCode = new(
        "không phải là mã hồ sơ; hãy ghi như 000.00.53.H48-220921-0099 hoặc H48.53-220921-0099",
        "is not a dossier code; write it like 000.00.53.H48-220921-0099 or H48.53-220921-0099");

    public static readonly Refusal ProcedureCode = new(
        "không phải là mã thủ tục; hãy ghi mã quốc gia như 1.001612 hoặc 1.001612.000.00.00.H48",
        "is not a procedure code; write the national code like 1.001612 or 1.001612.000.00.00.H48");

    public static readonly Refusal WithoutCompletion = new(
        "cho biết đã giải quyết nhưng không có “Ngày hoàn thành”; hãy điền ngày hoàn thành hoặc sửa trạng thái",
        "says resolved but there is no “Ngày hoàn thành”; fill in the completion date or correct the status");

    public static readonly Refusal ReturnWithoutCompletion = new(
        "có ngày trả nhưng không có “Ngày hoàn thành”; hãy điền ngày hoàn thành",
        "is a return without “Ngày hoàn thành”; fill in the completion date");

    public static readonly Refusal PaidWithoutFee = new(
        "cho biết đã thanh toán trực tuyến nhưng “Nghĩa vụ tài chính” là Không; hãy sửa một trong hai cột",
        "says paid online but “Nghĩa vụ tài chính” says no fee; correct one of the two columns");

    public static readonly Refusal SignedOnPaper = new(
        "cho biết đã ký số nhưng “Hình thức” là Giấy; hãy sửa một trong hai cột",
        "says signed digitally but “Hình thức” says paper only; correct one of the two columns");

    public static readonly Refusal NoUnit = new(
        "để trống, “Mã ĐVHC” và “Phạm vi” cũng để trống; hãy cho biết số liệu của ai",
        "is empty and so are “Mã ĐVHC” and “Phạm vi”; say whose figure it is");

    public static Refusal TooLong(int length, int longest) => new(
        string.Create(CultureInfo.InvariantCulture, $"dài {length} ký tự, nhiều nhất {longest}; hãy rút ngắn, hoặc kiểm tra xem các ô có bị dồn vào nhau không"),
        string.Create(CultureInfo.InvariantCulture, $"has {length} characters, at most {longest} are kept; shorten it, or see whether cells ran into each other"));

    public static Refusal Word(string words) => new(
        $"không có trong danh mục; hãy dùng một trong: {words}", $"is not in the vocabulary; use one of: {words}");

    public static Refusal Future(DateOnly today) => new(
        $"ở sau ngày hôm nay ({Iso(today)}); hãy sửa ngày", $"is after today ({Iso(today)}); correct the date");

    public static Refusal Before(string column, DateOnly date) => new(
        $"ở trước “{column}” ({Iso(date)}); hãy sửa một trong hai ngày",
        $"is before “{column}” ({Iso(date)}); correct one of the two dates");

    public static Refusal Exceeds(string column, int value) => new(
        string.Create(CultureInfo.InvariantCulture, $"lớn hơn “{column}” ({value}); hãy sửa một trong hai số"),
        string.Create(CultureInfo.InvariantCulture, $"is more than “{column}” ({value}); correct one of the two"));

    public static Refusal Sum(string parts, long sum) => new(
        string.Create(CultureInfo.InvariantCulture, $"không bằng {parts} = {sum}; hãy đối chiếu lại các số"),
        string.Create(CultureInfo.InvariantCulture, $"does not equal {parts} = {sum}; check the numbers against the source"));

    public static Refusal TooManyFields(int fields, int columns) => new(
        string.Create(CultureInfo.InvariantCulture, $"có {fields} ô trong khi tiêu đề có {columns} cột; hãy bao ô chứa dấu phân cách trong ngoặc kép"),
        string.Create(CultureInfo.InvariantCulture, $"has {fields} cells under a header of {columns}; quote the cells that hold the separator"));

    private static string Iso(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
