using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// Versions of territories and the bridge to their successors, built from the accepted rows of both feeds. Parent and
/// flattened names are those of the version's last day (of today for an open one): where a district was renamed during a
/// commune's version, the commune shows the later name.
/// </summary>
public sealed class TerritoryVersions(LoadScope scope)
{
    private readonly LoadConnection _connection = scope.Connection;
    private Dictionary<string, List<AdminUnitDimension>> _byCode = [];
    private ILookup<(string Code, DateOnly Day), AdminSuccessorRow> _successors = Array.Empty<AdminSuccessorRow>().ToLookup(link => ("", link.EffectiveDate));
    private Dictionary<int, string?> _parentCodes = [];

    public void Rebuild()
    {
        var stored = _connection.Context.AdminUnits.AsNoTracking().ToList();
        var versions = ReadVersions(stored);
        var links = ReferenceRow.ReadAll<AdminSuccessorRow>(_connection, Feeds.AdminSuccessors);
        _byCode = versions.GroupBy(v => v.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(v => v.ValidFrom).ToList(), StringComparer.Ordinal);
        _successors = links.ToLookup(link => (link.OldCode, link.EffectiveDate));
        foreach (var version in versions)
        {
            version.ParentAdminUnitKey = Parent(version)?.AdminUnitKey;
            Flatten(version);
        }
        foreach (var version in versions)
        {
            version.CurrentAdminUnitKey = Current(version, 0)?.AdminUnitKey;
        }
        new DimensionTable<AdminUnitDimension>(_connection).Save(stored.Where(v => v.AdminUnitKey != Warehouse.UnknownKey), versions, scope.Now);
        SaveBridge(links);
    }

    private List<AdminUnitDimension> ReadVersions(List<AdminUnitDimension> stored)
    {
        var rows = ReferenceRow.ReadAll<AdminUnitRow>(_connection, Feeds.AdminUnits);
        var versions = rows.ConvertAll(row => new AdminUnitDimension
        {
            Code = row.Code,
            Name = row.Name,
            Type = row.Type,
            Level = row.Level,
            ValidFrom = row.ValidFrom,
            ValidTo = row.ValidTo,
            IsCurrent = row.ValidTo is null,
            NameSort = VietnameseSort.Key(row.Name),
        });
        KeepKeys(stored, versions);
        _parentCodes = versions.Zip(rows).ToDictionary(pair => pair.First.AdminUnitKey, pair => pair.Second.ParentCode);
        return versions;
    }

    /// <summary>
    /// A version keeps the key of the stored one of its start; where the start was corrected, one left over of its territory
    /// in order of time; else it gets a new one.
    /// </summary>
    private static void KeepKeys(List<AdminUnitDimension> stored, List<AdminUnitDimension> versions)
    {
        var lastKey = stored.Select(v => v.AdminUnitKey).DefaultIfEmpty().Max();
        var free = stored.Where(v => v.AdminUnitKey != Warehouse.UnknownKey).OrderBy(v => v.ValidFrom).ToLookup(v => v.Code, StringComparer.Ordinal);
        foreach (var territory in versions.GroupBy(v => v.Code, StringComparer.Ordinal))
        {
            var left = free[territory.Key].ToList();
            foreach (var version in territory)
            {
                if (left.Find(v => v.ValidFrom == version.ValidFrom) is { } same)
                {
                    version.AdminUnitKey = same.AdminUnitKey;
                    left.Remove(same);
                }
            }
            foreach (var version in territory.Where(version => version.AdminUnitKey == Warehouse.UnknownKey).OrderBy(version => version.ValidFrom))
            {
                version.AdminUnitKey = left.Count > 0 ? left[0].AdminUnitKey : ++lastKey;
                left.RemoveRange(0, Math.Min(1, left.Count));
            }
        }
    }

    private AdminUnitDimension? At(string? code, DateOnly day) =>
        code is null || !_byCode.TryGetValue(code, out var versions) ? null
        : versions.Find(v => v.ValidFrom <= day && (v.ValidTo ?? Warehouse.EndOfTime) >= day);

