using System.Globalization;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The command <c>load --retry-rejects</c>, and what the feed says of runs, rejected rows and checks.</summary>
public abstract class Rejected_rows_are_tried_again(LoadedServer server)
{
    private StrictClient Client => server.Client;

    [Fact]
    public async Task Rows_that_fail_again_stay_open_once_under_a_run_of_their_own()
    {
        Assert.Equal(0, (await server.Folder.LoadAsync(("igate_dossiers_retry.csv", SourceFile.Dossiers("1.001612", "240107", 40, bad: 2)))).ExitCode);
        var run = (int)(await Client.RowsAsync("LoadRuns?$filter=FileName eq 'igate_dossiers_retry.csv'")).Single()!["LoadKey"]!;

        var finished = await RetryAsync(run);

        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        Assert.Equal("igate_dossiers_retry.csv: read 2, loaded 0, changed 0, unchanged 0, superseded 0, rejected 2", finished.Lines[^1]);
        var retry = (await Client.RowsAsync($"LoadRuns?$filter=RetryOfLoadKey eq {run}&$expand=CheckResults")).Single()!;
        Assert.Equal(("Retry", "Completed", 2, 2), ((string)retry["Kind"]!, (string)retry["Status"]!, (int)retry["RowsRead"]!, (int)retry["RowsRejected"]!));
        Assert.NotEmpty(retry["CheckResults"]!.AsArray());
        Assert.Equal(2, await Client.CountAsync("RejectedRows", $"LoadKey eq {run} and ResolvedLoadKey eq null and RetriedLoadKey eq {(int)retry["LoadKey"]!}"));
        Assert.Equal(0, await Client.CountAsync("RejectedRows", $"LoadKey eq {(int)retry["LoadKey"]!}"));
    }

    [Fact]
    public async Task A_run_without_rejects_has_nothing_to_try()
    {
        var run = (int)(await Client.RowsAsync("LoadRuns?$filter=FileName eq 'igate_dossiers_2.csv.gz'&$orderby=LoadKey&$top=1")).Single()!["LoadKey"]!;

        var finished = await RetryAsync(run);

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("has no open rejected rows", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_run_and_a_command_without_or_with_both_sources_are_wrong()
    {
        var unknown = await RetryAsync(9999);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("There is no run 9999", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("Không có lần nạp 9999", unknown.Errors, StringComparison.Ordinal);

        foreach (var arguments in (string[][])[["load"], ["load", "--inbox", ".", "--retry-rejects", "1"]])
        {
            Assert.Equal(2, (await server.Folder.RunAsync(arguments)).ExitCode);
        }
    }

    [Fact]
    public async Task Checks_are_served_with_their_run_and_hold()
    {
        Assert.Equal(0, await Client.CountAsync("CheckResults", "Violations gt 0 and Severity eq 'Fail' and LoadRun/Status eq 'Completed'"));
        var checks = await Client.RowsAsync("CheckResults?$filter=LoadRun/FileName eq 'igate_dossiers_1.csv' and EntitySet eq 'Dossiers'&$orderby=CheckCode&$select=CheckCode,Name,NameEn,RowsChecked");
        Assert.Contains(checks, check => (string)check!["CheckCode"]! == "RELATIONSHIPS_EXIST" && (long)check["RowsChecked"]! > 0 && ((string)check["Name"]!).Contains("khóa chiều", StringComparison.Ordinal));
    }

    private Task<Finished> RetryAsync(int run) =>
        server.Folder.RunAsync(["load", "--retry-rejects", run.ToString(CultureInfo.InvariantCulture)]);
}
