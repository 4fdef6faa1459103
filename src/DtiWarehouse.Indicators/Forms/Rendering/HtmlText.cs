using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DtiWarehouse.Indicators.Forms.Rendering;

/// <summary>A page under way: what is written literally is markup, every value between braces is encoded.</summary>
public sealed class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    public void Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => markup.Done();

    /// <summary>Adds a constant of the program as it is.</summary>
    public void AddLiteral([ConstantExpected] string markup) => _text.Append(markup).Append('\n');

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>Takes an interpolated string apart, so that no value can be written without being encoded.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int formattedCount, HtmlText page)
    {
        private readonly StringBuilder _text = page.Reserve(literalLength + formattedCount * 16);

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? value) => _text.Append(value is null ? null : Encoder.Encode(value));

        public void AppendFormatted(int value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

        /// <summary>A place in a drawing, to a hundredth.</summary>
        public void AppendFormatted(double value) => _text.Append(value.ToString("0.##", CultureInfo.InvariantCulture));

        internal void Done() => _text.Append('\n');
    }

    private StringBuilder Reserve(int more)
    {
        _text.EnsureCapacity(_text.Length + more);
        return _text;
    }
}
