using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.Sqlite;

public sealed class SqliteSampleServer() : SampleServer(SqliteProduct.Instance);

public sealed class SqliteEmptyServer() : EmptyServer(SqliteProduct.Instance);

public sealed class SqliteLoadedServer() : LoadedServer(SqliteProduct.Instance);

public sealed class SqliteOddUnitsServer() : OddUnitsServer(SqliteProduct.Instance);

public sealed class SqliteOpenServer(SqliteSampleServer sample) : OpenServer(sample);

public sealed class SqliteGuardedServer(SqliteSampleServer sample) : GuardedServer(sample);

public sealed class SqliteKnownStates() : KnownStates(SqliteProduct.Instance);

/// <summary>The tests of the product share these servers and run one after another, so that processes do not multiply.</summary>
[CollectionDefinition(Name)]
public sealed class ProductOnSqlite : ICollectionFixture<SqliteSampleServer>, ICollectionFixture<SqliteEmptyServer>, ICollectionFixture<SqliteLoadedServer>
{
    public const string Name = "Product on SQLite";
}

/// <summary>The tests that start, kill and double processes of their own: one after another, beside the others, since most of their time is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesOnSqlite
{
    public const string Name = "Processes on SQLite";
}

[Collection(ProductOnSqlite.Name)]
public sealed class Answers_are_kept_and_taken_awayOnSqlite(SqliteSampleServer server, SqliteEmptyServer empty) : Answers_are_kept_and_taken_away(server, empty);

[Collection(ProductOnSqlite.Name)]
public sealed class Files_loadOnSqlite(SqliteLoadedServer server) : Files_load(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Hierarchies_of_the_feedOnSqlite(SqliteSampleServer server) : Hierarchies_of_the_feed(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Indicators_are_servedOnSqlite(SqliteSampleServer server) : Indicators_are_served(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Official_formsOnSqlite(SqliteSampleServer server) : Official_forms(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Operators_are_asked_for_properlyOnSqlite(SqliteEmptyServer server) : Operators_are_asked_for_properly(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Published_figuresOnSqlite(SqliteEmptyServer server) : Published_figures(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Questions_of_analystsOnSqlite(SqliteSampleServer server) : Questions_of_analysts(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Summaries_answer_as_the_facts_doOnSqlite(SqliteSampleServer server) : Summaries_answer_as_the_facts_do(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Rejected_rows_are_tried_againOnSqlite(SqliteLoadedServer server) : Rejected_rows_are_tried_again(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Warehouses_move_by_commandOnSqlite(SqliteLoadedServer server) : Warehouses_move_by_command(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_api_is_documentedOnSqlite(SqliteSampleServer server) : The_api_is_documented(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_feed_keeps_its_contractOnSqlite(SqliteSampleServer server) : The_feed_keeps_its_contract(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_inbox_is_watchedOnSqlite(SqliteLoadedServer server) : The_inbox_is_watched(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_portal_shows_the_feedOnSqlite(SqliteSampleServer server) : The_portal_shows_the_feed(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_server_is_observedOnSqlite(SqliteLoadedServer server) : The_server_is_observed(server);

[Collection(ProductOnSqlite.Name)]
public sealed class The_server_startsOnSqlite(SqliteSampleServer server) : The_server_starts(server);

[Collection(ProductOnSqlite.Name)]
public sealed class Wrong_formsOnSqlite(SqliteSampleServer server, SqliteEmptyServer empty) : Wrong_forms(server, empty);

[Collection(ProductOnSqlite.Name)]
public sealed class What_is_openOnSqlite(SqliteOpenServer server) : What_is_open(server), IClassFixture<SqliteOpenServer>;

[Collection(ProductOnSqlite.Name)]
public sealed class Wrong_urlsOnSqlite(SqliteSampleServer server) : Wrong_urls(server);

[Collection(ProcessesOnSqlite.Name)]
public sealed class Indicators_are_kept_upOnSqlite() : Indicators_are_kept_up(SqliteProduct.Instance);

[Collection(ProcessesOnSqlite.Name)]
public sealed class Jobs_are_operatedOnSqlite() : Jobs_are_operated(SqliteProduct.Instance);

[Collection(ProcessesOnSqlite.Name)]
public sealed class Sources_are_pulledOnSqlite() : Sources_are_pulled(SqliteProduct.Instance);

[Collection(ProcessesOnSqlite.Name)]
public sealed class Forms_of_odd_unitsOnSqlite(SqliteOddUnitsServer server) : Forms_of_odd_units(server), IClassFixture<SqliteOddUnitsServer>;

[Collection(ProcessesOnSqlite.Name)]
public sealed class Loads_end_in_a_known_stateOnSqlite(SqliteKnownStates states) : Loads_end_in_a_known_state(states), IClassFixture<SqliteKnownStates>;

[Collection(ProductOnSqlite.Name)]
public sealed class Callers_show_keysOnSqlite(SqliteGuardedServer guarded) : Callers_show_keys(guarded), IClassFixture<SqliteGuardedServer>;

[Collection(ProductOnSqlite.Name)]
public sealed class Power_Query_reads_the_feedOnSqlite(SqliteSampleServer server) : Power_Query_reads_the_feed(server);
