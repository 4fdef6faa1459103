using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Puts stored summaries in the place of facts (Kimball: aggregate navigator): each SELECT of a plan that groups or
/// aggregates the rows of a summarised set, and needs no more than a summary holds, reads that instead. The new plan gives
/// the same rows. Whether days of the request are ends of months decides, so a plan holds for literals of one
/// <see cref="Signature"/>.
/// </summary>
internal sealed class SummaryNavigator
{
    private readonly IReadOnlyList<Summary> _summaries;
    private readonly IReadOnlyList<LiteralSyntax> _literals;
    private readonly Dictionary<CommonTable, CommonTable> _common = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _used = [];
    private int _sources;

    private SummaryNavigator(IReadOnlyList<Summary> summaries, IReadOnlyList<LiteralSyntax> literals, int sources)
    {
        _summaries = summaries;
        _literals = literals;
        _sources = sources;
    }

    /// <summary>The plan over summaries; null where none answers any part of it.</summary>
    public static QueryPlan? Over(QueryPlan plan, IReadOnlyList<Summary> summaries, IReadOnlyList<LiteralSyntax> literals)
    {
        var navigator = new SummaryNavigator(summaries, literals, plan.FreeSource);
        var over = plan with { Rows = navigator.Of(plan.Rows), Count = plan.Count is null ? null : navigator.Of(plan.Count) };
        return navigator._used.Count == 0 ? null : over with { Summaries = [.. navigator._used.Distinct()], FreeSource = navigator._sources };
    }

    /// <summary>Whether some SELECT of a plan may be answered from a summary, for some literals.</summary>
    public static bool IsWorthwhile(QueryPlan plan, IReadOnlyList<Summary> summaries)
    {
        return IsOne(plan.Rows) || (plan.Count is { } count && IsOne(count));

        bool IsOne(SelectPlan select) => (IsAggregating(select) && FactRows.Read(select.From, summaries) is not null)
            || select.Joins.Select(j => j.Source).Prepend(select.From).Any(source => source switch
            {
                DerivedSource derived => IsOne(derived.Query),
                CommonSource { Table.Step: null } common => IsOne(common.Table.Query),
                UnionSource union => union.Parts.Any(IsOne),
                _ => false,
            });
    }

    /// <summary>What of the literals decides on summaries: of each day whether it begins or ends a month, of each text itself where summaries count by it.</summary>
    /// <param name="texts">Those that summaries count by, see <see cref="TextsOf"/>.</param>
    public static string Signature(IReadOnlyList<LiteralSyntax> literals, IReadOnlySet<string> texts) => literals.Count == 0 ? "" : string.Join(',', literals.Select(l => l.Value switch
    {
        DateOnly day => BeginsMonth(day) ? "first" : EndsMonth(day) ? "last" : "day",
        string text when texts.Contains(text) => "=" + text,
        _ => "",
    }));

    public static IReadOnlySet<string> TextsOf(IReadOnlyList<Summary> summaries) => summaries.SelectMany(s => s.Counts).SelectMany(c => c.Where.Values).OfType<string>().ToHashSet(StringComparer.Ordinal);

    public static bool BeginsMonth(DateOnly day) => day.Day == 1;

    public static bool EndsMonth(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);

    private static bool IsAggregating(SelectPlan select) =>
        !select.IsDistinct && (select.GroupBy.Count > 0 || select.Columns.Any(c => ScalarTree.Aggregates(c.Value)));

    private SelectPlan Of(SelectPlan select)
    {
        if (IsAggregating(select) && FactRows.Read(select.From, _summaries) is { } facts)
        {
            foreach (var summary in _summaries.Where(s => s.Set.Table == facts.Table.Table && s.Set.Schema == facts.Table.Schema))
            {
                if (new SummaryAnswer(summary, select, facts, () => _sources++, _literals).Plan() is { } answer)
                {
                    _used.Add(summary.Rows.Table);
                    return answer;
                }
            }
        }
        return select with { From = Of(select.From), Joins = [.. select.Joins.Select(j => j with { Source = Of(j.Source) })] };
    }

