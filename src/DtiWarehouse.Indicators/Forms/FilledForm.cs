using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>What a cell of a form says: the states of an answer are kept apart, since a blank is not a zero.</summary>
public enum CellState
{
    /// <summary>Nothing is asked here.</summary>
    None,
    /// <summary>Printed text of the form, or a remark.</summary>
    Text,
    /// <summary>A number other than zero, or an answer in words.</summary>
    Value,
    /// <summary>Counted, and zero.</summary>
    Zero,
    /// <summary>Not counted: whoever knows the rows said nothing.</summary>
    NotCounted,
    /// <summary>Another unit answers.</summary>
    Deferred,
    /// <summary>A ratio whose denominator is zero.</summary>
    Undefined,
    /// <summary>Asked, and answered nowhere.</summary>
    Blank,
}

/// <summary>Where an answer comes from.</summary>
public enum CellSource { None, Computed, Declared }

/// <summary>One cell of a form.</summary>
public sealed record FormCell(CellState State)
{
    public static readonly FormCell None = new(CellState.None);
    public static readonly FormCell Blank = new(CellState.Blank);

    /// <summary>The number; beside a <see cref="Text"/>, the count behind it.</summary>
    public decimal? Number { get; init; }

    /// <summary>Decimals that the number is printed with; null = those it has.</summary>
    public int? Decimals { get; init; } = 0;

    /// <summary>The answer in words.</summary>
    public string? Text { get; init; }

    /// <summary>How exactly a declared number was stated.</summary>
    public FigureQualifier Qualifier { get; init; }

    public CellSource Source { get; init; }

    /// <summary>Queries whose values, added up, are the number: paths after the feed's root.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    public static FormCell Of(string? text) => string.IsNullOrEmpty(text) ? None : new FormCell(CellState.Text) { Text = text };

    /// <summary>A computed number; null = not counted.</summary>
    public static FormCell Computed(decimal? number, IReadOnlyList<string> definitions, int decimals = 0) => new(StateOf(number))
    {
        Number = number,
        Decimals = decimals,
        Source = CellSource.Computed,
        Definitions = definitions,
    };

    public static CellState StateOf(decimal? number) => number switch { null => CellState.NotCounted, 0 => CellState.Zero, _ => CellState.Value };

    /// <summary>The cell as it is printed.</summary>
    public string Printed => State switch
    {
        CellState.NotCounted => "chưa thống kê",
        CellState.Deferred => "đơn vị khác cung cấp",
        CellState.Undefined => "mẫu số bằng 0",
        CellState.None or CellState.Blank => "",
        _ when Text is not null => Text,
        _ => Sign + (Decimals is { } decimals ? VietnameseText.Number(Number!.Value, decimals) : VietnameseText.Number(Number!.Value)),
    };

    /// <summary>The sign of an inexact number.</summary>
    public string Sign => Qualifier switch { FigureQualifier.AtLeast => "≥ ", FigureQualifier.AtMost => "≤ ", FigureQualifier.About => "≈ ", _ => "" };
}

/// <summary>What a row of a form is; a part is counted in the entry above it.</summary>
public enum FormRowKind { Heading, Entry, Part, GroupTotal, Total }

/// <param name="Key">Number of the row as printed; unique among entries.</param>
/// <param name="Cells">One for each column of the form.</param>
public sealed record FormRow(FormRowKind Kind, string Key, IReadOnlyList<FormCell> Cells)
{
    /// <summary>English label; null where the row is called after a unit without an English name.</summary>
    public string? LabelEn { get; init; }

    /// <summary>Code of the unit that the row is of.</summary>
    public string? UnitCode { get; init; }
}

/// <summary>A sum that a form must hold.</summary>
/// <param name="BrokenRows">Keys of the rows where it does not hold.</param>
public sealed record FormCheck(string Rule, IReadOnlyList<string> BrokenRows)
{
    public bool Holds => BrokenRows.Count == 0;
}

/// <summary>A form, filled for a unit and a period: everything a renderer needs.</summary>
/// <param name="AsOf">The day that the data stands at.</param>
public sealed record FilledForm(OfficialForm Form, FormUnit Unit, FormPeriod Period, DateOnly AsOf, string? DataVersion)
{
    public required IReadOnlyList<FormColumn> Columns { get; init; }
    public required IReadOnlyList<FormRow> Rows { get; init; }
    public IReadOnlyList<FormCheck> Checks { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];

    public string ReportingUnit => $"{Unit.Name} ({Unit.Code})";

    /// <summary>The period, and whether its figures may still change.</summary>
    public string PeriodLine => Period.IsOpenAt(AsOf)
        ? $"{Period.Label} – số liệu tạm tính đến ngày {VietnameseText.Day(AsOf)}"
        : Period.Label;
}
