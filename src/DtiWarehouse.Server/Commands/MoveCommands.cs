using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Moves;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>export --output DIR</c>: the whole warehouse as CSV files with a manifest. <c>import --input DIR</c>: takes one into an empty
/// warehouse, on whichever database. <c>archive-loads --before DAY --output DIR</c>: moves what old loads left in the ledger out.
/// </summary>
public static class MoveCommands
{
    public static Command CreateExport()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "Thư mục mới nhận tệp. / A new folder for the files.", Required = true };
        var command = new Command("export", "Xuất cả kho ra tệp CSV kèm bảng kê có mã băm. / Export the whole warehouse as CSV files with a manifest of hashes.") { output };
        command.SetAction(parsed => Guarded(warehouse => Said(WarehouseMove.Export(warehouse, parsed.GetValue(output)!.FullName, TimeProvider.System, Print))));
        return command;
    }

    public static Command CreateImport()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "Thư mục của một bản xuất. / Folder of an export.", Required = true };
        var command = new Command("import", "Nhập một bản xuất vào kho trống, đối chiếu từng dòng. / Import an export into an empty warehouse, verified row for row.") { input };
        command.SetAction(parsed => Guarded(warehouse => Said(WarehouseMove.Import(warehouse, parsed.GetValue(input)!.FullName, Print))));
        return command;
    }

    public static Command CreateArchive()
    {
        var before = new Option<string>("--before") { Description = "Ngày (yyyy-MM-dd): các lần nạp bắt đầu trước ngày này. / Day (yyyy-MM-dd): loads that began before it.", Required = true };
        var output = new Option<DirectoryInfo>("--output") { Description = "Thư mục nhận tệp. / Folder for the files.", Required = true };
        var command = new Command(
            "archive-loads", "Chuyển dòng bị từ chối và kết quả kiểm tra của các lần nạp cũ ra tệp. / Move the rejected rows and check results of old loads out of the warehouse into files.") { before, output };
        command.SetAction(parsed => Guarded(warehouse =>
        {
            if (!DateOnly.TryParseExact(parsed.GetValue(before), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                throw new SettingsException($"--before {parsed.GetValue(before)}: cần một ngày như 2024-01-31. / a day like 2024-01-31 is expected.");
            }
            var archived = LedgerArchive.PutAway(warehouse, day, parsed.GetValue(output)!.FullName);
            return $"{ConsoleProgress.Number(archived.RejectedRows)} dòng bị từ chối, {ConsoleProgress.Number(archived.CheckResults)} kết quả kiểm tra. / rejected rows, check results.";
        }));
        return command;
    }

    private static string Said(MoveManifest manifest) =>
        $"{ConsoleProgress.Number(manifest.Tables.Sum(t => t.Rows))} dòng, {manifest.Tables.Count} bảng, phiên bản dữ liệu {manifest.DataVersion}. / rows, tables, data version.";

    private static void Print(MoveProgress progress) => Console.WriteLine($"  {progress.Table,-26} {ConsoleProgress.Number(progress.Rows),11} dòng/rows");

    /// <summary>Exit 0 when all is done and verified, 1 when the database or disk refused, 2 when the command, a setting or the export is wrong.</summary>
    private static int Guarded(Func<WarehouseDatabase, string> move)
    {
        try
        {
            var warehouse = CommandSettings.Read().Warehouse;
            Console.WriteLine($"{warehouse.DisplayName}: {move(warehouse)}");
            return 0;
        }
        catch (Exception wrong) when (wrong is SettingsException or MoveException or NewerWarehouseException or NotDeployedException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Chưa xong, kho không thay đổi. / It broke off; the warehouse is unchanged. ({failure.Message})");
            return 1;
        }
    }
}
