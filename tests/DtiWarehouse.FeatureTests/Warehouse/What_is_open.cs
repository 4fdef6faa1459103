using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Callers without a key see open sets and a summary without small counts, whatever they ask.</summary>
public abstract class What_is_open(OpenServer server)
{
    private const int Smallest = 5;

    private static readonly string[] Sets =
    [
        "AdminUnitSuccessors", "AdminUnits", "AdministrativeLevels", "Dates", "Indicators", "OpenDossierMonths", "Periods", "Procedures", "ReportedFigures", "SourceSystems", "Units",
    ];

    private static readonly string[] Measures = ["Received", "ReceivedOnline", "ComponentsDigitised", "Resolved", "ResolvedOnTime", "ResolvedLate", "ResultsDigitised"];

    private sealed record Row(long Unit, long Month, string? District, int Year, int?[] Counts);

    [Fact]
    public async Task Documents_name_open_sets_only()
    {
        using var stranger = new Stranger(server.Server);

        var document = JsonNode.Parse(await stranger.GetAsync(""))!;
        var metadata = XDocument.Parse(await stranger.GetAsync("$metadata"));

        Assert.Equal(Sets, document["value"]!.AsArray().Select(set => (string)set!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(Sets, Named(metadata, "EntitySet").Order(StringComparer.Ordinal));
        var reached = metadata.Descendants().Where(e => e.Name.LocalName == "NavigationProperty").Select(e => (string)e.Attribute("Name")!).ToHashSet();
        Assert.DoesNotContain("LoadRun", reached);
        Assert.Equal(Sets.Length, Named(metadata, "EntityType").Count());
        // The warehouse has the others.
        Assert.Contains("Dossiers", (await server.Sample.Client.GetAsync("")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("connect"), InlineData("units/H48"), InlineData("?lang=en")]
    public async Task Pages_show_what_is_open_and_lead_to_nothing_else(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Server.Address };
        using var stranger = new Stranger(server.Server);
        await stranger.GetAsync("Periods?$top=1");

        var page = await http.GetStringAsync(path);

        var links = PortalClient.Links(page).Select(link => link.Address).Where(address => address[0] == '/').Distinct().ToList();
        Assert.True(links.Count > 3, string.Join(' ', links));
        foreach (var link in links)
        {
            Assert.Equal(HttpStatusCode.OK, await stranger.StatusAsync(link));
        }
    }

    [Theory]
    [InlineData("Dossiers"), InlineData("Dossiers(1)"), InlineData("Dossiers/$count"), InlineData("Dossiers?$select=DossierCode"), InlineData("DossierMonths"), InlineData("DossierStocks")]
    [InlineData("DossierTotals"), InlineData("SignedDocuments"), InlineData("Satisfactions"), InlineData("IndicatorValues"), InlineData("Reconciliations"), InlineData("LoadRuns")]
    [InlineData("RejectedRows"), InlineData("CheckResults"), InlineData("FeedStates"), InlineData("DocumentMonths"), InlineData("OnlineServices"), InlineData("fact_dossier")]
    public async Task A_set_that_is_not_open_is_not_there(string resource)
    {
        using var stranger = new Stranger(server.Server);
        await stranger.GetAsync("Periods?$top=1");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.AskAsync(resource)).Status);
    }

    [Theory]
    [InlineData("Units?$expand=Dossiers"), InlineData("OpenDossierMonths?$expand=Dossiers"), InlineData("ReportedFigures?$expand=LoadRun"), InlineData("ReportedFigures?$select=LoadRun/FileName")]
    [InlineData("Units?$filter=$root/Dossiers(1)/DossierCode eq 'x'"), InlineData("Units?$filter=$root/Dossiers/$count gt 0"), InlineData("Units?$apply=join(Dossiers as D)/aggregate($count as N)")]
    [InlineData("OpenDossierMonths?$apply=outerjoin(DossierMonths as D)"), InlineData("Units?$apply=descendants($root/Dossiers,Organisation,UnitKey,filter(UnitKey eq 1))")]
    [InlineData("OpenDossierMonths?$apply=aggregate(OnTimeRate)"), InlineData("Units?$filter=DurableCode eq 'x'"), InlineData("OpenDossierMonths?$orderby=Dossiers/$count")]
    public async Task No_expression_leads_to_what_is_not_open(string resource)
    {
        using var stranger = new Stranger(server.Server);
        await stranger.GetAsync("Periods?$top=1");

        var (status, text) = await stranger.AskAsync(resource);

        Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{status} {text}");
    }

    [Theory]
    [InlineData("indicators/v1/values/1"), InlineData("indicators/v1/values/1/numerator"), InlineData("forms/v1/annual-report?format=json"), InlineData("operations/v1/jobs")]
    public async Task What_is_made_of_closed_counts_is_closed(string path)
    {
        using var stranger = new Stranger(server.Server);

        Assert.Equal(HttpStatusCode.Forbidden, await stranger.StatusAsync(path));
    }

    [Fact]
    public async Task A_batch_sees_no_more()
    {
        using var stranger = new Stranger(server.Server);
        await stranger.GetAsync("Periods?$top=1");

        var answer = JsonNode.Parse(await stranger.PostAsync("$batch", """{"requests":[{"id":"1","method":"GET","url":"Periods?$top=1"},{"id":"2","method":"GET","url":"Dossiers?$top=1"}]}"""))!;

        Assert.Equal([200, 404], answer["responses"]!.AsArray().Select(part => (int)part!["status"]!));
    }

    [Fact]
    public async Task What_is_published_are_the_counts_of_the_dossiers_and_small_ones_are_not()
    {
        var truth = Truth();
        var units = server.Folder.Database.Rows("SELECT unit_key, durable_code FROM dim_unit").ToDictionary(row => (long)row[0]!, row => (string)row[1]!);
        var rows = await RowsAsync();

        Assert.NotEmpty(rows);
        var seen = new HashSet<(string, long)>();
        foreach (var row in rows)
        {
            var at = (units[row.Unit], row.Month / 10_000 * 100 + row.Month / 100 % 100);
            Assert.True(seen.Add(at), $"{at} stands twice.");
            var counts = truth.GetValueOrDefault(at) ?? new int[Measures.Length];
            for (var i = 0; i < Measures.Length; i++)
            {
                Assert.True(row.Counts[i] is null || row.Counts[i] == counts[i], $"{at} {Measures[i]}: {row.Counts[i]}, not {counts[i]}");
                Assert.False(row.Counts[i] is > 0 and < Smallest, $"{at} {Measures[i]}: {row.Counts[i]}");
            }
        }
        Assert.Empty(truth.Keys.Except(seen));
        Assert.Contains(rows, row => row.Counts[0] > 0);
    }

    [Fact]
    public async Task Whatever_is_summed_and_filtered_is_what_is_published()
    {
        using var stranger = new Stranger(server.Server);
        var rows = await RowsAsync();
        for (var seed = 0; seed < 25 * TestScale.Factor; seed++)
        {
            var random = new Random(seed);
            var (measure, limit) = (random.Next(Measures.Length), random.Next(40));
            var other = random.Next(Measures.Length);
            var (filter, holds) = ((string, Func<Row, bool>))(random.Next(4) switch
            {
                0 => ($"{Measures[other]} eq null", row => row.Counts[other] is null),
                1 => ($"{Measures[other]} le {limit}", row => row.Counts[other] <= limit),
                2 => ($"not ({Measures[other]} gt {limit}) or MonthPeriod/Year eq 2023", row => !(row.Counts[other] > limit) || row.Year == 2023),
                _ => ($"ReceivingUnit/DistrictCode ne null and {Measures[other]} ne {limit}", row => row.District is not null && row.Counts[other] != limit),
            });
            var (group, key) = ((string, Func<Row, object?>))(random.Next(4) switch
            {
                0 => ("ReceivingUnit/DistrictCode", row => row.District),
                1 => ("MonthPeriod/Year", row => row.Year),
                2 => ("MonthPeriodKey", row => row.Month),
                _ => ("ReceivingUnitKey", row => row.Unit),
            });
            var (method, calculate) = ((string, Func<IEnumerable<int?>, int?>))(random.Next(3) switch
            {
                0 => ("sum", counts => counts.Any(count => count is not null) ? counts.Sum() : null),
                1 => ("max", counts => counts.Max()),
                _ => ("min", counts => counts.Min()),
            });

            var query = $"OpenDossierMonths?$apply=filter({filter})/groupby(({group}),aggregate({Measures[measure]} with {method} as V,$count as N))&$format=csv";
            var answered = Csv(await stranger.GetAsync(query)).Select(cells => string.Join(' ', cells[group], cells["V"], cells["N"]));

            var expected = rows.Where(holds).GroupBy(key).Select(g => string.Create(
                CultureInfo.InvariantCulture, $"{g.Key} {calculate(g.Select(row => row.Counts[measure]))} {g.Count()}"));
            Assert.Equal(expected.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Named(XDocument metadata, string element) =>
        metadata.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string)e.Attribute("Name")!);

    private async Task<IReadOnlyList<Row>> RowsAsync()
    {
        using var stranger = new Stranger(server.Server);
        var text = await stranger.GetAsync($"OpenDossierMonths?$format=csv&$apply=groupby((ReceivingUnitKey,MonthPeriodKey,ReceivingUnit/DistrictCode,MonthPeriod/Year,{string.Join(',', Measures)}))");
        return [.. Csv(text).Select(cells => new Row(
            long.Parse(cells["ReceivingUnitKey"], CultureInfo.InvariantCulture), long.Parse(cells["MonthPeriodKey"], CultureInfo.InvariantCulture),
            cells["ReceivingUnit/DistrictCode"] is { Length: > 0 } district ? district : null, int.Parse(cells["MonthPeriod/Year"], CultureInfo.InvariantCulture),
            [.. Measures.Select(measure => cells[measure].Length == 0 ? (int?)null : int.Parse(cells[measure], CultureInfo.InvariantCulture))]))];
    }

    /// <summary>Rows by column.</summary>
    private static IEnumerable<Dictionary<string, string>> Csv(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(',')).ToList();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    /// <summary>The counts of each unit and month (yyyymm), one dossier after another.</summary>
    private Dictionary<(string Unit, long Month), int[]> Truth()
    {
        var truth = new Dictionary<(string, long), int[]>();
        foreach (var row in server.Folder.Database.Rows(
            """
            SELECT u.durable_code, d.received_date_key, d.resolved_date_key, d.channel, d.are_components_digitised, d.is_result_digitised, d.is_on_time
            FROM fact_dossier d JOIN dim_unit u ON u.unit_key = d.receiving_unit_key
            """))
        {
            var received = Cell((long)row[1]!);
            received[0]++;
            received[1] += (string)row[3]! == "Online" ? 1 : 0;
            received[2] += row[4] is 1L ? 1 : 0;
            if ((long)row[2]! > 0)
            {
                var resolved = Cell((long)row[2]!);
                resolved[3]++;
                resolved[4] += row[6] is 1L ? 1 : 0;
                resolved[5] += row[6] is 0L ? 1 : 0;
                resolved[6] += row[5] is 1L ? 1 : 0;
            }

            int[] Cell(long day) => truth.TryGetValue(((string)row[0]!, day / 100), out var known) ? known : truth[((string)row[0]!, day / 100)] = new int[Measures.Length];
        }
        return truth;
    }
}
