using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary>The settings of a command that runs beside the server: those of the working folder and the environment.</summary>
internal static class CommandSettings
{
    /// <exception cref="SettingsException">A setting has a value that cannot be used.</exception>
    public static WarehouseSettings Read()
    {
        var builder = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables();
        SettingPlaces.AddFeedsFile(builder, WarehouseSettings.DataFolder(SettingPlaces.Read(builder.Build)));
        return WarehouseSettings.Read(builder.Build());
    }
}
