using System.Diagnostics;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>
/// Brings the rows of a file into the feed's source rows and facts, a batch at a time: the stored rows of the batch's keys are
/// read at once, its rows judged in file order, and only what changes is written, each row once. The state of a key is always
/// the greatest (version, content) seen, so the order of rows, files and loads never matters. A source row is kept under its
/// unit's identifier as written; where a unit has several, the greatest of its rows makes the fact, so that rows can be told
/// apart again when the register parts the identifiers.
/// </summary>
public sealed class RowMerge : IDisposable
{
    /// <summary>Table of the source rows that the file stands for: <c>row_key</c>, <c>wrote_fact</c>.</summary>
    public static readonly string Accepted = StagingTables.Accepted.Name;

    /// <summary>Table of the keys of facts that are about to go, see <see cref="FeedLoad.Leave"/>.</summary>
    public static readonly string Leaving = StagingTables.Leaving.Name;

    /// <summary>Condition on an accepted row: its fact was written, or went because the source deleted the row.</summary>
    public const string WroteFact = "wrote_fact = @yes";

    private static readonly string NewerTime = StagingTables.NewerTime.Name;
    private static readonly string AcceptedAgain = StagingTables.AcceptedAgain.Name;

    private const int BatchRows = 2048;
    private const string Tie = "Hai nội dung cùng khóa và cùng thời điểm / two contents of one key and time";

    private readonly LoadScope _scope;
    private readonly LoadConnection _connection;
    private readonly FeedLoad _feed;
    private readonly FactTable? _facts;
    private readonly DateTime _modifiedAt;
    private readonly string _source;
    private readonly StoredRows _stored;
    private readonly RowWriter _sourceWriter;
    private readonly RowWriter _acceptedWriter;
    private readonly int[] _outcomes = new int[4];
    private readonly List<FeedRow> _batch = new(BatchRows);
    private readonly Dictionary<string, KeySlot> _slots = new(BatchRows, StringComparer.Ordinal);
    private readonly List<KeySlot> _inOrder = new(BatchRows);
    private readonly List<string> _keys = new(BatchRows);
    private long _lastKey;

    public RowMerge(LoadScope scope, FeedFacts file, FeedLoad feed)
    {
        (_scope, _connection, _feed, _facts, _modifiedAt) = (scope, scope.Connection, feed, feed.Facts, file.ModifiedAt);
        _source = Feeds.SourceTable(file.Feed);
        _lastKey = _connection.Number($"SELECT COALESCE(MAX(row_key), 0) FROM {_source}");
        foreach (var table in (StagingTable[])[StagingTables.Accepted, StagingTables.Leaving, StagingTables.NewerTime, StagingTables.AcceptedAgain])
        {
            _connection.Empty(table);
        }
        _stored = _connection.OpenStoredRows(_source);
        _sourceWriter = _connection.OpenWriter(_source, ["row_key", "natural_key", "version", "content", "is_deleted", "unit_code", "resolving_unit_code", "payload"]);
        _acceptedWriter = _connection.OpenWriter(Accepted, ["row_key", "wrote_fact"]);
    }

    /// <summary>Latest version of an accepted row (UTC); null for no row.</summary>
    public DateTime? Watermark { get; private set; }

    /// <summary>Where the time went: finding and judging, source rows, facts, their indexes.</summary>
    public MergeTimes Times { get; } = new();

    /// <summary>How many rows came to an outcome; rows refused afterwards are in none.</summary>
    public int Count(RowOutcome outcome) => _outcomes[(int)outcome];

    public void Add(FeedRow row)
    {
        _batch.Add(row);
        if (_batch.Count == BatchRows)
        {
            Merge();
        }
    }

    /// <summary>Merges what is left of the file.</summary>
    public void Complete()
    {
        Merge();
        var start = Stopwatch.GetTimestamp();
        _facts?.Complete();
        Times.Index = Lap(ref start);
    }

