using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Plans <c>$select</c> and <c>$expand</c>: which columns a SELECT gives out and how they make entities. Single
/// navigations become joins of the same SELECT, collections a statement of their own. Rejects unknown names (203) and
/// options that do not fit the navigation (207).
/// </summary>
internal sealed partial class ShapePlanner(ODataModel model, PlanScope plan, ODataLimits limits, bool withKeys)
{
    private int _expanded;

    /// <summary>
    /// Leads from an entity at hand to the instance of the resource path, <c>$it</c>; with <see cref="FromTable"/> from the
    /// same entity read again in another query too.
    /// </summary>
    private sealed record ToIt(Func<EntityScope, EntityScope> From, bool FromTable);

    public RowShape Plan(EntityScope scope, QueryOptionsSyntax options, bool referencesOnly = false, IReadOnlyList<(StructuralProperty Property, Scalar Value)>? computed = null) =>
        Plan(scope, options, referencesOnly, 0, new ToIt(s => AsDeclared(s, scope.Type.Origin ?? scope.Type), FromTable: true), computed);

    /// <summary>The instance of the resource path is of the type declared there, whatever an expansion casts it to.</summary>
    private static EntityScope AsDeclared(EntityScope instance, EntityType declared) =>
        (instance.Type.Origin ?? instance.Type).SelfAndBases().Skip(1).Contains(declared) ? instance with { Type = declared } : instance;

    /// <param name="scope">The entity.</param>
    /// <param name="options">What is asked of it.</param>
    /// <param name="referencesOnly">Nothing but its reference is.</param>
    /// <param name="depth">Expansions around it.</param>
    /// <param name="it">The way to <c>$it</c>.</param>
    /// <param name="computed">Values beside the properties of the type: <c>$compute</c> on a single navigation.</param>
    private RowShape Plan(EntityScope scope, QueryOptionsSyntax options, bool referencesOnly, int depth, ToIt it, IReadOnlyList<(StructuralProperty Property, Scalar Value)>? computed = null)
    {
        computed ??= [];
        options = options with { Expand = [.. Selection.Expanded(options)] };
        var select = scope.Select;
        var presence = scope.Presence.Select(c => select.Output(c)).ToList();
        var selection = Selection.Of(options);
        if (!referencesOnly)
        {
            CheckNames(scope.Type, selection, computed);
        }
        List<(EntityType Type, ShapeMember Member)>? expanded = null;
        var complex = new Dictionary<(NavigationProperty, string), IReadOnlyList<ShapeMember>>();
        var members = referencesOnly ? [] : Members(scope, scope.Type);
        var needsKey = (withKeys || referencesOnly) && !scope.Type.IsComplex;
        IReadOnlyList<ValueMember> key = needsKey ? [.. scope.Type.Key.Select(k => ValueMember.Of(k, select.Output(scope.Column(k)), scope.Nullable))] : [];
        var set = model.SetOf(scope.Type);
        var entityPresence = scope.Type.EntityPresence is { } entity ? select.Output(scope.Column(entity)) : (int?)null;
        List<TypeVariant> variants = [];
        if (scope.Type.DerivedTypes.Count > 0 && !referencesOnly)
        {
            foreach (var type in scope.Type.ConcreteTypes)
            {
                var discriminator = ValueMember.Of(type.Discriminator!, select.Output(scope.Column(type.Discriminator!)), true);
                variants.Add(new TypeVariant(discriminator, type.DiscriminatorValue!, new RowShape(type, set, Members(scope.As(type), type), key) { Declared = scope.Type, EntityPresence = entityPresence }));
            }
        }
        // Rows that were grouped by values of a type say whether they are of it; of several the narrowest is told.
        var tests = scope.Type.Properties.Select(p => (p.TypeName, p.Presence)).Concat(scope.Type.Navigations.Select(n => (n.TypeName, n.Presence))).Where(t => t.TypeName is not null).DistinctBy(t => t.TypeName);
        foreach (var (name, holds) in tests.OrderByDescending(t => scope.Type.AggregatedFrom?.FindRelated(t.TypeName!)?.SelfAndBases().Count()))
        {
            var named = new EntityType(name![(name!.LastIndexOf('.') + 1)..], "", null) { Namespace = scope.Type.Namespace, IsTransient = true };
            var column = new StructuralProperty("", PrimitiveKind.Int64, true, holds!);
            variants.Add(new TypeVariant(ValueMember.Of(column, select.Output(scope.Column(column)), true), 1L, new RowShape(named, set, members, key) { Declared = scope.Type }));
        }
        return new RowShape(scope.Type, set, members, key) { Presence = presence, EntityPresence = entityPresence, Variants = variants };

        List<ShapeMember> Members(EntityScope of, EntityType type)
        {
            var chosen = selection.On(type);
            var own = options with { Expand = Selection.ExpandedOn(type, options.Expand) };
            var planned = new List<ShapeMember>(type.UpPaths.Select(p => new AnnotationMember($"@{HierarchyFunctions.UpPath}#{p.Qualifier}", select.Output(of.Column(p.Column)))));
            foreach (var property in chosen.Properties(type))
            {
                planned.Add(ValueMember.Of(property, select.Output(of.Column(property)), of.Nullable) with { Presence = Presence(of, property.Presence) });
            }
            foreach (var (property, value) in computed.Where(c => IsSelected(c.Property.Name, options)))
            {
                planned.Add(ValueMember.Of(property, select.Output(value), nullable: true));
            }
            foreach (var nested in type.Nested.Where(n => IsSelected(n.Name, options) || options.Expand.Any(e => e.Navigation == n.Name)))
            {
                var asked = options.Expand.FirstOrDefault(e => e.Navigation == nested.Name)?.Options ?? QueryOptionsSyntax.Empty;
                planned.Add(PlanNested(of, nested, asked, depth) with { Presence = Presence(of, nested.Presence) });
            }
            foreach (var navigation in type.Navigations.Where(n => n.IsComplex || n is { IsInline: true, IsExpanded: true }))
            {
                if ((navigation.IsNode || chosen.HasUnder(navigation.Name, own)) && !own.Expand.Any(e => e.Navigation == navigation.Name && e.Prefix.Count == 0))
                {
                    // Types may share what is planned for their base.
                    var kind = (navigation, chosen.Signature(navigation.Name, own));
                    if (!complex.TryGetValue(kind, out var parts))
                    {
                        complex[kind] = parts = [.. PlanComplex(of, navigation, chosen.Under(navigation.Name, own), depth, it).Select(m => m with { Presence = Presence(of, navigation.Presence) })];
                    }
                    planned.AddRange(parts);
                }
            }
            expanded ??= PlanExpanded(scope, WithDefaults(scope.Type, options), depth, it);
            var shown = expanded.Where(e => type.Is(e.Type)).ToList();
            planned.AddRange(shown.Where(e => !shown.Exists(o => o.Member.Name == e.Member.Name && o.Type != e.Type && o.Type.Is(e.Type))).Select(e => options.Expand.Count == 0 && scope.Type.ExpandedWhere.TryGetValue(e.Member.Name, out var where)
                ? e.Member with { Presence = Presence(scope, where) }
                : e.Member));
            return planned;
        }
    }

