using System.Globalization;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>Rows of a warehouse file by plain SQL, as the database hands them over.</summary>
internal sealed class PaperTables(string file)
{
    public List<T> Read<T>(string sql, Func<object?[], T> row)
    {
        using var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(file, readOnly: true) + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        var values = new object?[reader.FieldCount];
        while (reader.Read())
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }
            rows.Add(row(values));
        }
        return rows;
    }

    public static DateOnly? Day(object? cell) => cell is null ? null : DateOnly.Parse((string)cell, CultureInfo.InvariantCulture);
}
