using System.Globalization;

namespace DtiWarehouse.Schema.Moves;

/// <summary>How many rows of the ledger were put away.</summary>
public sealed record ArchivedLedger(long RejectedRows, long CheckResults)
{
    public long Total => RejectedRows + CheckResults;
}

/// <summary>
/// Puts away what loads of long ago left in the ledger: their rejected rows and the results of their checks go into files of
/// the form of <see cref="WarehouseMove"/> and out of the warehouse. The runs themselves stay, with their numbers: facts lead to them.
/// </summary>
public static class LedgerArchive
{
    /// <param name="before">Runs that began before this day (UTC+7).</param>
    /// <param name="folder">Where the files go; one run of this gives one file per table, named by the day.</param>
    /// <exception cref="MoveException">The files are there already.</exception>
    public static ArchivedLedger PutAway(WarehouseDatabase database, DateOnly before, string folder)
    {
        Directory.CreateDirectory(folder);
        var until = DateTime.SpecifyKind(before.ToDateTime(TimeOnly.MinValue) - Warehouse.LocalOffset, DateTimeKind.Utc);
        using var connection = database.OpenLoad();
        connection.Begin();
        var tables = TableForm.Of(connection.Context);
        var archived = new ArchivedLedger(PutAway("etl_rejected_row"), PutAway("etl_check_result"));
        if (archived.Total > 0)
        {
            connection.RaiseDataVersion();
        }
        connection.Commit();
        return archived;

        long PutAway(string name)
        {
            const string Old = "load_key IN (SELECT r.load_key FROM etl_load_run r WHERE r.started_at < @until)";
            if (connection.Number($"SELECT COUNT(*) FROM {name} WHERE {Old}", ("until", until)) == 0)
            {
                return 0;
            }
            var table = tables.Single(t => t.Name == name);
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{before:yyyy-MM-dd}.csv"));
            if (File.Exists(file))
            {
                throw new MoveException($"{file} đã có; hãy chọn thư mục khác. / is there already; choose another folder.");
            }
            // On disk before the rows go: a commit that fails leaves a file too many, never a row too few.
            using var csv = new CsvTableWriter(file, table.Columns);
            var texts = new string?[table.Columns.Count];
            foreach (var _ in connection.Stream(
                $"SELECT {string.Join(", ", table.Columns)} FROM {name} WHERE {Old} ORDER BY {string.Join(", ", table.Key)}", row => { table.Read(row, texts); return true; }, ("until", until)))
            {
                csv.Write(texts);
            }
            csv.Finish();
            return connection.Execute($"DELETE FROM {name} WHERE {Old}", ("until", until));
        }
    }
}
