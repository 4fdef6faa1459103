using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A temporary folder to run the product in; gone with the test.</summary>
public sealed class WarehouseFolder : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("warehouse-").FullName;

    public string Data => Path.Combine(Location, "data");

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

    /// <summary>Runs <c>load</c> on files of those names.</summary>
    public Task<Finished> LoadAsync(params (string Name, byte[] Content)[] files) => LoadFolderAsync(With(files));

    public Task<Finished> LoadFolderAsync(string folder) => ServerProcess.RunAsync(Location, ["load", "--inbox", folder], ("DTIW_DATA", Data));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
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
