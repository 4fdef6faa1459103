using System.Data.Common;
using System.Globalization;
using DtiWarehouse.Schema.Moves;
using DtiWarehouse.Schema.Open;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>Writes the open copy of a warehouse, whichever database that is in, into a new file.</summary>
public static class SqliteOpenCopy
{
    /// <summary>Options of the context over a copy that is complete.</summary>
    public static DbContextOptions<OpenWarehouse> Options(string file) => SqliteWarehouse.Options<OpenWarehouse>(SqliteWarehouse.ConnectionString(file, readOnly: true));

    /// <summary>Writes the copy, all from one state of the data, and gives that state's version. The file is complete once this returns.</summary>
    /// <param name="facts">Names of the sets of <see cref="OpenWarehouse.Facts"/> that are open; the tables of others stay empty.</param>
    /// <param name="smallest">See <see cref="SmallCells"/>.</param>
    /// <param name="progress">Told each table before it is read.</param>
    public static long Write(WarehouseDatabase source, string file, IReadOnlyCollection<string> facts, int smallest, Action<string> progress, CancellationToken cancellation)
    {
        using var readers = source.OpenReader();
        using var from = source.Connect();
        from.Open();
        using var snapshot = source.BeginSnapshot(from);
        using var target = new SqliteConnection(SqliteWarehouse.ConnectionString(file) + ";Pooling=False");
        target.Open();
        Execute(target, "PRAGMA page_size = 16384");
        // Nothing is mended in a copy: one that was not completed is thrown away.
        Execute(target, "PRAGMA journal_mode = OFF");
        Execute(target, "PRAGMA synchronous = OFF");
        using var open = new OpenWarehouse(SqliteWarehouse.Options<OpenWarehouse>(SqliteWarehouse.ConnectionString(":memory:")));
        Execute(target, open.Database.GenerateCreateScript());
        Execute(target, "BEGIN");
        var sources = TableForm.Of(readers).ToDictionary(table => table.Name);
        var closed = OpenWarehouse.Facts.Where(fact => !facts.Contains(fact.Key)).Select(fact => fact.Value).ToList();
        foreach (var table in TableForm.Of(open).Where(table => !closed.Contains(table.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            progress(table.Name);
            if (table.Name == OpenWarehouse.SummaryTable)
            {
                WriteSummary(target, OpenSummary.Read(Query, smallest));
                continue;
            }
            var form = sources[table.Name].Only(table.Columns);
            using var writer = new SqliteRowWriter(target.Handle!, table.Name, table.Columns);
            var texts = new string?[table.Columns.Count];
            foreach (var row in Query(form.Query))
            {
                form.Read(row, texts);
                table.Write(writer, texts);
            }
        }
        Execute(target, "COMMIT");
        Execute(target, "ANALYZE");
        return Query("SELECT version FROM etl_data_version").Select(row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture)).Single();

        IEnumerable<DbDataReader> Query(string sql)
        {
            using var command = from.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 0;
            command.Transaction = snapshot;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return reader;
            }
        }
    }

    private static void WriteSummary(SqliteConnection target, OpenSummary summary)
    {
        using var writer = new SqliteRowWriter(target.Handle!, OpenWarehouse.SummaryTable,
        [
            "open_dossier_month_key", "month_period_key", "receiving_unit_key",
            "received", "received_online", "components_digitised", "resolved", "resolved_on_time", "resolved_late", "results_digitised",
        ]);
        var key = 0L;
        foreach (var cell in summary.Cells)
        {
            writer.Add(++key).Add((long)Warehouse.PeriodKey(PeriodGrain.Month, cell.Month / 100, cell.Month % 100)).Add((long)summary.UnitKeyOf(cell));
            foreach (var measure in Enum.GetValues<OpenMeasure>())
            {
                writer.Add((long?)cell.Published(measure));
            }
            writer.EndRow();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
