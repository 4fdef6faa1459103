using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>What all parts of one request's plan share: the model, and numbers that are unique in it, source aliases and parameter slots.</summary>
/// <param name="isScoped">The caller is bound to a <see cref="RowScope"/>.</param>
internal sealed class PlanScope(ODataModel model, bool isScoped = false)
{
    public ODataModel Model { get; } = model;

    private int _sources;
    private int _slots;
    private int _columns;

    /// <summary>Warnings that planning came upon; they go out with the answer.</summary>
    public List<PlanWarning> Warnings { get; } = [];

    public int NextSource() => _sources++;

    /// <summary>The rows of a type that the caller may see. Every table of entities enters a plan here.</summary>
    public PlanSource Rows(EntityType type)
    {
        if (type.Flat is { } flat)
        {
            var rows = new SelectBuilder(this, flat.Source);
            return new DerivedSource(NextSource(), rows.BuildRows([.. flat.Columns.Select(c => new OutputColumn(Behind(rows, c.Path).Column(c.Property), c.Own.Column))]));
        }
        var table = new TableSource(NextSource(), type.Table, type.Schema);
        if (!isScoped || type.ScopePaths.Count == 0)
        {
            return table;
        }
        var all = new SelectBuilder(this, type, table);
        all.And(Operators.Join(isAnd: false, [.. type.ScopePaths.Select(path => (Scalar)new InKeysScalar(Behind(all, path.Navigations).Column(path.Property), Parameter(SlotOrigin.Scope, 0, PrimitiveKind.String)))]));
        return new DerivedSource(NextSource(), all.BuildRows([new OutputColumn(new AllColumnsScalar(table.Id))]));
    }

    private static EntityScope Behind(SelectBuilder rows, IReadOnlyList<NavigationProperty> path) => path.Aggregate(rows.Root, rows.Join);

    /// <summary>A column's name, unlike that of any other calculated column of the plan.</summary>
    public string NextColumn() => "v" + _columns++.ToString(System.Globalization.CultureInfo.InvariantCulture);

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
    /// <summary>The entity is null when all these columns are; empty = it is always there.</summary>
    public IReadOnlyList<ColumnScalar> Presence { get; init; } = [];

    /// <summary>The type that the row was cast to and need not be of.</summary>
    public EntityType? CastTo { get; init; }

    /// <summary>Holds in the rows of the type that they were cast to; null where no cast leaves a doubt.</summary>
    public Scalar? Cast => CastTo is null ? null : TypeCondition(CastTo, Source, nullable: true);

    /// <summary>Whether the entity is there, or with <paramref name="negated"/> false whether it is null.</summary>
    public Scalar IsThere(bool negated = true)
    {
        Scalar there = Presence.Count == 0
            ? new BooleanScalar(negated)
            : Presence.Select(c => (Scalar)new IsNullScalar(c, negated)).Aggregate((a, b) => new LogicalScalar(!negated, a, b));
        return Cast is null ? there : negated ? new LogicalScalar(true, Cast, there) : new LogicalScalar(false, new NotScalar(Cast), there);
    }

    /// <summary>The same row seen as of a type derived from its own, or of a base: null where it is not.</summary>
    public EntityScope As(EntityType type) => this with { Type = type, Nullable = Nullable || !Type.Is(type), CastTo = Type.Is(type) || IsOf(type) is null ? CastTo : type };

    /// <summary>A property's value, null where the row is not of the type that it was cast to: what a base type declares is in other rows too.</summary>
    public Scalar Value(StructuralProperty property) => Cast is { } cast && (Type.BaseType?.Properties.Contains(property) ?? true)
        ? new CaseScalar([(cast, Column(property))], property.Kind)
        : Column(property);

    /// <summary>The type that a row must be of for a navigation of its to lead anywhere; null where having the navigation tells.</summary>
    public EntityType? CastFor(NavigationProperty navigation) => Type.BaseType?.Navigations.Contains(navigation) ?? true ? CastTo : null;

    /// <summary>A condition on what a navigation leads to, for rows cast to another type with the condition that they are of it.</summary>
    public Scalar Guarded(NavigationProperty navigation, Scalar condition) =>
        CastFor(navigation) is null ? condition : new LogicalScalar(true, Cast!, condition);

    /// <summary>Whether the row is of a type; null when the type's hierarchy leaves no doubt.</summary>
    public Scalar? IsOf(EntityType type) => type.Discriminator is null || Type.Is(type) && !Nullable ? null : TypeCondition(type, Source, Nullable);

