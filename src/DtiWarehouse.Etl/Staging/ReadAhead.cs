using System.Threading.Channels;
using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Etl.Staging;

/// <summary>
/// The rows of a source, read and parsed on a thread of their own while the ones before them are merged. A few thousand
/// rows at most are under way, so memory does not grow with the source.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private const int BatchRows = 256, BatchesAhead = 8;

    private readonly Channel<List<SourceRecord>> _batches =
        Channel.CreateBounded<List<SourceRecord>>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task _reading;

    public ReadAhead(FeedSource source) => _reading = Task.Run(() => ReadAsync(source));

    /// <summary>Every row and rejection in the order of the source. What the source throws comes out here, in its place.</summary>
    public IEnumerable<SourceRecord> Rows()
    {
        while (Next() is { } batch)
        {
            foreach (var row in batch)
            {
                yield return row;
            }
        }
        _reading.GetAwaiter().GetResult();
    }

    /// <summary>Ends the reading, finished or not: the source is free once this returns.</summary>
    public void Dispose()
    {
        _givenUp.Cancel();
        // Its failure has come out where its rows did, or nobody asks for it any more.
        Task.WhenAny(_reading).GetAwaiter().GetResult();
        _givenUp.Dispose();
    }

    private List<SourceRecord>? Next()
    {
        List<SourceRecord>? batch;
        while (!_batches.Reader.TryRead(out batch) && _batches.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
        }
        return batch;
    }

    private async Task ReadAsync(FeedSource source)
    {
        var batch = new List<SourceRecord>(BatchRows);
        try
        {
            while (!_givenUp.IsCancellationRequested && source.TryRead(out var row, out var rejection))
            {
                batch.Add(new SourceRecord(row, rejection));
                if (batch.Count == BatchRows)
                {
                    await _batches.Writer.WriteAsync(batch, _givenUp.Token);
                    batch = new List<SourceRecord>(BatchRows);
                }
            }
        }
        finally
        {
            // Rows before a failure were read too: a refused file's run counts them.
            if (batch.Count > 0 && !_givenUp.IsCancellationRequested)
            {
                await _batches.Writer.WriteAsync(batch, _givenUp.Token);
            }
            _batches.Writer.Complete();
        }
    }
}

/// <summary>What became of one row of a source: an accepted row or a rejection.</summary>
internal readonly record struct SourceRecord(FeedRow? Row, RowRejection? Rejection);
