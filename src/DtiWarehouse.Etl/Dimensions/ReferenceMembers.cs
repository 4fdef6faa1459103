using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Members that every warehouse has from its first load: the unknown ones, levels, channels, systems, the calendar.</summary>
public static class ReferenceMembers
{
    private const string Unknown = "Không xác định";

    private static readonly AdministrativeLevel[] Levels =
    [
        new() { LevelKey = Warehouse.UnknownKey, Code = nameof(GovernmentLevel.Unknown), Name = Unknown, NameEn = "Unknown" },
        new() { LevelKey = 1, Code = nameof(GovernmentLevel.Province), Name = "Tỉnh", NameEn = "Province", Rank = 1 },
        new() { LevelKey = 2, Code = nameof(GovernmentLevel.District), Name = "Huyện", NameEn = "District", Rank = 2 },
        new() { LevelKey = 3, Code = nameof(GovernmentLevel.Commune), Name = "Xã", NameEn = "Commune", Rank = 3 },
    ];

    private static readonly ChannelDimension[] Channels =
    [
        new() { ChannelKey = Warehouse.UnknownKey, Code = nameof(Unknown), Name = Unknown, NameEn = "Unknown" },
        new() { ChannelKey = 1, Code = nameof(Channel.Online), Name = "Trực tuyến", NameEn = "Online" },
        new() { ChannelKey = 2, Code = nameof(Channel.Counter), Name = "Trực tiếp", NameEn = "Counter" },
        new() { ChannelKey = 3, Code = nameof(Channel.Post), Name = "Bưu chính công ích", NameEn = "Post" },
        new() { ChannelKey = 4, Code = nameof(Channel.Phone), Name = "Điện thoại", NameEn = "Phone" },
    ];

    /// <summary>Adds the members to a warehouse that has none yet.</summary>
    public static void Prepare(LoadScope scope)
    {
        var connection = scope.Connection;
        if (connection.Number("SELECT COUNT(*) FROM dim_unit") > 0)
        {
            return;
        }
        new Calendar(scope).Prepare();
        new SourceSystems(scope).Prepare();
        new DimensionTable<AdministrativeLevel>(connection).Save([], Levels, scope.Now);
        new DimensionTable<ChannelDimension>(connection).Save([], Channels, scope.Now);
        new DimensionTable<AdminUnitDimension>(connection).Save([], [UnknownAdminUnit()], scope.Now);
        new DimensionTable<UnitDimension>(connection) { Shadow = (_, _) => "" }.Save([], [UnknownUnit()], scope.Now);
        new DimensionTable<ProcedureDimension>(connection).Save([], [UnknownProcedure()], scope.Now);
    }

    private static AdminUnitDimension UnknownAdminUnit() => new()
    {
        Name = Unknown, NameSort = VietnameseSort.Key(Unknown), ValidFrom = Warehouse.BeginningOfTime, IsCurrent = true, CurrentAdminUnitKey = Warehouse.UnknownKey,
    };

    private static UnitDimension UnknownUnit() => new()
    {
        Name = Unknown, NameSort = VietnameseSort.Key(Unknown), ValidFrom = Warehouse.BeginningOfTime, IsCurrent = true, CurrentUnitKey = Warehouse.UnknownKey,
    };

    private static ProcedureDimension UnknownProcedure() => new()
    {
        Name = Unknown, ValidFrom = Warehouse.BeginningOfTime, IsCurrent = true,
    };
}