    /// <summary>The discriminator has a value of the type or of one derived from it.</summary>
    public static Scalar TypeCondition(EntityType type, int source, bool nullable) => new InScalar(
        new ColumnScalar(source, type.Discriminator!, nullable || type.Discriminator!.IsNullable),
        [.. type.ConcreteTypes.Select(t => new ConstantScalar(t.DiscriminatorValue!))],
        HasNull: false);

    public ColumnScalar Column(StructuralProperty property) => new(Source, property, Nullable || property.IsNullable);

    /// <summary>A column that the type is known to have.</summary>
    public ColumnScalar Column(string name) => Type.TryGetProperty(name, out var property) ? Column(property) : throw new ArgumentException(name);

    /// <summary>A property of the type's origin, shown or hidden, by the column that holds it here. A computed value may have taken the name of a hidden one; what has no name is a column of the rows at hand.</summary>
    public StructuralProperty Own(StructuralProperty property) => property.Name.Length == 0 ? property
        : Type.TryGetProperty(property.Name, out var own) && !own.IsDynamic ? own : Type.Hidden.FirstOrDefault(h => h.Name == property.Name) ?? own ?? property;
}

/// <summary>A SELECT under construction. Each navigation is joined once, whoever asks for it.</summary>
internal sealed class SelectBuilder
{
    private readonly PlanScope _plan;
    private readonly PlanSource _from;
    private readonly List<JoinPlan> _joins = [];
    private readonly Dictionary<(int Source, EntityType Type, EntityType? CastTo, NavigationProperty Navigation), EntityScope> _joined = [];
    private readonly List<OutputColumn> _columns = [];

