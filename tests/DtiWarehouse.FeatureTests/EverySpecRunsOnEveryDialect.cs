using System.Reflection;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.FeatureTests;

public sealed class EverySpecRunsOnEveryDialect
{
    /// <summary>A dialect is a class of the library; a spec is an abstract class with tests, and its sealed subclasses are named after the dialects.</summary>
    [Fact]
    public void No_spec_is_skipped()
    {
        var dialects = typeof(SqlDialect).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(SqlDialect)) && !t.IsAbstract).Select(t => t.Name[..^"Dialect".Length]).ToList();
        var types = typeof(EverySpecRunsOnEveryDialect).Assembly.GetTypes();
        var specs = types.Where(t => t.IsAbstract && t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Any(m => m.IsDefined(typeof(FactAttribute)))).ToList();
        Assert.NotEmpty(dialects);
        Assert.NotEmpty(specs);
        var missing = from dialect in dialects
                      from spec in specs
                      let name = (spec.Name.EndsWith("Spec", StringComparison.Ordinal) ? spec.Name[..^"Spec".Length] : spec.Name) + "On" + dialect
                      where !types.Any(t => t.Name == name && t.BaseType == spec && t.IsSealed)
                      select name;
        Assert.Empty(missing);
    }
}
