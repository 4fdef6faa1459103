using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Audit;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>What every fact that comes from a source says of its load.</summary>
public abstract class LoadedFact
{
    [Display(Name = "Cập nhật lúc"), Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }

    [Display(Name = "Khóa lần nạp"), Comment("Load that last changed this row.")]
    public int LoadKey { get; set; }

    [Display(Name = "Lần nạp"), ForeignKey(nameof(LoadKey))]
    public LoadRun LoadRun { get; set; } = null!;
}
