using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A register with names that a page or a sheet could take for more than text, and no dossier at all.</summary>
public abstract class OddUnitsServer(ProductDatabase product) : RunningServer(product)
{
    public const string Formula = "=HYPERLINK(\"http://example.org\")", Markup = "<b onmouseover=x>&\"'";

    protected override IEnumerable<(string Name, string Value)> Environment => [("DTIW_SAMPLE", "false")];

    protected override Task PrepareAsync() => Folder.LoadAsync(("org_units_odd.csv", SourceFile.Utf8(
        $"""
        Mã định danh;Tên;Loại;Cấp;Mã ĐVHC;Mã định danh cấp trên;Hiệu lực từ
        H48;UBND tỉnh Quảng Ngãi;UBND tỉnh;Tỉnh;51;;01/01/2018
        H48.O'B&C;"{Formula.Replace("\"", "\"\"", StringComparison.Ordinal)}";Sở, ban, ngành;Tỉnh;;H48;01/01/2018
        H48.71;"{Markup.Replace("\"", "\"\"", StringComparison.Ordinal)}";Sở, ban, ngành;Tỉnh;;H48;01/01/2018
        H48.71.01;Chi cục;Đơn vị trực thuộc;Tỉnh;;H48.71;01/01/2018

        """)));
}

/// <summary>Forms over a register with odd names.</summary>
public abstract class Forms_of_odd_units(OddUnitsServer server)
{
    [Fact]
    public async Task Names_are_text_in_every_format()
    {
        using var forms = new FormClient(server);
        var json = await forms.JsonAsync("ii-06a", "&period=2023");
        var names = json["rows"]!.AsArray().Select(row => (string?)row!["cells"]!["unit"]!["text"]).ToList();
        Assert.Contains(OddUnitsServer.Formula, names);
        Assert.Contains(OddUnitsServer.Markup, names);

        var page = Encoding.UTF8.GetString(await forms.GetAsync("ii-06a?format=html&period=2023"));
        Assert.DoesNotContain("<b onmouseover", page, StringComparison.Ordinal);
        Assert.Equal(FormClient.Expected(json, isTyped: false), RenderedForm.OfPage(page).Rows);

        var workbook = await forms.GetAsync("ii-06a?format=xlsx&period=2023");
        Assert.Equal(FormClient.Expected(json, isTyped: true), RenderedForm.OfWorkbook(workbook, "I", names.Count).Rows);
        using var zip = new ZipArchive(new MemoryStream(workbook));
        Assert.DoesNotContain(zip.Entries, entry => Read(entry).Contains("<x:f>", StringComparison.Ordinal) || Read(entry).Contains("<f>", StringComparison.Ordinal));
        Assert.Contains("quotePrefix=\"1\"", Read(zip.Entries.Single(entry => entry.Name == "styles.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_text_on_the_portal_and_a_unit_without_figures_has_a_page()
    {
        using var portal = new PortalClient(server);
        var markup = await portal.PageAsync("/units/H48.71");
        Assert.DoesNotContain("<b onmouseover", markup, StringComparison.Ordinal);
        Assert.Contains($"<h1>{WebUtility.HtmlEncode(OddUnitsServer.Markup).Replace("&#39;", "&#x27;", StringComparison.Ordinal)}</h1>", markup, StringComparison.Ordinal);
        var below = await portal.PageAsync("/units/H48.71.01");
        Assert.Contains(PortalClient.Links(below), link => link.Address == "/units/H48.71" && link.Text == OddUnitsServer.Markup);
        Assert.DoesNotContain("<b onmouseover", below, StringComparison.Ordinal);
        Assert.Contains("HYPERLINK", await portal.PageAsync("/units/H48.O'B%26C"), StringComparison.Ordinal);
        await portal.PageAsync("/");
    }

    [Fact]
    public async Task A_code_cannot_leave_its_literal()
    {
        using var forms = new FormClient(server);
        var form = await forms.JsonAsync("dti-sheet", "&unit=H48.O'B%26C&period=2021");
        Assert.Equal("H48.O'B&C", (string)form["unit"]!["code"]!);
    }

    [Fact]
    public async Task Where_the_warehouse_has_no_rows_declared_figures_stand_and_nothing_is_zero()
    {
        using var forms = new FormClient(server);
        var sheet = await forms.JsonAsync("dti-sheet", "&period=2021");
        Assert.Equal(("Declared", 331m), ((string)FormClient.Cell(sheet, "II.8.1", "value")!["source"]!, FormClient.Number(sheet, "II.8.1")));
        Assert.Equal("NotCounted", FormClient.State(sheet, "II.6.2"));
        Assert.Equal("NotCounted", FormClient.State(await forms.JsonAsync("dti-sheet", "&unit=H48.71&period=2021"), "II.9.1"));
        var results = await forms.JsonAsync("ii-06a", "&period=2023");
        Assert.All(results["rows"]!.AsArray(), row => Assert.Equal("NotCounted", (string)row!["cells"]!["received"]!["state"]!));
    }

    [Fact]
    public async Task A_department_has_the_units_below_it()
    {
        using var forms = new FormClient(server);
        var form = await forms.JsonAsync("ii-06a", "&unit=H48.71&period=2023");
        Assert.Equal(["H48.71", "H48.71.01"], form["rows"]!.AsArray().Select(row => (string?)row!["unitCode"]).OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_load_changes_the_form()
    {
        using var forms = new FormClient(server);
        using var before = await forms.SendAsync("ii-06a?unit=H48.71.01&period=2024-01");
        await server.Folder.LoadAsync(("igate_dossiers_odd.csv", SourceFile.Utf8(
            "Mã hồ sơ,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày hoàn thành,Trạng thái\n"
            + "H48.71.01-240103-0001,1.001612,H48.71.01,Trực tuyến,2024-01-03,2024-01-10,2024-01-10,Đã giải quyết\n"
            + "H48.71.01-240104-0001,1.001612,H48.71.01,Bưu chính,2024-01-04,,,Đang xử lý\n")));

        using var after = await forms.SendAsync("ii-06a?unit=H48.71.01&period=2024-01", ("If-None-Match", before.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        var row = JsonNode.Parse(await after.Content.ReadAsStringAsync())!["rows"]!.AsArray().Single(r => (string?)r!["unitCode"] == "H48.71.01")!["cells"]!;
        Assert.Equal("2 1 1 0 1 0 1 0 1 1 0", string.Join(' ', row.AsObject().Skip(2).Select(cell => ((decimal)cell.Value!["value"]!).ToString(CultureInfo.InvariantCulture))));
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
