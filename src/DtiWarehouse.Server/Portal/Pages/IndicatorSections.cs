using DtiWarehouse.Indicators.Forms.Rendering;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>A unit's indicators: the key ones as cards, one with its trend, all as a table.</summary>
internal static class IndicatorSections
{
    public static void Cards(HtmlText page, PortalView view)
    {
        var language = view.Language;
        page.Add($"<section aria-labelledby=\"key\"><h2 id=\"key\">{language.Say("Chỉ tiêu chính", "Key indicators")}</h2>");
        SectionParts.Sources(page, view.Address, view.Values.Resource, language.Say("mọi chỉ tiêu của kỳ", "all indicators of the period"));
        page.AddLiteral("<ul class=\"cards\">");
        foreach (var figure in view.Key)
        {
            Card(page, view, figure, view.TrendOf(figure.Code));
        }
        page.AddLiteral("</ul>");
        TrendTable(page, view);
        page.AddLiteral("</section>");
    }

    public static void Trend(HtmlText page, PortalView view)
    {
        var (language, figure) = (view.Language, view.Featured!);
        var points = view.TrendOf(figure.Code);
        var name = language.Name(figure.Name, figure.NameEn);
        page.Add($"<section aria-labelledby=\"trend\"><h2 id=\"trend\">{language.Say("Diễn biến", "Trend")}: {name}</h2>");
        SectionParts.Sources(page, view.Address, view.Trends.Resource, language.Say("diễn biến", "trend"));
        page.AddLiteral("<div class=\"beside\"><figure>");
        TrendCharts.Large(page, language, figure, points, name, Summary(language, figure, points));
        page.Add($"<figcaption>{language.Name(figure.Description ?? "", figure.DescriptionEn)}<span class=\"legal\">{language.Say("Căn cứ", "Legal basis")}: {figure.LegalBasis} · {language.Say("độ tin cậy", "certainty")}: {Certain(language, figure.Certainty)} · <a href=\"{view.Address.Value(figure.Key)}\">{language.Say("Cách tính và các dòng dữ liệu", "How it is computed, and its rows")}</a></span></figcaption></figure>");
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{language.Say("Bảng diễn biến", "Table of the trend")}\"><table><caption>{name} ({language.Measure(figure.Measure)})</caption><thead><tr><th scope=\"col\">{language.Say("Kỳ", "Period")}</th><th scope=\"col\" class=\"number\">{language.Say("Giá trị", "Value")}</th><th scope=\"col\" class=\"number\">{language.Say("Mục tiêu", "Target")}</th></tr></thead><tbody>");
        foreach (var point in points.Reverse())
        {
            page.Add($"<tr><th scope=\"row\"><a href=\"{view.Address.Page(view.Choice with { Period = point.Period.Code })}\">{point.Period.Code}</a></th><td class=\"number\">{language.Number(point.Value, figure.Decimals)}</td><td class=\"number\">{language.Number(point.Target, figure.Decimals)}</td></tr>");
        }
        page.AddLiteral("</tbody></table></div></div></section>");
    }

    /// <summary>Every indicator of the period; folded, since there may be a hundred.</summary>
    public static void All(HtmlText page, PortalView view)
    {
        var language = view.Language;
        page.Add($"<section aria-labelledby=\"all\"><h2 id=\"all\">{language.Say("Mọi chỉ tiêu của kỳ", "All indicators of the period")}</h2>");
        SectionParts.Sources(page, view.Address, view.Values.Resource, language.Say("mọi chỉ tiêu", "all indicators"));
        page.Add($"<details><summary>{language.Say("Mở bảng", "Open the table of")} {view.Values.Rows.Count} {language.Say("chỉ tiêu", "indicators")}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{language.Say("Bảng mọi chỉ tiêu", "Table of all indicators")}\"><table><thead><tr><th scope=\"col\">{language.Say("Chỉ tiêu", "Indicator")}</th><th scope=\"col\" class=\"number\">{language.Say("Tử số", "Numerator")}</th><th scope=\"col\" class=\"number\">{language.Say("Mẫu số", "Denominator")}</th><th scope=\"col\" class=\"number\">{language.Say("Giá trị", "Value")}</th><th scope=\"col\">{language.Say("Mục tiêu", "Target")}</th></tr></thead><tbody>");
        foreach (var figure in view.Values.Rows)
        {
            page.Add($"<tr><th scope=\"row\"><a href=\"{view.Address.Page(view.Choice with { Indicator = figure.Code })}#trend\">{language.Name(figure.Name, figure.NameEn)}</a></th><td class=\"number\">{language.Number(figure.Numerator, 2)}</td><td class=\"number\">{language.Number(figure.Denominator, 2)}</td><td class=\"number\"><a href=\"{view.Address.Value(figure.Key)}\">{SectionParts.Measured(language, figure, figure.Value)}</a></td><td>");
            SectionParts.Status(page, language, figure);
            page.AddLiteral("</td></tr>");
        }
        page.AddLiteral("</tbody></table></div></details></section>");
    }

    private static void Card(HtmlText page, PortalView view, IndicatorFigure figure, IReadOnlyList<TrendPoint> points)
    {
        var language = view.Language;
        var name = language.Name(figure.Name, figure.NameEn);
        page.Add($"<li class=\"card\"><h3><a href=\"{view.Address.Page(view.Choice with { Indicator = figure.Code })}#trend\">{name}</a></h3><p class=\"figure\"><a href=\"{view.Address.Query(ValueOf(figure))}\" data-key=\"{ValueOf(figure)}\">{language.Number(figure.Value, figure.Decimals)}</a> <span class=\"unit\">{language.Measure(figure.Measure)}</span></p>");
        TrendCharts.Spark(page, points, figure.Mark, Summary(language, figure, points));
        page.AddLiteral("<p class=\"against\">");
        SectionParts.Status(page, language, figure);
        page.AddLiteral("</p><p class=\"more\">");
        if (figure.MaxScore is { } most)
        {
            page.Add($"<span>{language.Number(figure.Score, 2)}/{language.Number(most, 2)} {language.Measure("points")}</span> ");
        }
        Change(page, language, figure, points);
        page.Add($" <a href=\"{view.Address.Value(figure.Key)}\">{language.Say("Cách tính", "How computed")}<span class=\"hidden\">: {name}</span></a></p></li>");
    }

    private static void Change(HtmlText page, PortalLanguage language, IndicatorFigure figure, IReadOnlyList<TrendPoint> points)
    {
        if (points is not [.., { Value: { } before, Period: var period }, { Value: { } now }])
        {
            return;
        }
        var change = Math.Round(now, figure.Decimals) - Math.Round(before, figure.Decimals);
        var sign = change > 0 ? "▲" : change < 0 ? "▼" : "=";
        var word = change == 0 ? language.Say("như", "as in") : $"{(change > 0 ? "+" : "−")}{language.Number(Math.Abs(change), figure.Decimals)} {language.Say("so với", "on")}";
        page.Add($"<span><span aria-hidden=\"true\">{sign}</span> {word} {period.Code}</span>");
    }

    /// <summary>The figures of all small lines, for those who read rather than see.</summary>
    private static void TrendTable(HtmlText page, PortalView view)
    {
        var language = view.Language;
        page.Add($"<details><summary>{language.Say("Bảng số liệu của các đường diễn biến", "Table behind the small lines")}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{language.Say("Bảng diễn biến các chỉ tiêu chính", "Table of the key indicators' trends")}\"><table><thead><tr><th scope=\"col\">{language.Say("Chỉ tiêu", "Indicator")}</th>");
        foreach (var period in view.TrendPeriods)
        {
            page.Add($"<th scope=\"col\" class=\"number\">{period.Code}</th>");
        }
        page.AddLiteral("</tr></thead><tbody>");
        foreach (var figure in view.Key)
        {
            page.Add($"<tr><th scope=\"row\">{language.Name(figure.Name, figure.NameEn)} ({language.Measure(figure.Measure)})</th>");
            foreach (var point in view.TrendOf(figure.Code))
            {
                page.Add($"<td class=\"number\">{language.Number(point.Value, figure.Decimals)}</td>");
            }
            page.AddLiteral("</tr>");
        }
        page.AddLiteral("</tbody></table></div></details>");
    }

    private static string ValueOf(IndicatorFigure figure) => $"IndicatorValues({figure.Key})";

    private static string Summary(PortalLanguage language, IndicatorFigure figure, IReadOnlyList<TrendPoint> points)
    {
        var known = points.Where(point => point.Value is not null).ToList();
        return known.Count == 0 ? language.Say("Không có số liệu", "No figures")
            : $"{language.Say("Từ", "From")} {SectionParts.Measured(language, figure, known[0].Value)} ({known[0].Period.Code}) {language.Say("đến", "to")} {SectionParts.Measured(language, figure, known[^1].Value)} ({known[^1].Period.Code})";
    }

    private static string Certain(PortalLanguage language, string certainty) => certainty switch
    {
        nameof(Certainty.Found) => language.Say("có văn bản", "read in a document"),
        nameof(Certainty.Fitted) => language.Say("suy ra từ số liệu công bố", "follows from published figures"),
        _ => language.Say("theo hiểu biết, chưa kiểm chứng", "not verified"),
    };
}
