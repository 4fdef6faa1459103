using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>What all parts of one request's plan share: the model, and numbers that are unique in it, source aliases and parameter slots.</summary>
internal sealed class PlanScope(ODataModel model)
{
    public ODataModel Model { get; } = model;

    private int _sources;
    private int _slots;

    /// <summary>Warnings that planning came upon; they go out with the answer.</summary>
    public List<PlanWarning> Warnings { get; } = [];

    public int NextSource() => _sources++;

    public ParameterScalar Parameter(SlotOrigin origin, int index, PrimitiveKind kind, int? scale = null) =>
        new(new ParameterSlot(_slots++, origin, index, kind, scale));

    /// <summary>A literal: a parameter by its place in the request, or by value where the model declares it.</summary>
    public ParameterScalar Literal(LiteralSyntax literal, int? scale = null) => literal.IsDeclared
        ? new(new ParameterSlot(_slots++, SlotOrigin.Constant, 0, literal.Kind!.Value, scale) { Constant = literal.Value })
        : Parameter(SlotOrigin.Literal, literal.Ordinal, literal.Kind!.Value, scale);
}

/// <summary>An entity in scope of an expression: a row of a source of some SELECT under construction.</summary>
internal sealed record EntityScope(SelectBuilder Select, EntityType Type, int Source, bool Nullable)
{
    public ColumnScalar Column(StructuralProperty property) => new(Source, property, Nullable || property.IsNullable);

    /// <summary>A column that the type is known to have.</summary>
    public ColumnScalar Column(string name) => Type.TryGetProperty(name, out var property) ? Column(property) : throw new ArgumentException(name);

    /// <summary>The column of an inline entity that is null where the entity is.</summary>
    public StructuralProperty? Presence { get; init; }

    /// <summary>A value that is null where the entity is.</summary>
    public Scalar Present() => Presence is not null ? Column(Presence) : Type.Key.Count > 0 ? Column(Type.Key[0]) : new NumberScalar(1);

    /// <summary>A property of the type's origin, by the column that holds it here.</summary>
    public StructuralProperty Own(StructuralProperty property) => Type.TryGetProperty(property.Name, out var own) ? own : property;
}

/// <summary>A SELECT under construction. Each navigation is joined once, whoever asks for it.</summary>
internal sealed class SelectBuilder
{
    private readonly PlanScope _plan;
    private readonly PlanSource _from;
    private readonly List<JoinPlan> _joins = [];
    private readonly Dictionary<(int Source, NavigationProperty Navigation), EntityScope> _joined = [];
    private readonly List<OutputColumn> _columns = [];

    public SelectBuilder(PlanScope plan, EntityType type)
        : this(plan, type, new TableSource(plan.NextSource(), type.Table, type.Schema))
    {
    }

    /// <summary>Goes on over the rows of another SELECT, whose columns are called as the type's.</summary>
    public SelectBuilder(PlanScope plan, EntityType type, SelectPlan rows)
        : this(plan, type, new DerivedSource(plan.NextSource(), rows))
    {
    }

    /// <summary>Goes on over the rows of any source, whose columns are called as the type's.</summary>
    public SelectBuilder(PlanScope plan, EntityType type, PlanSource from)
    {
        _plan = plan;
        _from = from;
        Root = new EntityScope(this, type, _from.Id, Nullable: false);
    }

    public EntityScope Root { get; }
    public PlanSource From => _from;
    public Scalar? Where { get; private set; }
    public List<OrderItem> OrderBy { get; } = [];
    public Scalar? Offset { get; set; }
    public Scalar? Limit { get; set; }

    public EntityScope Join(EntityScope from, NavigationProperty navigation)
    {
        if (navigation.IsInline)
        {
            return new EntityScope(this, navigation.Target, from.Source, from.Nullable || navigation.InlinePresence is not null) { Presence = navigation.InlinePresence ?? from.Presence };
        }
        if (!_joined.TryGetValue((from.Source, navigation), out var joined))
        {
            var source = new TableSource(_plan.NextSource(), navigation.Target.Table, navigation.Target.Schema);
            joined = new EntityScope(this, navigation.Target, source.Id, Nullable: true);
            _joins.Add(new JoinPlan(source, Link(from, navigation, source.Id)));
            _joined[(from.Source, navigation)] = joined;
        }
        return joined;
    }

