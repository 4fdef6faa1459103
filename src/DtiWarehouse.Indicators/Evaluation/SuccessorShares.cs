using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>Today's territories in place of old ones, with the share of each: the successions followed to their end.</summary>
internal sealed class SuccessorShares(IReadOnlyDictionary<int, AdminUnitDimension> territories, ILookup<int, AdminUnitSuccessor> successions)
{
    private const int MostSteps = 20;

    public static SuccessorShares Read(WarehouseContext context) => new(
        context.AdminUnits.AsNoTracking().ToDictionary(t => t.AdminUnitKey),
        context.AdminUnitSuccessors.AsNoTracking().Where(s => s.SuccessorAdminUnitKey != null).ToLookup(s => s.AdminUnitKey));

    public string CodeOf(int adminUnitKey) => territories.TryGetValue(adminUnitKey, out var territory) ? territory.Code : "";

    /// <summary>Today's territories of a version with their shares, which add up to 1; empty where none is known.</summary>
    public IReadOnlyList<(int AdminUnitKey, decimal Share)> Of(int adminUnitKey) =>
        [.. Follow(adminUnitKey, 1, 0).GroupBy(part => part.Key).Select(part => (part.Key, part.Sum(p => p.Share)))];

    private IEnumerable<(int Key, decimal Share)> Follow(int key, decimal share, int step)
    {
        if (!territories.TryGetValue(key, out var territory))
        {
            return [];
        }
        if (territory.IsCurrent || step == MostSteps)
        {
            return [(key, share)];
        }
        var parts = successions[key].Where(s => s.SuccessorAdminUnitKey != key && s.Share > 0).ToList();
        if (parts.Count > 0)
        {
            return parts.SelectMany(part => Follow(part.SuccessorAdminUnitKey!.Value, share * part.Share, step + 1));
        }
        return territory.CurrentAdminUnitKey is { } current && current != key ? [(current, share)] : [];
    }
}
