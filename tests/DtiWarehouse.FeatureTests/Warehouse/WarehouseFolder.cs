using System.IO.Compression;
using System.Text;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A temporary folder to run the product in, and the database that it stands on; gone with the test.</summary>
public sealed class WarehouseFolder(ProductDatabase product) : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("warehouse-").FullName;

    public string Data => Path.Combine(Location, "data");

    public FolderDatabase Database => field ??= product.Open(Data);

    private IEnumerable<(string Name, string Value)> Settings => [("DTIW_DATA", Data), .. Database.Settings];

    /// <summary>Another folder on a database of the same kind.</summary>
    public WarehouseFolder New() => new(product);

    /// <summary>A new folder inside with files in it.</summary>
    public string With(params (string Name, byte[] Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Location, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
        return folder;
    }

    /// <summary>Starts the server on a free loopback port; it need not be ready, nor listen, when this returns.</summary>
    public ServerProcess Start(params (string Name, string Value)[] settings) => ServerProcess.Start(Location, [.. Settings, .. settings]);

    /// <summary>Starts a command, which may be killed before its end.</summary>
    public ServerProcess Run(string[] arguments, params (string Name, string Value)[] settings) => ServerProcess.Run(Location, arguments, [.. Settings, .. settings]);

    /// <summary>Runs a command to its end.</summary>
    public Task<Finished> RunAsync(string[] arguments, params (string Name, string Value)[] settings) => RunInAsync(Location, arguments, settings);

    /// <summary>Runs a command to its end in another working folder.</summary>
    public Task<Finished> RunInAsync(string location, string[] arguments, params (string Name, string Value)[] settings) =>
        ServerProcess.RunAsync(location, arguments, [.. Settings, .. settings]);

    /// <summary>Runs <c>load</c> on files of those names.</summary>
    public Task<Finished> LoadAsync(params (string Name, byte[] Content)[] files) => LoadFolderAsync(With(files));

    public Task<Finished> LoadFolderAsync(string folder) => RunAsync(["load", "--inbox", folder]);

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(Location, recursive: true);
    }
}

/// <summary>The bytes of a source file.</summary>
internal static class SourceFile
{
    public static byte[] Utf8(string text) => new UTF8Encoding(false).GetBytes(text);

    public static byte[] Utf8WithMark(string text) => [.. Encoding.UTF8.Preamble, .. Utf8(text)];

    public static byte[] Utf16(string text) => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)];

    public static byte[] Utf16BigEndian(string text) => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)];

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }

    /// <summary>Dossiers of a procedure, the first <paramref name="bad"/> of them with a channel that there is not.</summary>
    public static byte[] Dossiers(string procedure, string series, int rows, int bad = 0) => Utf8(
        "Mã hồ sơ,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái,Mức độ dịch vụ\n"
        + string.Concat(Enumerable.Range(1, rows).Select(n => FormattableString.Invariant(
            $"H48.90-{series}-{n:0000},{procedure},H48.90,{(n <= bad ? "Fax" : "Trực tuyến")},2024-01-{n % 28 + 1:00},Đang xử lý,Toàn trình\n"))));
}
