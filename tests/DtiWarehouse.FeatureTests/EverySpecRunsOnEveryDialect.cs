using DtiWarehouse.FeatureTests.Specs;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.FeatureTests;

public sealed class EverySpecRunsOnEveryDialect
{
    /// <summary>A dialect is a class of the library; its specs are the subclasses named after it.</summary>
    [Fact]
    public void No_spec_is_skipped()
    {
        var dialects = typeof(SqlDialect).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(SqlDialect)) && !t.IsAbstract).Select(t => t.Name[..^"Dialect".Length]).ToList();
        var specs = typeof(BikeShopSpec).Assembly.GetTypes().Where(t => t.IsAbstract && t.BaseType == typeof(BikeShopSpec)).ToList();
        Assert.NotEmpty(dialects);
        Assert.NotEmpty(specs);
        var missing = from dialect in dialects
                      from spec in specs
                      let name = spec.Name[..^"Spec".Length] + "On" + dialect
                      where !typeof(BikeShopSpec).Assembly.GetTypes().Any(t => t.Name == name && t.BaseType == spec && t.IsSealed)
                      select name;
        Assert.Empty(missing);
    }
}
