using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Progress of a load on the console: a line per feed with rows and rate, live on a terminal; refused files with their reason.
/// </summary>
public sealed class ConsoleProgress(TextWriter output, Readiness readiness)
{
    private readonly LiveLine _line = LiveLine.OfConsole;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string? _feed;
    private int _files;
    private long _read;
    private long _rejected;

    /// <summary>Rows of the file that is being read.</summary>
    public void Report(LoadProgress progress)
    {
        readiness.Report($"{progress.FileName}: {Number(progress.RowsRead)} dòng / rows");
        var isSameFeed = progress.Feed == _feed;
        _line.Show(LineOf(progress.Feed, progress.RowsRead + (isSameFeed ? _read : 0), progress.RowsRejected + (isSameFeed ? _rejected : 0), _clock.Elapsed));
    }

    /// <summary>Rows, time, rate and rejected rows of a feed.</summary>
    public static string LineOf(string feed, long read, long rejected, TimeSpan time) =>
        $"  {feed,-18} {Number(read),9} dòng/rows  {time.TotalSeconds,6:0.0} s  {Number((long)(read / Math.Max(time.TotalSeconds, 0.001))),9}/s  {Number(rejected),5} bị từ chối/rejected";

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
            _line.Clear();
            output.WriteLine($"  {LoadSummary.Of(run)}");
        }
    }

    /// <summary>Writes the line of the feed that is complete.</summary>
    public void Finish()
    {
        if (_feed is not null)
        {
            _line.Clear();
            output.WriteLine($"{LineOf(_feed, _read, _rejected, _clock.Elapsed)}  {_files} tệp/files");
        }
        (_feed, _files, _read, _rejected) = (null, 0, 0, 0);
        _clock.Restart();
    }

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
