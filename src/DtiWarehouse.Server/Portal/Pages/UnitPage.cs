using DtiWarehouse.Indicators.Forms.Rendering;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>The page of a unit; of the province with what the warehouse holds, it is the overview.</summary>
internal static class UnitPage
{
    public static byte[] Render(PortalView view)
    {
        var language = view.Language;
        var page = new HtmlText();
        PortalFrame.Begin(page, view.Address, language.Name(view.Unit.Name, view.Unit.NameEn), view.Choice);
        Head(page, view);
        WarehouseSections.Holdings(page, view);
        if (view.Period is not null)
        {
            ChoiceForm.Render(page, view);
        }
        if (view.Featured is null)
        {
            page.Add($"<p class=\"empty\">{(view.Unit.IsNone
                ? language.Say("Kho dữ liệu chưa có UBND tỉnh nào; hãy nạp danh mục đơn vị (org_units).", "The warehouse knows no province's people's committee yet; load the register of units (org_units).")
                : language.Say("Chưa có chỉ tiêu nào của đơn vị này để hiển thị.", "There is no indicator of this unit to show yet."))}</p>");
        }
        else
        {
            IndicatorSections.Cards(page, view);
            IndicatorSections.Trend(page, view);
            RankingSection.Render(page, view);
            IndicatorSections.All(page, view);
        }
        if (view.Feeds is { Rows.Count: > 0 })
        {
            WarehouseSections.Feeds(page, view, view.Feeds);
        }
        FormSection.Render(page, view);
        PortalFrame.End(page, language);
        return page.ToUtf8();
    }

    private static void Head(HtmlText page, PortalView view)
    {
        var (language, unit) = (view.Language, view.Unit);
        if (view.Choice.Unit is not null)
        {
            page.Add($"<nav class=\"path\" aria-label=\"{language.Say("Vị trí", "Breadcrumb")}\"><a href=\"{view.Address.Page(view.Choice with { Unit = null })}\">{language.Say("Tổng quan", "Overview")}</a>");
            if (unit.Parent is { } parent)
            {
                page.Add($" <span aria-hidden=\"true\">›</span> <a href=\"{view.Address.Unit(parent.Code, view.Choice)}\">{parent.Name}</a>");
            }
            page.AddLiteral("</nav>");
        }
        page.Add($"<div class=\"hero\"><h1>{language.Name(unit.Name, unit.NameEn)}</h1><p>");
        if (view.Period is { } period)
        {
            page.Add($"<b>{language.Period(period)}</b>{(view.Featured is { IsProvisional: true } ? language.Say(" (tạm tính)", " (provisional)") : "")} · {(view.Basis == nameof(IndicatorBasis.Current) ? language.Say("theo đơn vị hiện nay", "on today's units") : language.Say("theo đơn vị của kỳ", "on the units of the period"))} · ");
        }
        page.Add($"{language.Say("số liệu đứng ngày", "data as of")} {language.Day(view.AsOf)}{(unit.IsNone ? "" : $" · {language.Say("mã", "code")} {unit.Code}")}</p>");
        if (!unit.IsCurrent)
        {
            page.Add($"<p>{language.Say("Đơn vị này có hiệu lực từ", "This unit was valid from")} {language.Day(unit.ValidFrom)} {language.Say("đến", "to")} {language.Day(unit.ValidTo)}.");
            if (unit.Today is { } today)
            {
                page.Add($" {language.Say("Nay là", "Today:")} <a href=\"{view.Address.Unit(today.Code, PortalChoice.Nothing)}\">{today.Name}</a>.");
            }
            page.AddLiteral("</p>");
        }
        page.AddLiteral("</div>");
    }
}