    /// <summary>The ordinal of the column that says in which rows a member is there; null = in all.</summary>
    private static int? Presence(EntityScope scope, string? column) =>
        column is null ? null : scope.Select.Output(scope.Column(new StructuralProperty("", PrimitiveKind.Int64, true, column)));

    /// <summary>Navigations that rows were grouped by are expanded where no <c>$expand</c> is given.</summary>
    private static QueryOptionsSyntax WithDefaults(EntityType type, QueryOptionsSyntax options) => options.Expand.Count > 0 || type.ExpandedByDefault.Count == 0
        ? options
        : options with { Expand = [.. type.ExpandedByDefault.Where(n => IsSelected(n, options)).Select(n => n.Split('/')).Select(n => new ExpandSyntax(0, n[^1], ExpandForm.Entities, QueryOptionsSyntax.Empty) { Prefix = n[..^1] })] };

    private static bool IsSelected(string name, QueryOptionsSyntax options) =>
        options.Select.Count == 0 || options.Select.Any(s => s.IsWildcard || s.Path[0] == name);

    /// <summary>A complex value, or what rows were grouped by behind a navigation.</summary>
    private IEnumerable<ShapeMember> PlanComplex(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, int depth, ToIt it)
    {
        if (navigation is { IsCollection: true, IsInline: false })
        {
            return PlanMany(scope, navigation, options, ExpandForm.Entities, depth, it);
        }
        var value = scope.Select.Join(scope, navigation);
        var computed = new ApplyPlanner(plan, limits).Computed(new ApplyRows(value) { It = _ => it.From(scope) }, options.Compute);
        return [new EntityMember(navigation.Name, Typed(navigation, Plan(value, options, false, depth + 1, it with { From = part => it.From(Whole(part, scope)) }, computed)), IsReference: false) { IsOnlyItem = navigation.IsCollection }];
    }

