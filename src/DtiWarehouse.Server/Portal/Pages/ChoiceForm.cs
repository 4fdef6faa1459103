using DtiWarehouse.Indicators.Forms.Rendering;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>What a page shows, chosen without a script: period, indicator, units.</summary>
internal static class ChoiceForm
{
    private static readonly (PeriodGrain Grain, string Vietnamese, string English)[] Lengths =
    [
        (PeriodGrain.Month, "Tháng", "Months"), (PeriodGrain.Quarter, "Quý", "Quarters"), (PeriodGrain.HalfYear, "6 tháng", "Half-years"),
        (PeriodGrain.NineMonths, "9 tháng", "Nine months"), (PeriodGrain.Year, "Năm", "Years"), (PeriodGrain.ToDate, "Lũy kế đến ngày", "Year to a day"),
    ];

    public static void Render(HtmlText page, PortalView view)
    {
        var language = view.Language;
        page.Add($"<form class=\"choice\" method=\"get\" action=\"{view.Address.Page(PortalChoice.Nothing with { Unit = view.Choice.Unit }).Split('?')[0]}\" aria-label=\"{language.Say("Chọn số liệu", "Choose figures")}\">");
        page.Add($"<p><label for=\"period\">{language.Say("Kỳ", "Period")}</label><select id=\"period\" name=\"period\">");
        foreach (var (grain, vietnamese, english) in Lengths.Where(length => view.Periods.Any(period => period.Grain == length.Grain)))
        {
            page.Add($"<optgroup label=\"{language.Say(vietnamese, english)}\">");
            foreach (var period in view.Periods.Where(period => period.Grain == grain))
            {
                Option(page, period.Code, language.Period(period), period == view.Period);
            }
            page.AddLiteral("</optgroup>");
        }
        page.Add($"</select></p><p><label for=\"indicator\">{language.Say("Chỉ tiêu", "Indicator")}</label><select id=\"indicator\" name=\"indicator\">");
        foreach (var value in view.Values.Rows)
        {
            Option(page, value.Code, language.Name(value.Name, value.NameEn), value.Code == view.Featured?.Code);
        }
        page.Add($"</select></p><p><label for=\"basis\">{language.Say("Đơn vị", "Units")}</label><select id=\"basis\" name=\"basis\">");
        Option(page, nameof(IndicatorBasis.Current), language.Say("Hiện nay", "Today's"), view.Basis == nameof(IndicatorBasis.Current));
        Option(page, nameof(IndicatorBasis.AsReported), language.Say("Của kỳ", "Of the period"), view.Basis == nameof(IndicatorBasis.AsReported));
        page.AddLiteral("</select></p>");
        if (!language.IsVietnamese)
        {
            page.Add($"<input type=\"hidden\" name=\"lang\" value=\"{language.Code}\">");
        }
        page.Add($"<button>{language.Say("Xem", "Show")}</button></form>");
    }

    private static void Option(HtmlText page, string value, string name, bool isChosen)
    {
        if (isChosen)
        {
            page.Add($"<option value=\"{value}\" selected>{name}</option>");
        }
        else
        {
            page.Add($"<option value=\"{value}\">{name}</option>");
        }
    }
}
