using DtiWarehouse.FeatureTests.Conformance;
using DtiWarehouse.FeatureTests.Differential;
using DtiWarehouse.FeatureTests.Foreign;
using DtiWarehouse.FeatureTests.Hosting;
using Xunit.Abstractions;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>The market on PostgreSQL.</summary>
public sealed class PostgreSqlMarket() : MarketServer(new PostgreSqlStore());

/// <summary>The sales of the aggregation extension on PostgreSQL.</summary>
public sealed class PostgreSqlSales() : SalesServer(new PostgreSqlStore());

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class CastsOnPostgreSql(PostgreSqlMarket server) : Casts(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Complex_valuesOnPostgreSql(PostgreSqlMarket server) : Complex_values(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class EnumerationsOnPostgreSql(PostgreSqlMarket server) : Enumerations(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Everything_elseOnPostgreSql(PostgreSqlMarket server) : Everything_else(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class HierarchiesOnPostgreSql(PostgreSqlMarket server) : Hierarchies(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Keys_and_typesOnPostgreSql(PostgreSqlMarket server) : Keys_and_types(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Many_parentsOnPostgreSql(PostgreSqlMarket server) : Many_parents(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Nested_optionsOnPostgreSql(PostgreSqlMarket server) : Nested_options(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ReferencesOnPostgreSql(PostgreSqlMarket server) : References(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class Structures_and_collectionsOnPostgreSql(PostgreSqlMarket server) : Structures_and_collections(server), IClassFixture<PostgreSqlMarket>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class AggregationExamplesOnPostgreSql(PostgreSqlSales server) : AggregationExamples(server), IClassFixture<PostgreSqlSales>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class DifferentialTestOnPostgreSql(PostgreSqlLibrary server, ITestOutputHelper output) : DifferentialTest(server, output), IClassFixture<PostgreSqlLibrary>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FuzzTestOnPostgreSql(PostgreSqlLibrary server, ITestOutputHelper output) : FuzzTest(server, output), IClassFixture<PostgreSqlLibrary>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class IllTypedTestOnPostgreSql(PostgreSqlLibrary server) : IllTypedTest(server), IClassFixture<PostgreSqlLibrary>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ProtocolTestOnPostgreSql(PostgreSqlLibrary server) : ProtocolTest(server), IClassFixture<PostgreSqlLibrary>;

/// <summary>The libraries on PostgreSQL.</summary>
public sealed class PostgreSqlLibrary() : LibraryServer(new PostgreSqlStore())
{
    public override IReadOnlyDictionary<Construct, string> Off { get; } = new Dictionary<Construct, string>
    {
        [Construct.OverflowOfNoRows] = "What the literals alone tell is calculated before the rows are read: 2000000014 mul 9007199254740994 fails though no row asks for it.",
    };
}
