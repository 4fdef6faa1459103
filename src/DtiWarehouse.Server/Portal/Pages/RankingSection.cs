using DtiWarehouse.Indicators.Forms.Rendering;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>The units right below the page's unit by their places, a table with a bar per row, level by level.</summary>
internal static class RankingSection
{
    /// <summary>Rows that stand open.</summary>
    private const int Open = 10;

    public static void Render(HtmlText page, PortalView view)
    {
        if (view.Ranking.Rows.Count == 0)
        {
            return;
        }
        var (language, figure) = (view.Language, view.Featured!);
        page.Add($"<section aria-labelledby=\"ranking\"><h2 id=\"ranking\">{language.Say("Xếp hạng", "Ranking")}: {language.Name(figure.Name, figure.NameEn)}</h2>");
        SectionParts.Sources(page, view.Address, view.Ranking.Resource, language.Say("xếp hạng", "ranking"));
        page.AddLiteral("<div class=\"rankings\">");
        foreach (var level in view.Ranking.Rows.GroupBy(unit => unit.Level).OrderByDescending(level => level.Key))
        {
            Level(page, view, figure, level.Key, [.. level]);
        }
        page.AddLiteral("</div></section>");
    }

    private static void Level(HtmlText page, PortalView view, IndicatorFigure figure, GovernmentLevel level, IReadOnlyList<RankedUnit> units)
    {
        var language = view.Language;
        var name = level switch
        {
            GovernmentLevel.Province => language.Say("Cơ quan cấp tỉnh", "Provincial bodies"),
            GovernmentLevel.District => language.Say("Cấp huyện", "Districts"),
            GovernmentLevel.Commune => language.Say("Cấp xã", "Communes"),
            _ => language.Say("Khác", "Others"),
        };
        var most = units.Max(unit => Math.Max(unit.Value ?? 0, Of(figure, unit).Mark ?? 0));
        page.Add($"<div><h3>{name} <span class=\"muted\">({units.Count})</span></h3>");
        Table(page, view, figure, $"{name} 1–{Math.Min(Open, units.Count)}", units.Take(Open), most);
        if (units.Count > Open)
        {
            page.Add($"<details><summary>{language.Say("Các đơn vị còn lại", "The other units")} ({units.Count - Open})</summary>");
            Table(page, view, figure, $"{name} {Open + 1}–{units.Count}", units.Skip(Open), most);
            page.AddLiteral("</details>");
        }
        page.AddLiteral("</div>");
    }

    private static void Table(HtmlText page, PortalView view, IndicatorFigure figure, string caption, IEnumerable<RankedUnit> units, decimal most)
    {
        var language = view.Language;
        page.Add($"<table class=\"ranking\"><caption class=\"hidden\">{caption}</caption><thead><tr><th scope=\"col\" class=\"number\">{language.Say("Hạng", "Rank")}</th><th scope=\"col\">{language.Say("Đơn vị", "Unit")}</th><th scope=\"col\" class=\"number\">{language.Measure(figure.Measure)}</th></tr></thead><tbody>");
        foreach (var unit in units)
        {
            var own = Of(figure, unit);
            var share = most > 0 ? (double)((unit.Value ?? 0) / most) * 100 : 0;
            page.Add($"<tr><td class=\"number\">{unit.Rank}</td><th scope=\"row\"><a href=\"{view.Address.Unit(unit.Code, view.Choice)}\">{language.Name(unit.Name, unit.NameEn)}</a><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rail\" width=\"100\" height=\"6\"/><rect class=\"{(own.IsMet is true ? "fill met" : "fill")}\" width=\"{Math.Max(0, share)}\" height=\"6\"/>");
            if (own.Mark is { } mark && most > 0)
            {
                var at = (double)(mark / most) * 100;
                page.Add($"<line class=\"mark\" x1=\"{at}\" x2=\"{at}\" y1=\"0\" y2=\"6\"/>");
            }
            page.Add($"</svg></th><td class=\"number\"><a href=\"{view.Address.Value(unit.Key)}\">{language.Number(unit.Value, figure.Decimals)}</a>");
            if (unit.Denominator is not null)
            {
                page.Add($"<span class=\"fraction\">{language.Number(unit.Numerator, 2)}/{language.Number(unit.Denominator, 2)}</span>");
            }
            page.AddLiteral("</td></tr>");
        }
        page.AddLiteral("</tbody></table>");
    }

    /// <summary>The indicator with a unit's own figures: targets are set by level.</summary>
    private static IndicatorFigure Of(IndicatorFigure figure, RankedUnit unit) => figure with { Value = unit.Value, Target = unit.Target, Score = unit.Score, MaxScore = unit.MaxScore };
}
