using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>Types of the rows that transformations make.</summary>
internal static class ResultType
{
    /// <summary>Everything of a type that may change from one step to the next.</summary>
    public sealed record Members(
        IReadOnlyList<StructuralProperty> Properties,
        IReadOnlyList<StructuralProperty> Key,
        IReadOnlyList<NavigationProperty> Navigations,
        IReadOnlyList<StructuralProperty> Hidden,
        IReadOnlyList<NestedCollection> Nested)
    {
        public IReadOnlyList<UpPath> UpPaths { get; init; } = [];

        public static Members Of(EntityType type) => new(type.Properties, type.Key, type.Navigations, type.Hidden, type.Nested) { UpPaths = type.UpPaths };
    }

    /// <summary>The columns of a row, those of inline entities and the hidden ones included.</summary>
    public static IEnumerable<StructuralProperty> Columns(EntityType type, bool withDerived = true) =>
        (withDerived ? type.DerivedTypes : []).Prepend(type).SelectMany(t => Own(t).Concat(t.Hidden)).Concat(type.OrderKey).DistinctBy(p => p.Column);

    /// <summary>Values of a row, and in complex values the hidden keys that their navigations go by.</summary>
    private static IEnumerable<StructuralProperty> Own(EntityType type) => type.Properties.Concat(type.Navigations.Where(n => n.IsInline)
        .SelectMany(n => n.IsComplex ? Own(n.Target).Concat(n.Target.Hidden.Where(h => h.Name.Length > 0)) : Own(n.Target)));

    /// <summary>A type whose values stand in other columns.</summary>
    public static EntityType Renamed(EntityType type, IReadOnlyDictionary<string, StructuralProperty> columns)
    {
        List<UpPath> paths = [.. type.UpPaths.Select(p => p with { Column = Renamed(p.Column, columns) })];
        var members = new Members(
            [.. type.Properties.Select(p => Renamed(p, columns))],
            [.. type.Key.Select(p => Renamed(p, columns))],
            [.. type.Navigations.Select(n => Renamed(n, columns))],
            [.. type.Hidden.Where(h => h.Name.Length > 0).Select(p => Renamed(p, columns)), .. paths.Select(p => p.Column)],
            [.. type.Nested.Select(n => n with { ParentColumns = [.. n.ParentColumns.Select(c => Renamed(c, columns))], Presence = n.Presence is null ? null : columns[n.Presence].Column })]) { UpPaths = paths };
        return type.IsTransient ? Transient(type.AggregatedFrom ?? type, members) : Keeping(type, members, [.. type.OrderKey.Select(p => Renamed(p, columns))], renamed: columns);
    }

    private static StructuralProperty Renamed(StructuralProperty property, IReadOnlyDictionary<string, StructuralProperty>? columns) => columns is null ? property
        : property with { Column = columns[property.Column].Column, IsNullable = true, Presence = property.Presence is null ? null : columns.TryGetValue(property.Presence, out var presence) ? presence.Column : columns[property.Column].Presence };

    private static NavigationProperty Renamed(NavigationProperty navigation, IReadOnlyDictionary<string, StructuralProperty>? columns) => columns is null || !navigation.IsInline ? navigation
        : Inline(navigation.Name, navigation.Declaring, Renamed(navigation.Target, columns), [.. navigation.InlinePresence.Select(p => Renamed(p, columns))], navigation.IsExpanded);

    /// <summary>Rows of a type with more values; they are still what they were.</summary>
    public static EntityType Extend(EntityType type, IReadOnlyList<StructuralProperty> properties, IReadOnlyList<StructuralProperty> hidden) =>
        properties.Count == 0 && hidden.Count == 0 ? type : Keeping(type, Members.Of(type) with { Properties = [.. type.Properties, .. properties], Hidden = [.. type.Hidden, .. hidden] });

