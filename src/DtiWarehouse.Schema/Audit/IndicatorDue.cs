using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>
/// One row per year whose indicators are to be computed again, and the load that touched it. Written in the load's own
/// transaction and taken out in that of the values, so that a start finds what a kill left undone.
/// </summary>
[Table("etl_indicator_due"), Comment("One row per year whose indicators are to be computed again, and load that touched it.")]
[PrimaryKey(nameof(Year), nameof(LoadKey))]
public sealed class IndicatorDue
{
    /// <summary>Stands for every year: units, territories or definitions changed.</summary>
    public const int EveryYear = 0;

    [DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Calendar year; 0 = every year.")]
    public int Year { get; set; }

    [DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Load that touched it; 0 = the catalogue of indicators changed.")]
    public int LoadKey { get; set; }
}
