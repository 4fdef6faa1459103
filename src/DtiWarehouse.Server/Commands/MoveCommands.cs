using System.CommandLine;
using System.Data.Common;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Moves;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>export --output DIR</c>: the whole warehouse as CSV files with a manifest. <c>import --input DIR</c>: takes one into an empty
/// warehouse, on whichever database.
/// </summary>
public static class MoveCommands
{
    public static Command CreateExport()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "Thư mục mới nhận tệp. / A new folder for the files.", Required = true };
        var command = new Command("export", "Xuất cả kho ra tệp CSV kèm bảng kê có mã băm. / Export the whole warehouse as CSV files with a manifest of hashes.") { output };
        command.SetAction(parsed => Guarded(warehouse => WarehouseMove.Export(warehouse, parsed.GetValue(output)!.FullName, TimeProvider.System, Print)));
        return command;
    }

    public static Command CreateImport()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "Thư mục của một bản xuất. / Folder of an export.", Required = true };
        var command = new Command("import", "Nhập một bản xuất vào kho trống, đối chiếu từng dòng. / Import an export into an empty warehouse, verified row for row.") { input };
        command.SetAction(parsed => Guarded(warehouse => WarehouseMove.Import(warehouse, parsed.GetValue(input)!.FullName, Print)));
        return command;
    }

    private static void Print(MoveProgress progress) => Console.WriteLine($"  {progress.Table,-26} {ConsoleProgress.Number(progress.Rows),11} dòng/rows");

    /// <summary>Exit 0 when all rows are over and verified, 1 when the database or disk refused, 2 when the command, a setting or the export is wrong.</summary>
    private static int Guarded(Func<WarehouseDatabase, MoveManifest> move)
    {
        try
        {
            var warehouse = CommandSettings.Read().Warehouse;
            var manifest = move(warehouse);
            Console.WriteLine($"{warehouse.DisplayName}: {ConsoleProgress.Number(manifest.Tables.Sum(t => t.Rows))} dòng, {manifest.Tables.Count} bảng, phiên bản dữ liệu {manifest.DataVersion}. / rows, tables, data version.");
            return 0;
        }
        catch (Exception wrong) when (wrong is SettingsException or MoveException or NewerWarehouseException or NotDeployedException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Chưa xong, kho đích không thay đổi. / It broke off; the warehouse it was to go into is unchanged. ({failure.Message})");
            return 1;
        }
    }
}
