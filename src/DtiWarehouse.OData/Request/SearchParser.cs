using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses <c>$search</c> (OData URL Conventions 4.01, section 5.1.8) into the syntax of conditions: terms are text
/// literals, words beside each other mean AND, NOT binds before AND, AND before OR; the operators are upper-case.
/// </summary>
internal sealed class SearchParser(Scanner scanner, ParseContext context)
{
    public Syntax Parse()
    {
        var left = ParseAnd();
        while (TryTakeOperator("OR"))
        {
            left = new BinarySyntax(left.Position, BinaryOperator.Or, left, ParseAnd());
        }
        return left;
    }

    private Syntax ParseAnd()
    {
        var left = ParseTerm();
        while (TryTakeOperator("AND") || StandsTerm())
        {
            left = new BinarySyntax(left.Position, BinaryOperator.And, left, ParseTerm());
        }
        return left;
    }

    private Syntax ParseTerm()
    {
        scanner.SkipBlanks();
        context.CountNode();
        var position = scanner.Position;
        if (TryTakeOperator("NOT"))
        {
            context.Enter();
            var operand = ParseTerm();
            context.Leave();
            return new UnarySyntax(position, UnaryOperator.Not, operand);
        }
        if (scanner.TryTake('('))
        {
            context.Enter();
            var inner = Parse();
            scanner.SkipBlanks();
            scanner.Expect(')');
            context.Leave();
            return inner;
        }
        var term = scanner.Current is '"' or '\'' ? TakePhrase(scanner.Current) : TakeWord();
        return context.Literal(position, PrimitiveKind.String, term, scanner);
    }

    /// <summary>A phrase in double quotes; the aggregation extension's grammar has single ones too.</summary>
    private string TakePhrase(char quote)
    {
        var end = scanner.Text.IndexOf(quote, scanner.Position + 1);
        if (end < 0)
        {
            throw ODataErrors.Syntax(scanner.Position, $"this phrase is not closed; end it with {quote}.", $"cụm từ chưa đóng; hãy kết thúc bằng {quote}.");
        }
        var phrase = scanner.Text[(scanner.Position + 1)..end];
        scanner.Position = end + 1;
        return phrase.Trim().Length > 0 ? phrase : throw ODataErrors.Syntax(end, "the phrase is empty.", "cụm từ đang rỗng.");
    }

    private string TakeWord()
    {
        var start = scanner.Position;
        while (!scanner.AtEnd && !IsEnd(scanner.Current))
        {
            scanner.Position++;
        }
        var word = scanner.Text[start..scanner.Position];
        if (word is "" or "AND" or "OR")
        {
            scanner.Position = start;
            throw scanner.Unexpected("a word or a phrase in \"…\"", "một từ hoặc cụm từ trong \"…\"");
        }
        return word;
    }

    private bool TryTakeOperator(string name)
    {
        var start = scanner.Position;
        scanner.SkipBlanks();
        if (string.CompareOrdinal(scanner.Text, scanner.Position, name, 0, name.Length) == 0 && IsEnd(scanner.Peek(name.Length)))
        {
            scanner.Position += name.Length;
            return true;
        }
        scanner.Position = start;
        return false;
    }

    private bool StandsTerm()
    {
        var start = scanner.Position;
        var stands = scanner.SkipBlanks() && !scanner.AtEnd && scanner.Current is not (')' or ';')
            && !(scanner.Text.AsSpan(scanner.Position).StartsWith("OR", StringComparison.Ordinal) && IsEnd(scanner.Peek(2)));
        scanner.Position = start;
        return stands;
    }

    private static bool IsEnd(char c) => c is '\0' or ' ' or '\t' or '(' or ')' or ';' or '"';
}
