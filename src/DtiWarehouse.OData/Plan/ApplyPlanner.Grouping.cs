using System.Collections.Frozen;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>groupby</c> with any inner sequence, and <c>rollup</c> (Data Aggregation 4.0, section 3.2.3).</summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>
    /// A value to group by and where it stands in the result. <see cref="IsPresence"/>: not a value of its own but
    /// whether the navigation <see cref="Path"/> leads to an entity. <see cref="OfEntity"/>: the rows are grouped by the
    /// whole entity, which stays one.
    /// </summary>
    private sealed record GroupPath(IReadOnlyList<string> Path, StructuralProperty Property, Scalar Value, bool IsPresence = false, EntityType? OfEntity = null)
    {
        /// <summary>Not a value of its own but whether what <see cref="Path"/> leads to is of this type.</summary>
        public EntityType? TestedType { get; init; }

        /// <summary>By its place in the path, the test of the type that a member stands behind a cast to.</summary>
        public IReadOnlyDictionary<int, GroupPath> Tests { get; init; } = FrozenDictionary<int, GroupPath>.Empty;
    }

    private ApplyRows GroupBy(ApplyRows rows, GroupBySyntax group)
    {
        if (group.Groupings.Any(g => g is RollupRecursiveSyntax))
        {
            return GroupByNodes(rows, group);
        }
        var groupings = Groupings(rows.Scope.Type, group.Groupings);
        if (groupings.Count == 1)
        {
            return GroupOnce(rows, groupings[0], group.Inner);
        }
        var input = Freeze(KeepCollections(rows));
        return Union([.. groupings.Select(g => GroupOnce(input(), g, group.Inner))]);
    }

    /// <summary>The groupings that rollups stand for: every combination of their levels, the finest first.</summary>
    private List<List<SelectSyntax>> Groupings(EntityType type, IReadOnlyList<GroupingSyntax> groupings)
    {
        List<List<SelectSyntax>> all = [[]];
        foreach (var grouping in groupings)
        {
            IReadOnlyList<IReadOnlyList<SelectSyntax>> levels = grouping switch
            {
                GroupingPathSyntax path => [[path.Path]],
                RollupSyntax rollup => Levels(type, rollup),
                _ => throw ODataErrors.NotSupported("This grouping", "$apply"),
            };
            all = [.. all.SelectMany(a => levels.Select(l => (List<SelectSyntax>)[.. a, .. l]))];
            if (all.Count > limits.MaxApplyBranches)
            {
                throw ODataErrors.Limit(LimitKind.ApplyBranches, limits.MaxApplyBranches);
            }
        }
        return all;
    }

    private static List<IReadOnlyList<SelectSyntax>> Levels(EntityType type, RollupSyntax rollup)
    {
        var paths = rollup.Levels is [{ Path: [var qualifier] } only]
            ? LeveledHierarchy(type, qualifier, only.Position)
            : rollup.Levels;
        // $all, of an earlier edition, is the level above all others: everything in one group.
        var above = paths is [{ Path: ["$all"] }, ..] ? 1 : 0;
        if (paths.Count < 2)
        {
            throw ODataErrors.Syntax(rollup.Position, "rollup takes two levels or more, or the name of a leveled hierarchy.", "rollup cần từ hai cấp trở lên, hoặc tên của một phân cấp theo mức.");
        }
        return [.. Enumerable.Range(0, paths.Count).Select(i => (IReadOnlyList<SelectSyntax>)[.. paths.Take(paths.Count - i).Skip(above)])];
    }

    private static IReadOnlyList<SelectSyntax> LeveledHierarchy(EntityType type, string qualifier, int position) =>
        (type.Origin ?? type.AggregatedFrom ?? type).LeveledHierarchies is var declared && declared.FirstOrDefault(h => h.Qualifier == qualifier) is { } hierarchy
            ? [.. hierarchy.Levels.Select(l => new SelectSyntax(position, l))]
            : throw ODataErrors.UnknownHierarchy(qualifier, type.Name, position, ODataErrors.Nearest(qualifier, declared.Select(h => h.Qualifier)));

    private ApplyRows GroupOnce(ApplyRows rows, IReadOnlyList<SelectSyntax> groups, IReadOnlyList<TransformationSyntax> inner)
    {
        var scope = rows.Scope;
        if (groups.Count == 0)
        {
            return inner.Count > 0 ? Apply(rows, inner) : Aggregate(rows, []);
        }
        var tests = new Dictionary<string, GroupPath>(StringComparer.Ordinal);
        var paths = Merged([.. groups.SelectMany(p => Grouping(scope, p, tests))]);
        if (IsPlain(scope.Type, inner))
        {
            return GroupPlainly(rows, paths, inner);
        }
        // Hidden columns have no names: a property of the rows may be called the same.
        var keys = paths.Select(p => p.Property with { Name = "" }).ToList();
        var input = Freeze(KeepCollections(rows), [], [.. paths.Select((p, i) => (keys[i], p.Value))])();
        var done = Apply(input with
        {
            Partition = [.. rows.Partition, .. keys],
            Collections = null,
            Fixed = [.. rows.Fixed, .. paths.Select(p => string.Join('/', p.Path))],
        }, inner);
        var result = done.Scope.Type;
        var type = result.IsTransient
            ? WithGroups(scope.Type, result, paths)
            : ResultType.Keeping(result, ResultType.Members.Of(result), expanded: [.. groups.Where(g => IsEntity(scope.Type, g.Path) && !groups.Any(o => o.Path.Count < g.Path.Count && o.Path[^1] == g.Path[^1])).Select(g => string.Join('/', g.Path))]);
        var regrouped = done.Scope with { Type = type };
        return rows with
        {
            Scope = regrouped,
            Order = done.Order.Count == 0 ? [] : [.. done.Order, .. keys.Select(k => new OrderItem(regrouped.Column(k), false))],
            Collections = rows.Partition.Count == 0 ? null : input.Collections,
        };
    }

    /// <summary>A path is nothing but a navigation, perhaps behind casts: rows that stay entities show what it leads to.</summary>
    private static bool IsEntity(EntityType type, IReadOnlyList<string> path) =>
        path.SkipLast(1).All(IsCast)
        && (path.Count == 1 ? type : type.FindRelated(path[^2]))?.TryGetNavigation(path[^1], out var navigation) is true
        && navigation is { IsComplex: false, IsInline: false };

    /// <summary>Nothing but filters and then one plain aggregate: a single grouped SELECT serves.</summary>
    private static bool IsPlain(EntityType type, IReadOnlyList<TransformationSyntax> inner)
    {
        var steps = inner.SkipWhile(s => s is IdentitySyntax or FilterSyntax).ToList();
        return inner.Count == 0 || (steps is [AggregateSyntax aggregate] && aggregate.Items.All(i => IsPlain(type, i)));
    }

    private ApplyRows GroupPlainly(ApplyRows rows, IReadOnlyList<GroupPath> paths, IReadOnlyList<TransformationSyntax> inner)
    {
        Scalar? condition = null;
        rows = rows with { Fixed = [.. rows.Fixed, .. paths.Select(p => string.Join('/', p.Path))] };
        foreach (var filter in inner.OfType<FilterSyntax>())
        {
            rows = rows with { Fixed = [.. rows.Fixed, .. FixedPaths(filter.Condition)] };
            // A group stays when its rows are filtered away: the aggregate over none still makes a row.
            var bound = Binder(rows).BindCondition(filter.Condition);
            condition = condition is null ? bound : new LogicalScalar(true, condition, bound);
        }
        var aggregates = inner is [.., AggregateSyntax aggregate] ? Aggregates(rows, aggregate.Items, condition) : [];
        foreach (var (property, _) in aggregates)
        {
            if (paths.Any(p => p.Path[0] == property.Name))
            {
                throw ODataErrors.NotAllowedHere($"The name '{property.Name}' is taken by a grouping property.", $"Tên '{property.Name}' đã là thuộc tính nhóm.", "$apply");
            }
        }
        rows = KeepCollections(rows);
        var scope = rows.Scope;
        List<OutputColumn> columns =
        [
            .. paths.Select(p => new OutputColumn(Shown(p), p.Property.Column)),
            .. aggregates.Select(a => new OutputColumn(a.Value, a.Property.Column)),
            .. rows.Partition.Select(p => new OutputColumn(scope.Column(p), p.Column)),
        ];
        CheckColumns(columns.Count);
        var grouped = scope.Select.BuildRows(columns, [.. paths.Select(p => p.Value), .. rows.Groups]);
        var plain = ResultType.Transient(scope.Type, new([.. aggregates.Select(a => a.Property)], [], [], rows.Partition, []));
        return rows.Anew(new SelectBuilder(plan, WithGroups(scope.Type, plain, paths), grouped).Root);
    }

    /// <summary>
    /// Each path once. A property that several paths reach behind casts, one type's or each of another one, is one value of
    /// the group: that of the first cast that holds.
    /// </summary>
    private List<GroupPath> Merged(IReadOnlyList<GroupPath> paths)
    {
        var merged = new List<GroupPath>();
        foreach (var same in paths.GroupBy(p => (string.Join('/', p.Path), p.IsPresence)).Select(g => g.ToList()))
        {
            var first = same.Find(p => p.Tests.Count == 0) ?? same[0];
            var depth = first.Path.Count - 1;
            if (first.IsPresence || same.TrueForAll(p => p.Tests.GetValueOrDefault(depth) == first.Tests.GetValueOrDefault(depth)) || !first.Tests.TryGetValue(depth, out var test))
            {
                merged.Add(first);
                continue;
            }
            if (same.Exists(p => p.Property.Kind != first.Property.Kind || p.Property.Enumeration != first.Property.Enumeration))
            {
                throw ODataErrors.NotSupported($"Grouping by '{first.Property.Name}' of several types, which is Edm.{string.Join(" or Edm.", same.Select(p => p.Property.Kind).Distinct())}", "$apply");
            }
            var any = new HoldsScalar(Operators.Join(isAnd: false, [.. same.Select(p => ((HoldsScalar)p.Tests[depth].Value).Condition)]));
            var presence = new GroupPath([.. test.Path], Hidden(any), any, IsPresence: true) { TestedType = test.TestedType };
            var value = new CaseScalar([.. same.Select(p => (((HoldsScalar)p.Tests[depth].Value).Condition, p.Value))], first.Property.Kind);
            merged.Add(presence);
            merged.Add(first with { Value = value, Property = Stored(first.Property, value) with { Presence = presence.Property.Column, TypeName = null } });
        }
        return merged;
    }

    /// <summary>The columns of a grouping path; a navigation stands for all values of its entity.</summary>
    private IEnumerable<GroupPath> Grouping(EntityScope scope, SelectSyntax path, Dictionary<string, GroupPath> known)
    {
        var (owner, presences) = (scope, new List<GroupPath>());
        var (way, tests) = (new List<string>(), new Dictionary<int, GroupPath>());
        for (var i = 0; i < path.Path.Count; i++)
        {
            var name = path.Path[i];
            if (IsCast(name))
            {
                var cast = TypeCasts.Cast(owner, name, path.Position);
                if (owner.IsOf(cast.Type) is { } condition && !owner.Type.Is(cast.Type))
                {
                    List<string> tested = [.. way, name];
                    if (!known.TryGetValue(string.Join('/', tested), out var test))
                    {
                        var holds = new HoldsScalar(condition);
                        known[string.Join('/', tested)] = test = new GroupPath(tested, Hidden(holds), holds, IsPresence: true) { TestedType = cast.Type };
                    }
                    // A narrower type in the same place says it all.
                    presences.Remove(tests.GetValueOrDefault(way.Count)!);
                    tests[way.Count] = test;
                    presences.Add(test);
                }
                owner = cast;
                continue;
            }
            way.Add(name);
            if (owner.Type.TryGetProperty(name, out var property))
            {
                if (i < path.Path.Count - 1)
                {
                    throw ODataErrors.TypeMismatch(path.Position, $"'{name}' is a value; nothing can follow it after '/'.", $"'{name}' là một giá trị; sau nó không thể có '/'.");
                }
                var (value, behind) = (owner.Value(property), tests.GetValueOrDefault(way.Count - 1));
                return [.. presences, new GroupPath(way, Stored(property, value) with { Presence = behind?.Property.Column, TypeName = behind?.TestedType!.QualifiedName ?? property.TypeName }, value) { Tests = tests }];
            }
            if (!owner.Type.TryGetNavigation(name, out var navigation))
            {
                throw ODataErrors.UnknownProperty(name, owner.Type.Name, path.Position, ODataErrors.Nearest(name, owner.Type.MemberNames));
            }
            if (navigation.IsCollection)
            {
                throw ODataErrors.TypeMismatch(path.Position, $"'{name}' leads to many entities; rows can be grouped by single ones only (see join).", $"'{name}' dẫn đến nhiều thực thể; chỉ nhóm được theo thực thể đơn (xem join).");
            }
            owner = owner.Select.Join(owner, navigation);
            presences.AddRange(Presences(owner, navigation, [.. way]).Select(p => p with { Tests = tests }));
        }
        var stays = owner.Type is { IsTransient: false, IsComplex: false, DerivedTypes.Count: 0, Hidden.Count: 0 } && !owner.Type.Navigations.Any(n => n.IsComplex);
        return presences.Concat(Values(owner, way).Select(v => (stays ? v with { OfEntity = owner.Type } : v) with { Tests = tests }));
    }

    private static bool IsCast(string name) => name.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether what a navigation leads to is there, where it may be missing.</summary>
    private IEnumerable<GroupPath> Presences(EntityScope target, NavigationProperty navigation, IReadOnlyList<string> path)
    {
        if (!navigation.IsNullable || target.Presence.Count == 0)
        {
            return [];
        }
        var value = navigation is { IsInline: true, IsComplex: false }
            ? target.Presence[0]
            : target.Presence.Select(c => (Scalar)new PresenceScalar(c)).Aggregate((a, b) => new CoalesceScalar(a, b));
        return [new GroupPath(path, Hidden(value), value, IsPresence: true)];
    }

    /// <summary>All structural values of an entity or a complex value.</summary>
    private IEnumerable<GroupPath> Values(EntityScope owner, IReadOnlyList<string> path) => owner.Type.Properties
        .Select(p => (Property: p, Value: owner.Value(p)))
        .Select(v => new GroupPath([.. path, v.Property.Name], Stored(v.Property, v.Value), v.Value))
        .Concat(owner.Type.Navigations.Where(n => n is { IsComplex: true, IsCollection: false }).SelectMany(n =>
        {
            var value = owner.Select.Join(owner, n);
            return Presences(value, n, [.. path, n.Name]).Concat(Values(value, [.. path, n.Name]));
        }));

    /// <summary>A property whose value is kept in a column of its own, as it is stored or, where it is calculated, as it is meant.</summary>
    private StructuralProperty Stored(StructuralProperty property, Scalar value)
    {
        var column = Hidden(value);
        return property with { Column = column.Column, IsNullable = true, Presence = null, Storage = column.Storage, Scale = value is ColumnScalar ? property.Scale : column.Scale };
    }

    /// <summary>The value of a group; where equal values may be kept as different texts, the least of these.</summary>
    private static Scalar Shown(GroupPath path) => path.Property.Storage is StorageForm.Text
        ? new AggregateScalar(AggregateMethod.Min, path.Value, null, path.Property.Kind, StorageForm.Text, path.Property.Scale)
        : path.Value;

    /// <summary>The type of rows that are no entities, with what they are grouped by: values of the first level, a nested type per navigation.</summary>
    private static EntityType WithGroups(EntityType source, EntityType result, IReadOnlyList<GroupPath> paths)
    {
        var members = Grouped(source, ResultType.Members.Of(result), paths.Where(p => p.TestedType is null), 0);
        var keys = paths.Select(p => p.Property).ToList();
        return ResultType.Transient(source, members with
        {
            // The groups are the key: a row is known by what it is grouped by.
            Key = [.. keys, .. result.Key],
            Hidden = [.. result.Hidden.ExceptBy(keys.Select(k => k.Column), h => h.Column), .. paths.Where(p => p.IsPresence).Select(p => p.Property)],
        }, orderKey: [.. keys, .. result.OrderKey], result.EntityPresence);
    }

    private static ResultType.Members Grouped(EntityType source, ResultType.Members result, IEnumerable<GroupPath> paths, int depth)
    {
        var here = paths.ToList();
        var own = here.Where(p => p.Path.Count == depth + 1 && !p.IsPresence).Select(p => p.Property).ToList();
        var navigations = here.Where(p => p.Path.Count > depth + 1 || p.IsPresence).GroupBy(p => p.Path[depth]).Select(group =>
        {
            var test = group.Any(p => !p.Tests.ContainsKey(depth)) ? null : group.First().Tests[depth];
            (test?.TestedType ?? source).TryGetNavigation(group.Key, out var navigation);
            var before = result.Navigations.FirstOrDefault(n => n.Name == group.Key && n.IsInline)?.Target;
            var nested = Grouped(navigation!.Target, before is null ? new([], [], [], [], []) : ResultType.Members.Of(before), group.Where(p => p.Path.Count > depth + 1), depth + 1);
            var target = group.FirstOrDefault(p => p.OfEntity is not null && p.Path.Count == depth + 2)?.OfEntity is { } entity
                ? ResultType.Keeping(entity, nested with { Key = [.. entity.Key.Select(k => nested.Properties.First(p => p.Name == k.Name))], Navigations = [.. nested.Navigations, .. entity.Navigations.Where(n => !n.IsInline).ExceptBy(nested.Navigations.Select(n => n.Name), n => n.Name).Select(n => n with { Presence = null })] }, orderKey: [])
                : ResultType.Transient(navigation.Target, nested);
            return ResultType.Inline(group.Key, source, target, group.FirstOrDefault(p => p.IsPresence && p.Path.Count == depth + 1) is { } presence ? [presence.Property] : []) with
            {
                Presence = test?.Property.Column,
                TypeName = test?.TestedType!.QualifiedName,
            };
        }).ToList();
        return result with
        {
            Properties = [.. own, .. result.Properties.ExceptBy(own.Select(o => o.Name), p => p.Name)],
            Navigations = [.. navigations, .. result.Navigations.ExceptBy(navigations.Select(n => n.Name), n => n.Name)],
        };
    }
}
