using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Collections inside an entity: each a statement of its own, for a chunk of parents at a time.</summary>
internal sealed partial class ShapePlanner
{
    private CollectionMember PlanCollection(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it)
    {
        if (navigation.Through is { } through)
        {
            return PlanManyToMany(scope, navigation, through, options, referencesOnly, depth);
        }
        var parents = navigation.Columns.Select(c => scope.Own(c.Source)).ToList();
        if (options.Apply.Count > 0 || options.Compute.Count > 0)
        {
            // A collection that is empty has an aggregate too, so the rows are told apart by their parents from the start.
            var planner = new ApplyPlanner(plan, limits);
            var rows = QueryPlanner.Transform(planner, planner.Related(navigation, c => ParentKeys(c, parents, mayBeNull: false)), options);
            return PlanChildren(scope, navigation.Name, rows, parents, options, referencesOnly, depth, NotHere);
        }
        var child = new SelectBuilder(plan, navigation.Target);
        child.And(ParentKeys([.. navigation.Columns.Select(c => child.Root.Column(c.Target))], parents, mayBeNull: false));
        return PlanChildren(scope, navigation.Name, new ApplyRows(child.Root) { Partition = [.. navigation.Columns.Select(c => c.Target)] }, parents, options, referencesOnly, depth, Upwards(scope, navigation, it));
    }

    /// <summary>The target's rows once per parent: with them go the columns of the table between that name the parent.</summary>
    private CollectionMember PlanManyToMany(EntityScope scope, NavigationProperty navigation, JoinTable through, QueryOptionsSyntax options, bool referencesOnly, int depth)
    {
        if (options.Apply.Count > 0 || options.Compute.Count > 0)
        {
            throw ODataErrors.NotSupported("$apply and $compute over a many-to-many relationship in $expand", "$expand");
        }
        var parents = through.Sources.Select(s => scope.Own(s.Source)).ToList();
        var targets = new SelectBuilder(plan, navigation.Target);
        var between = targets.JoinThrough(through);
        var link = through.Sources.Select((s, i) => (Value: new ColumnScalar(between, s.Column, false), Property: s.Column with { Name = "", Column = $"parent{i}" })).ToList();
        targets.And(ParentKeys([.. link.Select(l => l.Value)], parents, mayBeNull: false));
        var rows = targets.BuildRows([.. ResultType.Columns(navigation.Target).Select(c => new OutputColumn(targets.Root.Column(c), c.Column)), .. link.Select(l => new OutputColumn(l.Value, l.Property.Column))]);
        List<StructuralProperty> partition = [.. link.Select(l => l.Property)];
        var child = new SelectBuilder(plan, ResultType.Extend(navigation.Target, [], partition), rows);
        return PlanChildren(scope, navigation.Name, new ApplyRows(child.Root) { Partition = partition }, parents, options, referencesOnly, depth, BehindMany);
    }

