namespace DtiWarehouse.Indicators.Forms.Rendering;

/// <summary>The frame of every page: style for screens of any width and for A4 paper; no script, nothing from elsewhere.</summary>
public static class HtmlPage
{
    private const string Style = """
        body { font: 15px/1.45 "Times New Roman", "Liberation Serif", Tinos, serif; color: #111; margin: 1rem auto; padding: 0 1rem; max-width: 75rem }
        nav a { margin-right: 1rem } a { color: #0b4f8a } td a { text-decoration: none } .more { font-size: .7em; vertical-align: super; line-height: 0; margin-left: .2em }
        form { margin: .6rem 0; display: flex; flex-wrap: wrap; gap: .6rem } input, button { font: inherit; padding: .15rem .4rem; max-width: 100%; box-sizing: border-box }
        header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem } header p { margin: .2rem 0 }
        h2 { font-size: 1.05em; margin: 0 } section { border-top: 1px solid #bbb; padding: .5rem 0 } section p { margin: .1rem 0 }
        h1 { font-size: 1.25em; text-align: center; text-transform: uppercase; margin: 1rem 0 0 } .en, .period { text-align: center; margin: .1rem 0; font-style: italic } .en { color: #555 }
        .table { overflow-x: auto; margin-top: .8rem } table { border-collapse: collapse; width: 100% }
        th, td { border: 1px solid #444; padding: .2rem .4rem; vertical-align: top } th { background: #e8eef5; text-align: center } .numbers th { font-weight: normal; font-style: italic }
        .figure, .answer { text-align: right; font-variant-numeric: tabular-nums } .figure { white-space: nowrap } .text { overflow-wrap: break-word } td:first-child { white-space: nowrap } .figure.NotCounted, .figure.Deferred, .figure.Undefined { white-space: normal }
        .Heading td, .GroupTotal td, .Total td { font-weight: bold; background: #f4f6f8 } .Total td { border-top: 2px solid #111 } .Part td:nth-child(2) { padding-left: 1.2rem }
        .Declared { font-style: italic } .Zero { color: #333 } .NotCounted { color: #7a5200; background: #fff6e0; font-style: italic } .Deferred { color: #5b2d8a; background: #f3ebfb; font-style: italic }
        .Undefined { color: #666; font-style: italic } .Blank { background: repeating-linear-gradient(135deg, #fff 0 4px, #e3e3e3 4px 5px) } .NotCounted a, .Deferred a { color: inherit }
        .below { font-size: .9em; margin-top: .8rem; border: 0 } .below p { margin: .25rem 0 } .checks { margin: .2rem 0; padding-left: 1.2rem } .broken { color: #a40000; font-weight: bold } .legend { color: #444 }
        .legend span { padding: 0 .3em; border: 1px solid #bbb } .problem { border-left: 4px solid #a40000; padding-left: .8rem }
        @media (max-width: 40rem) { body { font-size: 14px; padding: 0 .5rem } h1 { font-size: 1.1em } th, td { padding: .15rem .3rem } td.text:nth-child(2) { min-width: 8rem } }
        @media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt } nav, form, .en { display: none } a { color: inherit } .more { display: none } .table { overflow: visible }
          thead { display: table-header-group } tr, .below p { break-inside: avoid } .Heading, .GroupTotal { break-after: avoid } * { -webkit-print-color-adjust: exact; print-color-adjust: exact } }
        """;

    /// <param name="orientation"><c>portrait</c> or <c>landscape</c>, of the printed sheet.</param>
    public static void Begin(HtmlText page, string language, string title, string orientation = "portrait", int? reloadSeconds = null)
    {
        page.Add($"<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        if (reloadSeconds is { } seconds)
        {
            page.Add($"<meta http-equiv=\"refresh\" content=\"{seconds}\">");
        }
        page.Add($"<title>{title}</title><style>@page {{ size: A4 {orientation}; margin: 15mm 12mm }}");
        page.AddLiteral(Style);
        page.Add($"</style></head><body>");
    }

    public static void End(HtmlText page) => page.Add($"</body></html>");
}
