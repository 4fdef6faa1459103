using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>concat</c>: results of different structure one after the other (Data Aggregation 4.0, section 3.2.2).</summary>
internal sealed partial class ApplyPlanner
{
    private ApplyRows Concat(ApplyRows rows, ConcatSyntax concat)
    {
        if (concat.Sequences.Count > limits.MaxApplyBranches)
        {
            throw ODataErrors.Limit(LimitKind.ApplyBranches, limits.MaxApplyBranches);
        }
        var input = Freeze(KeepCollections(rows));
        return Union([.. concat.Sequences.Select(s => Apply(input(), s))]);
    }

    /// <summary>A column of the union, and what each branch gives for it; null = the branch lacks it.</summary>
    private sealed record UnionColumn(StructuralProperty Property, IReadOnlyList<Scalar?> Values);

    /// <summary>
    /// The rows of all branches, in their order. A member that some branch lacks has a column that says where it is
    /// there, so that it is left out elsewhere and not written as null.
    /// </summary>
    private ApplyRows Union(IReadOnlyList<ApplyRows> branches)
    {
        var (first, partition) = (branches[0], branches[0].Partition);
        var scopes = branches.Select(b => b.Scope).ToList();
        var columns = partition.Select(p => new UnionColumn(p, [.. scopes.Select(s => (Scalar?)s.Column(p))])).ToList();
        var branch = Carry(columns, [.. scopes.Select((_, i) => (Scalar?)new NumberScalar(i))]);
        var ordered = branches.Any(b => b.Order.Count > 0);
        var place = ordered ? Carry(columns, [.. branches.Select(b => b.Order.Count == 0 ? null : (Scalar?)new RowNumberScalar([], b.Order))]) : null;
        var members = UnionMembers(columns, [.. scopes.Select(s => (EntityScope?)s)]);
        var mapped = Mapping(columns, scopes);
        var hidden = scopes.SelectMany((s, i) => s.Type.Hidden.Select(h => mapped(i, h))).OfType<StructuralProperty>();
        members = members with { Hidden = [.. members.Hidden.Concat(columns.Select(c => c.Property).Where(p => p.Name.Length == 0)).Concat(hidden).DistinctBy(p => p.Column)] };
        var keys = scopes.SelectMany((s, i) => s.Type.OrderKey.Select(k => mapped(i, k))).OfType<StructuralProperty>().DistinctBy(p => p.Column);
        List<StructuralProperty> orderKey = [branch, .. place is null ? (StructuralProperty[])[] : [place], .. keys];
        var type = UnionType(columns, scopes, members, orderKey);
        CheckColumns(columns.Count);
        var parts = scopes.Select((s, i) => s.Select.BuildRows([.. columns.Select(c => new OutputColumn(c.Values[i] ?? new NullScalar(c.Property.Kind), c.Property.Column))])).ToList();
        var union = new SelectBuilder(plan, type, new UnionSource(plan.NextSource(), parts)).Root;
        return first.Anew(union) with { Order = [.. orderKey.Select(k => new OrderItem(union.Column(k), false))] };
    }

    private StructuralProperty Carry(List<UnionColumn> columns, IReadOnlyList<Scalar?> values)
    {
        var property = Hidden(values.First(v => v is not null)!);
        columns.Add(new UnionColumn(property, values));
        return property;
    }

    /// <summary>The union's column for a branch's; the first branch's hidden columns are carried on when asked for.</summary>
    private Func<int, StructuralProperty, StructuralProperty?> Mapping(List<UnionColumn> columns, IReadOnlyList<EntityScope?> scopes) => (branch, property) =>
    {
        foreach (var column in columns)
        {
            if (column.Values[branch] is ColumnScalar own && own.Property.Column == property.Column)
            {
                return column.Property;
            }
        }
        var carried = new UnionColumn(property with { Column = NextColumn(), Name = "", IsNullable = true },
            [.. scopes.Select((s, i) => s is not null && (s.Type.Hidden.Any(h => h.Column == property.Column) || i == branch) ? (Scalar?)s.Column(property) : null)]);
        columns.Add(carried);
        return carried.Property;
    };

