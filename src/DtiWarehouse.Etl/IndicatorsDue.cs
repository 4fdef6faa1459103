using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>Leaves word, in the load's own transaction, of the months whose indicators are to be computed again.</summary>
internal static class IndicatorsDue
{
    public static void Mark(LoadScope scope)
    {
        var months = scope.TouchedMonths.Contains(IndicatorDue.EveryMonth) ? [IndicatorDue.EveryMonth] : scope.TouchedMonths;
        foreach (var month in months)
        {
            // The night has the key of the load before it, whose months may not have been computed yet.
            scope.Connection.Execute(
                """
                INSERT INTO etl_indicator_due (year_month, load_key)
                SELECT @month, @load
                WHERE NOT EXISTS (SELECT 1 FROM etl_indicator_due WHERE year_month = @month AND load_key = @load)
                """,
                ("month", month), ("load", scope.LoadKey));
        }
    }
}
