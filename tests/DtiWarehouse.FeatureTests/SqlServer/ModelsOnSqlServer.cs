using DtiWarehouse.FeatureTests.Conformance;
using DtiWarehouse.FeatureTests.Differential;
using DtiWarehouse.FeatureTests.Foreign;
using DtiWarehouse.FeatureTests.Hosting;
using Xunit.Abstractions;

namespace DtiWarehouse.FeatureTests.SqlServer;

/// <summary>The market on SQL Server.</summary>
public sealed class SqlServerMarket() : MarketServer(new SqlServerStore());

/// <summary>The sales of the aggregation extension on SQL Server.</summary>
public sealed class SqlServerSales() : SalesServer(new SqlServerStore());

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class CastsOnSqlServer(SqlServerMarket server) : Casts(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Complex_valuesOnSqlServer(SqlServerMarket server) : Complex_values(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class EnumerationsOnSqlServer(SqlServerMarket server) : Enumerations(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Everything_elseOnSqlServer(SqlServerMarket server) : Everything_else(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class HierarchiesOnSqlServer(SqlServerMarket server) : Hierarchies(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Keys_and_typesOnSqlServer(SqlServerMarket server) : Keys_and_types(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Many_parentsOnSqlServer(SqlServerMarket server) : Many_parents(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Nested_optionsOnSqlServer(SqlServerMarket server) : Nested_options(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ReferencesOnSqlServer(SqlServerMarket server) : References(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class Structures_and_collectionsOnSqlServer(SqlServerMarket server) : Structures_and_collections(server), IClassFixture<SqlServerMarket>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class AggregationExamplesOnSqlServer(SqlServerSales server) : AggregationExamples(server), IClassFixture<SqlServerSales>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class DifferentialTestOnSqlServer(SqlServerLibrary server, ITestOutputHelper output) : DifferentialTest(server, output), IClassFixture<SqlServerLibrary>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class FuzzTestOnSqlServer(SqlServerLibrary server, ITestOutputHelper output) : FuzzTest(server, output), IClassFixture<SqlServerLibrary>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class IllTypedTestOnSqlServer(SqlServerLibrary server) : IllTypedTest(server), IClassFixture<SqlServerLibrary>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ProtocolTestOnSqlServer(SqlServerLibrary server) : ProtocolTest(server), IClassFixture<SqlServerLibrary>;

/// <summary>The libraries on SQL Server.</summary>
public sealed class SqlServerLibrary() : LibraryServer(new SqlServerStore())
{
    public override IReadOnlyDictionary<Construct, string> Off { get; } = new Dictionary<Construct, string>
    {
        [Construct.ExactDecimals] = "Quotients of decimals are doubles: the server's own decimals would lose their digits to the scale (URL Conventions 5.1.1.2.4).",
    };
}