    /// <summary>
    /// Rows are entities when all branches' are, of the same type; where only some are, a column says which. What only
    /// derived types have stands in columns of the union too.
    /// </summary>
    private EntityType UnionType(List<UnionColumn> columns, List<EntityScope> scopes, ResultType.Members members, IReadOnlyList<StructuralProperty> orderKey)
    {
        var type = scopes[0].Type;
        if (scopes.All(s => !s.Type.IsTransient))
        {
            var key = type.Key.Select(k => members.Properties.FirstOrDefault(p => p.Name == k.Name) ?? members.Hidden.First(p => p.Name == k.Name)).ToList();
            var expanded = scopes.SelectMany(s => s.Type.ExpandedByDefault).Distinct().ToList();
            var where = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in expanded)
            {
                if (Presence(columns, scopes, [.. scopes.Select(s => s.Type.ExpandedByDefault.Contains(name) ? s.Type.ExpandedWhere.GetValueOrDefault(name, "") : null)]) is { } column)
                {
                    where[name] = column;
                }
            }
            members = members with { Hidden = [.. members.Hidden.Concat(columns.Select(c => c.Property).Where(p => where.ContainsValue(p.Column))).DistinctBy(p => p.Column)] };
            var derivedColumns = DerivedColumns(columns, scopes, type, members);
            return ResultType.Keeping(type, WithDiscriminator(members with { Key = key }, type, derivedColumns), orderKey, expanded, where, derivedColumns);
        }
        StructuralProperty? presence = null;
        if (scopes.Any(s => !s.Type.IsTransient || s.Type.EntityPresence is not null))
        {
            presence = Carry(columns, [.. scopes.Select(s => !s.Type.IsTransient ? new NumberScalar(1) : s.Type.EntityPresence is { } own ? (Scalar)s.Column(own) : null)]);
            members = members with { Hidden = [.. members.Hidden, presence] };
        }
        var source = scopes.Select(s => s.Type).FirstOrDefault(t => !t.IsTransient || t.DerivedTypes.Count > 0) ?? type;
        var renamed = DerivedColumns(columns, scopes, source, members);
        return ResultType.Transient(source.Origin ?? source, WithDiscriminator(members with { Key = [] }, source, renamed), orderKey, presence, source, renamed);
    }

    /// <summary>The column that tells the types of rows apart goes on with them.</summary>
    private static ResultType.Members WithDiscriminator(ResultType.Members members, EntityType type, Dictionary<string, StructuralProperty>? columns) =>
        columns is null ? members : members with { Hidden = [.. members.Hidden.Append(columns[type.Discriminator!.Column] with { Name = "" }).DistinctBy(p => p.Column)] };

    /// <summary>By its column in a type, the union's column for the discriminator and all that only derived types have; null where there are none.</summary>
    private Dictionary<string, StructuralProperty>? DerivedColumns(List<UnionColumn> columns, List<EntityScope> scopes, EntityType type, ResultType.Members members)
    {
        if (type.Discriminator is not { } discriminator || type.DerivedTypes.Count == 0)
        {
            return null;
        }
        var found = new Dictionary<string, StructuralProperty>(StringComparer.Ordinal)
        {
            [discriminator.Column] = UnionProperty(columns, scopes, [.. scopes.Select(s => s.Type.DerivedTypes.Count > 0 ? s.Type.Discriminator : null)]),
        };
        var common = ResultType.Columns(type, withDerived: false).Select(c => c.Column).ToHashSet(StringComparer.Ordinal);
        var mapped = Mapping(columns, scopes);
        var first = scopes.FindIndex(s => ReferenceEquals(s.Type, type));
        var taken = members.Properties.Select(p => p.Name).Concat(members.Navigations.Select(n => n.Name)).Except(type.MemberNames).ToHashSet(StringComparer.Ordinal);
        foreach (var derived in type.DerivedTypes)
        {
            if (derived.MemberNames.FirstOrDefault(taken.Contains) is { } both)
            {
                throw ODataErrors.NotSupported($"Putting together rows of {derived.Name}, which has '{both}', with others that have a value of that name,", "$apply");
            }
            Find(derived, [.. scopes.Select(s => s.Type.DerivedTypes.FirstOrDefault(d => d.Name == derived.Name))]);
        }
        return found;

        void Find(EntityType member, IReadOnlyList<EntityType?> own)
        {
            foreach (var property in member.Properties.Concat(member.Hidden.Where(h => h.Name.Length > 0)).Where(p => !found.ContainsKey(p.Column)))
            {
                // What the base has is in the union already; a complex value of a derived type may be kept by a key of it.
                found[property.Column] = common.Contains(property.Column) ? mapped(first, property)! : UnionProperty(columns, scopes, [.. own.Select(t => t is null ? null
                    : t.TryGetProperty(property.Name, out var shown) ? shown
                    : t.Hidden.FirstOrDefault(h => h.Name == property.Name))]);
            }
            foreach (var part in member.Navigations.Where(n => n.IsInline))
            {
                Find(part.Target, [.. own.Select(t => t is not null && t.TryGetNavigation(part.Name, out var same) && same.IsInline ? same.Target : null)]);
            }
        }
    }

    /// <summary>Members by name over all branches; a branch without the entity is null.</summary>
    private ResultType.Members UnionMembers(List<UnionColumn> columns, IReadOnlyList<EntityScope?> scopes)
    {
        var properties = new List<StructuralProperty>();
        foreach (var name in scopes.SelectMany(s => s?.Type.Properties ?? []).Select(p => p.Name).Distinct())
        {
            var own = scopes.Select(s => s is not null && s.Type.TryGetProperty(name, out var p) ? p : null).ToList();
            properties.Add(UnionProperty(columns, scopes, own));
        }
        // Keys that the model hides are what navigations go by.
        var hidden = scopes.SelectMany(s => s?.Type.Hidden ?? []).Where(h => h.Name.Length > 0).Select(h => h.Name).Distinct()
            .Select(name => UnionProperty(columns, scopes, [.. scopes.Select(s => s?.Type.Hidden.FirstOrDefault(h => h.Name == name))])).ToList();
        var navigations = new List<NavigationProperty>();
        foreach (var name in scopes.SelectMany(s => s?.Type.Navigations ?? []).Select(n => n.Name).Distinct())
        {
            var own = scopes.Select(s => s is not null && s.Type.TryGetNavigation(name, out var n) ? n : null).ToList();
            navigations.Add(UnionNavigation(columns, scopes, own));
        }
        var nested = scopes.SelectMany((s, i) => (s?.Type.Nested ?? []).Select(n => (Branch: i, Nested: n))).GroupBy(n => n.Nested.Name).SelectMany(g =>
            // What stood before the branches parted is the same in all of them.
            g.Count() == scopes.Count && g.All(n => ReferenceEquals(n.Nested.Open, g.First().Nested.Open))
                ? [MapNested(g.First().Branch, g.First().Nested, null)]
                : g.Select(n => MapNested(n.Branch, n.Nested, Presence(columns, scopes, [.. scopes.Select((_, i) => i == n.Branch ? n.Nested.Presence ?? "" : null)])))).ToList();
        var paths = scopes.SelectMany(s => s?.Type.UpPaths ?? []).Select(p => p.Qualifier).Distinct().Select(qualifier =>
        {
            var own = scopes.Select(s => s?.Type.UpPaths.FirstOrDefault(p => p.Qualifier == qualifier) is { } path ? (Scalar?)s.Column(path.Column) : null).ToList();
            return new UpPath(qualifier, Carry(columns, own));
        }).ToList();
        return new ResultType.Members(properties, [], navigations, [.. hidden, .. paths.Select(p => p.Column)], nested) { UpPaths = paths };

        NestedCollection MapNested(int branch, NestedCollection collection, string? presence)
        {
            var mapped = Mapping(columns, scopes);
            return collection with { ParentColumns = [.. collection.ParentColumns.Select(c => mapped(branch, c)!)], Presence = presence };
        }
    }

    private StructuralProperty UnionProperty(List<UnionColumn> columns, IReadOnlyList<EntityScope?> scopes, IReadOnlyList<StructuralProperty?> own)
    {
        var there = own.OfType<StructuralProperty>().ToList();
        var alike = there.All(p => p.Kind == there[0].Kind && p.Storage == there[0].Storage && p.Scale == there[0].Scale);
        var kind = alike ? there[0].Kind : there.Select(p => p.Kind).Aggregate((a, b) =>
            a == b ? a
            : !ExpressionBinder.IsNumeric(a) || !ExpressionBinder.IsNumeric(b) ? throw ODataErrors.NotAllowedHere($"'{there[0].Name}' is Edm.{a} in one branch and Edm.{b} in another; choose another name after 'as'.", $"'{there[0].Name}' là Edm.{a} ở nhánh này và Edm.{b} ở nhánh kia; hãy chọn tên khác sau 'as'.", "$apply")
            : a is PrimitiveKind.Double or PrimitiveKind.Single || b is PrimitiveKind.Double or PrimitiveKind.Single ? PrimitiveKind.Double
            : PrimitiveKind.Decimal);
        var property = there[0] with
        {
            Kind = kind,
            Column = NextColumn(),
            IsNullable = true,
            IsDynamic = there.Any(p => p.IsDynamic),
            Storage = alike ? there[0].Storage : StorageForm.Native,
            Scale = alike ? there[0].Scale : null,
            Presence = Presence(columns, scopes, [.. own.Select(p => p is null ? null : p.Presence ?? "")]),
        };
        columns.Add(new UnionColumn(property, [.. own.Select((p, i) => p is null ? null : alike ? (Scalar?)scopes[i]!.Column(p) : new PlainScalar(scopes[i]!.Column(p), kind))]));
        return property;
    }

    private NavigationProperty UnionNavigation(List<UnionColumn> columns, IReadOnlyList<EntityScope?> scopes, IReadOnlyList<NavigationProperty?> own)
    {
        if (own.All(n => n is not { IsInline: true }))
        {
            return own.First(n => n is not null)! with { Presence = Presence(columns, scopes, [.. own.Select(n => n is null ? null : n.Presence ?? "")]) };
        }
        // Where the entity is only referred to it is not written; where rows were grouped by it, it is.
        var inline = own.Select(n => n is { IsInline: true } ? n : null).ToList();
        var targets = inline.Select((n, i) => n is null ? null : scopes[i]!.Select.Join(scopes[i]!, n)).ToList();
        var there = inline.First(n => n is not null)!;
        var members = UnionMembers(columns, targets);
        var present = targets.Any(t => t is null or { Presence.Count: > 0 })
            ? Carry(columns, [.. targets.Select(t => t is null ? null
                : t.Presence.Count == 0 ? new NumberScalar(1)
                : t.Presence.Count == 1 ? (Scalar)t.Presence[0]
                : t.Presence.Select(c => (Scalar)new PresenceScalar(c)).Aggregate((a, b) => new CoalesceScalar(a, b)))])
            : null;
        var target = there.Target.IsTransient ? ResultType.Transient(there.Target, members) : ResultType.Keeping(there.Target, members with { Key = there.Target.IsComplex ? [] : [.. there.Target.Key.Select(k => members.Properties.First(p => p.Name == k.Name))] });
        return ResultType.Inline(there.Name, there.Declaring, target, present is null ? [] : [present], there.IsExpanded) with
        {
            IsCollection = there.IsCollection,
            IsNode = inline.All(n => n is null or { IsNode: true }),
            Presence = Presence(columns, scopes, [.. inline.Select(n => n is null ? null : n.Presence ?? "")]),
        };
    }

    /// <summary>
    /// The column that says where a member is there. Per branch: null = nowhere, "" = in all rows, else the branch's own
    /// such column. Null when it is there everywhere.
    /// </summary>
    private string? Presence(List<UnionColumn> columns, IReadOnlyList<EntityScope?> scopes, IReadOnlyList<string?> own)
    {
        if (own.All(o => o is ""))
        {
            return null;
        }
        var values = own.Select((o, i) => o switch
        {
            null => null,
            "" => new NumberScalar(1),
            _ => (Scalar)scopes[i]!.Column(new StructuralProperty("", PrimitiveKind.Int64, true, o)),
        }).ToList();
        var known = columns.FirstOrDefault(c => c.Property.Name.Length == 0 && c.Values.SequenceEqual(values));
        return (known?.Property ?? Carry(columns, values)).Column;
    }
}
