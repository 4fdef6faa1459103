using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.OData.Edm;

/// <summary>One reading of a context: sets, then types with their hierarchies, then what leads from type to type.</summary>
internal sealed class EntityFrameworkReader
{
    private readonly DbContext _context;
    /// <summary>With the collations of columns, which EF Core drops from the model that queries run on.</summary>
    private readonly IModel _model;
    private readonly string _namespace;
    private readonly string _container;
    private readonly ModelDeclarations _declarations;
    private readonly EntityFrameworkColumns _columns;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IEntityType, EntityType> _types = [];
    private readonly Dictionary<Type, ComplexUses> _complex = [];
    private readonly Dictionary<IEntityType, string> _setOf = [];
    private readonly HashSet<string> _excludedSeen = [];

    /// <summary>All uses of a complex type, each with columns of its own.</summary>
    private sealed record ComplexUses(string Name, List<EntityType> Types);

    public EntityFrameworkReader(DbContext context, string @namespace, string container, ModelDeclarations declarations)
    {
        _context = context;
        _model = context.GetService<IDesignTimeModel>().Model;
        _namespace = @namespace;
        _container = container;
        _declarations = declarations;
        _columns = new EntityFrameworkColumns(@namespace, declarations.PlainEnumerations, clr => Unique(clr.Name));
        _names.Add(container);
    }

    public ODataModel Read()
    {
        var sets = Sets();
        CheckDeclarations(sets);
        ReadDayNumbers(sets);
        foreach (var (name, entity) in sets.Where(s => !_declarations.Singletons.Contains(s.Name)))
        {
            _setOf.TryAdd(entity, name);
        }
        // The names that sets give come first; other types take what is left.
        var names = _setOf.ToDictionary(s => s.Key, s => Unique(TypeName(s.Key, Singular(s.Value))));
        foreach (var (name, entity) in sets)
        {
            _setOf.TryAdd(entity, name);
            foreach (var type in entity.GetAllBaseTypesInclusive().Reverse().Concat(entity.GetDerivedTypes()))
            {
                if (!_types.ContainsKey(type))
                {
                    _types[type] = CreateType(type, names.TryGetValue(type, out var own) ? own : Unique(TypeName(type, type.ClrType.Name)), name);
                }
            }
        }
        var served = _types.Values.ToList();
        foreach (var rows in _declarations.Summaries.Select(s => s.Rows).Distinct())
        {
            var entity = _model.FindEntityType(rows) ?? throw new InvalidOperationException($"Summaries: {rows.Name} is no entity type of the model.");
            if (!_types.ContainsKey(entity))
            {
                _types[entity] = CreateType(entity, entity.ClrType.Name, entity.ClrType.Name);
            }
        }
        foreach (var (entity, type) in _types)
        {
            type.SetDerived([.. entity.GetDerivedTypes().Select(d => _types[d])]);
        }
        foreach (var (entity, type) in _types)
        {
            var members = Navigations(entity, type, Table(entity), _setOf.GetValueOrDefault(entity.GetRootType(), type.Name));
            type.SetNavigations([.. type.BaseType?.Navigations ?? [], .. members]);
        }
        foreach (var type in _types.Values.Where(t => t.BaseType is not null))
        {
            // Bases come first, so that each type has what all of its bases keep beside their members.
            type.Hidden = [.. type.BaseType!.Hidden.Union(type.Hidden)];
        }
        var unused = _declarations.Excluded.Except(_excludedSeen).FirstOrDefault();
        List<EntitySet> stored = [.. sets.Select(s => new EntitySet(s.Name, _types[s.Entity]) { IsSingleton = _declarations.Singletons.Contains(s.Name) })];
        var flat = _declarations.FlatSets.Where(f => !IsExcluded(f.Name)).Select(f => Flat(f, stored)).ToList();
        return unused is null
            ? new ODataModel(
                _namespace, _container, [.. served, .. flat.Select(s => s.Type)], [.. stored, .. flat], _columns.Enumerations, [.. _complex.Values.Select(Declared)])
            {
                // A set that is not served is not asked for either.
                Summaries = [.. _declarations.Summaries.Where(s => !IsExcluded(s.Set)).Select(s => Summary.Read(
                    s, stored.Find(set => set.Name == s.Set)?.Type ?? throw new InvalidOperationException($"Summaries: there is no entity set {s.Set}."), _types[_model.FindEntityType(s.Rows)!]))],
            }
            : throw new InvalidOperationException($"{nameof(ModelDeclarations.Excluded)}: there is no {unused}.");
    }

