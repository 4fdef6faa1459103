using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Progress of a load on the console: a line per feed with rows and rate, refused files with their reason.</summary>
public sealed class ConsoleProgress(TextWriter output, Readiness readiness)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string? _feed;
    private int _files;
    private long _read;
    private long _rejected;

    /// <summary>Rows of the file that is being read.</summary>
    public void Report(LoadProgress progress) =>
        readiness.Report($"{progress.FileName}: {Number(progress.RowsRead)} dòng / rows");

    /// <summary>Adds a finished file to its feed; files of a feed come one after another.</summary>
    public void FileDone(LoadRun run)
    {
        if (run.Feed != _feed)
        {
            Finish();
            _feed = run.Feed;
        }
        _files++;
        _read += run.RowsRead;
        _rejected += run.RowsRejected;
        if (run.Status is LoadStatus.Failed)
        {
            output.WriteLine($"  {LoadSummary.Of(run)}");
        }
    }

    /// <summary>Writes the line of the feed that is complete.</summary>
    public void Finish()
    {
        if (_feed is not null)
        {
            var rate = (long)(_read / Math.Max(_clock.Elapsed.TotalSeconds, 0.001));
            output.WriteLine($"  {_feed,-18} {Number(_read),9} dòng/rows  {_clock.Elapsed.TotalSeconds,6:0.0} s  {Number(rate),9}/s  {Number(_rejected),5} bị từ chối/rejected  {_files} tệp/files");
        }
        (_feed, _files, _read, _rejected) = (null, 0, 0, 0);
        _clock.Restart();
    }

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
