using System.Globalization;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>
/// Fills a form whose rows are printed on it: a row that the warehouse computes is computed, one that it cannot hold takes the
/// declared figure, and one that nobody answered stays blank.
/// </summary>
internal sealed class SheetFiller(SheetForm form, FillContext context)
{
    private IReadOnlyList<DeclaredFigure> _declared = [];
    private IReadOnlyList<DeclaredFigure> _targets = [];

    public async Task<(IReadOnlyList<FormColumn> Columns, IReadOnlyList<FormRow> Rows)> FillAsync()
    {
        _declared = await DeclaredFigure.ReadAsync(context, $"Unit/UnitCode eq {QueryLiteral.Text(context.Unit.Code)}");
        if (form.Rows.Any(row => row.Target is not null))
        {
            // A plan's targets bind every unit of the province, not only the one that printed them.
            _targets = await DeclaredFigure.ReadAsync(context, $"FigureCode in ({string.Join(',', form.Rows.Select(row => row.Target).OfType<string>().Select(QueryLiteral.Text))})");
        }
        var rows = new List<FormRow>();
        foreach (var row in form.Rows)
        {
            rows.Add(Project(row, row.IsHeading ? Answer.None : await AnswerAsync(row)));
            rows.AddRange(await SplitAsync(row));
        }
        return ([.. form.Columns.Select(column => column.Column)], rows);
    }

    /// <summary>What is known of a row before its columns are chosen.</summary>
    private sealed record Answer(FormCell Numerator, FormCell Denominator, FormCell Value, DeclaredFigure? Declared)
    {
        public static readonly Answer None = new(FormCell.None, FormCell.None, FormCell.None, null);
    }

    private async Task<Answer> AnswerAsync(SheetRow row)
    {
        var declared = DeclaredOf(row);
        if (row.Numerator is { } numerator && await ComputeAsync(row, numerator) is { Value.State: not CellState.NotCounted } computed)
        {
            return computed with { Declared = declared };
        }
        if (declared is not null)
        {
            var isShare = declared.Denominator is not null;
            return new Answer(
                Part(declared, isShare ? declared.Numerator : null), Part(declared, declared.Denominator), declared.State is FigureState.TargetOnly ? declared.TargetCell : declared.Cell, declared);
        }
        // What the warehouse holds in principle, and not for this period, was not counted; what it never holds is blank.
        return Answer.None with { Value = row.Numerator is null ? FormCell.Blank : new FormCell(CellState.NotCounted) { Source = CellSource.Computed } };
    }

    private async Task<Answer> ComputeAsync(SheetRow row, FigureTerms terms)
    {
        if (row.IsMonth)
        {
            var (day, definition) = await context.DayAsync(terms.Queries[0]);
            var state = day is null ? CellState.NotCounted : CellState.Value;
            return Answer.None with { Value = new FormCell(state) { Text = day?.ToString("MM/yyyy", CultureInfo.InvariantCulture), Source = CellSource.Computed, Definitions = [definition] } };
        }
        var numerator = await context.ValueAsync(terms);
        var top = FormCell.Computed(numerator.Value, numerator.Definitions);
        if (row.Denominator is null)
        {
            return new Answer(FormCell.None, FormCell.None, top with { Decimals = row.Decimals }, null);
        }
        var denominator = await context.ValueAsync(row.Denominator);
        var bottom = FormCell.Computed(denominator.Value, denominator.Definitions);
        var value = (numerator.Value, denominator.Value) switch
        {
            (null, _) or (_, null) => FormCell.Computed(null, []),
            (_, 0) => new FormCell(CellState.Undefined) { Source = CellSource.Computed },
            ({ } n, { } d) => FormCell.Computed(Math.Round(n / d * (row.UnitOfMeasure == "%" ? 100 : 1), 6, MidpointRounding.AwayFromZero), [], row.Decimals),
        };
        return new Answer(top, bottom, value, null);
    }

    private static FormCell Part(DeclaredFigure figure, decimal? number) =>
        number is null ? FormCell.None : figure.Cell with { State = FormCell.StateOf(number), Number = number, Text = null, Qualifier = FigureQualifier.Equal };