    private EntitySet Flat(FlatSetDeclaration declaration, List<EntitySet> sets)
    {
        var source = sets.Find(s => s.Name == declaration.Source) ?? throw new InvalidOperationException($"Flat set {declaration.Name}: there is no entity set {declaration.Source}.");
        return sets.Exists(s => s.Name == declaration.Name)
            ? throw new InvalidOperationException($"The entity set {declaration.Name} is declared twice.")
            : FlatRows.Read(declaration, Unique(Singular(declaration.Name)), source);
    }

    private List<(string Name, IEntityType Entity)> Sets()
    {
        var properties = _context.GetType().GetProperties()
            .Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
            .OrderBy(p => p.MetadataToken)
            .Select(p => (p.Name, Type: p.PropertyType.GetGenericArguments()[0]));
        return [.. properties.Concat(_declarations.EntitySets.Select(s => (Name: s.Key, Type: s.Value)))
            .Where(s => !IsExcluded(s.Name))
            .Select(s => (s.Name, _model.FindEntityType(s.Type) ?? throw new InvalidOperationException($"{s.Name} is not an entity type of the model.")))];
    }

    private void ReadDayNumbers(List<(string Name, IEntityType Entity)> sets)
    {
        // A set that is not served is not asked for either.
        foreach (var (set, numbers) in _declarations.DayNumbers.Where(declared => !_declarations.Excluded.Contains(declared.Key)))
        {
            var entity = sets.Find(s => s.Name == set).Entity ?? throw new InvalidOperationException($"Day numbers: there is no entity set {set}.");
            var properties = entity.GetDerivedTypesInclusive().SelectMany(type => type.GetProperties()).ToList();
            foreach (var (date, number) in numbers)
            {
                _columns.DayNumbers[Declared(date, typeof(DateOnly))] = Declared(number, typeof(int), typeof(long));
            }

            IProperty Declared(string name, params Type[] types) => properties.Find(p => p.Name == name && types.Contains(Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType))
                ?? throw new InvalidOperationException($"Day numbers of {set}: {name} is no {string.Join(" or ", types.Select(type => type.Name))} of its rows.");
        }
    }

