namespace DtiWarehouse.Server.Jobs;

/// <summary>The feeds that are pulled from a source over the network, and how.</summary>
/// <param name="Feeds">Names of the feeds that have such a source.</param>
/// <param name="PullAsync">
/// Pulls what is new of a feed into a file of the inbox, complete when it has its name, and returns its path; null where there
/// is nothing new. A run that fails afterwards finds it there.
/// </param>
public sealed record FeedPulls(IReadOnlySet<string> Feeds, Func<string, CancellationToken, Task<string?>> PullAsync)
{
    public static readonly FeedPulls None = new(new HashSet<string>(), (_, _) => Task.FromResult<string?>(null));
}
