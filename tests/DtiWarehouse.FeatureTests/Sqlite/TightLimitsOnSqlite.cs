using DtiWarehouse.OData;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>A shop whose every limit is small.</summary>
public sealed class TightSqliteShop : SqliteBikeShop
{
    protected override ODataLimits Limits { get; } = new()
    {
        MaxUrlLength = 300, MaxDepth = 6, MaxNodes = 20, MaxInItems = 3, MaxOrderByItems = 2, MaxExpandDepth = 2, MaxExpandItems = 3,
        MaxApplySteps = 2, MaxResultColumns = 4, DefaultPageSize = 5, MaxPageSize = 8, MaxDownloadRows = 10, PlanCacheSize = 2,
    };
}

/// <summary>Each limit is what the host says, counts to the last item, and has a code of its own.</summary>
public sealed class TightLimitsOnSqlite(TightSqliteShop shop) : IClassFixture<TightSqliteShop>
{
    [Theory]
    [InlineData("ODATA311", 414, "Bikes?custom={0}", 280, 300)]
    [InlineData("ODATA312", 400, "Bikes?$top=1&$filter={1}true{2}", 5, 7)]
    [InlineData("ODATA313", 400, "Bikes?$top=1&$select={0}", 8, 21)]
    [InlineData("ODATA314", 400, "Bikes?$top=1&$filter=Id+in+({0})", 3, 4)]
    [InlineData("ODATA315", 400, "Bikes?$top=1&$orderby={0}", 2, 3)]
    [InlineData("ODATA317", 400, "Bikes?$top=1&$expand={0}", 3, 4)]
    public async Task A_list_may_be_as_long_as_its_limit(string code, int status, string query, int within, int beyond)
    {
        string Made(int count)
        {
            var item = code switch { "ODATA311" => "x", "ODATA313" => "Id,", "ODATA315" => "Id,", "ODATA317" => "Maker,", _ => "1," };
            string[] names = code == "ODATA317" ? ["Maker,", "Shop,", "Successor,", "Rentals,"] : code == "ODATA315" ? ["Id,", "Name,", "Gears,"] : [];
            var list = names.Length > 0 ? string.Concat(names.Take(count)) : string.Concat(Enumerable.Repeat(item, count));
            return string.Format(System.Globalization.CultureInfo.InvariantCulture, query, list.TrimEnd(','), new string('(', count), new string(')', count));
        }
        await shop.Client.GetAsync(Made(within));
        var answer = await shop.Client.FailAsync(status, Made(beyond), ("Accept-Language", "vi"));
        Assert.Equal(code, answer.ErrorCode);
        Assert.Contains("giới hạn", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ODATA316", "Bikes?$expand=Shop($expand=Bikes)", "Bikes?$expand=Shop($expand=Bikes($expand=Maker))")]
    [InlineData("ODATA318", "Bikes?$apply=filter(true)/filter(true)", "Bikes?$apply=filter(true)/filter(true)/filter(true)")]
    [InlineData("ODATA319", "Bikes?$apply=groupby((Id,Name,Gears,Stock))", "Bikes?$apply=groupby((Id,Name,Gears,Stock,Seats))")]
    [InlineData("ODATA320", "Bikes?$format=csv&$top=10", "Bikes?$format=csv")]
    [InlineData("ODATA320", "Bikes?$format=xlsx&$skip=60", "Bikes?$format=xlsx&$skip=59")]
    [InlineData("ODATA320", "Bikes?$format=csv&$filter=Id+le+10", "Bikes?$format=csv&$filter=Id+le+11&$top=1000")]
    public async Task A_request_within_the_limit_is_answered_and_one_beyond_it_is_not(string code, string within, string beyond)
    {
        await shop.Client.GetAsync(within);
        Assert.Equal(code, (await shop.Client.FailAsync(400, beyond)).ErrorCode);
    }

    [Fact]
    public async Task Pages_have_a_size_when_none_is_named_and_never_more_than_the_largest()
    {
        Assert.Equal(5, (await shop.Client.GetAsync("Bikes")).Value.Count);
        Assert.Equal(8, (await shop.Client.GetAsync("Bikes?$top=50")).Value.Count);
        Assert.Equal(8, (await shop.Client.GetAsync("Bikes", ("Prefer", "maxpagesize=1000"))).Value.Count);
    }
}
