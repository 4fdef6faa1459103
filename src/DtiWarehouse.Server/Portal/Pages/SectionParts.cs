using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>What several sections have: where their figures come from.</summary>
internal static class SectionParts
{
    /// <summary>Links to a query as JSON and as files.</summary>
    /// <param name="of">What is linked, for those who hear links without their surroundings.</param>
    public static void Sources(HtmlText page, PortalAddress address, string resource, string of)
    {
        page.Add($"<p class=\"sources\"><a href=\"{address.Query(resource)}\">OData<span class=\"hidden\">: {of}</span></a> <a href=\"{address.Query(resource, "csv")}\">CSV<span class=\"hidden\">: {of}</span></a> <a href=\"{address.Query(resource, "xlsx")}\">XLSX<span class=\"hidden\">: {of}</span></a></p>");
    }

    /// <summary>A value with its unit of measure.</summary>
    public static string Measured(PortalLanguage language, IndicatorFigure figure, decimal? value) =>
        value is null ? "–" : $"{language.Number(value, figure.Decimals)}\u00a0{language.Measure(figure.Measure)}";

    /// <summary>The target or threshold in words.</summary>
    public static string Mark(PortalLanguage language, IndicatorFigure figure) =>
        $"{(figure.Target is not null ? language.Say("Mục tiêu", "Target") : language.Say("Ngưỡng đủ điểm", "Full points from"))} {figure.Comparison}\u00a0{Measured(language, figure, figure.Mark)}";

    /// <summary>Whether a value meets its target or its threshold of points, in words and with a sign.</summary>
    public static void Status(HtmlText page, PortalLanguage language, IndicatorFigure figure)
    {
        if (figure.IsMet is not { } isMet)
        {
            page.Add($"<span class=\"muted\">{language.Say("Không đặt mục tiêu", "No target set")}</span>");
            return;
        }
        page.Add($"<span class=\"status {(isMet ? "met" : "missed")}\"><span aria-hidden=\"true\">{(isMet ? "✓" : "✗")}</span> {(isMet ? language.Say("Đạt", "Met") : language.Say("Chưa đạt", "Not met"))}</span> <span class=\"muted\">{Mark(language, figure)}</span>");
    }
}