    /// <summary>What the request has put into the row is declared nowhere: that it is of a derived type must be said.</summary>
    private static RowShape Typed(NavigationProperty navigation, RowShape shape) =>
        navigation is { IsInline: true, IsComplex: false, Target: { IsTransient: false, BaseType: { } declared } } ? shape.DeclaredAs(declared) : shape;

    /// <summary>The entity that a complex value is part of, in the row of the value: the one at hand, or the same read again.</summary>
    private static EntityScope Whole(EntityScope part, EntityScope entity) =>
        part.Select == entity.Select && part.Source == entity.Source ? entity : part with { Type = entity.Type.Origin ?? entity.Type };

    /// <summary>Expanded navigations with the type whose rows have them.</summary>
    private List<(EntityType Type, ShapeMember Member)> PlanExpanded(EntityScope scope, QueryOptionsSyntax options, int depth, ToIt it)
    {
        var taken = new List<(EntityType Type, string Name, bool IsStar)>();
        // For rows of a type what is named for it goes before what a star stands for in all.
        return [.. Expansions(scope, options)];

        IEnumerable<(EntityType Type, ShapeMember Member)> Expansions(EntityScope of, QueryOptionsSyntax asked)
        {
            if (asked.Expand.FirstOrDefault(e => e.Prefix.Count > 0 && !IsCast(e.Prefix[0]) && !IsComplex(of.Type, e.Prefix[0])) is { } lost)
            {
                throw ODataErrors.UnknownProperty(lost.Prefix[0], of.Type.Name, lost.Position, ODataErrors.Nearest(lost.Prefix[0], of.Type.Navigations.Where(n => n.IsComplex).Select(n => n.Name))).At("$expand");
            }
            foreach (var (item, navigation) in Expanded(of.Type, asked, depth, taken))
            {
                foreach (var member in PlanExpand(of, item, navigation, depth, it))
                {
                    yield return (of.Type, member);
                }
            }
            // What is named goes before what a star stands for.
            foreach (var casted in asked.Expand.Where(e => e.Prefix.Count > 0 && IsCast(e.Prefix[0])).OrderBy(e => e.Navigation == "*").GroupBy(e => e.Prefix[0]))
            {
                var type = of.Type.FindRelated(casted.Key) ?? throw UnknownType(casted.Key, of.Type, "$expand");
                var inner = QueryOptionsSyntax.Empty with { Expand = [.. casted.Select(e => e with { Prefix = [.. e.Prefix.Skip(1)] })] };
                foreach (var (owner, member) in Expansions(of.As(type), inner))
                {
                    yield return (owner.Is(type) ? owner : type, member);
                }
            }
        }
    }

    private static bool IsCast(string name) => name.Contains('.', StringComparison.Ordinal);

    private static bool IsComplex(EntityType type, string name) => type.TryGetNavigation(name, out var navigation) && navigation.IsComplex;

    private static ODataError UnknownType(string name, EntityType type, string option) => ODataErrors.NotAllowedHere(
        $"There is no type '{name}' that {type.QualifiedName} could be.", $"Không có kiểu '{name}' nào mà {type.QualifiedName} có thể là.", option);

    private static void CheckNames(EntityType type, Selection selection, IReadOnlyList<(StructuralProperty Property, Scalar Value)> computed)
    {
        foreach (var item in selection.Items)
        {
            CheckName(type, item, computed);
        }
        if (selection.Items.Where(i => i.Options != QueryOptionsSyntax.Empty).GroupBy(i => string.Join('/', i.Path)).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ODataErrors.NotAllowedHere($"'{twice.Key}' is selected twice, each time with options.", $"'{twice.Key}' được chọn hai lần, mỗi lần có tùy chọn.", "$select");
        }
    }

