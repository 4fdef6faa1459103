namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>
/// Where and how a feed is pulled from a paged JSON source. Not a record: a record prints its members, and one of them is a
/// secret.
/// </summary>
public sealed class PullSettings
{
    public const string Authorization = "Authorization";

    /// <summary>Address of the first page, with whatever parameters it always takes.</summary>
    public required Uri Url { get; init; }

    /// <summary>Secret that goes with every request; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Header that the secret goes in. In <c>Authorization</c> a bare secret is a bearer token.</summary>
    public string TokenHeader { get; init; } = Authorization;

    /// <summary>Where the records are in a page.</summary>
    public JsonPath Records { get; init; } = JsonPath.Root;

    /// <summary>Where a page says what comes next: a link, or with <see cref="PageParameter"/> a token for it. Null: pages are numbered, or there is one.</summary>
    public JsonPath? NextPage { get; init; }

    /// <summary>Query parameter of the page's token or number.</summary>
    public string? PageParameter { get; init; }

    /// <summary>Number of the first page where pages are numbered.</summary>
    public int FirstPage { get; init; } = 1;

    /// <summary>Query parameter of the page's size; null where the source has none.</summary>
    public string? PageSizeParameter { get; init; }

    public int PageSize { get; init; } = 500;

    /// <summary>Query parameter of the time from which changes are asked for; null where the source cannot be asked so.</summary>
    public string? UpdatedSinceParameter { get; init; }

    public TimeFormat UpdatedSinceFormat { get; init; } = TimeFormat.Default;

    /// <summary>How far before the watermark changes are asked for again: what the source committed late.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Time for one request, its body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is tried again.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Pause before the first retry; it doubles with each, with some chance in it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public int MaxPages { get; init; } = 100_000;

    public int MaxPageBytes { get; init; } = 32 << 20;

    /// <summary>Largest pull, as written to disk.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>Pages are numbered.</summary>
    internal bool IsNumbered => NextPage is null && PageParameter is not null;
}