    private PlanSource Of(PlanSource source) => source switch
    {
        DerivedSource derived => derived with { Query = Of(derived.Query) },
        CommonSource { Table.Step: null } common => common with { Table = Of(common.Table) },
        UnionSource union => union with { Parts = [.. union.Parts.Select(Of)] },
        _ => source,
    };

    /// <summary>A query at the head of the statement stays one, however many sources read it.</summary>
    private CommonTable Of(CommonTable table)
    {
        if (!_common.TryGetValue(table, out var known))
        {
            _common[table] = known = table with { Query = Of(table.Query) };
        }
        return known;
    }
}

/// <summary>
/// The rows of a table as a SELECT sees them, perhaps through queries that do nothing but filter, join and choose columns:
/// the joins and conditions of these, and what their columns stand for.
/// </summary>
internal sealed class FactRows(TableSource table)
{
    private readonly Dictionary<int, IReadOnlyList<OutputColumn>> _queries = [];

    public TableSource Table { get; } = table;
    public List<JoinPlan> Joins { get; } = [];
    public List<Scalar> Conditions { get; } = [];

    /// <summary>The rows of a source; null where it is no summarised table, or more than that is done with its rows.</summary>
    public static FactRows? Read(PlanSource source, IReadOnlyList<Summary> summaries)
    {
        switch (source)
        {
            case TableSource table when summaries.Any(s => s.Set.Table == table.Table && s.Set.Schema == table.Schema):
                return new FactRows(table);
            case DerivedSource derived:
                return Through(derived.Id, derived.Query, summaries);
            case CommonSource { Table: { Step: null } common } read:
                return Through(read.Id, common.Query, summaries);
            default:
                return null;
        }
    }

    private static FactRows? Through(int id, SelectPlan query, IReadOnlyList<Summary> summaries)
    {
        if (query is not { GroupBy.Count: 0, IsDistinct: false, Limit: null, Offset: null } || Read(query.From, summaries) is not { } rows
            || query.Columns.Any(c => c.Value is not AllColumnsScalar && ScalarTree.Leaves(c.Value)?.Exists(l => l is AggregateScalar or CountAllScalar) is not false))
        {
            return null;
        }
        rows.Joins.AddRange(query.Joins);
        rows.Conditions.AddRange(ScalarTree.Conjuncts(query.Where));
        rows._queries[id] = query.Columns;
        return rows;
    }

    /// <summary>A value with the columns of the queries between replaced by what they stand for; null where that cannot be told.</summary>
    public Scalar? Resolve(Scalar value) => ScalarTree.Replace(value, leaf => leaf switch
    {
        ColumnScalar column when _queries.TryGetValue(column.Source, out var columns) => Behind(columns, column.Property.Column, column),
        DerivedColumnScalar derived when _queries.TryGetValue(derived.Source, out var columns) => Behind(columns, derived.Column, null),
        AggregateScalar aggregate => Resolve(aggregate),
        _ => leaf,
    });

    private Scalar? Behind(IReadOnlyList<OutputColumn> columns, string name, ColumnScalar? column)
    {
        if (columns.FirstOrDefault(c => c.Name == name) is { } named)
        {
            return Resolve(named.Value);
        }
        return columns is [{ Value: AllColumnsScalar all }] && column is not null ? Resolve(column with { Source = all.Source }) : null;
    }

    private AggregateScalar? Resolve(AggregateScalar aggregate)
    {
        var operand = aggregate.Operand is null ? null : Resolve(aggregate.Operand);
        var condition = aggregate.Condition is null ? null : Resolve(aggregate.Condition);
        return operand is null != aggregate.Operand is null || condition is null != aggregate.Condition is null ? null : aggregate with { Operand = operand, Condition = condition };
    }
}
