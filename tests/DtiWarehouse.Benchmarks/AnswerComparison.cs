using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DtiWarehouse.Benchmarks;

/// <summary>Whether two answers hold the same values: what is measured against each other must be the same work.</summary>
internal static class AnswerComparison
{
    /// <exception cref="InvalidOperationException">They do not; the message names the first row that differs.</exception>
    public static void Verify(string name, IReadOnlyList<string> ours, IReadOnlyList<string> others)
    {
        if (ours.Count == 0 || ours.Count != others.Count)
        {
            throw new InvalidOperationException($"{name}: {ours.Count} rows of ours, {others.Count} of the other.");
        }
        for (var row = 0; row < ours.Count; row++)
        {
            if (ours[row] != others[row])
            {
                throw new InvalidOperationException($"{name}: row {row} is\n{ours[row]}\nin ours and\n{others[row]}\nin the other.");
            }
        }
    }

    /// <summary>Rows of an answer, each in one form: annotations left out, properties by name, numbers to ten digits.</summary>
    /// <param name="isOrdered">The order of rows counts.</param>
    public static List<string> Rows(ReadOnlyMemory<byte> json, bool isOrdered)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        List<string> rows = root.TryGetProperty("value", out var value) ? [.. value.EnumerateArray().Select(Text)] : [Text(root)];
        if (!isOrdered)
        {
            rows.Sort(StringComparer.Ordinal);
        }
        return rows;
    }

    private static string Text(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in element.EnumerateObject().Where(p => !p.Name.Contains('@', StringComparison.Ordinal)).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('=');
                    Append(text, property.Value);
                    text.Append(';');
                }
                text.Append('}');
                break;
            case JsonValueKind.Number:
                text.Append(element.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : element.GetDouble().ToString("G10", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(element.ToString());
                break;
        }
    }
}
