using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>One prepared look-up, run for each key: the engine is in the process, so many keys at once would gain nothing.</summary>
internal sealed class SqliteStoredRows : StoredRows
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[1024];

    public SqliteStoredRows(sqlite3 database, string table)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, $"SELECT row_key, version, content, is_deleted FROM {table} WHERE natural_key = ?", out _statement));
    }

    public override void Find(IReadOnlyList<string> naturalKeys, Action<int, StoredRow> found)
    {
        for (var place = 0; place < naturalKeys.Count; place++)
        {
            var key = naturalKeys[place];
            if (_utf8.Length < key.Length * 3)
            {
                _utf8 = new byte[key.Length * 3];
            }
            Check(raw.sqlite3_bind_text(_statement, 1, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(key, _utf8))));
            var result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_ROW)
            {
                found(place, Read());
            }
            raw.sqlite3_reset(_statement);
            if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            {
                Check(result);
            }
        }
    }

    private StoredRow Read() => new(
        raw.sqlite3_column_int64(_statement, 0),
        DateTime.Parse(raw.sqlite3_column_text(_statement, 1).utf8_to_string(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        raw.sqlite3_column_text(_statement, 2).utf8_to_string(),
        raw.sqlite3_column_int64(_statement, 3) != 0);

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    public override void Dispose() => raw.sqlite3_finalize(_statement);
}
