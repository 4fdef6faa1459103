using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// What configuration says about a feed's files: headers accepted for a canonical column (they go before the canonical
/// header, which stays accepted where none of them is in the file), headers of further personal columns, and per column the
/// contract's words for words of the file.
/// </summary>
public sealed record FeedMapping(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Headers,
    IReadOnlyList<string> PersonalColumns)
{
    /// <summary>Canonical header → word of the file → word of the contract.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The contract's own headers and personal columns only.</summary>
    public static FeedMapping Default { get; } = new(new Dictionary<string, IReadOnlyList<string>>(), []);

    /// <summary>
    /// SHA-256 (lower-case hexadecimal) of the mapping; empty for one that maps nothing. A file of the same content under
    /// another fingerprint reads differently.
    /// </summary>
    public string Fingerprint()
    {
        var lines = Headers.Where(entry => entry.Value.Count > 0)
            .Select(entry => $"{Spelling.Key(entry.Key)}={string.Join('\u001f', entry.Value.Select(Spelling.Key))}")
            .Concat(Values.SelectMany(column => column.Value, (column, word) =>
                $"{Spelling.Key(column.Key)}\u001f{Spelling.Key(word.Key)}\u001e{Spelling.Key(word.Value)}"))
            .Concat(PersonalColumns.Select(header => $"!{Spelling.Key(header)}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        return lines.Count == 0
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    /// <summary>What headers and words are compared by: NFC, trimmed, inner spaces collapsed, case ignored.</summary>
    public static string KeyOf(string text) => Spelling.Key(text);

    internal IReadOnlyDictionary<string, string>? WordsOf(string header) =>
        Values.FirstOrDefault(column => Spelling.Key(column.Key) == Spelling.Key(header)).Value;
}
