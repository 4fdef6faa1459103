using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>
/// What SQL Server 2019 would say to a statement, as far as it needs no tables: its grammar, by its own parser; its rules
/// of names, orders, groups, aggregates and recursions; and nothing that servers of its protocol are known to lack.
/// </summary>
internal sealed class TransactSql : TSqlFragmentVisitor
{
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase) { "SUM", "MIN", "MAX", "AVG", "COUNT", "COUNT_BIG", "STRING_AGG" };
    private static readonly HashSet<string> Lacking = new(StringComparer.OrdinalIgnoreCase) { "PERCENTILE_CONT", "PERCENTILE_DISC", "GREATEST", "LEAST", "GENERATE_SERIES", "FORMAT", "REGEXP_LIKE" };

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, IReadOnlyList<string>?> _common = new(StringComparer.Ordinal);
    private Scope? _scope;
    private int _depth;

    /// <summary>The sources that a query sees, each with its columns where the statement tells them.</summary>
    private sealed class Scope(Scope? outer)
    {
        public Dictionary<string, IReadOnlyList<string>?> Sources { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<string>? Find(string alias, out bool isThere)
        {
            for (var at = this; at is not null; at = at.Outer)
            {
                if (at.Sources.TryGetValue(alias, out var columns))
                {
                    isThere = true;
                    return columns;
                }
            }
            isThere = false;
            return null;
        }

        private Scope? Outer { get; } = outer;
    }

    /// <summary>The faults of a statement; empty when it has none.</summary>
    public static IReadOnlyList<string> FaultsOf(string sql)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        if (errors.Count > 0)
        {
            return [.. errors.Select(e => $"{e.Line}:{e.Column} {e.Message}")];
        }
        var checker = new TransactSql();
        parsed.Accept(checker);
        return checker._faults;
    }

    public override void ExplicitVisit(MergeStatement node) => Fault(node, "MERGE");

    public override void ExplicitVisit(TopRowFilter node)
    {
        if (node.Percent || node.WithTies)
        {
            Fault(node, "TOP PERCENT or WITH TIES");
        }
        base.ExplicitVisit(node);
    }

    public override void ExplicitVisit(FunctionCall node)
    {
        var name = node.FunctionName.Value;
        if (Lacking.Contains(name))
        {
            Fault(node, $"{name} is not there");
        }
        if (Aggregates.Contains(name) && node.OverClause is null && node.Parameters.Any(p => Holds<ScalarSubquery>(p) || Holds<ExistsPredicate>(p) || Finds<FunctionCall>(p, f => Aggregates.Contains(f.FunctionName.Value) && f.OverClause is null)))
        {
            Fault(node, "an aggregate over an aggregate or a subquery");
        }
        base.ExplicitVisit(node);
    }

    public override void ExplicitVisit(WithCtesAndXmlNamespaces node)
    {
        foreach (var table in node.CommonTableExpressions)
        {
            var name = table.ExpressionName.Value;
            _common[name] = [];
            if (table.QueryExpression is BinaryQueryExpression { BinaryQueryExpressionType: BinaryQueryExpressionType.Union, All: true } union && Reads(union.SecondQueryExpression, name) > 0)
            {
                Nested(union.FirstQueryExpression);
                _common[name] = Names(union.FirstQueryExpression, table);
                CheckStep(union.SecondQueryExpression, name);
                Nested(union.SecondQueryExpression);
                CheckWidth(union);
                continue;
            }
            Nested(table.QueryExpression);
            _common[name] = Names(table.QueryExpression, table);
        }
    }

    /// <summary>What the recursive part of a common table must not have.</summary>
    private void CheckStep(QueryExpression query, string name)
    {
        if (query is not QuerySpecification step || step.UniqueRowFilter is UniqueRowFilter.Distinct || step.GroupByClause is not null || step.TopRowFilter is not null
            || Finds<QualifiedJoin>(step, j => j.QualifiedJoinType is not QualifiedJoinType.Inner)
            || step.SelectElements.Any(e => Finds<FunctionCall>(e, f => Aggregates.Contains(f.FunctionName.Value))))
        {
            Fault(query, $"the recursion of {name} is not a plain SELECT");
        }
        if (Reads(query, name) != 1 || Finds<ScalarSubquery>(query, q => Reads(q, name) > 0) || Finds<QueryDerivedTable>(query, q => Reads(q, name) > 0))
        {
            Fault(query, $"the recursion of {name} does not read itself once in its own FROM");
        }
    }

    public override void ExplicitVisit(BinaryQueryExpression node)
    {
        CheckWidth(node);
        Nested(node.FirstQueryExpression);
        Nested(node.SecondQueryExpression);
    }

    private void CheckWidth(BinaryQueryExpression node)
    {
        if (Width(node.FirstQueryExpression) != Width(node.SecondQueryExpression))
        {
            Fault(node, "the parts of a union differ in their columns");
        }
    }

    private static int Width(QueryExpression query) => query switch
    {
        QuerySpecification specification => specification.SelectElements.Count,
        BinaryQueryExpression binary => Width(binary.FirstQueryExpression),
        QueryParenthesisExpression inner => Width(inner.QueryExpression),
        _ => -1,
    };

    private void Nested(TSqlFragment query)
    {
        _depth++;
        query.Accept(this);
        _depth--;
    }

    public override void ExplicitVisit(ScalarSubquery node) => Nested(node.QueryExpression);

    public override void ExplicitVisit(QuerySpecification node)
    {
        var outer = _scope;
        var scope = new Scope(outer);
        foreach (var table in node.FromClause?.TableReferences ?? [])
        {
            Read(table, outer, scope);
        }
        _scope = scope;
        if (_depth > 0 && node.OrderByClause is not null && node.TopRowFilter is null && node.OffsetClause is null && node.ForClause is null)
        {
            Fault(node, "an order inside of a query that is not cut");
        }
        if (node.OffsetClause is not null && (node.OrderByClause is null || node.TopRowFilter is not null))
        {
            Fault(node, "OFFSET without ORDER BY, or beside TOP");
        }
        CheckOrder(node);
        CheckGroups(node);
        node.TopRowFilter?.Accept(this);
        foreach (var element in node.SelectElements)
        {
            element.Accept(this);
        }
        node.WhereClause?.Accept(this);
        node.GroupByClause?.Accept(this);
        node.HavingClause?.Accept(this);
        node.OrderByClause?.Accept(this);
        node.OffsetClause?.Accept(this);
        _scope = outer;
    }

    private void CheckOrder(QuerySpecification node)
    {
        var items = node.OrderByClause?.OrderByElements.Select(e => Text(e.Expression)).ToList() ?? [];
        if (items.Distinct(StringComparer.Ordinal).Count() != items.Count)
        {
            Fault(node, "the same item twice in an order");
        }
        var shown = node.SelectElements.OfType<SelectScalarExpression>().Select(e => Text(e.Expression)).ToList();
        if (node.UniqueRowFilter is UniqueRowFilter.Distinct && !items.TrueForAll(shown.Contains))
        {
            Fault(node, "DISTINCT rows in an order that they do not show");
        }
        foreach (var element in node.OrderByClause?.OrderByElements ?? [])
        {
            if (element.Expression is Literal || (element.Expression is not ScalarSubquery && !Holds<ColumnReferenceExpression>(element.Expression)))
            {
                Fault(element, "a constant in an order");
            }
        }
    }

    private void CheckGroups(QuerySpecification node)
    {
        var groups = node.GroupByClause?.GroupingSpecifications.OfType<ExpressionGroupingSpecification>().Select(g => g.Expression).ToList() ?? [];
        foreach (var group in groups)
        {
            if (!Holds<ColumnReferenceExpression>(group) || Holds<VariableReference>(group) || Holds<ScalarSubquery>(group))
            {
                Fault(group, "a group by a constant, a parameter or a subquery");
            }
        }
        var aggregates = node.SelectElements.Any(e => Finds<FunctionCall>(e, f => Aggregates.Contains(f.FunctionName.Value) && f.OverClause is null, intoQueries: false));
        if (groups.Count == 0 && !aggregates)
        {
            return;
        }
        var texts = groups.ConvertAll(Text);
        foreach (var element in node.SelectElements.OfType<SelectScalarExpression>())
        {
            // What a query of one value leans on outside is not looked into.
            if (element.Expression is not ScalarSubquery && !Finds<FunctionCall>(element.Expression, f => Aggregates.Contains(f.FunctionName.Value) && f.OverClause is null, intoQueries: false) && !texts.Contains(Text(element.Expression)) && Finds<ColumnReferenceExpression>(element.Expression, column => !texts.Contains(Text(column))))
            {
                Fault(element, "a value beside aggregates that is no group");
            }
        }
    }

    private void Read(TableReference table, Scope? outer, Scope scope)
    {
        switch (table)
        {
            case QualifiedJoin join:
                Read(join.FirstTableReference, outer, scope);
                Read(join.SecondTableReference, outer, scope);
                var before = _scope;
                _scope = scope;
                join.SearchCondition.Accept(this);
                _scope = before;
                break;
            case UnqualifiedJoin { UnqualifiedJoinType: UnqualifiedJoinType.CrossApply } apply:
                Read(apply.FirstTableReference, outer, scope);
                Read(apply.SecondTableReference, scope, scope);
                break;
            case UnqualifiedJoin { UnqualifiedJoinType: UnqualifiedJoinType.CrossJoin } cross:
                Read(cross.FirstTableReference, outer, scope);
                Read(cross.SecondTableReference, outer, scope);
                break;
            case QueryDerivedTable derived:
                var around = _scope;
                _scope = outer;
                Nested(derived.QueryExpression);
                _scope = around;
                Add(scope, derived, Names(derived.QueryExpression, derived));
                break;
            case NamedTableReference named:
                Add(scope, named, _common.GetValueOrDefault(named.SchemaObject.BaseIdentifier.Value));
                break;
            case TableReferenceWithAlias function:
                var held = _scope;
                _scope = scope;
                function.AcceptChildren(this);
                _scope = held;
                Add(scope, function, null);
                break;
            default:
                Fault(table, $"{table.GetType().Name} is not expected");
                break;
        }
    }

    private void Add(Scope scope, TableReferenceWithAlias table, IReadOnlyList<string>? columns)
    {
        if (table.Alias is null || !scope.Sources.TryAdd(table.Alias.Value, columns))
        {
            Fault(table, "a source without a name of its own");
        }
    }

    /// <summary>The names of a nested query's columns, which must have different ones; null for all those of a table.</summary>
    private List<string>? Names(QueryExpression query, TSqlFragment where)
    {
        while (query is BinaryQueryExpression binary)
        {
            query = binary.FirstQueryExpression;
        }
        if (((QuerySpecification)query).SelectElements is [SelectStarExpression { Qualifier.Count: 1 }])
        {
            return null;
        }
        var names = ((QuerySpecification)query).SelectElements.OfType<SelectScalarExpression>()
            .Select(e => e.ColumnName?.Value ?? (e.Expression as ColumnReferenceExpression)?.MultiPartIdentifier.Identifiers[^1].Value ?? "").ToList();
        if (names.Contains("") || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count)
        {
            Fault(where, "columns of a nested query without a name, or with the same");
        }
        return names;
    }

    public override void ExplicitVisit(ColumnReferenceExpression node)
    {
        if (node.MultiPartIdentifier is not { Count: 2 } name)
        {
            if (node.MultiPartIdentifier is { Count: 1 } bare && !IsPart(bare[0].Value))
            {
                Fault(node, $"{bare[0].Value} does not say whose it is");
            }
            return;
        }
        var isThere = false;
        var columns = _scope?.Find(name[0].Value, out isThere);
        if (!isThere)
        {
            Fault(node, $"there is no {name[0].Value} here");
        }
        else if (columns?.Contains(name[1].Value, StringComparer.Ordinal) is false)
        {
            Fault(node, $"{name[0].Value} has no {name[1].Value}");
        }
    }

    /// <summary>Parts of dates stand where columns may.</summary>
    private static bool IsPart(string name) => name is "YEAR" or "MONTH" or "DAY" or "HOUR" or "MINUTE" or "SECOND" or "NANOSECOND" or "TZOFFSET";

    private void Fault(TSqlFragment node, string what) => _faults.Add($"{node.StartLine}:{node.StartColumn} {what}");

    private static string Text(TSqlFragment node) =>
        string.Concat(Enumerable.Range(node.FirstTokenIndex, node.LastTokenIndex - node.FirstTokenIndex + 1).Select(i => node.ScriptTokenStream[i].Text));

    private static int Reads(TSqlFragment node, string table)
    {
        var finder = new Finder<NamedTableReference>(t => t.SchemaObject.BaseIdentifier.Value == table, intoQueries: true);
        node.Accept(finder);
        return finder.Count;
    }

    private static bool Holds<T>(TSqlFragment node)
        where T : TSqlFragment => Finds<T>(node, _ => true);

    private static bool Finds<T>(TSqlFragment node, Func<T, bool> condition, bool intoQueries = true)
        where T : TSqlFragment
    {
        var finder = new Finder<T>(condition, intoQueries);
        node.Accept(finder);
        return finder.Count > 0;
    }

    private sealed class Finder<T>(Func<T, bool> condition, bool intoQueries) : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public int Count { get; private set; }

        public override void Visit(TSqlFragment fragment) => Count += fragment is T found && condition(found) ? 1 : 0;

        public override void ExplicitVisit(ScalarSubquery node)
        {
            if (intoQueries)
            {
                base.ExplicitVisit(node);
            }
        }
    }
}
