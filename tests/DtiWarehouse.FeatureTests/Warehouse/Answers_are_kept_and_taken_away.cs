using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using ExcelDataReader;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Caching by the warehouse's data version, compression, downloads and explanations, as the product is set up for them.</summary>
public abstract class Answers_are_kept_and_taken_away(SampleServer server, EmptyServer empty)
{
    private StrictClient Client => server.Client;

    [Fact]
    public async Task Refreshing_what_has_not_changed_sends_nothing()
    {
        var first = await Client.GetAsync("DossierMonths?$top=100");
        var again = await Client.SendAsync("DossierMonths?$top=100", headers: ("If-None-Match", first.Headers["ETag"][0]));
        Assert.Equal((304, 0), ((int)again.Status, again.Body.Length));
        var newest = (await Client.GetAsync("LoadRuns?$orderby=DataVersion%20desc&$top=1&$select=DataVersion")).Value[0]!["DataVersion"]!;
        Assert.InRange((long)newest, 1, long.Parse(first.Headers["DTIW-Data-Version"][0], CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("gzip", "Dossiers?$top=500"), InlineData("br", "Dossiers?$top=500"), InlineData("gzip", "Dossiers?$format=csv&$top=500"), InlineData("br", "$metadata")]
    public async Task Answers_are_compressed_where_the_client_takes_it(string encoding, string target)
    {
        var plain = await Client.GetAsync(target);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Client.Root.AbsoluteUri + target);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await http.SendAsync(request);
        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", string.Join(',', response.Headers.Vary), StringComparison.Ordinal);
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream decompressed = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var text = new StreamReader(decompressed, new UTF8Encoding(false));
        Assert.Equal(plain.Text.TrimStart('\uFEFF'), await text.ReadToEndAsync());
    }

    [Fact]
    public async Task A_fact_table_is_taken_away_whole_with_Vietnamese_headings()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var count = await Client.CountAsync("Dossiers");
        var answer = await Client.GetAsync("Dossiers?$format=xlsx&$expand=ReceivingUnit($select=Name)&labels=both", ("Prefer", "maxpagesize=10"));
        Assert.Equal("attachment; filename=\"Dossiers.xlsx\"", answer.Headers["Content-Disposition"][0]);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(answer.Body));
        Assert.True(reader.Read());
        Assert.Contains(" (ReceivingUnit/Name)", string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)), StringComparison.Ordinal);
        var rows = 0;
        for (; reader.Read(); rows++)
        {
        }
        Assert.Equal(count, rows);

        var lines = (await Client.GetAsync("ReportedFigures?$format=csv&$select=FigureCode,Name,Value&labels=name")).Text.Split("\r\n");
        Assert.Equal(await Client.CountAsync("ReportedFigures"), lines.Count(l => l.Length > 0) - 1);
    }

    [Fact]
    public async Task Explanations_are_for_this_machine_unless_a_setting_says_otherwise()
    {
        const string Query = "Dossiers?$filter=ProcessingDays%20gt%205&$top=1";
        Assert.Equal("application/vnd.dtiw.explain+json", (await Client.GetAsync(Query, ("Prefer", "dtiw.explain"))).ContentType);
        Assert.StartsWith("application/json", (await Client.GetAsync(Query, ("Prefer", "dtiw.explain"), ("X-Forwarded-For", "203.0.113.7"))).ContentType, StringComparison.Ordinal);
        Assert.StartsWith("application/json", (await empty.Client.GetAsync(Query, ("Prefer", "dtiw.explain"))).ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_is_what_the_setting_says()
    {
        string In(int count) => $"AdminUnits?$filter=AdminUnitKey%20in%20({string.Join(',', Enumerable.Range(0, count))})";
        await empty.Client.GetAsync(In(30));
        Assert.Equal("ODATA314", (await empty.Client.FailAsync(400, In(31))).ErrorCode);
        await Client.GetAsync(In(31));
    }
}
