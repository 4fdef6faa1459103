using System.Globalization;
using System.Text;
using System.Text.Json;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>Reads names, literals and punctuation out of one decoded option or key; the grammar is <see cref="ExpressionParser"/>'s.</summary>
internal sealed class Scanner(string text)
{
    private const int LongestPooled = 64;
    private static readonly string?[] Names = new string?[1_024];

    public string Text { get; } = text;
    public int Position { get; set; }
    public bool AtEnd => Position >= Text.Length;
    public char Current => Position < Text.Length ? Text[Position] : '\0';

    public char Peek(int ahead) => Position + ahead < Text.Length ? Text[Position + ahead] : '\0';

    public bool SkipBlanks()
    {
        var start = Position;
        while (Current is ' ' or '\t')
        {
            Position++;
        }
        return Position > start;
    }

    public bool TryTake(char c)
    {
        if (Current != c)
        {
            return false;
        }
        Position++;
        return true;
    }

    public void Expect(char c)
    {
        if (!TryTake(c))
        {
            throw Unexpected($"'{c}'");
        }
    }

    /// <summary>Takes <c>word</c> when it stands here whole, whatever its case.</summary>
    public bool TryTakeWord(string word)
    {
        if (string.Compare(Text, Position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0 || IsNamePart(Peek(word.Length)))
        {
            return false;
        }
        Position += word.Length;
        return true;
    }

    /// <summary>A simple identifier, or a qualified one when <paramref name="dots"/>; may begin with <c>$</c> or <c>@</c>.</summary>
    public string TakeName(bool dots = false)
    {
        var start = Position;
        if (Current is '$' or '@')
        {
            Position++;
        }
        if (!IsNameStart(Current))
        {
            Position = start;
            throw Unexpected("a name", "một tên");
        }
        while (IsNamePart(Current) || (dots && Current == '.' && IsNameStart(Peek(1))))
        {
            Position++;
        }
        return Pooled(Text.AsSpan(start, Position - start));
    }

    /// <summary>The same names come with every request: one string serves for as long as no other name takes its place.</summary>
    private static string Pooled(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestPooled)
        {
            return name.ToString();
        }
        ref var place = ref Names[string.GetHashCode(name) & (Names.Length - 1)];
        return place is { } known && name.SequenceEqual(known) ? known : place = name.ToString();
    }

    public bool AtName => IsNameStart(Current) || (Current is '$' or '@' && IsNameStart(Peek(1)));

    public ODataError Unexpected(string expected, string? vietnamese = null)
    {
        if (AtEnd)
        {
            return ODataErrors.Syntax(Position, $"{expected} was expected, but the text ends here.", $"cần {vietnamese ?? expected} nhưng biểu thức đã hết.");
        }
        var found = Text.Substring(Position, Math.Min(12, Text.Length - Position));
        return ODataErrors.Syntax(Position, $"{expected} was expected, not '{found}'.", $"cần {vietnamese ?? expected}, không phải '{found}'.");
    }

    /// <summary>
    /// Takes a literal of the primitive grammar (ABNF <c>primitiveLiteral</c>) if one stands here. <c>true</c>,
    /// <c>false</c> and <c>null</c> are literals too; null has no kind.
    /// </summary>
    public bool TryTakeLiteral(out PrimitiveKind? kind, out object? value)
    {
        kind = null;
        value = null;
        switch (Current)
        {
            case '\'':
                (kind, value) = (PrimitiveKind.String, TakeQuoted());
                return true;
            case '-' or (>= '0' and <= '9') when TryTakeGuid(out kind, out value) || TryTakeTemporal(out kind, out value) || TryTakeNumber(out kind, out value):
                return true;
            case '+' when char.IsAsciiDigit(Peek(1)) && TryTakeNumber(out kind, out value):
                return true;
            case >= 'a' and <= 'f' or >= 'A' and <= 'F' when TryTakeGuid(out kind, out value):
                return true;
        }
        if (!IsNameStart(Current))
        {
            return false;
        }
        if (TryTakeWord("null"))
        {
            return true;
        }
        if (TryTakeWord("true") || TryTakeWord("false"))
        {
            (kind, value) = (PrimitiveKind.Boolean, char.ToLowerInvariant(Text[Position - 1]) == 'e' && char.ToLowerInvariant(Text[Position - 2]) == 'u');
            return true;
        }
        if (TryTakeExact("NaN") || TryTakeExact("INF"))
        {
            (kind, value) = (PrimitiveKind.Double, Text[Position - 1] == 'N' ? double.NaN : double.PositiveInfinity);
            return true;
        }
        return TryTakePrefixed(out kind, out value);
    }

