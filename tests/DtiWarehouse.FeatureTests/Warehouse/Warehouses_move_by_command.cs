namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The commands <c>deploy</c>, <c>export</c>, <c>import</c> and <c>archive-loads</c>, as an operator types them.</summary>
public abstract class Warehouses_move_by_command(LoadedServer server)
{
    [Fact]
    public async Task A_warehouse_goes_out_while_it_serves_and_into_another_that_answers_the_same()
    {
        using var there = server.Folder.New();
        var export = Path.Combine(there.Location, "export");

        var exported = await server.Folder.RunAsync(["export", "--output", export]);
        var imported = await there.RunAsync(["import", "--input", export]);

        Assert.True(exported.ExitCode == 0, exported.Output + exported.Errors);
        Assert.True(imported.ExitCode == 0, imported.Output + imported.Errors);
        Assert.True(File.Exists(Path.Combine(export, "manifest.json")));
        await using var copy = there.Start(("DTIW_SAMPLE", "false"));
        using var client = await copy.ConnectAsync();
        const string Question = "Dossiers?$select=DossierCode,ReceivedDate,IsOnTime&$expand=ReceivingUnit($select=Name)&$orderby=DossierKey&$top=500";
        Assert.Equal(
            (await server.Client.GetAsync(Question)).Value.ToJsonString(),
            (await client.GetAsync(Question)).Value.ToJsonString());
    }

    [Fact]
    public async Task What_is_no_export_or_no_empty_warehouse_is_told_in_two_languages()
    {
        var folder = server.Folder.With(("manifest.json", SourceFile.Utf8("{}")));

        var noExport = await server.Folder.RunAsync(["import", "--input", folder]);
        var full = await server.Folder.RunAsync(["export", "--output", folder]);
        var noDay = await server.Folder.RunAsync(["archive-loads", "--before", "hôm qua", "--output", folder]);

        Assert.Equal((2, 2, 2), (noExport.ExitCode, full.ExitCode, noDay.ExitCode));
        Assert.Contains("không đọc được. / cannot be read", noExport.Errors, StringComparison.Ordinal);
        Assert.Contains("không trống", full.Errors, StringComparison.Ordinal);
        Assert.Contains("is not empty", full.Errors, StringComparison.Ordinal);
        Assert.Contains("2024-01-31", noDay.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_there_is_deployed_again_without_a_change()
    {
        var deployed = await server.Folder.RunAsync(["deploy"]);

        Assert.True(deployed.ExitCode == 0, deployed.Output + deployed.Errors);
        Assert.Contains("nothing to do", deployed.Output, StringComparison.Ordinal);
    }
}
