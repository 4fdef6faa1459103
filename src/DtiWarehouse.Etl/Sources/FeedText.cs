using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.Etl.Checks;
using Microsoft.Win32.SafeHandles;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// The text of a file as a stream of checked UTF-8 without byte order mark, whatever the file holds: plain or GZIP (told by
/// its first bytes), UTF-8 with or without mark, UTF-16 with mark. It can be read several times; the file stays open in
/// between, so every pass sees the same bytes.
/// </summary>
internal sealed class FeedText : IDisposable
{
    private readonly FileStream _file;
    private readonly bool _isCompressed;
    private readonly int _markLength;
    private readonly UnicodeEncoding? _utf16;

    private FeedText(FileStream file)
    {
        _file = file;
        Span<byte> start = stackalloc byte[4];
        _isCompressed = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)] is [0x1F, 0x8B, ..];
        if (_isCompressed)
            ThrowIfDamaged();
        using var raw = OpenRaw();
        (_markLength, _utf16, EncodingName) = start[..raw.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)] switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (3, null, "UTF-8 BOM"),
            [0xFF, 0xFE, 0, 0] => (0, null, "UTF-8"), // UTF-32: not a form of the contract, the check refuses its bytes
            [0xFF, 0xFE, ..] => (2, Strict(bigEndian: false), "UTF-16 LE"),
            [0xFE, 0xFF, ..] => (2, Strict(bigEndian: true), "UTF-16 BE"),
            _ => (0, (UnicodeEncoding?)null, "UTF-8"),
        };
    }

    public string EncodingName { get; }

    /// <exception cref="FeedFileException"><c>FILE_DAMAGED</c>: a GZIP archive that is incomplete or corrupt.</exception>
    public static FeedText Of(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            return new FeedText(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The text from its start. One pass at a time: the passes share the file's position.</summary>
    public StrictUtf8Stream Open()
    {
        var raw = OpenRaw();
        Span<byte> mark = stackalloc byte[_markLength];
        raw.ReadExactly(mark);
        return new StrictUtf8Stream(
            _utf16 is null ? raw : Encoding.CreateTranscodingStream(raw, _utf16, new UTF8Encoding(false)), EncodingName);
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
        // A second stream over the same handle: closing a pass must not close the file.
        var pass = new FileStream(new SafeFileHandle(_file.SafeFileHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 1 << 16);
        pass.Position = 0;
        return _isCompressed ? new GZipStream(pass, CompressionMode.Decompress) : pass;
    }

    /// <summary>
    /// The runtime decompresses a cut-off archive without complaint, so a half-copied file would load as a short one: the
    /// length that the archive's last four bytes state must be the length that came out.
    /// </summary>
    private void ThrowIfDamaged()
    {
        Span<byte> trailer = stackalloc byte[4];
        _file.Position = Math.Max(0, _file.Length - trailer.Length);
        _file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            using var raw = OpenRaw();
            uint length = 0;
            for (int read; (read = raw.Read(buffer)) > 0; length += (uint)read)
            {
            }
            if (length == BinaryPrimitives.ReadUInt32LittleEndian(trailer))
                return;
        }
        catch (InvalidDataException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        throw new FeedFileException(ReasonCode.FileDamaged,
            "Tệp nén GZIP bị hỏng hoặc chưa chép xong; hãy xuất và chép lại tệp. / "
            + "The GZIP archive is damaged or incomplete; export and copy the file again.");
    }

    private static UnicodeEncoding Strict(bool bigEndian) =>
        new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);
}
