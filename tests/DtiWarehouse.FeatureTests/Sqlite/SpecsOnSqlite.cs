using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Sqlite;

public sealed class FilterOnSqlite(SqliteBikeShop shop) : FilterSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class FunctionOnSqlite(SqliteBikeShop shop) : FunctionSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class TemporalOnSqlite(SqliteBikeShop shop) : TemporalSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class CollectionExpressionOnSqlite(SqliteBikeShop shop) : CollectionExpressionSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class OrderOnSqlite(SqliteBikeShop shop) : OrderSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class PagingOnSqlite(SqliteBikeShop shop) : PagingSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class SelectExpandOnSqlite(SqliteBikeShop shop) : SelectExpandSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class AddressingOnSqlite(SqliteBikeShop shop) : AddressingSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class MetadataOnSqlite(SqliteBikeShop shop) : MetadataSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class NegotiationOnSqlite(SqliteBikeShop shop) : NegotiationSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class ErrorOnSqlite(SqliteBikeShop shop) : ErrorSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class PreferenceOnSqlite(SqliteBikeShop shop) : PreferenceSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class CachingOnSqlite(SqliteBikeShop shop) : CachingSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class DownloadOnSqlite(SqliteBikeShop shop) : DownloadSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class ExplainOnSqlite(SqliteBikeShop shop) : ExplainSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class LimitsOnSqlite(SqliteBikeShop shop) : LimitsSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class OptionNamesOnSqlite(SqliteBikeShop shop) : OptionNamesSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class QueryInBodyOnSqlite(SqliteBikeShopWithSmallBodies shop) : QueryInBodySpec(shop), IClassFixture<SqliteBikeShopWithSmallBodies>;

public sealed class BatchOnSqlite(SqliteBikeShopWithSmallBodies shop) : BatchSpec(shop), IClassFixture<SqliteBikeShopWithSmallBodies>;

public sealed class KeySegmentsOnSqlite(SqliteBikeShopWithKeySegments shop) : KeySegmentsSpec(shop), IClassFixture<SqliteBikeShopWithKeySegments>;

public sealed class FuzzOnSqlite(SqliteBikeShop shop) : FuzzSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class ApplyOnSqlite(SqliteBikeShop shop) : ApplySpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class FlatSetOnSqlite(SqliteBikeShop shop) : FlatSetSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class ScopeOnSqlite(SqliteBikeShop shop) : ScopeSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class SearchOnSqlite(SqliteBikeShop shop) : SearchSpec(shop), IClassFixture<SqliteBikeShop>;

public sealed class HierarchyOnSqlite(SqliteBikeShop shop) : HierarchySpec(shop), IClassFixture<SqliteBikeShop>;
