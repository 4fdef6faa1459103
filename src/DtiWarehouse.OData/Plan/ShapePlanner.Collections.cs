using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Collections inside an entity: each a statement of its own, for a chunk of parents at a time.</summary>
internal sealed partial class ShapePlanner
{
    private CollectionMember PlanCollection(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it)
    {
        var family = Family.Of(scope, navigation, options, it);
        var parents = family.Parents;
        if (options.Apply.Count > 0 || options.Compute.Count > 0)
        {
            // A collection that is empty has an aggregate too, so the rows are told apart by their parents from the start.
            var planner = new ApplyPlanner(plan, limits);
            var related = planner.Related(navigation, c => ParentKeys(c, parents, mayBeNull: false), family.InstanceType);
            var way = family.Way(related.Partition);
            return PlanChildren(scope, navigation.Name, QueryPlanner.Transform(planner, related with { It = way.From }, options), parents, options, referencesOnly, depth, way);
        }
        var child = new SelectBuilder(plan, navigation.Target);
        IReadOnlyList<ColumnScalar> owners = [.. child.Owners(navigation), .. child.EachOf(family.InstanceType)];
        child.And(ParentKeys(owners, parents, mayBeNull: false));
        if (navigation.Through is null && family.Instance is null)
        {
            List<StructuralProperty> own = [.. owners.Select(o => o.Property)];
            return PlanChildren(scope, navigation.Name, new ApplyRows(child.Root) { Partition = own }, parents, options, referencesOnly, depth, family.Way(own));
        }
        // The target's rows once per owner, beside what tells the owner.
        List<StructuralProperty> partition = [.. owners.Select(o => o.Property with { Name = "", Column = plan.NextColumn() })];
        var rows = child.BuildRows([
            .. ResultType.Columns(navigation.Target).Select(c => new OutputColumn(child.Root.Column(c), c.Column)),
            .. owners.Zip(partition, (o, p) => new OutputColumn(o, p.Column))]);
        var pairs = new SelectBuilder(plan, ResultType.Extend(navigation.Target, [], partition), rows);
        return PlanChildren(scope, navigation.Name, new ApplyRows(pairs.Root) { Partition = partition }, parents, options, referencesOnly, depth, family.Way(partition));
    }

