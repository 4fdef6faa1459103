using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Runs only when the environment asks for the calibrated first start: DTIW_TEST_CALIBRATED=1.</summary>
public sealed class CalibratedFactAttribute : FactAttribute
{
    public CalibratedFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("DTIW_TEST_CALIBRATED") != "1")
        {
            Skip = "Set DTIW_TEST_CALIBRATED=1 to start the server with the full sample.";
        }
    }
}

/// <summary>A first start of default size reproduces the published totals; every number is asked of the feed.</summary>
[Collection(ProductOnSqlite.Name)]
[OnSqliteOnly("Its size is that of the embedded database's first start; elsewhere the small sample is loaded by the same code.")]
public sealed class The_calibrated_start
{
    private const string City = "ReceivingUnit/DistrictCode eq '522'";
    private const string Received2023 = City + " and ReceivedDate ge 2023-01-01 and ReceivedDate le 2023-11-27";
    private const string Resolved2023 = City + " and ResolvedDate ge 2023-01-01 and ResolvedDate le 2023-11-27";
    private const string Resolved2021 = "ResolvedDate ge 2021-01-01 and ResolvedDate le 2021-12-31";
    private const string Received2021 = "ReceivedDate ge 2021-01-01 and ReceivedDate le 2021-12-31";
    private const string August2020 = "ge 2020-08-01 and {0} le 2020-08-31";

