using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$metadata</c>, as Microsoft's library understands it. That it is valid is checked before any test runs.</summary>
public abstract class MetadataSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private IEdmEntityType Type(string name) => (IEdmEntityType)Client.Model.FindDeclaredType("BikeShop." + name);

    [Theory]
    [InlineData("Bike", "Id"), InlineData("Shop", "Code"), InlineData("Maker", "Id"), InlineData("Rental", "BikeId,Number"), InlineData("Holiday", "Day")]
    public void Every_type_has_its_key(string type, string key) => Assert.Equal(key, string.Join(',', Type(type).Key().Select(k => k.Name)));

    [Fact]
    public void Properties_have_their_types_and_facets() => Assert.Equal(
        """
        Id Edm.Int32 Nullable=False
        Name Edm.String Nullable=False MaxLength=200
        Notes Edm.String
        Kind Edm.String Nullable=False
        Grade Edm.Int32
        Price Edm.Decimal
        ListPrice Edm.Decimal Precision=12 Scale=2
        Weight Edm.Double
        Load Edm.Single
        Stock Edm.Int64
        Gears Edm.Int32
        Seats Edm.Int16
        Lights Edm.Byte
        Level Edm.SByte
        IsElectric Edm.Boolean Nullable=False
        IsSold Edm.Boolean
        Built Edm.Date
        Ready Edm.TimeOfDay Precision=7
        ChangedAt Edm.DateTimeOffset Precision=7
        SeenAt Edm.DateTimeOffset Precision=7
        Ride Edm.Duration Precision=7
        Tag Edm.Guid
        Photo Edm.Binary
        ShopCode Edm.String Nullable=False
        MakerId Edm.Guid
        SuccessorId Edm.Int32
        """,
        string.Join('\n', Type("Bike").StructuralProperties().Select(p => p.Name + " " + p.Type.FullName() + (p.Type.IsNullable ? "" : " Nullable=False") + Facets(p.Type))));

    private static string Facets(IEdmTypeReference type) => type switch
    {
        IEdmStringTypeReference { MaxLength: { } length } => $" MaxLength={length}",
        IEdmDecimalTypeReference { Precision: { } precision } number => $" Precision={precision} Scale={number.Scale}",
        IEdmTemporalTypeReference { Precision: { } precision } => $" Precision={precision}",
        _ => "",
    };

    [Fact]
    public void Navigations_have_partners_bindings_and_constraints()
    {
        Assert.Equal(["Maker", "Predecessors", "Rentals", "Shop", "Successor"], Type("Bike").NavigationProperties().Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Bikes", Navigation("Bike", "Shop").Partner.Name);
        Assert.Equal("Successor", Navigation("Bike", "Predecessors").Partner.Name);
        Assert.Equal("ShopCode>Code", Constraint(Navigation("Bike", "Shop")));
        Assert.Equal("BikeId>Id", Constraint(Navigation("Rental", "Bike")));
        Assert.False(Navigation("Bike", "Shop").Type.IsNullable);
        Assert.True(Navigation("Bike", "Maker").Type.IsNullable);
        Assert.All(Client.Model.EntityContainer.EntitySets(), set => Assert.All(set.EntityType().NavigationProperties(), n => Assert.IsAssignableFrom<IEdmEntitySet>(set.FindNavigationTarget(n))));
    }

    private IEdmNavigationProperty Navigation(string type, string name) => (IEdmNavigationProperty)Type(type).FindProperty(name);

    private static string Constraint(IEdmNavigationProperty navigation) =>
        string.Join(' ', navigation.ReferentialConstraint.PropertyPairs.Select(p => $"{p.DependentProperty.Name}>{p.PrincipalProperty.Name}"));

    [Theory]
    [InlineData(""), InlineData("application/xml"), InlineData("*/*"), InlineData("application/json, text/plain, */*"), InlineData("application/json;q=0.5,application/*;q=0.9"), InlineData(NegotiationSpec.PowerQuery)]
    public async Task It_is_xml_unless_json_is_clearly_asked_for(string accept)
    {
        Assert.Equal("application/xml", (await Client.GetAsync("$metadata", ("Accept", accept))).ContentType);
        Assert.Equal("application/xml", (await Client.GetAsync("$metadata?$format=xml", ("Accept", "application/json"))).ContentType);
        await Client.FailAsync(406, "$metadata?$format=csv");
    }

    /// <summary>The expected parts are written after OData CSDL JSON 4.01.</summary>
    [Fact]
    public async Task It_is_there_as_json_too()
    {
        var answer = await Client.GetAsync("$metadata?$format=json");

        Assert.Equal("application/json", answer.ContentType);
        var schema = answer.Json["BikeShop"]!;
        Assert.Equal("4.0", (string)answer.Json["$Version"]!);
        Assert.Equal("BikeShop.Store", (string)answer.Json["$EntityContainer"]!);
        Assert.Equal("EntityType", (string)schema["Bike"]!["$Kind"]!);
        Assert.Equal("""["Id"]""", schema["Bike"]!["$Key"]!.ToJsonString());
        Assert.Equal("Tên xe", (string)schema["Bike"]!["Name"]!["@Core.Description"]!);
        // What is not said is a text that is never null.
        Assert.False(schema["Bike"]!["Name"]!.AsObject().ContainsKey("$Type"));
        Assert.True((bool)schema["Bike"]!["Maker"]!["$Nullable"]!);
        Assert.Equal("""{"ShopCode":"Code"}""", schema["Bike"]!["Shop"]!["$ReferentialConstraint"]!.ToJsonString());
        Assert.True((bool)schema["Shop"]!["Bikes"]!["$Collection"]!);
        Assert.Equal("BikeShop.Bike", (string)schema["Store"]!["Bikes"]!["$Type"]!);
        Assert.Equal("Shops", (string)schema["Store"]!["Bikes"]!["$NavigationPropertyBinding"]!["Shop"]!);
        Assert.True((bool)schema["Store"]!["@Capabilities.BatchSupported"]!);
        foreach (var accept in new[] { "application/json", "application/json;q=0.8,*/*;q=0.1", "application/json,text/plain" })
        {
            Assert.Equal(answer.Text, (await Client.GetAsync("$metadata", ("Accept", accept))).Text);
        }
        // One that is kept as XML is not taken for this one.
        var tag = Assert.Single(answer.Headers["ETag"]);
        Assert.Equal(HttpStatusCode.NotModified, (await Client.SendAsync("$metadata?$format=json", headers: ("If-None-Match", tag))).Status);
        await Client.GetAsync("$metadata", ("If-None-Match", tag));
    }

    [Fact]
    public void It_is_valid_by_the_schemas_of_OASIS()
    {
        Assert.Empty(CsdlSchemas.Complaints(Client.Metadata));
        Assert.NotEmpty(CsdlSchemas.Complaints(Client.Metadata.Replace("<NavigationProperty Name=", "<NavigationProperty Title=", StringComparison.Ordinal)));
    }

    [Fact]
    public void Labels_descriptions_and_declared_functions_are_there()
    {
        Assert.Contains("String=\"Tên xe\"", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("One row per bike.", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("Values: City, Road, Mountain.", Client.Metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("4.01", Client.Metadata, StringComparison.Ordinal);
    }

    /// <summary>Power Query leaves to the server what is declared, so every declared function must work.</summary>
    [Fact]
    public async Task Every_declared_filter_function_works()
    {
        var xml = System.Xml.Linq.XDocument.Parse(Client.Metadata);
        var declared = xml.Descendants().Where(e => e.Name.LocalName == "Annotation" && (string?)e.Attribute("Term") == "Capabilities.FilterFunctions").SelectMany(e => e.Descendants()).Where(e => e.Name.LocalName == "String").Select(e => e.Value).Distinct().ToList();
        Assert.Contains("contains", declared);
        Assert.Equal(Server.HasPatterns, declared.Contains("matchesPattern"));
        foreach (var name in declared)
        {
            var call = name switch
            {
                "contains" or "startswith" or "endswith" => $"{name}(Notes,'a')",
                "indexof" => "indexof(Notes,'a') ge 0",
                "concat" => "concat(Notes,'a') ne null",
                "substring" => "substring(Notes,1) ne null",
                "length" => "length(Notes) ge 0",
                "tolower" or "toupper" or "trim" => $"{name}(Notes) ne null",
                "now" or "mindatetime" or "maxdatetime" => $"{name}() ne null",
                "round" or "floor" or "ceiling" => $"{name}(Weight) ne null",
                "totalseconds" => "totalseconds(Ride) ne null",
                "matchesPattern" => "matchesPattern(Notes,'a')",
                "hassubset" or "hassubsequence" => $"{name}([1,2],[2])",
                "case" => "case(IsSold:1,true:2) eq 1",
                "cast" => "cast(Gears,Edm.String) ne null",
                "isof" => "isof(Gears,Edm.Int32)",
                _ => $"{name}(SeenAt) ne null",
            };
            Assert.NotEmpty(await IdsAsync("$filter=" + Escape(call)));
        }
    }
}
