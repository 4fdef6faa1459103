using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The official forms over HTTP, against counts asked of the feed, and against plain SQL.</summary>
public abstract class Official_forms(SampleServer server) : IDisposable
{
    private readonly FormClient _forms = new(server);

    private StrictClient Feed => server.Client;

    public static TheoryData<string, string> Examples => new()
    {
        { "dti-sheet", "&period=2021" },
        { "dti-sheet", "&unit=H48.52&period=2023" },
        { "ii-06a", "&period=2020-Q2" },
        { "ii-06a", "&unit=H48.10&period=2023-H1" },
        // Communes of Tây Trà came to this district in February.
        { "ii-06a", "&unit=H48.54&period=2020" },
        { "quarterly-report", "&period=2018-Q2" },
        { "unit-annex", "&period=2020-08" },
        { "annual-report", "&unit=H48.52&period=2023-to-11-27" },
        { "plan-review", "&period=2020-H1" },
    };

    [Fact]
    public async Task The_forms_are_listed_as_json_and_for_browsers_as_a_page()
    {
        var forms = JsonNode.Parse(await _forms.GetAsync(""))!["forms"]!.AsArray();
        Assert.Equal(["dti-sheet", "ii-06a", "quarterly-report", "unit-annex", "annual-report", "plan-review"], forms.Select(f => (string)f!["code"]!));
        using var page = await _forms.SendAsync("", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var html = await page.Content.ReadAsStringAsync();
        Assert.All(forms, form => Assert.Contains($"action=\"{(string)form!["url"]!}\"", html, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_form_says_the_same_in_every_format(string form, string options)
    {
        var json = await _forms.JsonAsync(form, options);
        var rows = json["rows"]!.AsArray();

        var page = RenderedForm.OfPage(Encoding.UTF8.GetString(await _forms.GetAsync($"{form}?format=html{options}")));
        var workbook = RenderedForm.OfWorkbook(await _forms.GetAsync($"{form}?format=xlsx{options}"), (string)rows[0]!["row"]!, rows.Count);

        Assert.True(rows.Count > 1, "The form has rows.");
        Assert.Equal(FormClient.Expected(json, isTyped: false), page.Rows);
        Assert.Equal(FormClient.Expected(json, isTyped: true), workbook.Rows);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_computed_figure_is_what_its_definition_answers(string form, string options)
    {
        var json = await _forms.JsonAsync(form, options);
        var rows = json["rows"]!.AsArray();
        // Of a table of units some rows tell as much as all.
        var asked = rows.Count > 100 ? rows.Where((row, i) => (string)row!["kind"]! != "Entry" || i % 29 == 2) : rows;
        var cells = asked.SelectMany(row => row!["cells"]!.AsObject()).Select(cell => cell.Value!)
            .Where(cell => (string?)cell["source"] == "Computed" && cell["definitions"] is not null && (cell["value"] is not null || (string)cell["state"]! == "NotCounted")).ToList();

        Assert.True(cells.Count >= 10, $"{cells.Count} computed cells.");
        foreach (var cell in cells)
        {
            Assert.Equal((decimal?)cell["value"], await FormClient.DefinedAsync(Feed, cell));
        }
    }

    [Theory]
    [InlineData("H48", "ReceivingUnit/ProvinceCode eq '51'", "u.province_code = '51'", 2021)]
    [InlineData("H48", "ReceivingUnit/ProvinceCode eq '51'", "u.province_code = '51'", 2023)]
    [InlineData("H48.52", "ReceivingUnit/DistrictCode eq '522'", "u.district_code = '522'", 2023)]
    [InlineData("H48.10", "ReceivingUnit/UnitCode eq 'H48.10'", "u.unit_code = 'H48.10'", 2022)]
    public async Task The_data_collection_sheet_counts_the_unit_s_dossiers_of_the_year(string unit, string filter, string where, int year)
    {
        var sheet = await _forms.JsonAsync("dti-sheet", $"&unit={unit}&period={year}");

        foreach (var (row, condition, sql) in ((string, string, string)[])
        [
            ("II.9.1", "", ""), ("II.9.2", " and Channel eq 'Online' and ServiceClass eq 'Partial'", " AND channel = 'Online' AND service_class = 'Partial'"),
            ("II.9.3", " and Channel eq 'Online' and ServiceClass eq 'Full'", " AND channel = 'Online' AND service_class = 'Full'"),
        ])
        {
            var expected = _forms.Sql($"SELECT COUNT(*) FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.receiving_unit_key WHERE {where} AND resolved_date BETWEEN '{year}-01-01' AND '{year}-12-31'{sql}");
            Assert.Equal(expected, FormClient.Number(sheet, row));
            Assert.Equal(expected, await Feed.CountAsync("Dossiers", $"{filter} and ResolvedDate ge {year}-01-01 and ResolvedDate le {year}-12-31{condition}"));
        }
        foreach (var (row, sql) in ((string, string)[])
        [
            ("II.8.1", "service_class = 'Partial'"), ("II.8.2", "service_class = 'Full'"),
            ("II.8.3", "service_class = 'Partial' AND channel = 'Online'"), ("II.8.4", "service_class = 'Full' AND channel = 'Online'"),
        ])
        {
            Assert.Equal(Distinct($"received_date BETWEEN '{year}-01-01' AND '{year}-12-31' AND d.{sql}"), FormClient.Number(sheet, row));
        }
        var services = $"FROM fact_online_service s JOIN dim_unit u ON u.unit_key = s.unit_key JOIN dim_procedure p ON p.procedure_key = s.procedure_key WHERE {where} AND s.month_period_key = {year}1210 AND s.service_class";
        Assert.Equal(_forms.Sql($"SELECT COUNT(DISTINCT p.procedure_code) {services} = 'Full'"), FormClient.Number(sheet, "II.5.1"));
        Assert.Equal(_forms.Sql($"SELECT COUNT(DISTINCT p.procedure_code) {services} IN ('Partial', 'Full')"), FormClient.Number(sheet, "II.6.2"));
        Assert.Equal(_forms.Sql($"SELECT COUNT(DISTINCT p.procedure_code) {services} IN ('Partial', 'Full') AND CAST(is_personalised AS int) = 1"), FormClient.Number(sheet, "II.7.1"));

        long Distinct(string condition) => _forms.Sql(
            $"SELECT COUNT(DISTINCT p.procedure_code) FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.receiving_unit_key JOIN dim_procedure p ON p.procedure_key = d.procedure_key WHERE {where} AND {condition}");
    }

    [Fact]
    public async Task The_sheet_of_2021_keeps_value_zero_blank_and_deferral_apart()
    {
        var sheet = await _forms.JsonAsync("dti-sheet", "&period=2021");

        Assert.Equal(("Value", "Có", "Declared"), Of("I.1"));
        Assert.Equal(("Zero", "0", "Declared"), Of("II.10.2"));
        Assert.Equal(("Zero", "0", "Computed"), Of("II.6.1"));
        Assert.Equal(("NotCounted", "chưa thống kê", "Declared"), Of("II.11.2"));
        Assert.Equal(("Deferred", "đơn vị khác cung cấp", "Declared"), Of("II.2.1"));
        Assert.Equal(("Deferred", "đơn vị khác cung cấp", "Declared"), Of("II.2.2"));
        Assert.Equal(("Blank", "", null), Of("II.4.1"));
        Assert.Equal(("Value", "4.514", "Declared"), Of("II.10.3"));
        Assert.Contains("004-23", (string)FormClient.Cell(sheet, "II.10.3", "evidence")!["text"]!, StringComparison.Ordinal);
        Assert.Null(FormClient.Cell(sheet, "II.5", "value"));

        var html = Encoding.UTF8.GetString(await _forms.GetAsync("dti-sheet?format=html&period=2021"));
        foreach (var state in (string[])["figure Value Declared", "figure Zero Declared", "figure NotCounted Declared", "figure Deferred Declared", "figure Blank None"])
        {
            Assert.Contains($"<td class=\"{state}\">", html, StringComparison.Ordinal);
        }

        (string, string, string?) Of(string row)
        {
            var cell = FormClient.Cell(sheet, row, "value")!;
            return ((string)cell["state"]!, (string)cell["text"]!, (string?)cell["source"]);
        }
    }

    [Fact]
    public async Task The_sheet_has_every_row_of_its_table()
    {
        var sheet = await _forms.JsonAsync("dti-sheet", "&period=2021");
        string[] keys =
        [
            "I", "I.1", "I.1.1", "II", "II.1", "II.1.1", "II.1.2", "II.2", "II.2.1", "II.2.2", "II.3", "II.3.1", "II.3.2", "II.3.3", "II.4", "II.4.1", "II.4.2", "II.4.3", "II.5", "II.5.1", "II.5.2",
            "II.6", "II.6.1", "II.6.2", "II.7", "II.7.1", "II.8", "II.8.1", "II.8.2", "II.8.3", "II.8.4", "II.9", "II.9.1", "II.9.2", "II.9.3", "II.10", "II.10.1", "II.10.2", "II.10.3", "II.10.4",
            "II.11", "II.11.1", "II.11.2", "II.11.3", "II.11.4", "III", "III.1",
        ];
        Assert.Equal(keys, sheet["rows"]!.AsArray().Select(row => (string)row!["row"]!));
        // Every declared figure of the sheet stands in its row.
        foreach (var figure in await Feed.RowsAsync("ReportedFigures?$filter=DocumentCode eq '004'&$select=FigureCode,RowKey"))
        {
            Assert.Contains((string)figure!["FigureCode"]!, (string)FormClient.Cell(sheet, (string)figure["RowKey"]!, "evidence")!["text"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2023-H1", "2023-01-01", "2023-06-30"), InlineData("2020-Q2", "2020-04-01", "2020-06-30"), InlineData("2019", "2019-01-01", "2019-12-31"), InlineData("2024-to-02-29", "2024-01-01", "2024-02-29")]
    public async Task Form_II_06a_agrees_with_the_rows_of_every_unit(string period, string from, string to)
    {
        var form = await _forms.JsonAsync("ii-06a", $"&period={period}");
        const string Open = "(resolved_date IS NULL OR resolved_date > '{1}')";
        foreach (var (column, dossiers, totals) in ((string, string, string)[])
        [
            ("receivedOnline", "received_date BETWEEN '{0}' AND '{1}' AND channel = 'Online'", "SUM(received_online)"),
            ("receivedDirect", "received_date BETWEEN '{0}' AND '{1}' AND channel <> 'Online'", "SUM(received_direct)"),
            ("carriedOver", "received_date < '{0}' AND (resolved_date IS NULL OR resolved_date >= '{0}')", "SUM(CASE WHEN period_from = '{0}' THEN carried_over END)"),
            ("resolvedEarly", "resolved_date BETWEEN '{0}' AND '{1}' AND resolved_date < due_date", "SUM(resolved_early)"),
            ("resolvedOnTime", "resolved_date BETWEEN '{0}' AND '{1}' AND resolved_date = COALESCE(due_date, resolved_date)", "SUM(resolved_on_time)"),
            ("resolvedLate", "resolved_date BETWEEN '{0}' AND '{1}' AND resolved_date > due_date", "SUM(resolved_late)"),
            ("pendingInTerm", "received_date <= '{1}' AND " + Open + " AND COALESCE(due_date, '{1}') >= '{1}'", "SUM(CASE WHEN period_to = '{1}' THEN pending_in_term END)"),
            ("pendingOverdue", "received_date <= '{1}' AND " + Open + " AND due_date < '{1}'", "SUM(CASE WHEN period_to = '{1}' THEN pending_overdue END)"),
        ])
        {
            var expected = _forms.Rows(string.Format(
                CultureInfo.InvariantCulture,
                $"""
                SELECT unit_code, SUM(n) FROM (
                  SELECT u.unit_code, COUNT(*) AS n FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.resolving_unit_key WHERE u.province_code = '51' AND {dossiers} GROUP BY u.unit_code
                  UNION ALL
                  SELECT u.unit_code, {totals} FROM fact_dossier_total t JOIN dim_unit u ON u.unit_key = t.unit_key WHERE u.province_code = '51' AND period_from >= '{from}' AND period_to <= '{to}' GROUP BY u.unit_code) counted
                GROUP BY unit_code HAVING SUM(n) > 0 ORDER BY unit_code
                """,
                from, to)).Select(row => ((string)row[0]!, (decimal)(long)row[1]!)).ToList();
            var entries = form["rows"]!.AsArray().Where(row => (string)row!["kind"]! == "Entry").Select(row => ((string)row!["unitCode"]!, (decimal?)row["cells"]![column]!["value"] ?? 0));

            Assert.Equal(expected, entries.Where(entry => entry.Item2 > 0).OrderBy(entry => entry.Item1, StringComparer.Ordinal));
            Assert.Equal(expected.Sum(row => row.Item2), FormClient.Number(form, "total", column));
        }
        Assert.Equal(["3 = 4 + 5 + 6", "7 = 8 + 9 + 10", "11 = 12 + 13", "3 = 7 + 11", "Tổng cộng = tổng các đơn vị"], form["checks"]!.AsArray().Select(check => (string)check!["rule"]!));
        Assert.All(form["checks"]!.AsArray(), check => Assert.True((bool)check!["holds"]!, check.ToJsonString()));
        Assert.Equal(Enumerable.Range(1, 13).Select(n => n.ToString(CultureInfo.InvariantCulture)), form["columns"]!.AsArray().Select(column => (string)column!["number"]!));
    }

    [Fact]
    public async Task Portals_that_are_known_by_totals_only_are_rows_of_form_II_06a()
    {
        var quarter = await _forms.JsonAsync("ii-06a", "&period=2020-Q2");
        var portal = quarter["rows"]!.AsArray().Single(row => (string?)row!["unitCode"] == "G05.DKKD")!["cells"]!;
        var total = _forms.Rows("SELECT received, received_online, received_direct, carried_over, resolved, pending FROM fact_dossier_total t JOIN dim_unit u ON u.unit_key = t.unit_key WHERE unit_code = 'G05.DKKD' AND period_from = '2020-04-01'").Single();
        Assert.Equal(
            total.Select(number => (decimal?)(long?)number),
            ((string[])["received", "receivedOnline", "receivedDirect", "carriedOver", "resolved", "pending"]).Select(column => (decimal?)portal[column]!["value"]));

        // A month is shorter than what the totals span: they are left out, and nobody says zero for them.
        var month = await _forms.JsonAsync("ii-06a", "&period=2020-05");
        Assert.DoesNotContain(month["rows"]!.AsArray(), row => (string?)row!["unitCode"] == "G05.DKKD");
    }

    [Fact]
    public async Task Of_a_single_unit_form_II_06a_lists_the_fields()
    {
        var form = await _forms.JsonAsync("ii-06a", "&unit=H48.10&period=2022");
        var expected = _forms.Rows(
            """
            SELECT p.sector, COUNT(*) FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.resolving_unit_key JOIN dim_procedure p ON p.procedure_key = d.procedure_key
            WHERE u.unit_code = 'H48.10' AND resolved_date BETWEEN '2022-01-01' AND '2022-12-31' GROUP BY p.sector ORDER BY p.sector
            """).Select(row => ((string)row[0]!, (decimal)(long)row[1]!)).ToList();
        var parts = form["rows"]!.AsArray().Where(row => (string)row!["kind"]! == "Part").Select(row => ((string)row!["cells"]!["unit"]!["text"]!, (decimal)row["cells"]!["resolved"]!["value"]!));

        Assert.True(expected.Count > 1, "The department has several fields.");
        Assert.Equal(expected, parts.Where(part => part.Item2 > 0).OrderBy(part => part.Item1, StringComparer.Ordinal));
        Assert.All(form["checks"]!.AsArray(), check => Assert.True((bool)check!["holds"]!, check.ToJsonString()));
    }

    [Fact]
    public async Task The_annex_says_of_every_unit_of_the_month_who_issues_and_signs()
    {
        var annex = await _forms.JsonAsync("unit-annex", "&period=2020-08");
        var entries = annex["rows"]!.AsArray().Where(row => (string)row!["kind"]! == "Entry").ToList();
        Assert.Equal((32, 13, 173), (entries.Count(e => Level(e) == "Tỉnh"), entries.Count(e => Level(e) == "Huyện"), entries.Count(e => Level(e) == "Xã")));
        foreach (var (column, condition) in ((string, string)[])
        [
            ("receives", "direction = 'Incoming' AND form <> 'Paper'"), ("issues", "direction = 'Outgoing' AND form = 'Electronic'"),
            ("issuesSigned", "direction = 'Outgoing' AND form = 'Electronic' AND CAST(is_signed AS int) = 1"),
        ])
        {
            var expected = _forms.Rows($"SELECT DISTINCT u.unit_code FROM fact_signed_document s JOIN dim_unit u ON u.unit_key = s.unit_key WHERE document_date BETWEEN '2020-08-01' AND '2020-08-31' AND CAST(is_secret AS int) = 0 AND {condition} ORDER BY 1").Select(row => (string)row[0]!);
            Assert.Equal(expected, entries.Where(e => (string)e!["cells"]![column]!["text"]! == "Có").Select(e => (string)e!["unitCode"]!).Order(StringComparer.Ordinal));
        }
        Assert.All(entries, entry => Assert.Equal("Blank", (string)entry!["cells"]!["users"]!["state"]!));

        static string Level(JsonNode? entry) => (string)entry!["cells"]!["level"]!["text"]!;
    }

    [Fact]
    public async Task The_yearly_report_puts_computed_beside_declared_and_plans_for_the_next_year()
    {
        const string Unit = "FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.receiving_unit_key WHERE u.district_code = '522' AND ";
        var report = await _forms.JsonAsync("annual-report", "&unit=H48.52&period=2023-to-11-27");
        var received = _forms.Sql($"SELECT COUNT(*) {Unit} received_date BETWEEN '2023-01-01' AND '2023-11-27'");
        var digitised = _forms.Sql($"SELECT COUNT(*) {Unit} received_date BETWEEN '2023-01-01' AND '2023-11-27' AND CAST(are_components_digitised AS int) = 1");

        Assert.Equal(received, FormClient.Number(report, "I.4.1"));
        Assert.Equal(103_331, FormClient.Number(report, "I.4.1", "declared"));
        Assert.Equal((digitised, received), ((long)FormClient.Number(report, "I.4.3", "numerator")!, (long)FormClient.Number(report, "I.4.3", "denominator")!));
        Assert.Equal(Math.Round(digitised * 100m / received, 6, MidpointRounding.AwayFromZero), FormClient.Number(report, "I.4.3"));
        Assert.Equal("≥ 90", (string)FormClient.Cell(report, "I.2.4", "value")!["text"]!);
        Assert.Equal("2.559.113.000", (string)FormClient.Cell(report, "I.8.7", "value")!["text"]!);
        Assert.Equal(16_500, FormClient.Number(report, "III.10"));
        Assert.Equal(("80", "23/23"), ((string)FormClient.Cell(report, "II.2", "value")!["text"]!, (string)FormClient.Cell(report, "II.4", "value")!["text"]!));
        // Another unit declared nothing.
        Assert.Equal("Blank", FormClient.State(await _forms.JsonAsync("annual-report", "&unit=H48.53&period=2023"), "I.5.1"));
    }

    [Fact]
    public async Task The_quarterly_report_and_the_review_hold_their_figures_and_targets()
    {
        var report = await _forms.JsonAsync("quarterly-report", "&period=2018-Q2");
        Assert.Equal(_forms.Sql("SELECT COUNT(*) FROM fact_dossier WHERE received_date BETWEEN '2018-04-01' AND '2018-06-30' AND service_class IN ('Partial', 'Full')"), FormClient.Number(report, "I.5.12"));
        Assert.Equal((94m, 710m, 246m), (FormClient.Number(report, "I.5.11", "declared"), FormClient.Number(report, "I.5.12", "declared"), FormClient.Number(report, "I.5.8")));
        Assert.Equal(("Zero", "Zero"), (FormClient.State(report, "I.5.10"), FormClient.State(report, "I.5.10", "declared")));
        var sectors = report["rows"]!.AsArray().Where(row => ((string)row!["row"]!).StartsWith("I.5.2.", StringComparison.Ordinal)).Sum(row => (decimal)row!["cells"]!["value"]!["value"]!);
        Assert.Equal(FormClient.Number(report, "I.5.2"), sectors);

        var review = await _forms.JsonAsync("plan-review", "&period=2020-H1");
        var (onTime, judged) = (_forms.Sql(Resolved + " AND CAST(is_on_time AS int) = 1"), _forms.Sql(Resolved + " AND is_on_time IS NOT NULL"));
        Assert.Equal((onTime, judged), ((long)FormClient.Number(review, "I.3", "numerator")!, (long)FormClient.Number(review, "I.3", "denominator")!));
        Assert.Equal("> 90", (string)FormClient.Cell(review, "I.3", "target")!["text"]!);
        Assert.Equal(Math.Round(FormClient.Number(review, "I.3")!.Value / 90 * 100, 4), Math.Round(FormClient.Number(review, "I.3", "attainment")!.Value, 4));
        Assert.Equal("Blank", FormClient.State(review, "V"));
        // The plan of 2020 binds no other year.
        Assert.Equal("Blank", FormClient.State(await _forms.JsonAsync("plan-review", "&period=2023-H1"), "I.3", "target"));
    }

    [Fact]
    public async Task Without_unit_and_period_the_province_and_the_last_complete_period_are_meant()
    {
        var asOf = DateOnly.Parse((string)(await Feed.RowsAsync("Dates?$filter=Period.Today(Date=Date)&$select=Date")).Single()!["Date"]!, CultureInfo.InvariantCulture);
        var month = await _forms.JsonAsync("unit-annex");
        Assert.Equal(("H48", asOf.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture), false), ((string)month["unit"]!["code"]!, (string)month["period"]!["code"]!, (bool)month["period"]!["isProvisional"]!));
        Assert.Equal((asOf.Year - 1).ToString(CultureInfo.InvariantCulture), (string)(await _forms.JsonAsync("dti-sheet"))["period"]!["code"]!);
        Assert.True((bool)(await _forms.JsonAsync("dti-sheet", $"&period={asOf.Year}"))["period"]!["isProvisional"]!);
    }

    [Fact]
    public async Task A_form_that_has_not_changed_is_not_sent_again()
    {
        using var first = await _forms.SendAsync("dti-sheet?period=2021");
        var tag = first.Headers.ETag!.ToString();
        using var again = await _forms.SendAsync("dti-sheet?period=2021", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        foreach (var other in (string[])["dti-sheet?period=2022", "dti-sheet?period=2021&unit=H48.52", "dti-sheet?period=2021&format=html"])
        {
            using var changed = await _forms.SendAsync(other, ("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }
    }

    [Fact]
    public async Task A_workbook_is_a_file_and_a_browser_gets_a_page()
    {
        using var workbook = await _forms.SendAsync("ii-06a?unit=H48.52&period=2023&format=xlsx");
        Assert.Equal("ii-06a_H48.52_2023.xlsx", workbook.Content.Headers.ContentDisposition!.FileNameStar);
        using var page = await _forms.SendAsync("dti-sheet?period=2021", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("A4", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var plain = await _forms.SendAsync("dti-sheet?period=2021", ("Accept", "*/*"));
        Assert.Equal("application/json", plain.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_workbook_is_set_up_for_A4_and_its_figures_lead_to_their_definitions()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(await _forms.GetAsync("ii-06a?format=xlsx&period=2020-Q2")), isEditable: false);
        var sheet = document.WorkbookPart!.WorksheetParts.Single();
        var setup = sheet.Worksheet.Elements<PageSetup>().Single();
        Assert.Equal((9u, OrientationValues.Landscape, 1u, 0u), (setup.PaperSize!.Value, setup.Orientation!.Value, setup.FitToWidth!.Value, setup.FitToHeight!.Value));
        Assert.Equal("'ii-06a'!$6:$8", document.WorkbookPart.Workbook.DefinedNames!.Elements<DefinedName>().Single(name => name.Name == "_xlnm.Print_Titles").Text);
        Assert.Contains("C6:F6", sheet.Worksheet.Elements<MergeCells>().Single().Elements<MergeCell>().Select(merge => merge.Reference!.Value));
        Assert.Equal(13, sheet.Worksheet.Elements<Columns>().Single().Count());
        var cell = FormClient.Cell(await _forms.JsonAsync("ii-06a", "&period=2020-Q2"), "I", "received")!;
        var link = sheet.Worksheet.Descendants<Hyperlink>().Single(link => link.Reference == "C9");
        Assert.Equal(Feed.Root.AbsoluteUri + (string)cell["definitions"]![0]!, sheet.HyperlinkRelationships.Single(relation => relation.Id == link.Id).Uri.OriginalString);
        var page = Encoding.UTF8.GetString(await _forms.GetAsync("ii-06a?format=html&period=2020-Q2"));
        Assert.Contains($"href=\"{WebUtility.HtmlEncode("/odata/v1/" + (string)cell["definitions"]![0]!).Replace("&#39;", "&#x27;", StringComparison.Ordinal)}\"", page, StringComparison.Ordinal);
    }

    private const string Resolved = "SELECT COUNT(*) FROM fact_dossier WHERE resolved_date BETWEEN '2020-01-01' AND '2020-06-30'";

    public void Dispose() => _forms.Dispose();
}
