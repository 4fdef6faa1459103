using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>One column of a feed's contract: its canonical header and how an unreadable cell is called.</summary>
public sealed class FeedColumn
{
    private FeedColumn(string header, bool isRequired, string? reason, IVocabulary? words = null, bool isFlag = false, bool isDate = false) =>
        (Header, IsRequired, Reason, Words, IsFlag, IsDate) = (header, isRequired, reason, words, isFlag, isDate);

    /// <summary>Canonical header, as the contract prints it.</summary>
    public string Header { get; }

    /// <summary>A file without this column is refused.</summary>
    public bool IsRequired { get; }

    /// <summary>Yes/no whose empty cell means "no" in a file of <c>x</c> flags, else "not said".</summary>
    public bool IsFlag { get; }

    /// <summary>A date or month: a number in it is a day's serial.</summary>
    internal bool IsDate { get; }

    /// <summary>The words that the column may hold; null where it holds no words of the contract.</summary>
    internal IVocabulary? Words { get; }

    /// <summary>The column's own reason code; null where the contract gives it none.</summary>
    internal string? Reason { get; }

    /// <summary>Most characters of a text or identifier in the column.</summary>
    internal int Longest { get; private init; } = int.MaxValue;

    /// <summary>Place in the contract's order; set by the definition that owns the column.</summary>
    internal int Index { get; set; }

    internal string ReasonWhenEmpty => Reason ?? ReasonCode.RequiredValueMissing;

    internal string ReasonWhenUnknown => Reason ?? ReasonCode.ValueUnknown;

    /// <summary>The words of the column in the contract's spelling; null where it is none of a vocabulary.</summary>
    public IEnumerable<string>? WordsOfContract => Words?.All;

    /// <param name="longest">Most characters that the warehouse keeps of it, see the model.</param>
    internal static FeedColumn Required(string header, string? reason = null, int longest = int.MaxValue) => new(header, true, reason) { Longest = longest };

    internal static FeedColumn Optional(string header, string? reason = null, int longest = int.MaxValue) => new(header, false, reason) { Longest = longest };

    /// <summary>A column of a vocabulary without which a file is refused.</summary>
    internal static FeedColumn RequiredWord(string header, IVocabulary words, string? reason = null) => new(header, true, reason, words);

    internal static FeedColumn Word(string header, IVocabulary words, string? reason = null) => new(header, false, reason, words);

    internal static FeedColumn Flag(string header) => new(header, false, null, YesNo.Words, isFlag: true);

    /// <summary>Yes or nothing: an empty cell says no in every file.</summary>
    internal static FeedColumn Mark(string header) => new(header, false, null, YesNo.Words);

    /// <summary>A number; the words that say that it was not counted can be configured.</summary>
    internal static FeedColumn Number(string header) => new(header, false, null, NumberCell.NotCounted);

    internal static FeedColumn RequiredNumber(string header) => new(header, true, null, NumberCell.NotCounted);

    internal static FeedColumn RequiredDate(string header) => new(header, true, ReasonCode.DateInvalid, isDate: true);

    internal static FeedColumn Date(string header) => new(header, false, ReasonCode.DateInvalid, isDate: true);
}
