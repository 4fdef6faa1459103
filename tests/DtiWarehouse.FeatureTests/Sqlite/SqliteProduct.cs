using System.Data.Common;
using System.Text;
using DtiWarehouse.FeatureTests.Warehouse;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>The product on a file in its data folder, as it is without any setting.</summary>
public sealed class SqliteProduct : ProductDatabase
{
    public static readonly SqliteProduct Instance = new();

    public override FolderDatabase Open(string data) => new SqliteFolderDatabase(data);
}

/// <summary>The file of a folder, and the one of the jobs beside it.</summary>
internal sealed class SqliteFolderDatabase(string data) : FolderDatabase
{
    private string File => Path.Combine(data, "warehouse.db");

    public override IReadOnlyList<(string Name, string Value)> Settings => [];

    /// <summary>Scaled integers, so that they can be summed and compared.</summary>
    public override int DecimalScale => 1_000_000;

    public override DbConnection Connect() => new SqliteConnection($"Data Source={File};Mode=ReadWrite;Pooling=False");

    public override DbConnection OpenOperations()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data, "operations.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    public override DbConnection HoldWriteLock()
    {
        var connection = OpenWarehouse();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    public override bool TryCopy(FolderDatabase original)
    {
        Directory.CreateDirectory(data);
        System.IO.File.Copy(((SqliteFolderDatabase)original).File, File);
        return true;
    }

    public override string Soundness() => (string)Rows("PRAGMA integrity_check").Single()[0]!;

    public override bool Keeps(string text) =>
        Directory.EnumerateFiles(data, "warehouse.db*").Any(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public override void Dispose() => SqliteConnection.ClearAllPools();

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
