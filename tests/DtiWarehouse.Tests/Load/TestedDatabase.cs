using System.Data.Common;
using System.Globalization;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;

namespace DtiWarehouse.Tests.Load;

/// <summary>
/// An empty warehouse on the database that the tests of loads and indicators run on: a file, unless
/// <c>DTIW_TEST_DATABASE</c> says <c>PostgreSql</c>; then <c>DTIW_TEST_POSTGRESQL</c> says where.
/// </summary>
public sealed class TestedDatabase : IDisposable
{
    private readonly TestDatabase? _server = Name == "PostgreSql" ? new PostgresDatabase() : null;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}.db");

    public TestedDatabase()
    {
        if (_server is null)
        {
            Warehouse = new SqliteDatabase(_file);
            return;
        }
        _server.Create();
        Warehouse = new PostgreSqlDatabase(_server.ConnectionString);
        Warehouse.Deploy();
    }

    private static string Name => Environment.GetEnvironmentVariable("DTIW_TEST_DATABASE") is { Length: > 0 } name ? name : "Sqlite";

    public static bool IsSqlite => Name == "Sqlite";

    public WarehouseDatabase Warehouse { get; }

    /// <summary>
    /// Rows of a query as text, one line each, sorted; values as SQLite keeps them, whichever database it is. In the query
    /// <c>@yes</c> and <c>@no</c> are true and false, <c>@days</c> the days between two dates named as those of a dossier,
    /// <c>@scale4</c> what a decimal of four digits is stored times.
    /// </summary>
    public string[] Rows(string sql) => Rows(Warehouse, sql);

    public static string[] Rows(WarehouseDatabase warehouse, string sql)
    {
        using var connection = warehouse.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        var words = warehouse is SqliteDatabase
            ? ("1", "0", "CAST(julianday(resolved_date) - julianday(received_date) AS INTEGER)", "10000")
            : ("TRUE", "FALSE", "(resolved_date - received_date)", "1");
        command.CommandText = sql.Replace("@yes", words.Item1, StringComparison.Ordinal).Replace("@no", words.Item2, StringComparison.Ordinal).Replace("@days", words.Item3, StringComparison.Ordinal)
            .Replace("@scale4", words.Item4, StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))));
        }
        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    private static string? Text(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => "null",
        bool truth => truth ? "1" : "0",
        // The digits, as a whole number with the column's scale.
        decimal number => (number * (decimal)Math.Pow(10, number.Scale)).ToString("0", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    public void Dispose()
    {
        _server?.Dispose();
        foreach (var file in (string[])[_file, _file + "-wal", _file + "-shm"])
        {
            File.Delete(file);
        }
    }
}