    private bool TryTakeExact(string word)
    {
        if (string.CompareOrdinal(Text, Position, word, 0, word.Length) != 0 || IsNamePart(Peek(word.Length)))
        {
            return false;
        }
        Position += word.Length;
        return true;
    }

    private string TakeQuoted()
    {
        var start = Position++;
        var builder = default(StringBuilder);
        var from = Position;
        while (true)
        {
            var quote = Text.IndexOf('\'', Position);
            if (quote < 0)
            {
                Position = start;
                throw ODataErrors.Syntax(start, "this text literal is not closed; end it with ' (a quote inside is written '').", "chuỗi chưa đóng; hãy kết thúc bằng ' (dấu nháy bên trong viết là '').");
            }
            Position = quote + 1;
            if (Current != '\'')
            {
                return builder is null ? Text[from..quote] : builder.Append(Text, from, quote - from).ToString();
            }
            (builder ??= new StringBuilder()).Append(Text, from, Position - from);
            from = ++Position;
        }
    }

    /// <summary>A text in single quotes that is no literal of the request: a type's name.</summary>
    public bool TryTakeQuoted(out string text)
    {
        text = Current == '\'' ? TakeQuoted() : "";
        return text.Length > 0;
    }

    /// <summary>A text in double quotes, with JSON's escapes.</summary>
    public string TakeJsonText()
    {
        var start = Position;
        var end = start + 1;
        while (end < Text.Length && Text[end] != '"')
        {
            end += Text[end] == '\\' ? 2 : 1;
        }
        try
        {
            var text = JsonSerializer.Deserialize<string>(Text.AsSpan(start, Math.Min(end + 1, Text.Length) - start))!;
            Position = end + 1;
            return text;
        }
        catch (JsonException)
        {
            throw ODataErrors.Syntax(start, "this JSON text is not closed or not valid.", "chuỗi JSON này chưa đóng hoặc không hợp lệ.");
        }
    }