    /// <summary>
    /// The number of rows that <c>$apply</c> and <c>$compute</c> make of those of a navigation, counted for the owner at
    /// hand. What is read at the head of a statement cannot see the owner, and SQLite loses sight of it in a union: there
    /// all owners' rows are counted at once and joined.
    /// </summary>
    private Scalar CountTransformed(EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options, ToIt it)
    {
        var related = new SelectBuilder(plan, navigation.Target);
        related.And(SelectBuilder.Link(owner, navigation, related.Root.Source));
        var counted = Transformed(new ApplyRows(related.Root) { It = _ => it.From(owner) }).Scope.Select.BuildCount();
        if (!ReadsApart(counted))
        {
            return new CountScalar(counted);
        }
        var family = Family.Of(owner, navigation, options, it);
        var all = new ApplyPlanner(plan, limits).Related(navigation, _ => new BooleanScalar(true), family.InstanceType);
        var rows = Transformed(all with { It = family.Way(all.Partition).From });
        var number = new StructuralProperty("", PrimitiveKind.Int64, true, "count");
        var counts = rows.Scope.Select.BuildRows([.. rows.Partition.Select(p => new OutputColumn(rows.Scope.Column(p), p.Column)), new OutputColumn(new CountAllScalar(), number.Column)], rows.Groups);
        var joined = owner.Select.JoinRows(new EntityType("", "", null) { Hidden = [.. rows.Partition, number] }, counts, source => family.Parents
            .Select((p, i) => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(source, rows.Partition[i], false), p))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)), isInner: false);
        return new CoalesceScalar(joined.Column(number), new NumberScalar(0));

        ApplyRows Transformed(ApplyRows members)
        {
            var planner = new ApplyPlanner(plan, limits);
            var done = QueryPlanner.Transform(planner, members, options);
            var binder = new ExpressionBinder(plan, done.Scope, done.It is { } way ? () => way(done.Scope) : null) { Aggregator = planner, These = done };
            done.Scope.Select.And(options.Search is null ? null : binder.BindSearch(options.Search));
            done.Scope.Select.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
            return done;
        }
    }

    /// <summary>
    /// Who has a collection of their own: the rows it is expanded in, and where several instances of the resource path
    /// share such a row and are asked about, each pair of them.
    /// </summary>
    private sealed record Family(EntityScope Owner, NavigationProperty Navigation, ToIt It, EntityScope? Instance)
    {
        public static Family Of(EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options, ToIt it) =>
            new(owner, navigation, it, options.MentionsIt && !it.FromTable ? it.From(owner) : null);

        public EntityType? InstanceType => Instance?.Type.Origin ?? Instance?.Type;

        /// <summary>The columns that tell them apart.</summary>
        public IReadOnlyList<ColumnScalar> Parents { get; } =
            [.. Navigation.Sources.Select(Owner.Own).Select(Owner.Column), .. Instance?.Type.Key.Select(Instance.Column) ?? []];

        /// <summary>From a member, by the columns that hold the same in its rows, to the instance of the resource path.</summary>
        public ToIt Way(IReadOnlyList<StructuralProperty> owners) => Instance is null
            ? Upwards(Owner, Navigation.Target, owners, Parents, It)
            : Upwards(Instance, Navigation.Target, [.. owners.TakeLast(Instance.Type.Key.Count)], [.. Parents.TakeLast(Instance.Type.Key.Count)], Itself);
    }

    private static bool ReadsApart(SelectPlan query) => query.Joins.Select(j => j.Source).Prepend(query.From)
        .Any(s => s is UnionSource or CommonSource || (s is DerivedSource derived && ReadsApart(derived.Query)));

    /// <summary>
    /// From a member of an expanded collection back to the row it is expanded in, and on from there. The way back is one
    /// of the columns that tell the collections apart, joined where <c>$it</c> is asked for.
    /// </summary>
    private static ToIt Upwards(EntityScope scope, EntityType members, IReadOnlyList<StructuralProperty> owners, IReadOnlyList<ColumnScalar> parents, ToIt it)
    {
        if (scope.Type.IsTransient)
        {
            return NotHere;
        }
        var origin = new EntityScope(scope.Select, scope.Type.Origin ?? scope.Type, scope.Source, false);
        var back = new NavigationProperty("$it", members, origin.Type, IsCollection: false, IsNullable: true, [.. owners.Zip(parents, (o, p) => (o, origin.Own(p.Property)))]);
        // Columns without a name are none of a table's.
        return new ToIt(
            member => it.FromTable ? it.From(member.Select.Join(member, back)) : throw NoWay(),
            it.FromTable && owners.All(o => o.Name.Length > 0));
    }

    private static ODataError NoWay() => ODataErrors.NotSupported("'$it' inside this transformed collection");

    private static readonly ToIt Itself = new(s => s, FromTable: true);

    private static readonly ToIt NotHere = new(_ => throw NoWay(), FromTable: true);

    private CollectionMember PlanNested(EntityScope scope, NestedCollection nested, QueryOptionsSyntax options, int depth)
    {
        List<ColumnScalar> parents = [.. nested.ParentColumns.Select(scope.Column)];
        var rows = nested.Open(columns => ParentKeys(columns, parents, mayBeNull: true));
        rows = QueryPlanner.Transform(new ApplyPlanner(plan, limits), rows, options);
        var planned = PlanChildren(scope, nested.Name, rows, parents, options, referencesOnly: false, depth, NotHere);
        return planned with
        {
            Child = planned.Child with { TakesNullKeys = true },
            Context = (ContextOf(nested, options, ODataRequest.V40), ContextOf(nested, options, ODataRequest.V401)),
        };
    }

    private string ContextOf(NestedCollection nested, QueryOptionsSyntax options, Version version)
    {
        var type = nested.Target.AggregatedFrom ?? nested.Target;
        var members = type.IsComplex ? $"Collection({type.QualifiedName})" : ContextUrl.Of(model, type) ?? nested.Name;
        return members + ContextUrl.SelectList(options, nested.Target, version);
    }

    private CollectionMember PlanChildren(
        EntityScope scope, string name, ApplyRows rows, IReadOnlyList<ColumnScalar> parents, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it)
    {
        var parentKey = parents.Select(p => ValueMember.Of(p.Property, scope.Select.Output(p), p.Nullable)).ToList();
        var (root, child) = (rows.Scope, rows.Scope.Select);
        var binder = new ExpressionBinder(plan, root, () => it.From(root)) { Aggregator = new ApplyPlanner(plan, limits), These = rows };
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
    private Scalar ParentKeys(IReadOnlyList<Scalar> columns, IReadOnlyList<ColumnScalar> parents, bool mayBeNull)
    {
        var width = parents.Count;
        Scalar Parameter(int chunk, int column)
        {
            var parameter = plan.Parameter(SlotOrigin.ParentKey, (chunk * width) + column, parents[column].Property.Kind, ScaleOf(parents[column].Property));
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
            where = new CompareScalar(CompareOperator.Greater, place, plan.Parameter(SlotOrigin.RowCount, skip.Ordinal, PrimitiveKind.Int64));
        }
        if (options.Top is { } top)
        {
            Scalar last = plan.Parameter(SlotOrigin.RowCount, top.Ordinal, PrimitiveKind.Int64);
            if (options.Skip is { } before)
            {
                last = new ArithmeticScalar(ArithmeticOperator.Add, last, plan.Parameter(SlotOrigin.RowCount, before.Ordinal, PrimitiveKind.Int64), PrimitiveKind.Int64);
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
