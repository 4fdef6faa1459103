using System.CommandLine;
using System.Data.Common;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>deploy</c>: brings the schema of the warehouse's database to this version, with the owner's account
/// (<c>ConnectionStrings__WarehouseOwner</c>) where there is one.
/// </summary>
public static class DeployCommand
{
    public static Command Create()
    {
        var command = new Command("deploy", "Tạo hoặc nâng cấp lược đồ của cơ sở dữ liệu. / Create or upgrade the schema of the database.");
        command.SetAction(_ => Run());
        return command;
    }

    /// <summary>Exit 0 when the schema is that of this version, 1 when the database refused, 2 when a setting is wrong or the schema is of a later version.</summary>
    private static int Run()
    {
        try
        {
            var warehouse = CommandSettings.Read().Warehouse;
            var deployment = warehouse.Deploy();
            foreach (var step in deployment.Steps)
            {
                Console.WriteLine($"  {step}");
            }
            Console.WriteLine(
                deployment.Steps.Count == 0 ? $"{warehouse.DisplayName}: lược đồ {Warehouse.SchemaVersion}, không có gì phải làm. / schema {Warehouse.SchemaVersion}, nothing to do."
                : deployment.From is { } from ? $"{warehouse.DisplayName}: lược đồ {from} → {Warehouse.SchemaVersion}. / schema {from} → {Warehouse.SchemaVersion}."
                : $"{warehouse.DisplayName}: đã tạo lược đồ {Warehouse.SchemaVersion}. / schema {Warehouse.SchemaVersion} was created.");
            if (deployment.Remark is { } remark)
            {
                Console.WriteLine(remark);
            }
            return 0;
        }
        catch (Exception wrong) when (wrong is SettingsException or NewerWarehouseException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"Chưa thay đổi gì: cơ sở dữ liệu từ chối. / Nothing was changed: the database refused. ({failure.Message})");
            return 1;
        }
    }
}
