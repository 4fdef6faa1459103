using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place; no set of its own).</summary>
[Table("agg_dossier_unit_month"), DisplayName("Hồ sơ của đơn vị theo tháng"), Comment("One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place).")]
public sealed class DossierUnitMonth : DossierRollup
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long DossierUnitMonthKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;
}
