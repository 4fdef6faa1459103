using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema;

/// <summary>
/// A load's own connection: one transaction, set-based SQL with parameters, staging tables. Statements are written once, in
/// the SQL that all databases share, with <c>@yes</c> and <c>@no</c> for true and false; what differs between databases is
/// abstract here and written in Dialects. A reader must be read to its end before the connection is used again.
/// </summary>
public abstract class LoadConnection(DbConnection connection, WarehouseContext context) : IDisposable
{
    /// <summary>Name under which every statement is told, as it is written for all databases, with the event <see cref="StatementEvent"/>.</summary>
    public const string ListenerName = "DtiWarehouse.Load";

    public const string StatementEvent = "Statement";

    private static readonly DiagnosticListener Statements = new(ListenerName);

    private DbTransaction? _transaction;

    /// <summary>The model, and small reads, inside the same transaction.</summary>
    public WarehouseContext Context { get; } = context;

    protected abstract DbTransaction BeginTransaction();

    /// <summary>Makes a staging table that is there and empty.</summary>
    public abstract void Empty(StagingTable table);

    /// <summary>Called once few rows are in a staging table that statements start from, for databases that would take it for a larger one.</summary>
    public virtual void Measure(StagingTable table)
    {
    }

    protected abstract LoadSpelling Spelling { get; }

    /// <summary>Whether the unique index of a table's grain is in force.</summary>
    public abstract bool HasUniqueIndex(string table);

    /// <summary>Drops the indexes that enforce nothing and returns the statements that make them again.</summary>
    public abstract IReadOnlyList<string> DropSecondaryIndexes(string table);

    /// <summary>The fastest way of this database to put many rows into a table.</summary>
    public abstract RowWriter OpenWriter(string table, IReadOnlyList<string> columns);

    public RowWriter OpenWriter(StagingTable table) => OpenWriter(table.Name, [.. table.Names]);

    /// <summary>A decimal of a scale as the database keeps it, from a column that is not null.</summary>
    public abstract decimal ReadDecimal(DbDataReader row, int column, int scale);

    /// <summary>
    /// Adds to the rows of a summary: a row written has its grain, its measures and the instant, and is added to the one of
    /// its grain where that is there.
    /// </summary>
    /// <param name="deltas">A staging table of such rows, for databases that cannot add row by row.</param>
    public abstract RowWriter OpenAdder(string table, StagingTable deltas, IReadOnlyList<string> grain, IReadOnlyList<string> measures);

    /// <summary>The fastest way of this database to find source rows by their natural keys.</summary>
    public abstract StoredRows OpenStoredRows(string sourceTable);

    public void Begin()
    {
        _transaction = BeginTransaction();
        Context.Database.UseTransaction(_transaction);
    }

    public void Commit()
    {
        BeforeStatement();
        Context.Database.UseTransaction(null);
        _transaction!.Commit();
        _transaction = null;
    }

    /// <summary>Gives up an open transaction; does nothing where none is open.</summary>
    public void Rollback()
    {
        BeforeRollback();
        Context.Database.UseTransaction(null);
        _transaction?.Dispose();
        _transaction = null;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>First column of the first row, as a whole number; 0 for null.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Raises the number that every commit that readers can see raises, and gives it.</summary>
    public long RaiseDataVersion()
    {
        Execute("UPDATE etl_data_version SET version = version + 1");
        return Number("SELECT version FROM etl_data_version");
    }

    /// <summary>All rows of a small result.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters) =>
        Stream(sql, read, parameters).ToList();

    /// <summary>The rows of a result of any size, one at a time.</summary>
    public IEnumerable<T> Stream<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    /// <summary>Called before a transaction is given up: rows that were held back go with it.</summary>
    protected virtual void BeforeRollback()
    {
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        BeforeStatement();
        if (Statements.IsEnabled())
        {
            Statements.Write(StatementEvent, sql);
        }
        var command = connection.CreateCommand();
        command.CommandText = LoadSql.Spell(sql, Spelling);
        command.Transaction = _transaction;
        foreach (var (name, value) in parameters)
        {
            Add(name, value);
        }
        foreach (var truth in (string[])["yes", "no"])
        {
            if (sql.Contains("@" + truth, StringComparison.Ordinal))
            {
                Add(truth, truth == "yes");
            }
        }
        return command;

        void Add(string name, object? value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            Bind(parameter, value);
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>Gives a parameter its value, and its type where the driver would guess another.</summary>
    protected virtual void Bind(DbParameter parameter, object? value) => parameter.Value = value ?? DBNull.Value;

    /// <summary>Called before a statement runs: writers may hold back rows that it must see.</summary>
    protected virtual void BeforeStatement()
    {
    }

    public void Dispose()
    {
        Rollback();
        Context.Dispose();
        connection.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Writes many rows into one table, value by value in the order of its columns.</summary>
public abstract class RowWriter : IDisposable
{
    public abstract RowWriter Add(string? value);
    public abstract RowWriter Add(long? value);
    public abstract RowWriter Add(bool? value);
    public abstract RowWriter Add(DateOnly? value);
    public abstract RowWriter Add(DateTime value);
    public abstract RowWriter Add(decimal? value, int scale);
    public abstract void EndRow();
    public abstract void Dispose();

    /// <summary>Enumerations are stored by name.</summary>
    public RowWriter Add<T>(T? value)
        where T : struct, Enum => Add(value is { } code ? EnumName.Of(code) : null);

    public RowWriter Add<T>(T value)
        where T : struct, Enum => Add(EnumName.Of(value));
}
