namespace DtiWarehouse.OData.Request;

/// <summary>Writes the shape of a request: on the stack as long as it is short, for it is looked up with every request.</summary>
/// <param name="spans">Literals of all texts; those of one text in order.</param>
internal ref struct ShapeText(Span<char> buffer, ReadOnlySpan<LiteralSpan> spans)
{
    private readonly ReadOnlySpan<LiteralSpan> _spans = spans;
    private Span<char> _buffer = buffer;
    private int _length;

    public void Append(scoped ReadOnlySpan<char> text)
    {
        if (_buffer.Length - _length < text.Length)
        {
            var larger = new char[Math.Max(2 * _buffer.Length, _length + text.Length)];
            _buffer[.._length].CopyTo(larger);
            _buffer = larger;
        }
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    /// <summary>A text of the request, with a mark and its kind in place of each literal.</summary>
    public void AppendMarked(string text)
    {
        var from = 0;
        foreach (var span in _spans)
        {
            // An alias that is used twice has its literals registered twice.
            if (ReferenceEquals(span.Text, text) && span.Start >= from)
            {
                Append(text.AsSpan(from, span.Start - from));
                Append(['\u0001', (char)('A' + (int)span.Kind)]);
                from = span.End;
            }
        }
        Append(text.AsSpan(from));
    }

    public override readonly string ToString() => new(_buffer[.._length]);
}
