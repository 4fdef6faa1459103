using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Requests that grow without end meet a limit with a sentence of its own.</summary>
public abstract class LimitsSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task MeetsALimit(string code, string target, int status = 400)
    {
        var answer = await Client.FailAsync(status, target);
        Assert.True(answer.ErrorCode == code, $"{target[..Math.Min(target.Length, 100)]}: {answer.ErrorCode} {answer.ErrorMessage}");
    }

    [Theory]
    [InlineData(20_000, "ODATA311", 414), InlineData(7_000, "ODATA312", 400), InlineData(150, "ODATA312", 400)]
    public Task Nested_parentheses_meet_a_limit(int depth, string code, int status) => MeetsALimit(code, $"Bikes?$filter={Times("(", depth)}true{Times(")", depth)}", status);

    [Fact]
    public async Task Nesting_of_every_kind_meets_a_limit()
    {
        await MeetsALimit("ODATA312", $"Bikes?$filter={Times("not+", 3_000)}IsElectric");
        await MeetsALimit("ODATA312", $"Bikes?$filter={Times("-(", 3_000)}1{Times(")", 3_000)}+eq+1");
        await MeetsALimit("ODATA312", $"Bikes?$filter=-{Times("+-", 3_000)}+1+eq+1");
        await MeetsALimit("ODATA312", $"Bikes?$filter={Times("trim(", 2_000)}Name{Times(")", 2_000)}+eq+'x'");
        await MeetsALimit("ODATA312", $"Bikes?$filter={Times("Successor/", 1_500)}Id+eq+1");
        await MeetsALimit("ODATA313", $"Bikes?$filter={string.Join("+or+", Enumerable.Range(0, 1_000).Select(i => $"Id+eq+{i}"))}");
        await MeetsALimit("ODATA312", $"Bikes?$filter={string.Concat(Enumerable.Range(0, 110).Select(i => $"Predecessors/any(x{i}:"))}true{Times(")", 110)}");
        await MeetsALimit("ODATA316", $"Bikes?$expand={Times("Successor($expand=", 500)}Successor{Times(")", 500)}");
        await MeetsALimit("ODATA313", $"Bikes?$select={string.Join(',', Enumerable.Repeat("Id", 3_000))}");
        await MeetsALimit("ODATA312", "Bikes?$filter=@a0&" + string.Join('&', Enumerable.Range(0, 200).Select(i => $"@a{i}=@a{i + 1}")));
        await MeetsALimit("ODATA313", "Bikes?$filter=@a0&" + string.Join('&', Enumerable.Range(0, 40).Select(i => $"@a{i}=@a{i + 1}+or+@a{i + 1}")) + "&@a40=true");
    }

    [Fact]
    public async Task Lists_meet_a_limit()
    {
        await MeetsALimit("ODATA313", $"Bikes?$filter=Id+in+({string.Join(',', Enumerable.Repeat(1, 5_000))})");
        await MeetsALimit("ODATA314", $"Bikes?$filter=Id+in+({string.Join(',', Enumerable.Range(0, 1_500))})");
        await MeetsALimit("ODATA315", $"Bikes?$orderby={string.Join(',', Enumerable.Repeat("Id", 50))}");
        await MeetsALimit("ODATA317", $"Bikes?$expand={string.Join(',', Enumerable.Repeat("Maker", 50))}");
        Assert.Equal(BikeShopRows.BikeCount, (await IdsAsync($"$filter=Id+in+({string.Join(',', Enumerable.Range(0, 900))})")).Count);
    }

    [Fact]
    public async Task A_long_url_meets_a_limit_and_one_within_it_is_answered()
    {
        await MeetsALimit("ODATA311", $"Bikes?custom={new string('x', 16_400)}", 414);
        await MeetsALimit("ODATA311", $"Bikes?$filter=Name+eq+'{new string('x', 20_000)}'", 414);
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
