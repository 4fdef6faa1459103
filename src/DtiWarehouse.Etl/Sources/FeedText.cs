using System.Buffers;
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
    private FileStream? _pass;

    /// <summary>Takes an open file over; it is disposed of with the text.</summary>
    /// <exception cref="FeedFileException"><c>FILE_DAMAGED</c>: a GZIP archive that is incomplete or corrupt.</exception>
    public FeedText(FileStream file)
    {
        _file = file;
        _file.Position = 0;
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

    /// <summary>How far the last pass is in the file's bytes, from 0 to 1; null where none is under way.</summary>
    public double? ShareRead => _pass is { CanSeek: true } pass ? (double)pass.Position / Math.Max(1, pass.Length) : null;

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
    public string Hash() => FeedForm.HashOf(_file);

    public void Dispose() => _file.Dispose();

    private Stream OpenRaw() => _isCompressed ? new GZipStream(OpenFile(), CompressionMode.Decompress) : OpenFile();

    private FileStream OpenFile()
    {
        // A second stream over the same handle: closing a pass must not close the file.
        var pass = new FileStream(new SafeFileHandle(_file.SafeFileHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 1 << 16);
        pass.Position = 0;
        _pass = pass;
        return pass;
    }

    /// <summary>
    /// The runtime decompresses a cut-off archive without complaint, so a half-copied file would load as a short one. An
    /// archive may be several in a row, as <c>cat</c> makes them: another one, known beforehand, is put behind the file, and
    /// only where the last member is complete does the reading end with what that one holds.
    /// </summary>
    private void ThrowIfDamaged()
    {
        // Text, so that the compressed member does not hold it as it is.
        var seal = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32));
        using var sealMember = new MemoryStream();
        using (var gzip = new GZipStream(sealMember, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(seal);
        sealMember.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            using var members = new GZipStream(new JoinedStream(OpenFile(), sealMember), CompressionMode.Decompress);
            Span<byte> tail = stackalloc byte[seal.Length];
            for (int read; (read = members.Read(buffer)) > 0;)
            {
                var kept = Math.Min(read, tail.Length);
                tail[kept..].CopyTo(tail);
                buffer.AsSpan(read - kept, kept).CopyTo(tail[^kept..]);
            }
            if (tail.SequenceEqual(seal))
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

    /// <summary>Two streams one after the other.</summary>
    private sealed class JoinedStream(Stream first, Stream second) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => first.Read(buffer) is var read and > 0 ? read : second.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
