using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>Parses the resource path after the service root into segments (OData URL Conventions 4.01, section 4).</summary>
internal static class PathParser
{
    /// <summary>
    /// Takes the path as sent, still percent-encoded: a slash inside a quoted key does not split. Rejects bad encoding
    /// (106) and malformed keys (101). With a model, keys may be segments of their own: only the model tells them from names.
    /// </summary>
    public static IReadOnlyList<PathSegment> Parse(string rawPath, ParseContext context, List<string> texts, ODataModel? keysAsSegments = null)
    {
        var segments = new List<PathSegment>();
        var keys = keysAsSegments is null ? null : new KeySegments(keysAsSegments, context);
        foreach (var raw in Split(rawPath))
        {
            var text = UrlText.Decode(raw, "path");
            texts.Add(text);
            if (keys?.TryTake(text, segments) is true)
            {
                continue;
            }
            segments.Add(
                text.StartsWith("$filter(", StringComparison.Ordinal) ? ParseFilter(text, context)
                : text.Length > 0 && text[0] == '$' ? new SystemSegment(text)
                : ParseName(text, context));
            keys?.Follow(segments[^1]);
        }
        keys?.Finish();
        return segments;
    }

    /// <summary>Segments still encoded. A slash inside parentheses does not split: it is part of a quoted key or of a condition.</summary>
    internal static IEnumerable<string> Split(string path)
    {
        var start = 0;
        var depth = 0;
        var quoted = false;
        for (var i = 0; i <= path.Length; i++)
        {
            var c = i == path.Length ? '/' : CharacterAt(path, i);
            if (c == '\'' && depth > 0)
            {
                quoted = !quoted;
            }
            else if (c is '(' or ')' && !quoted)
            {
                depth = Math.Max(0, depth + (c == '(' ? 1 : -1));
            }
            else if (i == path.Length || (path[i] == '/' && depth == 0))
            {
                // One trailing slash is harmless; an empty segment inside is a resource that does not exist.
                if (i > start || i < path.Length)
                {
                    yield return path[start..i];
                }
                start = i + 1;
            }
        }
    }

    /// <summary>Quotes and parentheses mean the same when they are percent-encoded.</summary>
    private static char CharacterAt(string path, int index) =>
        path[index] != '%' ? path[index]
        : string.CompareOrdinal(path, index, "%27", 0, 3) == 0 ? '\''
        : string.CompareOrdinal(path, index, "%28", 0, 3) == 0 ? '('
        : string.CompareOrdinal(path, index, "%29", 0, 3) == 0 ? ')'
        : '%';

    private static FilterSegment ParseFilter(string text, ParseContext context)
    {
        try
        {
            var scanner = new Scanner(text) { Position = "$filter(".Length };
            scanner.SkipBlanks();
            var condition = new ExpressionParser(scanner, context).Parse();
            scanner.SkipBlanks();
            scanner.Expect(')');
            var key = scanner.Current == '(' ? ParseKey(scanner, context) : null;
            return scanner.AtEnd ? new FilterSegment(text, condition, key) : throw scanner.Unexpected("the end of the segment", "hết đoạn đường dẫn");
        }
        catch (ODataError e)
        {
            throw e.At("$filter");
        }
    }

    private static NameSegment ParseName(string text, ParseContext context)
    {
        var scanner = new Scanner(text);
        if (!scanner.AtName)
        {
            return new NameSegment(text, text, null);
        }
        var name = scanner.TakeName(dots: true);
        if (scanner.AtEnd)
        {
            return new NameSegment(text, name, null);
        }
        if (scanner.Current != '(')
        {
            return new NameSegment(text, text, null);
        }
        var key = ParseKey(scanner, context);
        if (!scanner.AtEnd)
        {
            throw scanner.Unexpected("the end of the segment", "hết đoạn đường dẫn");
        }
        return new NameSegment(text, name, key);
    }

    private static List<(string Name, LiteralSyntax Value)> ParseKey(Scanner scanner, ParseContext context)
    {
        var key = new List<(string, LiteralSyntax)>();
        scanner.Expect('(');
        scanner.SkipBlanks();
        if (scanner.TryTake(')'))
        {
            return key;
        }
        do
        {
            scanner.SkipBlanks();
            var name = "";
            var position = scanner.Position;
            if (!IsValue(scanner, context, out var value))
            {
                name = scanner.TakeName();
                scanner.SkipBlanks();
                scanner.Expect('=');
                scanner.SkipBlanks();
                if (!IsValue(scanner, context, out value))
                {
                    throw scanner.Unexpected("a key value", "giá trị khóa");
                }
            }
            if (value is not { } literal || literal.IsNull)
            {
                throw ODataErrors.Syntax(position, "a key value is not null.", "giá trị khóa không được null.");
            }
            key.Add((name, literal));
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        scanner.Expect(')');
        return key;
    }

    private static bool IsValue(Scanner scanner, ParseContext context, out LiteralSyntax? value)
    {
        var position = scanner.Position;
        if (scanner.Current == '@')
        {
            value = context.Alias(scanner.TakeName(), position) as LiteralSyntax
                ?? throw ODataErrors.Syntax(position, "a key value must be a literal.", "giá trị khóa phải là hằng.");
            return true;
        }
        if (scanner.TryTakeLiteral(out var kind, out var parsed))
        {
            value = context.Literal(position, kind, parsed, scanner);
            return true;
        }
        value = null;
        return false;
    }
}
