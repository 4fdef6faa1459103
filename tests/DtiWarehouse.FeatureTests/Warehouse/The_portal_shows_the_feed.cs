using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Every figure of the portal's pages, against what the feed answers over HTTP; and where their links lead.</summary>
public abstract class The_portal_shows_the_feed(SampleServer server) : IDisposable
{
    private static readonly CultureInfo Printed = new("") { NumberFormat = { NumberGroupSeparator = ".", NumberDecimalSeparator = "," } };

    private readonly PortalClient _portal = new(server);

    private StrictClient Feed => server.Client;

    [Theory]
    [InlineData("/?period=2026-10", "H48", "2026-10", "Current")]
    [InlineData("/?period=2020", "H48", "2020", "Current")]
    [InlineData("/units/H48.52?period=2023", "H48.52", "2023", "AsReported")]
    [InlineData("/units/H48.10?period=2023-H1&basis=AsReported", "H48.10", "2023-H1", "AsReported")]
    public async Task The_indicators_of_a_page_are_those_of_the_feed(string page, string unit, string period, string basis)
    {
        var rows = (await Feed.RowsAsync($"IndicatorValues?$filter=Unit/UnitCode eq '{unit}' and Period/Code eq '{period}' and Basis eq '{basis}' and Value ne null&$select=IndicatorValueKey,Value&$expand=Indicator($select=Code,Name,Decimals)&$orderby=Indicator/Code"))
            .Select(row => row!).ToList();

        var html = await _portal.PageAsync(page);

        var table = PortalClient.Section(html, "all");
        var shown = PortalClient.Links(table).Where(link => link.Address.StartsWith("/indicators/v1/values/", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count > 20, $"{rows.Count} values.");
        Assert.Equal(rows.Select(row => $"/indicators/v1/values/{(long)row["IndicatorValueKey"]!}"), shown.Select(link => link.Address));
        Assert.Equal(rows.Select(row => Rounded((decimal)row["Value"]!, (int)row["Indicator"]!["Decimals"]!)), shown.Select(link => Number(link.Text.Split('\u00a0')[0])));
        Assert.All(rows, row => Assert.Contains((string)row["Indicator"]!["Name"]!, PortalClient.Plain(table), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_holds_the_value_that_its_link_answers_and_says_whether_it_meets_the_target()
    {
        var targets = (await Feed.RowsAsync("IndicatorValues?$filter=Unit/UnitCode eq 'H48' and Period/Code eq '2020' and Basis eq 'Current' and Target ne null and Value ne null&$select=IndicatorValueKey,Value,Target&$expand=Indicator($select=Code,Decimals)"))
            .ToDictionary(row => $"/odata/v1/IndicatorValues({(long)row!["IndicatorValueKey"]!})", row => row!);
        Assert.True(targets.Count > 3, $"{targets.Count} targets.");
        var strict = (await Feed.RowsAsync("IndicatorTargets?$filter=Operator eq '>' and PeriodFrom le 2020-12-31 and PeriodTo ge 2020-01-01&$expand=Indicator($select=Code)")).Select(row => (string)row!["Indicator"]!["Code"]!).ToHashSet();

        var cards = Regex.Matches(await _portal.PageAsync("/?period=2020"), "<li class=\"card\">.*?</li>", RegexOptions.Singleline).Select(card => card.Value).ToList();

        Assert.Subset(cards.Select(card => PortalClient.Links(card)[1].Address).ToHashSet(), targets.Keys.ToHashSet());
        foreach (var card in cards)
        {
            var link = PortalClient.Links(card)[1];
            var value = (decimal)(await Feed.GetAsync(link.Address["/odata/v1/".Length..])).Json["Value"]!;
            if (targets.TryGetValue(link.Address, out var row))
            {
                var target = (decimal)row["Target"]!;
                var isMet = strict.Contains((string)row["Indicator"]!["Code"]!) ? value > target : value >= target;
                Assert.Contains($"status {(isMet ? "met" : "missed")}", card, StringComparison.Ordinal);
                Assert.Contains($"{(strict.Contains((string)row["Indicator"]!["Code"]!) ? ">" : "≥")}\u00a0{target.ToString("0.####", Printed)}\u00a0", PortalClient.Plain(card), StringComparison.Ordinal);
                Assert.Equal(Rounded(value, (int)row["Indicator"]!["Decimals"]!), Number(link.Text));
            }
        }
    }

    [Theory]
    [InlineData("/?period=2026-10&indicator=ONLINE_OVER_RECEIVED", "H48", "2026-10", "ONLINE_OVER_RECEIVED", "Current")]
    [InlineData("/?period=2023&indicator=ONLINE_OVER_RECEIVED&basis=AsReported", "H48", "2023", "ONLINE_OVER_RECEIVED", "AsReported")]
    [InlineData("/units/H48.52?period=2023&indicator=ON_TIME_OVER_HANDLED", "H48.52", "2023", "ON_TIME_OVER_HANDLED", "AsReported")]
    public async Task The_ranking_is_the_feed_s_and_every_unit_can_be_opened(string page, string unit, string period, string indicator, string basis)
    {
        var rows = (await Feed.RowsAsync($"IndicatorValues?$filter=Unit/Parent/UnitCode eq '{unit}' and Period/Code eq '{period}' and Indicator/Code eq '{indicator}' and Basis eq '{basis}' and Rank ne null&$select=Rank,Value&$expand=Unit($select=UnitCode,Name,Level),Indicator($select=Decimals)"))
            .Select(row => (Level: (string)row!["Unit"]!["Level"]!, Rank: (int)row["Rank"]!, Code: (string)row["Unit"]!["UnitCode"]!, Name: (string)row["Unit"]!["Name"]!, Value: Rounded((decimal)row["Value"]!, (int)row["Indicator"]!["Decimals"]!))).ToList();

        var section = PortalClient.Section(await _portal.PageAsync(page), "ranking");

        var shown = Regex.Matches(section, "<tr><td class=\"number\">(\\d+)</td>(.*?)</tr>", RegexOptions.Singleline).Select(row =>
        {
            var links = PortalClient.Links(row.Groups[2].Value);
            return (Rank: int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), Address: links[0].Address.Split('?')[0], links[0].Text, Value: Number(links[1].Text));
        }).ToList();
        Assert.True(rows.Count > 3, $"{rows.Count} units.");
        Assert.Equal(rows.Select(row => (row.Rank, $"/units/{row.Code}", row.Name, row.Value)).Order(), shown.Select(row => (row.Rank, row.Address, row.Text, row.Value)).Order());
        foreach (var level in rows.Select(row => row.Level).Distinct())
        {
            var codes = rows.Where(row => row.Level == level).Select(row => $"/units/{row.Code}").ToHashSet();
            var places = shown.Where(row => codes.Contains(row.Address)).Select(row => row.Rank).ToList();
            Assert.Equal(places.Order(), places);
        }
        await _portal.PageAsync(shown[^1].Address);
    }

    [Fact]
    public async Task The_overview_tells_what_is_there_and_how_fresh_each_feed_is()
    {
        var html = await _portal.PageAsync("/");

        var feeds = PortalClient.Plain(PortalClient.Section(html, "feeds"));
        Assert.All(await Feed.RowsAsync("FeedStates"), state =>
        {
            Assert.Contains((string)state!["Feed"]!, feeds, StringComparison.Ordinal);
            Assert.Contains(DateTimeOffset.Parse((string)state["LastLoadedAt"]!, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(7)).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture), feeds, StringComparison.Ordinal);
        });
        var counts = PortalClient.Links(PortalClient.Section(html, "holdings")).Where(link => link.Address.StartsWith("/odata/", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [await Feed.CountAsync("Dossiers"), await Feed.CountAsync("SignedDocuments", "IsSecret eq false"), await Feed.CountAsync("ReportedFigures"), await Feed.CountAsync("Units", "IsCurrent eq true and Kind ne 'Unknown'")],
            new[] { 0, 1, 4, 5 }.Select(i => (int)Number(counts[i].Text)));
        foreach (var count in counts)
        {
            Assert.Equal(Number(count.Text), (decimal)(await Feed.GetAsync(count.Address["/odata/v1/".Length..])).Value.Single()!["Number"]!);
        }
    }

    [Theory]
    [InlineData("/"), InlineData("/?lang=en"), InlineData("/units/H48.52?period=2023&lang=en"), InlineData("/connect"), InlineData("/connect?lang=en")]
    public async Task Every_link_is_answered(string page)
    {
        // Of a hundred links of one kind some tell as much as all.
        var links = PortalClient.Links(await _portal.PageAsync(page)).Select(link => link.Address.Split('#')[0]).Where(address => address.Length > 0).Distinct()
            .GroupBy(address => Regex.Match(address, "^/[a-z]*(/v1)?(/[a-z]+)?").Value).SelectMany(kind => kind.Where((_, i) => i % 25 == 0 || kind.Count() < 12)).ToList();
        Assert.True(links.Count >= 7, $"{links.Count} links.");
        foreach (var link in links)
        {
            using var answer = await _portal.SendAsync(link);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{page} leads to {link}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Vietnamese_is_first_whatever_the_browser_prefers_and_English_is_a_link_away()
    {
        using var answer = await _portal.SendAsync("/units/H48?period=2023&indicator=ONLINE_OVER_RECEIVED", ("Accept-Language", "en-GB,en;q=0.9"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(["vi"], answer.Content.Headers.ContentLanguage);
        Assert.Contains("<html lang=\"vi\">", html, StringComparison.Ordinal);
        Assert.Contains("Chỉ tiêu chính", html, StringComparison.Ordinal);

        var other = PortalClient.Links(html).Single(link => link.Text == "English").Address;
        Assert.Equal("/units/H48?period=2023&indicator=ONLINE_OVER_RECEIVED&lang=en", other);
        var english = await _portal.PageAsync(other);
        Assert.Contains("<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.Contains("Key indicators", english, StringComparison.Ordinal);
        Assert.Contains((string)(await Feed.RowsAsync("Indicators?$filter=Code eq 'ONLINE_OVER_RECEIVED'&$select=NameEn")).Single()!["NameEn"]!, PortalClient.Plain(english), StringComparison.Ordinal);
        Assert.Equal("/units/H48?period=2023&indicator=ONLINE_OVER_RECEIVED", PortalClient.Links(english).Single(link => link.Text == "Tiếng Việt").Address);
        // Each link within keeps to the language.
        Assert.All(PortalClient.Links(english).Where(link => link.Address.StartsWith("/units/", StringComparison.Ordinal) && link.Text != "Tiếng Việt"), link => Assert.Contains("lang=en", link.Address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/units/H00.00", 404, "H00.00")]
    [InlineData("/units/%3Cscript%3Ealert(1)%3C%2Fscript%3E", 404, "&lt;script&gt;")]
    [InlineData("/?period=2035", 404, "2035")]
    [InlineData("/?indicator=NO_SUCH", 404, "NO_SUCH")]
    [InlineData("/?period=%22%3E%3Cb%3E", 400, "period")]
    [InlineData("/?indicator=a%27%20or%201", 400, "indicator")]
    [InlineData("/?basis=Tomorrow", 400, "basis")]
    [InlineData("/?lang=de", 400, "lang")]
    [InlineData("/?period=2023&period=2024", 400, "period")]
    public async Task What_there_is_not_is_said_on_a_page(string target, int status, string said)
    {
        var html = await _portal.PageAsync(target, (HttpStatusCode)status);
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again_and_allows_nothing_inline()
    {
        using var first = await _portal.SendAsync("/?period=2023");
        var tag = first.Headers.ETag!.ToString();
        using var again = await _portal.SendAsync("/?period=2023", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        foreach (var other in (string[])["/?period=2022", "/?period=2023&lang=en", "/units/H48?period=2023"])
        {
            using var changed = await _portal.SendAsync(other, ("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("Authorization", first.Headers.Vary);
        var html = await first.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script|<style| style=| on[a-z]+=\"", html);
    }

    [Fact]
    public async Task While_the_warehouse_was_being_prepared_the_portal_said_so()
    {
        var early = server.Early.Where(answer => answer.Portal is not HttpStatusCode.OK).ToList();
        Assert.NotEmpty(early);
        Assert.All(early, answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Portal);
            Assert.Contains("http-equiv=\"refresh\"", answer.PortalPage, StringComparison.Ordinal);
            Assert.Contains("Kho dữ liệu đang được chuẩn bị", WebUtility.HtmlDecode(answer.PortalPage), StringComparison.Ordinal);
        });
        await _portal.PageAsync("/");
    }

    [Fact]
    public async Task The_file_for_Power_BI_names_this_feed_and_nothing_else()
    {
        using var answer = await _portal.SendAsync("/connect/dtiwarehouse.pbids");
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith(".pbids", answer.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        var expected = JsonNode.Parse($$$"""{"version":"0.1","connections":[{"details":{"protocol":"odata","address":{"url":"{{{Feed.Root.AbsoluteUri.TrimEnd('/')}}}"}},"mode":"Import"}]}""");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_queries_to_paste_name_this_feed_its_sets_and_their_columns()
    {
        var html = await _portal.PageAsync("/connect");
        var snippets = Regex.Matches(html, "<pre[^>]*><code>(.*?)</code></pre>", RegexOptions.Singleline).Select(code => WebUtility.HtmlDecode(code.Groups[1].Value)).ToList();
        Assert.Equal(3, snippets.Count);
        Assert.All(snippets, snippet => Assert.Contains($"OData.Feed(\"{Feed.Root.AbsoluteUri}\", null, [Implementation = \"2.0\"", snippet, StringComparison.Ordinal));
        Assert.Contains("Authorization", snippets[1], StringComparison.Ordinal);
        Assert.Matches(@"\[UpdatedAt\] >= .*RangeStart.* and \[UpdatedAt\] < .*RangeEnd", snippets[2]);
        foreach (Match set in snippets.SelectMany(snippet => Regex.Matches(snippet, "Name = \"(\\w+)\"")))
        {
            Assert.Contains(set.Groups[1].Value, Feed.EntitySets());
        }
        var columns = Regex.Match(snippets[0], @"\{(""[^{}]*)\}").Groups[1].Value.Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        await Feed.GetAsync($"DossierMonths?$select={columns}&$top=1");
        await Feed.GetAsync("Dossiers?$filter=UpdatedAt%20ge%202020-01-01T00:00:00Z%20and%20UpdatedAt%20lt%202021-01-01T00:00:00Z&$top=1");
    }

    [Fact]
    public async Task A_ranking_is_taken_away_as_a_file()
    {
        var section = PortalClient.Section(await _portal.PageAsync("/?period=2026-10&indicator=ONLINE_OVER_RECEIVED"), "ranking");
        var rows = Regex.Count(section, "<tr><td");
        using var csv = await _portal.SendAsync(PortalClient.Links(section).Single(link => link.Text.StartsWith("CSV", StringComparison.Ordinal)).Address);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync()).TrimEnd().Split("\r\n");
        Assert.Equal(rows + 1, lines.Length);
    }

    public void Dispose() => _portal.Dispose();

    private static decimal Rounded(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>A number as Vietnamese documents print it.</summary>
    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, Printed);
}
