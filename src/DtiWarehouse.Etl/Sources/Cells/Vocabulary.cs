using System.Collections.Frozen;
using System.Text;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>The words that a column may hold, whatever they mean.</summary>
internal interface IVocabulary
{
    /// <summary>The words in the contract's spelling.</summary>
    IEnumerable<string> All { get; }
}

/// <summary>
/// The words that a column may hold, with what they mean. Words are matched byte for byte first, then by
/// <see cref="Spelling.Key"/>: NFC, trimmed, spaces collapsed, case ignored.
/// </summary>
internal sealed class Vocabulary<T> : IVocabulary
{
    private readonly Entry[] _entries;
    private readonly FrozenDictionary<string, Entry> _byKey;

    public Vocabulary(params (string Word, T Value)[] words)
    {
        _entries = [.. words.Select(w => new Entry(Encoding.UTF8.GetBytes(w.Word), w.Word, w.Value))];
        _byKey = _entries.ToFrozenDictionary(entry => Spelling.Key(entry.Word), StringComparer.Ordinal);
    }

    IEnumerable<string> IVocabulary.All => _entries.Select(entry => entry.Word);

    /// <summary>The words as a sentence lists them.</summary>
    public string Words => string.Join("; ", _entries.Select(entry => entry.Word));

    /// <summary>The contract's spelling of a meaning.</summary>
    public string WordOf(T value) => _entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;

    /// <summary>The entry of a trimmed cell; null when it is no word of this vocabulary.</summary>
    public Entry? Find(ReadOnlySpan<byte> cell)
    {
        foreach (var entry in _entries)
        {
            if (cell.SequenceEqual(entry.Bytes))
                return entry;
        }
        return _byKey.GetValueOrDefault(Spelling.Key(Encoding.UTF8.GetString(cell)));
    }

    /// <summary>One word: its bytes, the contract's spelling, its meaning.</summary>
    internal sealed record Entry(byte[] Bytes, string Word, T Value);
}
