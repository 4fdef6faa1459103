using System.Globalization;
using System.Text.Json.Nodes;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.Tests.Sources;

/// <summary>Pulls from a source that pages as many do, and misbehaves as many do. What was pulled is read as the file that it is.</summary>
public sealed class FeedPullTests : IDisposable
{
    private const string Secret = "bi-mat-9Q7";

    private static readonly FeedMapping Mapping = new(
        new Dictionary<string, IReadOnlyList<string>> { ["Ngày"] = ["thoiGian.ngay"], ["Tên"] = ["ten"], ["Cập nhật lúc"] = ["capNhat"] }, ["nguoiNhap"]);

    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-pull-").FullName;
    private readonly HastyClock _clock = new();
    private DateTime? _watermark;

    [Fact]
    public async Task Pages_behind_links_become_one_file_without_personal_and_unknown_properties()
    {
        await using var source = await Paged(5);
        var file = await Pull(Linked(source));
        Assert.Equal("holidays_pull_20260302T010000000Z.jsonl", Path.GetFileName(file));
        Assert.Equal(Names(5), Loaded(file!));
        Assert.DoesNotContain("ZZPERSONALZZ", File.ReadAllText(file!), StringComparison.Ordinal);
        Assert.Equal("""{"thoiGian.ngay":"2023-09-01","ten":"lễ 1","capNhat":"2026-03-01T00:00:01Z"}""", File.ReadLines(file!).First());
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(file!));
        Assert.Equal(["holidays.lock", Path.GetFileName(file)], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(source.Seen, request => Assert.Equal($"Bearer {Secret}", request.Authorization));
    }

    [Fact]
    public async Task Pages_behind_tokens_and_numbers_are_asked_for_by_their_parameter()
    {
        await using var tokens = await PagedSource.StartAsync((context, _) => context.Request.Query["con_tro"].FirstOrDefault() switch
        {
            null => PagedSource.Json(context, Page(1, "\"tiep\":\"b/+ c\"")),
            "b/+ c" => PagedSource.Json(context, Page(2, "\"tiep\":17")),
            "17" => PagedSource.Json(context, Page(3, "\"tiep\":null")),
            _ => Answer(context, 400),
        });
        Assert.Equal(Names(3), Loaded((await Pull(new PullSettings { Url = new Uri(tokens.Root, "/x?loai=1"), Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("/tiep"), PageParameter = "con_tro", TokenHeader = "X-Api-Key", Token = Secret }))!));
        Assert.All(tokens.Seen, request => Assert.Equal((Secret, null), (request.ApiKey, request.Authorization)));
        Assert.All(tokens.Seen, request => Assert.StartsWith("?loai=1", request.Query, StringComparison.Ordinal));

        EmptyFolder();
        await using var numbered = await PagedSource.StartAsync((context, _) => PagedSource.Json(context,
            int.Parse(context.Request.Query["trang"]!, CultureInfo.InvariantCulture) is var page and < 3 ? Page(page + 1) : """{"data":{"items":[]}}"""));
        Assert.Equal(Names(3), Loaded((await Pull(new PullSettings { Url = numbered.Root, Records = JsonPath.Parse("data.items"), PageParameter = "trang", FirstPage = 0, PageSizeParameter = "co", PageSize = 1 }))!));
        Assert.Equal(["?co=1&trang=0", "?co=1&trang=1", "?co=1&trang=2", "?co=1&trang=3"], numbered.Seen.Select(request => request.Query));
    }

    [Fact]
    public async Task A_short_page_is_the_last_of_numbered_ones_and_a_bare_list_is_a_page()
    {
        await using var source = await PagedSource.StartAsync((context, _) => PagedSource.Json(context, $"[{Record(1)},{Record(2)}]"));
        Assert.Equal(Names(2), Loaded((await Pull(new PullSettings { Url = source.Root, PageParameter = "p", PageSizeParameter = "n", PageSize = 3 }))!));
        Assert.Single(source.Seen);
    }

    [Theory]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ", "?since=2026-02-28T22%3A00%3A00Z")]
    [InlineData("dd/MM/yyyy HH:mm:ss", "?since=01%2F03%2F2026%2005%3A00%3A00")]
    [InlineData("yyyy-MM-ddTHH:mm:sszzz", "?since=2026-03-01T05%3A00%3A00%2B07%3A00")]
    [InlineData("unixms", "?since=1772316000000")]
    public async Task Changes_are_asked_for_since_the_watermark_less_the_overlap(string format, string query)
    {
        await using var source = await Paged(1);
        var settings = new PullSettings { Url = source.Root, Records = JsonPath.Parse("data.items"), UpdatedSinceParameter = "since", UpdatedSinceFormat = TimeFormat.Parse(format)!, Overlap = TimeSpan.FromHours(2) };
        await Pull(settings);
        EmptyFolder();
        _watermark = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        await Pull(settings);
        Assert.Equal(["", query], source.Seen.Select(request => request.Query));
    }

