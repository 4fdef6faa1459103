using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Checks;

/// <summary>
/// Something that must hold once a load has written its rows, evaluated before the commit over what the load touched. One of
/// <see cref="Row"/>, <see cref="Query"/> and <see cref="Rule"/> says what breaks it.
/// </summary>
/// <param name="Code">Stable code.</param>
/// <param name="EntitySet">Set whose rows are checked.</param>
/// <param name="Name">What must hold, in Vietnamese.</param>
/// <param name="NameEn">What must hold, in English.</param>
public sealed record DataCheck(string Code, string EntitySet, CheckSeverity Severity, string Name, string NameEn)
{
    /// <summary>Condition over a row <c>f</c> of the set's table that no row may meet. All of a set are read in one pass.</summary>
    public string? Row { get; init; }

    /// <summary>
    /// Query of the keys, as text, that do not hold. <c>stg_checked_row</c> holds the keys (<c>row_key</c>) of rows of the set
    /// that the load wrote, all of them or an even sample; <c>@month</c> is the last closed month (yyyymm).
    /// </summary>
    public string? Query { get; init; }

    /// <summary>A rule that takes more than a condition.</summary>
    public CheckRule Rule { get; init; }

    /// <summary>Feeds whose loads evaluate it; empty for all that write the set.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];
}

/// <summary>Rules that follow from the model or the run.</summary>
public enum CheckRule
{
    None,

    /// <summary>A unique index keeps the grain.</summary>
    Grain,

    /// <summary>Every foreign key other than 0 leads to a row.</summary>
    Relationships,

    /// <summary>Every accepted source row has its fact, every deleted one has none.</summary>
    FollowsSource,

    /// <summary>Rows read = loaded + changed + unchanged + superseded + rejected.</summary>
    LedgerBalance,

    /// <summary>Every rejected row is kept with its reason.</summary>
    RejectsKept,
}
