using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace DtiWarehouse.OData.Response;

/// <summary>A growing UTF-8 buffer that writes JSON pieces. Rent one per answer; dispose it to give the memory back.</summary>
internal sealed class Utf8Output : IDisposable
{
    // Control characters, quote and backslash; everything else stands as it is in JSON.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private byte[] _buffer;

    public Utf8Output(int capacity = 64 * 1024) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void TrimEnd(int count) => Length -= count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Grow(count);
        }
        return _buffer.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + count));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Raw(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Raw(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
    }

    /// <summary>A double; not-a-number and infinities are texts in OData JSON.</summary>
    public void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"INF\""u8 : "\"-INF\""u8);
            return;
        }
        value.TryFormat(Reserve(32), out var written, "R", CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A single by its own shortest digits: 0.1, not the double nearest to it.</summary>
    public void Number(float value)
    {
        if (!float.IsFinite(value))
        {
            Number((double)value);
            return;
        }
        value.TryFormat(Reserve(32), out var written, "R", CultureInfo.InvariantCulture);
        Length += written;
    }

    public void Number(decimal value)
    {
        value.TryFormat(Reserve(40), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>The decimal value / 10^scale, without trailing zeros: 997700 at scale 4 is 99.77.</summary>
    public void Scaled(long value, int scale)
    {
        if (scale == 0)
        {
            Number(value);
            return;
        }
        Span<byte> digits = stackalloc byte[40];
        Utf8Formatter.TryFormat((ulong)Math.Abs((decimal)value), digits, out var count);
        if (value < 0)
        {
            Raw((byte)'-');
        }
        var whole = count - scale;
        if (whole > 0)
        {
            Raw(digits[..whole]);
        }
        else
        {
            Raw((byte)'0');
        }
        var fraction = digits[Math.Max(whole, 0)..count].TrimEnd((byte)'0');
        if (fraction.Length == 0)
        {
            return;
        }
        Raw((byte)'.');
        for (var zeros = whole; zeros < 0; zeros++)
        {
            Raw((byte)'0');
        }
        Raw(fraction);
    }

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Null() => Raw("null"u8);

    /// <summary>UTF-8 text as a JSON string.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(Escaped) < 0)
        {
            var target = Reserve(text.Length + 2);
            target[0] = (byte)'"';
            text.CopyTo(target[1..]);
            target[text.Length + 1] = (byte)'"';
            Length += text.Length + 2;
            return;
        }
        Raw((byte)'"');
        while (text.Length > 0)
        {
            var target = Reserve(text.Length * 6);
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, target, out var consumed, out var written);
            Length += written;
            text = text[consumed..];
        }
        Raw((byte)'"');
    }

    public void Text(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Text(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Text that needs no escape (dates, Guids) in quotes.</summary>
    public void Quoted(ReadOnlySpan<byte> text)
    {
        Raw((byte)'"');
        Raw(text);
        Raw((byte)'"');
    }
}
