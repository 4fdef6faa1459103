using System.Collections.Concurrent;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;

namespace DtiWarehouse.OData.Sql;

/// <summary>A plan with its statements rendered and its writers compiled: what is cached per query shape.</summary>
internal sealed class TranslatedQuery
{
    private const int KeptWriters = 16, KeptVariants = 64;

    private readonly Dictionary<ChildPlan, Statement> _children = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, Statement Statement)> _statements = [];
    private readonly ConcurrentDictionary<JsonStyle, EntityWriter> _writers = new();
    private readonly IReadOnlyList<ParameterSlot> _members;
    private readonly SqlDialect _dialect;
    private readonly IReadOnlyList<Summary> _summaries;
    private readonly IReadOnlySet<string> _summaryTexts;
    private readonly ConcurrentDictionary<string, TranslatedQuery> _overSummaries = new(StringComparer.Ordinal);

    /// <param name="summaries">Those that may answer in place of the rows that the plan reads.</param>
    public TranslatedQuery(QueryPlan plan, SqlDialect dialect, IReadOnlyList<Summary> summaries)
    {
        Plan = plan;
        _dialect = dialect;
        _summaries = summaries.Count > 0 && SummaryNavigator.IsWorthwhile(plan, summaries) ? summaries : [];
        _summaryTexts = SummaryNavigator.TextsOf(_summaries);
        Rows = Render("rows", plan.Rows, dialect);
        Count = plan.Count is null ? null : Render("count", plan.Count, dialect);
        Parent = plan.Parent is null ? null : Render("parent", plan.Parent, dialect);
        RenderChildren(plan.Shape, "", dialect);
        Helpers = [.. _statements.SelectMany(s => dialect.HelpersIn(s.Statement.Sql)).Distinct()];
        _members = [.. _statements.SelectMany(s => s.Statement.Slots).Where(s => s is { Origin: SlotOrigin.Literal, Enumeration: not null }).DistinctBy(s => (s.Index, s.Enumeration))];
        NeedsAsOf = _statements.Any(s => s.Statement.Slots.Any(p => p.Constant is PeriodBound { AsOf: null }));
        IsScoped = _statements.Any(s => s.Statement.Slots.Any(p => p.Origin is SlotOrigin.Scope));
        IsVolatile = _statements.Any(s => s.Statement.IsVolatile);
    }

    public QueryPlan Plan { get; }
    public Statement Rows { get; }
    public Statement? Count { get; }
    public Statement? Parent { get; }

    /// <summary>All statements, called after what they read: <c>rows</c>, <c>count</c>, <c>parent</c>, or the path of an expanded collection.</summary>
    public IReadOnlyList<(string Name, Statement Statement)> Statements => _statements;

    /// <summary>Functions that the statements need on their connection.</summary>
    public IReadOnlyCollection<string> Helpers { get; }

    /// <summary>Some period is seen from the day that the data stands at.</summary>
    public bool NeedsAsOf { get; }

    /// <summary>Some rows are those of the caller's <see cref="RowScope"/>.</summary>
    public bool IsScoped { get; }

    /// <summary>The answer depends on the clock, so that one state of the data has many answers.</summary>
    public bool IsVolatile { get; }

    /// <summary>Rejects literals that name no member of the enumeration they are compared with, before anything runs.</summary>
    public void CheckLiterals(IReadOnlyList<LiteralSyntax> literals)
    {
        foreach (var slot in _members)
        {
            slot.NumberOf(literals[slot.Index]);
        }
    }

    public Statement Children(ChildPlan child) => _children[child];

    /// <summary>The same query over summaries, as far as those hold what it needs with these literals; else the query itself.</summary>
    public TranslatedQuery OverSummaries(IReadOnlyList<LiteralSyntax> literals)
    {
        if (_summaries.Count == 0)
        {
            return this;
        }
        var signature = SummaryNavigator.Signature(literals, _summaryTexts);
        if (!_overSummaries.TryGetValue(signature, out var known))
        {
            known = SummaryNavigator.Over(Plan, _summaries, literals) is { } over ? new TranslatedQuery(over, _dialect, []) : this;
            // As many signatures as a request has days make variants by the power; those beyond are made anew each time.
            if (_overSummaries.Count < KeptVariants)
            {
                _overSummaries[signature] = known;
            }
        }
        return known;
    }

    /// <summary>The writer of the rows in a style, compiled once.</summary>
    public EntityWriter Writer(JsonStyle style)
    {
        if (_writers.TryGetValue(style, out var known))
        {
            return known;
        }
        var made = new EntityWriter(Plan.Shape, style, Plan.IsReferences);
        // A style holds the root as requested: a caller can make up as many as there are host names.
        return _writers.Count >= KeptWriters ? made : _writers.GetOrAdd(style, made);
    }

    private Statement Render(string name, SelectPlan plan, SqlDialect dialect)
    {
        var statement = SqlRenderer.Render(plan, dialect);
        _statements.Add((name, statement));
        return statement;
    }

    private void RenderChildren(RowShape shape, string path, SqlDialect dialect)
    {
        foreach (var member in shape.Members.Concat(shape.Variants.SelectMany(v => v.Shape.Members)))
        {
            switch (member)
            {
                case EntityMember entity:
                    RenderChildren(entity.Shape, $"{path}{entity.Name}/", dialect);
                    break;
                case CollectionMember collection when !_children.ContainsKey(collection.Child):
                    _children[collection.Child] = Render(path + collection.Name, collection.Child.Rows, dialect);
                    RenderChildren(collection.Child.Shape, $"{path}{collection.Name}/", dialect);
                    break;
            }
        }
    }
}
