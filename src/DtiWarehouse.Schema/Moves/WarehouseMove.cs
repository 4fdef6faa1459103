using System.Globalization;

namespace DtiWarehouse.Schema.Moves;

/// <summary>How far an export or import is.</summary>
public sealed record MoveProgress(string Table, long Rows);

/// <summary>
/// A whole warehouse as files that any of its databases takes in: for backups that outlive a database, and for moves from one
/// to another. Schedules and the history of jobs are no part of it.
/// </summary>
public static class WarehouseMove
{
    /// <summary>Writes every table into a folder, all from one state of the data. The manifest comes last: without it an export is none.</summary>
    /// <exception cref="MoveException">The folder holds something already, or the database has no schema of this version.</exception>
    public static MoveManifest Export(WarehouseDatabase database, string folder, TimeProvider clock, Action<MoveProgress>? progress = null)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new MoveException($"{folder} không trống; hãy chọn một thư mục mới. / is not empty; choose a new folder.");
        }
        using var context = database.OpenReader();
        using var connection = database.Connect();
        connection.Open();
        using var snapshot = database.BeginSnapshot(connection);
        var tables = new List<MovedTable>();
        foreach (var table in TableForm.Of(context))
        {
            var file = table.Name + ".csv";
            using var csv = new CsvTableWriter(Path.Combine(folder, file), table.Columns);
            using (var command = connection.CreateCommand())
            {
                command.CommandText = table.Query;
                command.CommandTimeout = 0;
                command.Transaction = snapshot;
                using var reader = command.ExecuteReader();
                var texts = new string?[table.Columns.Count];
                while (reader.Read())
                {
                    table.Read(reader, texts);
                    csv.Write(texts);
                }
            }
            tables.Add(new MovedTable(table.Name, file, csv.Rows, csv.Finish(), table.Columns));
            progress?.Invoke(new MoveProgress(table.Name, csv.Rows));
        }
        using var version = connection.CreateCommand();
        version.CommandText = "SELECT version FROM etl_data_version";
        version.Transaction = snapshot;
        var manifest = new MoveManifest(
            MoveManifest.CurrentFormat, Warehouse.SchemaVersion, Convert.ToInt64(version.ExecuteScalar(), CultureInfo.InvariantCulture), clock.GetUtcNow().UtcDateTime, tables);
        manifest.Write(folder);
        return manifest;
    }

    /// <summary>
    /// Takes an export into an empty warehouse, in one transaction: each file is checked against its hash while it is read, and
    /// every row against the file's again as the database gives it back, before anything is committed.
    /// </summary>
    /// <exception cref="MoveException">The export is damaged or of another version, or the warehouse is not empty.</exception>
    public static MoveManifest Import(WarehouseDatabase database, string folder, Action<MoveProgress>? progress = null)
    {
        var manifest = MoveManifest.Read(folder);
        if (manifest.Format != MoveManifest.CurrentFormat || manifest.SchemaVersion != Warehouse.SchemaVersion)
        {
            throw new MoveException(string.Create(
                CultureInfo.InvariantCulture,
                $"Bản xuất có lược đồ {manifest.SchemaVersion}, phần mềm này cần {Warehouse.SchemaVersion}; hãy nâng cấp kho nguồn rồi xuất lại. / The export is of schema {manifest.SchemaVersion}, this program needs {Warehouse.SchemaVersion}; upgrade the warehouse it came from and export again."));
        }
        using var connection = database.OpenLoad();
        connection.Begin();
        var tables = TableForm.Of(connection.Context);
        RequireSameTables(manifest, tables);
        RequireEmpty(connection, tables);
        foreach (var table in tables)
        {
            var moved = manifest.Tables.Single(t => t.Name == table.Name);
            connection.Execute($"DELETE FROM {table.Name}");
            Fill(connection, table, moved, Path.Combine(folder, moved.File));
            progress?.Invoke(new MoveProgress(table.Name, moved.Rows));
        }
        foreach (var table in tables)
        {
            Compare(connection, table, Path.Combine(folder, table.Name + ".csv"));
        }
        connection.Commit();
        return manifest;
    }

    private static void RequireSameTables(MoveManifest manifest, IReadOnlyList<TableForm> tables)
    {
        foreach (var table in tables)
        {
            if (manifest.Tables.SingleOrDefault(t => t.Name == table.Name) is not { HasSafeName: true } moved || !moved.Columns.SequenceEqual(table.Columns))
            {
                throw new MoveException($"{MoveManifest.FileName}: bảng {table.Name} thiếu hoặc có cột khác. / the table {table.Name} is missing or has other columns.");
            }
        }
    }

    private static void RequireEmpty(LoadConnection connection, IReadOnlyList<TableForm> tables)
    {
        foreach (var table in tables.Where(table => table.Name != "etl_data_version"))
        {
            if (connection.Number($"SELECT COUNT(*) FROM {table.Name}") > 0)
            {
                throw new MoveException($"Kho đích đã có dữ liệu (bảng {table.Name}); chỉ nhập vào kho trống. / The warehouse holds data already (table {table.Name}); import into an empty one.");
            }
        }
    }

    private static void Fill(LoadConnection connection, TableForm table, MovedTable moved, string path)
    {
        using var csv = Open(path);
        using var writer = connection.OpenWriter(table.Name, table.Columns);
        try
        {
            if (csv.Read() is not { } header || !header.SequenceEqual(table.Columns))
            {
                throw new FormatException();
            }
            while (csv.Read() is { } record)
            {
                if (record.Count != table.Columns.Count)
                {
                    throw new FormatException();
                }
                table.Write(writer, record);
            }
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or System.Text.DecoderFallbackException)
        {
            throw new MoveException(string.Create(CultureInfo.InvariantCulture, $"{moved.File}: bản ghi {csv.Records} hỏng. / record {csv.Records} is damaged."));
        }
        if (csv.Records - 1 != moved.Rows || csv.Hash() != moved.Sha256)
        {
            throw new MoveException($"{moved.File}: không còn như lúc xuất (số dòng hoặc mã băm khác). / is no longer as it was exported (number of rows or hash).");
        }
    }

    /// <summary>The rows as the database gives them back are those of the file.</summary>
    private static void Compare(LoadConnection connection, TableForm table, string path)
    {
        using var csv = Open(path);
        csv.Read();
        var texts = new string?[table.Columns.Count];
        foreach (var _ in connection.Stream(table.Query, row => { table.Read(row, texts); return true; }))
        {
            if (csv.Read() is not { } record || !record.SequenceEqual(texts))
            {
                throw Differs();
            }
        }
        if (csv.Read() is not null)
        {
            throw Differs();
        }

        MoveException Differs() => new(string.Create(
            CultureInfo.InvariantCulture, $"{table.Name}: dòng {csv.Records - 1} đọc lại từ cơ sở dữ liệu không giống tệp; không có gì được ghi. / row {csv.Records - 1} as the database gives it back is not that of the file; nothing was written."));
    }

    private static CsvTableReader Open(string path)
    {
        try
        {
            return new CsvTableReader(path);
        }
        catch (FileNotFoundException)
        {
            throw new MoveException($"{Path.GetFileName(path)}: thiếu tệp. / the file is missing.");
        }
    }
}
