using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>
/// One natural key among the rows of a batch: what is stored under it and what the batch makes of it. A unit of several
/// identifiers has a slot for each; the greatest state among them is the fact's.
/// </summary>
internal sealed class KeySlot(string naturalKey)
{
    private KeySlot[]? _unit;

    public string NaturalKey { get; } = naturalKey;

    /// <summary>Key of the source row and of its fact; 0 until the row is new and accepted.</summary>
    public long RowKey { get; set; }

    /// <summary>What was there before the batch; null for nothing.</summary>
    public RowState? Stored { get; private set; }

    public bool IsStoredDeleted { get; private set; }

    /// <summary>What is there after the rows judged so far.</summary>
    public RowState? Now { get; private set; }

    /// <summary>Row of the batch that <see cref="Now"/> comes from; null while it is what was stored.</summary>
    public FeedRow? Row { get; private set; }

    public SourceKey Key { get; private set; }

    /// <summary>A row of the batch stands for what the warehouse says of the key.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>Whether its unit is dealt with under this slot: the first one that a row of the batch used.</summary>
    public bool IsFirstOfUnit => _unit is null || _unit[0] == this;

    public bool HasNewContent => Row is not null && Now!.Content != Stored?.Content;

    public bool HasNewTimeOnly => Row is not null && Now!.Content == Stored?.Content;

    public void Store(StoredRow row)
    {
        RowKey = row.RowKey;
        Now = Stored = new RowState(row.Version, row.Content);
        IsStoredDeleted = row.IsDeleted;
    }

    /// <summary>Joins the slots of one unit.</summary>
    public static void Join(KeySlot[] unit)
    {
        foreach (var slot in unit)
        {
            slot._unit = unit;
        }
    }

    /// <summary>The slot whose stored state made the fact before the batch; null for none.</summary>
    public KeySlot? WinnerBefore() => Greatest(slot => slot.Stored);

    /// <summary>The slot whose state makes the fact now.</summary>
    public KeySlot? WinnerNow() => Greatest(slot => slot.Now);

    /// <summary>Judges the next row under this key against all that is known of it.</summary>
    /// <param name="isTie">Two contents under one key and time.</param>
    public RowOutcome Judge(FeedRow row, SourceKey key, RowState state, out bool isTie)
    {
        var known = WinnerNow()?.Now;
        var order = state.CompareTo(known);
        var isSame = state.Content == known?.Content;
        isTie = state.Version == known?.Version && !isSame;
        if (state.CompareTo(Now) > 0)
        {
            (Now, Row, Key) = (state, row, key);
        }
        var outcome = known is null ? RowOutcome.Loaded : order < 0 ? RowOutcome.Superseded : isSame ? RowOutcome.Unchanged : RowOutcome.Changed;
        IsAccepted |= outcome is not RowOutcome.Superseded;
        return outcome;
    }

    private KeySlot? Greatest(Func<KeySlot, RowState?> state)
    {
        if (_unit is null)
        {
            return state(this) is null ? null : this;
        }
        KeySlot? greatest = null;
        foreach (var slot in _unit)
        {
            if (state(slot) is { } candidate && (greatest is null || candidate.CompareTo(state(greatest)) > 0))
            {
                greatest = slot;
            }
        }
        return greatest;
    }
}
