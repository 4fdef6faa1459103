using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Files dropped into the inbox of a running server.</summary>
public abstract class The_inbox_is_watched(LoadedServer server)
{
    private StrictClient Client => server.Client;
    private string Inbox => Path.Combine(server.Folder.Data, "inbox");

    [Fact]
    public async Task A_file_is_loaded_and_archived_a_bad_one_refused_and_a_stranger_left_alone()
    {
        Drop("ghi_chu.txt", SourceFile.Utf8("không thuộc nguồn cấp nào"));
        Drop("igate_dossiers_in_bad.csv", SourceFile.Utf8("Mã\n1\n"));
        Drop("igate_dossiers_in.csv", SourceFile.Dossiers("1.001612", "240201", 7));

        await server.Server.WaitUntilAsync(() => Task.FromResult(Has("archive", "igate_dossiers_in.csv") && Has("rejects", "igate_dossiers_in_bad.csv")), "Both files are moved.");

        Assert.Equal(7, await Client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240201-')"));
        Assert.Equal(1, await Client.CountAsync("LoadRuns", "FileName eq 'igate_dossiers_in_bad.csv' and Status eq 'Failed'"));
        Assert.Equal(["ghi_chu.txt"], Directory.EnumerateFiles(Inbox).Select(Path.GetFileName));
        Assert.Contains("igate_dossiers_in.csv: read 7, loaded 7", server.Server.Output, StringComparison.Ordinal);
        File.Delete(Path.Combine(Inbox, "ghi_chu.txt"));
    }

    [Fact]
    public async Task A_file_of_a_name_that_is_archived_already_does_not_overwrite_it()
    {
        Drop("igate_dossiers_twice.csv", SourceFile.Dossiers("1.001612", "240202", 1));
        await server.Server.WaitUntilAsync(() => Task.FromResult(Has("archive", "igate_dossiers_twice.csv")), "The first file is moved.");
        Drop("igate_dossiers_twice.csv", SourceFile.Dossiers("1.001612", "240202", 2));
        await server.Server.WaitUntilAsync(() => Task.FromResult(!Has("inbox", "igate_dossiers_twice.csv")), "The second file is moved.");

        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(server.Folder.Data, "archive"), "*igate_dossiers_twice.csv").Count());
        Assert.Equal(2, await Client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240202-')"));
    }

    [Fact]
    public async Task Readers_during_a_load_see_the_old_rows_or_the_new_ones()
    {
        const int Rows = 4000;
        const string Mine = "Procedure/ProcedureCode eq '2.000777'";
        Drop("igate_dossiers_large.csv", SourceFile.Dossiers("2.000777", "240203", Rows));

        var seen = new List<(int Dossiers, int Counted, long Received)>();
        await server.Server.WaitUntilAsync(
            async () =>
            {
                var page = await Client.GetAsync(FeedQueries.Encode($"Dossiers?$count=true&$select=DossierKey&$filter={Mine}"));
                var months = await Client.RowsAsync($"DossierMonths?$select=Received&$filter={Mine}");
                seen.Add((page.Value.Count, (int)page.Json["@odata.count"]!, months.Sum(r => (long)r!["Received"]!)));
                return !Has("inbox", "igate_dossiers_large.csv");
            },
            "The file is moved.");

        Assert.All(seen, s =>
        {
            Assert.Contains(s.Dossiers, new[] { 0, Rows });
            Assert.Equal(s.Dossiers, s.Counted);
            Assert.Contains(s.Received, new[] { 0L, Rows });
        });
        Assert.Equal(Rows, await Client.CountAsync("Dossiers", Mine));
    }

    private bool Has(string folder, string name) => File.Exists(Path.Combine(server.Folder.Data, folder, name));

    /// <summary>Written aside first, so that the watcher never meets half a file of ours.</summary>
    private void Drop(string name, byte[] content)
    {
        var file = Path.Combine(server.Folder.With((name, content)), name);
        File.Move(file, Path.Combine(Inbox, name));
    }
}
