namespace DtiWarehouse.OData;

/// <summary>
/// The time that a request may take, from when it is first minded: what answers at once needs no clock. A format that needs
/// more may move it, but not for a part of a batch, which shares the batch's.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly Deadline? _whole;
    private readonly CancellationToken _aborted;
    private CancellationTokenSource? _source;

    /// <param name="aborted">The client has gone.</param>
    public Deadline(TimeSpan limit, CancellationToken aborted) => (Limit, _aborted) = (limit, aborted);

    private Deadline(Deadline whole) => (_whole, Limit) = (whole, whole.Limit);

    public TimeSpan Limit { get; private set; }

    /// <summary>Cancelled when the time is over or the client has gone.</summary>
    public CancellationToken Token => Source.Token;

    private CancellationTokenSource Source => _whole?.Source ?? (_source ??= Begin());

    /// <summary>The same deadline for a part of a batch.</summary>
    public Deadline Shared() => new(this);

    public void Move(TimeSpan to)
    {
        if (_whole is null)
        {
            Limit = to;
            _source?.CancelAfter(to);
        }
    }

    public void Dispose() => _source?.Dispose();

    private CancellationTokenSource Begin()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        source.CancelAfter(Limit);
        return source;
    }
}
