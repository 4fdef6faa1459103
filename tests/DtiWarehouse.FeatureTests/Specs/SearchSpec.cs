using System.Globalization;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$search</c>: over the texts of an entity, without case and marks, as people type Vietnamese.</summary>
public abstract class SearchSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    public static TheoryData<string, Func<Bike, bool>> Searches => new()
    {
        { "thong", b => Holds(b, "thong") },
        { "THỐNG", b => Holds(b, "thong") },
        { "tho\u0302\u0301ng nha\u0302\u0301t", b => Holds(b, "thong") && Holds(b, "nhat") },
        { "\"thong nhat\"", b => Holds(b, "thong nhat") },
        { "da AND nang", b => Holds(b, "da") && Holds(b, "nang") },
        { "thong OR xe", b => Holds(b, "thong") || Holds(b, "xe") },
        { "NOT thong", b => !Holds(b, "thong") },
        { "nhat NOT thong", b => Holds(b, "nhat") && !Holds(b, "thong") },
        { "(xe OR tab) AND NOT line", b => (Holds(b, "xe") || Holds(b, "tab")) && !Holds(b, "line") },
        { "a b OR xe", b => (Holds(b, "a") && Holds(b, "b")) || Holds(b, "xe") },
        { "%", b => Holds(b, "%") },
        { "\"a%_b\"", b => Holds(b, "a%_b") },
        { "O'Neil", b => Holds(b, "o'neil") },
        { "or", b => Holds(b, "or") },
        { "Mountain", b => Holds(b, "mountain") },
        { "🚲", b => Holds(b, "🚲") },
    };

    [Theory, MemberData(nameof(Searches))]
    public async Task Search_keeps_the_rows_whose_texts_hold_the_terms(string search, Func<Bike, bool> oracle)
    {
        var expected = Bikes.Where(oracle).Select(b => b.Id).ToList();
        Assert.Equal(expected, await IdsAsync("$search=" + Escape(search)));
        Assert.Equal(expected, await IdsAsync($"$apply=search({Escape(search)})"));
        Assert.Equal(expected.Count.ToString(CultureInfo.InvariantCulture), (await Client.GetAsync($"Bikes/$count?$search={Escape(search)}")).Text);
    }

    [Fact]
    public async Task Search_and_filter_and_page_go_together()
    {
        var expected = Bikes.Where(b => Holds(b, "a") && b.Gears > 0).OrderByDescending(b => b.Id).Select(b => b.Id).Take(3).ToList();
        Assert.Equal(expected, await IdsAsync("$search=a&$filter=Gears%20gt%200&$orderby=Id%20desc&$top=3"));
    }

    [Fact]
    public async Task Search_narrows_an_expanded_collection_and_its_count()
    {
        var makers = (await Client.GetAsync("Makers?$select=Id&$expand=Bikes($search=thong;$count=true;$select=Id)")).Value;
        Assert.All(makers, maker =>
        {
            var expected = Bikes.Where(b => b.MakerId == (Guid)maker!["Id"]! && Holds(b, "thong")).Select(b => b.Id).ToList();
            Assert.Equal(expected, maker!["Bikes"]!.AsArray().Select(b => (int)b!["Id"]!));
            Assert.Equal(expected.Count, (int)maker["Bikes@odata.count"]!);
        });
    }

    [Theory]
    [InlineData(""), InlineData("\"open"), InlineData("\"\""), InlineData("'open"), InlineData("AND x"), InlineData("x AND"), InlineData("OR"), InlineData("NOT"), InlineData("(x"), InlineData("x)"), InlineData("()")]
    public async Task A_malformed_search_is_a_bad_request(string search) => await Client.FailAsync(400, "Bikes?$search=" + Escape(search));

    [Fact]
    public async Task A_single_entity_is_not_searched() => await Client.FailAsync(400, "Bikes(1)?$search=x");

    /// <summary>The library of the platform compares without case and marks by itself; only "đ" is a letter to it.</summary>
    private static bool Holds(Bike bike, string term) => new[] { bike.Name, bike.Notes, bike.ShopCode }
        .Any(text => text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(
            text.Replace('đ', 'd').Replace('Đ', 'D'), term, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
}
