using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// The text of a file as a stream of checked UTF-8 without byte order mark, whatever the file holds: plain or GZIP (told by
/// its first bytes), UTF-8 with or without mark, UTF-16 with mark. It can be opened several times; the file stays locked
/// against writers in between, so every pass sees the same bytes.
/// </summary>
internal sealed class FeedText : IDisposable
{
    private const string Utf8Name = "UTF-8";

    private readonly FileStream _file;
    private readonly bool _isCompressed;
    private readonly int _markLength;
    private readonly UnicodeEncoding? _utf16;

    public FeedText(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[4];
        _isCompressed = start[.._file.ReadAtLeast(start, 2, throwOnEndOfStream: false)] is [0x1F, 0x8B, ..];
        (_markLength, _utf16, EncodingName) = Sniff(start) switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (3, null, "UTF-8 BOM"),
            [0xFF, 0xFE, 0, 0] => (0, null, Utf8Name), // UTF-32: not a form of the contract, the check refuses its zeros
            [0xFF, 0xFE, ..] => (2, Strict(bigEndian: false), "UTF-16 LE"),
            [0xFE, 0xFF, ..] => (2, Strict(bigEndian: true), "UTF-16 BE"),
            _ => (0, null, Utf8Name),
        };
    }

    public string EncodingName { get; }

    /// <summary>The text from its start. One pass at a time: the passes share the file's position.</summary>
    public StrictUtf8Stream Open()
    {
        var raw = OpenRaw();
        Span<byte> mark = stackalloc byte[_markLength];
        raw.ReadExactly(mark);
        return _utf16 is null
            ? new StrictUtf8Stream(raw, EncodingName, leaveOpen: !_isCompressed)
            : new StrictUtf8Stream(
                Encoding.CreateTranscodingStream(raw, _utf16, new UTF8Encoding(false), leaveOpen: !_isCompressed),
                EncodingName, leaveOpen: false);
    }

    /// <summary>SHA-256 of the file's bytes as they lie on disk, lower-case hexadecimal.</summary>
    public string Hash()
    {
        _file.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(_file));
    }

    public void Dispose() => _file.Dispose();

    private Stream OpenRaw()
    {
        _file.Position = 0;
        return _isCompressed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : _file;
    }

    private ReadOnlySpan<byte> Sniff(Span<byte> start)
    {
        var raw = OpenRaw();
        try
        {
            return start[..raw.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return []; // A damaged archive: the first pass reports it.
        }
        finally
        {
            if (_isCompressed)
                raw.Dispose();
        }
    }

    private static UnicodeEncoding Strict(bool bigEndian) =>
        new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);
}
