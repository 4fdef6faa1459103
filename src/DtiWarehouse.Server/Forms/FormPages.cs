using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.Indicators.Forms.Definitions;
using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Forms;

/// <summary>Pages around the forms: their list, and what went wrong.</summary>
internal static class FormPages
{
    /// <summary>When to ask again while the warehouse is being prepared.</summary>
    public const int RetrySeconds = 5;

    public static byte[] List(string root)
    {
        var page = new HtmlText();
        HtmlPage.Begin(page, "vi", "Biểu mẫu, báo cáo");
        page.Add($"<h1>Biểu mẫu, báo cáo</h1><p class=\"en\" lang=\"en\">Official forms, filled from the warehouse</p><div class=\"table\"><table><thead><tr><th>Biểu</th><th>Tên</th><th>Lập cho</th></tr></thead><tbody>");
        foreach (var form in OfficialForms.All)
        {
            page.Add($"<tr><td class=\"text\">{form.Number}</td><td class=\"text\">{form.Title}<br><small lang=\"en\">{form.TitleEn}</small></td><td class=\"text\"><form method=\"get\" action=\"{root}/{form.Code}\"><label>Đơn vị <input name=\"unit\" size=\"12\" placeholder=\"UBND tỉnh\"></label> <label>Kỳ <input name=\"period\" size=\"12\" placeholder=\"kỳ trước\"></label> <button>Lập biểu</button></form></td></tr>");
        }
        page.Add($"</tbody></table></div><p>Đơn vị: mã định danh, ví dụ H48.52. Kỳ: 2023, 2023-H1, 2023-9M, 2023-Q2, 2023-08, 2023-to-11-27.</p>");
        HtmlPage.End(page);
        return page.ToUtf8();
    }

    public static string ProblemTitle(bool isVietnamese) => isVietnamese ? "Không lập được biểu" : "The form cannot be given";

    public static byte[] Problem(FormError error, bool isVietnamese, string root)
    {
        var (first, second) = isVietnamese ? (error.Vietnamese, error.English) : (error.English, error.Vietnamese);
        var page = new HtmlText();
        HtmlPage.Begin(page, isVietnamese ? "vi" : "en", ProblemTitle(isVietnamese), reloadSeconds: error.Status == StatusCodes.Status503ServiceUnavailable ? RetrySeconds : null);
        page.Add($"<nav><a href=\"{root}\">Các biểu / all forms</a></nav><div class=\"problem\"><p><b>{first}</b></p><p>{second}</p><p>{error.Code}</p></div>");
        HtmlPage.End(page);
        return page.ToUtf8();
    }
}
