using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Requests that grow without end meet a limit with a sentence of its own.</summary>
public abstract class LimitsSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task MeetsALimit(string target)
    {
        var answer = await Client.FailAsync(400, target);
        Assert.True(answer.ErrorCode == "ODATA301", answer.ErrorMessage);
    }

    [Theory]
    [InlineData(20_000), InlineData(7_000), InlineData(150)]
    public Task Nested_parentheses_meet_a_limit(int depth) => MeetsALimit($"Bikes?$filter={Times("(", depth)}true{Times(")", depth)}");

    [Fact]
    public async Task Nesting_of_every_kind_meets_a_limit()
    {
        await MeetsALimit($"Bikes?$filter={Times("not+", 3_000)}IsElectric");
        await MeetsALimit($"Bikes?$filter={Times("-(", 3_000)}1{Times(")", 3_000)}+eq+1");
        await MeetsALimit($"Bikes?$filter=-{Times("+-", 3_000)}+1+eq+1");
        await MeetsALimit($"Bikes?$filter={Times("trim(", 2_000)}Name{Times(")", 2_000)}+eq+'x'");
        await MeetsALimit($"Bikes?$filter={Times("Successor/", 1_500)}Id+eq+1");
        await MeetsALimit($"Bikes?$filter={string.Join("+or+", Enumerable.Range(0, 1_000).Select(i => $"Id+eq+{i}"))}");
        await MeetsALimit($"Bikes?$filter={string.Concat(Enumerable.Range(0, 110).Select(i => $"Predecessors/any(x{i}:"))}true{Times(")", 110)}");
        await MeetsALimit($"Bikes?$expand={Times("Successor($expand=", 500)}Successor{Times(")", 500)}");
        await MeetsALimit($"Bikes?$select={string.Join(',', Enumerable.Repeat("Id", 3_000))}");
        await MeetsALimit("Bikes?$filter=@a0&" + string.Join('&', Enumerable.Range(0, 200).Select(i => $"@a{i}=@a{i + 1}")));
        await MeetsALimit("Bikes?$filter=@a0&" + string.Join('&', Enumerable.Range(0, 40).Select(i => $"@a{i}=@a{i + 1}+or+@a{i + 1}")) + "&@a40=true");
    }

    [Fact]
    public async Task Lists_meet_a_limit()
    {
        await MeetsALimit($"Bikes?$filter=Id+in+({string.Join(',', Enumerable.Repeat(1, 5_000))})");
        await MeetsALimit($"Bikes?$filter=Id+in+({string.Join(',', Enumerable.Range(0, 1_500))})");
        await MeetsALimit($"Bikes?$orderby={string.Join(',', Enumerable.Repeat("Id", 50))}");
        await MeetsALimit($"Bikes?$expand={string.Join(',', Enumerable.Repeat("Maker", 50))}");
        Assert.Equal(BikeShopRows.BikeCount, (await IdsAsync($"$filter=Id+in+({string.Join(',', Enumerable.Range(0, 900))})")).Count);
    }

    [Fact]
    public async Task A_long_url_meets_a_limit_and_one_within_it_is_answered()
    {
        await MeetsALimit($"Bikes?custom={new string('x', 16_400)}");
        await MeetsALimit($"Bikes?$filter=Name+eq+'{new string('x', 20_000)}'");
        Assert.Empty(await IdsAsync($"$filter=Name+eq+'{new string('x', 15_000)}'"));
        await Client.FailAsync(404, $"Shops('{new string('x', 15_000)}')");
    }

    [Fact]
    public async Task A_deep_expression_within_the_limits_is_answered()
    {
        Assert.Equal(BikeShopRows.BikeCount, (await IdsAsync($"$filter={Times("(", 90)}true{Times(")", 90)}")).Count);
        Assert.Equal(Bikes.Count(b => b.IsElectric), (await IdsAsync($"$filter={Times("not+", 90)}IsElectric")).Count);
        Assert.Equal(BikeShopRows.BikeCount, (await IdsAsync($"$filter={Times("trim(", 90)}Name{Times(")", 90)}+ne+'x'")).Count);
        Assert.Empty(await IdsAsync($"$filter={string.Join("+and+", Enumerable.Range(0, 300).Select(i => $"Id+ne+{i}"))}"));
        await IdsAsync($"$filter={Times("Successor/", 40)}Id+ne+1");
        await IdsAsync($"$filter={string.Concat(Enumerable.Range(0, 15).Select(i => $"{(i == 0 ? "" : $"x{i - 1}/")}Predecessors/any(x{i}:"))}true{Times(")", 15)}");
    }
}