    private AdminUnitDimension? Parent(AdminUnitDimension version) =>
        _parentCodes[version.AdminUnitKey] is { } code && code != version.Code ? At(code, version.ValidTo ?? Warehouse.EndOfTime) : null;

    private void Flatten(AdminUnitDimension version)
    {
        // A territory has at most two above it; a register with a loop must not hang the load.
        var above = version;
        for (var step = 0; above is not null && step < 3; step++, above = Parent(above))
        {
            switch (above.Level)
            {
                case GovernmentLevel.Province: (version.ProvinceCode, version.ProvinceName) = (above.Code, above.Name); break;
                case GovernmentLevel.District: (version.DistrictCode, version.DistrictName) = (above.Code, above.Name); break;
                case GovernmentLevel.Commune: (version.CommuneCode, version.CommuneName) = (above.Code, above.Name); break;
            }
        }
    }

    /// <summary>
    /// Follows the successors to a version that is open: the largest share, of equal ones the lowest code. A district
    /// without a successor leads to the province that its own province became.
    /// </summary>
    private AdminUnitDimension? Current(AdminUnitDimension version, int steps)
    {
        if (version.ValidTo is not { } last || steps > 20)
        {
            return version.ValidTo is null ? version : null;
        }
        var day = last.AddDays(1);
        var next = _successors[(version.Code, day)].Where(link => link.NewCode is not null)
            .OrderBy(link => link.NewCode, StringComparer.Ordinal)
            .Select(link => At(link.NewCode, day)).FirstOrDefault(successor => successor is not null);
        next ??= At(version.Code, day);
        if (next is null && At(version.ProvinceCode, last) is { } province && province != version)
        {
            next = Current(province, steps + 1);
        }
        return next is null ? null : Current(next, steps + 1);
    }

    private void SaveBridge(List<AdminSuccessorRow> links)
    {
        var stored = _connection.Context.AdminUnitSuccessors.AsNoTracking().ToList();
        // Several links may lead to territories that nobody knows: each keeps a key of its own.
        var keys = stored.GroupBy(b => (b.AdminUnitKey, b.SuccessorAdminUnitKey, b.EffectiveDate))
            .ToDictionary(links => links.Key, links => new Queue<int>(links.Select(b => b.AdminUnitSuccessorKey).Order()));
        var lastKey = stored.Select(b => b.AdminUnitSuccessorKey).DefaultIfEmpty().Max();
        var bridge = new List<AdminUnitSuccessor>();
        foreach (var link in links)
        {
            if (At(link.OldCode, link.EffectiveDate.AddDays(-1)) is not { } old)
            {
                scope.Warn("Đơn vị hành chính cũ không có phiên bản vào ngày thay đổi / old territory has no version on the day of the change");
                continue;
            }
            var successor = At(link.NewCode, link.EffectiveDate);
            var parts = _successors[(link.OldCode, link.EffectiveDate)].Count(other => other.Relation == SuccessionRelation.Partial);
            var isPartial = link.Relation == SuccessionRelation.Partial;
            bridge.Add(new AdminUnitSuccessor
            {
                AdminUnitSuccessorKey = keys.TryGetValue((old.AdminUnitKey, successor?.AdminUnitKey, link.EffectiveDate), out var free) && free.TryDequeue(out var key) ? key : ++lastKey,
                AdminUnitKey = old.AdminUnitKey,
                SuccessorAdminUnitKey = successor?.AdminUnitKey,
                Relation = link.Relation,
                Share = isPartial ? decimal.Round(1m / parts, 6) : 1m,
                ShareBasis = isPartial ? ShareBasis.Assumed : ShareBasis.Published,
                EffectiveDate = link.EffectiveDate,
                LegalBasis = link.LegalBasis,
            });
        }
        new DimensionTable<AdminUnitSuccessor>(_connection).Save(stored, bridge, scope.Now);
    }
}
