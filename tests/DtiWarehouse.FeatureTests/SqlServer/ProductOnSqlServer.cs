using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.SqlServer;

public sealed class SqlServerSampleServer() : SampleServer(SqlServerProduct.Instance);

public sealed class SqlServerEmptyServer() : EmptyServer(SqlServerProduct.Instance);

public sealed class SqlServerLoadedServer() : LoadedServer(SqlServerProduct.Instance);

public sealed class SqlServerOddUnitsServer() : OddUnitsServer(SqlServerProduct.Instance);

public sealed class SqlServerOpenServer(SqlServerSampleServer sample) : OpenServer(sample);

public sealed class SqlServerGuardedServer(SqlServerSampleServer sample) : GuardedServer(sample);

public sealed class SqlServerKnownStates() : KnownStates(SqlServerProduct.Instance);

/// <summary>The tests of the product share these servers and run one after another, so that processes do not multiply.</summary>
[CollectionDefinition(Name)]
public sealed class ProductOnSqlServer : ICollectionFixture<SqlServerSampleServer>, ICollectionFixture<SqlServerEmptyServer>, ICollectionFixture<SqlServerLoadedServer>
{
    public const string Name = "Product on SQL Server";
}

/// <summary>The tests that start, kill and double processes of their own: one after another, beside the others, since most of their time is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesOnSqlServer
{
    public const string Name = "Processes on SQL Server";
}

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Answers_are_kept_and_taken_awayOnSqlServer(SqlServerSampleServer server, SqlServerEmptyServer empty) : Answers_are_kept_and_taken_away(server, empty);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Files_loadOnSqlServer(SqlServerLoadedServer server) : Files_load(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Hierarchies_of_the_feedOnSqlServer(SqlServerSampleServer server) : Hierarchies_of_the_feed(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Indicators_are_servedOnSqlServer(SqlServerSampleServer server) : Indicators_are_served(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Official_formsOnSqlServer(SqlServerSampleServer server) : Official_forms(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Operators_are_asked_for_properlyOnSqlServer(SqlServerEmptyServer server) : Operators_are_asked_for_properly(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Published_figuresOnSqlServer(SqlServerEmptyServer server) : Published_figures(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Questions_of_analystsOnSqlServer(SqlServerSampleServer server) : Questions_of_analysts(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Summaries_answer_as_the_facts_doOnSqlServer(SqlServerSampleServer server) : Summaries_answer_as_the_facts_do(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Rejected_rows_are_tried_againOnSqlServer(SqlServerLoadedServer server) : Rejected_rows_are_tried_again(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Warehouses_move_by_commandOnSqlServer(SqlServerLoadedServer server) : Warehouses_move_by_command(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_api_is_documentedOnSqlServer(SqlServerSampleServer server) : The_api_is_documented(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_feed_keeps_its_contractOnSqlServer(SqlServerSampleServer server) : The_feed_keeps_its_contract(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_inbox_is_watchedOnSqlServer(SqlServerLoadedServer server) : The_inbox_is_watched(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_portal_shows_the_feedOnSqlServer(SqlServerSampleServer server) : The_portal_shows_the_feed(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_server_is_observedOnSqlServer(SqlServerLoadedServer server) : The_server_is_observed(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class The_server_startsOnSqlServer(SqlServerSampleServer server) : The_server_starts(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Wrong_formsOnSqlServer(SqlServerSampleServer server, SqlServerEmptyServer empty) : Wrong_forms(server, empty);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class What_is_openOnSqlServer(SqlServerOpenServer server) : What_is_open(server), IClassFixture<SqlServerOpenServer>;

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Wrong_urlsOnSqlServer(SqlServerSampleServer server) : Wrong_urls(server);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProcessesOnSqlServer.Name)]
public sealed class Indicators_are_kept_upOnSqlServer() : Indicators_are_kept_up(SqlServerProduct.Instance);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProcessesOnSqlServer.Name)]
public sealed class Jobs_are_operatedOnSqlServer() : Jobs_are_operated(SqlServerProduct.Instance);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProcessesOnSqlServer.Name)]
public sealed class Sources_are_pulledOnSqlServer() : Sources_are_pulled(SqlServerProduct.Instance);

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProcessesOnSqlServer.Name)]
public sealed class Forms_of_odd_unitsOnSqlServer(SqlServerOddUnitsServer server) : Forms_of_odd_units(server), IClassFixture<SqlServerOddUnitsServer>;

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProcessesOnSqlServer.Name)]
public sealed class Loads_end_in_a_known_stateOnSqlServer(SqlServerKnownStates states) : Loads_end_in_a_known_state(states), IClassFixture<SqlServerKnownStates>;

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Callers_show_keysOnSqlServer(SqlServerGuardedServer guarded) : Callers_show_keys(guarded), IClassFixture<SqlServerGuardedServer>;

[NeedsServer(DatabaseServers.SqlServer)]
[Collection(ProductOnSqlServer.Name)]
public sealed class Power_Query_reads_the_feedOnSqlServer(SqlServerSampleServer server) : Power_Query_reads_the_feed(server);
