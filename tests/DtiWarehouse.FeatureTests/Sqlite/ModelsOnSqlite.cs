using DtiWarehouse.FeatureTests.Conformance;
using DtiWarehouse.FeatureTests.Differential;
using DtiWarehouse.FeatureTests.Foreign;
using Xunit.Abstractions;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>The market on SQLite.</summary>
public sealed class SqliteMarket() : MarketServer(new SqliteStore());

/// <summary>The sales of the aggregation extension on SQLite.</summary>
public sealed class SqliteSales() : SalesServer(new SqliteStore());

public sealed class CastsOnSqlite(SqliteMarket server) : Casts(server), IClassFixture<SqliteMarket>;

public sealed class Complex_valuesOnSqlite(SqliteMarket server) : Complex_values(server), IClassFixture<SqliteMarket>;

public sealed class EnumerationsOnSqlite(SqliteMarket server) : Enumerations(server), IClassFixture<SqliteMarket>;

public sealed class Everything_elseOnSqlite(SqliteMarket server) : Everything_else(server), IClassFixture<SqliteMarket>;

public sealed class HierarchiesOnSqlite(SqliteMarket server) : Hierarchies(server), IClassFixture<SqliteMarket>;

public sealed class Keys_and_typesOnSqlite(SqliteMarket server) : Keys_and_types(server), IClassFixture<SqliteMarket>;

public sealed class Many_parentsOnSqlite(SqliteMarket server) : Many_parents(server), IClassFixture<SqliteMarket>;

public sealed class Nested_optionsOnSqlite(SqliteMarket server) : Nested_options(server), IClassFixture<SqliteMarket>;

public sealed class ReferencesOnSqlite(SqliteMarket server) : References(server), IClassFixture<SqliteMarket>;

public sealed class Structures_and_collectionsOnSqlite(SqliteMarket server) : Structures_and_collections(server), IClassFixture<SqliteMarket>;

public sealed class AggregationExamplesOnSqlite(SqliteSales server) : AggregationExamples(server), IClassFixture<SqliteSales>;

public sealed class DifferentialTestOnSqlite(SqliteLibrary server, ITestOutputHelper output) : DifferentialTest(server, output), IClassFixture<SqliteLibrary>;

public sealed class FuzzTestOnSqlite(SqliteLibrary server, ITestOutputHelper output) : FuzzTest(server, output), IClassFixture<SqliteLibrary>;

public sealed class IllTypedTestOnSqlite(SqliteLibrary server) : IllTypedTest(server), IClassFixture<SqliteLibrary>;

public sealed class ProtocolTestOnSqlite(SqliteLibrary server) : ProtocolTest(server), IClassFixture<SqliteLibrary>;

/// <summary>The libraries on SQLite.</summary>
public sealed class SqliteLibrary() : LibraryServer(new SqliteStore())
{
    public override IReadOnlyDictionary<Construct, string> Off { get; } = new Dictionary<Construct, string>
    {
        [Construct.ExactDecimals] = "Decimals are added as doubles: (-2.2 add 1901) sub 1899 is -0.200000000000045, and equal sums may be two groups (URL Conventions 5.1.1.2.1).",
        [Construct.OffsetsOfExtremes] = "min and max of instants come back in UTC (URL Conventions 5.1.1.8: parts are those of the value's own offset).",
    };
}
