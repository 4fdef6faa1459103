using DtiWarehouse.FeatureTests.Hosting;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Flat sets: the rows of another set with what lies behind its navigations, as one table that answers like any set.</summary>
public abstract class FlatSetSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Fact]
    public async Task A_row_has_the_values_that_the_paths_lead_to()
    {
        var rows = (await Client.GetAsync("FlatBikes")).Value;
        Assert.Equal(
            Bikes.Select(b => (b.Id, b.Name, b.Shop.Name, b.Maker?.Name, b.Successor?.Maker?.Name)),
            rows.Select(r => ((int)r!["Id"]!, (string)r["Name"]!, (string)r["ShopName"]!, (string?)r["MakerName"], (string?)r["NextMakerName"])));
    }

    [Fact]
    public async Task It_is_filtered_sorted_paged_searched_and_summed_like_any_set()
    {
        var asama = Bikes.Where(b => b.Maker?.Name == "Asama").OrderByDescending(b => b.Built).ThenBy(b => b.Id).Select(b => b.Id).ToList();
        Assert.Equal(asama, (await Client.GetAsync("FlatBikes?$filter=MakerName%20eq%20'Asama'&$orderby=Built%20desc,Id&$select=Id")).Value.Select(b => (int)b!["Id"]!));
        Assert.Equal(Bikes.Count, (await Client.AllPagesAsync("FlatBikes?$orderby=ShopName", 9)).Count);
        Assert.Equal(
            Bikes.GroupBy(b => b.Shop.Name).Select(g => (g.Key, g.Count())).Order(),
            (await Client.GetAsync("FlatBikes?$apply=" + Escape("groupby((ShopName),aggregate($count as N))"))).Value.Select(g => ((string)g!["ShopName"]!, (int)g["N"]!)).Order());
        Assert.NotEmpty((await Client.GetAsync("FlatBikes?$search=giant&$select=Id")).Value);
        Assert.Equal("Xe \"một\"", (string)(await Client.GetAsync("FlatBikes(1)")).Json["Name"]!);
        await Client.FailAsync(404, "FlatBikes(0)");
    }

    [Fact]
    public void It_has_labels_and_no_navigation()
    {
        Assert.Contains("Tên xe", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("Hãng của xe sau", Client.Metadata, StringComparison.Ordinal);
        var type = Client.Model.EntityContainer.FindEntitySet("FlatBikes").EntityType();
        Assert.Empty(type.DeclaredProperties.OfType<IEdmNavigationProperty>());
        Assert.Equal("Id", Assert.Single(type.DeclaredKey).Name);
    }
}