    /// <summary>
    /// Counts a row in no outcome: it breaks a rule that only the rows together show. Its version stays known, so that it
    /// can be judged again when other rows come.
    /// </summary>
    public void Refuse(FeedRow row, RowOutcome outcome)
    {
        _outcomes[(int)outcome]--;
        _connection.Execute(
            $"DELETE FROM {Accepted} WHERE row_key = (SELECT row_key FROM {_source} WHERE natural_key = @key)", ("key", _feed.Key(row).Natural));
    }

    public void Dispose()
    {
        _stored.Dispose();
        _sourceWriter.Dispose();
        _acceptedWriter.Dispose();
        _facts?.Dispose();
    }

    private DateTime VersionOf(FeedRow row) => Warehouse.Instant(row.UpdatedAt ?? _modifiedAt);

    private void Merge()
    {
        var start = Stopwatch.GetTimestamp();
        Judge();
        Times.Decide += Lap(ref start);
        WriteSourceRows();
        Times.Accept += Lap(ref start);
        WriteFacts();
        Times.Write += Lap(ref start);
        _batch.Clear();
        _slots.Clear();
        _inOrder.Clear();
        _keys.Clear();
    }

    private static TimeSpan Lap(ref long start)
    {
        var (from, now) = (start, Stopwatch.GetTimestamp());
        start = now;
        return Stopwatch.GetElapsedTime(from, now);
    }

    private void Judge()
    {
        var keyed = _batch.ConvertAll(row => (Row: row, Key: _feed.Key(row)));
        keyed.ForEach(row => Open(row.Key));
        _stored.Find(_keys, (place, row) => _inOrder[place].Store(row));
        foreach (var (row, key) in keyed)
        {
            var version = VersionOf(row);
            Watermark = Watermark is { } latest && latest > version ? latest : version;
            _feed.See(row, version);
            // A deletion differs in content from what it deletes, and wins a tie against it.
            var state = new RowState(version, row.IsDeleted ? row.Content + "\u001fĐã xóa" : row.Content);
            var outcome = _slots[key.Natural].Judge(row, key, state, out var isTie);
            _outcomes[(int)outcome]++;
            _feed.Judged(row, outcome);
            _scope.Warn(Tie, isTie ? 1 : 0);
        }
    }

    private void Open(SourceKey key)
    {
        if (_slots.ContainsKey(key.Natural))
        {
            return;
        }
        var slot = Add(key.Natural);
        if (key.OtherCodes is { } others)
        {
            KeySlot.Join([slot, .. others.Select(code => Add(NaturalKey.Under(key.Natural, key.UnitCode!, code)))]);
        }

        KeySlot Add(string naturalKey)
        {
            var added = new KeySlot(naturalKey);
            _slots.Add(naturalKey, added);
            _inOrder.Add(added);
            _keys.Add(naturalKey);
            return added;
        }
    }

    private void WriteSourceRows()
    {
        var replaced = _inOrder.FindAll(slot => slot.HasNewContent && slot.Stored is not null);
        if (replaced.Count > 0)
        {
            Fill(Leaving, replaced);
            _connection.Execute($"DELETE FROM {_source} WHERE row_key IN (SELECT row_key FROM {Leaving})");
        }
        foreach (var slot in _inOrder)
        {
            if (slot.HasNewContent)
            {
                slot.RowKey = slot.Stored is null ? ++_lastKey : slot.RowKey;
                _sourceWriter.Add(slot.RowKey).Add(slot.NaturalKey).Add(slot.Now!.Version).Add(slot.Now.Content).Add(slot.Row!.IsDeleted)
                    .Add(slot.Key.UnitCode).Add(slot.Key.ResolvingUnitCode).Add(slot.Key.Payload).EndRow();
            }
        }
        TakeNewerTimes(_inOrder.FindAll(slot => slot.HasNewTimeOnly));
    }

