using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Writes a feed's facts: the fact of a source row has the source row's key.</summary>
public sealed class FactTable(LoadScope scope, string table, string key, IReadOnlyList<string> columns) : IDisposable
{
    private const int FewRows = 20_000;

    private readonly LoadConnection _connection = scope.Connection;
    private RowWriter? _writer;
    private IReadOnlyList<string>? _indexes;
    private long _written;

    public string Name => table;

    /// <summary>Share of the file that is read, from 0 to 1; null where that is not known.</summary>
    public Func<double?> ShareRead { get; set; } = () => null;

    public void Write(long rowKey, FeedRow row, DateTime version, FeedLoad feed)
    {
        if (++_written % FewRows == 0 && _indexes is null)
        {
            DropIndexesOfMany();
        }
        _writer ??= _connection.OpenWriter(table, [key, .. columns, "updated_at", "load_key"]);
        feed.Write(row, version, _writer.Add(rowKey));
        _writer.Add(scope.Now).Add(scope.LoadKey).EndRow();
    }

    /// <summary>Deletes the facts whose keys stand in a table.</summary>
    public void Delete(string keys) => _connection.Execute($"DELETE FROM {table} WHERE {key} IN (SELECT row_key FROM {keys})");

    /// <summary>Rows that came again with the same content take the newer time, in facts that keep it.</summary>
    /// <param name="times">A table of keys and versions.</param>
    public void TakeTimes(string times)
    {
        if (columns.Contains("source_updated_at"))
        {
            _connection.Execute($"UPDATE {table} SET source_updated_at = n.version FROM {times} n WHERE n.row_key = {table}.{key}");
        }
    }

    /// <summary>Ends the writing; every index is there afterwards.</summary>
    public void Complete()
    {
        Dispose();
        foreach (var index in _indexes ?? [])
        {
            _connection.Execute(index);
        }
        _indexes = null;
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    // Building an index in one go costs per row about half of keeping it up, but for the rows that are there as well. Where
    // nobody knows how much is to come, it is taken to be as much again. Keys are given in order: the last one says how many rows
    // there are at most, and counting them would read the table whole.
    private void DropIndexesOfMany()
    {
        var expected = _written / Math.Max(0.01, ShareRead() ?? 0.5);
        if (expected * 3 > _connection.Number($"SELECT COALESCE(MAX({key}), 0) FROM {table}") * 2)
        {
            _indexes = _connection.DropSecondaryIndexes(table);
        }
    }
}
