using System.Data.Common;
using System.Globalization;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>
/// The database of schedules, runs, keys and what was done with them. What differs between databases is here and written in Dialects: how it is made, how
/// the scheduler reaches it, and how several servers on one of it run each job once.
/// </summary>
public abstract class OperationsStore
{
    /// <summary>Creates the tables that are missing, where the server may.</summary>
    public abstract void Create();

    public abstract DbConnection Open();

    /// <summary>Points the scheduler at the database.</summary>
    public abstract void Configure(IPersistentStoreBuilder store);

    /// <summary>
    /// Takes the part of the server that runs the jobs; null while another has it. It must end with the process, however that
    /// ends: a lock on a file does, and so does a database's lock that belongs to a session.
    /// </summary>
    public abstract Lead? TryLead();

    /// <summary>Runs a statement by itself; gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first rows of a query.</summary>
    public List<T> Query<T>(string sql, int top, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (rows.Count < top && reader.Read())
        {
            rows.Add(row(reader));
        }
        return rows;
    }

    /// <summary>An instant as these tables hold it: UTC, ISO 8601, in whole milliseconds, so that texts sort as instants do.</summary>
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Instant(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture);

    public static string? Words(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}

/// <summary>The part of the server that runs the jobs, until it is given up or lost.</summary>
public abstract class Lead : IDisposable
{
    /// <summary>Whether this server still has it; a connection that broke off has lost it.</summary>
    public abstract bool IsHeld { get; }

    public abstract void Dispose();
}
