using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Staging;

/// <summary>
/// One row per natural key of a feed: the source row that was accepted last (tombstones too). Facts are derived from
/// these rows, so which file came first never decides anything: of rows whose keys differ by identifiers of one unit only,
/// the greatest makes the fact. Each feed has a table of its own of this shape.
/// </summary>
[Comment("One row per natural key: the source row that was accepted last.")]
public sealed class SourceRow
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Surrogate key; the fact of this row has the same key.")]
    public long RowKey { get; set; }

    [MaxLength(450), Comment("Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.")]
    public string NaturalKey { get; set; } = "";

    [Comment("Version of the row in the source (UTC).")]
    public DateTime Version { get; set; }

    [Comment("Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.")]
    public string Content { get; set; } = "";

    [Comment("The source deleted the row: it has no fact, and older rows do not bring it back.")]
    public bool IsDeleted { get; set; }

    [MaxLength(50), Comment("Identifier of the unit as the row writes it.")]
    public string? UnitCode { get; set; }

    [MaxLength(50), Comment("Identifier of the resolving unit as the row writes it.")]
    public string? ResolvingUnitCode { get; set; }

    [Comment("Typed values of a reference row as JSON; null for facts.")]
    public string? Payload { get; set; }
}

/// <summary>One row per distinct text of the service catalogue: what a snapshot says of a procedure, kept once.</summary>
[Table("src_catalogue_text"), Comment("One row per distinct text of the service catalogue.")]
public sealed class CatalogueText
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Surrogate key.")]
    public int CatalogueTextKey { get; set; }

    [MaxLength(50), Comment("National part of the procedure code.")]
    public string ProcedureCode { get; set; } = "";

    [MaxLength(1000), Comment("Name of the procedure.")]
    public string Name { get; set; } = "";

    [MaxLength(200), Comment("Sector.")]
    public string Sector { get; set; } = "";

    [Comment("Level of government that carries the procedure out.")]
    public GovernmentLevel AuthorityLevel { get; set; }

    [MaxLength(50), Comment("Service level as printed.")]
    public string ServiceLevelLabel { get; set; } = "";

    [Comment("Scheme of the label.")]
    public ServiceLevelScheme ServiceLevelScheme { get; set; }

    [Comment("Meaning of the label.")]
    public ServiceClass ServiceClass { get; set; }
}

/// <summary>One row per text and month: how many units' snapshots carry it.</summary>
[Table("src_catalogue_month"), Comment("One row per text of the service catalogue and month.")]
public sealed class CatalogueMonth
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Comment("Surrogate key.")]
    public int CatalogueMonthKey { get; set; }

    [Comment("The text.")]
    public int CatalogueTextKey { get; set; }

    [Comment("Period of the month.")]
    public int MonthPeriodKey { get; set; }

    [Comment("Units whose snapshot of the month carries the text.")]
    public int Units { get; set; }

    [Comment("Instant (UTC) at which the warehouse last changed this row.")]
    public DateTime UpdatedAt { get; set; }
}

/// <summary>One row per identifier that any row used for a unit, with the durable code that all identifiers of one unit share.</summary>
[Table("src_unit_code"), Comment("One row per identifier that any row used for a unit.")]
public sealed class UnitCodeAlias
{
    [Key, MaxLength(50), Comment("Identifier as written.")]
    public string Code { get; set; } = "";

    [MaxLength(50), Comment("Greatest identifier of the unit: the same for all of its identifiers.")]
    public string DurableCode { get; set; } = "";
}

/// <summary>One row per procedure that a dossier named: what an inferred procedure is called.</summary>
[Table("src_procedure_name"), Comment("One row per procedure that a dossier named.")]
public sealed class ProcedureMention
{
    [Key, MaxLength(50), Comment("National part of the procedure code.")]
    public string ProcedureCode { get; set; } = "";

    [Comment("Version of the newest row that names the procedure (UTC).")]
    public DateTime Version { get; set; }

    [MaxLength(1000), Comment("Name in that row.")]
    public string Name { get; set; } = "";

    [MaxLength(200), Comment("Sector in that row.")]
    public string? Sector { get; set; }
}
