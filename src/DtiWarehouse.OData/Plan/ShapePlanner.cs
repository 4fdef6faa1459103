using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Plans <c>$select</c> and <c>$expand</c>: which columns a SELECT gives out and how they make entities. Single
/// navigations become joins of the same SELECT, collections a statement of their own. Rejects unknown names (203) and
/// options that do not fit the navigation (207).
/// </summary>
internal sealed class ShapePlanner(ODataModel model, PlanScope plan, ODataLimits limits, bool withKeys)
{
    private int _expanded;

    /// <summary>Leads from an entity at hand to the instance of the resource path, <c>$it</c>.</summary>
    private delegate EntityScope ToIt(EntityScope scope);

    public RowShape Plan(EntityScope scope, QueryOptionsSyntax options, bool referencesOnly = false) => Plan(scope, options, referencesOnly, 0, s => s);

    /// <param name="scope">The entity.</param>
    /// <param name="options">What is asked of it.</param>
    /// <param name="referencesOnly">Nothing but its reference is.</param>
    /// <param name="depth">Expansions around it.</param>
    /// <param name="it">The way to <c>$it</c>.</param>
    /// <param name="computed">Values beside the properties of the type: <c>$compute</c> on a single navigation.</param>
    private RowShape Plan(EntityScope scope, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it, IReadOnlyList<(StructuralProperty Property, Scalar Value)>? computed = null)
    {
        computed ??= [];
        var select = scope.Select;
        var presence = scope.Nullable ? select.Output(scope.Present()) : (int?)null;
        var members = new List<ShapeMember>();
        if (!referencesOnly)
        {
            CheckNames(scope.Type, options, computed);
            foreach (var property in Selected(scope.Type, options))
            {
                members.Add(ValueMember.Of(property, select.Output(scope.Column(property)), scope.Nullable) with { Presence = Presence(scope, property.Presence) });
            }
            foreach (var (property, value) in computed.Where(c => IsSelected(c.Property.Name, options)))
            {
                members.Add(ValueMember.Of(property, select.Output(value), nullable: true));
            }
            foreach (var nested in scope.Type.Nested.Where(n => IsSelected(n.Name, options) || options.Expand.Any(e => e.Navigation == n.Name)))
            {
                var own = options.Expand.FirstOrDefault(e => e.Navigation == nested.Name)?.Options ?? QueryOptionsSyntax.Empty;
                members.Add(PlanNested(scope, nested, own, depth) with { Presence = Presence(scope, nested.Presence) });
            }
            foreach (var group in scope.Type.Navigations.Where(n => n is { IsInline: true, IsExpanded: true } && (n.IsNode || IsSelected(n.Name, options)) && !options.Expand.Any(e => e.Navigation == n.Name)))
            {
                members.Add(new EntityMember(group.Name, Plan(select.Join(scope, group), SelectedIn(group.Name, options), false, depth + 1, it), IsReference: false) { Presence = Presence(scope, group.Presence), IsOnlyItem = group.IsCollection });
            }
            foreach (var item in Expanded(scope.Type, WithDefaults(scope.Type, options), depth))
            {
                members.AddRange(PlanExpand(scope, item.Item, item.Navigation, depth, it));
            }
        }
        var needsKey = withKeys || referencesOnly;
        IReadOnlyList<ValueMember> key = needsKey ? [.. scope.Type.Key.Select(k => ValueMember.Of(k, select.Output(scope.Column(k)), scope.Nullable))] : [];
        return new RowShape(scope.Type, model.SetOf(scope.Type), members, key)
        {
            Presence = presence,
            EntityPresence = scope.Type.EntityPresence is { } entity ? select.Output(scope.Column(entity)) : null,
        };
    }

    /// <summary>The ordinal of the column that says in which rows a member is there; null = in all.</summary>
    private static int? Presence(EntityScope scope, string? column) =>
        column is null ? null : scope.Select.Output(scope.Column(new StructuralProperty("", PrimitiveKind.Int64, true, column)));

    /// <summary>Navigations that rows were grouped by are expanded where no <c>$expand</c> is given.</summary>
    private static QueryOptionsSyntax WithDefaults(EntityType type, QueryOptionsSyntax options) => options.Expand.Count > 0 || type.ExpandedByDefault.Count == 0
        ? options
        : options with { Expand = [.. type.ExpandedByDefault.Where(n => IsSelected(n, options)).Select(n => new ExpandSyntax(0, n, ExpandForm.Entities, QueryOptionsSyntax.Empty))] };

    private static IEnumerable<StructuralProperty> Selected(EntityType type, QueryOptionsSyntax options)
    {
        if (options.Select.Count == 0 || options.Select.Any(s => s.IsWildcard))
        {
            return type.Properties;
        }
        return options.Select
            .Where(s => type.TryGetProperty(s.Path[0], out _))
            .Select(s => { type.TryGetProperty(s.Path[0], out var property); return property!; })
            .Distinct();
    }

