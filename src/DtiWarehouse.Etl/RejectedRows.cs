using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;

namespace DtiWarehouse.Etl;

/// <summary>The rows that a load rejects: a bounded number in memory, all of them in a temporary table until the run ends.</summary>
public sealed class RejectedRows(LoadConnection connection) : IDisposable
{
    private const int KeptRows = 1000;

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
            connection.CreateTemporary("rejected", "row_number INTEGER PRIMARY KEY, line_number INTEGER, reason_code TEXT, message TEXT, raw_row TEXT");
            _overflow = connection.OpenWriter("rejected", ["row_number", "line_number", "reason_code", "message", "raw_row"]);
        }
        _overflow.Add(Count).Add(rejection.LineNumber).Add(rejection.ReasonCode).Add(rejection.Message).Add(rejection.RawRow).EndRow();
    }

    /// <summary>Writes the rows under a run, in file order.</summary>
    public void Save(int loadKey)
    {
        var key = SaveKept(loadKey);
        if (_overflow is not null)
        {
            Dispose();
            connection.Execute(
                """
                INSERT INTO etl_rejected_row (rejected_row_key, load_key, line_number, reason_code, message, raw_row)
                SELECT @key - @kept + row_number, @load, line_number, reason_code, message, raw_row FROM rejected
                """,
                ("key", key), ("kept", _kept.Count), ("load", loadKey));
        }
    }

    /// <summary>Writes the rows in memory; those of a transaction that was given up went with it.</summary>
    public long SaveKept(int loadKey)
    {
        var key = connection.Number("SELECT COALESCE(MAX(rejected_row_key), 0) FROM etl_rejected_row");
        using var writer = connection.OpenWriter("etl_rejected_row", ["rejected_row_key", "load_key", "line_number", "reason_code", "message", "raw_row"]);
        foreach (var row in _kept)
        {
            writer.Add(++key).Add(loadKey).Add(row.LineNumber).Add(row.ReasonCode).Add(row.Message).Add(row.RawRow).EndRow();
        }
        return key;
    }

    public void Dispose()
    {
        _overflow?.Dispose();
        _overflow = null;
    }
}
