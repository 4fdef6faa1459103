using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.PostgreSql;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FilterOnPostgreSql(PostgreSqlBikeShop shop) : FilterSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FunctionOnPostgreSql(PostgreSqlBikeShop shop) : FunctionSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class TemporalOnPostgreSql(PostgreSqlBikeShop shop) : TemporalSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class CollectionExpressionOnPostgreSql(PostgreSqlBikeShop shop) : CollectionExpressionSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class OrderOnPostgreSql(PostgreSqlBikeShop shop) : OrderSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class PagingOnPostgreSql(PostgreSqlBikeShop shop) : PagingSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class SelectExpandOnPostgreSql(PostgreSqlBikeShop shop) : SelectExpandSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class AddressingOnPostgreSql(PostgreSqlBikeShop shop) : AddressingSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class MetadataOnPostgreSql(PostgreSqlBikeShop shop) : MetadataSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class NegotiationOnPostgreSql(PostgreSqlBikeShop shop) : NegotiationSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ErrorOnPostgreSql(PostgreSqlBikeShop shop) : ErrorSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class PreferenceOnPostgreSql(PostgreSqlBikeShop shop) : PreferenceSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class CachingOnPostgreSql(PostgreSqlBikeShop shop) : CachingSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class DownloadOnPostgreSql(PostgreSqlBikeShop shop) : DownloadSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ExplainOnPostgreSql(PostgreSqlBikeShop shop) : ExplainSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class LimitsOnPostgreSql(PostgreSqlBikeShop shop) : LimitsSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class OptionNamesOnPostgreSql(PostgreSqlBikeShop shop) : OptionNamesSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class QueryInBodyOnPostgreSql(PostgreSqlBikeShopWithSmallBodies shop) : QueryInBodySpec(shop), IClassFixture<PostgreSqlBikeShopWithSmallBodies>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class BatchOnPostgreSql(PostgreSqlBikeShopWithSmallBodies shop) : BatchSpec(shop), IClassFixture<PostgreSqlBikeShopWithSmallBodies>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class KeySegmentsOnPostgreSql(PostgreSqlBikeShopWithKeySegments shop) : KeySegmentsSpec(shop), IClassFixture<PostgreSqlBikeShopWithKeySegments>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FuzzOnPostgreSql(PostgreSqlBikeShop shop) : FuzzSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ApplyOnPostgreSql(PostgreSqlBikeShop shop) : ApplySpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FlatSetOnPostgreSql(PostgreSqlBikeShop shop) : FlatSetSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class ScopeOnPostgreSql(PostgreSqlBikeShop shop) : ScopeSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class SearchOnPostgreSql(PostgreSqlBikeShop shop) : SearchSpec(shop), IClassFixture<PostgreSqlBikeShop>;

[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class HierarchyOnPostgreSql(PostgreSqlBikeShop shop) : HierarchySpec(shop), IClassFixture<PostgreSqlBikeShop>;
