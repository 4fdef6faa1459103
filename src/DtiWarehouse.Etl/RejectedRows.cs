using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl;

/// <summary>The rows that a load rejects: a bounded number in memory, all of them in a temporary table until the run ends.</summary>
public sealed class RejectedRows(LoadConnection connection, FeedFacts file) : IDisposable
{
    private const int KeptRows = 1000, LongestMessage = 1000;

    private static readonly string[] Columns = ["line_number", "reason_code", "message", "raw_row", "needs_source_file", "natural_key", "row_version"];

    private readonly List<RowRejection> _kept = [];
    private readonly Dictionary<string, int> _byReason = new(StringComparer.Ordinal);
    private RowWriter? _overflow;

    public int Count { get; private set; }

    /// <summary>The first rejections: what a refused file shows of them.</summary>
    public IReadOnlyList<RowRejection> Kept => _kept;

    /// <summary>How many rows were rejected for which reason.</summary>
    public IReadOnlyDictionary<string, int> ByReason => _byReason;

    public void Add(RowRejection rejection)
    {
        Count++;
        _byReason[rejection.ReasonCode] = _byReason.GetValueOrDefault(rejection.ReasonCode) + 1;
        if (_kept.Count < KeptRows)
        {
            _kept.Add(rejection);
            return;
        }
        if (_overflow is null)
        {
            connection.Empty(StagingTables.Rejected);
            _overflow = connection.OpenWriter(StagingTables.Rejected);
        }
        Write(_overflow.Add(Count), rejection);
    }

    /// <summary>Writes the rows under a run, in file order.</summary>
    public void Save(int loadKey)
    {
        var key = SaveKept(loadKey);
        if (_overflow is not null)
        {
            Dispose();
            var columns = string.Join(", ", Columns);
            connection.Execute(
                $"INSERT INTO etl_rejected_row (rejected_row_key, load_key, {columns}) SELECT @key - @kept + row_number, @load, {columns} FROM stg_rejected",
                ("key", key), ("kept", _kept.Count), ("load", loadKey));
        }
    }

    /// <summary>Writes the rows in memory; those of a transaction that was given up went with it.</summary>
    public long SaveKept(int loadKey)
    {
        var key = connection.Number("SELECT COALESCE(MAX(rejected_row_key), 0) FROM etl_rejected_row");
        using var writer = connection.OpenWriter("etl_rejected_row", ["rejected_row_key", "load_key", .. Columns]);
        foreach (var row in _kept)
        {
            Write(writer.Add(++key).Add(loadKey), row);
        }
        return key;
    }

    /// <summary>Every rejection: those in memory, then those of the staging table.</summary>
    public IEnumerable<RowRejection> All()
    {
        var overflow = Count == _kept.Count ? [] : connection.Query(
            "SELECT line_number, reason_code, message, raw_row FROM stg_rejected ORDER BY row_number",
            row => new RowRejection(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3)));
        return _kept.Concat(overflow);
    }

    private void Write(RowWriter writer, RowRejection row)
    {
        var key = RejectedKey.Of(file, row.ReasonCode, row.RawRow);
        writer.Add(row.LineNumber).Add(row.ReasonCode).Add(row.Message.Length <= LongestMessage ? row.Message : row.Message[..LongestMessage]).Add(row.RawRow).Add(key.NeedsSourceFile).Add(key.NaturalKey);
        if (key.Version is { } version)
        {
            writer.Add(version);
        }
        else
        {
            writer.Add((string?)null);
        }
        writer.EndRow();
    }

    public void Dispose()
    {
        _overflow?.Dispose();
        _overflow = null;
    }
}
