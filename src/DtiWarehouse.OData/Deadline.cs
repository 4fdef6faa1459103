namespace DtiWarehouse.OData;

/// <summary>The time that a request may take. A format that needs more may move it, but not for a part of a batch, which shares the batch's.</summary>
internal sealed class Deadline(CancellationTokenSource source, TimeSpan limit, bool isShared = false)
{
    public CancellationToken Token { get; } = source.Token;
    public TimeSpan Limit { get; private set; } = limit;

    /// <summary>The same deadline for a part of a batch.</summary>
    public Deadline Shared() => new(source, Limit, isShared: true);

    public void Move(TimeSpan to)
    {
        if (!isShared)
        {
            Limit = to;
            source.CancelAfter(to);
        }
    }
}
