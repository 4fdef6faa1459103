using System.Globalization;
using System.Text.Json.Nodes;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What is real from the first day: the published figures and the territories, in a warehouse without any sample.</summary>
public abstract class Published_figures(EmptyServer server)
{
    private StrictClient Client => server.Client;

    [Fact]
    public async Task Every_collected_figure_is_served_as_published()
    {
        var served = (await Client.RowsAsync("ReportedFigures")).ToDictionary(r => (string)r!["FigureCode"]!, r => r!);
        var collected = Collected().ToDictionary(f => f["id"]);

        Assert.Equal(122, collected.Count);
        Assert.Equal(collected.Keys.Order(StringComparer.Ordinal), served.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, fact) in collected)
        {
            var figure = served[id];
            Assert.Equal(id[..3], (string)figure["DocumentCode"]!);
            Assert.Equal(Number(fact["numerator"]), Number(figure["Numerator"]));
            Assert.Equal(Number(fact["denominator"]), Number(figure["Denominator"]));
            var number = Number(fact["value"]);
            Assert.Equal(number, Number(figure["Value"]));
            Assert.Equal(number is null && fact["value"] is not ("" or "(blank)") ? fact["value"] : null, (string?)figure["TextValue"]);
            Assert.Equal(fact["indicator_vi"], (string)figure["Name"]!);
            Assert.Equal(Text(fact["indicator_en"]), (string?)figure["NameEn"]);
            Assert.Equal(Text(fact["unit"]), (string?)figure["UnitOfMeasure"]);
            Assert.Equal(Text(fact["scope"]), (string?)figure["Scope"]);
            Assert.Equal(Text(fact["notes"]), (string?)figure["Notes"]);
        }
    }

    [Fact]
    public async Task Report_140_counts_94_services_and_710_dossiers()
    {
        var rows = await Client.RowsAsync("ReportedFigures?$filter=DocumentNumber eq '140/BC-UBND'&$select=FigureCode,Value,UnitOfMeasure,PeriodFrom,PeriodTo");

        Assert.Contains(rows, r => (decimal?)r!["Value"] == 94 && (string?)r["UnitOfMeasure"] == "services" && (string?)r["PeriodFrom"] == "2018-04-01" && (string?)r["PeriodTo"] == "2018-06-30");
        Assert.Contains(rows, r => (decimal?)r!["Value"] == 710 && (string?)r["UnitOfMeasure"] == "dossiers" && (string?)r["PeriodFrom"] == "2018-04-01" && (string?)r["PeriodTo"] == "2018-06-30");
    }

    [Fact]
    public async Task What_was_not_counted_is_not_zero()
    {
        Assert.Equal(0, await Client.CountAsync("ReportedFigures", "State eq 'NotCounted' and Value ne null"));
        var zero = Assert.Single(await Client.RowsAsync("ReportedFigures?$filter=FigureCode eq '002-14'"))!;
        Assert.Equal((0m, "Reported"), ((decimal)zero["Value"]!, (string)zero["State"]!));
        Assert.True(await Client.CountAsync("ReportedFigures", "State eq 'NotCounted'") > 0);
    }

    [Theory]
    [InlineData("District", "2020-08-01", 13)]
    [InlineData("Commune", "2020-08-01", 173)]
    [InlineData("District", "2025-06-30", 13)]
    [InlineData("Commune", "2025-07-01", 96)]
    [InlineData("District", "2025-07-01", 0)]
    [InlineData("Commune", "2026-01-01", 96)]
    public async Task The_province_had_so_many_territories_on_a_day(string level, string day, int expected) =>
        Assert.Equal(expected, await Client.CountAsync("AdminUnits", $"ProvinceCode eq '51' and Level eq '{level}' and ValidFrom le {day} and (ValidTo eq null or ValidTo ge {day})"));

    [Fact]
    public async Task Every_old_commune_knows_what_it_became()
    {
        var rows = await Client.RowsAsync(
            "AdminUnits?$filter=ProvinceCode eq '51' and Level eq 'Commune' and ValidFrom le 2020-08-01 and ValidTo ge 2020-08-01&$select=Name&$expand=CurrentAdminUnit($select=Name,Level,IsCurrent,ProvinceCode)");

        Assert.Equal(173, rows.Count);
        Assert.All(rows, r => Assert.Equal(("Commune", true, "51"), ((string)r!["CurrentAdminUnit"]!["Level"]!, (bool)r["CurrentAdminUnit"]!["IsCurrent"]!, (string)r["CurrentAdminUnit"]!["ProvinceCode"]!)));
    }

    [Fact]
    public async Task An_empty_warehouse_has_no_organisation_procedure_or_fact_of_its_own()
    {
        var counts = await Client.CountsAsync();

        Assert.Equal((1, 1), (counts["Units"], counts["Procedures"]));
        Assert.Equal("Unknown", (string)(await Client.RowsAsync("Units")).Single()!["Kind"]!);
        foreach (var fact in (string[])["Dossiers", "DossierMonths", "DossierStocks", "OnlineServices", "SignedDocuments", "DocumentMonths", "Satisfactions", "DossierTotals", "RejectedRows"])
        {
            Assert.Equal(0, counts[fact]);
            Assert.Empty((await Client.GetAsync(fact)).Value);
        }
        Assert.Equal(3, counts["LoadRuns"]);
    }

    private static string? Text(string collected) => collected.Length == 0 ? null : collected;

    private static decimal? Number(string collected) => decimal.TryParse(collected, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static decimal? Number(JsonNode? served) => served is null ? null : (decimal)served;

    private static List<Dictionary<string, string>> Collected()
    {
        using var stream = typeof(SampleExport).Assembly.GetManifestResourceStream("seed/seed_facts.csv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(Fields).ToList();
        return [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(f => f.First, f => f.Second))];
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        for (var position = 0; position <= line.Length;)
        {
            if (position < line.Length && line[position] == '"')
            {
                var end = position + 1;
                while (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"'))
                {
                    end += line[end] == '"' ? 2 : 1;
                }
                fields.Add(line[(position + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                position = end + 2;
            }
            else
            {
                var end = line.IndexOf(',', position) is var comma and >= 0 ? comma : line.Length;
                fields.Add(line[position..end]);
                position = end + 1;
            }
        }
        return fields;
    }
}