    private static void CheckName(EntityType type, SelectSyntax item, IReadOnlyList<(StructuralProperty Property, Scalar Value)> computed)
    {
        var owner = type;
        NavigationProperty? part = null;
        for (var i = 0; i < item.Path.Count; i++)
        {
            var name = item.Path[i];
            var isLast = i == item.Path.Count - 1;
            part = null;
            if (name.Contains('.', StringComparison.Ordinal))
            {
                // At the end a qualified operation: what it asks for, its advertisement, there is none of.
                owner = isLast ? owner : owner.FindRelated(name) ?? throw UnknownType(name, owner, "$select");
            }
            else if (owner.TryGetProperty(name, out _) || (i == 0 && (computed.Any(c => c.Property.Name == name) || type.Nested.Any(n => n.Name == name))))
            {
                if (!isLast)
                {
                    throw ODataErrors.NotAllowedHere($"'{name}' is a value; nothing can follow it after '/'.", $"'{name}' là một giá trị; sau nó không thể có '/'.", "$select");
                }
            }
            else if (name != "*" || !isLast)
            {
                if (!owner.TryGetNavigation(name, out part))
                {
                    throw ODataErrors.UnknownProperty(name, owner.Name, item.Position, ODataErrors.Nearest(name, owner.MemberNames)).At("$select");
                }
                if (!part.IsComplex && !part.IsInline && !isLast)
                {
                    throw ODataErrors.NotAllowedHere(
                        $"'{string.Join('/', item.Path)}' cannot be selected as a path; write $expand={name}($select={item.Path[i + 1]}).",
                        $"Không chọn được đường dẫn '{string.Join('/', item.Path)}'; hãy viết $expand={name}($select={item.Path[i + 1]}).", "$select");
                }
                owner = part.Target;
            }
        }
        if (item.Options != QueryOptionsSyntax.Empty
            && (part is not { IsComplex: true } || item.Options.Levels is not null || item.Options.Apply.Count > 0 || (!part.IsCollection && HasOptionsOfCollections(item.Options))))
        {
            throw ODataErrors.NotAllowedHere($"'{item.Path[^1]}' takes no such options in $select.", $"'{item.Path[^1]}' không nhận các tùy chọn này trong $select.", "$select");
        }
    }

    /// <summary>Items with the navigations that they name. No row gets one twice: <paramref name="taken"/> are those had so far, with their types.</summary>
    private IEnumerable<(ExpandSyntax Item, NavigationProperty Navigation)> Expanded(EntityType type, QueryOptionsSyntax options, int depth, List<(EntityType Type, string Name, bool IsStar)> taken)
    {
        var own = options.Expand.Where(e => e.Prefix.Count == 0).ToList();
        if (own.Count > 0 && depth >= limits.MaxExpandDepth)
        {
            throw ODataErrors.Limit(LimitKind.ExpandDepth, limits.MaxExpandDepth);
        }
        foreach (var item in own)
        {
            if (item.Navigation == "*")
            {
                if (item.Options != QueryOptionsSyntax.Empty with { Levels = item.Options.Levels })
                {
                    throw ODataErrors.NotAllowedHere("Behind * only $levels may stand; name the navigations that need options of their own.", "Sau * chỉ dùng được $levels; hãy nêu tên các liên kết cần tùy chọn riêng.", "$expand");
                }
                // The star stands for what is not named beside it (OData URL Conventions 4.01, section 5.1.3).
                foreach (var navigation in type.Navigations.Where(n => !n.IsInline && !n.IsComplex && !own.Any(e => e.Navigation == n.Name) && Take(n.Name, isStar: true)))
                {
                    yield return (item, navigation);
                }
            }
            else if (type.Nested.Any(n => n.Name == item.Navigation))
            {
                // Planned with the members: a nested collection is there without being asked for.
                if (item.Form is not ExpandForm.Entities || item.Cast is not null || !Take(item.Navigation))
                {
                    throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is a nested collection; name it once, without a suffix.", $"'{item.Navigation}' là tập lồng; chỉ nêu một lần, không kèm hậu tố.", "$expand");
                }
            }
            else if (!type.TryGetNavigation(item.Navigation, out var navigation) || navigation.IsComplex)
            {
                throw (navigation is not null || type.TryGetProperty(item.Navigation, out _)
                    ? ODataErrors.NotAllowedHere($"'{item.Navigation}' is a value of {type.Name}, not a navigation property; put it in $select.", $"'{item.Navigation}' là giá trị của {type.Name}, không phải thuộc tính liên kết; hãy đưa vào $select.", "$expand")
                    : ODataErrors.UnknownProperty(item.Navigation, type.Name, item.Position, ODataErrors.Nearest(item.Navigation, type.Navigations.Select(n => n.Name)))).At("$expand");
            }
            else if (navigation.IsInline && (item.Form is not ExpandForm.Entities || item.Cast is not null))
            {
                throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is part of the grouped rows; only what they were grouped by is there.", $"'{item.Navigation}' là phần của dòng đã nhóm; chỉ còn các giá trị dùng để nhóm.", "$expand");
            }
            else if (!Take(navigation.Name))
            {
                throw ODataErrors.NotAllowedHere($"'{item.Navigation}' is expanded twice.", $"'{item.Navigation}' được mở rộng hai lần.", "$expand");
            }
            else
            {
                yield return (item, navigation);
            }
        }

        bool Take(string name, bool isStar = false)
        {
            if (taken.Any(t => t.Name == name && (type.Is(t.Type) || t.Type.Is(type)) && (isStar || !t.IsStar)))
            {
                return false;
            }
            taken.Add((type, name, isStar));
            return true;
        }
    }

