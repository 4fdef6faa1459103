using System.Globalization;
using System.Text.Json;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources.JsonLines;

/// <summary>
/// The lines of a file as records. A line that is not one whole object is malformed; blank lines are blank records. A list
/// stands as its JSON text: no column of the contract reads one, so it shows where it is looked for.
/// </summary>
internal sealed class JsonRecords(StrictUtf8Stream text, PropertyTree properties, bool isSurvey) : RecordReader
{
    private const int LongestLine = 1 << 20;
    private const int Deepest = 32;

    private readonly (int Start, int Length, CellKind Kind, int Line)[] _cells = new (int, int, CellKind, int)[properties.Paths.Count];
    private byte[] _line = new byte[1 << 14];
    private byte[] _values = new byte[1 << 14];
    private int _lineStart, _lineEnd, _filled, _used;
    private int _lineNumber;
    private bool _isMalformed, _isBlank;

    public override int LineNumber => _lineNumber;

    public override int FieldCount => _cells.Length;

    public override bool IsMalformed => _isMalformed;

    public override (string Reason, Refusal Refusal) Malformation => (ReasonCode.JsonMalformed, Refusal.JsonMalformed);

    public override bool IsTyped => true;

    public override ReadOnlySpan<byte> Field(int index)
    {
        ref readonly var cell = ref _cells[index];
        return cell.Line == _lineNumber && !_isMalformed ? _values.AsSpan(cell.Start, cell.Length) : [];
    }

    public override CellKind KindOf(int index) =>
        _cells[index] is var cell && cell.Line == _lineNumber && !_isMalformed ? cell.Kind : CellKind.Text;

    /// <summary>An object without values is a row all the same.</summary>
    public override bool IsBlank() => _isBlank;

    public override bool Read()
    {
        if (!NextLine())
            return false;
        (_used, _isMalformed) = (0, false);
        var line = Spelling.Trim(_line.AsSpan(_lineStart, _lineEnd - _lineStart));
        _isBlank = line.IsEmpty;
        if (!_isBlank)
            Take(line);
        return true;
    }

    public override void Dispose() => text.Dispose();

    private void Take(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            _isMalformed = !reader.Read() || reader.TokenType != JsonTokenType.StartObject || !TakeObject(ref reader, properties.Root) || reader.Read();
        }
        catch (JsonException)
        {
            _isMalformed = true;
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair.
            _isMalformed = true;
        }
    }

    /// <summary>Reads to the end of the object under the reader. False where it holds a property twice.</summary>
    private bool TakeObject(ref Utf8JsonReader reader, PropertyTree.Node node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = properties.Child(node, ref reader, adds: isSurvey);
            reader.Read();
            if (child is null)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                if (!TakeObject(ref reader, child))
                    return false;
            }
            else if (!TakeValue(ref reader, child))
                return false;
        }
        return true;
    }

    private bool TakeValue(ref Utf8JsonReader reader, PropertyTree.Node property)
    {
        if (isSurvey)
        {
            if (reader.TokenType != JsonTokenType.Null)
                properties.GiveField(property);
            reader.Skip();
            return true;
        }
        if (!properties.IsKept(property.Field))
        {
            reader.Skip();
            return true;
        }
        ref var cell = ref _cells[property.Field];
        if (cell.Line == _lineNumber)
            return false;
        var start = _used;
        var kind = Write(ref reader);
        cell = (start, _used - start, kind, _lineNumber);
        return true;
    }

    private CellKind Write(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return CellKind.Text;
            case JsonTokenType.String:
                _used += reader.CopyString(Room(reader.ValueSpan.Length));
                return CellKind.Text;
            case JsonTokenType.Number:
                return WriteNumber(reader.ValueSpan);
            case JsonTokenType.StartArray:
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                Copy(Spelling.Trim(_line.AsSpan(_lineStart, _lineEnd - _lineStart))[from..(int)reader.BytesConsumed]);
                return CellKind.Text;
            default:
                Copy(reader.ValueSpan);
                return CellKind.Text;
        }
    }

    /// <summary>Plain digits, so that a code that the source writes as a number is the code that people write.</summary>
    private CellKind WriteNumber(ReadOnlySpan<byte> number)
    {
        if (number.IndexOfAny((byte)'e', (byte)'E') < 0)
        {
            Copy(number);
            return CellKind.Number;
        }
        if (NumberCell.TryParsePlain(number, out var plain) && plain.TryFormat(Room(64), out var length, default, CultureInfo.InvariantCulture))
        {
            _used += length;
            return CellKind.Number;
        }
        Copy(number);
        return CellKind.Text;
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    private Span<byte> Room(int length)
    {
        if (_values.Length - _used < length)
            Array.Resize(ref _values, Math.Max(_values.Length * 2, _used + length));
        return _values.AsSpan(_used);
    }

    private bool NextLine()
    {
        _lineStart = Math.Min(_lineEnd + 1, _filled);
        if (_lineNumber == 0)
            _lineStart = 0;
        var searched = _lineStart;
        while (true)
        {
            var end = _line.AsSpan(searched, _filled - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _lineEnd = searched + end;
                _lineNumber++;
                return true;
            }
            searched = _filled;
            if (!Fill(ref searched))
            {
                _lineEnd = _filled;
                if (_lineStart == _filled)
                    return false;
                _lineNumber++;
                return true;
            }
        }
    }

    /// <summary>Reads more behind the line that has begun, which moves to the start of the buffer.</summary>
    private bool Fill(ref int searched)
    {
        if (_lineStart > 0)
        {
            _line.AsSpan(_lineStart, _filled - _lineStart).CopyTo(_line);
            _filled -= _lineStart;
            searched -= _lineStart;
            _lineStart = 0;
        }
        if (_filled == LongestLine)
        {
            throw new FeedFileException(ReasonCode.RecordTooLarge,
                $"Dòng {_lineNumber + 1} dài hơn {LongestLine >> 20} MB; hãy ghi mỗi đối tượng JSON trên một dòng. / "
                + $"Line {_lineNumber + 1} is longer than {LongestLine >> 20} MB; write one JSON object per line.");
        }
        if (_filled == _line.Length)
            Array.Resize(ref _line, Math.Min(_line.Length * 2, LongestLine));
        var read = text.Read(_line.AsSpan(_filled));
        _filled += read;
        return read > 0;
    }
}