    private static bool IsSelected(string name, QueryOptionsSyntax options) =>
        options.Select.Count == 0 || options.Select.Any(s => s.IsWildcard || s.Path[0] == name);

    /// <summary>What <c>$select</c> keeps of a part of the row: paths through it and options behind it; everything where it is named whole.</summary>
    private static QueryOptionsSyntax SelectedIn(string name, QueryOptionsSyntax options)
    {
        var items = options.Select.Where(s => s.Path[0] == name).ToList();
        return items.Count == 0 || items.Any(s => s.Path.Count == 1 && s.Options.Select.Count == 0)
            ? QueryOptionsSyntax.Empty
            : QueryOptionsSyntax.Empty with { Select = [.. items.SelectMany(s => s.Path.Count > 1 ? [s with { Path = [.. s.Path.Skip(1)] }] : s.Options.Select)] };
    }

    private static void CheckNames(EntityType type, QueryOptionsSyntax options, IReadOnlyList<(StructuralProperty Property, Scalar Value)> computed)
    {
        foreach (var item in options.Select.Where(s => !s.IsWildcard))
        {
            var name = item.Path[0];
            if (name.Contains('.', StringComparison.Ordinal))
            {
                if (item.Path.Count > 1)
                {
                    throw ODataErrors.NotSupported($"The type cast '{name}' in $select", "$select");
                }
                // A qualified operation: what it asks for, its advertisement, there is none of.
                continue;
            }
            NavigationProperty? navigation = null;
            var isKnown = type.TryGetProperty(name, out _) || computed.Any(c => c.Property.Name == name) || type.Nested.Any(n => n.Name == name);
            if (!isKnown && !type.TryGetNavigation(name, out navigation))
            {
                throw ODataErrors.UnknownProperty(name, type.Name, item.Position, ODataErrors.Nearest(name, type.MemberNames)).At("$select");
            }
            var isPart = navigation is { IsInline: true };
            if (item.Options != QueryOptionsSyntax.Empty && (!isPart || item.Options != QueryOptionsSyntax.Empty with { Select = item.Options.Select }))
            {
                throw ODataErrors.NotAllowedHere($"'{name}' takes no such options in $select.", $"'{name}' không nhận các tùy chọn này trong $select.", "$select");
            }
            if (item.Path.Count > 1 && !isPart)
            {
                var path = string.Join('/', item.Path);
                throw ODataErrors.NotAllowedHere(
                    $"'{path}' cannot be selected as a path; write $expand={name}($select={item.Path[1]}).",
                    $"Không chọn được đường dẫn '{path}'; hãy viết $expand={name}($select={item.Path[1]}).", "$select");
            }
        }
    }

    private IEnumerable<(ExpandSyntax Item, NavigationProperty Navigation)> Expanded(EntityType type, QueryOptionsSyntax options, int depth)
    {
        if (options.Expand.Count > 0 && depth >= limits.MaxExpandDepth)
        {
            throw ODataErrors.Limit(LimitKind.ExpandDepth, limits.MaxExpandDepth);
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in options.Expand)
        {
            if (item.Navigation == "*")
            {
                if (item.Options != QueryOptionsSyntax.Empty with { Levels = item.Options.Levels })
                {
                    throw ODataErrors.NotAllowedHere("Behind * only $levels may stand; name the navigations that need options of their own.", "Sau * chỉ dùng được $levels; hãy nêu tên các liên kết cần tùy chọn riêng.", "$expand");
                }
                // The star stands for what is not named beside it (OData URL Conventions 4.01, section 5.1.3).
                foreach (var navigation in type.Navigations.Where(n => !n.IsInline && !options.Expand.Any(e => e.Navigation == n.Name) && seen.Add(n.Name)))
                {
                    yield return (item, navigation);
                }
            }
            else if (type.Nested.Any(n => n.Name == item.Navigation))
            {
                // Planned with the members: a nested collection is there without being asked for.
                if (item.Form is not ExpandForm.Entities || !seen.Add(item.Navigation))
                {
                    throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is a nested collection; name it once, without a suffix.", $"'{item.Navigation}' là tập lồng; chỉ nêu một lần, không kèm hậu tố.", "$expand");
                }
            }
            else if (!type.TryGetNavigation(item.Navigation, out var navigation))
            {
                throw (type.TryGetProperty(item.Navigation, out _)
                    ? ODataErrors.NotAllowedHere($"'{item.Navigation}' is a value of {type.Name}, not a navigation property; put it in $select.", $"'{item.Navigation}' là giá trị của {type.Name}, không phải thuộc tính liên kết; hãy đưa vào $select.", "$expand")
                    : ODataErrors.UnknownProperty(item.Navigation, type.Name, item.Position, ODataErrors.Nearest(item.Navigation, type.Navigations.Select(n => n.Name)))).At("$expand");
            }
            else if (navigation.IsInline && item.Form is not ExpandForm.Entities)
            {
                throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is part of the grouped rows; only what they were grouped by is there.", $"'{item.Navigation}' là phần của dòng đã nhóm; chỉ còn các giá trị dùng để nhóm.", "$expand");
            }
            else if (!seen.Add(navigation.Name))
            {
                throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is expanded twice.", $"'{item.Navigation}' được mở rộng hai lần.", "$expand");
            }
            else
            {
                yield return (item, navigation);
            }
        }
    }

