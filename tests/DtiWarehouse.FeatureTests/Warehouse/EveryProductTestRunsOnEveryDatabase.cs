using System.Reflection;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.Server.Dialects;

namespace DtiWarehouse.FeatureTests.Warehouse;

public sealed class EveryProductTestRunsOnEveryDatabase
{
    private static readonly Type[] Types = typeof(EveryProductTestRunsOnEveryDatabase).Assembly.GetTypes();

    private static readonly List<Type> Tests =
    [
        .. Types.Where(t => t.Namespace == typeof(ProductDatabase).Namespace && t != typeof(EveryProductTestRunsOnEveryDatabase)
            && t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Any(m => m.IsDefined(typeof(FactAttribute)))),
    ];

    [Fact]
    public void Tests_of_the_product_stand_on_every_database_or_say_why_they_do_not()
    {
        Assert.True(Tests.Count > 20, $"{Tests.Count} classes.");
        Assert.DoesNotContain(Tests, t => !t.IsAbstract && string.IsNullOrWhiteSpace(t.GetCustomAttribute<OnSqliteOnlyAttribute>()?.Reason));
    }

    [Fact]
    public void No_database_is_left_out()
    {
        var missing = from database in Enum.GetNames<WarehouseProvider>()
                      from test in Tests.Where(t => t.IsAbstract)
                      let own = Types.SingleOrDefault(t => t.Name == test.Name + "On" + database && t.BaseType == test && t.IsSealed)
                      where own is null || own.IsDefined(typeof(NeedsServerAttribute)) == (database == nameof(WarehouseProvider.Sqlite))
                      select test.Name + "On" + database;
        Assert.Empty(missing);
    }
}
