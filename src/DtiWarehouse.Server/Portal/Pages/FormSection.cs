using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.Indicators.Forms.Definitions;
using DtiWarehouse.Indicators.Forms.Rendering;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>The official forms of a unit, for the page's period where a form takes it, or else its year.</summary>
internal static class FormSection
{
    public static void Render(HtmlText page, PortalView view)
    {
        var language = view.Language;
        var forms = OfficialForms.All.Where(form => !view.Unit.IsNone && (form.Kinds.Count == 0 || form.Kinds.Contains(view.Unit.Kind)))
            .Select(form => (Form: form, Period: PeriodOf(form, view))).Where(form => form.Period is not null || view.Unit.IsCurrent).ToList();
        if (forms.Count == 0 || !view.Address.IsReader)
        {
            return;
        }
        page.Add($"<section aria-labelledby=\"forms\"><h2 id=\"forms\">{language.Say("Biểu mẫu, báo cáo", "Official forms")}</h2><ul class=\"forms\">");
        foreach (var (form, period) in forms)
        {
            var title = language.Say(form.Title, form.TitleEn);
            page.Add($"<li><a href=\"{view.Address.Form(form.Code, view.Unit.Code, period?.Code, "html")}\">{title}</a> <span class=\"muted\">{(period is null ? language.Say("kỳ gần nhất", "last period") : language.Period(period))}</span> <a class=\"file\" href=\"{view.Address.Form(form.Code, view.Unit.Code, period?.Code, "xlsx")}\">XLSX<span class=\"hidden\">: {title}</span></a></li>");
        }
        page.AddLiteral("</ul></section>");
    }

    private static FormPeriod? PeriodOf(OfficialForm form, PortalView view) => view.Period switch
    {
        { } period when form.Grains.Contains(period.Grain) => period,
        { } period when !view.Unit.IsCurrent && form.Grains.Contains(PeriodGrain.Year) => FormPeriod.Parse(period.Code[..4]),
        _ => null,
    };
}
