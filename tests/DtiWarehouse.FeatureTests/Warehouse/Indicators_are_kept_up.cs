using System.Globalization;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Starts, kills and loads around the evaluation, and a province's own indicators.</summary>
public abstract class Indicators_are_kept_up(ProductDatabase product)
{
    private const int Rows = 60;

    [Fact]
    public async Task A_server_that_is_killed_right_after_a_load_has_the_values_after_the_next_start()
    {
        using var folder = new WarehouseFolder(product);
        for (var attempt = 1; ; attempt++)
        {
            await using var server = Start(folder);
            await server.WaitUntilReadyAsync();
            var file = Path.Combine(folder.With(($"igate_dossiers_{attempt}.csv", SourceFile.Dossiers("1.001612", $"24010{attempt}", Rows))), $"igate_dossiers_{attempt}.csv");
            File.Move(file, Path.Combine(folder.Data, "inbox", Path.GetFileName(file)));
            while (folder.Database.Number("SELECT COUNT(*) FROM fact_dossier") < attempt * Rows)
            {
                await Task.Delay(1);
            }
            await server.KillAsync();
            if (folder.Database.Number("SELECT COUNT(*) FROM etl_indicator_due") > 0)
            {
                break;
            }
            Assert.True(attempt < 9, "The evaluation was never caught between the load and its own end.");
        }
        var loaded = folder.Database.Number("SELECT COUNT(*) FROM fact_dossier");
        Assert.NotEqual(loaded, Received(folder));

        await using var next = Start(folder);
        using var client = await next.ConnectAsync();

        Assert.Equal(loaded, await ReceivedAsync(client));
        Assert.Equal(0, folder.Database.Number("SELECT COUNT(*) FROM etl_indicator_due"));
    }

    [Fact]
    public async Task A_wrong_definition_ends_the_start_and_the_load_with_the_file_the_line_and_the_mistake()
    {
        using var folder = new WarehouseFolder(product);
        Define(folder, "cua_tinh.yaml", Own("Dossiers?$apply=filter({unit} and {period} and Chanel eq 'Online')/aggregate($count as Value)"));

        foreach (var command in (string[][])[[], ["load", "--inbox", folder.With()]])
        {
            var ended = await folder.RunAsync(command, ("DTIW_SAMPLE", "false"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

            Assert.Equal(2, ended.ExitCode);
            Assert.Contains("cua_tinh.yaml, dòng/line 13:", ended.Errors, StringComparison.Ordinal);
            Assert.Contains("Chanel", ended.Errors, StringComparison.Ordinal);
            Assert.Contains("truy vấn sai", ended.Errors, StringComparison.Ordinal);
            Assert.Contains("the query is wrong", ended.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_indicator_of_the_province_is_computed_served_changed_and_taken_away_with_its_file()
    {
        using var folder = new WarehouseFolder(product);
        Assert.Equal(0, (await folder.LoadAsync(("igate_dossiers_1.csv", SourceFile.Dossiers("1.001612", "240101", Rows)))).ExitCode);

        Define(folder, "cua_tinh.yaml", Own("Dossiers?$apply=filter({unit} and {period} and Channel eq 'Online')/aggregate($count as Value)"));
        Assert.Equal(("2024: 60", "Quyết định của tỉnh"), await OwnAsync(folder));

        Define(folder, "cua_tinh.yaml", Own("Dossiers?$apply=filter({unit} and {period} and ReceivedDate le 2024-01-10)/aggregate($count as Value)"));
        // Row n is of day n % 28 + 1: 1 to 9, 28 to 37, 56 to 60.
        Assert.Equal(("2024: 24", "Quyết định của tỉnh"), await OwnAsync(folder));

        File.Delete(Path.Combine(folder.Data, "indicators", "cua_tinh.yaml"));
        Assert.Equal(("", null), await OwnAsync(folder));
    }

    private static async Task<(string Values, string? LegalBasis)> OwnAsync(WarehouseFolder folder)
    {
        await using var server = Start(folder);
        using var client = await server.ConnectAsync();
        var values = await client.RowsAsync("IndicatorValues?$filter=Indicator/Code eq 'CUA_TINH' and Period/Grain eq 'Year' and Basis eq 'AsReported'&$select=Value&$expand=Period($select=Code)");
        var indicator = (await client.RowsAsync("Indicators?$filter=Code eq 'CUA_TINH'")).SingleOrDefault();
        return (string.Join("; ", values.Select(row => $"{(string)row!["Period"]!["Code"]!}: {((decimal)row["Value"]!).ToString("0", CultureInfo.InvariantCulture)}")), (string?)indicator?["LegalBasis"]);
    }

    private static void Define(WarehouseFolder folder, string name, string yaml) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Data, "indicators")).FullName, name), yaml);

    private static string Own(string query) =>
        $$"""
        code: CUA_TINH
        version: 1
        name: { vi: Hồ sơ của tỉnh, en: Dossiers of the province }
        framework: CUA_TINH
        legalBasis: Quyết định của tỉnh
        certainty: Known
        source: Tỉnh
        unitOfMeasure: dossiers
        decimals: 0
        direction: HigherIsBetter
        rollUp: Sum
        numerator:
          - query: {{query}}
            unit: ReceivingUnit
            date: ReceivedDate
        """;

    private static ServerProcess Start(WarehouseFolder folder) => folder.Start(("DTIW_SAMPLE", "false"));

    private static long Received(WarehouseFolder folder) => folder.Database.Number(
        $"""
        SELECT COALESCE(SUM(v.value), 0) / {folder.Database.DecimalScale} FROM fact_indicator_value v
        JOIN dim_indicator i ON i.indicator_key = v.indicator_key JOIN dim_period p ON p.period_key = v.period_key
        WHERE i.code = 'DOSSIERS_RECEIVED' AND p.code = '2024' AND v.basis = 'AsReported'
        """);

    private static async Task<long> ReceivedAsync(StrictClient client) => (long)(await client.RowsAsync(
        "IndicatorValues?$filter=Indicator/Code eq 'DOSSIERS_RECEIVED' and Period/Code eq '2024' and Basis eq 'AsReported'&$select=Value")).Sum(row => (decimal)row!["Value"]!);
}