    [Fact]
    public async Task Nothing_new_leaves_nothing_behind()
    {
        await using var source = await PagedSource.StartAsync((context, _) => PagedSource.Json(context, "[]"));
        Assert.Null(await Pull(new PullSettings { Url = source.Root }));
        Assert.Equal(["holidays.lock"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_source_that_says_when_to_come_back_is_left_alone_until_then()
    {
        await using var source = await PagedSource.StartAsync((context, n) =>
        {
            context.Response.Headers.RetryAfter = n == 1 ? "7" : _clock.GetUtcNow().AddMinutes(2).ToString("r", CultureInfo.InvariantCulture);
            return n <= 2 ? Answer(context, n == 1 ? 503 : 429) : PagedSource.Json(context, $"[{Record(1)}]");
        });
        Assert.Equal(Names(1), Loaded((await Pull(new PullSettings { Url = source.Root }))!));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(2)], _clock.Waits);
    }

    [Fact]
    public async Task Retries_wait_twice_as_long_each_time_and_a_pull_that_gives_up_goes_on_from_its_page()
    {
        await using var source = await PagedSource.StartAsync((context, n) => n is > 2 and <= 8 ? Answer(context, 502) : Next(context, 4));
        var settings = Linked(source);
        var failure = await Assert.ThrowsAsync<PullException>(() => Pull(settings));
        Assert.Equal(("PULL_UNAVAILABLE", true), (failure.Code, failure.IsPassing));
        Assert.Equal(5, _clock.Waits.Count);
        Assert.All(_clock.Waits.Select((wait, i) => wait / TimeSpan.FromSeconds(Math.Pow(2, i))), share => Assert.InRange(share, 0.5, 1));

        Assert.Equal(Names(4), Loaded((await Pull(settings))!));
        Assert.Equal(["/", "/2", "/3", "/3", "/3", "/3", "/3", "/3", "/3", "/4"], source.Seen.Select(request => request.Path));
    }

    [Fact]
    public async Task A_source_that_asks_for_too_long_a_pause_is_left_until_the_next_pull()
    {
        await using var source = await PagedSource.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "86400";
            return Answer(context, 503);
        });
        Assert.Equal("PULL_UNAVAILABLE", (await Assert.ThrowsAsync<PullException>(() => Pull(new PullSettings { Url = source.Root }))).Code);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_page_that_is_cut_off_in_the_middle_is_asked_for_again_and_never_half_taken()
    {
        await using var source = await PagedSource.StartAsync(async (context, n) =>
        {
            if (n is 2 or 3)
            {
                context.Response.ContentLength = n == 2 ? 4000 : null;
                await PagedSource.Json(context, Page(2, $"\"next\":\"/3\"")[..60]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }
            await Next(context, 3);
        });
        Assert.Equal(Names(3), Loaded((await Pull(Linked(source)))!));
        Assert.Equal(5, source.Seen.Count);
    }

    [Fact]
    public async Task A_complete_answer_that_is_no_json_is_asked_for_again()
    {
        await using var source = await PagedSource.StartAsync((context, n) => n == 1 ? PagedSource.Json(context, Page(1)[..50]) : Next(context, 1));
        Assert.Equal(Names(1), Loaded((await Pull(Linked(source)))!));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_in_time_is_asked_again()
    {
        await using var source = await PagedSource.StartAsync(async (context, n) =>
        {
            if (n == 1)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, context.RequestAborted));
                return;
            }
            await Next(context, 1);
        });
        var settings = new PullSettings { Url = source.Root, Records = JsonPath.Parse("data.items"), Timeout = TimeSpan.FromMilliseconds(300) };
        Assert.Equal(Names(1), Loaded((await Pull(settings))!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Tokens_that_go_in_circles_are_met_and_nothing_is_kept(int circle)
    {
        await using var source = await PagedSource.StartAsync((context, n) => PagedSource.Json(context, Page(n, $"\"next\":\"/vong/{n % circle}\"")));
        var failure = await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source)));
        Assert.Equal(("PULL_LOOP", false), (failure.Code, failure.IsPassing));
        Assert.InRange(source.Seen.Count, 1, 4 * circle + 4);
        Assert.Equal(["holidays.lock"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_same_page_under_two_addresses_is_a_source_that_does_not_page()
    {
        await using var source = await PagedSource.StartAsync((context, n) => PagedSource.Json(context, Page(1, $"\"next\":\"/{n}\"")));
        Assert.Equal("PULL_LOOP", (await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source)))).Code);
        Assert.Equal(2, source.Seen.Count);
    }

    [Fact]
    public async Task The_secret_goes_to_no_other_host()
    {
        await using var other = await Paged(1);
        await using var linking = await PagedSource.StartAsync((context, _) => PagedSource.Json(context, Page(1, $"\"next\":\"{other.Root}2\"")));
        await using var redirecting = await PagedSource.StartAsync((context, _) => Redirect(context, other.Root.AbsoluteUri));
        Assert.Equal("PULL_INVALID", (await Assert.ThrowsAsync<PullException>(() => Pull(Linked(linking)))).Code);
        Assert.Equal("PULL_REFUSED", (await Assert.ThrowsAsync<PullException>(() => Pull(Linked(redirecting)))).Code);
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task A_redirect_within_the_host_is_followed_but_not_without_end()
    {
        await using var source = await PagedSource.StartAsync((context, n) => n == 1 ? Redirect(context, "/moi") : PagedSource.Json(context, Page(1)));
        Assert.Equal(Names(1), Loaded((await Pull(Linked(source)))!));
        Assert.Equal(["/", "/moi"], source.Seen.Select(request => request.Path));

        EmptyFolder();
        await using var endless = await PagedSource.StartAsync((context, n) => Redirect(context, $"/{n}"));
        Assert.Equal("PULL_REFUSED", (await Assert.ThrowsAsync<PullException>(() => Pull(Linked(endless)))).Code);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(400)]
    public async Task A_refusal_says_what_the_source_answered_and_never_the_secret(int status)
    {
        await using var source = await PagedSource.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = status;
            await PagedSource.Json(context, $$"""{"code":1,"message":"khóa {{Secret}} không hợp lệ"}""");
        });
        var failure = await Assert.ThrowsAsync<PullException>(() => Pull(new PullSettings { Url = new Uri(source.Root, "/ho-so?apikey=trong-dia-chi"), Token = Secret }));
        Assert.Equal(("PULL_REFUSED", false), (failure.Code, failure.IsPassing));
        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/ho-so", failure.Message, StringComparison.Ordinal);
        Assert.Contains("không hợp lệ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("trong-dia-chi", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(source.Seen);
    }

    [Fact]
    public async Task A_killed_pull_goes_on_where_it_was_and_no_page_is_doubled_or_half()
    {
        using var kill = new CancellationTokenSource();
        await using var source = await PagedSource.StartAsync(async (context, n) =>
        {
            if (n == 3)
            {
                await kill.CancelAsync();
            }
            await Next(context, 5);
        });
        var settings = Linked(source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pull(settings, kill.Token));
        // What a kill between a page and its state leaves: the next page, whole or half, that does not count yet.
        File.AppendAllText(Directory.EnumerateFiles(_folder, "*.part").Single(), Record(3) + "\n" + Record(4)[..9]);
        _clock.Pass(TimeSpan.FromHours(3));

        var file = await Pull(settings);
        Assert.Equal(Names(5), Loaded(file!));
        Assert.Contains("20260302T010000000Z", file, StringComparison.Ordinal);
        Assert.Equal(["/", "/2", "/3", "/3", "/4", "/5"], source.Seen.Select(request => request.Path));
    }

    [Fact]
    public async Task A_pull_of_yesterday_or_of_other_settings_is_begun_anew()
    {
        await using var source = await PagedSource.StartAsync((context, n) => n is 2 or 4 ? Answer(context, 500) : Next(context, 2));
        await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source, retries: 0)));
        _clock.Pass(TimeSpan.FromHours(25));
        await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source, retries: 0)));
        var other = new PullSettings { Url = new Uri(source.Root, "/1"), Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("next") };
        Assert.Equal(Names(2), Loaded((await Pull(other))!));
        Assert.Equal(["/", "/2", "/", "/2", "/1", "/2"], source.Seen.Select(request => request.Path));
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_when_the_pull_goes_on_begins_it_anew()
    {
        await using var source = await PagedSource.StartAsync((context, n) => n switch
        {
            2 => Answer(context, 500),
            3 => Answer(context, 410),
            _ => Next(context, 2),
        });
        var settings = Linked(source, retries: 0);
        Assert.True((await Assert.ThrowsAsync<PullException>(() => Pull(settings))).IsPassing);
        Assert.Equal(Names(2), Loaded((await Pull(settings))!));
        Assert.Equal(["/", "/2", "/2", "/", "/2"], source.Seen.Select(request => request.Path));
    }

    [Fact]
    public async Task A_pull_that_waits_to_be_loaded_comes_before_a_new_one()
    {
        await using var source = await Paged(1);
        var file = await Pull(Linked(source));
        Assert.Equal(file, await Pull(Linked(source)));
        Assert.Single(source.Seen);
    }

    [Fact]
    public async Task Two_pulls_of_a_feed_never_run_at_once()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var source = await PagedSource.StartAsync(async (context, _) =>
        {
            entered.SetResult();
            await leave.Task;
            await Next(context, 1);
        });
        var first = Pull(Linked(source));
        await entered.Task;
        var busy = await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source)));
        leave.SetResult();
        Assert.Equal(("PULL_BUSY", true), (busy.Code, busy.IsPassing));
        Assert.Equal(Names(1), Loaded((await first)!));
    }

    [Fact]
    public async Task Pages_bytes_and_a_pages_bytes_have_limits()
    {
        await using var source = await Paged(9);
        await TooLarge(new PullSettings { Url = source.Root, Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("next"), MaxPages = 4 });
        await TooLarge(new PullSettings { Url = source.Root, Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("next"), MaxBytes = 300 });
        await TooLarge(new PullSettings { Url = source.Root, Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("next"), MaxPageBytes = 100 });

        async Task TooLarge(PullSettings settings)
        {
            Assert.Equal("PULL_TOO_LARGE", (await Assert.ThrowsAsync<PullException>(() => Pull(settings))).Code);
            Assert.Equal(["holidays.lock"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData("""{"rows":[]}""")]
    [InlineData("""{"data":{"items":{}}}""")]
    [InlineData("""{"data":{"items":[1]}}""")]
    public async Task A_page_without_records_where_they_should_be_is_refused(string page)
    {
        await using var source = await PagedSource.StartAsync((context, _) => PagedSource.Json(context, page));
        Assert.Equal("PULL_INVALID", (await Assert.ThrowsAsync<PullException>(() => Pull(Linked(source)))).Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PullSettings Linked(PagedSource source, int retries = 5) => new()
    {
        Url = source.Root, Token = Secret, Records = JsonPath.Parse("data.items"), NextPage = JsonPath.Parse("next"), MaxRetries = retries,
    };

    private Task<string?> Pull(PullSettings settings, CancellationToken cancellation = default) =>
        new FeedPull(FeedCatalogue.Holidays, settings, Mapping, _folder, () => _watermark, _clock).RunAsync(cancellation);

    /// <summary>A source of so many pages, each naming the next.</summary>
    private static Task<PagedSource> Paged(int pages) => PagedSource.StartAsync((context, _) => Next(context, pages));

    /// <summary>The page that the address names.</summary>
    private static Task Next(HttpContext context, int pages)
    {
        var page = context.Request.Path.Value is { Length: > 1 } path ? int.Parse(path[1..], CultureInfo.InvariantCulture) : 1;
        return PagedSource.Json(context, Page(page, page < pages ? $"\"next\":\"/{page + 1}\"" : "\"next\":\"\""));
    }

    private static string Page(int number, string next = "\"next\":null") => $$$"""{"data":{"items":[{{{Record(number)}}}]},{{{next}}}}""";

    private static string Record(int number) => new JsonObject
    {
        ["id"] = number,
        ["thoiGian"] = new JsonObject { ["ngay"] = new DateOnly(2023, 8, 31).AddDays(number).ToString("O", CultureInfo.InvariantCulture) },
        ["ten"] = $"lễ {number}",
        ["nguoiNhap"] = new JsonObject { ["hoTen"] = "ZZPERSONALZZ" },
        ["email"] = "ZZPERSONALZZ",
        ["soCCCD"] = "ZZPERSONALZZ",
        ["capNhat"] = $"2026-03-01T00:00:0{number % 10}Z",
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"lễ {number}")];

    private string[] Loaded(string path)
    {
        using var file = FeedFile.Open(path, FeedCatalogue.ForFile(path)!, Mapping, _clock);
        var names = new List<string>();
        while (file.TryRead(out var row, out var rejection))
        {
            Assert.Null(rejection);
            names.Add(((HolidayRow)row!).Name!);
        }
        return [.. names];
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private void EmptyFolder()
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
            File.Delete(file);
    }
}
