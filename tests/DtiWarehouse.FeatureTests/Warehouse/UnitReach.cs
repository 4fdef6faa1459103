namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The units that a key bound to one may read the facts of, found by going over all units until none is added.</summary>
internal static class UnitReach
{
    public static IReadOnlyCollection<long> Of(FolderDatabase database, string code)
    {
        var units = database.Rows("SELECT unit_key, unit_code, parent_unit_key, current_unit_key FROM dim_unit").Select(u => (Key: (long)u[0]!, Code: (string)u[1]!, Parent: (long?)u[2], Current: (long?)u[3])).ToList();
        var reach = new SortedSet<long>(units.Where(u => u.Code == code).Select(u => u.Key));
        while (units.Count(u => ((u.Parent is { } parent && reach.Contains(parent)) || (u.Current is { } current && reach.Contains(current))) && reach.Add(u.Key)) > 0)
        {
        }
        return reach;
    }
}
