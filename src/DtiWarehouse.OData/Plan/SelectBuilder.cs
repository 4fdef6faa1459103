using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>Numbers that are unique in one request's plan: source aliases and parameter slots.</summary>
internal sealed class PlanScope(ODataModel model)
{
    private int _sources;
    private int _slots;

    /// <summary>The model that <c>$root</c> stands for.</summary>
    public ODataModel Model { get; } = model;

    public int NextSource() => _sources++;

    public ParameterScalar Parameter(SlotOrigin origin, int index, PrimitiveKind kind, int? scale = null) =>
        new(new ParameterSlot(_slots++, origin, index, kind, scale));
}

/// <summary>An entity in scope of an expression: a row of a source of some SELECT under construction.</summary>
internal sealed record EntityScope(SelectBuilder Select, EntityType Type, int Source, bool Nullable)
{
    public ColumnScalar Column(StructuralProperty property) => new(Source, property, Nullable || property.IsNullable);

    /// <summary>A column that the type is known to have.</summary>
    public ColumnScalar Column(string name) => Type.TryGetProperty(name, out var property) ? Column(property) : throw new ArgumentException(name);
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

    /// <summary>Goes on over the rows of a source, whose columns are called as the type's.</summary>
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
            return new EntityScope(this, navigation.Target, from.Source, from.Nullable);
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

    /// <summary>Joins the rows of a source for which a condition holds; rows without one go.</summary>
    public void JoinRows(PlanSource source, Scalar on) => _joins.Add(new JoinPlan(source, on) { IsInner = true });

    /// <summary>Joins the row of a type's table for which a condition holds, if there is one.</summary>
    public EntityScope JoinTable(EntityType type, Func<int, Scalar> on)
    {
        var source = new TableSource(_plan.NextSource(), type.Table, type.Schema);
        _joins.Add(new JoinPlan(source, on(source.Id)));
        return new EntityScope(this, type, source.Id, Nullable: true);
    }

    /// <summary>The rows are those of the type's table, all and nothing else.</summary>
    public bool IsWholeTable => _from is TableSource && _joins.Count == 0 && Where is null && Offset is null && Limit is null;

    /// <summary>The condition that ties a row of the navigation's target to a row of its origin.</summary>
    public static Scalar Link(EntityScope from, NavigationProperty navigation, int targetSource) =>
        navigation.Columns
            .Select(c => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(targetSource, c.Target, false), new ColumnScalar(from.Source, c.Source, false)))
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

    public SelectPlan Build() => new(_from, [.. _joins], Where, [.. _columns], [.. OrderBy], Offset, Limit);

    /// <summary>The rows so far with these columns in place of the outputs, grouped when <paramref name="groups"/> is given.</summary>
    public SelectPlan BuildRows(IReadOnlyList<OutputColumn> columns, IReadOnlyList<Scalar>? groups = null) =>
        Build() with { Columns = columns, GroupBy = groups ?? [] };

    /// <summary>The same rows, counted.</summary>
    public SelectPlan BuildCount() => new(_from, [.. _joins], Where, [new OutputColumn(new CountAllScalar())], [], null, null);

    /// <summary>Whether there is a row at all.</summary>
    public SelectPlan BuildExists() => new(_from, [.. _joins], Where, [new OutputColumn(new BooleanScalar(true))], [], null, null);
}
