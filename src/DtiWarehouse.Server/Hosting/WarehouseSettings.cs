using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Settings that say where the warehouse is and what it starts with; see README for their names.</summary>
public sealed record WarehouseSettings
{
    /// <summary>Folder of the warehouse and its <c>inbox</c>, <c>archive</c> and <c>rejects</c> (<c>DTIW_DATA</c>).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The warehouse file (<c>ConnectionStrings__Warehouse</c>, or <c>warehouse.db</c> in the data folder).</summary>
    public required string File { get; init; }

    /// <summary>Whether an empty warehouse is filled with sample exports (<c>DTIW_SAMPLE</c>).</summary>
    public required bool Sample { get; init; }

    /// <summary>Size of the sample; 1 = calibrated to the published totals (<c>DTIW_SAMPLE_SIZE</c>).</summary>
    public required double SampleSize { get; init; }

    public required LoadSettings Load { get; init; }

    public required FeedSettings Feed { get; init; }

    public required JobSettings Jobs { get; init; }

    public string Inbox => Folder("inbox");
    public string Archive => Folder("archive");
    public string Rejects => Folder("rejects");
    /// <summary>What is being pulled, and what was pulled and is not loaded yet.</summary>
    public string Pulls => Folder("pulls");
    /// <summary>A province's own indicators: files that stand beside those of the product or in their place.</summary>
    public string Indicators => Path.Combine(DataDirectory, "indicators");
    public string SampleFolder => Path.Combine(DataDirectory, "sample");
    public string SigningKeyFile => Path.Combine(Folder("keys"), "page-token.key");

    /// <exception cref="SettingsException">A setting has a value that cannot be used.</exception>
    public static WarehouseSettings Read(IConfiguration configuration)
    {
        var provider = configuration["Warehouse:Provider"] ?? "Sqlite";
        if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingsException(
                $"Warehouse__Provider={provider}: phiên bản này chỉ có Sqlite. Hãy bỏ thiết lập này. / this version has Sqlite only. Remove the setting.");
        }
        var data = DataFolder(configuration);
        return new WarehouseSettings
        {
            DataDirectory = data,
            File = FileOf(configuration.GetConnectionString("Warehouse")) ?? Path.Combine(data, "warehouse.db"),
            Sample = Flag(configuration, "DTIW_SAMPLE", fallback: true),
            SampleSize = Size(configuration["DTIW_SAMPLE_SIZE"]),
            Load = LoadSettings.Read(configuration),
            Feed = FeedSettings.Read(configuration),
            Jobs = JobSettings.Read(configuration),
        };
    }

    /// <summary>The data folder of a configuration (<c>DTIW_DATA</c>), whether it exists yet or not.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        Path.GetFullPath(configuration["DTIW_DATA"] is { Length: > 0 } folder ? folder : "data");

    private static string? FileOf(string? connectionString)
    {
        try
        {
            return SqliteWarehouse.FileOf(connectionString);
        }
        catch (ArgumentException)
        {
            // The text may hold a password: it is not repeated.
            throw new SettingsException(
                "ConnectionStrings__Warehouse: không đọc được; hãy ghi như “Data Source=/duong/dan/warehouse.db”. / cannot be read; write it like “Data Source=/path/to/warehouse.db”.");
        }
    }

    private static bool Flag(IConfiguration configuration, string name, bool fallback) => configuration[name] switch
    {
        null or "" => fallback,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new SettingsException($"{name}={text}: chỉ nhận true hoặc false. / true or false is expected."),
    };

    private static double Size(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 1.0;
        }
        return double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var size) && size is > 0 and <= 100
            ? size
            : throw new SettingsException($"DTIW_SAMPLE_SIZE={text}: cần một số lớn hơn 0 đến 100, ví dụ 0.1. / a number above 0 and up to 100 is expected, such as 0.1.");
    }

    /// <summary>Makes the folders that files are put into, before anyone is told that the server is ready.</summary>
    public void CreateFolders() => _ = (Inbox, Archive, Rejects);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(DataDirectory, name)).FullName;
}

/// <summary>A setting cannot be used; the message says which, why and what to write, in Vietnamese and English.</summary>
public sealed class SettingsException(string message) : Exception(message);
