using System.Diagnostics;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// What a server prints of its loads: a live line while a file is read and a line when it is done, or, where the console
/// writes structured logs, one message with named properties. Names of feeds and files and numbers only.
/// </summary>
public sealed partial class LoadReport(ILogger<LoadReport> log, IConfiguration configuration)
{
    private readonly LiveLine _line = LiveLine.OfConsole;
    private string? _file;
    private long _startedAt;

    /// <summary>Whether the console writes structured logs, among which plain lines would be in the way.</summary>
    public bool IsStructured { get; } = configuration["Logging:Console:FormatterName"] is { Length: > 0 } formatter && !formatter.Equals("simple", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where plain lines go.</summary>
    public TextWriter Lines => IsStructured ? TextWriter.Null : Console.Out;

    public void Progress(LoadProgress progress)
    {
        if (_file != progress.FileName)
        {
            (_file, _startedAt) = (progress.FileName, Stopwatch.GetTimestamp());
        }
        _line.Show(ConsoleProgress.LineOf(progress.Feed, progress.RowsRead, progress.RowsRejected, Stopwatch.GetElapsedTime(_startedAt)));
    }

    public void Done(LoadRun run)
    {
        Clear();
        if (IsStructured)
        {
            Loaded(run.Feed, run.FileName, run.LoadKey, run.Status.ToString(), run.RowsRead, run.RowsLoaded, run.RowsChanged, run.RowsUnchanged, run.RowsSuperseded, run.RowsRejected, run.SameAsLoadKey, (run.CompletedAt - run.StartedAt)?.TotalSeconds);
        }
        else
        {
            Console.WriteLine(LoadSummary.Of(run));
        }
    }

    public void Ready(string address, double seconds)
    {
        if (IsStructured)
        {
            Listening(address, seconds);
        }
    }

    public void Clear()
    {
        _line.Clear();
        _file = null;
    }

    [LoggerMessage(1, LogLevel.Information, "Load {LoadKey} of {Feed} from {FileName}: {Status}, read {RowsRead}, loaded {RowsLoaded}, changed {RowsChanged}, unchanged {RowsUnchanged}, superseded {RowsSuperseded}, rejected {RowsRejected}, same as {SameAsLoadKey}, {Seconds} s")]
    private partial void Loaded(
        string feed, string? fileName, int loadKey, string status, int rowsRead, int rowsLoaded, int rowsChanged, int rowsUnchanged, int rowsSuperseded, int rowsRejected, int? sameAsLoadKey, double? seconds);

    [LoggerMessage(2, LogLevel.Information, "Ready after {Seconds} s: {Address}")]
    private partial void Listening(string address, double seconds);
}
