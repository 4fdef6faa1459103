using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema.Audit;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl;

/// <summary>The rejected rows of a run cannot be tried again; the message says why and what to do.</summary>
public sealed class RetryException(string message) : Exception(message);

/// <summary>What came of trying a run's rejected rows again.</summary>
/// <param name="Run">The run that tried them; null where no row could be tried.</param>
/// <param name="OnlyInFile">Open rows whose raw row is not whole: they can only be mended in their file.</param>
public sealed record RetryOutcome(LoadRun? Run, IReadOnlyList<RejectedRow> OnlyInFile);

/// <summary>The rows of a run that are tried again, and what became of them.</summary>
internal sealed class RejectedRetry : IDisposable
{
    private readonly LoadConnection _connection;

    private RejectedRetry(LoadConnection connection, int loadKey, RetrySource? source, IReadOnlyList<RejectedRow> onlyInFile) =>
        (_connection, LoadKey, Source, OnlyInFile) = (connection, loadKey, source, onlyInFile);

    public int LoadKey { get; }

    /// <summary>The rows to try; null for none.</summary>
    public RetrySource? Source { get; }

    public IReadOnlyList<RejectedRow> OnlyInFile { get; }

    /// <exception cref="RetryException">The run is not known, or its rows cannot be tried from here.</exception>
    public static RejectedRetry Open(LoadConnection connection, int loadKey, Func<string, FeedMapping> mapping, TimeProvider clock)
    {
        var run = connection.Context.LoadRuns.AsNoTracking().FirstOrDefault(r => r.LoadKey == loadKey)
            ?? throw new RetryException($"Không có lần nạp {loadKey}; xem các khóa trong LoadRuns. / There is no run {loadKey}; see the keys in LoadRuns.");
        if (run.RetryOfLoadKey is { } first)
        {
            throw new RetryException(
                $"Lần {loadKey} là lần nạp lại của lần {first}; các dòng còn mở nằm ở lần {first}. / Run {loadKey} tried the rows of run {first} again; those still open belong to run {first}.");
        }
        if (run.Status is LoadStatus.Failed)
        {
            throw new RetryException(
                $"Lần {loadKey} từ chối cả tệp {run.FileName}, không dòng nào của tệp đã vào kho; hãy nạp lại tệp. / Run {loadKey} refused the whole file {run.FileName}, so none of its rows loaded; load the file again.");
        }
        var feed = FeedCatalogue.Find(run.Feed)
            ?? throw new RetryException($"Phần mềm không còn nguồn cấp “{run.Feed}” của lần {loadKey}. / The feed “{run.Feed}” of run {loadKey} is no longer known.");
        var open = connection.Context.RejectedRows.AsNoTracking().Where(r => r.LoadKey == loadKey && r.ResolvedLoadKey == null).OrderBy(r => r.LineNumber).ThenBy(r => r.RejectedRowKey).ToList();
        var onlyInFile = open.Where(row => RejectedKey.Of(new FeedFacts(run.Feed, "", "", "", default), row.ReasonCode, row.RawRow).NeedsSourceFile).ToList();
        var tried = open.Except(onlyInFile).ToList();
        if (tried.Count > 0 && run.SourceModifiedAt is null)
        {
            throw new RetryException(
                $"Lần {loadKey} do phiên bản cũ ghi, chưa giữ thời điểm của tệp; hãy nạp lại tệp {run.FileName}. / Run {loadKey} was recorded by an earlier version that did not keep the file's time; load the file {run.FileName} again.");
        }
        var (form, headers) = connection.Query(
            "SELECT flag_form, header_hash FROM etl_load_run WHERE load_key = @load",
            row => (row.IsDBNull(0) ? (FlagForm?)null : Enum.Parse<FlagForm>(row.GetString(0)), row.GetString(1)), ("load", loadKey))[0];
        var present = mapping(run.Feed);
        if (tried.Count > 0 && headers != present.HeaderFingerprint())
        {
            throw new RetryException(
                $"Ánh xạ tiêu đề của {run.Feed} đã đổi sau lần {loadKey}, các dòng lưu lại được đọc theo ánh xạ cũ; hãy nạp lại tệp {run.FileName}. "
                + $"/ The header mapping of {run.Feed} changed after run {loadKey}, and its raw rows were read under the old one; load the file {run.FileName} again.");
        }
        return new RejectedRetry(connection, loadKey, tried.Count == 0 ? null : new RetrySource(run, form, feed, tried, present, clock), onlyInFile);
    }

    /// <summary>Marks the rows as tried by a run: those that it rejected again stay open with its reason, the others are settled.</summary>
    public void Save(int loadKey, RejectedRows rejected)
    {
        _connection.Empty(StagingTables.TriedRow);
        using (var writer = _connection.OpenWriter(StagingTables.TriedRow))
        {
            foreach (var row in Source!.Rows)
            {
                writer.Add(row.RejectedRowKey).EndRow();
            }
        }
        _connection.Execute(
            "UPDATE etl_rejected_row SET retried_load_key = @load, resolved_load_key = @load WHERE rejected_row_key IN (SELECT rejected_row_key FROM stg_tried_row)",
            ("load", loadKey));
        _connection.Empty(StagingTables.TriedInVain);
        using (var writer = _connection.OpenWriter(StagingTables.TriedInVain))
        {
            foreach (var again in rejected.All())
            {
                writer.Add(Source.Rows[again.LineNumber - 1].RejectedRowKey).Add(again.ReasonCode).Add(again.Message).EndRow();
            }
        }
        _connection.Execute(
            """
            UPDATE etl_rejected_row SET resolved_load_key = NULL, reason_code = v.reason_code, message = v.message
            FROM stg_tried_in_vain v
            WHERE v.rejected_row_key = etl_rejected_row.rejected_row_key
            """);
    }

    public void Dispose() => Source?.Dispose();
}
