using System.CommandLine;
using System.Data.Common;
using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>load --inbox DIR</c>: loads every feed file of a folder, moves none. <c>load --pull [FEED…]</c>: pulls what is new of
/// the feeds that have a source over the network, and loads it.
/// </summary>
public static class LoadCommand
{
    public static Command Create()
    {
        var inbox = new Option<DirectoryInfo?>("--inbox") { Description = "Thư mục chứa tệp nguồn. / Folder of feed files." };
        var pull = new Option<string[]>("--pull")
        {
            Description = "Kéo dữ liệu mới của các nguồn cấp này từ nguồn HTTP; không ghi tên: mọi nguồn đã cấu hình. / Pull what is new of these feeds from their HTTP sources; without names: of all that are configured.",
            HelpName = "FEED", Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("load", "Nạp mọi tệp nguồn trong thư mục, hoặc kéo từ nguồn HTTP. / Load every feed file of a folder, or pull from HTTP sources.") { inbox, pull };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(inbox) is null == parsed.GetResult(pull) is null)
            {
                parsed.AddError("Hãy ghi đúng một trong hai: --inbox hoặc --pull. / Say one of --inbox and --pull.");
            }
        });
        command.SetAction((parsed, cancellation) => parsed.GetResult(pull) is null
            ? GuardedAsync(loader => Task.FromResult(LoadFolder(loader, parsed.GetValue(inbox)!)))
            : GuardedAsync(loader => PullAsync(loader, parsed.GetValue(pull) ?? [], cancellation)));
        return command;
    }

    private static int LoadFolder(WarehouseLoader loader, DirectoryInfo inbox)
    {
        if (!inbox.Exists)
        {
            Console.Error.WriteLine($"Không có thư mục {inbox.FullName}. / There is no folder {inbox.FullName}.");
            return 2;
        }
        var runs = loader.LoadFolder(inbox.FullName, run => Console.WriteLine(LoadSummary.Of(run)));
        foreach (var stranger in inbox.GetFiles().Where(file => !LoadRunner.IsFeedFile(file.FullName)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Console.WriteLine($"{stranger.Name}: để yên, tên không thuộc nguồn cấp nào / left alone, the name belongs to no feed");
        }
        Console.WriteLine(LoadSummary.Total(runs));
        return runs.Any(r => r.Status is LoadStatus.Failed) ? 1 : 0;
    }

    /// <summary>Pulls one feed after another, in the order in which files of several feeds are loaded; one that fails keeps none from the others.</summary>
    private static async Task<int> PullAsync(WarehouseLoader loader, string[] named, CancellationToken cancellation)
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

    /// <summary>Exit 0 when every file loaded, 1 when one failed, 2 when the command or a setting is wrong.</summary>
    private static async Task<int> GuardedAsync(Func<WarehouseLoader, Task<int>> load)
    {
        try
        {
            var builder = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables();
            SettingPlaces.AddFeedsFile(builder, WarehouseSettings.DataFolder(builder.Build()));
            return await load(new WarehouseLoader(WarehouseSettings.Read(builder.Build()), TimeProvider.System));
        }
        catch (SettingsException setting)
        {
            await Console.Error.WriteLineAsync(setting.Message);
            return 2;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DbException)
        {
            await Console.Error.WriteLineAsync(
                $"Chưa nạp xong; các tệp đã in ở trên thì đã vào kho, hãy chạy lại cho các tệp còn lại. / The load broke off; the files printed above are in the warehouse, run it again for the others. ({failure.Message})");
            return 1;
        }
    }
}
