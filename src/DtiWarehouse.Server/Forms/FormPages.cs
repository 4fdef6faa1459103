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
        page.Add($"<h1>Biểu mẫu, báo cáo</h1><p class=\"en\" lang=\"en\">Official forms, filled from the warehouse</p>");
        page.Add($"<p>Đơn vị: mã định danh, ví dụ H48.52; để trống là UBND tỉnh. Kỳ: 2023, 2023-H1, 2023-9M, 2023-Q2, 2023-08, 2023-to-11-27; để trống là kỳ trước.</p>");
        foreach (var form in OfficialForms.All)
        {
            page.Add($"<section><p class=\"number\">{form.Number}</p><h2>{form.Title}</h2><p lang=\"en\"><i>{form.TitleEn}</i></p>");
            page.Add($"<form method=\"get\" action=\"{root}/{form.Code}\"><label>Đơn vị <input name=\"unit\" size=\"12\" placeholder=\"H48\"></label> <label>Kỳ <input name=\"period\" size=\"12\" placeholder=\"{FormPeriod.Example(form.Grains[0])}\"></label> <button>Lập biểu</button></form></section>");
        }
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
