using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Specs;
using DtiWarehouse.Indicators.Catalogue;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Indicators, their targets, values and reconciliations over HTTP, and every value taken apart into the queries that give it.</summary>
public abstract class Indicators_are_served(SampleServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server.Server.Address };

    private StrictClient Client => server.Client;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_file_of_the_catalogue_is_an_indicator_and_every_printed_target_a_row()
    {
        var files = typeof(IndicatorCatalogue).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal) && !name.Contains("reconciliation", StringComparison.Ordinal))
            .Select(name => new StreamReader(typeof(IndicatorCatalogue).Assembly.GetManifestResourceStream(name)!).ReadToEnd().Split('\n')).ToList();
        string Said(string[] file, string field) => file.First(line => line.StartsWith(field + ": ", StringComparison.Ordinal))[(field.Length + 2)..];

        var served = (await Client.RowsAsync("Indicators")).ToDictionary(row => (string)row!["Code"]!, row => row!);
        Assert.Equal(files.Select(file => Said(file, "code")).Order(StringComparer.Ordinal), served.Keys.Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            var row = served[Said(file, "code")];
            Assert.Equal(Said(file, "certainty"), (string)row["Certainty"]!);
            Assert.Equal(Said(file, "direction"), (string)row["Direction"]!);
            Assert.Equal(Said(file, "rollUp"), (string)row["RollUp"]!);
            var queries = file.Select(line => line.Trim()).Where(line => line.StartsWith("- query: ", StringComparison.Ordinal)).Select(line => line["- query: ".Length..]);
            Assert.Equal(queries, $"{(string?)row["NumeratorQuery"]}\n{(string?)row["DenominatorQuery"]}".Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        Assert.Equal(files.Sum(file => file.Count(line => line.Contains("{ level: ", StringComparison.Ordinal))), await Client.CountAsync("IndicatorTargets"));
    }

    [Fact]
    public async Task Every_declared_figure_stands_beside_what_is_computed_or_says_why_not()
    {
        var rows = await Client.RowsAsync("Reconciliations?$expand=ReportedFigure($select=FigureCode),IndicatorValue($select=Value)");

        Assert.Equal(122, rows.Count);
        Assert.Equal(122, rows.Select(row => (string)row!["ReportedFigure"]!["FigureCode"]!).Distinct().Count());
        Assert.All(rows, row => Assert.Equal((string)row!["Verdict"]! == "Match", row["Reason"] is null));
        Assert.All(rows.Where(row => (string)row!["Verdict"]! == "NotComputable"), row => Assert.True(row!["Computed"] is null && row["ReasonEn"] is not null, row.ToJsonString()));
        Assert.All(rows.Where(row => (string)row!["Verdict"]! != "NotComputable"), row => Assert.True(row!["Computed"] is not null && row["IndicatorValue"] is not null, row.ToJsonString()));
    }

    [Fact]
    public async Task The_queries_behind_a_value_give_its_numerator_and_denominator()
    {
        var random = new Random(20_261_128);
        var codes = (await Client.RowsAsync("Indicators?$select=Code&$orderby=Code")).Select(row => (string)row!["Code"]!).ToList();
        string[] periods = ["2018-Q2", "2020-08", "2020-H1", "2021", "2022-9M", "2023-to-11-27", "2024-03", "2025-H1", "2025", "2026-10"];
        var taken = 0;
        for (var draw = 0; draw < 60 * TestScale.Factor; draw++)
        {
            var rows = (await Client.GetAsync(FeedQueries.Encode(
                $"IndicatorValues?$filter=Indicator/Code eq '{codes[random.Next(codes.Count)]}' and Period/Code eq '{periods[random.Next(periods.Length)]}' and Basis eq '{(random.Next(2) == 0 ? "Current" : "AsReported")}'&$top=500"))).Value;
            if (rows.Count == 0)
            {
                continue;
            }
            var value = rows[random.Next(rows.Count)]!;
            var explained = await ExplainAsync((long)value["IndicatorValueKey"]!);
            Assert.Equal((decimal?)value["Value"], (decimal?)explained["value"]);
            foreach (var part in (string[])["Numerator", "Denominator"])
            {
                var said = explained[part.ToLowerInvariant()]!;
                Assert.Equal((decimal?)value[part], (decimal?)said["value"]);
                await AssertGivesAsync((decimal?)value[part], said["terms"]!.AsArray(), $"{part} of {value.ToJsonString()}");
            }
            taken++;
        }
        Assert.True(taken > 20 * TestScale.Factor, $"The draws met {taken} values.");
    }

    [Fact]
    public async Task The_links_of_a_value_lead_to_its_rows()
    {
        var value = await ValueAsync("ON_TIME_OVER_RECEIVED", "2024");
        foreach (var part in (string[])["Numerator", "Denominator"])
        {
            using var answer = await _http.GetAsync((string)value[part + "Link"]!);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            var rows = await Client.GetAsync(Absolute(answer.Headers.Location!.OriginalString) + "&$count=true&$top=1");
            Assert.Equal((decimal)value[part]!, (decimal)rows.Json["@odata.count"]!);
        }
    }

    [Fact]
    public async Task Where_several_queries_add_up_the_link_leads_to_the_page_that_names_them_and_without_a_denominator_nowhere()
    {
        var value = await ValueAsync("DOSSIERS_CARRIED_OVER", "2024");

        using var numerator = await _http.GetAsync((string)value["NumeratorLink"]!);
        Assert.Equal(HttpStatusCode.Redirect, numerator.StatusCode);
        Assert.Equal($"/indicators/v1/values/{(long)value["IndicatorValueKey"]!}", numerator.Headers.Location!.OriginalString);
        await AssertNotFoundAsync((string)value["DenominatorLink"]!, "NoDenominator");
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    [InlineData("abc")]
    [InlineData("999/numerator")]
    public Task A_key_that_there_is_not_is_not_found_in_both_languages(string key) => AssertNotFoundAsync($"/indicators/v1/values/{key}", "NoSuchValue");

    private async Task AssertNotFoundAsync(string path, string code)
    {
        using var answer = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(code, (string)problem["code"]!);
        Assert.Contains("chỉ tiêu", (string)problem["title"]!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("indicator", (string)problem["titleEn"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ExplainAsync(long key)
    {
        using var answer = await _http.GetAsync($"/indicators/v1/values/{key.ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>The province's own value of an indicator in a period.</summary>
    private async Task<JsonNode> ValueAsync(string code, string period) => (await Client.RowsAsync(
        $"IndicatorValues?$filter=Indicator/Code eq '{code}' and Period/Code eq '{period}' and Basis eq 'AsReported' and Unit/Kind eq 'ProvincePeopleCommittee'")).Single()!;

    private async Task AssertGivesAsync(decimal? stored, JsonArray terms, string what)
    {
        decimal? sum = null;
        foreach (var term in terms)
        {
            var figure = (decimal?)(await Client.GetAsync(Absolute((string)term!["figure"]!))).Value.Single()!["Value"];
            sum = figure is null ? sum : (sum ?? 0) + figure;
            Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(Absolute((string)term["rows"]!), ("Prefer", "odata.maxpagesize=3"))).Status);
        }
        // A weighted count is asked for as a sum, and a sum over nothing is null.
        Assert.True((stored ?? 0) == Math.Round(sum ?? 0, 6, MidpointRounding.AwayFromZero) && (stored is not null || sum is null), $"{sum} is not the {what}\n{terms.ToJsonString()}");
    }

    private string Absolute(string path) => server.Server.Address.AbsoluteUri.TrimEnd('/') + path;
}
