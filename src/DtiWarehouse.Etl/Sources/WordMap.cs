using System.Text;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// The words that configuration gives a column of a vocabulary: a word of the file stands for a word of the contract. Words
/// are matched byte for byte first, then in NFC, trimmed, spaces collapsed, case ignored; they go before the contract's own.
/// </summary>
internal sealed class WordMap
{
    private readonly (byte[] Word, byte[] Meaning)[] _exact;
    private readonly Dictionary<string, byte[]> _byKey;

    private WordMap(IEnumerable<KeyValuePair<string, string>> words, IVocabulary vocabulary)
    {
        _byKey = words.ToDictionary(entry => Spelling.Key(entry.Key), entry => Encoding.UTF8.GetBytes(entry.Value), StringComparer.Ordinal);
        // The contract's words are in the list as themselves, so that they cost no comparison by key.
        _exact =
        [
            .. words.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), Encoding.UTF8.GetBytes(entry.Value))),
            .. vocabulary.All.Where(word => !_byKey.ContainsKey(Spelling.Key(word))).Select(Encoding.UTF8.GetBytes).Select(word => (word, word)),
        ];
    }

    /// <summary>The column's words; null where the mapping has none for it, or the column has no vocabulary.</summary>
    public static WordMap? Of(FeedColumn column, FeedMapping mapping) =>
        column.Words is { } vocabulary && mapping.WordsOf(column.Header) is { Count: > 0 } words ? new WordMap(words, vocabulary) : null;

    /// <summary>The contract's word for a trimmed cell; the cell itself where no word is configured for it.</summary>
    public ReadOnlySpan<byte> Translate(ReadOnlySpan<byte> cell)
    {
        foreach (var (word, meaning) in _exact)
        {
            if (cell.SequenceEqual(word))
                return meaning;
        }
        return !cell.IsEmpty && _byKey.TryGetValue(Spelling.Key(Encoding.UTF8.GetString(cell)), out var found) ? found : cell;
    }
}