    /// <summary>The last declared figure that speaks of the row in the period.</summary>
    private DeclaredFigure? DeclaredOf(SheetRow row)
    {
        var (from, to) = row.YearsAhead == 0 ? (context.Period.From, context.Period.To) : WholeYear(context.Period.From.Year + row.YearsAhead);
        var own = _declared.LastOrDefault(figure => (form.HasRowKeys ? figure.RowKey == row.Key : figure.FigureCode == row.Figure) && figure.Holds(from, to)
            // What is planned answers rows that ask for plans only.
            && (row.YearsAhead > 0 || figure.State is not FigureState.TargetOnly));
        return own ?? _declared.LastOrDefault(figure => row.DeferredWith is not null && figure.RowKey == row.DeferredWith && figure.State is not FigureState.Reported && figure.Holds(from, to));

        static (DateOnly, DateOnly) WholeYear(int year) => (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
    }

    private async Task<IReadOnlyList<FormRow>> SplitAsync(SheetRow row)
    {
        if (row.SplitBy is not { } path || row.Numerator is not { Queries: [var query] } || await context.KnownAsync(query) is not { } days)
        {
            return [];
        }
        var parts = await context.SplitAsync(query, path, days);
        return [.. parts.Select((part, i) =>
        {
            var definition = query.And($"{path} eq {QueryLiteral.Text(part.Member)}").Of(context.Unit.Rows(query.Unit), days);
            var key = string.Create(CultureInfo.InvariantCulture, $"{row.Key}.{i + 1}");
            return Project(new SheetRow(key, $"– {part.Member}", part.Member) { UnitOfMeasure = row.UnitOfMeasure }, Answer.None with { Value = FormCell.Computed(part.Value, [definition]) });
        })];
    }

    private FormRow Project(SheetRow row, Answer answer)
    {
        var target = row.Target is null ? null : _targets.LastOrDefault(figure => figure.FigureCode == row.Target && figure.From.Year <= context.Period.From.Year && figure.To.Year >= context.Period.To.Year);
        var cells = form.Columns.Select(column => column.Part switch
        {
            SheetPart.Key => FormCell.Of(row.Key),
            SheetPart.Label => FormCell.Of(row.Label),
            SheetPart.Numerator => answer.Numerator,
            SheetPart.Denominator => answer.Denominator,
            SheetPart.Value => answer.Value,
            SheetPart.UnitOfMeasure => FormCell.Of(row.IsHeading ? null : row.UnitOfMeasure),
            SheetPart.Declared => answer.Value.Source is CellSource.Computed ? answer.Declared?.Cell ?? FormCell.None : answer.Value,
            SheetPart.Target => target?.TargetCell ?? (row.Target is null ? FormCell.None : FormCell.Blank),
            SheetPart.Attainment => Attainment(answer.Value, target),
            _ => FormCell.Of(Evidence(row, answer)),
        });
        return new FormRow(row.IsHeading ? FormRowKind.Heading : FormRowKind.Entry, row.Key, [.. cells]) { LabelEn = row.LabelEn };
    }

    /// <summary>How much of the target was reached, in %.</summary>
    private static FormCell Attainment(FormCell value, DeclaredFigure? target) =>
        value.Number is { } number && target?.Target is > 0 and var goal
            ? FormCell.Computed(Math.Round(number / goal * 100, 6, MidpointRounding.AwayFromZero), [], 2)
            : FormCell.None;

    /// <summary>Where the answer comes from, beside what the declarant named.</summary>
    private string? Evidence(SheetRow row, Answer answer)
    {
        var parts = new List<string>();
        if (row.Remark is not null)
        {
            parts.Add(row.Remark);
        }
        if (answer.Declared is { } figure)
        {
            var source = $"số liệu {figure.FigureCode}{(figure.Evidence is null ? "" : $": {figure.Evidence}")}";
            var beside = form.Columns.Any(column => column.Part is SheetPart.Declared) ? "" : $" {figure.Cell.Printed}";
            parts.Add(answer.Value.Source is CellSource.Computed ? $"Tính từ kho dữ liệu; đã báo cáo{beside} ({source})" : $"Theo báo cáo ({source})");
        }
        else if (answer.Value is { Source: CellSource.Computed, State: not CellState.NotCounted })
        {
            parts.Add("Tính từ kho dữ liệu");
        }
        return parts.Count == 0 ? null : string.Join(". ", parts);
    }
}