    private IEnumerable<ShapeMember> PlanExpand(EntityScope scope, ExpandSyntax item, NavigationProperty navigation, int depth, ToIt it)
    {
        if (++_expanded > limits.MaxExpandItems)
        {
            throw ODataErrors.Limit(LimitKind.ExpandItems, limits.MaxExpandItems);
        }
        var options = WithLevels(item, navigation, limits.MaxExpandDepth - depth);
        if (!navigation.IsCollection || navigation.IsInline)
        {
            if (item.Form is ExpandForm.Count || options.Filter is not null || options.Search is not null || options.OrderBy.Count > 0 || options.Top is not null || options.Skip is not null || options.Count || options.Apply.Count > 0)
            {
                throw ODataErrors.NotAllowedHere(
                    $"'{navigation.Name}' leads to one entity; only $select, $expand, $compute and $levels fit there.",
                    $"'{navigation.Name}' chỉ dẫn đến một thực thể; ở đó chỉ dùng $select, $expand, $compute và $levels.", "$expand");
            }
            var joined = scope.Select.Join(scope, navigation);
            var computed = new ApplyPlanner(plan, limits).Computed(new ApplyRows(joined), options.Compute);
            yield return new EntityMember(navigation.Name, Plan(joined, options, item.Form is ExpandForm.References, depth + 1, BehindSingle, computed), item.Form is ExpandForm.References) { IsOnlyItem = navigation.IsCollection };
            yield break;
        }
        if (options.Count || item.Form is ExpandForm.Count)
        {
            var count = new CountScalar(options.Apply.Count == 0 && options.Compute.Count == 0 ? ExpressionBinder.CountOf(plan, scope, navigation, options, () => it(scope)) : CountTransformed(scope, navigation, options));
            yield return new CountMember(navigation.Name, scope.Select.Output(count));
        }
        if (item.Form is not ExpandForm.Count)
        {
            yield return PlanCollection(scope, navigation, options, item.Form is ExpandForm.References, depth, it);
        }
    }

    /// <summary>The correlated count of what <c>$apply</c> and <c>$compute</c> make of a navigation's rows.</summary>
    private SelectPlan CountTransformed(EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options)
    {
        var related = new SelectBuilder(plan, navigation.Target);
        related.And(SelectBuilder.Link(owner, navigation, related.Root.Source));
        var planner = new ApplyPlanner(plan, limits);
        var rows = QueryPlanner.Transform(planner, new ApplyRows(related.Root), options);
        var binder = new ExpressionBinder(plan, rows.Scope) { Aggregator = planner, These = rows };
        rows.Scope.Select.And(options.Search is null ? null : binder.BindSearch(options.Search));
        rows.Scope.Select.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
        return rows.Scope.Select.BuildCount();
    }

    /// <summary>
    /// <c>$levels=n</c> is the same item expanded inside itself n - 1 times more; <c>max</c> is as deep as the limits allow,
    /// for a star counting everything that it stands for.
    /// </summary>
    private QueryOptionsSyntax WithLevels(ExpandSyntax item, NavigationProperty navigation, int deepest)
    {
        if (item.Options.Levels is not { } levels)
        {
            return item.Options;
        }
        if (levels < 0)
        {
            levels = item.Navigation == "*" ? LevelsOfStar(navigation.Declaring, deepest) : deepest;
        }
        var inner = item.Options with { Levels = null };
        return levels <= 1 ? inner : inner with { Expand = [.. inner.Expand, item with { Options = item.Options with { Levels = levels - 1 } }] };
    }

    private int LevelsOfStar(EntityType type, int deepest)
    {
        var levels = 1;
        while (levels < deepest && Expansions(type, levels + 1) <= limits.MaxExpandItems)
        {
            levels++;
        }
        return levels;
    }

    private static long Expansions(EntityType type, int levels) =>
        levels == 0 ? 0 : type.Navigations.Sum(n => 1 + Expansions(n.Target, levels - 1));

    private CollectionMember PlanCollection(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it)
    {
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
