using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>A load in one line.</summary>
public static class LoadSummary
{
    public static string Of(LoadRun run) => run switch
    {
        { Status: LoadStatus.Failed } => $"{run.FileName}: FAILED {run.Error}",
        { SameAsLoadKey: { } same } => $"{run.FileName}: read 0 (đã nạp trong lần / loaded before by run {same})",
        _ => $"{run.FileName}: read {run.RowsRead}, loaded {run.RowsLoaded}, changed {run.RowsChanged}, unchanged {run.RowsUnchanged}, superseded {run.RowsSuperseded}, rejected {run.RowsRejected}",
    };

    /// <summary>The sums over all files: the last line of <c>load</c>.</summary>
    public static string Total(IReadOnlyCollection<LoadRun> runs) =>
        $"loaded {runs.Sum(r => (long)r.RowsLoaded)}, changed {runs.Sum(r => (long)r.RowsChanged)}, unchanged {runs.Sum(r => (long)r.RowsUnchanged)}, "
        + $"superseded {runs.Sum(r => (long)r.RowsSuperseded)}, rejected {runs.Sum(r => (long)r.RowsRejected)}";
}
