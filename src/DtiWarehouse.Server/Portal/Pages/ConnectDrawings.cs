using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>Drawings of the three dialogs of Excel and Power BI, with their words in the page's language.</summary>
internal static class ConnectDrawings
{
    public static void Steps(HtmlText page, PortalAddress address)
    {
        var language = address.Language;
        var getData = language.Say("Lấy dữ liệu", "Get Data");
        page.Add($"<li><h3>{language.Say("Mở nguồn cấp OData", "Open an OData feed")}</h3><p>{language.Say("Excel: Dữ liệu → Lấy dữ liệu → Từ nguồn khác → Từ nguồn cấp OData. Power BI: Lấy dữ liệu → Nguồn cấp OData.", "Excel: Data → Get Data → From Other Sources → From OData Feed. Power BI: Get Data → OData feed.")}</p>");
        Begin(page, "step1", language.Say("Hình: thực đơn Lấy dữ liệu, mục Từ nguồn cấp OData được chọn", "Drawing: the Get Data menu, the item From OData Feed is chosen"), getData);
        Row(page, 52, language.Say("Từ tệp", "From File"), false);
        Row(page, 80, language.Say("Từ cơ sở dữ liệu", "From Database"), false);
        Row(page, 108, language.Say("Từ nguồn cấp OData", "From OData Feed"), true);
        Row(page, 136, language.Say("Từ web", "From Web"), false);
        page.AddLiteral("</svg></li>");

        page.Add($"<li><h3>{language.Say("Dán địa chỉ, đăng nhập", "Paste the address, sign in")}</h3><p>{language.Say("Dán địa chỉ ở đầu trang. Không cần khóa: Ẩn danh. Có khóa: Cơ bản, tên tùy ý, mật khẩu là khóa.", "Paste the address from the head of this page. Without a key: Anonymous. With one: Basic, any user name, the key as password.")}</p>");
        Begin(page, "step2", language.Say("Hình: hộp thoại nguồn cấp OData với ô địa chỉ và nút OK", "Drawing: the dialog of the OData feed with a box for the address and the button OK"), language.Say("Nguồn cấp OData", "OData feed"));
        page.Add($"<text class=\"label\" x=\"16\" y=\"62\">URL</text><rect class=\"input\" x=\"16\" y=\"70\" width=\"288\" height=\"28\" rx=\"3\"/><text class=\"label\" x=\"24\" y=\"89\">{Short(address.FeedRoot)}</text>");
        Button(page, 220, "OK");
        page.AddLiteral("</svg></li>");

        page.Add($"<li><h3>{language.Say("Chọn bảng, tải", "Pick tables, load")}</h3><p>{language.Say("Chọn một bảng số liệu và các danh mục Units, Periods, Procedures; quan hệ giữa các bảng có sẵn theo khóa.", "Pick a table of facts and the dimensions Units, Periods, Procedures; relations follow from the keys.")}</p>");
        Begin(page, "step3", language.Say("Hình: cửa sổ Bộ điều hướng với các bảng được đánh dấu và nút Tải", "Drawing: the Navigator with tables ticked and the button Load"), language.Say("Bộ điều hướng", "Navigator"));
        Tick(page, 54, "DossierMonths", true);
        Tick(page, 78, "Dossiers", false);
        Tick(page, 102, "Periods", true);
        Tick(page, 126, "Units", true);
        Button(page, 220, language.Say("Tải", "Load"));
        page.AddLiteral("</svg></li>");
    }

    private static void Begin(HtmlText page, string id, string description, string title) => page.Add(
        $"<svg class=\"drawing\" viewBox=\"0 0 320 180\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">{description}</title><rect class=\"window\" x=\"1\" y=\"1\" width=\"318\" height=\"178\" rx=\"6\"/><path class=\"head\" d=\"M1 36V7a6 6 0 0 1 6-6h306a6 6 0 0 1 6 6v29z\"/><text class=\"title\" x=\"16\" y=\"24\">{title}</text>");

    private static void Row(HtmlText page, int y, string name, bool isChosen)
    {
        page.Add($"<rect class=\"{(isChosen ? "chosen" : "row")}\" x=\"12\" y=\"{y}\" width=\"296\" height=\"26\" rx=\"3\"/><text class=\"{(isChosen ? "title" : "label")}\" x=\"36\" y=\"{y + 18}\">{name}</text>");
        if (isChosen)
        {
            page.Add($"<text class=\"title\" x=\"18\" y=\"{y + 18}\">▸</text>");
        }
    }

    private static void Tick(HtmlText page, int y, string name, bool isTicked)
    {
        page.Add($"<rect class=\"input\" x=\"18\" y=\"{y}\" width=\"14\" height=\"14\" rx=\"2\"/><text class=\"label\" x=\"42\" y=\"{y + 12}\">{name}</text>");
        if (isTicked)
        {
            page.Add($"<path class=\"tick\" d=\"M21 {y + 7}l3 4 6-8\"/>");
        }
    }

    private static void Button(HtmlText page, int x, string name) =>
        page.Add($"<rect class=\"chosen\" x=\"{x}\" y=\"144\" width=\"84\" height=\"26\" rx=\"3\"/><text class=\"title middle\" x=\"{x + 42}\" y=\"162\">{name}</text>");

    /// <summary>As much of an address as fits the box.</summary>
    private static string Short(string address) => address.Length <= 40 ? address : address[..39] + "…";
}
