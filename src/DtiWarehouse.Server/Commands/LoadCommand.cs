using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>load --inbox DIR</c>: loads every feed file of a folder, moves none. <c>load --pull [FEED…]</c>: pulls what is new of
/// the feeds that have a source over the network, and loads it. <c>load --retry-rejects RUN</c>: tries the rejected rows of
/// a run again.
/// </summary>
public static class LoadCommand
{
    /// <summary>Exit code of a command or setting that is wrong.</summary>
    private const int Refused = 2;

    public static Command Create()
    {
        var inbox = new Option<DirectoryInfo?>("--inbox") { Description = "Thư mục chứa tệp nguồn. / Folder of feed files." };
        var pull = new Option<string[]>("--pull")
        {
            Description = "Kéo dữ liệu mới của các nguồn cấp này từ nguồn HTTP; không ghi tên: mọi nguồn đã cấu hình. / Pull what is new of these feeds from their HTTP sources; without names: of all that are configured.",
            HelpName = "FEED", Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = true,
        };
        var retry = new Option<int?>("--retry-rejects") { Description = "Nạp lại các dòng bị từ chối của một lần nạp. / Try the rejected rows of a run again.", HelpName = "RUN" };
        var command = new Command("load", "Nạp mọi tệp nguồn trong thư mục, kéo từ nguồn HTTP, hoặc nạp lại dòng bị từ chối. / Load every feed file of a folder, pull from HTTP sources, or load rejected rows again.") { inbox, pull, retry };
        command.Validators.Add(parsed =>
        {
            if (new Option[] { inbox, pull, retry }.Count(option => parsed.GetResult(option) is not null) != 1)
            {
                parsed.AddError("Hãy ghi đúng một trong ba: --inbox, --pull hoặc --retry-rejects. / Say one of --inbox, --pull and --retry-rejects.");
            }
        });
        command.SetAction((parsed, cancellation) => GuardedAsync((loader, history) =>
            parsed.GetResult(pull) is not null ? PullAsync(loader, history, parsed.GetValue(pull) ?? [], cancellation)
            : Task.FromResult(parsed.GetValue(retry) is { } run ? Retry(loader, history, run) : LoadFolder(loader, history, parsed.GetValue(inbox)!))));
        return command;
    }

    private static int LoadFolder(WarehouseLoader loader, CommandHistory history, DirectoryInfo inbox)
    {
        if (!inbox.Exists)
        {
            Console.Error.WriteLine($"Không có thư mục {inbox.FullName}. / There is no folder {inbox.FullName}.");
            return Refused;
        }
        var live = LiveLine.OfConsole;
        var clock = Stopwatch.StartNew();
        var runs = loader.LoadFolder(
            inbox.FullName,
            run =>
            {
                live.Clear();
                clock.Restart();
                Console.WriteLine(LoadSummary.Of(run));
                history.Add(run);
            },
            progress => live.Show(ConsoleProgress.LineOf(progress.Feed, progress.RowsRead, progress.RowsRejected, clock.Elapsed)));
        foreach (var stranger in inbox.GetFiles().Where(file => !LoadRunner.IsFeedFile(file.FullName)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Console.WriteLine($"{stranger.Name}: để yên, tên không thuộc nguồn cấp nào / left alone, the name belongs to no feed");
        }
        Console.WriteLine(LoadSummary.Total(runs));
        return runs.Any(r => r.Status is LoadStatus.Failed) ? 1 : 0;
    }

    private static int Retry(WarehouseLoader loader, CommandHistory history, int loadKey)
    {
        var outcome = loader.RetryRejects(loadKey);
        foreach (var row in outcome.OnlyInFile)
        {
            Console.WriteLine($"dòng / line {row.LineNumber}: {row.ReasonCode}, dòng lưu lại không đủ ô nên chỉ sửa được trong tệp / the row that was kept is not whole, mend it in its file");
        }
        if (outcome.Run is not { } run)
        {
            Console.WriteLine(outcome.OnlyInFile.Count > 0
                ? $"Không dòng nào của lần {loadKey} nạp lại được từ kho. / No row of run {loadKey} can be tried from the warehouse."
                : $"Lần {loadKey} không còn dòng bị từ chối nào đang mở. / Run {loadKey} has no open rejected rows.");
            return outcome.OnlyInFile.Count > 0 ? 1 : 0;
        }
        Console.WriteLine(LoadSummary.Of(run));
        history.Add(run);
        return run.Status is LoadStatus.Failed ? 1 : 0;
    }

    /// <summary>Pulls one feed after another, in the order in which files of several feeds are loaded; one that fails keeps none from the others.</summary>
    private static async Task<int> PullAsync(WarehouseLoader loader, CommandHistory history, string[] named, CancellationToken cancellation)
    {
        if (named.FirstOrDefault(name => !loader.PulledFeeds.Contains(name)) is { } stranger)
        {
            throw new SettingsException(
                $"--pull {stranger}: nguồn cấp chưa có Feeds__{stranger}__Http__Url; có: {string.Join(", ", loader.PulledFeeds)}. / the feed has no HTTP source.");
        }
        if (loader.PulledFeeds.Count == 0)
        {
            throw new SettingsException(
                "--pull: chưa nguồn cấp nào có nguồn HTTP; hãy đặt Feeds__<feed>__Http__Url. / no feed has an HTTP source; set Feeds__<feed>__Http__Url.");
        }
        loader.Prepare();
        var runs = new List<LoadRun>();
        var isComplete = true;
        foreach (var feed in Feeds.All.Where(feed => named.Length == 0 ? loader.PulledFeeds.Contains(feed) : named.Contains(feed)))
        {
            try
            {
                if (await loader.LoadPulledAsync(feed, cancellation) is { } run)
                {
                    runs.Add(run);
                    Console.WriteLine(LoadSummary.Of(run));
                    history.Add(run);
                }
                else
                {
                    Console.WriteLine($"{feed}: không có gì mới / nothing new");
                }
            }
            catch (PullException failure)
            {
                isComplete = false;
                Console.WriteLine($"{feed}: FAILED {failure.Code}: {failure.Message}");
            }
        }
        Console.WriteLine(LoadSummary.Total(runs));
        return isComplete && runs.All(r => r.Status is not LoadStatus.Failed) ? 0 : 1;
    }

    /// <summary>
    /// Exit 0 when every file loaded or a retry ran through, 1 when one failed or no row could be tried, 2 when the command or a
    /// setting is wrong.
    /// </summary>
    private static async Task<int> GuardedAsync(Func<WarehouseLoader, CommandHistory, Task<int>> load)
    {
        try
        {
            var settings = CommandSettings.Read();
            var indicators = new IndicatorService(settings, TimeProvider.System);
            var exitCode = await load(new WarehouseLoader(settings, TimeProvider.System), new CommandHistory(settings, TimeProvider.System));
            // A refused command leaves no warehouse behind.
            if (exitCode != Refused)
            {
                await indicators.EvaluateAsync(null, CancellationToken.None);
            }
            return exitCode;
        }
        catch (Exception wrong) when (wrong is SettingsException or CatalogueException or RetryException or NewerWarehouseException or NotDeployedException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return Refused;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DbException)
        {
            await Console.Error.WriteLineAsync(
                $"Chưa nạp xong; các tệp đã in ở trên thì đã vào kho, hãy chạy lại cho các tệp còn lại. / The load broke off; the files printed above are in the warehouse, run it again for the others. ({failure.Message})");
            return 1;
        }
    }
}