    private void CheckDeclarations(List<(string Name, IEntityType Entity)> sets)
    {
        foreach (var name in _declarations.Singletons.Concat(_declarations.Keys.Keys))
        {
            if (!sets.Any(s => s.Name == name))
            {
                throw new InvalidOperationException($"Singletons and keys: there is no entity set {name}.");
            }
        }
        if (sets.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"The entity set {twice.Key} is declared twice.");
        }
    }

    private bool IsExcluded(string path)
    {
        if (!_declarations.Excluded.Contains(path))
        {
            return false;
        }
        _excludedSeen.Add(path);
        return true;
    }

    /// <summary>A name of a type that no other type and not the container has.</summary>
    private string Unique(string name)
    {
        var unique = _names.Contains(name) ? name + "Type" : name;
        return _names.Add(unique) ? unique : throw new InvalidOperationException($"Several types would be called {unique}; rename one of them.");
    }

    /// <summary>CSDL, like C#, lets no type have a member of its own name.</summary>
    private static string TypeName(ITypeBase type, string name) => type.GetMembers().Any(m => m.Name == name) ? name + "Item" : name;

    /// <summary>Entity types are called after their set in the singular, so that names differ and read well in clients.</summary>
    private static string Singular(string plural) => plural switch
    {
        _ when plural.EndsWith("ies", StringComparison.Ordinal) => plural[..^3] + "y",
        _ when plural.EndsWith("sses", StringComparison.Ordinal) => plural[..^2],
        _ when plural.EndsWith('s') => plural[..^1],
        _ => plural + "Item",
    };

    private static StoreObjectIdentifier Table(ITypeBase type) =>
        StoreObjectIdentifier.Create(type, StoreObjectType.Table) ?? StoreObjectIdentifier.Create(type, StoreObjectType.View)
            ?? throw new InvalidOperationException($"{type.DisplayName()} is mapped to no table or view; map it to one, or exclude its set.");

    private EntityType CreateType(IEntityType entity, string name, string set)
    {
        CheckMapping(entity, set);
        var table = Table(entity);
        var baseType = entity.BaseType is null ? null : _types[entity.BaseType];
        var discriminator = entity.FindDiscriminatorProperty() is { } found && entity.GetRootType().GetDerivedTypes().Any() ? found : null;
        var type = new EntityType(name, table.Name, table.Schema)
        {
            Namespace = _namespace,
            BaseType = baseType,
            IsAbstract = entity.IsAbstract(),
            DiscriminatorValue = discriminator is null ? null : Discriminating(entity),
            Label = entity.ClrType.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName,
            Description = entity.ClrType.GetCustomAttribute<CommentAttribute>()?.Comment,
        };
        var properties = Properties(entity, entity.GetDeclaredProperties().Where(p => p != discriminator), table, set);
        type.SetProperties([.. baseType?.Properties ?? [], .. properties], baseType?.Key ?? []);
        type.Discriminator = baseType?.Discriminator ?? (discriminator is null ? null : Column(type, discriminator, table));
        type.SetProperties(type.Properties, baseType?.Key ?? Key(entity, type, table, set));
        type.OwnAlternateKeys = [.. entity.GetDeclaredKeys().Where(k => !k.IsPrimaryKey()).Select(k => k.Properties)
            .Concat(entity.GetDeclaredIndexes().Where(i => i.IsUnique && i.GetFilter() is null).Select(i => i.Properties))
            .Select(k => k.Select(p => _columns.Read(p, table)).ToList())
            .Where(k => k.All(type.Properties.Contains))];
        CheckColumns(type);
        return type;
    }

    private IReadOnlyList<StructuralProperty> Key(IEntityType entity, EntityType type, StoreObjectIdentifier table, string set)
    {
        if (entity.FindPrimaryKey() is { } key)
        {
            return [.. key.Properties.Select(p => Column(type, p, table))];
        }
        if (!_declarations.Keys.TryGetValue(set, out var names))
        {
            throw new InvalidOperationException($"{entity.DisplayName()} has no key, and entities need one. Name the properties that tell its rows apart in {nameof(ModelDeclarations)}.{nameof(ModelDeclarations.Keys)}[\"{set}\"], or exclude the set.");
        }
        return [.. names.Select(n => type.TryGetProperty(n, out var property) ? property : throw new InvalidOperationException($"Key of {set}: {type} has no property {n}."))];
    }

    private static void CheckMapping(IEntityType entity, string set)
    {
        var root = entity.GetRootType();
        if (root.GetDeclaredQueryFilters().Count > 0)
        {
            throw new InvalidOperationException(
                $"{root.DisplayName()} has a query filter, which the service would not apply. Map the type to a view that filters (ToView) and take the filter away, or exclude the set {set}.");
        }
        if (entity.GetMappingFragments(StoreObjectType.Table).Any())
        {
            throw new InvalidOperationException($"{entity.DisplayName()} is split over several tables, which cannot be served. Map it to a view that joins them, or exclude the set {set}.");
        }
        if (entity.GetDerivedTypes().Prepend(entity).Any(t => Table(t) != Table(root)))
        {
            throw new InvalidOperationException($"{root.DisplayName()}: a hierarchy in several tables (TPT, TPC) cannot be served. Keep it in one table (UseTphMappingStrategy), or exclude the set {set}.");
        }
    }

    /// <summary>A sibling's value in a shared column would show as the type's own.</summary>
    private void CheckColumns(EntityType type)
    {
        for (var other = 0; type.BaseType is not null && other < _types.Count; other++)
        {
            var sibling = _types.Values.ElementAt(other);
            if (ReferenceEquals(Root(sibling), Root(type)) && !type.Is(sibling)
                && type.Properties.FirstOrDefault(p => !sibling.Properties.Contains(p) && sibling.Properties.Any(q => q.Column == p.Column)) is { } shared)
            {
                throw new InvalidOperationException($"{type}.{shared.Name} shares its column {shared.Column} with {sibling}; give each type of a hierarchy columns of its own.");
            }
        }

        static EntityType Root(EntityType type) => type.BaseType is null ? type : Root(type.BaseType);
    }

    private static object Discriminating(IEntityType entity)
    {
        var value = entity.GetDiscriminatorValue() ?? throw new InvalidOperationException($"{entity.DisplayName()} has no discriminator value.");
        var stored = entity.FindDiscriminatorProperty()!.GetRelationalTypeMapping().Converter?.ConvertToProvider(value) ?? value;
        return stored switch
        {
            string or bool => stored,
            Enum or byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(stored, System.Globalization.CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"{entity.DisplayName()}: a discriminator of type {stored.GetType().Name} cannot be served; use a text or a whole number."),
        };
    }

    private List<StructuralProperty> Properties(ITypeBase type, IEnumerable<IProperty> properties, StoreObjectIdentifier table, string path) =>
        [.. properties
            .Where(p => p.PropertyInfo is not null && !IsExcluded($"{path}/{p.Name}"))
            .OrderBy(p => p.IsPrimaryKey() ? 0 : Depth(p.PropertyInfo!, type.ClrType))
            .ThenBy(p => p.PropertyInfo!.MetadataToken)
            .Select(p => _columns.Read(p, table))];

    /// <summary>Own properties before inherited ones.</summary>
    private static int Depth(PropertyInfo property, Type type)
    {
        var depth = 1;
        for (var t = type; t != property.DeclaringType && t is not null; t = t.BaseType)
        {
            depth++;
        }
        return depth;
    }

    /// <summary>The property of a column; one that is no member of the type is kept beside its members.</summary>
    private StructuralProperty Column(EntityType type, IProperty property, StoreObjectIdentifier table)
    {
        var column = _columns.Read(property, table);
        if (!type.Properties.Contains(column) && !type.Hidden.Contains(column))
        {
            type.Hide(column);
        }
        return column;
    }

    /// <summary>What leads from a type to others, its complex values included, in the order of its code.</summary>
    private List<NavigationProperty> Navigations(ITypeBase source, EntityType type, StoreObjectIdentifier table, string path)
    {
        var members = new List<(int Order, NavigationProperty Navigation)>();
        foreach (var property in source.GetDeclaredComplexProperties().Where(p => p.PropertyInfo is not null && !IsExcluded($"{path}/{p.Name}")))
        {
            members.Add((property.PropertyInfo!.MetadataToken, Complex(property, type, table, $"{path}/{property.Name}")));
        }
        if (source is IEntityType entity)
        {
            foreach (var navigation in entity.GetDeclaredNavigations().Where(n => n.PropertyInfo is not null && !IsExcluded($"{path}/{n.Name}")))
            {
                var order = navigation.PropertyInfo!.MetadataToken;
                if (navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent)
                {
                    members.Add((order, Owned(navigation, type, table, $"{path}/{navigation.Name}")));
                }
                else if (!navigation.ForeignKey.IsOwnership && _types.TryGetValue(navigation.TargetEntityType, out var target))
                {
                    members.Add((order, Navigation(navigation, type, table, target)));
                }
            }
            foreach (var navigation in entity.GetDeclaredSkipNavigations().Where(n => n.PropertyInfo is not null && !IsExcluded($"{path}/{n.Name}")))
            {
                if (_types.TryGetValue(navigation.TargetEntityType, out var target))
                {
                    members.Add((navigation.PropertyInfo!.MetadataToken, ManyToMany(navigation, type, target)));
                }
            }
        }
        return [.. members.OrderBy(m => m.Order).Select(m => m.Navigation)];
    }

    private NavigationProperty Navigation(INavigation navigation, EntityType declaring, StoreObjectIdentifier table, EntityType target)
    {
        var foreignKey = navigation.ForeignKey;
        var dependent = navigation.IsOnDependent;
        return new NavigationProperty(
            navigation.Name, declaring, target, navigation.IsCollection,
            IsNullable: !navigation.IsCollection && (!dependent || !foreignKey.IsRequired), Pairs(navigation, declaring, table, target))
        {
            IsDependent = dependent,
            Partner = navigation.Inverse is { PropertyInfo: not null } inverse ? inverse.Name : null,
            Label = LabelOf(navigation.PropertyInfo!),
            Description = DescriptionOf(navigation.PropertyInfo!),
        };
    }

    private List<(StructuralProperty Source, StructuralProperty Target)> Pairs(INavigation navigation, EntityType declaring, StoreObjectIdentifier table, EntityType target)
    {
        var far = Table(navigation.TargetEntityType);
        return [.. navigation.ForeignKey.Properties.Zip(navigation.ForeignKey.PrincipalKey.Properties)
            .Select(p => navigation.IsOnDependent ? (Source: p.First, Target: p.Second) : (Source: p.Second, Target: p.First))
            .Select(p => (Column(declaring, p.Source, table), Column(target, p.Target, far)))];
    }

    private NavigationProperty ManyToMany(ISkipNavigation navigation, EntityType declaring, EntityType target)
    {
        CheckMapping(navigation.JoinEntityType, navigation.JoinEntityType.DisplayName());
        var join = Table(navigation.JoinEntityType);
        var (near, far) = (navigation.ForeignKey, navigation.Inverse.ForeignKey);
        return new NavigationProperty(navigation.Name, declaring, target, IsCollection: true, IsNullable: false, [])
        {
            Through = new JoinTable(
                join.Name, join.Schema,
                [.. near.PrincipalKey.Properties.Zip(near.Properties).Select(p => (Column(declaring, p.First, Table(navigation.DeclaringEntityType)), _columns.Read(p.Second, join)))],
                [.. far.Properties.Zip(far.PrincipalKey.Properties).Select(p => (_columns.Read(p.First, join), Column(target, p.Second, Table(navigation.TargetEntityType))))]),
            Partner = navigation.Inverse.PropertyInfo is null ? null : navigation.Inverse.Name,
            Label = LabelOf(navigation.PropertyInfo!),
            Description = DescriptionOf(navigation.PropertyInfo!),
        };
    }

    private NavigationProperty Complex(IComplexProperty property, EntityType declaring, StoreObjectIdentifier table, string path)
    {
        if (property.IsCollection || property.ComplexType.IsMappedToJson())
        {
            throw Json(property, path);
        }
        var target = ComplexUse(property.ComplexType, table, path);
        return new NavigationProperty(property.Name, declaring, target, IsCollection: false, property.IsNullable, [])
        {
            IsComplex = true,
            IsInline = true,
            InlinePresence = property.IsNullable ? Presence(property.ComplexType, target, table) : [],
            Label = LabelOf(property.PropertyInfo!),
            Description = DescriptionOf(property.PropertyInfo!),
        };
    }

    private NavigationProperty Owned(INavigation navigation, EntityType declaring, StoreObjectIdentifier table, string path)
    {
        var owned = navigation.TargetEntityType;
        if (owned.IsMappedToJson())
        {
            throw Json(navigation, path);
        }
        var far = Table(owned);
        var inline = !navigation.IsCollection && far == table;
        var target = ComplexUse(owned, far, path);
        var required = navigation.ForeignKey.IsRequiredDependent;
        return new NavigationProperty(navigation.Name, declaring, target, navigation.IsCollection, IsNullable: !navigation.IsCollection && !required, inline ? [] : Pairs(navigation, declaring, table, target))
        {
            IsComplex = true,
            IsInline = inline,
            InlinePresence = inline && !required ? Presence(owned, target, far) : [],
            Label = LabelOf(navigation.PropertyInfo!),
            Description = DescriptionOf(navigation.PropertyInfo!),
        };
    }

    private static InvalidOperationException Json(IReadOnlyPropertyBase property, string path) =>
        new($"{property.DeclaringType.DisplayName()}.{property.Name} is kept in a JSON column, which the service does not read. Keep it in columns or a table of its own, or exclude \"{path}\".");

    /// <summary>A complex type as one property uses it; for a table of its own with the table's key, which no property shows.</summary>
    private EntityType ComplexUse(ITypeBase source, StoreObjectIdentifier table, string path)
    {
        if (!_complex.TryGetValue(source.ClrType, out var uses))
        {
            _complex[source.ClrType] = uses = new ComplexUses(Unique(TypeName(source, source.ClrType.Name)), []);
        }
        var type = new EntityType(uses.Name, table.Name, table.Schema)
        {
            Namespace = _namespace,
            IsComplex = true,
            Label = source.ClrType.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName,
            Description = source.ClrType.GetCustomAttribute<CommentAttribute>()?.Comment,
        };
        type.SetProperties(Properties(source, source.GetProperties(), table, path), []);
        if (source is IEntityType entity)
        {
            type.SetProperties(type.Properties, [.. entity.FindPrimaryKey()!.Properties.Select(p => Column(type, p, table))]);
        }
        uses.Types.Add(type);
        type.SetNavigations(Navigations(source, type, table, path));
        return type;
    }

    /// <summary>EF Core's rule: an optional value is there when a required column of it is; without one, when any column is.</summary>
    private List<StructuralProperty> Presence(ITypeBase source, EntityType type, StoreObjectIdentifier table)
    {
        var own = source.GetProperties().Where(p => !p.IsKey() && !p.IsForeignKey()).ToList();
        if (own.FirstOrDefault(p => !p.IsNullable) is { } required)
        {
            return [Column(type, required, table)];
        }
        var all = Leaves(type).ToList();
        return all.Count > 0 ? all : throw new InvalidOperationException($"{source.DisplayName()} has no column that tells whether the value is there.");

        static IEnumerable<StructuralProperty> Leaves(EntityType type) =>
            type.Properties.Concat(type.Navigations.Where(n => n.IsInline).SelectMany(n => Leaves(n.Target)));
    }

    /// <summary>What <c>$metadata</c> says of a complex type: what holds for each use.</summary>
    private static EntityType Declared(ComplexUses uses)
    {
        var first = uses.Types[0];
        foreach (var other in uses.Types)
        {
            if (!other.Properties.Select(p => (p.Name, p.Kind)).Order().SequenceEqual(first.Properties.Select(p => (p.Name, p.Kind)).Order())
                || !other.Navigations.Select(n => n.Name).Order(StringComparer.Ordinal).SequenceEqual(first.Navigations.Select(n => n.Name).Order(StringComparer.Ordinal)))
            {
                throw new InvalidOperationException($"{uses.Name} has other members in one use than in another; map it alike wherever it is used.");
            }
        }
        var type = new EntityType(first.Name, first.Table, first.Schema) { Namespace = first.Namespace, IsComplex = true, Label = first.Label, Description = first.Description };
        type.SetProperties([.. first.Properties.Select(p => Merged(p, [.. uses.Types.Select(u => u.Properties.First(q => q.Name == p.Name))]))], []);
        type.SetNavigations(first.Navigations);
        return type;
    }

    private static StructuralProperty Merged(StructuralProperty property, IReadOnlyList<StructuralProperty> uses) => property with
    {
        IsNullable = uses.Any(u => u.IsNullable),
        MaxLength = uses.All(u => u.MaxLength == property.MaxLength) ? property.MaxLength : null,
        Precision = uses.All(u => u.Precision == property.Precision) ? property.Precision : null,
        Scale = uses.All(u => u.Scale == property.Scale) ? property.Scale : null,
    };

    private static string? LabelOf(PropertyInfo member) => member.GetCustomAttribute<DisplayAttribute>()?.GetName();

    private static string? DescriptionOf(PropertyInfo member) => member.GetCustomAttribute<CommentAttribute>()?.Comment;
}