    private bool TryTakePrefixed(out PrimitiveKind? kind, out object? value)
    {
        (kind, value) = (null, null);
        var start = Position;
        var name = TakeName(dots: true);
        if (Current != '\'')
        {
            Position = start;
            return false;
        }
        var content = TakeQuoted();
        if (name is "geography" or "geometry")
        {
            throw ODataErrors.NotSupported($"The literal {name}'…'");
        }
        try
        {
            (kind, value) = name.ToLowerInvariant() switch
            {
                "duration" => (PrimitiveKind.Duration, ToDuration(content)),
                "binary" => (PrimitiveKind.Binary, FromBase64Url(content)),
                _ when name.Contains('.', StringComparison.Ordinal) => (PrimitiveKind.Enum, (object)new EnumerationLiteral(name, content)),
                _ => throw new FormatException(),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw ODataErrors.Syntax(start, $"'{name}' is not a literal prefix with such a value.", $"'{name}' không phải tiền tố hợp lệ cho giá trị này.");
        }
        return true;
    }

    /// <summary>Days, hours, minutes and seconds; years and months have no fixed length and are no part of Edm.Duration.</summary>
    /// <exception cref="FormatException">No duration.</exception>
    /// <exception cref="OverflowException">A longer one than .NET can hold.</exception>
    internal static TimeSpan ToDuration(string text)
    {
        var time = text.IndexOf('T', StringComparison.Ordinal);
        return text.Contains('Y', StringComparison.Ordinal) || (time < 0 ? text : text[..time]).Contains('M', StringComparison.Ordinal)
            ? throw new FormatException()
            : System.Xml.XmlConvert.ToTimeSpan(text);
    }

    internal static byte[] FromBase64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').TrimEnd('=') + new string('=', (4 - text.TrimEnd('=').Length % 4) % 4));

    private bool TryTakeGuid(out PrimitiveKind? kind, out object? value)
    {
        (kind, value) = (null, null);
        if (Text.Length - Position < 36 || Peek(8) != '-' || Peek(13) != '-' || IsNamePart(Peek(36))
            || !Guid.TryParseExact(Text.AsSpan(Position, 36), "D", out var guid))
        {
            return false;
        }
        Position += 36;
        (kind, value) = (PrimitiveKind.Guid, guid);
        return true;
    }

    /// <summary>Behind <c>hh:mm</c>, <c>hh:mm:ss</c> or <c>hh:mm:ss.f</c>: a further colon is that of <c>case</c>.</summary>
    private int EndOfTime()
    {
        var end = Position + 5;
        if (Peek(5) == ':' && Digits(6, 2) && !char.IsAsciiDigit(Peek(8)))
        {
            end += 3;
            if (Peek(8) == '.')
            {
                for (end++; end < Text.Length && char.IsAsciiDigit(Text[end]); end++)
                {
                }
            }
        }
        return end;
    }

    /// <summary>A date, a date with time and offset, or a time of day. An impossible one is an error, not arithmetic.</summary>
    private bool TryTakeTemporal(out PrimitiveKind? kind, out object? value)
    {
        (kind, value) = (null, null);
        var start = Position;
        if (Digits(0, 2) && Peek(2) == ':' && Digits(3, 2))
        {
            var end = EndOfTime();
            var (body, _) = CutFraction(Text.AsSpan(start, end - start));
            if (!TimeOnly.TryParseExact(body, ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                throw WrongTemporal(start, end, "time of day", "giờ");
            }
            Position = end;
            (kind, value) = (PrimitiveKind.TimeOfDay, time);
            return true;
        }
        if (!(Digits(0, 4) && Peek(4) == '-' && Digits(5, 2) && Peek(7) == '-' && Digits(8, 2)))
        {
            return false;
        }
        if (Peek(10) is not ('T' or 't'))
        {
            if (!DateOnly.TryParseExact(Text.AsSpan(start, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || IsNamePart(Peek(10)))
            {
                throw WrongTemporal(start, start + 10, "date", "ngày");
            }
            Position += 10;
            (kind, value) = (PrimitiveKind.Date, date);
            return true;
        }
        var last = start + 11;
        while (last < Text.Length && (char.IsAsciiDigit(Text[last]) || Text[last] is ':' or '.'))
        {
            last++;
        }
        var clock = Text.AsSpan(start + 11, last - start - 11);
        if (last < Text.Length && Text[last] == ' ' && last + 3 < Text.Length && char.IsAsciiDigit(Text[last + 1]) && Text[last + 3] == ':')
        {
            throw ODataErrors.Syntax(last, "a '+' in a URL means a blank; write the offset's sign as %2B.", "dấu '+' trong URL là khoảng trắng; hãy viết dấu của múi giờ là %2B.");
        }
        var offsetEnd = last;
        if (last < Text.Length && Text[last] is 'Z' or 'z')
        {
            offsetEnd = last + 1;
        }
        else if (last < Text.Length && Text[last] is '+' or '-')
        {
            offsetEnd = Math.Min(Text.Length, last + 6);
        }
        else
        {
            throw ODataErrors.Syntax(start, $"'{Text[start..last]}' has no time zone; end it with Z or an offset such as +07:00 (written %2B07:00).", $"'{Text[start..last]}' thiếu múi giờ; hãy thêm Z hoặc +07:00 (viết là %2B07:00).");
        }
        var (clockBody, _) = CutFraction(clock);
        var joined = string.Concat(Text.AsSpan(start, 10), "T", clockBody, Text.AsSpan(last, offsetEnd - last).ToString().ToUpperInvariant());
        if (!DateTimeOffset.TryParseExact(joined, ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            throw WrongTemporal(start, offsetEnd, "date and time", "ngày giờ");
        }
        Position = offsetEnd;
        (kind, value) = (PrimitiveKind.DateTimeOffset, instant);
        return true;
    }

    /// <summary>OData allows 12 fractional digits; .NET keeps 7.</summary>
    private static (string Body, bool Cut) CutFraction(ReadOnlySpan<char> clock)
    {
        var dot = clock.IndexOf('.');
        return dot >= 0 && clock.Length - dot > 8 ? (clock[..(dot + 8)].ToString(), true) : (clock.ToString(), false);
    }

    private static ODataError WrongTemporal(int start, int end, string english, string vietnamese) =>
        ODataErrors.Syntax(start, $"there is no such {english} (characters {start + 1} to {end}).", $"không có {vietnamese} như vậy (ký tự {start + 1} đến {end}).");

    private bool TryTakeNumber(out PrimitiveKind? kind, out object? value)
    {
        (kind, value) = (null, null);
        var start = Position;
        var end = start + (Current is '-' or '+' ? 1 : 0);
        if (string.CompareOrdinal(Text, end, "INF", 0, 3) == 0 && end > start && !IsNamePart(end + 3 < Text.Length ? Text[end + 3] : '\0'))
        {
            Position = end + 3;
            (kind, value) = (PrimitiveKind.Double, double.NegativeInfinity);
            return true;
        }
        var digits = end;
        while (end < Text.Length && char.IsAsciiDigit(Text[end]))
        {
            end++;
        }
        if (end == digits)
        {
            return false;
        }
        var isWhole = true;
        if (end + 1 < Text.Length && Text[end] == '.' && char.IsAsciiDigit(Text[end + 1]))
        {
            isWhole = false;
            for (end++; end < Text.Length && char.IsAsciiDigit(Text[end]); end++)
            {
            }
        }
        var hasExponent = false;
        if (end < Text.Length && Text[end] is 'e' or 'E')
        {
            var sign = end + 1 < Text.Length && Text[end + 1] is '+' or '-' ? 2 : 1;
            if (end + sign < Text.Length && char.IsAsciiDigit(Text[end + sign]))
            {
                hasExponent = true;
                for (end += sign; end < Text.Length && char.IsAsciiDigit(Text[end]); end++)
                {
                }
            }
        }
        var length = end - start;
        // The suffix of OData 2 and 3, which the SAP Cloud SDK writes to a service of version 4 too.
        if (isWhole && !hasExponent && end < Text.Length && Text[end] is 'L')
        {
            end++;
        }
        if (end < Text.Length && IsNamePart(Text[end]))
        {
            throw ODataErrors.Syntax(end, $"'{Text[start..(end + 1)]}' is not a number.", $"'{Text[start..(end + 1)]}' không phải là số.");
        }
        var span = Text.AsSpan(start, length);
        Position = end;
        if (!hasExponent && isWhole && long.TryParse(span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            (kind, value) = (PrimitiveKind.Int64, whole);
        }
        else if (!hasExponent && decimal.TryParse(span, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
        {
            (kind, value) = (PrimitiveKind.Decimal, exact);
        }
        else
        {
            (kind, value) = (PrimitiveKind.Double, double.Parse(span, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        return true;
    }

    private bool Digits(int ahead, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!char.IsAsciiDigit(Peek(ahead + i)))
            {
                return false;
            }
        }
        return true;
    }

    private int SpanOf(string characters)
    {
        var end = Position;
        while (end < Text.Length && characters.Contains(Text[end], StringComparison.Ordinal))
        {
            end++;
        }
        return end;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c >= 0x80 && char.IsLetter(c));

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c >= 0x80 && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));
}
