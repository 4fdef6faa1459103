using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary><c>load --inbox DIR</c>: loads every feed file of a folder, moves none.</summary>
public static class LoadCommand
{
    public static Command Create()
    {
        var inbox = new Option<DirectoryInfo>("--inbox") { Description = "Thư mục chứa tệp nguồn. / Folder of feed files.", Required = true };
        var command = new Command("load", "Nạp mọi tệp nguồn trong thư mục. / Load every feed file of a folder.") { inbox };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(inbox)!)));
        return command;
    }

    /// <summary>Exit 0 when every file loaded, 1 when one failed, 2 when the command or a setting is wrong.</summary>
    private static int Run(DirectoryInfo inbox)
    {
        if (!inbox.Exists)
        {
            Console.Error.WriteLine($"Không có thư mục {inbox.FullName}. / There is no folder {inbox.FullName}.");
            return 2;
        }
        try
        {
            var configuration = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
            var loader = new WarehouseLoader(WarehouseSettings.Read(configuration), TimeProvider.System);
            var live = LiveLine.OfConsole;
            var clock = Stopwatch.StartNew();
            var runs = loader.LoadFolder(
                inbox.FullName,
                run =>
                {
                    live.Clear();
                    clock.Restart();
                    Console.WriteLine(LoadSummary.Of(run));
                },
                progress => live.Show(ConsoleProgress.LineOf(progress.Feed, progress.RowsRead, progress.RowsRejected, clock.Elapsed)));
            foreach (var stranger in inbox.GetFiles().Where(file => !LoadRunner.IsFeedFile(file.FullName)).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                Console.WriteLine($"{stranger.Name}: để yên, tên không thuộc nguồn cấp nào / left alone, the name belongs to no feed");
            }
            Console.WriteLine(LoadSummary.Total(runs));
            return runs.Any(r => r.Status is LoadStatus.Failed) ? 1 : 0;
        }
        catch (SettingsException setting)
        {
            Console.Error.WriteLine(setting.Message);
            return 2;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DbException)
        {
            Console.Error.WriteLine(
                $"Chưa nạp xong; các tệp đã in ở trên thì đã vào kho, hãy chạy lại cho các tệp còn lại. / The load broke off; the files printed above are in the warehouse, run it again for the others. ({failure.Message})");
            return 1;
        }
    }
}
