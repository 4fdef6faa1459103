using System.Data.Common;
using System.Globalization;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A kind of database that the product is tested on.</summary>
public abstract class ProductDatabase
{
    /// <summary>True where the machine has no such server: tests are skipped, and fixtures do nothing.</summary>
    public virtual bool IsMissing => false;

    /// <summary>The database of one folder, which is made when it is first asked for.</summary>
    /// <param name="data">The data folder.</param>
    public abstract FolderDatabase Open(string data);
}

/// <summary>The database that the product in a folder stands on; gone with the folder.</summary>
public abstract class FolderDatabase : IDisposable
{
    /// <summary>What a process in the folder is told of its database, whose schema is deployed.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>A closed connection to the warehouse, not pooled.</summary>
    public abstract DbConnection Connect();

    /// <summary>An open connection to the schedules and runs of the jobs.</summary>
    public virtual DbConnection OpenOperations() => OpenWarehouse();

    /// <summary>Holds the warehouse as another load would, until it is disposed of.</summary>
    public abstract DbConnection HoldWriteLock();

    /// <summary>What decimals of six digits are stored times.</summary>
    public virtual int DecimalScale => 1;

    /// <summary>Makes this database, which nobody has asked for yet, what another one is; false where the server has no cheap way to.</summary>
    public virtual bool TryCopy(FolderDatabase original) => false;

    /// <summary>What the database says of its own soundness.</summary>
    public virtual string Soundness() => "";

    /// <summary>Whether a text of ASCII letters stands anywhere in what the database keeps.</summary>
    public abstract bool Keeps(string text);

    public DbConnection OpenWarehouse()
    {
        var connection = Connect();
        connection.Open();
        return connection;
    }

    /// <summary>Rows by plain SQL; whole numbers, truths and dates as SQLite keeps them, whichever database it is.</summary>
    public IReadOnlyList<object?[]> Rows(string sql)
    {
        using var connection = OpenWarehouse();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Plain(reader.GetValue(i)))]);
        }
        return rows;
    }

    /// <summary>One whole number by plain SQL.</summary>
    public long Number(string sql) => (long)Rows(sql).Single()[0]!;

    public abstract void Dispose();

    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        bool truth => truth ? 1L : 0L,
        short or int => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        decimal number when number == decimal.Truncate(number) => (long)number,
        DateTime day when day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };
}
