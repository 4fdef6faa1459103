using Microsoft.EntityFrameworkCore;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Foreign;

public abstract class Hierarchies(MarketServer server) : MarketSpec(server)
{
    private IEdmEntityType Type(string name) => (IEdmEntityType)Client.Model.FindDeclaredType("Market." + name);

    [Fact]
    public void Metadata_declares_base_and_derived_types()
    {
        Assert.True(Type("Product").IsAbstract);
        Assert.Equal("Market.Product", Type("FoodProduct").BaseEntityType().FullName());
        Assert.Equal("Market.FoodProduct", Type("FrozenProduct").BaseEntityType().FullName());
        Assert.Equal("Farm Rating", string.Join(' ', Type("FoodProduct").DeclaredProperties.Select(p => p.Name).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain("Discriminator", Client.Metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_say_their_type_and_have_its_properties()
    {
        await using var context = Open();
        var rows = (await Client.GetAsync("Products?$orderby=Id")).Value;
        foreach (var (product, row) in (await context.Products.OrderBy(p => p.Id).ToListAsync()).Zip(rows))
        {
            Assert.Equal("#Market." + product.GetType().Name, (string?)row!["@odata.type"]);
            var own = product switch
            {
                FrozenProduct => "CategoryId Degrees Id Name Price Rating",
                FoodProduct => "CategoryId Id Name Price Rating",
                _ => "CategoryId Color Id Name Price RatingClass",
            };
            Assert.Equal(own, string.Join(' ', row.AsObject().Select(m => m.Key).Where(k => k[0] != '@').Order(StringComparer.Ordinal)));
            Assert.Equal(product.Name, (string?)row["Name"]);
        }
        Assert.Equal(5, rows.Count);
        Assert.DoesNotContain("@odata.type", (await Client.GetAsync("Products?$format=application/json;odata.metadata=none")).Text, StringComparison.Ordinal);
        Assert.Equal(5, (await Client.GetAsync("Products?$format=application/json;odata.metadata=full")).Value.Count(r => ((string)r!["@odata.id"]!).Contains("/Products(", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Products/Market.FoodProduct", "Rice Sugar Ice"), InlineData("Products/Market.FrozenProduct", "Ice"), InlineData("FrozenProducts", "Ice"), InlineData("Products/Market.NonFoodProduct?$filter=RatingClass eq null", "Lamp")]
    [InlineData("Farms(1)/Products", "Rice Ice"), InlineData("Farms(1)/Products/Market.FrozenProduct", "Ice"), InlineData("Categories(1)/Products/Market.FrozenProduct?$select=Name", "Ice"), InlineData("Products/Market.Product/Market.FrozenProduct", "Ice")]
    [InlineData("Products?$filter=Market.FoodProduct/Rating gt 3", "Rice"), InlineData("Products?$filter=not (Market.FoodProduct/Rating gt 3)", "Sugar Ice Cup Lamp"), InlineData("Products?$filter=Market.FoodProduct/Farm/Name eq 'Hill'", "Rice Ice")]
    [InlineData("Products?$filter=isof(Market.FoodProduct)", "Rice Sugar Ice"), InlineData("Products?$filter=not isof(Market.FoodProduct)", "Cup Lamp"), InlineData("Products?$filter=isof($it,Market.FrozenProduct)", "Ice"), InlineData("Products?$filter=isof(Market.Product)", "Rice Sugar Ice Cup Lamp")]
    [InlineData("Products?$filter=cast(Market.FrozenProduct)/Degrees lt 0", "Ice"), InlineData("Products?$filter=Market.FrozenProduct/Degrees eq null", "Rice Sugar Cup Lamp"), InlineData("Products?$orderby=Market.NonFoodProduct/RatingClass desc,Id&$top=2", "Cup Rice")]
    [InlineData("Categories?$filter=Products/any(p:p/Market.FoodProduct/Rating eq 5)", "Food"), InlineData("Categories?$filter=Products/any(p:isof(p,Market.NonFoodProduct))", "Things"), InlineData("Farms?$filter=Products/$count eq 2", "Hill")]
    [InlineData("Products?$compute=Price mul 2 as Twice&$filter=Twice gt 5 and isof(Market.FoodProduct)", "Ice"), InlineData("Products/Market.FoodProduct?$orderby=Rating desc", "Rice Ice Sugar")]
    public async Task Casts_hold_wherever_a_path_goes(string target, string names) => Assert.Equal(names, await NamesAsync(target));

    [Fact]
    public async Task Casts_hold_in_urls_of_one_entity()
    {
        Assert.Equal("Rice", (string?)(await Client.GetAsync("Products(1)/Market.FoodProduct")).Json["Name"]);
        Assert.Equal("Rice", (string?)(await Client.GetAsync("Products/Market.FoodProduct(1)")).Json["Name"]);
        Assert.Equal("5", (await Client.GetAsync("Products(1)/Market.FoodProduct/Rating/$value")).Text);
        Assert.Equal("Hill", (string?)(await Client.GetAsync("Products(1)/Market.FoodProduct/Farm")).Json["Name"]);
        var ice = await Client.GetAsync($"Products({(await Client.GetAsync("FrozenProducts")).Value[0]!["Id"]})");
        Assert.Equal("#Market.FrozenProduct", (string?)ice.Json["@odata.type"]);
        Assert.EndsWith("$metadata#Products/Market.FoodProduct", (await Client.GetAsync("Products/Market.FoodProduct")).Context, StringComparison.Ordinal);
        Assert.Equal("3", (await Client.GetAsync("Products/Market.FoodProduct/$count")).Text);
        await Client.FailAsync(404, "Products(1)/Market.NonFoodProduct");
        await Client.FailAsync(404, "FrozenProducts(1)");
        await Client.FailAsync(404, "Products(1)/Rating");
        await Client.FailAsync(400, "Products?$filter=Rating gt 3".Replace(" ", "%20", StringComparison.Ordinal));
        await Client.FailAsync(400, "Products?$filter=isof(Market.Farm)");
        await Client.FailAsync(400, "Products?$filter=Market.Nope/Rating%20gt%203");
    }

    [Fact]
    public async Task Casts_select_and_expand_what_only_some_rows_have()
    {
        Equal("""[{"Name":"Rice","Rating":5},{"Name":"Sugar","Rating":null},{"Name":"Ice","Rating":2},{"Name":"Cup"},{"Name":"Lamp"}]""",
            Plain(await Client.GetAsync("Products?$select=Name,Market.FoodProduct/Rating&$orderby=Id")));
        Equal("""[{"Name":"Rice","Farm":{"Name":"Hill"}},{"Name":"Sugar","Farm":null},{"Name":"Ice","Farm":{"Name":"Hill"}},{"Name":"Cup"},{"Name":"Lamp"}]""",
            Plain(await Client.GetAsync("Products?$select=Name&$expand=Market.FoodProduct/Farm($select=Name)&$orderby=Id")));
        var categories = (await Client.GetAsync("Categories?$expand=Products($select=Name,Market.FrozenProduct/Degrees;$orderby=Id)&$orderby=Id")).Value;
        Equal("""[{"@odata.type":"#Market.FoodProduct","Name":"Rice"},{"@odata.type":"#Market.FoodProduct","Name":"Sugar"},{"@odata.type":"#Market.FrozenProduct","Name":"Ice","Degrees":-18.5}]""", categories[0]!["Products"]);
        await Client.FailAsync(400, "Products?$select=Market.Farm/Name");
        await Client.FailAsync(400, "Products?$expand=Market.Farm/Products");
        await Client.FailAsync(400, "Products?$expand=Farm");
    }

    [Fact]
    public async Task Rows_are_grouped_by_what_only_some_have()
    {
        Equal("""[{"@odata.type":"#Market.NonFoodProduct","Color":"Red","N":1},{"@odata.type":"#Market.NonFoodProduct","Color":"Blue","N":1},{"N":3}]""",
            Plain(await Client.GetAsync("Products?$apply=groupby((Market.NonFoodProduct/Color),aggregate($count%20as%20N))&$orderby=N,Market.NonFoodProduct/Color"), keepTypes: true));
        var counts = await Client.GetAsync("Products?$apply=groupby((Category/Name,Market.FoodProduct/Rating),aggregate($count%20as%20N))&$filter=Market.FoodProduct/Rating%20eq%205");
        Equal("""[{"@odata.type":"#Market.FoodProduct","Category":{"@odata.id":null,"Name":"Food"},"Rating":5,"N":1}]""", Plain(counts, keepTypes: true));
        Equal("""[{"Best":5}]""", Plain(await Client.GetAsync("Products?$apply=aggregate(Market.FoodProduct/Rating%20with%20max%20as%20Best)")));
    }

    [Fact]
    public async Task Rows_of_a_hierarchy_are_put_together()
    {
        // Each row keeps its type, also the second time and in the other branch, and what navigations go by though it is hidden.
        Equal("""
            [{"@odata.type":"#Market.FrozenProduct","Id":3,"Name":"Ice","Price":3,"CategoryId":1,"Rating":2,"Degrees":-18.5,"Farm":{"Id":1,"Name":"Hill"}},
             {"@odata.type":"#Market.NonFoodProduct","Id":4,"Name":"Cup","Price":4,"CategoryId":2,"RatingClass":"average","Color":"Red"},
             {"@odata.type":"#Market.FrozenProduct","Id":3,"Name":"Ice","Price":3,"CategoryId":1,"Rating":2,"Degrees":-18.5,"Farm":{"Id":1,"Name":"Hill"}}]
            """, Plain(await Client.GetAsync($"Products?$apply={Escape("concat(filter(Id in (3,4)),filter(Market.FrozenProduct/Degrees lt 0))")}&$expand=Market.FoodProduct/Farm"), keepTypes: true));
        // Computed in one branch only, and put together again.
        Equal("""
            [{"@odata.type":"#Market.FoodProduct","Id":1,"Name":"Rice","Price":2.5,"CategoryId":1,"Rating":5,"Twice":5},
             {"@odata.type":"#Market.NonFoodProduct","Id":5,"Name":"Lamp","Price":40,"CategoryId":2,"RatingClass":null,"Color":"Blue"},
             {"@odata.type":"#Market.FoodProduct","Id":2,"Name":"Sugar","Price":1.25,"CategoryId":1,"Rating":null}]
            """, Plain(await Client.GetAsync($"Products?$apply={Escape("concat(concat(filter(Id eq 1)/compute(Price mul 2 as Twice),filter(Id eq 5)),filter(Id eq 2))")}"), keepTypes: true));
        // A total beside the rows is no entity and of no type.
        Equal("""
            [{"@odata.type":"#Market.FoodProduct","Id":2,"Name":"Sugar","Price":1.25,"CategoryId":1,"Rating":null},
             {"@odata.type":"#Market.FrozenProduct","Id":3,"Name":"Ice","Price":3,"CategoryId":1,"Rating":2,"Degrees":-18.5},
             {"Sum":50.75}]
            """, Plain(await Client.GetAsync($"Products?$apply={Escape("concat(filter(Id in (2,3)),aggregate(Price with sum as Sum))")}"), keepTypes: true));
        Assert.Equal("Rice Ice Rice Ice", await NamesAsync($"Products?$apply={Escape("concat(identity,identity)/filter(Market.FoodProduct/Rating gt 1)")}"));
        await Client.GetAsync($"Products?$apply={Escape("concat(filter(Id in (2,3)),aggregate(Price with sum as Sum))")}&$format=application/json;odata.metadata=full");
    }
}
