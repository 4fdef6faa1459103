using System.Globalization;
using System.Text.RegularExpressions;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>A figure that a unit declared.</summary>
internal sealed partial record DeclaredFigure(
    string DocumentCode, string FigureCode, string? RowKey, DateOnly From, DateOnly To, decimal? Numerator, decimal? Denominator, decimal? Value, string? Text, string? TargetText,
    FigureQualifier Qualifier, FigureState State, string? UnitOfMeasure, string? Evidence)
{
    private const string Columns =
        "DocumentCode,FigureCode,RowKey,PeriodFrom,PeriodTo,Numerator,Denominator,Value,TextValue,TargetText,Qualifier,State,UnitOfMeasure,Evidence";

    /// <summary>The figure as the answer of a cell.</summary>
    public FormCell Cell => new(State switch
    {
        FigureState.Deferred => CellState.Deferred,
        FigureState.Reported when Text is not null => CellState.Value,
        FigureState.Reported when Value is not null => FormCell.StateOf(Value),
        _ => CellState.NotCounted,
    })
    {
        Number = State is FigureState.Reported ? Value : null,
        Text = State is FigureState.Reported ? Text : null,
        Decimals = null,
        Qualifier = Qualifier,
        Source = CellSource.Declared,
        Definitions = [Definition],
    };

    /// <summary>The figure's target as the answer of a cell.</summary>
    public FormCell TargetCell => Cell with
    {
        State = TargetText is null ? CellState.Blank : CellState.Value,
        Number = Target,
        Text = Target is { } number && TargetText == number.ToString(CultureInfo.InvariantCulture) ? null : TargetText,
        Qualifier = FigureQualifier.Equal,
    };

    /// <summary>The number at the head of a target as printed, such as <c>&gt; 90</c>; null where it has none.</summary>
    public decimal? Target => TargetText is not null && LeadingNumber().Match(TargetText) is { Success: true } match
        ? decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The query that gives the figure itself.</summary>
    public string Definition => $"ReportedFigures?$filter=DocumentCode eq {QueryLiteral.Text(DocumentCode)} and FigureCode eq {QueryLiteral.Text(FigureCode)}";

    /// <summary>Figures that meet a condition, in order of document and figure.</summary>
    public static async Task<IReadOnlyList<DeclaredFigure>> ReadAsync(FillContext context, string condition)
    {
        var figures = new List<DeclaredFigure>();
        await using var rows = await context.QueryAsync($"ReportedFigures?$filter={condition}&$select={Columns}&$orderby=DocumentCode,FigureCode,ReportedFigureKey");
        while (await rows.ReadAsync())
        {
            figures.Add(new DeclaredFigure(
                rows.Text("DocumentCode")!, rows.Text("FigureCode")!, rows.Text("RowKey"), rows.Day("PeriodFrom")!.Value, rows.Day("PeriodTo")!.Value,
                rows.Number("Numerator"), rows.Number("Denominator"), rows.Number("Value"), rows.Text("TextValue"), rows.Text("TargetText"),
                Enum.Parse<FigureQualifier>(rows.Text("Qualifier")!), Enum.Parse<FigureState>(rows.Text("State")!), rows.Text("UnitOfMeasure"), rows.Text("Evidence")));
        }
        return figures;
    }

    /// <summary>Whether the figure speaks of all of a period.</summary>
    public bool Holds(DateOnly from, DateOnly to) => From <= from && To >= to;

    [GeneratedRegex(@"^(?:>=|<=|>|<|≥|≤)?\s*([0-9]+(?:\.[0-9]+)?)(?![0-9./])", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingNumber();
}
