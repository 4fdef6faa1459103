using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources;

/// <summary>One column of a feed's contract: its canonical header and how an unreadable cell is called.</summary>
public sealed class FeedColumn
{
    private FeedColumn(string header, bool isRequired, bool isFlag, string? reason) =>
        (Header, IsRequired, IsFlag, Reason) = (header, isRequired, isFlag, reason);

    /// <summary>Canonical header, as the contract prints it.</summary>
    public string Header { get; }

    /// <summary>A file without this column is refused.</summary>
    public bool IsRequired { get; }

    /// <summary>Yes/no whose empty cell means "no" in a file of <c>x</c> flags, else "not said".</summary>
    public bool IsFlag { get; }

    /// <summary>The column's own reason code; null where the contract gives it none.</summary>
    internal string? Reason { get; }

    /// <summary>Place in the contract's order; set by the definition that owns the column.</summary>
    internal int Index { get; set; }

    internal string ReasonWhenEmpty => Reason ?? ReasonCode.RequiredValueMissing;

    internal string ReasonWhenUnknown => Reason ?? ReasonCode.ValueUnknown;

    internal static FeedColumn Required(string header, string? reason = null) => new(header, true, false, reason);

    internal static FeedColumn Optional(string header, string? reason = null) => new(header, false, false, reason);

    internal static FeedColumn Flag(string header) => new(header, false, true, null);

    internal static FeedColumn RequiredDate(string header) => Required(header, ReasonCode.DateInvalid);

    internal static FeedColumn Date(string header) => Optional(header, ReasonCode.DateInvalid);
}
