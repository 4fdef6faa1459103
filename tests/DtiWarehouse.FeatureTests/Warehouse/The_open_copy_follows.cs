using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The copy that open callers read follows the warehouse, and leaves nothing behind.</summary>
[Collection(ProcessesOnSqlite.Name)]
[OnSqliteOnly("The copy is a file whichever database the warehouse is in.")]
public sealed class The_open_copy_follows : IDisposable
{
    private readonly WarehouseFolder _folder = new(SqliteProduct.Instance);

    private IEnumerable<string> Copies => Directory.EnumerateFiles(Path.Combine(_folder.Data, "open"), "*.db", SearchOption.AllDirectories);

    [Fact]
    public async Task A_load_reaches_open_callers_and_old_copies_go()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder.Data, "open", "of-a-killed-server")).FullName;
        File.WriteAllText(Path.Combine(left, "half.db"), "half");
        await using var server = _folder.Start(("DTIW_SAMPLE", "false"), ("Access__Anonymous", "Open"), ("Access__OpenSets", "OpenDossierMonths"));
        await server.WaitUntilReadyAsync();
        using var stranger = new Stranger(server);
        Assert.Equal("0", (await stranger.GetAsync("OpenDossierMonths/$count")).TrimStart('\uFEFF'));
        Assert.False(Directory.Exists(left));

        Assert.Equal(0, (await _folder.LoadAsync(("igate_dossiers_1.csv", SourceFile.Dossiers("1.000001", "250101", 60)))).ExitCode);

        while ((await stranger.GetAsync("OpenDossierMonths/$count")).TrimStart('\uFEFF') is "0")
        {
            await Task.Delay(100);
        }
        Assert.Contains("\"Received\":60", await stranger.GetAsync("OpenDossierMonths?$select=Received"), StringComparison.Ordinal);
        while (Copies.Count() > 1)
        {
            await Task.Delay(100);
        }
    }

    public void Dispose() => _folder.Dispose();
}
