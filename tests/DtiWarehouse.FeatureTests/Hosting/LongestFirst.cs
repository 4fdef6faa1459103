using Xunit.Abstractions;

[assembly: TestCollectionOrderer("DtiWarehouse.FeatureTests.Hosting.LongestFirst", "DtiWarehouse.FeatureTests")]

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>Collections that take minutes begin before those that take seconds: none of them is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["Processes on PostgreSQL", "Product on PostgreSQL", "Processes on SQLite", "Product on SQLite"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.IndexOf(Long, collection.DisplayName) is >= 0 and var place ? place : Long.Length);
}
