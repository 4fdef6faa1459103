using System.Text;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>What became of the accepted rows of a file.</summary>
public sealed record RowCounts(int Loaded, int Changed, int Unchanged, int Superseded);

/// <summary>
/// Decides which version of each staged row wins and brings the feed's source-row table up to it. The state of a key is
/// always the greatest (version, content) seen, so the order of rows, files and loads never matters:
/// a newer version wins, its time counts even where the content is the same, and of two contents of one version the
/// greater one (UTF-8 ordinal) wins.
/// </summary>
public sealed class RowVersions(LoadScope scope, string feed)
{
    /// <summary>Temporary table of the decisions: row_number, row_key, outcome, action.</summary>
    public const string Table = "decision";

    /// <summary>Actions on the source-row table and the fact: insert, replace, take the newer time only.</summary>
    public const int Insert = 1, Replace = 2, Touch = 3;

    /// <summary>Outcomes of rows that stand for what the warehouse says of their key.</summary>
    internal const string Accepted = "1, 2, 3";

    private const int Refused = 0, Loaded = 1, Changed = 2, Unchanged = 3, Superseded = 4;
    private const string Tie = "Hai nội dung cùng khóa và cùng thời điểm / two contents of one key and time";

    private readonly LoadConnection _connection = scope.Connection;
    private readonly string _source = Feeds.SourceTable(feed);

    /// <summary>Judges every staged row in file order.</summary>
    public void Decide()
    {
        _connection.DropTemporary(Table);
        _connection.DropTemporary("repeated");
        _connection.CreateTemporary(Table, "row_number INTEGER PRIMARY KEY, row_key INTEGER NOT NULL, outcome INTEGER NOT NULL, action INTEGER NOT NULL, is_tie INTEGER NOT NULL");
        _connection.CreateTemporary("repeated", "natural_key TEXT PRIMARY KEY");
        _connection.Execute("CREATE INDEX temp.ix_stage_natural_key ON stage (natural_key)");
        _connection.Execute("INSERT INTO repeated (natural_key) SELECT natural_key FROM stage GROUP BY natural_key HAVING COUNT(*) > 1");
        var firstKey = _connection.Number($"SELECT COALESCE(MAX(row_key), 0) FROM {_source}");
        DecideSingleRows(firstKey);
        DecideRepeatedRows(firstKey);
        scope.Warn(Tie, _connection.Number("SELECT COUNT(*) FROM decision WHERE is_tie = 1"));
    }

    /// <summary>How many rows came to which outcome; rows refused after the decision are in none.</summary>
    public RowCounts Count()
    {
        var counts = _connection.Query("SELECT outcome, COUNT(*) FROM decision GROUP BY outcome", row => (Outcome: row.GetInt32(0), Rows: row.GetInt32(1)))
            .ToDictionary(c => c.Outcome, c => c.Rows);
        return new RowCounts(
            counts.GetValueOrDefault(Loaded), counts.GetValueOrDefault(Changed),
            counts.GetValueOrDefault(Unchanged), counts.GetValueOrDefault(Superseded));
    }

    /// <summary>
    /// Counts a row in no outcome: it breaks a rule that only the rows together show. Its version stays known, so that it
    /// can be judged again when other rows come.
    /// </summary>
    public static void Refuse(LoadConnection connection, long rowNumber) =>
        connection.Execute($"UPDATE decision SET outcome = {Refused} WHERE row_number = @row", ("row", rowNumber));

    private void DecideSingleRows(long firstKey) => _connection.Execute(
        $"""
        INSERT INTO decision (row_number, row_key, outcome, action, is_tie)
        SELECT
            s.row_number,
            COALESCE(p.row_key, @firstKey + s.row_number),
            CASE
                WHEN p.row_key IS NULL THEN {Loaded}
                WHEN s.version < p.version THEN {Superseded}
                WHEN s.content = p.content THEN {Unchanged}
                WHEN s.version > p.version OR s.content > p.content THEN {Changed}
                ELSE {Superseded}
            END,
            CASE
                WHEN p.row_key IS NULL THEN {Insert}
                WHEN s.version < p.version THEN 0
                WHEN s.content = p.content THEN CASE WHEN s.version > p.version THEN {Touch} ELSE 0 END
                WHEN s.version > p.version OR s.content > p.content THEN {Replace}
                ELSE 0
            END,
            CASE WHEN s.version = p.version AND s.content <> p.content THEN 1 ELSE 0 END
        FROM stage s
        LEFT JOIN {_source} p ON p.natural_key = s.natural_key
        WHERE s.natural_key NOT IN (SELECT natural_key FROM repeated)
        ORDER BY s.row_number
        """,
        ("firstKey", firstKey));

