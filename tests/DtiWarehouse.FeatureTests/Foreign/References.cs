using Microsoft.EntityFrameworkCore;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Many-to-many, shadow keys, one-to-one, self-references, singletons, views.</summary>
public abstract class References(MarketServer server) : MarketSpec(server)
{
    [Fact]
    public async Task Many_to_many_is_expanded_counted_and_filtered()
    {
        await using var context = Open();
        var products = await context.Products.Include(p => p.Tags).OrderBy(p => p.Id).AsSplitQuery().ToListAsync();
        var rows = (await Client.GetAsync("Products?$expand=Tags($orderby=Text;$count=true)&$orderby=Id")).Value;
        Assert.Equal(
            products.Select(p => $"{p.Name} {p.Tags.Count}: {string.Join(',', p.Tags.Select(t => t.Text).Order())}"),
            rows.Select(r => $"{r!["Name"]} {r["Tags@odata.count"]}: {string.Join(',', r["Tags"]!.AsArray().Select(t => t!["Text"]))}"));
        Assert.DoesNotContain("ProductTag", Client.Metadata, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Products?$filter=Tags/any(t:t/Text eq 'fresh')", "Rice Cup"), InlineData("Products?$filter=Tags/all(t:t/Text eq 'cheap')", "Sugar Ice Lamp"), InlineData("Products?$filter=Tags/$count gt 1", "Rice"), InlineData("Products?$filter=Orders/any(o:o/Number eq 2)", "Ice")]
    [InlineData("Customers?$filter=Friends/any(f:f/Name eq 'Chi')", "Anna"), InlineData("Customers?$filter=FriendOf/any()&$orderby=Name", "Anna Bình Chi"), InlineData("Tags(1)/Products?$orderby=Id", "Rice Cup"), InlineData("Tags(1)/Products/Market.NonFoodProduct", "Cup")]
    [InlineData("Products(1)/Tags(2)/Products?$orderby=Id", "Rice Sugar"), InlineData("Products(1)/Orders(CustomerId=22222222-2222-4222-8222-2222222222aa,Number=1)/Products?$orderby=Id", "Rice Sugar Lamp")]
    [InlineData("Employees?$filter=Boss/Boss/Name eq 'Head'", "Trainee"), InlineData("Employees?$filter=Reports/any(r:r/Name eq 'Worker')", "Head"), InlineData("Employees?$filter=Boss eq null", "Head"), InlineData("Employees?$filter=Badge eq null", "Worker")]
    [InlineData("Employees(1)/Reports", "Worker"), InlineData("Employees?$filter=Badge/Id eq 'B1'", "Head")]
    public async Task Paths_lead_through_every_kind_of_reference(string target, string names) => Assert.Equal(names, await NamesAsync(target));

    [Fact]
    public async Task A_child_stands_under_each_of_its_parents_and_top_holds_for_each()
    {
        var tags = (await Client.GetAsync("Tags?$expand=Products($select=Name;$orderby=Price;$top=1;$count=true;$expand=Tags($select=Text;$orderby=Id))&$orderby=Id")).Value;
        Assert.Equal("Rice 2 fresh,cheap; Sugar 2 cheap;  0 ", string.Join("; ", tags.Select(t => $"{t!["Products"]!.AsArray().FirstOrDefault()?["Name"]} {t["Products@odata.count"]} {string.Join(',', t["Products"]!.AsArray().SelectMany(p => p!["Tags"]!.AsArray()).Select(x => x!["Text"]))}")));
        var orders = (await Client.GetAsync("Orders?$select=Number&$expand=Products($select=Id)&$orderby=CustomerId,Number")).Value;
        Assert.Equal("2 1 3", string.Join(' ', orders.Select(o => o!["Products"]!.AsArray().Count)));
    }

    [Fact]
    public async Task Shadow_keys_and_one_to_one_are_read_from_both_ends()
    {
        var rows = (await Client.GetAsync("Employees?$expand=Boss($select=Name),Reports($select=Name),Badge&$orderby=Id")).Value;
        Assert.Equal("Head   Worker B1;Worker Head  Trainee ;Trainee Worker   B/2", string.Join(';', rows.Select(r => $"{r!["Name"]} {r["Boss"]?["Name"]}  {r["Reports"]!.AsArray().FirstOrDefault()?["Name"]} {r["Badge"]?["Id"]}")));
        Assert.Equal("Head", (string?)(await Client.GetAsync("Badges('B1')/Employee")).Json["Name"]);
        Assert.Equal("Trainee", (string?)(await Client.GetAsync("Badges('B%2F2')/Employee")).Json["Name"]);
        Assert.Equal(204, (int)(await Client.SendAsync("Badges('Lost')/Employee")).Status);
        Assert.Equal("Head", (await Client.GetAsync("Employees?$compute=Id%20add%200%20as%20Same&$filter=Same%20eq%202&$expand=Boss")).Value[0]!["Boss"]!["Name"]!.ToString());
        Assert.Null(((IEdmEntityType)Client.Model.FindDeclaredType("Market.Employee")).FindProperty("BossId"));
    }

    [Fact]
    public async Task A_singleton_is_one_entity_under_its_name()
    {
        var company = await Client.GetAsync("Company?$expand=Head($select=Name)");
        Assert.EndsWith("$metadata#Company(Head(Name))", company.Context, StringComparison.Ordinal);
        Assert.Equal("Market & Sons Head", $"{company.Json["Name"]} {company.Json["Head"]!["Name"]}");
        Assert.Equal("Market & Sons", (await Client.GetAsync("Company/Name/$value")).Text);
        Assert.EndsWith("$metadata#Company/Name", (await Client.GetAsync("Company/Name")).Context, StringComparison.Ordinal);
        Assert.Equal("Head", (string?)(await Client.GetAsync("Company/Head")).Json["Name"]);
        Assert.Contains("\"kind\":\"Singleton\"", (await Client.GetAsync("")).Text, StringComparison.Ordinal);
        Assert.NotNull(Client.Model.EntityContainer.FindSingleton("Company"));
        Assert.EndsWith("/market/Company", (string?)(await Client.GetAsync("Company?$format=application/json;odata.metadata=full")).Json["@odata.id"], StringComparison.Ordinal);
        await Client.FailAsync(400, "Company(1)");
        await Client.FailAsync(404, "Company/$count");
        await Client.FailAsync(400, "Company?$filter=true");
    }

    [Fact]
    public async Task Views_and_sets_without_a_property_are_served_and_excluded_ones_are_not()
    {
        await using var context = Open();
        var sizes = await context.CategorySizes.OrderBy(s => s.CategoryId).ToListAsync();
        Assert.Equal(sizes.Select(s => $"{s.CategoryId}:{s.Size}"), (await Client.GetAsync("CategorySizes?$orderby=CategoryId")).Value.Select(r => $"{r!["CategoryId"]}:{r["Size"]}"));
        Assert.Equal(3, (int)(await Client.GetAsync("CategorySizes(1)")).Json["Size"]!);
        Assert.Equal("Laos Việt Nam", await NamesAsync("Countries?$orderby=Name"));
        await Client.FailAsync(404, "Secrets");
        await Client.FailAsync(404, "Samples(1)/Payload");
    }
}