    /// <summary>Adds the entities that a navigation leads to; a row without any goes.</summary>
    public EntityScope JoinInner(EntityScope from, NavigationProperty navigation)
    {
        var source = new TableSource(_plan.NextSource(), navigation.Target.Table, navigation.Target.Schema);
        _joins.Add(new JoinPlan(source, Link(from, navigation, source.Id), IsInner: true));
        return new EntityScope(this, navigation.Target, source.Id, Nullable: false);
    }

    /// <summary>Adds the entities of a table that a condition ties to the rows.</summary>
    public EntityScope JoinTable(EntityType type, Func<int, Scalar> on)
    {
        var source = new TableSource(_plan.NextSource(), type.Table, type.Schema);
        _joins.Add(new JoinPlan(source, on(source.Id), IsInner: true));
        return new EntityScope(this, type, source.Id, Nullable: false);
    }

    /// <summary>Adds the rows of a query beside those that are there.</summary>
    public EntityScope JoinRows(EntityType type, SelectPlan rows, Func<int, Scalar> on, bool isInner)
    {
        var source = new DerivedSource(_plan.NextSource(), rows);
        _joins.Add(new JoinPlan(source, on(source.Id), isInner));
        return new EntityScope(this, type, source.Id, Nullable: !isInner);
    }

    /// <summary>Joins the rows of a source for which a condition holds; rows without one go.</summary>
    public void JoinSource(PlanSource source, Scalar on) => _joins.Add(new JoinPlan(source, on, IsInner: true));

    /// <summary>The condition that ties a row of the navigation's target to a row of its origin.</summary>
    public static Scalar Link(EntityScope from, NavigationProperty navigation, int targetSource) =>
        navigation.Columns
            .Select(c => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(targetSource, c.Target, false), new ColumnScalar(from.Source, from.Own(c.Source), false)))
            .Aggregate((a, b) => new LogicalScalar(true, a, b));

    public void And(Scalar? condition)
    {
        if (condition is not null)
        {
            Where = Where is null ? condition : new LogicalScalar(true, Where, condition);
        }
    }

    /// <summary>Adds an output column once; returns its ordinal.</summary>
    public int Output(Scalar value)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (ReferenceEquals(_columns[i].Value, value)
                || (_columns[i].Value is ColumnScalar a && value is ColumnScalar b && a.Source == b.Source && ReferenceEquals(a.Property, b.Property)))
            {
                return i;
            }
        }
        _columns.Add(new OutputColumn(value));
        return _columns.Count - 1;
    }

    public IReadOnlyList<OutputColumn> Columns => _columns;

    /// <summary>All rows of a table and nothing else so far.</summary>
    public bool IsWholeTable => _from is TableSource && _joins.Count == 0 && Where is null && Limit is null && Offset is null;

    public SelectPlan Build() => new(_from, [.. _joins], Where, [.. _columns], [.. OrderBy], Offset, Limit);

    /// <summary>The rows so far with these columns in place of the outputs, grouped when <paramref name="groups"/> is given.</summary>
    public SelectPlan BuildRows(IReadOnlyList<OutputColumn> columns, IReadOnlyList<Scalar>? groups = null) =>
        Build() with { Columns = columns, GroupBy = groups ?? [] };

    /// <summary>The same rows, counted.</summary>
    public SelectPlan BuildCount() => new(_from, [.. _joins], Where, [new OutputColumn(new CountAllScalar())], [], null, null);

    /// <summary>Whether there is a row at all.</summary>
    public SelectPlan BuildExists() => new(_from, [.. _joins], Where, [new OutputColumn(new BooleanScalar(true))], [], null, null);
}
