using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>The systems that rows come from: the four known ones, and those that period totals name.</summary>
public sealed class SourceSystems(LoadScope scope)
{
    public const string OneStop = "igate";

    private static readonly SourceSystem[] Known =
    [
        new() { SourceSystemKey = Warehouse.UnknownKey, Name = "Không xác định", Kind = "Unknown" },
        new() { SourceSystemKey = 1, Code = OneStop, Name = "Hệ thống một cửa điện tử (VNPT-iGate)", Kind = "OneStop" },
        new() { SourceSystemKey = 2, Code = "ioffice", Name = "Hệ thống quản lý văn bản và điều hành (iOffice)", Kind = "DocumentExchange" },
        new() { SourceSystemKey = 3, Code = "dvc", Name = "Cổng dịch vụ công", Kind = "ServicePortal" },
        new() { SourceSystemKey = 4, Code = "report", Name = "Báo cáo", Kind = "Report" },
    ];

    private readonly Dictionary<string, int> _keys =
        scope.Connection.Query("SELECT code, source_system_key FROM dim_source_system", row => (row.GetString(0), row.GetInt32(1)))
            .ToDictionary(system => system.Item1, system => system.Item2, StringComparer.Ordinal);

    /// <summary>Adds the known systems where they are missing.</summary>
    public void Prepare()
    {
        foreach (var system in Known.Where(system => _keys.TryAdd(system.Code, system.SourceSystemKey)))
        {
            new DimensionTable<SourceSystem>(scope.Connection).Insert(system);
        }
    }

    /// <summary>Key of a system; one that nobody knows yet is a ministry's portal, as only period totals name such systems.</summary>
    public int Key(string code)
    {
        if (!_keys.TryGetValue(code, out var key))
        {
            key = _keys.Values.Max() + 1;
            _keys.Add(code, key);
            new DimensionTable<SourceSystem>(scope.Connection).Insert(new SourceSystem { SourceSystemKey = key, Code = code, Name = code, Kind = "MinistryPortal" });
        }
        return key;
    }
}
