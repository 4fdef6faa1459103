using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// Passes UTF-8 text on and refuses everything else (<c>ENCODING_INVALID</c>, with line and offset), so that no later stage
/// meets a replacement character.
/// </summary>
internal sealed class StrictUtf8Stream(Stream inner, string encodingName) : ForwardStream
{
    private readonly byte[] _pending = new byte[3];
    private int _pendingLength;
    private long _offset;
    private long _line = 1;

    public override int Read(Span<byte> buffer)
    {
        var read = ReadInner(buffer);
        Check(buffer[..read], isEnd: read == 0 && buffer.Length > 0);
        return read;
    }

    /// <summary>Reads the rest for the sake of the check.</summary>
    public void Drain()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (Read(buffer) > 0)
        {
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (DecoderFallbackException)
        {
            // UTF-16 is decoded in blocks: the place is known to a block only.
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"Dòng {_line} hoặc ngay sau đó"),
                string.Create(CultureInfo.InvariantCulture, $"Line {_line} or soon after"));
        }
    }

    /// <summary>Checks a chunk together with the start of a character that the last chunk ended in.</summary>
    private void Check(ReadOnlySpan<byte> chunk, bool isEnd)
    {
        if (isEnd && _pendingLength > 0)
            throw Invalid(_offset);
        while (_pendingLength > 0 && !chunk.IsEmpty)
        {
            Span<byte> joined = [.. _pending.AsSpan(0, _pendingLength), chunk[0]];
            chunk = chunk[1..];
            switch (Rune.DecodeFromUtf8(joined, out _, out _))
            {
                case OperationStatus.Done:
                    _offset += joined.Length;
                    _pendingLength = 0;
                    break;
                case OperationStatus.NeedMoreData:
                    joined.CopyTo(_pending);
                    _pendingLength = joined.Length;
                    break;
                default:
                    throw Invalid(_offset);
            }
        }
        if (chunk.IsEmpty)
            return;
        var whole = chunk[..^IncompleteTail(chunk)];
        if (!Utf8.IsValid(whole) || whole.Contains((byte)0))
            throw Invalid(_offset + FirstInvalid(whole), whole[..FirstInvalid(whole)].Count((byte)'\n'));
        _line += whole.Count((byte)'\n');
        _offset += whole.Length;
        _pendingLength = chunk.Length - whole.Length;
        chunk[whole.Length..].CopyTo(_pending);
    }

    /// <summary>Length of a character that may go on in the next chunk: a lead byte among the last three that lacks followers.</summary>
    private static int IncompleteTail(ReadOnlySpan<byte> chunk)
    {
        for (var back = 1; back <= Math.Min(3, chunk.Length); back++)
        {
            if ((chunk[^back] & 0xC0) != 0x80)
                return Rune.DecodeFromUtf8(chunk[^back..], out _, out _) == OperationStatus.NeedMoreData ? back : 0;
        }
        return 0;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && text[at] != 0 && Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }

    private FeedFileException Invalid(long offset, int linesBefore = 0) => Refusal(
        string.Create(CultureInfo.InvariantCulture, $"Dòng {_line + linesBefore} (byte {offset})"),
        string.Create(CultureInfo.InvariantCulture, $"Line {_line + linesBefore} (byte {offset})"));

    private FeedFileException Refusal(string vietnamesePlace, string englishPlace) => new(ReasonCode.EncodingInvalid,
        $"{vietnamesePlace} không phải văn bản {encodingName} hợp lệ; hãy lưu lại tệp bằng “CSV UTF-8”. / "
        + $"{englishPlace} is not valid {encodingName} text; save the file again as “CSV UTF-8”.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
