using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>
/// One row per month whose indicators are to be computed again, and the load that touched it. Written in the load's own
/// transaction and taken out in that of the values, so that a start finds what a kill left undone.
/// </summary>
[Table("etl_indicator_due"), Comment("One row per month whose indicators are to be computed again, and load that touched it.")]
[PrimaryKey(nameof(YearMonth), nameof(LoadKey))]
public sealed class IndicatorDue
{
    /// <summary>Stands for every month: units or territories changed.</summary>
    public const int EveryMonth = 0;

    [DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Calendar month as yyyymm; 0 = every month.")]
    public int YearMonth { get; set; }

    [DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Load that touched it; for the nightly judgement of open dossiers the last one before it.")]
    public int LoadKey { get; set; }
}
