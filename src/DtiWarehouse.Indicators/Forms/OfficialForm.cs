using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>An official form: what is printed on it, and which units and periods it takes.</summary>
public abstract record OfficialForm
{
    /// <summary>The form's name in URLs.</summary>
    public required string Code { get; init; }

    /// <summary>Number of the form as printed in its corner.</summary>
    public required string Number { get; init; }

    public required string Title { get; init; }
    public required string TitleEn { get; init; }

    /// <summary>Lengths of periods that the form takes; the first is the default.</summary>
    public required IReadOnlyList<PeriodGrain> Grains { get; init; }

    /// <summary>Kinds of unit that the form is made for; empty = every kind.</summary>
    public IReadOnlyList<UnitKind> Kinds { get; init; } = [];

    public bool IsLandscape { get; init; }

    /// <summary>Remarks printed below the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Key">Name of the column in JSON.</param>
/// <param name="Width">In characters.</param>
public sealed record FormColumn(string Key, string Heading, string HeadingEn, double Width)
{
    /// <summary>Heading over this and the neighbouring columns of the same group.</summary>
    public string? Group { get; init; }

    /// <summary>The column's number as printed below its heading; empty = none.</summary>
    public string Number { get; init; } = "";

    /// <summary>Holds text: aligned to the left.</summary>
    public bool IsText { get; init; }
}

/// <summary>A numerator or denominator: queries whose values are added up.</summary>
public sealed record FigureTerms(params IReadOnlyList<FigureQuery> Queries)
{
    public static implicit operator FigureTerms(FigureQuery query) => new(query);
}

/// <summary>A row of a form whose rows are printed on it.</summary>
/// <param name="Key">Section and number as printed; numbers restart in each section.</param>
public sealed record SheetRow(string Key, string Label, string LabelEn)
{
    /// <summary>A heading asks for nothing itself.</summary>
    public bool IsHeading { get; init; }

    /// <summary>What the warehouse computes; null = it does not hold the row.</summary>
    public FigureTerms? Numerator { get; init; }

    /// <summary>Null = the value is the numerator.</summary>
    public FigureTerms? Denominator { get; init; }

    /// <summary>Unit of the value; with <c>%</c> it is numerator / denominator × 100.</summary>
    public string UnitOfMeasure { get; init; } = "";

    public int Decimals { get; init; }

    /// <summary>Code of the figure of ReportedFigures that answers the row.</summary>
    public string? Figure { get; init; }

    /// <summary>A further figure that speaks for this row only by leaving it to another unit, or as not counted.</summary>
    public string? DeferredWith { get; init; }

    /// <summary>The figure that holds the target.</summary>
    public string? Target { get; init; }

    /// <summary>Years after the form's period that the row speaks of: 1 = the plan for the next year.</summary>
    public int YearsAhead { get; init; }

    /// <summary>The value is a month: that of the earliest day.</summary>
    public bool IsMonth { get; init; }

    /// <summary>Path of the facts by which the row is followed by one for each value.</summary>
    public string? SplitBy { get; init; }

    public string? Remark { get; init; }
}

/// <summary>What a column of a <see cref="SheetForm"/> shows of a row.</summary>
public enum SheetPart { Key, Label, Numerator, Denominator, Value, UnitOfMeasure, Declared, Target, Attainment, Evidence }

/// <summary>A form whose rows are printed on it.</summary>
public sealed record SheetForm : OfficialForm
{
    public required IReadOnlyList<(SheetPart Part, FormColumn Column)> Columns { get; init; }
    public required IReadOnlyList<SheetRow> Rows { get; init; }

    /// <summary>Rows are found by their RowKey among declared figures; else by the code of the figure that they name.</summary>
    public bool HasRowKeys { get; init; }
}

/// <summary>A group of rows of a <see cref="UnitTableForm"/>.</summary>
/// <param name="Kinds">Kinds of unit in it.</param>
/// <param name="OnlyWithFigures">Of these kinds, those units alone that have figures.</param>
public sealed record UnitGroup(string Key, string Label, string LabelEn, IReadOnlyList<UnitKind> Kinds)
{
    public IReadOnlyList<UnitKind> OnlyWithFigures { get; init; } = [];
}

/// <summary>What a column of a <see cref="UnitTableForm"/> shows of a unit's figure, and how groups sum it up.</summary>
public enum Measure { Count, YesNo }

/// <param name="Terms">Null = the warehouse does not hold the column.</param>
public sealed record UnitColumn(FormColumn Column, FigureTerms? Terms, Measure Measure = Measure.Count);

/// <summary>A sum between columns: the total and its parts.</summary>
public sealed record ColumnSum(string Total, params IReadOnlyList<string> Parts)
{
    public string Rule => $"{Total} = {string.Join(" + ", Parts)}";
}

/// <summary>A form with a row for each unit.</summary>
public sealed record UnitTableForm : OfficialForm
{
    public required IReadOnlyList<UnitGroup> Groups { get; init; }
    public required IReadOnlyList<FormColumn> Leading { get; init; }
    public required IReadOnlyList<UnitColumn> Columns { get; init; }
    public IReadOnlyList<ColumnSum> Sums { get; init; } = [];

    /// <summary>The leading columns end with the unit's level.</summary>
    public bool ShowsLevel { get; init; }
}
