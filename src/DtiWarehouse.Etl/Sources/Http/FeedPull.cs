using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>
/// Pulls a feed from a paged JSON source into a file of that feed, which is then loaded as any other. A pull that was broken
/// off, be it by a kill, goes on at the page where it was.
/// </summary>
/// <param name="folder">Folder of spools and complete files.</param>
/// <param name="watermark">Latest version that pulls of the feed have brought into the warehouse (UTC); null for none.</param>
public sealed class FeedPull(
    FeedDefinition feed, PullSettings settings, FeedMapping mapping, string folder, Func<DateTime?> watermark, TimeProvider clock)
{
    private readonly SourceClient _source = new(settings, clock);

    /// <summary>
    /// The path of a complete file to load: one that a pull before left unloaded, or what the source has that is new. Null
    /// where it has nothing new. Whoever loads the file moves it away.
    /// </summary>
    /// <exception cref="PullException">The source cannot be pulled; nothing is to be loaded.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var turn = TakeTurn();
        if (PullSpool.FindComplete(folder, feed.Name) is { } waiting)
        {
            return waiting;
        }
        var reader = new PullPageReader(settings, new HeaderNames(feed, mapping), _source);
        if (PullSpool.Resume(folder, feed.Name, Fingerprint(), clock.GetUtcNow().UtcDateTime) is { } resumed)
        {
            try
            {
                return await FetchAsync(resumed, reader, cancellation);
            }
            catch (SourceClient.Refused refused) when (refused.IsOfRequest)
            {
                // The token of the page is no longer good: the pull begins anew.
            }
        }
        try
        {
            return await FetchAsync(Begin(), reader, cancellation);
        }
        catch (SourceClient.Refused refused)
        {
            throw refused.Reason;
        }
    }

    private PullSpool Begin()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = settings.UpdatedSinceParameter is null ? null : watermark() - settings.Overlap;
        var first = FirstPage(since).AbsoluteUri;
        return PullSpool.Begin(folder, feed.Name, new PullState(Fingerprint(), now, since, 0, 0, 0, first, "", first, 1, 1));
    }

    private async Task<string?> FetchAsync(PullSpool spool, PullPageReader reader, CancellationToken cancellation)
    {
        using (spool)
        {
            try
            {
                while (spool.State.Next is { } address)
                {
                    var page = await _source.GetAsync(new Uri(address), reader.Read, cancellation);
                    spool.Add(page.Lines.Span, After(spool.State, new Uri(address), page));
                }
                return spool.Complete();
            }
            catch (PullException failure) when (!failure.IsPassing)
            {
                spool.Discard();
                throw;
            }
            catch (SourceClient.Refused refused) when (!refused.IsOfRequest)
            {
                throw refused.Reason;
            }
        }
    }

    private PullState After(PullState state, Uri address, PullPage page)
    {
        var pages = state.Pages + 1;
        if (page.Count > 0 && page.Fingerprint == state.LastPage)
        {
            throw Loop($"trang {pages} giống hệt trang {pages - 1}", $"page {pages} is the same as page {pages - 1}");
        }
        var next = NextPage(state, address, page);
        if (next == state.Checkpoint || next == address.AbsoluteUri)
        {
            throw Loop($"trang sau trang {pages} đã lấy rồi", $"the page behind page {pages} has been there before");
        }
        if (next is not null && (pages == settings.MaxPages || state.Length + page.Lines.Length > settings.MaxBytes))
        {
            throw _source.Failure(ReasonCode.PullTooLarge, isPassing: false,
                $"nhiều hơn {settings.MaxPages} trang hoặc {settings.MaxBytes >> 20} MB (MaxPages, MaxBytes)", $"more than {settings.MaxPages} pages or {settings.MaxBytes >> 20} MB (MaxPages, MaxBytes)");
        }
        // Brent's way of finding a cycle: the checkpoint moves up after twice as many pages each time.
        var moves = state.StepsLeft == 1;
        return state with
        {
            Pages = pages,
            Records = state.Records + page.Count,
            Next = next,
            LastPage = page.Fingerprint,
            Checkpoint = moves ? next ?? "" : state.Checkpoint,
            Steps = moves ? state.Steps * 2 : state.Steps,
            StepsLeft = moves ? state.Steps * 2 : state.StepsLeft - 1,
        };
    }

    private string? NextPage(PullState state, Uri address, PullPage page)
    {
        if (settings.IsNumbered)
        {
            // A short page is the last one, where the source was told how long a page is.
            return page.Count == 0 || (settings.PageSizeParameter is not null && page.Count < settings.PageSize)
                ? null
                : With(FirstPage(state.Since), settings.PageParameter!, (settings.FirstPage + state.Pages + 1).ToString(CultureInfo.InvariantCulture)).AbsoluteUri;
        }
        if (page.Next is null)
        {
            return null;
        }
        if (settings.PageParameter is not null)
        {
            return With(FirstPage(state.Since), settings.PageParameter, page.Next).AbsoluteUri;
        }
        if (!Uri.TryCreate(address, page.Next, out var link) || !SourceClient.IsSameOrigin(link, settings.Url))
        {
            throw _source.Failure(ReasonCode.PullInvalid, isPassing: false,
                "đường dẫn trang sau trỏ sang máy khác, không đi theo để không lộ khóa; hãy sửa NextPage", "the link to the next page leads to another host, which is not followed so that the secret stays here; correct NextPage");
        }
        return link.AbsoluteUri;
    }

    private Uri FirstPage(DateTime? since)
    {
        var address = settings.Url;
        if (settings.PageSizeParameter is { } size)
        {
            address = With(address, size, settings.PageSize.ToString(CultureInfo.InvariantCulture));
        }
        if (since is { } time)
        {
            address = With(address, settings.UpdatedSinceParameter!, settings.UpdatedSinceFormat.Write(time));
        }
        return settings.IsNumbered ? With(address, settings.PageParameter!, settings.FirstPage.ToString(CultureInfo.InvariantCulture)) : address;
    }

    /// <summary>The address with a query parameter, in place of one of that name.</summary>
    private static Uri With(Uri address, string name, string value)
    {
        var escaped = Uri.EscapeDataString(name);
        var others = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => pair != escaped && !pair.StartsWith(escaped + "=", StringComparison.Ordinal));
        return new UriBuilder(address) { Query = string.Join('&', others.Append($"{escaped}={Uri.EscapeDataString(value)}")) }.Uri;
    }

    private PullException Loop(string vietnamese, string english) => _source.Failure(ReasonCode.PullLoop, isPassing: false,
        $"{vietnamese}: nguồn lặp trang; hãy sửa NextPage, PageParameter", $"{english}: the source goes round in circles; correct NextPage, PageParameter");

    /// <summary>What a pull must have been begun under to go on: another address or mapping asks for other rows.</summary>
    private string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        settings.Url.AbsoluteUri, settings.Records, settings.NextPage, settings.PageParameter, settings.FirstPage, settings.PageSizeParameter,
        settings.PageSize, settings.UpdatedSinceParameter, settings.UpdatedSinceFormat.Write(DateTime.UnixEpoch), mapping.Fingerprint()))));

    /// <summary>One pull of a feed at a time, whatever process it runs in.</summary>
    private FileStream TakeTurn()
    {
        try
        {
            return new FileStream(Path.Combine(folder, feed.Name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw _source.Failure(ReasonCode.PullBusy, isPassing: true, "nguồn này đang được kéo bởi tiến trình khác", "another process is pulling this source");
        }
    }
}
