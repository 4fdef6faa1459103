using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;
using ExcelDataReader;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Tables of all rows as CSV and as workbooks, read back by readers that are not ours.</summary>
public abstract class DownloadSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    static DownloadSpec() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private async Task<List<object?[]>> CsvAsync(string target, params (string, string)[] headers)
    {
        var answer = await Client.GetAsync(target, headers);
        Assert.Equal("text/csv;charset=utf-8;header=present", answer.ContentType);
        Assert.Equal(Encoding.UTF8.GetPreamble(), answer.Body[..3]);
        using var reader = ExcelReaderFactory.CreateCsvReader(new MemoryStream(answer.Body), new ExcelReaderConfiguration { AutodetectSeparators = [','], FallbackEncoding = Encoding.UTF8 });
        return ReadAll(reader);
    }

    private async Task<List<object?[]>> WorkbookAsync(string target, params (string, string)[] headers)
    {
        var answer = await Client.GetAsync(target, headers);
        Assert.Equal(Workbook, answer.ContentType);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(answer.Body));
        return ReadAll(reader);
    }

    private static List<object?[]> ReadAll(IExcelDataReader reader)
    {
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        }
        return rows;
    }

    [Fact]
    public async Task A_csv_holds_every_row_and_value()
    {
        var rows = await CsvAsync("Bikes?$format=csv&$select=Id,Name,Notes,Price,Weight,IsSold,Built,ChangedAt&$expand=Maker($select=Name),Successor($select=Id;$expand=Shop($select=Code))");
        Assert.Equal(["Id", "Name", "Notes", "Price", "Weight", "IsSold", "Built", "ChangedAt", "Maker/Name", "Successor/Id", "Successor/Shop/Code"], rows[0]);
        Assert.Equal(BikeShopRows.BikeCount + 1, rows.Count);
        foreach (var (bike, row) in Bikes.Zip(rows.Skip(1)))
        {
            Assert.Equal(bike.Id.ToString(CultureInfo.InvariantCulture), row[0]);
            Assert.Equal(Text(bike.Name), row[1]);
            Assert.Equal(Text(bike.Notes), row[2]);
            Assert.Equal(bike.Price, (string)row[3]! is { Length: > 0 } price ? decimal.Parse(price, CultureInfo.InvariantCulture) : null);
            Assert.Equal(bike.Weight, (string)row[4]! is { Length: > 0 } weight ? double.Parse(weight, CultureInfo.InvariantCulture) : null);
            Assert.Equal(bike.IsSold switch { true => "true", false => "false", null => "" }, row[5]);
            Assert.Equal(bike.Built?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", row[6]);
            Assert.Equal(Text(bike.Maker?.Name), row[8]);
            Assert.Equal(Text(bike.Successor?.ShopCode), row[10]);
        }

        // The reader takes white space off the ends of a cell and ends lines its own way.
        static string Text(string? text) => (text ?? "").ReplaceLineEndings("\n");
    }

    [Fact]
    public async Task Null_and_empty_text_differ_and_numbers_know_no_country()
    {
        var text = (await Client.GetAsync("Bikes?$format=csv&$filter=Id%20eq%201&$select=Name,Notes,Stock,ListPrice,Load,Ride,Photo,SeenAt,Level", ("Accept-Language", "vi"))).Text[1..];
        Assert.Equal($"Name,Notes,Stock,ListPrice,Load,Ride,Photo,SeenAt,Level\r\n\"Xe \"\"một\"\"\",\"O'Neil\n🚲\",9007199254740993,1234.5,0.1,P1DT2H3M4S,AQIDBA==,{FirstSeen},-128\r\n", text);
        Assert.EndsWith("\r\n2,\r\n", (await Client.GetAsync("Bikes?$format=csv&$filter=Id%20eq%202&$select=Id,Notes")).Text, StringComparison.Ordinal);
        var empty = Bikes.First(b => b.Name.Length == 0).Id;
        Assert.EndsWith($"\r\n{empty},\"\"\r\n", (await Client.GetAsync($"Bikes({empty})?$format=csv&$select=Id,Name")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_calculate_stays_text()
    {
        var starts = new[] { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\"=1", "'=1", "a=1" };
        await using (var context = Server.CreateContext())
        {
            context.AddRange(starts.Select((s, i) => new Maker { Id = new Guid(i + 1, 0, 0, new byte[8]), Name = s, Country = "formula", Founded = -i }));
            await context.SaveChangesAsync();
        }
        try
        {
            var lines = (await Client.GetAsync("Makers?$format=csv&$filter=Country%20eq%20'formula'&$orderby=Founded%20desc&$select=Name,Founded")).Text[1..];
            Assert.Equal("Name,Founded\r\n'=1+1,0\r\n'+1,-1\r\n'-1,-2\r\n'@SUM(A1),-3\r\n\"'\t=1\",-4\r\n\"'\r=1\",-5\r\n\"\"\"=1\",-6\r\n'=1,-7\r\na=1,-8\r\n", lines);
            var workbook = await WorkbookAsync("Makers?$format=xlsx&$filter=Country%20eq%20'formula'&$orderby=Founded%20desc&$select=Name,Founded");
            Assert.Equal(["=1+1", 0.0], workbook[1]);
        }
        finally
        {
            await using var context = Server.CreateContext();
            context.RemoveRange(context.Makers.Where(m => m.Country == "formula"));
            await context.SaveChangesAsync();
        }
    }

    [Fact]
    public async Task A_workbook_holds_every_row_and_value_in_its_type()
    {
        var rows = await WorkbookAsync("Bikes?$format=xlsx&$select=Id,Name,Notes,Price,Stock,Weight,IsSold,Built,ChangedAt,SeenAt,Ready,Tag&$expand=Maker($select=Name,Founded)");
        Assert.Equal(["Id", "Name", "Notes", "Price", "Stock", "Weight", "IsSold", "Built", "ChangedAt", "SeenAt", "Ready", "Tag", "Maker/Name", "Maker/Founded"], rows[0]);
        Assert.Equal(BikeShopRows.BikeCount + 1, rows.Count);
        foreach (var (bike, row) in Bikes.Zip(rows.Skip(1)))
        {
            Assert.Equal((double)bike.Id, row[0]);
            Assert.Equal(bike.Name, row[1] ?? "");
            Assert.Equal(bike.Notes ?? "", row[2] ?? "");
            Assert.Equal((double?)bike.Price, row[3]);
            Assert.Equal(bike.Stock is { } stock ? Math.Abs(stock) < 1_000_000_000_000_000 ? (double)stock : stock.ToString(CultureInfo.InvariantCulture) : null, row[4]);
            Assert.Equal(bike.Weight, row[5]);
            Assert.Equal(bike.IsSold, row[6]);
            Assert.Equal(bike.Built?.ToDateTime(default), row[7]);
            Close(bike.ChangedAt, row[8]);
            Close(bike.SeenAt?.UtcDateTime, row[9]);
            Assert.Equal(bike.Ready?.ToTimeSpan().TotalSeconds ?? -1, row[10] switch { DateTime moment => moment.TimeOfDay.TotalSeconds, TimeSpan time => time.TotalSeconds, _ => -1 }, 0.001);
            Assert.Equal(bike.Tag?.ToString(), row[11]);
            Assert.Equal(bike.Maker?.Name, row[12]);
            Assert.Equal((double?)bike.Maker?.Founded, row[13]);
        }

        static void Close(DateTime? expected, object? actual) =>
            Assert.True(expected is null ? actual is null : Math.Abs((expected.Value - (DateTime)actual!).TotalMilliseconds) < 1, $"{expected} {actual}");
    }

    [Fact]
    public async Task A_workbook_is_made_of_well_formed_parts_with_frozen_headings_and_widths()
    {
        var answer = await Client.GetAsync("Bikes?$format=xlsx");
        using var zip = new ZipArchive(new MemoryStream(answer.Body));
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            Assert.NotNull(System.Xml.Linq.XDocument.Load(part).Root);
        }
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var text = await sheet.ReadToEndAsync();
        Assert.Contains("state=\"frozen\"", text, StringComparison.Ordinal);
        Assert.Contains("<col min=\"1\" max=\"1\" width=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aggregated_rows_and_single_entities_are_tables_too()
    {
        var groups = await CsvAsync("Bikes?$format=csv&$apply=groupby((Maker/Country,Kind),aggregate($count%20as%20N,ListPrice%20with%20sum%20as%20Total))&$orderby=N%20desc,Total");
        Assert.Equal(["Kind", "Maker/Country", "N", "Total"], groups[0].Cast<string>().Order(StringComparer.Ordinal));
        // A group without a maker and one of makers without a country are two.
        Assert.Equal(Bikes.GroupBy(b => (b.Maker is null, b.Maker?.Country, b.Kind)).Count(), groups.Count - 1);
        Assert.Equal(BikeShopRows.BikeCount, groups.Skip(1).Sum(r => int.Parse((string)r[Array.IndexOf(groups[0], "N")]!, CultureInfo.InvariantCulture)));
        Assert.Equal([["Id", "Twice"], [1.0, 42.0]], await WorkbookAsync("Bikes?$format=xlsx&$filter=Id%20eq%201&$compute=Gears%20mul%202%20as%20Twice&$select=Id,Twice"));
        Assert.Equal([["Code", "Name"], ["HN", "Hà Nội"]], await CsvAsync("Shops('HN')?$select=Code,Name&$format=text/csv"));
        Assert.Equal([["Name"], ["Giant"]], await WorkbookAsync("Bikes(1)/Maker?$select=Name", ("Accept", Workbook)));
        Assert.Equal(2, (await CsvAsync("Bikes?$format=csv&$orderby=Id&$skip=68")).Count - 1);
        Assert.Equal(204, (int)(await Client.SendAsync("Bikes(2)/Maker?$format=csv")).Status);
        await Client.FailAsync(404, "Bikes(99999)?$format=csv");
    }

    [Theory]
    [InlineData("Bikes", "Bikes.csv"), InlineData("Shops('HN')/Bikes", "Shops-Bikes.csv"), InlineData("Bikes(1)", "Bikes.csv")]
    public async Task A_file_is_called_after_what_it_holds(string target, string name)
    {
        var answer = await Client.GetAsync(target, ("Accept", "text/csv"));
        Assert.Equal($"attachment; filename=\"{name}\"", Assert.Single(answer.Headers["Content-Disposition"]));
        var head = await Client.SendAsync(target, HttpMethod.Head, headers: ("Accept", "text/csv"));
        Assert.Equal((200, answer.ContentType), ((int)head.Status, head.ContentType));
    }

    [Fact]
    public async Task Headings_are_names_labels_or_both()
    {
        Assert.Equal(["Id", "Name"], (await CsvAsync("Bikes?$format=csv&$select=Id,Name&labels=code&$top=1"))[0]);
        Assert.Equal(["Id", "Tên xe"], (await CsvAsync("Bikes?$format=csv&$select=Id,Name&labels=name&$top=1"))[0]);
        Assert.Equal(["Id", "Tên xe (Name)", "Successor / Tên xe (Successor/Name)"], (await CsvAsync("Bikes?$format=csv&$select=Id,Name&$expand=Successor($select=Name)&labels=both&$top=1"))[0]);
        Assert.Equal("ODATA104", (await Client.FailAsync(400, "Bikes?$format=csv&labels=all")).ErrorCode);
    }

    [Theory]
    [InlineData("Bikes?$expand=Rentals"), InlineData("Bikes?$expand=Maker($expand=Bikes)"), InlineData("Bikes?$expand=Maker/$ref"), InlineData("Bikes/$ref?$top=1"), InlineData("Bikes(1)/Name"), InlineData("?")]
    public async Task What_is_no_table_is_refused(string target)
    {
        foreach (var format in new[] { "text/csv", Workbook })
        {
            Assert.Equal("ODATA413", (await Client.FailAsync(406, target, ("Accept", format))).ErrorCode);
        }
    }

    [Theory]
    [InlineData("text/csv;charset=latin1"), InlineData("text/csv;header=absent"), InlineData("text/csv;q=0"), InlineData(Workbook + ";x=1")]
    public async Task A_variant_that_cannot_be_served_is_not_acceptable(string accept) => await Client.FailAsync(406, "Bikes", ("Accept", accept));

    [Fact]
    public async Task Pages_do_not_cut_a_download()
    {
        Assert.Equal(BikeShopRows.BikeCount + 1, (await CsvAsync("Bikes?$format=csv", ("Prefer", "maxpagesize=5"))).Count);
        Assert.Equal(4, (await CsvAsync("Bikes?$format=csv&$top=3")).Count);
        Assert.Single(await CsvAsync("Bikes?$format=csv&$top=0"));
        Assert.Single(await WorkbookAsync("Bikes?$format=xlsx&$filter=false"));
    }
}
