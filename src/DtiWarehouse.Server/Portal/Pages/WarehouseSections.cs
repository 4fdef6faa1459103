using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>What is in the warehouse now: how much of what, of which days, and how fresh each feed is.</summary>
internal static class WarehouseSections
{
    public static void Holdings(HtmlText page, PortalView view)
    {
        var language = view.Language;
        if (view.Holdings.Count == 0)
        {
            return;
        }
        page.Add($"<section aria-labelledby=\"holdings\"><h2 id=\"holdings\">{language.Say("Kho dữ liệu có gì", "What is in the warehouse")}</h2><ul class=\"holdings\">");
        foreach (var holding in view.Holdings)
        {
            page.Add($"<li><span class=\"name\">{language.Say(holding.Vietnamese, holding.English)}</span> <a class=\"count\" href=\"{view.Address.Query(holding.Resource)}\">{language.Number(holding.Number)}</a> <span class=\"muted\">{Days(language, holding)}</span></li>");
        }
        page.AddLiteral("</ul>");
        if (view.Feeds is { Rows: { Count: > 0 } feeds })
        {
            var failing = feeds.Count(feed => feed.IsFailing);
            page.Add($"<p class=\"fresh\"><a href=\"#feeds\">{(failing == 0 ? language.Say("Mọi nguồn đã nạp", "All feeds are loaded") : $"{failing} {language.Say("nguồn có tệp bị từ chối", "feeds refused their newest file")}")}</a>, {language.Say("gần nhất lúc", "last at")} {language.Instant(feeds.Max(feed => feed.LoadedAt))}</p>");
        }
        page.AddLiteral("</section>");
    }

    public static void Feeds(HtmlText page, PortalView view, Answer<FeedRow> feeds)
    {
        var language = view.Language;
        page.Add($"<section aria-labelledby=\"feeds\"><h2 id=\"feeds\">{language.Say("Độ mới của từng nguồn", "Freshness of each feed")}</h2>");
        SectionParts.Sources(page, view.Address, feeds.Resource, language.Say("độ mới", "freshness"));
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{language.Say("Bảng độ mới", "Table of freshness")}\"><table><thead><tr><th scope=\"col\">{language.Say("Nguồn", "Feed")}</th><th scope=\"col\">{language.Say("Tình trạng", "State")}</th><th scope=\"col\">{language.Say("Nạp xong gần nhất", "Last loaded")}</th><th scope=\"col\">{language.Say("Dữ liệu đến", "Data up to")}</th><th scope=\"col\" class=\"number\">{language.Say("Dòng đã đọc", "Rows read")}</th></tr></thead><tbody>");
        foreach (var feed in feeds.Rows)
        {
            var (vietnamese, english) = Titled(feed.Feed);
            page.Add($"<tr><th scope=\"row\">{language.Say(vietnamese, english)} <code>{feed.Feed}</code></th><td><span class=\"status {(feed.IsFailing ? "missed" : "met")}\"><span aria-hidden=\"true\">{(feed.IsFailing ? "✗" : "✓")}</span> {(feed.IsFailing ? language.Say("Tệp mới nhất bị từ chối", "Newest file refused") : language.Say("Đã nạp", "Loaded"))}</span></td><td>{language.Instant(feed.LoadedAt)}</td><td>{language.Instant(feed.Watermark)}</td><td class=\"number\">{language.Number(feed.RowsRead)}</td></tr>");
        }
        page.AddLiteral("</tbody></table></div></section>");
    }

    private static string Days(PortalLanguage language, Holding holding) =>
        holding.From is null && holding.To is null ? ""
        : holding.To is null ? $"{language.Say("từ", "since")} {language.Day(holding.From)}"
        : $"{language.Day(holding.From)} – {language.Day(holding.To)}";

    private static (string Vietnamese, string English) Titled(string feed) => feed switch
    {
        "igate_dossiers" => ("Hồ sơ một cửa", "One-stop dossiers"),
        "ioffice_documents" => ("Văn bản điều hành", "Documents"),
        "dvc_services" => ("Dịch vụ công", "Online services"),
        "org_units" => ("Danh mục đơn vị", "Register of units"),
        "holidays" => ("Ngày nghỉ", "Holidays"),
        "satisfaction" => ("Mức độ hài lòng", "Satisfaction"),
        "dossier_totals" => ("Số tổng hồ sơ", "Totals of dossiers"),
        "reported_figures" => ("Số liệu đã công bố", "Published figures"),
        "admin_units" => ("Đơn vị hành chính", "Administrative units"),
        "admin_successors" => ("Sắp xếp đơn vị hành chính", "Successors of administrative units"),
        _ => (feed, feed),
    };
}
