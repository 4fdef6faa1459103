using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>Today's territories in place of old ones, with the share of each: one reform followed after the other.</summary>
internal sealed class SuccessorShares
{
    private readonly Dictionary<int, AdminUnitDimension> _territories;
    private readonly IReadOnlyList<(DateOnly Effective, ILookup<int, AdminUnitSuccessor> Successions)> _reforms;

    private SuccessorShares(Dictionary<int, AdminUnitDimension> territories, IEnumerable<AdminUnitSuccessor> successions)
    {
        _territories = territories;
        _reforms = [.. successions.GroupBy(s => s.EffectiveDate).OrderBy(g => g.Key).Select(g => (g.Key, g.ToLookup(s => s.AdminUnitKey)))];
    }

    public static SuccessorShares Read(WarehouseContext context) => new(
        context.AdminUnits.AsNoTracking().ToDictionary(t => t.AdminUnitKey),
        context.AdminUnitSuccessors.AsNoTracking().Where(s => s.SuccessorAdminUnitKey != null && s.Share > 0));

    public string CodeOf(int adminUnitKey) => _territories.TryGetValue(adminUnitKey, out var territory) ? territory.Code : "";

    /// <summary>
    /// Today's territories of a version as it was on a day, with their shares, which add up to 1. A reform may leave a part
    /// where it was, and a later one move that part too; so each takes over what the one before it left.
    /// </summary>
    public IReadOnlyList<(int AdminUnitKey, decimal Share)> Of(int adminUnitKey, DateOnly day)
    {
        var shares = new Dictionary<int, decimal> { [adminUnitKey] = 1 };
        foreach (var (_, successions) in _reforms.Where(reform => reform.Effective > day))
        {
            shares = Add(shares.SelectMany(part => successions[part.Key]
                .Select(s => (s.SuccessorAdminUnitKey!.Value, part.Value * s.Share))
                .DefaultIfEmpty((part.Key, part.Value))));
        }
        return [.. Add(shares.Select(part => (Today(part.Key), part.Value))).Select(part => (part.Key, part.Value))];
    }

    /// <summary>Where no reform says what became of a territory, the one that the warehouse names.</summary>
    private int Today(int key) => _territories.TryGetValue(key, out var territory) && !territory.IsCurrent ? territory.CurrentAdminUnitKey ?? key : key;

    private static Dictionary<int, decimal> Add(IEnumerable<(int Key, decimal Share)> parts) =>
        parts.GroupBy(part => part.Key).ToDictionary(g => g.Key, g => g.Sum(part => part.Share));
}
