using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DtiWarehouse.Schema.Moves;

/// <summary>
/// A file of rows (RFC 4180) in UTF-8, hashed as it goes: a header, then a record a row, lines ended by LF. An empty field is
/// null, an empty text is <c>""</c>, as PostgreSQL's COPY has it.
/// </summary>
internal sealed class CsvTableWriter : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private readonly StreamWriter _text;

    public CsvTableWriter(string path, IReadOnlyList<string> columns)
    {
        _file = File.Create(path, 1 << 16);
        _text = new StreamWriter(new HashingStream(_file, _hash), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        Write([.. columns]);
        Rows = 0;
    }

    public long Rows { get; private set; }

    public void Write(ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                _text.Write(',');
            }
            if (fields[i] is not { } field)
            {
                continue;
            }
            if (field.Length > 0 && !field.AsSpan().ContainsAny(Special))
            {
                _text.Write(field);
                continue;
            }
            _text.Write('"');
            _text.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            _text.Write('"');
        }
        _text.Write('\n');
        Rows++;
    }

    /// <summary>Ends the file; its hash, lower-case hexadecimal.</summary>
    public string Finish()
    {
        _text.Flush();
        _file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public void Dispose()
    {
        _text.Dispose();
        _hash.Dispose();
    }
}

/// <summary>Reads what <see cref="CsvTableWriter"/> writes.</summary>
internal sealed class CsvTableReader : IDisposable
{
    private const int LongestField = 16 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StreamReader _text;
    private readonly StringBuilder _field = new();

    public CsvTableReader(string path) =>
        _text = new StreamReader(new HashingStream(File.OpenRead(path), _hash), new UTF8Encoding(false, throwOnInvalidBytes: true), false, 1 << 16);

    /// <summary>Records read so far, the header included.</summary>
    public long Records { get; private set; }

    /// <summary>The next record; null at the end.</summary>
    /// <exception cref="FormatException">The file is cut off inside a record, or no CSV.</exception>
    public List<string?>? Read()
    {
        if (_text.Peek() < 0)
        {
            return null;
        }
        Records++;
        var fields = new List<string?>();
        while (true)
        {
            fields.Add(ReadField(out var end));
            if (end == '\n')
            {
                return fields;
            }
        }
    }

    /// <summary>Hash of what was read, lower-case hexadecimal: of the file, once it is read to its end.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private string? ReadField(out char end)
    {
        _field.Clear();
        var isQuoted = _text.Peek() == '"';
        if (isQuoted)
        {
            _text.Read();
        }
        while (true)
        {
            var next = _text.Read();
            if (next < 0 || _field.Length > LongestField)
            {
                throw new FormatException();
            }
            var c = (char)next;
            if (isQuoted)
            {
                if (c == '"' && _text.Peek() == '"')
                {
                    _text.Read();
                }
                else if (c == '"')
                {
                    end = (char)_text.Read();
                    return end is ',' or '\n' ? _field.ToString() : throw new FormatException();
                }
            }
            else if (c is ',' or '\n')
            {
                end = c;
                return _field.Length == 0 ? null : _field.ToString();
            }
            _field.Append(c);
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _hash.Dispose();
    }
}

/// <summary>Passes bytes on and hashes them.</summary>
internal sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
{
    public override bool CanRead => inner.CanRead;
    public override bool CanSeek => false;
    public override bool CanWrite => inner.CanWrite;
    public override long Length => inner.Length;
    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        hash.AppendData(buffer[..read]);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        inner.Write(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
