using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>
/// The rows of one file in a temporary table, in file order: key, version and content as the source-row table keeps
/// them, then the columns of the feed's fact.
/// </summary>
public sealed class StagedFile : IDisposable
{
    /// <summary>Columns that staging shares with the feed's source-row table.</summary>
    public const string SourceColumns = "natural_key, version, content, is_deleted, unit_code, resolving_unit_code, payload";

    public const string Table = "stage";

    private readonly DateTime _modifiedAt;
    private readonly RowWriter _writer;

    public StagedFile(LoadConnection connection, FeedFacts facts, string? factTable, IReadOnlyList<string> factColumns)
    {
        _modifiedAt = facts.ModifiedAt;
        var source = Feeds.SourceTable(facts.Feed);
        var columns = SourceColumns + string.Concat(factColumns.Select(column => ", " + column));
        connection.DropTemporary(Table);
        var shape = SourceColumns.Split(", ").Select(column => $"{source}.{column}").Concat(factColumns.Select(column => $"{factTable}.{column}"));
        connection.CreateTemporaryLike(Table, "row_number", string.Join(", ", shape), factTable is null ? source : $"{source} JOIN {factTable}");
        _writer = connection.OpenWriter(Table, ["row_number", .. columns.Split(", ")]);
    }

    /// <summary>Rows staged so far.</summary>
    public int Count { get; private set; }

    /// <summary>Latest version staged (UTC); null for no row.</summary>
    public DateTime? Watermark { get; private set; }

    /// <summary>Version of a row: its own, or the file's modified time.</summary>
    public DateTime VersionOf(FeedRow row) => row.UpdatedAt ?? _modifiedAt;

    /// <summary>Starts a row with its source columns; the caller adds the fact's columns and ends the row.</summary>
    public RowWriter Start(FeedRow row, string naturalKey, string? unitCode = null, string? resolvingUnitCode = null, string? payload = null)
    {
        var version = VersionOf(row);
        Watermark = Watermark is { } latest && latest > version ? latest : version;
        // A deletion differs in content from what it deletes, and wins a tie against it.
        var content = row.IsDeleted ? row.Content + "\u001fĐã xóa" : row.Content;
        return _writer.Add(++Count).Add(naturalKey).Add(version).Add(content).Add(row.IsDeleted)
            .Add(unitCode).Add(resolvingUnitCode).Add(payload);
    }

    // The table goes with the connection. Dropping it here would hide what ended the load: a full disk ends the
    // transaction too, and no statement runs in it any more.
    public void Dispose() => _writer.Dispose();
}
