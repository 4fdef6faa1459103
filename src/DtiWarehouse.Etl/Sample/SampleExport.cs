namespace DtiWarehouse.Etl.Sample;

/// <summary>
/// Writes what the source systems of the province would export, 2018-01 to 2026-10: real territories, departments and holidays;
/// synthetic dossiers, documents, services and ratings, calibrated to the published totals. Not one row describes a real case.
/// </summary>
public static class SampleExport
{
    /// <summary>Writes one file per feed and year (or quarter) into <paramref name="directory"/> and returns the number of rows.</summary>
    /// <param name="progress">Called after each file.</param>
    public static long Write(string directory, SampleOptions options, Action<SampleProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Size);
        if (options.Calibrated && options.Size != 1.0)
        {
            throw new ArgumentException("The published totals belong to size 1; write any other size with Calibrated = false.", nameof(options));
        }
        Directory.CreateDirectory(directory);
        var rows = 0L;
        void Done(ExportFile file)
        {
            rows += file.Rows;
            progress?.Invoke(new SampleProgress(file.Name, file.Rows, rows));
            cancellation.ThrowIfCancellationRequested();
        }

        var calendar = new SampleCalendar();
        var units = new SampleUnits();
        var catalogue = new SampleCatalogue(options.Size);
        var listing = new ServiceListing(units, catalogue, options.Size);
        var plan = new DossierPlan(units, catalogue, listing, options);
        ReferenceExport.Write(directory, units, calendar, options, Done);
        new ServiceExport(catalogue, listing, options).Write(directory, Done);
        new DossierExport(units, calendar, listing, plan, options).Write(directory, Done);
        new DocumentExport(units, calendar, options).Write(directory, Done);
        new SatisfactionExport(units, options).Write(directory, Done);
        return rows;
    }
}
