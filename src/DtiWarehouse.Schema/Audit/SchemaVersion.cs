using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Audit;

/// <summary>One row per version of the model that the database was brought to.</summary>
[Table("etl_schema_version"), Comment("One row per version of the model that the database was brought to.")]
public sealed class SchemaVersion
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Version of the model.")]
    public int Version { get; set; }

    [Comment("Instant (UTC) at which it was reached.")]
    public DateTime AppliedAt { get; set; }

    [MaxLength(200), Comment("Account of the database, or program, that did it.")]
    public string AppliedBy { get; set; } = "";
}