    [CalibratedFact]
    public async Task Gives_the_published_totals()
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);
        await using var server = folder.Start();
        using var client = await server.ConnectAsync();

        await CityIn2023(client);
        await ProvinceIn2021(client);
        await CommunesInAugust2020(client);
        await SecondQuarterOf2018(client);
        await MonthsAddUpToTheDossiersOfEachYear(client);
        await FormsShowThePublishedFigures(server);
        await IndicatorsGiveThePublishedRates(client);
        await DeclaredFiguresMatch(client);
    }

    private static async Task IndicatorsGiveThePublishedRates(StrictClient client)
    {
        const string CityCommittee = "Unit/DistrictCode eq '522' and Unit/Kind eq 'DistrictPeopleCommittee'";
        const string Province = "Unit/Kind eq 'ProvincePeopleCommittee'";
        foreach (var (unit, period, indicator, numerator, denominator, rate, decimals) in ((string, string, string, decimal, decimal, decimal, int)[])
        [
            (CityCommittee, "2023-to-11-27", "RESOLVED_OVER_RECEIVED", 103_095, 103_331, 99.77m, 2),
            (CityCommittee, "2023-to-11-27", "COMPONENTS_DIGITISED", 51_089, 103_331, 49.44m, 2),
            (CityCommittee, "2023-to-11-27", "RESULTS_DIGITISED", 41_920, 103_095, 40.66m, 2),
            (CityCommittee, "2023-to-11-27", "ONLINE_OF_PARTIAL", 28_037, 83_843, 33.44m, 2),
            (CityCommittee, "2023-to-11-27", "ONLINE_OF_FULL", 11_696, 15_575, 75.1m, 1),
            (Province, "2021", "DTI2021_II_9", 21_471, 54_160, 39.64m, 2),
            (Province, "2021", "DTI2021_II_8", 213, 418, 50.96m, 2),
            (Province, "2020-08", "COMMUNES_ON_ONE_STOP", 47, 173, 27.17m, 2),
        ])
        {
            var value = Assert.Single(await client.RowsAsync($"IndicatorValues?$filter=Indicator/Code eq '{indicator}' and Period/Code eq '{period}' and Basis eq 'AsReported' and {unit}"))!;
            Assert.Equal((indicator, numerator, denominator), (indicator, (decimal)value["Numerator"]!, (decimal)value["Denominator"]!));
            Assert.Equal((indicator, rate), (indicator, Math.Round((decimal)value["Value"]!, decimals, MidpointRounding.AwayFromZero)));
        }
    }

    private static async Task DeclaredFiguresMatch(StrictClient client)
    {
        var verdicts = (await client.RowsAsync("Reconciliations?$expand=ReportedFigure($select=FigureCode)")).GroupBy(row => (string)row!["Verdict"]!).ToDictionary(g => g.Key, g => g.ToList());

        Assert.True(!verdicts.TryGetValue("Differs", out var different), string.Join('\n', different?.Select(row => row!.ToJsonString()) ?? []));
        Assert.Equal((39, 83), (verdicts["Match"].Count, verdicts["NotComputable"].Count));
        foreach (var (figure, declared) in ((string, decimal)[])[("001-02", 99.77m), ("001-03", 49.44m), ("001-04", 40.66m), ("001-05", 33.44m), ("001-06", 75.1m)])
        {
            var row = verdicts["Match"].Single(row => (string)row!["ReportedFigure"]!["FigureCode"]! == figure)!;
            Assert.Equal((declared, 0m), ((decimal)row["Declared"]!, (decimal)row["Difference"]!));
        }
    }

    private static async Task CityIn2023(StrictClient client)
    {
        Assert.Equal(103_331, await client.CountAsync("Dossiers", Received2023));
        Assert.Equal(103_095, await client.CountAsync("Dossiers", Resolved2023));
        Assert.Equal(51_089, await client.CountAsync("Dossiers", Received2023 + " and AreComponentsDigitised eq true"));
        Assert.Equal(41_920, await client.CountAsync("Dossiers", Resolved2023 + " and IsResultDigitised eq true"));
        Assert.Equal(83_843, await client.CountAsync("Dossiers", Received2023 + " and ServiceClass eq 'Partial'"));
        Assert.Equal(28_037, await client.CountAsync("Dossiers", Received2023 + " and ServiceClass eq 'Partial' and Channel eq 'Online'"));
        Assert.Equal(15_575, await client.CountAsync("Dossiers", Received2023 + " and ServiceClass eq 'Full'"));
        Assert.Equal(11_696, await client.CountAsync("Dossiers", Received2023 + " and ServiceClass eq 'Full' and Channel eq 'Online'"));
        Assert.Equal(3_913, await client.CountAsync("Dossiers", Received2023 + " and not (ServiceClass in ('Partial','Full'))"));
    }

    private static async Task ProvinceIn2021(StrictClient client)
    {
        Assert.Equal(54_160, await client.CountAsync("Dossiers", Resolved2021));
        Assert.Equal(54_160, await client.CountAsync("Dossiers", Received2021));
        Assert.Equal(8_085, await client.CountAsync("Dossiers", Resolved2021 + " and Channel eq 'Online' and ServiceLevelLabel eq 'Mức độ 3'"));
        Assert.Equal(13_386, await client.CountAsync("Dossiers", Resolved2021 + " and Channel eq 'Online' and ServiceLevelLabel eq 'Mức độ 4'"));
        foreach (var year in (string[])[Received2021, Resolved2021])
        {
            foreach (var (label, any, online) in ((string, int, int)[])[("Mức độ 3", 331, 169), ("Mức độ 4", 87, 44)])
            {
                Assert.Equal((any, online), (
                    await DistinctAsync(client, "Dossiers", $"{year} and ServiceLevelLabel eq '{label}'", "Procedure", "ProcedureCode"),
                    await DistinctAsync(client, "Dossiers", $"{year} and ServiceLevelLabel eq '{label}' and Channel eq 'Online'", "Procedure", "ProcedureCode")));
            }
        }
    }

    private static async Task CommunesInAugust2020(StrictClient client)
    {
        var month = $"ReceivedDate {August2020.Replace("{0}", "ReceivedDate", StringComparison.Ordinal)} and ReceivingUnit/Kind eq 'CommunePeopleCommittee'";
        Assert.Equal(47, await DistinctAsync(client, "Dossiers", month, "ReceivingUnit", "UnitCode"));
        Assert.Equal(47, await DistinctAsync(client, "Dossiers", month + " and ReceivingUnit/DistrictCode in ('527','531','532','535')", "ReceivingUnit", "UnitCode"));
        Assert.Equal(47, await client.CountAsync(
            "AdminUnits", "Level eq 'Commune' and ValidFrom le 2020-08-01 and ValidTo ge 2020-08-01 and DistrictCode in ('527','531','532','535')"));

        var documents = $"DocumentDate {August2020.Replace("{0}", "DocumentDate", StringComparison.Ordinal)} and Unit/Kind eq 'CommunePeopleCommittee' and Direction eq 'Outgoing' and Form eq 'Electronic'";
        var issuing = await DistinctAsync(client, "SignedDocuments", documents, "Unit", "UnitCode");
        var signing = await DistinctAsync(client, "SignedDocuments", documents + " and IsSigned eq true", "Unit", "UnitCode");
        Assert.True(issuing >= 0.57 * 173, $"{issuing} communes issue electronic documents.");
        Assert.InRange(signing / 173.0, 0.295, 0.305);
    }

    private static async Task SecondQuarterOf2018(StrictClient client)
    {
        const string Documents = "DocumentDate ge 2018-04-01 and DocumentDate le 2018-06-30 and IsSecret eq false";
        var all = await client.CountAsync("SignedDocuments", Documents);
        Assert.InRange(await client.CountAsync("SignedDocuments", Documents + " and Form eq 'Electronic'") / (double)all, 0.245, 0.255);
        Assert.InRange(await client.CountAsync("SignedDocuments", Documents + " and Form eq 'ElectronicAndPaper'") / (double)all, 0.695, 0.705);

        const string Dossiers = "ReceivedDate ge 2018-04-01 and ReceivedDate le 2018-06-30 and ServiceLevelLabel in ('Mức độ 3','Mức độ 4')";
        Assert.Equal(710, await client.CountAsync("Dossiers", Dossiers));
        Assert.Equal(94, await DistinctAsync(client, "Dossiers", Dossiers, "Procedure", "ProcedureCode"));
    }

    private static async Task FormsShowThePublishedFigures(ServerProcess server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Address, "forms/v1/") };
        var sheet = JsonNode.Parse(await http.GetStringAsync("dti-sheet?unit=H48&period=2021"))!;
        Assert.Equal(
            ["54.160", "8.085", "13.386", "331", "87", "169", "44"],
            ((string[])["II.9.1", "II.9.2", "II.9.3", "II.8.1", "II.8.2", "II.8.3", "II.8.4"]).Select(row => Computed(sheet, row)));

        var city = JsonNode.Parse(await http.GetStringAsync("annual-report?unit=H48.52&period=2023-to-11-27"))!;
        Assert.Equal(
            ["103.331", "99,77", "49,44", "40,66", "33,44", "75,1", "83", "100,00", "100,00"],
            ((string[])["I.4.1", "I.4.2", "I.4.3", "I.4.4", "I.4.5", "I.4.6", "I.4.7", "I.4.13", "I.4.14"]).Select(row => Computed(city, row)));

        static string Computed(JsonNode form, string row)
        {
            var cell = FormClient.Cell(form, row, "value")!;
            Assert.Equal("Computed", (string)cell["source"]!);
            return (string)cell["text"]!;
        }
    }

    private static async Task MonthsAddUpToTheDossiersOfEachYear(StrictClient client)
    {
        for (var year = 2018; year <= 2026; year++)
        {
            var months = await client.RowsAsync($"DossierMonths?$filter=MonthPeriod/Year eq {year}&$select=Received,Resolved,ComponentsDigitised,ResultsDigitised");
            long Sum(string measure) => months.Sum(r => (long)r![measure]!);

            Assert.Equal(await client.CountAsync("Dossiers", $"year(ReceivedDate) eq {year}"), Sum("Received"));
            Assert.Equal(await client.CountAsync("Dossiers", $"year(ResolvedDate) eq {year}"), Sum("Resolved"));
            Assert.Equal(await client.CountAsync("Dossiers", $"year(ReceivedDate) eq {year} and AreComponentsDigitised eq true"), Sum("ComponentsDigitised"));
            Assert.Equal(await client.CountAsync("Dossiers", $"year(ResolvedDate) eq {year} and IsResultDigitised eq true"), Sum("ResultsDigitised"));
        }
    }

    private static async Task<int> DistinctAsync(StrictClient client, string set, string filter, string navigation, string property)
    {
        var key = set == "Dossiers" ? "DossierKey" : "DocumentKey";
        var rows = await client.RowsAsync($"{set}?$filter={filter}&$select={key}&$expand={navigation}($select={property})");
        return rows.Select((JsonNode? r) => (string)r![navigation]![property]!).Distinct().Count();
    }
}
