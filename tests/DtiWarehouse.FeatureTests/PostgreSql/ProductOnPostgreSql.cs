using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.PostgreSql;

public sealed class PostgreSqlSampleServer() : SampleServer(PostgreSqlProduct.Instance);

public sealed class PostgreSqlEmptyServer() : EmptyServer(PostgreSqlProduct.Instance);

public sealed class PostgreSqlLoadedServer() : LoadedServer(PostgreSqlProduct.Instance);

public sealed class PostgreSqlOddUnitsServer() : OddUnitsServer(PostgreSqlProduct.Instance);

public sealed class PostgreSqlOpenServer(PostgreSqlSampleServer sample) : OpenServer(sample);

public sealed class PostgreSqlGuardedServer(PostgreSqlSampleServer sample) : GuardedServer(sample);

public sealed class PostgreSqlKnownStates() : KnownStates(PostgreSqlProduct.Instance);

/// <summary>The tests of the product share these servers and run one after another, so that processes do not multiply.</summary>
[CollectionDefinition(Name)]
public sealed class ProductOnPostgreSql : ICollectionFixture<PostgreSqlSampleServer>, ICollectionFixture<PostgreSqlEmptyServer>, ICollectionFixture<PostgreSqlLoadedServer>
{
    public const string Name = "Product on PostgreSQL";
}

/// <summary>The tests that start, kill and double processes of their own: one after another, beside the others, since most of their time is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesOnPostgreSql
{
    public const string Name = "Processes on PostgreSQL";
}

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Answers_are_kept_and_taken_awayOnPostgreSql(PostgreSqlSampleServer server, PostgreSqlEmptyServer empty) : Answers_are_kept_and_taken_away(server, empty);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Files_loadOnPostgreSql(PostgreSqlLoadedServer server) : Files_load(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Hierarchies_of_the_feedOnPostgreSql(PostgreSqlSampleServer server) : Hierarchies_of_the_feed(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Indicators_are_servedOnPostgreSql(PostgreSqlSampleServer server) : Indicators_are_served(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Official_formsOnPostgreSql(PostgreSqlSampleServer server) : Official_forms(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Operators_are_asked_for_properlyOnPostgreSql(PostgreSqlEmptyServer server) : Operators_are_asked_for_properly(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Published_figuresOnPostgreSql(PostgreSqlEmptyServer server) : Published_figures(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Questions_of_analystsOnPostgreSql(PostgreSqlSampleServer server) : Questions_of_analysts(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Summaries_answer_as_the_facts_doOnPostgreSql(PostgreSqlSampleServer server) : Summaries_answer_as_the_facts_do(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Rejected_rows_are_tried_againOnPostgreSql(PostgreSqlLoadedServer server) : Rejected_rows_are_tried_again(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Warehouses_move_by_commandOnPostgreSql(PostgreSqlLoadedServer server) : Warehouses_move_by_command(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_api_is_documentedOnPostgreSql(PostgreSqlSampleServer server) : The_api_is_documented(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_feed_keeps_its_contractOnPostgreSql(PostgreSqlSampleServer server) : The_feed_keeps_its_contract(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_inbox_is_watchedOnPostgreSql(PostgreSqlLoadedServer server) : The_inbox_is_watched(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_portal_shows_the_feedOnPostgreSql(PostgreSqlSampleServer server) : The_portal_shows_the_feed(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_server_is_observedOnPostgreSql(PostgreSqlLoadedServer server) : The_server_is_observed(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class The_server_startsOnPostgreSql(PostgreSqlSampleServer server) : The_server_starts(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Wrong_formsOnPostgreSql(PostgreSqlSampleServer server, PostgreSqlEmptyServer empty) : Wrong_forms(server, empty);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class What_is_openOnPostgreSql(PostgreSqlOpenServer server) : What_is_open(server), IClassFixture<PostgreSqlOpenServer>;

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Wrong_urlsOnPostgreSql(PostgreSqlSampleServer server) : Wrong_urls(server);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Indicators_are_kept_upOnPostgreSql() : Indicators_are_kept_up(PostgreSqlProduct.Instance);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Jobs_are_operatedOnPostgreSql() : Jobs_are_operated(PostgreSqlProduct.Instance);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Sources_are_pulledOnPostgreSql() : Sources_are_pulled(PostgreSqlProduct.Instance);

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Forms_of_odd_unitsOnPostgreSql(PostgreSqlOddUnitsServer server) : Forms_of_odd_units(server), IClassFixture<PostgreSqlOddUnitsServer>;

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Loads_end_in_a_known_stateOnPostgreSql(PostgreSqlKnownStates states) : Loads_end_in_a_known_state(states), IClassFixture<PostgreSqlKnownStates>;

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Callers_show_keysOnPostgreSql(PostgreSqlGuardedServer guarded) : Callers_show_keys(guarded), IClassFixture<PostgreSqlGuardedServer>;

[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProductOnPostgreSql.Name)]
public sealed class Power_Query_reads_the_feedOnPostgreSql(PostgreSqlSampleServer server) : Power_Query_reads_the_feed(server);