    /// <summary>
    /// The number of rows that <c>$apply</c> and <c>$compute</c> make of those of a navigation, counted for the owner at
    /// hand. What is read at the head of a statement cannot see the owner, and SQLite loses sight of it in a union: there
    /// all owners' rows are counted at once and joined.
    /// </summary>
    private Scalar CountTransformed(EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options)
    {
        var related = new SelectBuilder(plan, navigation.Target);
        related.And(SelectBuilder.Link(owner, navigation, related.Root.Source));
        var counted = Transformed(new ApplyRows(related.Root)).Scope.Select.BuildCount();
        if (!ReadsApart(counted))
        {
            return new CountScalar(counted);
        }
        var rows = Transformed(new ApplyPlanner(plan, limits).Related(navigation, _ => new BooleanScalar(true)));
        var number = new StructuralProperty("", PrimitiveKind.Int64, true, "count");
        var counts = rows.Scope.Select.BuildRows([.. rows.Partition.Select(p => new OutputColumn(rows.Scope.Column(p), p.Column)), new OutputColumn(new CountAllScalar(), number.Column)], rows.Groups);
        var joined = owner.Select.JoinRows(new EntityType("", "", null) { Hidden = [.. rows.Partition, number] }, counts, source => navigation.Columns
            .Select((c, i) => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(source, rows.Partition[i], false), owner.Column(owner.Own(c.Source))))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)), isInner: false);
        return new CoalesceScalar(joined.Column(number), new NumberScalar(0));

        ApplyRows Transformed(ApplyRows members)
        {
            var planner = new ApplyPlanner(plan, limits);
            var done = QueryPlanner.Transform(planner, members, options);
            var binder = new ExpressionBinder(plan, done.Scope) { Aggregator = planner, These = done };
            done.Scope.Select.And(options.Search is null ? null : binder.BindSearch(options.Search));
            done.Scope.Select.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
            return done;
        }
    }

    private static bool ReadsApart(SelectPlan query) => query.Joins.Select(j => j.Source).Prepend(query.From)
        .Any(s => s is UnionSource or CommonSource || (s is DerivedSource derived && ReadsApart(derived.Query)));

    /// <summary>
    /// From a member of an expanded collection back to the row it is expanded in, and on from there. The way back is one
    /// of the same columns, joined where <c>$it</c> is asked for.
    /// </summary>
    private static ToIt Upwards(EntityScope scope, NavigationProperty navigation, ToIt it)
    {
        if (scope.Type.IsTransient)
        {
            return NotHere;
        }
        var back = new NavigationProperty("$it", navigation.Target, scope.Type.Origin ?? scope.Type, IsCollection: false, IsNullable: true, [.. navigation.Columns.Select(c => (c.Target, c.Source))]);
        return member => it(member.Select.Join(member, back));
    }

    private static EntityScope NotHere(EntityScope scope) => throw ODataErrors.NotSupported("'$it' inside a transformed collection");

    private static EntityScope BehindMany(EntityScope scope) => throw ODataErrors.NotSupported("'$it' behind a many-to-many relationship");

    /// <summary>Several instances may share the entity that a single navigation leads to, and with it one set of rows.</summary>
    private static EntityScope BehindSingle(EntityScope scope) => throw ODataErrors.NotSupported("'$it' inside the expansion of a single navigation");

    private CollectionMember PlanNested(EntityScope scope, NestedCollection nested, QueryOptionsSyntax options, int depth)
    {
        var rows = nested.Open(columns => ParentKeys(columns, nested.ParentColumns, mayBeNull: true));
        rows = QueryPlanner.Transform(new ApplyPlanner(plan, limits), rows, options);
        var planned = PlanChildren(scope, nested.Name, rows, nested.ParentColumns, options, referencesOnly: false, depth, NotHere);
        return planned with
        {
            Child = planned.Child with { TakesNullKeys = true },
            Context = (ContextOf(nested, options, ODataRequest.V40), ContextOf(nested, options, ODataRequest.V401)),
        };
    }

    private string ContextOf(NestedCollection nested, QueryOptionsSyntax options, Version version) =>
        $"{model.SetOf(nested.Target.AggregatedFrom ?? nested.Target)?.Name ?? nested.Name}{ContextUrl.SelectList(options, nested.Target, version)}";

    private CollectionMember PlanChildren(
        EntityScope scope, string name, ApplyRows rows, IReadOnlyList<StructuralProperty> parents, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it)
    {
        var parentKey = parents.Select(p => ValueMember.Of(p, scope.Select.Output(scope.Column(p)), scope.Nullable)).ToList();
        var (root, child) = (rows.Scope, rows.Scope.Select);
        var binder = new ExpressionBinder(plan, root, () => it(root)) { Aggregator = new ApplyPlanner(plan, limits), These = rows };
        child.And(options.Search is null ? null : binder.BindSearch(options.Search));
        child.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
        var shape = Plan(root, options, referencesOnly, depth + 1, it);
        if (child.Columns.Count == 0 && rows.Partition.Count == 0)
        {
            // Rows of nothing but nested collections are rows all the same.
            child.Output(new NumberScalar(1));
        }
        var ownKey = rows.Partition.Select(p => ValueMember.Of(p, child.Output(root.Column(p)), false)).ToList();
        var grouping = rows.Groups.ToList();
        var order = options.OrderBy.Count == 0 && rows.Order.Count > 0 ? [.. rows.Order] : QueryPlanner.Order(binder, options.OrderBy, root);
        var plans = options.Top is null && options.Skip is null
            ? Grouped(child, grouping, order)
            : Ranked(child, grouping, order, options);
        return new CollectionMember(name, new ChildPlan(plans, shape, parentKey, ownKey), referencesOnly);
    }

    /// <summary>The condition that columns hold the values of one of the chunk's parents.</summary>
    private Scalar ParentKeys(IReadOnlyList<Scalar> columns, IReadOnlyList<StructuralProperty> parents, bool mayBeNull)
    {
        var width = parents.Count;
        Scalar Parameter(int chunk, int column)
        {
            var parameter = plan.Parameter(SlotOrigin.ParentKey, (chunk * width) + column, parents[column].Kind, ScaleOf(parents[column]));
            return mayBeNull ? new ParameterScalar(parameter.Slot with { MayBeNull = true }) : parameter;
        }
        return width == 1 && !mayBeNull
            ? new InScalar(columns[0], [.. Enumerable.Range(0, ChildPlan.ChunkSize).Select(i => Parameter(i, 0))], HasNull: false)
            : Enumerable.Range(0, ChildPlan.ChunkSize)
                .Select(i => columns.Select((c, j) => (Scalar)new CompareScalar(CompareOperator.Equal, c, Parameter(i, j))).Aggregate((a, b) => new LogicalScalar(true, a, b)))
                .Aggregate((a, b) => new LogicalScalar(false, a, b));
    }

    private static int? ScaleOf(StructuralProperty property) => property.Storage is StorageForm.ScaledInteger ? property.Scale : null;

    private static SelectPlan Grouped(SelectBuilder child, List<Scalar> grouping, List<OrderItem> order)
    {
        child.OrderBy.AddRange(grouping.Select(g => new OrderItem(g, false)));
        child.OrderBy.AddRange(order);
        return child.Build();
    }

    /// <summary><c>$top</c> and <c>$skip</c> hold per parent: rows are numbered within each and cut outside.</summary>
    private SelectPlan Ranked(SelectBuilder child, List<Scalar> grouping, List<OrderItem> order, QueryOptionsSyntax options)
    {
        var inner = child.Build();
        var columns = inner.Columns.Select((c, i) => c with { Name = $"c{i}" }).ToList();
        var links = grouping.Select(g => columns[child.Output(g)].Name!).ToList();
        columns.Add(new OutputColumn(new RowNumberScalar(grouping, order), "place"));
        inner = inner with { Columns = columns };
        var source = plan.NextSource();
        var place = new DerivedColumnScalar(source, "place", PrimitiveKind.Int64, false, StorageForm.Native, null);
        Scalar? where = null;
        if (options.Skip is { } skip)
        {
            where = new CompareScalar(CompareOperator.Greater, place, plan.Parameter(SlotOrigin.Literal, skip.Ordinal, PrimitiveKind.Int64));
        }
        if (options.Top is { } top)
        {
            Scalar last = plan.Parameter(SlotOrigin.Literal, top.Ordinal, PrimitiveKind.Int64);
            if (options.Skip is { } before)
            {
                last = new ArithmeticScalar(ArithmeticOperator.Add, last, plan.Parameter(SlotOrigin.Literal, before.Ordinal, PrimitiveKind.Int64), PrimitiveKind.Int64);
            }
            var within = new CompareScalar(CompareOperator.LessOrEqual, place, last);
            where = where is null ? within : new LogicalScalar(true, where, within);
        }
        OutputColumn Outer(OutputColumn c) => new(new DerivedColumnScalar(source, c.Name!, c.Value.Kind, c.Value.Nullable, StorageForm.Native, null));
        return new SelectPlan(
            new DerivedSource(source, inner), [], where, [.. columns.SkipLast(1).Select(Outer)],
            [.. links.Select(l => new OrderItem(new DerivedColumnScalar(source, l, null, false, StorageForm.Native, null), false)), new OrderItem(place, false)],
            null, null);
    }
}
