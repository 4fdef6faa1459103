using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Sqlite;

public sealed class FilterOnSqlite(SqliteBikeShop shop) : FilterSpec(shop), IClassFixture<SqliteBikeShop>;
