using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.SqlServer;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class FilterOnSqlServer(SqlServerBikeShop shop) : FilterSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class FunctionOnSqlServer(SqlServerBikeShop shop) : FunctionSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class TemporalOnSqlServer(SqlServerBikeShop shop) : TemporalSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class CollectionExpressionOnSqlServer(SqlServerBikeShop shop) : CollectionExpressionSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class OrderOnSqlServer(SqlServerBikeShop shop) : OrderSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class PagingOnSqlServer(SqlServerBikeShop shop) : PagingSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class SelectExpandOnSqlServer(SqlServerBikeShop shop) : SelectExpandSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class AddressingOnSqlServer(SqlServerBikeShop shop) : AddressingSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class MetadataOnSqlServer(SqlServerBikeShop shop) : MetadataSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class NegotiationOnSqlServer(SqlServerBikeShop shop) : NegotiationSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ErrorOnSqlServer(SqlServerBikeShop shop) : ErrorSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class PreferenceOnSqlServer(SqlServerBikeShop shop) : PreferenceSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class CachingOnSqlServer(SqlServerBikeShop shop) : CachingSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class DownloadOnSqlServer(SqlServerBikeShop shop) : DownloadSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ExplainOnSqlServer(SqlServerBikeShop shop) : ExplainSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class LimitsOnSqlServer(SqlServerBikeShop shop) : LimitsSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class OptionNamesOnSqlServer(SqlServerBikeShop shop) : OptionNamesSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class QueryInBodyOnSqlServer(SqlServerBikeShopWithSmallBodies shop) : QueryInBodySpec(shop), IClassFixture<SqlServerBikeShopWithSmallBodies>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class BatchOnSqlServer(SqlServerBikeShopWithSmallBodies shop) : BatchSpec(shop), IClassFixture<SqlServerBikeShopWithSmallBodies>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class KeySegmentsOnSqlServer(SqlServerBikeShopWithKeySegments shop) : KeySegmentsSpec(shop), IClassFixture<SqlServerBikeShopWithKeySegments>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class FuzzOnSqlServer(SqlServerBikeShop shop) : FuzzSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ApplyOnSqlServer(SqlServerBikeShop shop) : ApplySpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class FlatSetOnSqlServer(SqlServerBikeShop shop) : FlatSetSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class ScopeOnSqlServer(SqlServerBikeShop shop) : ScopeSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class SearchOnSqlServer(SqlServerBikeShop shop) : SearchSpec(shop), IClassFixture<SqlServerBikeShop>;

[NeedsServer(DatabaseServers.SqlServer)]
public sealed class HierarchyOnSqlServer(SqlServerBikeShop shop) : HierarchySpec(shop), IClassFixture<SqlServerBikeShop>;
