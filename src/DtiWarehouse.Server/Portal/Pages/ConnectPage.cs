using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>How Excel and Power BI read the feed: the file that Power BI opens, three steps with pictures, queries to paste.</summary>
internal static class ConnectPage
{
    public static byte[] Render(PortalAddress address)
    {
        var language = address.Language;
        var page = new HtmlText();
        PortalFrame.Begin(page, address, language.Say("Kết nối Excel, Power BI", "Connect Excel, Power BI"), null);
        page.Add($"<div class=\"hero\"><h1>{language.Say("Kết nối Excel, Power BI", "Connect Excel, Power BI")}</h1><p>{language.Say("Địa chỉ nguồn OData", "Address of the OData feed")}: <code class=\"address\">{address.FeedRoot}</code></p></div>");
        page.Add($"<section aria-labelledby=\"file\"><h2 id=\"file\">{language.Say("Power BI Desktop: mở một tệp", "Power BI Desktop: open a file")}</h2><p><a class=\"button\" href=\"{address.PowerBiFile}\" download>{language.Say("Tải dtiwarehouse.pbids", "Download dtiwarehouse.pbids")}</a></p><p>{language.Say("Nhấp đúp tệp vừa tải: Power BI Desktop mở nguồn này, hỏi cách đăng nhập rồi cho chọn bảng. Tệp không chứa mật khẩu.", "Double-click it: Power BI Desktop opens this feed, asks how to sign in and lets you pick tables. It holds no password.")}</p>");
        page.Add($"<p class=\"muted\">{language.Say("Excel: dùng Lấy dữ liệu như dưới đây; không có tệp .odc.", "Excel: use Get Data as below; there is no .odc file.")}</p></section>");
        page.Add($"<section aria-labelledby=\"steps\"><h2 id=\"steps\">{language.Say("Ba bước", "Three steps")}</h2><ol class=\"steps\">");
        ConnectDrawings.Steps(page, address);
        page.AddLiteral("</ol></section>");
        Snippets(page, address);
        if (address.Summary is { } summary)
        {
            Download(page, address, summary);
        }
        PortalFrame.End(page, language);
        return page.ToUtf8();
    }

    private static void Download(HtmlText page, PortalAddress address, string summary)
    {
        var language = address.Language;
        page.Add($"<section aria-labelledby=\"download\"><h2 id=\"download\">{language.Say("Tải thẳng thành tệp", "Straight to a file")}</h2><p>{language.Say("Thêm $format=csv hoặc $format=xlsx vào bất kỳ truy vấn nào để lấy toàn bộ dòng; labels=both cho tên cột hai thứ tiếng. Ví dụ:", "Add $format=csv or $format=xlsx to any query to get all of its rows; labels=both heads the columns in both languages. For example:")}</p>");
        SectionParts.Sources(page, address, summary + ExampleDownload, language.Say("hồ sơ theo tháng và đơn vị", "dossiers by month and unit"));
        page.AddLiteral("</section>");
    }

    private const string ExampleDownload = "?$apply=groupby((MonthPeriod/Code,ReceivingUnit/Name),aggregate(Received with sum as Received,Resolved with sum as Resolved))";

    private static void Snippets(HtmlText page, PortalAddress address)
    {
        var language = address.Language;
        var root = PowerQuery.Text(address.FeedRoot);
        page.Add($"<section aria-labelledby=\"snippets\"><h2 id=\"snippets\">{language.Say("Truy vấn để dán (Power Query M)", "Queries to paste (Power Query M)")}</h2><p>{language.Say("Trong Power Query: Trình soạn thảo nâng cao, dán, bấm Xong.", "In Power Query: Advanced Editor, paste, Done.")}</p>");
        if (address.Summary is { } summary)
        {
            Snippet(page, language.Say("Đọc một bảng", "Read a table"), PowerQuery.Table(root, summary));
        }
        page.Add($"<p>{language.Say("Cần khóa truy cập? Khi Power Query hỏi, chọn Cơ bản (Basic): tên tùy ý, mật khẩu là khóa. Khóa do Power Query cất giữ, không nằm trong truy vấn. Nơi không hỏi được thì dùng Ẩn danh và ghi khóa như sau:", "A key is needed? When Power Query asks, choose Basic: any user name, the key as password. Power Query keeps it, outside the query. Where it cannot ask, use Anonymous and write the key as here:")}</p>");
        Snippet(page, language.Say("Với khóa (Basic)", "With a key (Basic)"), PowerQuery.WithKey(root));
        if (!address.IsReader)
        {
            page.AddLiteral("</section>");
            return;
        }
        page.Add($"<p>{language.Say("Làm mới tăng dần: tạo hai tham số RangeStart, RangeEnd kiểu Ngày/Giờ rồi đặt chính sách làm mới cho bảng.", "Incremental refresh: make two parameters RangeStart and RangeEnd of type Date/Time, then set the table's refresh policy.")}</p>");
        Snippet(page, language.Say("Làm mới tăng dần theo UpdatedAt", "Incremental refresh by UpdatedAt"), PowerQuery.Incremental(root));
        page.AddLiteral("</section>");
    }

    private static void Snippet(HtmlText page, string title, string query) =>
        page.Add($"<h3>{title}</h3><pre tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><code>{query}</code></pre>");
}
