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
    public RowShape Plan(EntityScope scope, QueryOptionsSyntax options, bool referencesOnly = false, int depth = 0)
    {
        var select = scope.Select;
        var presence = scope.Presence.Select(c => select.Output(c)).ToList();
        var selection = Selection.Of(options);
        if (!referencesOnly)
        {
            CheckNames(scope.Type, options);
        }
        List<(EntityType Type, ShapeMember Member)>? expanded = null;
        var complex = new Dictionary<NavigationProperty, ShapeMember>();
        var members = referencesOnly ? [] : Members(scope, scope.Type);
        var needsKey = (withKeys || referencesOnly) && !scope.Type.IsComplex;
        IReadOnlyList<ValueMember> key = needsKey ? [.. scope.Type.Key.Select(k => ValueMember.Of(k, select.Output(scope.Column(k)), scope.Nullable))] : [];
        var set = model.SetOf(scope.Type);
        List<TypeVariant> variants = [];
        if (scope.Type.DerivedTypes.Count > 0 && !referencesOnly)
        {
            // Aggregated rows have a column per type that they were grouped by; the most derived comes first.
            foreach (var type in scope.Type.ConcreteTypes.Where(t => t.Discriminator is not null).Reverse())
            {
                var discriminator = ValueMember.Of(type.Discriminator!, select.Output(scope.Column(type.Discriminator!)), true);
                variants.Add(new TypeVariant(discriminator, type.DiscriminatorValue!, new RowShape(type, set, Members(scope.As(type), type), key)));
            }
        }
        return new RowShape(scope.Type, set, members, key) { Presence = presence, Variants = variants };

        List<ShapeMember> Members(EntityScope of, EntityType type)
        {
            var chosen = selection.On(type);
            var planned = new List<ShapeMember>();
            foreach (var property in chosen.Properties(type))
            {
                planned.Add(ValueMember.Of(property, select.Output(of.Column(property)), of.Nullable));
            }
            foreach (var navigation in type.Navigations.Where(n => n.IsInline || n.IsComplex))
            {
                if (chosen.HasUnder(navigation.Name, options) && !options.Expand.Any(e => e.Navigation == navigation.Name && e.Prefix.Count == 0))
                {
                    if (!complex.TryGetValue(navigation, out var member))
                    {
                        complex[navigation] = member = PlanComplex(of, navigation, chosen.Under(navigation.Name, options), depth);
                    }
                    planned.Add(member);
                }
            }
            expanded ??= PlanExpanded(scope, options, depth);
            planned.AddRange(expanded.Where(e => type.Is(e.Type)).Select(e => e.Member));
            return planned;
        }
    }

    /// <summary>A complex value, or what rows were grouped by behind a navigation.</summary>
    private ShapeMember PlanComplex(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, int depth) => navigation.IsCollection
        ? PlanCollection(scope, navigation, options, referencesOnly: false, depth)
        : new EntityMember(navigation.Name, Plan(scope.Select.Join(scope, navigation), options, depth: depth + 1), IsReference: false);

    /// <summary>Expanded navigations with the type whose rows have them.</summary>
    private List<(EntityType Type, ShapeMember Member)> PlanExpanded(EntityScope scope, QueryOptionsSyntax options, int depth)
    {
        var members = new List<(EntityType, ShapeMember)>();
        foreach (var casted in options.Expand.Where(e => e.Prefix.Count > 0 && e.Prefix[0].Contains('.', StringComparison.Ordinal)).GroupBy(e => e.Prefix[0]))
        {
            var type = scope.Type.FindRelated(casted.Key) ?? throw UnknownType(casted.Key, scope.Type, "$expand");
            var inner = QueryOptionsSyntax.Empty with { Expand = [.. casted.Select(e => e with { Prefix = [.. e.Prefix.Skip(1)] })] };
            if (inner.Expand.Any(e => e.Prefix.Count > 0))
            {
                throw ODataErrors.NotSupported("A path behind a type cast in $expand", "$expand");
            }
            members.AddRange(PlanExpanded(scope.As(type), inner, depth).Select(m => (m.Item1.Is(type) ? m.Item1 : type, m.Item2)));
        }
        if (options.Expand.FirstOrDefault(e => e.Prefix.Count > 0 && !e.Prefix[0].Contains('.', StringComparison.Ordinal) && !IsComplex(scope.Type, e.Prefix[0])) is { } lost)
        {
            throw ODataErrors.UnknownProperty(lost.Prefix[0], scope.Type.Name, lost.Position, ODataErrors.Nearest(lost.Prefix[0], scope.Type.Navigations.Where(n => n.IsComplex).Select(n => n.Name))).At("$expand");
        }
        foreach (var (item, navigation) in Expanded(scope.Type, options, depth))
        {
            members.AddRange(PlanExpand(scope, item, navigation, depth).Select(m => (scope.Type, m)));
        }
        return members;
    }

    private static bool IsComplex(EntityType type, string name) => type.TryGetNavigation(name, out var navigation) && navigation.IsComplex;

    private static ODataError UnknownType(string name, EntityType type, string option) => ODataErrors.NotAllowedHere(
        $"There is no type '{name}' that {type.QualifiedName} could be.", $"Không có kiểu '{name}' nào mà {type.QualifiedName} có thể là.", option);

    private static void CheckNames(EntityType type, QueryOptionsSyntax options)
    {
        foreach (var item in options.Select)
        {
            var owner = type;
            for (var i = 0; i < item.Path.Count; i++)
            {
                var name = item.Path[i];
                if (name == "*" && i == item.Path.Count - 1 || owner.TryGetProperty(name, out _) && i == item.Path.Count - 1)
                {
                    break;
                }
                if (name.Contains('.', StringComparison.Ordinal))
                {
                    owner = owner.FindRelated(name) ?? throw UnknownType(name, owner, "$select");
                    continue;
                }
                if (!owner.TryGetNavigation(name, out var navigation))
                {
                    throw owner.TryGetProperty(name, out _)
                        ? ODataErrors.NotAllowedHere($"'{name}' is a value; nothing can follow it after '/'.", $"'{name}' là một giá trị; sau nó không thể có '/'.", "$select")
                        : ODataErrors.UnknownProperty(name, owner.Name, item.Position, ODataErrors.Nearest(name, owner.MemberNames)).At("$select");
                }
                if (!navigation.IsComplex && i < item.Path.Count - 1)
                {
                    var path = string.Join('/', item.Path);
                    throw ODataErrors.NotAllowedHere(
                        $"'{path}' cannot be selected as a path; write $expand={name}($select={item.Path[i + 1]}).",
                        $"Không chọn được đường dẫn '{path}'; hãy viết $expand={name}($select={item.Path[i + 1]}).", "$select");
                }
                owner = navigation.Target;
            }
        }
    }

    private IEnumerable<(ExpandSyntax Item, NavigationProperty Navigation)> Expanded(EntityType type, QueryOptionsSyntax options, int depth)
    {
        var own = options.Expand.Where(e => e.Prefix.Count == 0).ToList();
        if (own.Count > 0 && depth >= limits.MaxExpandDepth)
        {
            throw ODataErrors.Limit("depth of $expand", limits.MaxExpandDepth, "$expand");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in own)
        {
            if (item.Navigation == "*")
            {
                // The star stands for what is not named beside it (OData URL Conventions 4.01, section 5.1.3).
                foreach (var navigation in type.Navigations.Where(n => !n.IsInline && !n.IsComplex && !own.Any(e => e.Navigation == n.Name) && seen.Add(n.Name)))
                {
                    yield return (item, navigation);
                }
            }
            else if (!type.TryGetNavigation(item.Navigation, out var navigation) || navigation.IsComplex)
            {
                throw (navigation is not null || type.TryGetProperty(item.Navigation, out _)
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

    private IEnumerable<ShapeMember> PlanExpand(EntityScope scope, ExpandSyntax item, NavigationProperty navigation, int depth)
    {
        var options = WithLevels(item, limits.MaxExpandDepth - depth);
        if (!navigation.IsCollection)
        {
            if (item.Form is ExpandForm.Count || options.Filter is not null || options.Search is not null || options.OrderBy.Count > 0 || options.Top is not null || options.Skip is not null || options.Count)
            {
                throw ODataErrors.NotAllowedHere(
                    $"'{navigation.Name}' leads to one entity; only $select, $expand and $levels fit there.",
                    $"'{navigation.Name}' chỉ dẫn đến một thực thể; ở đó chỉ dùng $select, $expand và $levels.", "$expand");
            }
            var joined = scope.Select.Join(scope, navigation);
            yield return new EntityMember(navigation.Name, Plan(joined, options, item.Form is ExpandForm.References, depth + 1), item.Form is ExpandForm.References);
            yield break;
        }
        if (options.Count || item.Form is ExpandForm.Count)
        {
            var count = new CountScalar(ExpressionBinder.CountOf(plan, scope, navigation, options));
            yield return new CountMember(navigation.Name, scope.Select.Output(count));
        }
        if (item.Form is not ExpandForm.Count)
        {
            yield return PlanCollection(scope, navigation, options, item.Form is ExpandForm.References, depth);
        }
    }

    /// <summary><c>$levels=n</c> is the same navigation expanded inside itself n - 1 times more.</summary>
    private static QueryOptionsSyntax WithLevels(ExpandSyntax item, int deepest)
    {
        if (item.Options.Levels is not { } levels || item.Navigation == "*")
        {
            return item.Options;
        }
        var left = (levels < 0 ? deepest : levels) - 1;
        var inner = item.Options with { Levels = null };
        return left <= 0 ? inner : inner with { Expand = [.. inner.Expand, item with { Options = item.Options with { Levels = left } }] };
    }

    private CollectionMember PlanCollection(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, bool referencesOnly, int depth)
    {
        // What the children refer to: columns of their own, or those of the table between.
        var child = new SelectBuilder(plan, navigation.Target);
        List<(StructuralProperty Source, ColumnScalar Own)> link = navigation.Through is { } through
            ? [.. LinkColumns(through, child.JoinThrough(navigation))]
            : [.. navigation.Columns.Select(c => (c.Source, child.Root.Column(c.Target)))];
        var parentKey = link.Select(l => ValueMember.Of(l.Source, scope.Select.Output(scope.Column(l.Source)), scope.Nullable)).ToList();
        child.And(ParentKeys([.. link.Select(l => l.Own)]));
        var binder = new ExpressionBinder(plan, child.Root);
        child.And(options.Search is null ? null : binder.BindSearch(options.Search));
        child.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
        var shape = Plan(child.Root, options, referencesOnly, depth + 1);
        var ownKey = link.Select(l => ValueMember.Of(l.Own.Property, child.Output(l.Own), false)).ToList();
        var grouping = link.Select(l => (Scalar)l.Own).ToList();
        var order = QueryPlanner.Order(binder, options.OrderBy, child.Root);
        var rows = options.Top is null && options.Skip is null
            ? Grouped(child, grouping, order)
            : Ranked(child, grouping, order, options);
        return new CollectionMember(navigation.Name, new ChildPlan(rows, shape, parentKey, ownKey), referencesOnly);
    }

    private static IEnumerable<(StructuralProperty Source, ColumnScalar Own)> LinkColumns(JoinTable through, int table) =>
        through.Sources.Select(s => (s.Source, new ColumnScalar(table, s.Column, false)));

    /// <summary>The condition that the row belongs to one of the chunk's parents.</summary>
    private Scalar ParentKeys(IReadOnlyList<ColumnScalar> link)
    {
        var width = link.Count;
        if (width == 1)
        {
            var column = link[0].Property;
            return new InScalar(
                link[0],
                [.. Enumerable.Range(0, ChildPlan.ChunkSize).Select(i => plan.Parameter(SlotOrigin.ParentKey, i, column.Kind, ScaleOf(column)))],
                HasNull: false);
        }
        return Enumerable.Range(0, ChildPlan.ChunkSize)
            .Select(i => link
                .Select((c, j) => (Scalar)new CompareScalar(CompareOperator.Equal, c, plan.Parameter(SlotOrigin.ParentKey, i * width + j, c.Property.Kind, ScaleOf(c.Property))))
                .Aggregate((a, b) => new LogicalScalar(true, a, b)))
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