    /// <summary>Rows whose key stands more than once in the file: each is judged against what the rows before it left.</summary>
    private void DecideRepeatedRows(long firstKey)
    {
        var rows = _connection.Stream(
            $"""
            SELECT s.natural_key, s.row_number, s.version, s.content, p.row_key, p.version, p.content
            FROM stage s
            JOIN repeated r ON r.natural_key = s.natural_key
            LEFT JOIN {_source} p ON p.natural_key = s.natural_key
            ORDER BY s.natural_key, s.row_number
            """,
            row => new RepeatedRow(
                row.GetString(0), row.GetInt64(1), new RowState(row.GetDateTime(2), row.GetString(3)),
                row.IsDBNull(4) ? null : row.GetInt64(4),
                row.IsDBNull(4) ? null : new RowState(row.GetDateTime(5), row.GetString(6))));
        using var writer = _connection.OpenWriter(Table, ["row_number", "row_key", "outcome", "action", "is_tie"]);
        var group = new List<RepeatedRow>();
        foreach (var row in rows)
        {
            if (group.Count > 0 && group[0].NaturalKey != row.NaturalKey)
            {
                Judge(group, firstKey, writer);
                group.Clear();
            }
            group.Add(row);
        }
        if (group.Count > 0)
        {
            Judge(group, firstKey, writer);
        }
    }

    private static void Judge(List<RepeatedRow> rows, long firstKey, RowWriter writer)
    {
        var stored = rows[0].Stored;
        var rowKey = rows[0].StoredKey ?? firstKey + rows[0].RowNumber;
        var state = stored;
        var winner = 0L;
        var judged = new List<(long RowNumber, int Outcome, bool IsTie)>();
        foreach (var row in rows)
        {
            var order = row.State.CompareTo(state);
            var sameContent = row.State.Content == state?.Content;
            var isTie = row.State.Version == state?.Version && !sameContent;
            judged.Add((row.RowNumber, state is null ? Loaded : order < 0 ? Superseded : sameContent ? Unchanged : Changed, isTie));
            if (order > 0)
            {
                (state, winner) = (row.State, row.RowNumber);
            }
        }
        var action = stored is null ? Insert : stored.Content != state!.Content ? Replace : stored.Version != state.Version ? Touch : 0;
        foreach (var (rowNumber, outcome, isTie) in judged)
        {
            writer.Add(rowNumber).Add(rowKey).Add(outcome).Add(rowNumber == winner ? action : 0L).Add(isTie).EndRow();
        }
    }

    /// <summary>Writes the winners into the source-row table; the facts follow from the same decisions.</summary>
    public void Accept()
    {
        _connection.Execute(
            $"""
            UPDATE {_source} SET version = (SELECT s.version FROM decision d JOIN stage s ON s.row_number = d.row_number WHERE d.row_key = {_source}.row_key AND d.action = {Touch})
            WHERE row_key IN (SELECT row_key FROM decision WHERE action = {Touch})
            """);
        _connection.Execute($"DELETE FROM {_source} WHERE row_key IN (SELECT row_key FROM decision WHERE action = {Replace})");
        _connection.Execute(
            $"""
            INSERT INTO {_source} (row_key, {StagedFile.SourceColumns})
            SELECT d.row_key, {StagedFile.SourceColumns}
            FROM decision d
            JOIN stage s ON s.row_number = d.row_number
            WHERE d.action IN ({Insert}, {Replace})
            ORDER BY d.row_number
            """);
    }

    private sealed record RepeatedRow(string NaturalKey, long RowNumber, RowState State, long? StoredKey, RowState? Stored);

    private sealed record RowState(DateTime Version, string Content) : IComparable<RowState>
    {
        public int CompareTo(RowState? other) => other is null ? 1
            : Version != other.Version ? Version.CompareTo(other.Version)
            : Encoding.UTF8.GetBytes(Content).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Content));
    }
}
