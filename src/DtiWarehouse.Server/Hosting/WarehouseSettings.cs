using DtiWarehouse.Schema;
using DtiWarehouse.Server.Dialects;
using DtiWarehouse.Server.Jobs;
using DtiWarehouse.Server.Limits;
using DtiWarehouse.Server.Open;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Settings that say where the warehouse is and what it starts with; see README for their names.</summary>
public sealed record WarehouseSettings
{
    /// <summary>Folder of the warehouse and its <c>inbox</c>, <c>archive</c> and <c>rejects</c> (<c>DTIW_DATA</c>).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Where the warehouse is (<c>Warehouse__Provider</c>, <c>ConnectionStrings__Warehouse</c>, for readers and <c>deploy</c>
    /// <c>ConnectionStrings__WarehouseReader</c> and <c>ConnectionStrings__WarehouseOwner</c>); <c>warehouse.db</c> in the data
    /// folder where nothing is set.
    /// </summary>
    public required ServerDatabase Database { get; init; }

    public WarehouseDatabase Warehouse => Database.Warehouse;

    /// <summary>Whether an empty warehouse is filled with sample exports (<c>DTIW_SAMPLE</c>).</summary>
    public required bool Sample { get; init; }

    /// <summary>Size of the sample; 1 = calibrated to the published totals (<c>DTIW_SAMPLE_SIZE</c>).</summary>
    public required double SampleSize { get; init; }

    /// <summary>
    /// Key that signs page links, 32 bytes as base64 (<c>OData__SigningKey</c>): the same on every server behind one address.
    /// Without it a file in the data folder holds one.
    /// </summary>
    public required byte[]? SigningKey { get; init; }

    /// <summary>Root of the feed's links, where requests do not show it (<c>OData__PublicRoot</c>); null = as requested.</summary>
    public required Uri? PublicRoot { get; init; }

    public required ProxySettings Proxy { get; init; }

    public required LoadSettings Load { get; init; }

    public required FeedSettings Feed { get; init; }

    public required LimitSettings Limits { get; init; }

    public required JobSettings Jobs { get; init; }

    /// <summary>What callers without a key may see where they do not see everything.</summary>
    public required OpenSettings Open { get; init; }

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
        var data = DataFolder(configuration);
        return new WarehouseSettings
        {
            DataDirectory = data,
            Database = ServerDatabase.Open(Provider(configuration["Warehouse:Provider"]), name => configuration.GetConnectionString(name) is { Length: > 0 } text ? text : null, data),
            Sample = SettingValues.Flag(configuration, "DTIW_SAMPLE", fallback: true),
            SampleSize = Size(configuration["DTIW_SAMPLE_SIZE"]),
            SigningKey = Key(configuration["OData:SigningKey"]),
            PublicRoot = Root(configuration["OData:PublicRoot"]),
            Proxy = ProxySettings.Read(configuration),
            Load = LoadSettings.Read(configuration),
            Feed = FeedSettings.Read(configuration),
            Limits = LimitSettings.Read(configuration),
            Jobs = JobSettings.Read(configuration),
            Open = OpenSettings.Read(configuration),
        };
    }

    /// <summary>The data folder of a configuration (<c>DTIW_DATA</c>), whether it exists yet or not.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        Path.GetFullPath(configuration["DTIW_DATA"] is { Length: > 0 } folder ? folder : "data");

    private static WarehouseProvider Provider(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return WarehouseProvider.Sqlite;
        }
        return Enum.TryParse<WarehouseProvider>(text, ignoreCase: true, out var provider) && !char.IsAsciiDigit(text[0])
            ? provider
            : throw new SettingsException(
                $"Warehouse__Provider={text}: chỉ nhận {string.Join(", ", Enum.GetNames<WarehouseProvider>())}. / one of {string.Join(", ", Enum.GetNames<WarehouseProvider>())} is expected.");
    }

    private static byte[]? Key(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        var key = new byte[48];
        // The text is a secret: it is not repeated.
        return Convert.TryFromBase64String(text, key, out var length) && length == 32
            ? key[..length]
            : throw new SettingsException("OData__SigningKey: cần 32 byte ngẫu nhiên viết bằng base64 (openssl rand -base64 32). / 32 random bytes as base64 are expected (openssl rand -base64 32).");
    }

    private static Uri? Root(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        return Uri.TryCreate(text, UriKind.Absolute, out var root) && root.Scheme is "http" or "https" && root.UserInfo.Length == 0 && root.Query.Length == 0 && root.Fragment.Length == 0
            ? root
            : throw new SettingsException($"OData__PublicRoot={text}: cần địa chỉ đầy đủ, như https://du-lieu.tinh.gov.vn/odata/v1/. / a complete address is expected, such as https://data.example.org/odata/v1/.");
    }

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