    public SelectBuilder(PlanScope plan, EntityType type)
        : this(plan, type, plan.Rows(type))
    {
        if (type.BaseType is not null)
        {
            And(EntityScope.TypeCondition(type, _from.Id, nullable: false));
        }
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
            var inline = new EntityScope(this, navigation.Target, from.Source, from.Nullable || navigation.InlinePresence.Count > 0) { CastTo = navigation.InlinePresence.Count > 0 ? from.CastFor(navigation) : from.CastTo };
            return inline with { Presence = navigation.InlinePresence.Count == 0 ? from.Presence : [.. navigation.InlinePresence.Select(inline.Column)] };
        }
        if (!_joined.TryGetValue((from.Source, from.Type, from.CastTo, navigation), out var joined))
        {
            var link = from.Source;
            if (navigation.Through is { } through)
            {
                var table = new TableSource(_plan.NextSource(), through.Table, through.Schema);
                _joins.Add(new JoinPlan(table, from.Guarded(navigation, Equal(through.Sources.Select(s => (table.Id, s.Column, from.Source, from.Own(s.Source)))))));
                link = table.Id;
            }
            var source = _plan.Rows(navigation.Target);
            joined = new EntityScope(this, navigation.Target, source.Id, Nullable: true);
            joined = joined with { Presence = [joined.Column(navigation.Target.Key[0])] };
            var on = navigation.Through is { } targets ? Equal(targets.Targets.Select(t => (source.Id, t.Target, link, t.Column))) : Link(from, navigation, source.Id);
            _joins.Add(new JoinPlan(source, OfType(on, navigation.Target, source.Id)));
            _joined[(from.Source, from.Type, from.CastTo, navigation)] = joined;
        }
        return joined;
    }

    /// <summary>Adds the entities that a navigation leads to; a row without any goes.</summary>
    public EntityScope JoinInner(EntityScope from, NavigationProperty navigation)
    {
        if (navigation.Nested is { } nested)
        {
            var (type, rows, owners) = Opened(nested);
            return JoinRows(type, rows, id => Owned(from, nested, id, owners), isInner: true);
        }
        var source = _plan.Rows(navigation.Target);
        _joins.Add(new JoinPlan(source, OfType(Link(from, navigation, source.Id), navigation.Target, source.Id), IsInner: true));
        return new EntityScope(this, navigation.Target, source.Id, Nullable: false);
    }

    /// <summary>A SELECT over what a navigation leads to from an entity; its conditions see the entity from a query inside another.</summary>
    public static SelectBuilder Behind(PlanScope plan, EntityScope owner, NavigationProperty navigation)
    {
        if (navigation.Nested is { } nested)
        {
            var (type, rows, owners) = Opened(nested);
            var opened = new SelectBuilder(plan, type, rows);
            opened.And(Owned(owner, nested, opened.Root.Source, owners));
            return opened;
        }
        var select = new SelectBuilder(plan, navigation.Target);
        select.And(Link(owner, navigation, select.Root.Source));
        return select;
    }

    /// <summary>The rows of all collections that a transformation put into rows, with the columns that tell whose they are.</summary>
    public static (EntityType Type, SelectPlan Rows, IReadOnlyList<StructuralProperty> Owners) Opened(NestedCollection nested)
    {
        var all = nested.Open(_ => new BooleanScalar(true));
        var columns = ResultType.Columns(all.Scope.Type).Concat(all.Partition).DistinctBy(c => c.Column);
        return (all.Scope.Type, all.Scope.Select.BuildRows([.. columns.Select(c => new OutputColumn(all.Scope.Column(c), c.Column))]), all.Partition);
    }

    /// <summary>The condition that a row of such collections is in that of an owner.</summary>
    private static Scalar Owned(EntityScope owner, NestedCollection nested, int source, IReadOnlyList<StructuralProperty> owners) => Operators.Join(isAnd: true,
    [
        .. owners.Zip(nested.ParentColumns, (o, p) => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(source, o, o.IsNullable), owner.Column(p))),
        .. nested.Presence is { } there ? [new IsNullScalar(owner.Column(new StructuralProperty("", PrimitiveKind.Int64, true, there)), Negated: true)] : (Scalar[])[],
    ]);

    /// <summary>
    /// What tells of the rows of a navigation's target, which are those of this SELECT, whose they are: their own columns, or
    /// where many entities may share one those of the table between, which makes a row of each pair.
    /// </summary>
    public IReadOnlyList<ColumnScalar> Owners(NavigationProperty navigation)
    {
        if (navigation.Through is not { } through)
        {
            return [.. navigation.Columns.Select(c => Root.Column(c.Target))];
        }
        var table = new TableSource(_plan.NextSource(), through.Table, through.Schema);
        _joins.Add(new JoinPlan(table, Equal(through.Targets.Select(t => (table.Id, t.Column, Root.Source, t.Target))), IsInner: true));
        return [.. through.Sources.Select(s => new ColumnScalar(table.Id, s.Column, false))];
    }

    /// <summary>Puts every entity of a type beside every row; gives its key.</summary>
    public IReadOnlyList<ColumnScalar> EachOf(EntityType? type)
    {
        if (type is null)
        {
            return [];
        }
        var each = JoinTable(type, _ => new BooleanScalar(true));
        return [.. type.Key.Select(each.Column)];
    }

    /// <summary>Adds the entities of a table that a condition ties to the rows.</summary>
    public EntityScope JoinTable(EntityType type, Func<int, Scalar> on)
    {
        var source = _plan.Rows(type);
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
    public static Scalar Link(EntityScope from, NavigationProperty navigation, int targetSource)
    {
        if (navigation.Through is not { } through)
        {
            return from.Guarded(navigation, Equal(navigation.Columns.Select(c => (targetSource, c.Target, from.Source, from.Own(c.Source)))));
        }
        var table = new TableSource(from.Select._plan.NextSource(), through.Table, through.Schema);
        var joins = new LogicalScalar(
            true,
            Equal(through.Sources.Select(s => (table.Id, s.Column, from.Source, from.Own(s.Source)))),
            Equal(through.Targets.Select(t => (targetSource, t.Target, table.Id, t.Column))));
        return from.Guarded(navigation, new ExistsScalar(new SelectPlan(table, [], joins, [new OutputColumn(new BooleanScalar(true))], [], null, null), Negated: false));
    }

    private static Scalar Equal(IEnumerable<(int Left, StructuralProperty LeftColumn, int Right, StructuralProperty RightColumn)> pairs) => pairs
        .Select(p => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(p.Left, p.LeftColumn, false), new ColumnScalar(p.Right, p.RightColumn, false)))
        .Aggregate((a, b) => new LogicalScalar(true, a, b));

    /// <summary>The condition on the joined rows of a navigation whose target is a derived type.</summary>
    private static Scalar OfType(Scalar link, EntityType type, int source) =>
        type.BaseType is null || type.IsTransient ? link : new LogicalScalar(true, link, EntityScope.TypeCondition(type, source, nullable: false));

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
    public SelectPlan BuildCount() => new(_from, [.. _joins], Where, [new OutputColumn(_from is UnionSource ? CountOfOnes : new CountAllScalar())], [], null, null);

    // SQLite takes COUNT(*) over a union apart and forgets that the union depends on an outer row.
    private static readonly AggregateScalar CountOfOnes = new(AggregateMethod.Count, new NumberScalar(1), null, PrimitiveKind.Int64, StorageForm.Native, null);

    /// <summary>Whether there is a row at all.</summary>
    public SelectPlan BuildExists() => new(_from, [.. _joins], Where, [new OutputColumn(new BooleanScalar(true))], [], null, null);
}