    /// <summary>Rows that came again with the same content and a newer time keep their content and take the time.</summary>
    private void TakeNewerTimes(List<KeySlot> slots)
    {
        if (slots.Count == 0)
        {
            return;
        }
        _connection.Execute($"DELETE FROM {NewerTime}");
        using (var writer = _connection.OpenWriter(NewerTime, ["row_key", "version"]))
        {
            slots.ForEach(slot => writer.Add(slot.RowKey).Add(slot.Now!.Version).EndRow());
        }
        _connection.Execute($"UPDATE {_source} SET version = n.version FROM {NewerTime} n WHERE n.row_key = {_source}.row_key");
        // A row that is not its unit's winner has no fact, and finds none here.
        _facts?.TakeTimes(NewerTime);
    }

    private void WriteFacts()
    {
        var written = new HashSet<KeySlot>();
        var leaving = new List<KeySlot>();
        foreach (var slot in _inOrder)
        {
            if (slot.IsFirstOfUnit && slot.WinnerNow() is { } now && (slot.WinnerBefore() != now || now.HasNewContent))
            {
                written.Add(now);
                if (slot.WinnerBefore() is { } before)
                {
                    leaving.Add(before);
                }
            }
        }
        Leave(leaving.FindAll(slot => !slot.IsStoredDeleted));
        if (_facts is not null)
        {
            foreach (var slot in written.Where(slot => !slot.Row!.IsDeleted))
            {
                _facts.Write(slot.RowKey, slot.Row!, slot.Now!.Version, _feed);
            }
        }
        Note(written, leaving);
    }

    private void Leave(List<KeySlot> slots)
    {
        if (slots.Count > 0 && _facts is not null)
        {
            Fill(Leaving, slots);
            _feed.Leave();
            _facts.Delete(Leaving);
        }
    }

    /// <summary>Remembers which rows the file stands for.</summary>
    private void Note(HashSet<KeySlot> written, List<KeySlot> leaving)
    {
        var lost = leaving.FindAll(slot => !written.Contains(slot));
        if (lost.Count > 0)
        {
            Fill(Leaving, lost);
            _connection.Execute($"UPDATE {Accepted} SET wrote_fact = @no WHERE row_key IN (SELECT row_key FROM {Leaving})");
        }
        var accepted = _inOrder.FindAll(slot => slot.IsAccepted);
        foreach (var slot in accepted.Where(slot => slot.Stored is null))
        {
            _acceptedWriter.Add(slot.RowKey).Add(written.Contains(slot)).EndRow();
        }
        var again = accepted.FindAll(slot => slot.Stored is not null);
        if (again.Count > 0)
        {
            _connection.Execute($"DELETE FROM {AcceptedAgain}");
            using (var writer = _connection.OpenWriter(AcceptedAgain, ["row_key", "wrote_fact"]))
            {
                again.ForEach(slot => writer.Add(slot.RowKey).Add(written.Contains(slot)).EndRow());
            }
            _connection.Execute($"UPDATE {Accepted} SET wrote_fact = @yes FROM {AcceptedAgain} n WHERE n.row_key = {Accepted}.row_key AND n.wrote_fact = @yes");
            _connection.Execute(
                $"""
                INSERT INTO {Accepted} (row_key, wrote_fact)
                SELECT n.row_key, n.wrote_fact FROM {AcceptedAgain} n
                WHERE NOT EXISTS (SELECT 1 FROM {Accepted} a WHERE a.row_key = n.row_key)
                """);
        }
    }

    private void Fill(string table, List<KeySlot> slots)
    {
        _connection.Execute($"DELETE FROM {table}");
        using var writer = _connection.OpenWriter(table, ["row_key"]);
        slots.ForEach(slot => writer.Add(slot.RowKey).EndRow());
    }
}

/// <summary>Time that merging took, over all batches.</summary>
public sealed class MergeTimes
{
    public TimeSpan Decide { get; set; }
    public TimeSpan Accept { get; set; }
    public TimeSpan Write { get; set; }
    public TimeSpan Index { get; set; }
}
