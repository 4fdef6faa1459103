using System.Globalization;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Entity tags by the version of the data, and pages that are read while the data changes.</summary>
public abstract class CachingSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private async Task AddBikeAsync(int id, string name = "new")
    {
        await using var context = Server.CreateContext();
        context.Add(new Bike { Id = id, Name = name, ShopCode = "HN" });
        await context.SaveChangesAsync();
    }

    private static string Tag(Answer answer) => Assert.Single(answer.Headers["ETag"]);

    private async Task<Answer> AskAsync(string target, string tag, params (string, string)[] headers)
    {
        var answer = await Client.SendAsync(target, headers: [("If-None-Match", tag), .. headers]);
        Assert.Empty((int)answer.Status == 304 ? answer.Body : []);
        return answer;
    }

    [Theory]
    [InlineData(""), InlineData("$metadata"), InlineData("Bikes"), InlineData("Bikes?$filter=Gears%20gt%203&$expand=Rentals"), InlineData("Bikes(1)"), InlineData("Bikes(1)/Name"), InlineData("Bikes(1)/Name/$value"), InlineData("Bikes/$count"), InlineData("Bikes?$apply=aggregate($count%20as%20N)"), InlineData("Shops?$format=csv"), InlineData("Shops?$format=xlsx")]
    public async Task A_client_that_has_the_answer_gets_none(string target)
    {
        var first = await Client.GetAsync(target);
        var tag = Tag(first);
        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.Equal("private, no-cache", Assert.Single(first.Headers["Cache-Control"]));
        foreach (var known in new[] { tag, tag[2..], $"\"other\", {tag}", "*" })
        {
            var again = await AskAsync(target, known);
            Assert.Equal((target, known, 304), (target, known, (int)again.Status));
            Assert.Equal(tag, Tag(again));
        }
        Assert.Equal(200, (int)(await AskAsync(target, "\"other\"")).Status);
        Assert.Equal(200, (int)(await Client.SendAsync(target, headers: [("If-Match", tag)])).Status);
        Assert.Equal(200, (int)(await Client.SendAsync(target, headers: [("If-Match", "*")])).Status);
        Assert.Equal("ODATA411", (await Client.FailAsync(412, target, ("If-Match", "W/\"other\""))).ErrorCode);
        var head = await Client.SendAsync(target, HttpMethod.Head);
        Assert.Equal((tag, first.ContentType), (Tag(head), head.ContentType));
    }

    [Theory]
    [InlineData("Bikes"), InlineData("Bikes(1)/Name/$value"), InlineData("Bikes/$count"), InlineData("Shops?$format=csv")]
    public async Task What_the_host_tells_of_its_data_comes_as_headers_and_nulls_do_not(string target)
    {
        await using var context = Server.CreateContext();
        var newest = context.Bikes.Max(b => b.Id).ToString(CultureInfo.InvariantCulture);

        var answer = await Client.GetAsync(target);
        var known = await AskAsync(target, Tag(answer));

        Assert.Equal((newest, newest), (Assert.Single(answer.Headers["Newest-Bike"]), Assert.Single(known.Headers["Newest-Bike"])));
        Assert.False(answer.Headers.ContainsKey("Oldest-Bike"));
    }

    [Fact]
    public async Task What_changes_an_answer_changes_its_tag()
    {
        var tags = new HashSet<string>();
        foreach (var headers in new (string, string)[][]
        {
            [], [("Accept", "application/json;odata.metadata=full")], [("Accept", "application/json;odata.metadata=none")], [("Accept", "application/json;IEEE754Compatible=true")], [("Accept", "text/csv")],
            [("OData-MaxVersion", "4.01")], [("Prefer", "maxpagesize=2")], [("Prefer", "omit-values=nulls")], [("Prefer", "include-annotations=\"-*\"")], [("X-Scope", "2")],
        })
        {
            Assert.True(tags.Add(Tag(await Client.GetAsync("Bikes?$top=5", headers))), string.Join(',', headers));
        }
        Assert.True(tags.Add(Tag(await Client.GetAsync("Bikes?$top=4"))));
        Assert.True(tags.Add(Tag(await Client.GetAsync("Shops?$top=5"))));
    }

    [Fact]
    public async Task A_change_of_the_data_makes_answers_new_and_leaves_the_model_as_it_is()
    {
        var (rows, metadata) = (await Client.GetAsync("Bikes/$count"), Tag(await Client.GetAsync("$metadata")));
        await AddBikeAsync(1001);
        var again = await AskAsync("Bikes/$count", Tag(rows));
        Assert.Equal(200, (int)again.Status);
        Assert.Equal(int.Parse(rows.Text, CultureInfo.InvariantCulture) + 1, int.Parse(again.Text, CultureInfo.InvariantCulture));
        Assert.NotEqual(rows.Headers["DTIW-Data-Version"], again.Headers["DTIW-Data-Version"]);
        Assert.Equal(304, (int)(await AskAsync("$metadata", metadata)).Status);
    }

    [Fact]
    public async Task An_answer_that_depends_on_the_clock_is_never_kept()
    {
        foreach (var query in new[] { "Bikes?$filter=SeenAt%20lt%20now()", "Bikes/$count?$filter=SeenAt%20lt%20now()", "Bikes?$expand=Successor,Rentals($filter=now()%20gt%202020-01-01T00:00:00Z)", "Bikes?$filter=Period.ThisYear(Date=Built)" })
        {
            var answer = await Client.GetAsync(query);
            Assert.False(answer.Headers.ContainsKey("ETag"), query);
            Assert.Equal("no-store", Assert.Single(answer.Headers["Cache-Control"]));
        }
        Assert.Equal("no-store", Assert.Single((await Client.FailAsync(404, "Bikes(99999)")).Headers["Cache-Control"]));
    }

    private static bool IsKept(Answer answer) => Assert.Single(answer.Headers["Server-Timing"]).Contains("kept", StringComparison.Ordinal);

    private Task<Answer> AnewAsync(string target, params (string, string)[] headers) => Client.GetAsync(target, [("Cache-Control", "no-cache"), .. headers]);

    [Theory]
    [InlineData("Bikes?$filter=Gears%20gt%206"), InlineData("Bikes?$top=3&$expand=Rentals,Shop"), InlineData("Bikes(2)"), InlineData("Bikes(2)/Name"), InlineData("Bikes/$count"), InlineData("Bikes?$count=true&$top=0")]
    [InlineData("Bikes?$apply=groupby((Gears),aggregate($count%20as%20N))"), InlineData("Bikes?$top=5", "Prefer", "maxpagesize=2"), InlineData("Bikes?$top=5", "OData-MaxVersion", "4.01"), InlineData("Bikes?$top=5", "Accept", "application/json;odata.metadata=full"), InlineData("Bikes?$top=5", "Prefer", "omit-values=nulls"), InlineData("Bikes?$top=5", "X-Scope", "1,3")]
    public async Task A_small_answer_is_made_once_for_a_state_of_the_data(string target, string header = "OData-MaxVersion", string value = "4.0")
    {
        var made = await AnewAsync(target, (header, value));
        var first = await Client.GetAsync(target, (header, value));
        var again = await Client.GetAsync(target, (header, value));

        Assert.False(IsKept(made));
        Assert.True(IsKept(again));
        foreach (var answer in new[] { first, again })
        {
            Assert.Equal(made.Text, answer.Text);
            Assert.Equal(made.Headers.Where(IsTheSame).SelectMany(h => h.Value.Select(v => (h.Key, v))).Order(), answer.Headers.Where(IsTheSame).SelectMany(h => h.Value.Select(v => (h.Key, v))).Order());
        }
        Assert.Equal(made.Body.Length.ToString(CultureInfo.InvariantCulture), Assert.Single(again.Headers["Content-Length"]));

        await AddBikeAsync(Interlocked.Increment(ref _added));
        Assert.False(IsKept(await Client.GetAsync(target, (header, value))));
        Assert.True(IsKept(await Client.GetAsync(target, (header, value))));

        static bool IsTheSame(KeyValuePair<string, string[]> header) => header.Key is not ("Server-Timing" or "Date");
    }

    private static int _added = 1_100;

    [Theory]
    [InlineData("Bikes?$filter=SeenAt%20lt%20now()"), InlineData("Shops?$format=csv"), InlineData("Bikes(1)/Name/$value"), InlineData("Bikes?$select=Id", "Prefer", "dtiw.explain")]
    public async Task What_the_clock_decides_files_and_raw_values_are_made_each_time(string target, string header = "OData-MaxVersion", string value = "4.0")
    {
        await Client.SendAsync(target, headers: [(header, value), ("X-Operator", "1")]);
        Assert.False(IsKept(await Client.SendAsync(target, headers: [(header, value), ("X-Operator", "1")])));
    }

    [Fact]
    public async Task Pages_behind_the_first_are_made_each_time()
    {
        var next = (await Client.GetAsync("Bikes?$select=Id", ("Prefer", "maxpagesize=5"))).NextLink!;
        await Client.GetAsync(next, ("Prefer", "maxpagesize=5"));
        Assert.False(IsKept(await Client.GetAsync(next, ("Prefer", "maxpagesize=5"))));
    }

    [Fact]
    public async Task Many_that_ask_at_once_are_answered_by_one_statement()
    {
        var target = "Bikes?$apply=" + Escape("filter(Gears ge 2)/groupby((Gears,IsSold,Maker/Country),aggregate($count as N,Price with average as P))");
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Client.GetAsync(target)));

        Assert.Single(answers, answer => !IsKept(answer));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
    }

    [Fact]
    public async Task An_answer_to_one_scope_is_none_to_another()
    {
        const string Target = "Bikes?$select=Id";
        var (all, one, two) = (await Client.GetAsync(Target), await Client.GetAsync(Target, ("X-Scope", "1")), await Client.GetAsync(Target, ("X-Scope", "2")));

        Assert.Equal([all.Text, one.Text, two.Text], new[] { await Client.GetAsync(Target), await Client.GetAsync(Target, ("X-Scope", "1")), await Client.GetAsync(Target, ("X-Scope", "2")) }.Select(answer => answer.Text));
        Assert.Equal(one.Value.Count < all.Value.Count, one.Text != all.Text);
    }

    [Fact]
    public async Task An_error_is_not_kept()
    {
        await Client.FailAsync(404, "Bikes(1999)");
        await AddBikeAsync(1_999);
        await Client.GetAsync("Bikes(1999)");
    }

    [Fact]
    public async Task Pages_go_on_by_key_when_rows_are_added_and_say_so()
    {
        var (known, ids) = ((await Client.GetAsync("Bikes?$select=Id")).Value.Select(r => (int)r!["Id"]!).ToList(), new List<int>());
        var (changed, pages) = (0, 0);
        for (string? next = "Bikes?$select=Id"; next is not null; pages++)
        {
            var answer = await Client.GetAsync(next, ("Prefer", "maxpagesize=20"));
            ids.AddRange(answer.Value.Select(r => (int)r!["Id"]!));
            var says = answer.Json["@dtiw.dataVersionChanged"] is not null;
            Assert.Equal(says, answer.Headers.ContainsKey("DTIW-Data-Version-Changed"));
            Assert.Equal(pages > 1, says);
            changed += says ? 1 : 0;
            next = answer.NextLink;
            if (pages == 1)
            {
                await AddBikeAsync(-5);
                await AddBikeAsync(2001);
            }
        }
        Assert.Equal([.. known, 2001], ids);
        Assert.True(changed > 1);
    }

    [Fact]
    public async Task A_chain_goes_on_at_another_node_but_not_over_a_new_model()
    {
        var next = (await Client.GetAsync("Bikes?$select=Id&$orderby=Name%20desc,Gears", ("Prefer", "maxpagesize=5"))).NextLink!;
        var here = await Client.GetAsync(next);
        var there = await Client.SendAsync(next.Replace("/shop/", "/twin/", StringComparison.Ordinal));
        Assert.Equal(here.Value.ToJsonString(), there.Value.ToJsonString());
        Assert.Equal("ODATA410", (await Client.FailAsync(410, next.Replace("/shop/", "/next/", StringComparison.Ordinal))).ErrorCode);
    }

    [Fact]
    public async Task A_chain_belongs_to_the_scope_that_it_began_in()
    {
        var next = (await Client.GetAsync("Bikes?$select=Id", ("Prefer", "maxpagesize=5"), ("X-Scope", "1,2"))).NextLink!;
        await Client.GetAsync(next, ("X-Scope", "1,2"));
        Assert.Equal("ODATA105", (await Client.FailAsync(400, next)).ErrorCode);
        Assert.Equal("ODATA105", (await Client.FailAsync(400, next, ("X-Scope", "2"))).ErrorCode);
    }

    [Theory]
    [InlineData("Bikes?$select=Id&$orderby=Successor/Gears,Maker/Name%20desc", "Id"), InlineData("Bikes?$select=Id&$orderby=length(Name)%20desc,Price%20div%203", "Id"), InlineData("Bikes?$select=Id&$orderby=Photo%20ne%20null,Weight%20desc", "Id"), InlineData("Bikes?$select=Id&$orderby=Rentals/$count%20desc,Maker/Founded", "Id")]
    [InlineData("Bikes?$apply=groupby((Maker/Country,Gears),aggregate($count%20as%20N,Price%20with%20average%20as%20P))&$orderby=P%20desc,N", null), InlineData("Bikes?$apply=groupby((Notes,IsSold))", null), InlineData("Bikes?$select=Id&$compute=Gears%20mul%202%20as%20Twice&$orderby=Twice", "Id"), InlineData("Shops('HN')/Bikes?$select=Id&$orderby=Built%20desc,Ready,SeenAt,Ride", "Id")]
    public async Task Pages_of_any_query_make_the_whole(string query, string? key)
    {
        var whole = (await Client.GetAsync(query)).Value.Select(r => r!.ToJsonString()).ToList();
        foreach (var size in new[] { 1, 4, 17 })
        {
            Assert.Equal(whole, (await Client.AllPagesAsync(query, size)).Select(r => r.ToJsonString()));
        }
        Assert.Equal(whole.Count, whole.Distinct().Count());
        Assert.True(key is null || whole[0].Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_of_an_earlier_form_is_refused()
    {
        // As version 1 wrote them: a body that begins with 1, signed with the key over the resource and the body.
        byte[] body = [1, .. BitConverter.GetBytes(-1L), 1, 2, .. BitConverter.GetBytes(5L)];
        var signature = System.Security.Cryptography.HMACSHA256.HashData([.. Enumerable.Repeat((byte)7, 32)], [.. "Bikes?"u8, 0, .. body]);
        var token = Convert.ToBase64String([.. signature[..16], .. body]).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        Assert.Equal("ODATA105", (await Client.FailAsync(400, "Bikes?$skiptoken=" + token)).ErrorCode);
    }
}
