using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Tests.Sources;

/// <summary>A good row of a feed as header → cell, from which tests change what they speak of.</summary>
internal sealed class Cells
{
    private readonly FeedDefinition _feed;
    private readonly Dictionary<string, string> _cells;

    private Cells(FeedDefinition feed, Dictionary<string, string> cells) => (_feed, _cells) = (feed, cells);

    public static Cells Dossier() => new(FeedCatalogue.Dossiers, new()
    {
        ["Mã hồ sơ"] = "H48.53-011123-0001",
        ["Mã thủ tục"] = "1.001612",
        ["Đơn vị tiếp nhận"] = "H48.53",
        ["Hình thức nộp"] = "Trực tuyến",
        ["Ngày tiếp nhận"] = "01/11/2023",
        ["Trạng thái"] = "Đang xử lý",
    });

    public static Cells Document() => new(FeedCatalogue.Documents, new()
    {
        ["Mã văn bản"] = "VB-1",
        ["Đơn vị"] = "H48.53",
        ["Chiều"] = "Đi",
        ["Ngày"] = "01/11/2023",
        ["Hình thức"] = "Điện tử",
    });

    public static Cells Service() => new(FeedCatalogue.Services, new()
    {
        ["Kỳ"] = "2023-11",
        ["Mã thủ tục"] = "1.001612",
        ["Tên thủ tục"] = "Đăng ký thành lập hộ kinh doanh",
        ["Lĩnh vực"] = "Kinh doanh",
        ["Cấp thực hiện"] = "Huyện",
        ["Đơn vị cung cấp"] = "H48.53",
        ["Mức độ dịch vụ"] = "Toàn trình",
    });

    public static Cells Unit() => new(FeedCatalogue.Units, new()
    {
        ["Mã định danh"] = "H48.53",
        ["Tên"] = "UBND thành phố Quảng Ngãi",
        ["Loại"] = "UBND huyện",
        ["Cấp"] = "Huyện",
        ["Hiệu lực từ"] = "2005-09-10",
    });

    public static Cells Rating() => new(FeedCatalogue.Satisfaction, new()
    {
        ["Kỳ"] = "2023-11",
        ["Đơn vị"] = "H48.53",
        ["Kênh"] = "Trực tiếp",
        ["Đối tượng"] = "Người dân",
        ["Số lượt đánh giá"] = "120",
        ["Số lượt hài lòng"] = "118",
    });

    public static Cells Total() => new(FeedCatalogue.DossierTotals, new()
    {
        ["Nguồn"] = "Cổng Bộ Tư pháp",
        ["Đơn vị"] = "H48.53",
        ["Kỳ từ"] = "2023-01-01",
        ["Kỳ đến"] = "2023-03-31",
    });

    public static Cells Figure() => new(FeedCatalogue.ReportedFigures, new()
    {
        ["Mã nguồn"] = "004",
        ["Mã số liệu"] = "004-27",
        ["Tên chỉ tiêu"] = "Hồ sơ trực tuyến",
        ["Đơn vị báo cáo"] = "H48.53",
        ["Kỳ từ"] = "2022-01-01",
        ["Kỳ đến"] = "2022-05-31",
        ["Giá trị"] = "12",
        ["Trạng thái"] = "Có số liệu",
    });

    public Cells With(string header, string cell)
    {
        _cells[header] = cell;
        return this;
    }

    public string Csv(char separator = ',') =>
        $"{Line(_cells.Keys, separator)}\n{Line(_cells.Values, separator)}\n";

    public FeedResult Read() => SourceText.Read(_feed, Csv());

    private static string Line(IEnumerable<string> cells, char separator) =>
        string.Join(separator, cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
