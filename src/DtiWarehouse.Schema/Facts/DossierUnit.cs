using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place; no set of its own).</summary>
[Table("agg_dossier_unit"), DisplayName("Hồ sơ của đơn vị"), Comment("One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place).")]
public sealed class DossierUnit : DossierRollup
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long DossierUnitKey { get; set; }
}
