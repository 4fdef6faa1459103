using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Keys as path segments, where the service is set up so (OData URL Conventions 4.01, section 4.3.6).</summary>
public abstract class KeySegmentsSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Theory]
    [InlineData("Bikes/1", "Id", "1")]
    [InlineData("Bikes/1/Maker", "Name", "Giant")]
    [InlineData("Bikes/1/Rentals/2", "Number", "2")]
    [InlineData("Rentals/1/2", "Number", "2")]
    [InlineData("Rentals/1/2/Bike/Maker", "Name", "Giant")]
    [InlineData("Shops/HN", "Name", "Hà Nội")]
    [InlineData("Shops/O'Neil%2F1", "Rating", null)]
    [InlineData("Shops/O%27Neil%2F1", "Rating", null)]
    [InlineData("Shops/O'Neil%2F1/Bikes/1", "Id", "1")]
    [InlineData("Shops/a%2Bb%26c%3D100%25", "Name", "Odd")]
    [InlineData("Makers/abcdef01-2345-6789-abcd-ef0123456789", "Name", "Giant")]
    [InlineData("Holidays/2024-02-10", "Name", "Tết")]
    [InlineData("Bikes(1)/Rentals/2", "Number", "2")]
    [InlineData("Bikes/1/Rentals(BikeId=1,Number=2)", "Number", "2")]
    [InlineData("Bikes(1)", "Id", "1")]
    [InlineData("Bikes/$filter(Id%20le%202)/1", "Id", "1")]
    public async Task A_segment_behind_a_collection_is_its_key(string target, string property, string? value) =>
        Assert.Equal(value, (await Client.GetAsync(target)).Json[property]?.ToString());

    [Theory]
    [InlineData("Bikes/1/Name/$value", "Xe \"một\"")]
    [InlineData("Bikes/1/Rentals/$count", "3")]
    [InlineData("Bikes/$count", "70")]
    public async Task System_segments_go_before_keys(string target, string text) => Assert.Equal(text, (await Client.GetAsync(target)).Text);

    [Theory]
    [InlineData("Bikes/999"), InlineData("Bikes/x"), InlineData("Shops/nope"), InlineData("Shops/'HN'"), InlineData("Bikes/1/2"), InlineData("Bikes/1/Rentals/1/2"), InlineData("Nope/1"), InlineData("Bikes/1/Nope"), InlineData("Bikes/1/Name/2")]
    public async Task What_is_not_there_is_not_found(string target) => await Client.FailAsync(404, target);

    [Fact]
    public async Task A_key_that_is_not_whole_is_refused()
    {
        await Client.FailAsync(400, "Rentals/1");
        await Client.FailAsync(400, "Rentals/1/$count");
    }

    [Fact]
    public void The_metadata_say_so() => Assert.Contains("Term=\"Capabilities.KeyAsSegmentSupported\" Bool=\"true\"", Client.Metadata, StringComparison.Ordinal);
}