    /// <summary>A type whose rows are entities, or not, as those of another one.</summary>
    public static EntityType Keeping(EntityType type, Members members, IReadOnlyList<StructuralProperty>? orderKey = null, IReadOnlyList<string>? expanded = null, IReadOnlyDictionary<string, string>? expandedWhere = null, IReadOnlyDictionary<string, StructuralProperty>? renamed = null)
    {
        var made = new EntityType(type.Name, type.Table, type.Schema)
        {
            Origin = type.Origin ?? (type.IsTransient ? null : type),
            IsTransient = type.IsTransient,
            EntityPresence = type.EntityPresence,
            AggregatedFrom = type.AggregatedFrom,
            SearchPaths = type.SearchPaths,
            Hidden = members.Hidden,
            Nested = members.Nested,
            UpPaths = members.UpPaths,
            ExpandedByDefault = expanded ?? type.ExpandedByDefault,
            ExpandedWhere = expandedWhere ?? type.ExpandedWhere,
            Namespace = type.Namespace,
            IsComplex = type.IsComplex,
            BaseType = type.BaseType,
            IsAbstract = type.IsAbstract,
            Discriminator = type.Discriminator is { } discriminator ? Renamed(discriminator, renamed) : null,
            DiscriminatorValue = type.DiscriminatorValue,
        };
        Complete(made, members, orderKey ?? type.OrderKey);
        Derive(type, made, renamed);
        return made;
    }

    /// <summary>The types derived from one, with what its rows have got since.</summary>
    private static void Derive(EntityType type, EntityType made, IReadOnlyDictionary<string, StructuralProperty>? renamed)
    {
        var types = new Dictionary<EntityType, EntityType>(ReferenceEqualityComparer.Instance) { [type] = made };
        foreach (var derived in type.DerivedTypes)
        {
            var copy = new EntityType(derived.Name, derived.Table, derived.Schema)
            {
                Origin = derived.Origin ?? derived,
                IsTransient = made.IsTransient,
                Namespace = derived.Namespace,
                SearchPaths = derived.SearchPaths,
                Nested = made.Nested,
                UpPaths = made.UpPaths,
                BaseType = types[derived.BaseType!],
                IsAbstract = derived.IsAbstract,
                Discriminator = made.Discriminator,
                DiscriminatorValue = derived.DiscriminatorValue,
                Hidden = [.. derived.Hidden.Except(type.Hidden).Select(p => Renamed(p, renamed)), .. made.Hidden],
            };
            copy.SetProperties([.. made.Properties, .. derived.Properties.Except(type.Properties).Select(p => Renamed(p, renamed))], made.Key);
            copy.SetNavigations([.. made.Navigations, .. derived.Navigations.Except(type.Navigations).Select(n => Renamed(n, renamed))]);
            copy.OrderKey = made.OrderKey;
            types[derived] = copy;
        }
        foreach (var (original, copy) in types)
        {
            copy.SetDerived([.. original.DerivedTypes.Select(d => types[d])]);
        }
    }

    /// <summary>
    /// A type of rows that are no entities; those among them that are may be of the types derived from
    /// <paramref name="derivedAs"/>, with values in columns <paramref name="renamed"/>. Names of <paramref name="source"/>
    /// that they lack are null in expressions.
    /// </summary>
    public static EntityType Transient(EntityType source, Members members, IReadOnlyList<StructuralProperty>? orderKey = null, StructuralProperty? entityPresence = null, EntityType? derivedAs = null, IReadOnlyDictionary<string, StructuralProperty>? renamed = null)
    {
        var made = new EntityType(source.Name, source.Table, source.Schema)
        {
            IsTransient = true,
            Namespace = source.Namespace,
            IsComplex = source.IsComplex,
            EntityPresence = entityPresence,
            AggregatedFrom = source.AggregatedFrom ?? source,
            Hidden = members.Hidden,
            Nested = members.Nested,
            UpPaths = members.UpPaths,
            IsAbstract = derivedAs?.IsAbstract ?? false,
            Discriminator = renamed is null ? null : Renamed(derivedAs!.Discriminator!, renamed),
            DiscriminatorValue = derivedAs?.DiscriminatorValue,
        };
        Complete(made, members, orderKey ?? members.Key);
        if (renamed is not null)
        {
            Derive(derivedAs!, made, renamed);
        }
        return made;
    }

    private static EntityType Complete(EntityType type, Members members, IReadOnlyList<StructuralProperty> orderKey)
    {
        type.SetProperties(members.Properties, members.Key);
        type.SetNavigations(members.Navigations);
        type.OrderKey = orderKey;
        return type;
    }

    /// <summary>An entity, or what was grouped of one, in columns of the same row.</summary>
    public static NavigationProperty Inline(string name, EntityType declaring, EntityType target, IReadOnlyList<StructuralProperty> presence, bool isExpanded = true) =>
        new(name, declaring, target, IsCollection: false, IsNullable: presence.Count > 0, []) { IsInline = true, IsComplex = target.IsComplex, InlinePresence = presence, IsExpanded = isExpanded };
}
