using System.Globalization;
using System.Text;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Tests.Generated;

/// <summary>
/// The steps between the versions of the embedded database as scripts: what a program does when it opens a file, for those who
/// would rather do it by hand. Generated from the schemas of the versions; <c>DTIW_REWRITE_BASELINES=1</c> rewrites them.
/// </summary>
public sealed class Steps_of_SQLite
{
    public static TheoryData<int> Versions => [.. Enumerable.Range(1, Warehouse.SchemaVersion)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_step_is_the_difference_of_two_versions(int version) => GeneratedFiles.Verify(NameOf(version), Step(version));

    [Fact]
    public void All_steps_lead_the_first_version_to_this_one_and_lose_no_row()
    {
        using var first = Open(SchemaOf(0));
        Execute(first, "INSERT INTO dim_channel (channel_key, code, name, name_en) VALUES (7, 'x', 'Kênh', 'Channel')");

        foreach (var version in Enumerable.Range(1, Warehouse.SchemaVersion))
        {
            Execute(first, File.ReadAllText(Path.Combine(GeneratedFiles.Root(), NameOf(version))));
        }

        using var now = Open(SchemaOf(Warehouse.SchemaVersion));
        Assert.Equal(Columns(now), Columns(first));
        Assert.Equal(Indexes(now).Keys.Order(StringComparer.Ordinal), Indexes(first).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Warehouse.SchemaVersion, Convert.ToInt32(Read(first, "PRAGMA user_version").Single()[0], CultureInfo.InvariantCulture));
        Assert.Equal("7 x Kênh Channel", string.Join(' ', Read(first, "SELECT channel_key, code, name, name_en FROM dim_channel").Single()));
    }

    private static string NameOf(int version) => FormattableString.Invariant($"db/migrations/{version}/sqlite.sql");

    private static string SchemaOf(int version) => version == Warehouse.SchemaVersion
        ? SqliteWarehouse.CreateScript()
        : File.ReadAllText(Path.Combine(GeneratedFiles.Root(), "tests", "DtiWarehouse.Tests", "Load", "EarlierWarehouses", FormattableString.Invariant($"version-{version}.sql")));

    private static string Step(int version)
    {
        using var before = Open(SchemaOf(version - 1));
        using var after = Open(SchemaOf(version));
        var (had, has) = (Columns(before), Columns(after));
        var script = new StringBuilder(
            $"""
            -- From schema version {version - 1} to {version} of the embedded database. The program does this by itself when it opens a file; by hand,
            -- once, while nothing else has the file open: sqlite3 -bail warehouse.db ".read db/migrations/{version}/sqlite.sql"
            BEGIN IMMEDIATE;

            """);
        foreach (var (table, columns) in has)
        {
            if (!had.TryGetValue(table, out var known))
            {
                script.Append(Read(after, $"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'").Single()[0]).Append(";\n");
                continue;
            }
            foreach (var column in columns.Where(column => !known.ContainsKey(column.Key)))
            {
                script.Append(CultureInfo.InvariantCulture, $"ALTER TABLE {table} ADD COLUMN {column.Key} {column.Value};\n");
            }
        }
        var built = Indexes(before);
        foreach (var (index, sql) in Indexes(after))
        {
            if (built.TryGetValue(index, out var old) && old == sql)
            {
                continue;
            }
            script.Append(old is null ? "" : $"DROP INDEX {index};\n").Append(sql).Append(";\n");
        }
        foreach (var statement in SchemaUpgrade.Restatements(version - 1, version))
        {
            script.Append(statement).Append(";\n");
        }
        if (has.ContainsKey("etl_schema_version"))
        {
            script.Append(CultureInfo.InvariantCulture, $"INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES ({version}, datetime('now'), 'by hand');\n");
        }
        return script.Append(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version};\nCOMMIT;\n").ToString();
    }

    private static SqliteConnection Open(string schema)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, schema);
        return connection;
    }

    /// <summary>By table, what follows the name of each column; a column that must say something says its type's zero in rows that are there.</summary>
    private static SortedDictionary<string, Dictionary<string, string>> Columns(SqliteConnection connection)
    {
        var tables = new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in Read(connection, "SELECT t.name, c.name, c.type, c.\"notnull\", c.hidden, t.sql FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid"))
        {
            var (table, column, type) = (row[0]!, row[1]!, row[2]!);
            var rest = row[4] != "0" ? Computed(row[5]!, column)
                : row[3] == "0" ? $"{type} NULL"
                : $"{type} NOT NULL DEFAULT {(type == "TEXT" ? "''" : "0")}";
            (tables.TryGetValue(table, out var columns) ? columns : tables[table] = [])[column] = rest;
        }
        return tables;
    }

    private static string Computed(string table, string column)
    {
        var line = table.Split('\n').Single(l => l.TrimStart().StartsWith($"\"{column}\" ", StringComparison.Ordinal)).Trim().TrimEnd(',');
        return line[(column.Length + 3)..];
    }

    private static SortedDictionary<string, string> Indexes(SqliteConnection connection) =>
        new(Read(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").ToDictionary(row => row[0]!, row => row[1]!), StringComparer.Ordinal);

    private static List<string?[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }
        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
