using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Indicators.Forms.Rendering;

/// <summary>A form as a page that is read on a telephone and printed on A4.</summary>
internal static class HtmlForm
{
    /// <param name="feedRoot">What definitions of figures are linked under.</param>
    public static byte[] Render(FilledForm form, string feedRoot)
    {
        var page = new HtmlText();
        Begin(page, form);
        Header(page, form);
        foreach (var row in form.Rows)
        {
            page.Add($"<tr class=\"{Name(row.Kind)}\">");
            for (var i = 0; i < row.Cells.Count; i++)
            {
                Cell(page, row.Cells[i], form.Columns[i], feedRoot);
            }
            page.Add($"</tr>");
        }
        page.Add($"</tbody></table></div>");
        Footer(page, form);
        return page.ToUtf8();
    }

    private static void Begin(HtmlText page, FilledForm form)
    {
        HtmlPage.Begin(page, "vi", form.Form.Title, form.Form.IsLandscape ? "landscape" : "portrait");
        page.Add($"<nav><a href=\"../v1\">Các biểu / all forms</a> <a href=\"{Address(form, "xlsx")}\">XLSX</a> <a href=\"{Address(form, "json")}\">JSON</a></nav>");
        page.Add($"<form method=\"get\"><label>Đơn vị <input name=\"unit\" value=\"{form.Unit.Code}\" size=\"16\"></label> <label>Kỳ <input name=\"period\" value=\"{form.Period.Code}\" size=\"14\"></label> <button>Lập biểu</button></form>");
        page.Add($"<header><p class=\"number\">{form.Form.Number}</p><p class=\"unit\">Đơn vị báo cáo: <b>{form.ReportingUnit}</b></p></header>");
        page.Add($"<h1>{form.Form.Title}</h1><p class=\"en\" lang=\"en\">{form.Form.TitleEn}</p><p class=\"period\">{form.PeriodLine}</p>");
    }

    private static void Header(HtmlText page, FilledForm form)
    {
        page.Add($"<div class=\"table\"><table><colgroup>");
        var width = form.Columns.Sum(column => column.Width);
        foreach (var column in form.Columns)
        {
            page.Add($"<col style=\"width:{(int)(column.Width * 100 / width)}%\">");
        }
        page.Add($"</colgroup><thead><tr>");
        var isGrouped = form.Columns.Any(column => column.Group is not null);
        for (var i = 0; i < form.Columns.Count; i++)
        {
            var column = form.Columns[i];
            if (column.Group is null)
            {
                page.Add($"<th rowspan=\"{(isGrouped ? 2 : 1)}\" scope=\"col\" title=\"{column.HeadingEn}\">{column.Heading}</th>");
            }
            else if (i == 0 || form.Columns[i - 1].Group != column.Group)
            {
                page.Add($"<th colspan=\"{form.Columns.Skip(i).TakeWhile(next => next.Group == column.Group).Count()}\" scope=\"colgroup\">{column.Group}</th>");
            }
        }
        page.Add($"</tr>");
        if (isGrouped)
        {
            page.Add($"<tr>");
            foreach (var column in form.Columns.Where(column => column.Group is not null))
            {
                page.Add($"<th scope=\"col\" title=\"{column.HeadingEn}\">{column.Heading}</th>");
            }
            page.Add($"</tr>");
        }
        if (form.Columns.Any(column => column.Number.Length > 0))
        {
            page.Add($"<tr class=\"numbers\">");
            foreach (var column in form.Columns)
            {
                page.Add($"<th>{column.Number}</th>");
            }
            page.Add($"</tr>");
        }
        page.Add($"</thead><tbody>");
    }

    private static void Cell(HtmlText page, FormCell cell, FormColumn column, string feedRoot)
    {
        var style = $"{(column.IsText ? "text" : cell.Text is null ? "figure" : "answer")} {Name(cell.State)} {Name(cell.Source)}";
        switch (cell.Definitions)
        {
            case []:
                page.Add($"<td class=\"{style}\">{cell.Printed}</td>");
                break;
            case [var definition]:
                page.Add($"<td class=\"{style}\"><a href=\"{feedRoot + ODataSession.UrlOf(definition)}\">{cell.Printed}</a></td>");
                break;
            default:
                page.Add($"<td class=\"{style}\"><a href=\"{feedRoot + ODataSession.UrlOf(cell.Definitions[0])}\">{cell.Printed}</a>");
                foreach (var (definition, number) in cell.Definitions.Skip(1).Select((definition, i) => (definition, i + 2)))
                {
                    page.Add($"<a class=\"more\" href=\"{feedRoot + ODataSession.UrlOf(definition)}\">+{number}</a>");
                }
                page.Add($"</td>");
                break;
        }
    }

    private static void Footer(HtmlText page, FilledForm form)
    {
        page.Add($"<section class=\"below\">");
        if (form.Checks.Count > 0)
        {
            page.Add($"<p>Kiểm tra tổng:</p><ul class=\"checks\">");
            foreach (var check in form.Checks)
            {
                page.Add($"<li class=\"{(check.Holds ? "holds" : "broken")}\">{check.Rule}: {(check.Holds ? "đúng" : $"lệch ở {string.Join(", ", check.BrokenRows)}")}</li>");
            }
            page.Add($"</ul>");
        }
        foreach (var note in form.Notes)
        {
            page.Add($"<p>{note}</p>");
        }
        page.Add($"<p class=\"legend\"><span class=\"Zero\">0</span> đã thống kê, bằng không · <span class=\"NotCounted\">chưa thống kê</span> · <span class=\"Deferred\">đơn vị khác cung cấp</span> · <span class=\"Blank\">&nbsp;&nbsp;&nbsp;&nbsp;</span> ô trống: chưa có ai trả lời · số nghiêng: theo báo cáo của đơn vị · bấm vào số để xem truy vấn định nghĩa</p>");
        page.Add($"<p class=\"legend\">Dữ liệu đến ngày {VietnameseText.Day(form.AsOf)}, phiên bản {form.DataVersion}.</p></section>");
        HtmlPage.End(page);
    }

    private static string Address(FilledForm form, string format) =>
        $"?unit={Uri.EscapeDataString(form.Unit.Code)}&period={Uri.EscapeDataString(form.Period.Code)}&format={format}";

    private static string Name(Enum value) => value.ToString("G");
}
