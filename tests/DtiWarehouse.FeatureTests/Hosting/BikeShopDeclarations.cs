using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>What the bike shop declares beside its model.</summary>
public static class BikeShopDeclarations
{
    public static readonly ModelDeclarations All = new()
    {
        PlainEnumerations = true,
        AlternateKeys = new Dictionary<string, string[][]> { ["Makers"] = [["Name"], ["Country", "Founded"]] },
        ScopedBy = new Dictionary<string, string[]> { ["Bikes"] = ["Seats", "Gears"], ["Rentals"] = ["Bike/Seats", "Bike/Gears"] },
        FlatSets =
        [
            new("FlatBikes", "Bikes", [new("Name"), new("ShopName", "Shop/Name"), new("MakerName", "Maker/Name"), new("Built"), new("ListPrice"), new("NextMakerName", "Successor/Maker/Name", "Hãng của xe sau")], "Bảng xe"),
        ],
        RecursiveHierarchies =
        [
            new("Parts", "Assembly", "Code", "Whole"), new("Bikes", "Succession", "Id", "Successor"),
            // The same the other way round: a bike has as many parents as predecessors.
            new("Bikes", "Origin", "Id", "Predecessors"),
        ],
        LeveledHierarchies = [new("Bikes", "Makers", "Maker/Country", "Maker/Name")],
        Transformations = new Dictionary<string, IReadOnlyDictionary<string, TransformationDeclaration>>
        {
            ["Parts"] = new Dictionary<string, TransformationDeclaration> { ["Light"] = new("filter(Grams lt 10)"), ["Sum"] = new("aggregate(Grams with sum as Grams)") },
        },
    };
}
