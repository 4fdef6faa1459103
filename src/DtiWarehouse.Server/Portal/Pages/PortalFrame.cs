using System.Security.Cryptography;
using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>The frame of every page: head, navigation, language switch, foot. Its style is a file of its own, so that nothing inline need be allowed.</summary>
internal static class PortalFrame
{
    /// <summary>The style sheet as it is sent.</summary>
    public static readonly byte[] StyleSheet = Read("portal.css");

    private static readonly string StyleTag = Convert.ToHexStringLower(SHA256.HashData(StyleSheet).AsSpan(0, 6));

    /// <param name="choice">What the page shows, for the same page in the other language; null where the page is <c>/connect</c>.</param>
    public static void Begin(HtmlText page, PortalAddress address, string title, PortalChoice? choice, int? reloadSeconds = null)
    {
        var language = address.Language;
        page.Add($"<!doctype html><html lang=\"{language.Code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        if (reloadSeconds is { } seconds)
        {
            page.Add($"<meta http-equiv=\"refresh\" content=\"{seconds}\">");
        }
        page.Add($"<title>{title} – DtiWarehouse</title><link rel=\"stylesheet\" href=\"{address.Style(StyleTag)}\"><link rel=\"icon\" href=\"data:,\"></head><body>");
        page.Add($"<a class=\"skip\" href=\"#content\">{language.Say("Đến nội dung", "Skip to content")}</a>");
        page.Add($"<header class=\"site\"><div class=\"inner\"><a class=\"brand\" href=\"{address.Page(PortalChoice.Nothing)}\">");
        page.AddLiteral("""<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="2" y="13" width="5" height="9" rx="1"/><rect x="9.5" y="8" width="5" height="14" rx="1"/><rect x="17" y="2" width="5" height="20" rx="1"/></svg>""");
        page.Add($"<span>{language.Say("Kho dữ liệu chuyển đổi số", "Digital transformation warehouse")}</span></a>");
        page.Add($"<nav aria-label=\"{language.Say("Chính", "Main")}\"><ul>");
        Item(page, address.Page(PortalChoice.Nothing), language.Say("Tổng quan", "Overview"), choice is { Unit: null });
        Item(page, address.Connect, language.Say("Kết nối Excel, Power BI", "Connect Excel, Power BI"), choice is null);
        if (address.IsReader)
        {
            Item(page, address.Forms, language.Say("Biểu mẫu", "Forms"), false);
        }
        Item(page, address.Query(""), "OData", false);
        var other = address with { Language = language.Other };
        page.Add($"</ul></nav><a class=\"language\" href=\"{(choice is null ? other.Connect : other.Page(choice))}\" lang=\"{language.Other.Code}\" hreflang=\"{language.Other.Code}\">{(language.IsVietnamese ? "English" : "Tiếng Việt")}</a></div></header><main id=\"content\" tabindex=\"-1\">");
    }

    public static void End(HtmlText page, PortalLanguage language)
    {
        page.Add($"</main><footer class=\"site\"><p>{language.Say("Mỗi con số dẫn tới truy vấn OData cho ra chính số đó.", "Every figure leads to the OData query that gives that very figure.")}</p></footer></body></html>");
    }

    private static void Item(HtmlText page, string address, string name, bool isHere) =>
        page.Add($"<li><a href=\"{address}\" aria-current=\"{(isHere ? "page" : "false")}\">{name}</a></li>");

    private static byte[] Read(string name)
    {
        using var stream = typeof(PortalFrame).Assembly.GetManifestResourceStream("portal/" + name) ?? throw new InvalidOperationException($"{name} is not part of the program.");
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