    private IEnumerable<ShapeMember> PlanExpand(EntityScope scope, ExpandSyntax item, NavigationProperty navigation, int depth, ToIt it)
    {
        if (++_expanded > limits.MaxExpandItems)
        {
            throw ODataErrors.Limit(LimitKind.ExpandItems, limits.MaxExpandItems);
        }
        var options = WithLevels(item, navigation, limits.MaxExpandDepth - depth);
        if (item.Cast is not null)
        {
            var type = navigation.Target.FindRelated(item.Cast) ?? throw UnknownType(item.Cast, navigation.Target, "$expand");
            return PlanExpand(scope, item.Form, navigation with { Target = type }, options, depth, it).Select(m => m switch
            {
                EntityMember entity => entity with { Shape = entity.Shape.DeclaredAs(navigation.Target) },
                CollectionMember many => many with { Child = many.Child with { Shape = many.Child.Shape.DeclaredAs(navigation.Target) } },
                _ => m,
            });
        }
        return PlanExpand(scope, item.Form, navigation, options, depth, it);
    }

    private IEnumerable<ShapeMember> PlanExpand(EntityScope scope, ExpandForm form, NavigationProperty navigation, QueryOptionsSyntax options, int depth, ToIt it)
    {
        if (navigation.IsCollection && !navigation.IsInline)
        {
            return PlanMany(scope, navigation, options, form, depth, it);
        }
        if (form is ExpandForm.Count || HasOptionsOfCollections(options))
        {
            throw ODataErrors.NotAllowedHere(
                $"'{navigation.Name}' leads to one entity; only $select, $expand, $compute and $levels fit there.",
                $"'{navigation.Name}' chỉ dẫn đến một thực thể; ở đó chỉ dùng $select, $expand, $compute và $levels.", "$expand");
        }
        var joined = scope.Select.Join(scope, navigation);
        var computed = new ApplyPlanner(plan, limits).Computed(new ApplyRows(joined) { It = _ => it.From(scope) }, options.Compute);
        return [new EntityMember(navigation.Name, Typed(navigation, Plan(joined, options, form is ExpandForm.References, depth + 1, new ToIt(_ => it.From(scope), FromTable: false), computed)), form is ExpandForm.References) { IsOnlyItem = navigation.IsCollection }];
    }

    private static bool HasOptionsOfCollections(QueryOptionsSyntax options) =>
        options.Filter is not null || options.Search is not null || options.OrderBy.Count > 0 || options.Top is not null || options.Skip is not null || options.Count || options.Apply.Count > 0;

    /// <summary>A collection and, where it is asked for, its number.</summary>
    private IEnumerable<ShapeMember> PlanMany(EntityScope scope, NavigationProperty navigation, QueryOptionsSyntax options, ExpandForm form, int depth, ToIt it)
    {
        if (options.Count || form is ExpandForm.Count)
        {
            Scalar count = options.Apply.Count == 0 && options.Compute.Count == 0 ? new CountScalar(ExpressionBinder.CountOf(plan, scope, navigation, options, () => it.From(scope))) : CountTransformed(scope, navigation, options, it);
            yield return new CountMember(navigation.Name, scope.Select.Output(count));
        }
        if (form is not ExpandForm.Count)
        {
            yield return PlanCollection(scope, navigation, options, form is ExpandForm.References, depth, it);
        }
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
        levels == 0 ? 0 : type.Navigations.Where(n => !n.IsInline && !n.IsComplex).Sum(n => 1 + Expansions(n.Target, levels - 1));
}
