using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Dialects;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Tests.Load;

/// <summary>A new warehouse in a temporary file, with a clock that the test sets.</summary>
public sealed class TestWarehouse : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}.db");
    private int _files;

    public TestWarehouse() => Runner = new LoadRunner(() => SqliteLoadConnection.Open(_file), Clock);

    public SetClock Clock { get; } = new();

    public LoadRunner Runner { get; }

    /// <summary>Loads rows as one file with a name and content of its own.</summary>
    public LoadRun Load(string feed, params object[] rows) => Load(feed, rows, null);

    public LoadRun Load(string feed, IEnumerable<object> rows, string? contentHash, DateTime? modifiedAt = null)
    {
        var name = $"{feed}_{++_files:000}.csv";
        using var source = modifiedAt is { } time
            ? new RowsSource(feed, name, rows) { ContentHash = contentHash, ModifiedAt = time }
            : new RowsSource(feed, name, rows) { ContentHash = contentHash };
        return Runner.Load(source);
    }

    /// <summary>A context over the warehouse as readers see it.</summary>
    public WarehouseContext Open() => new(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(_file, readOnly: true) + ";Pooling=False"));

    /// <summary>Rows of a query as text, one line each, sorted: for comparing states.</summary>
    public string[] Rows(string sql)
    {
        using var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(_file, readOnly: true) + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetValue(i).ToString())));
        }
        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    public void Dispose()
    {
        foreach (var file in (string[])[_file, _file + "-wal", _file + "-shm"])
        {
            File.Delete(file);
        }
    }

    public sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2025, 1, 20, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
