using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// Reads an entity data model out of an EF Core context. Takes: one table per entity type, primitive columns, value
/// converters from enumeration to text and from decimal to a scaled whole number, references and their inverse
/// collections. Leaves out: shadow properties and navigations without a CLR member, many-to-many and owned types.
/// </summary>
public static class EntityFrameworkModel
{
    /// <summary>
    /// Builds the model. The context's <c>DbSet</c> properties name the entity sets and give their order;
    /// <c>[Display]</c>, <c>[DisplayName]</c> and <c>[Comment]</c> give labels and descriptions.
    /// </summary>
    /// <param name="declarations">Null = <see cref="ModelDeclarations.None"/>.</param>
    /// <exception cref="InvalidOperationException">A mapping that the service cannot serve, or a declaration that does not fit the model; the message names it.</exception>
    public static ODataModel Create(DbContext context, string @namespace, string containerName, ModelDeclarations? declarations = null)
    {
        var sets = context.GetType().GetProperties()
            .Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
            .OrderBy(p => p.MetadataToken)
            .Select(p => (p.Name, Entity: context.Model.FindEntityType(p.PropertyType.GetGenericArguments()[0])
                ?? throw new InvalidOperationException($"{p.Name} is not an entity type of the model.")))
            .ToList();
        var names = TypeNames(sets);
        var types = new Dictionary<IEntityType, EntityType>();
        foreach (var (_, entity) in sets)
        {
            types[entity] = CreateType(entity, names[entity]);
        }
        foreach (var (entity, type) in types)
        {
            type.SetNavigations([.. entity.GetNavigations()
                .Where(n => n.PropertyInfo is not null && types.ContainsKey(n.TargetEntityType))
                .OrderBy(n => n.PropertyInfo!.MetadataToken)
                .Select(n => CreateNavigation(n, type, types[n.TargetEntityType]))]);
        }
        var model = new ODataModel(@namespace, containerName, [.. types.Values], [.. sets.Select(s => new EntitySet(s.Name, types[s.Entity]))]);
        declarations ??= ModelDeclarations.None;
        foreach (var (set, paths) in declarations.SearchPaths)
        {
            SetSearchPaths(model, set, paths);
        }
        foreach (var (set, keys) in declarations.AlternateKeys)
        {
            AddAlternateKeys(model, set, keys);
        }
        foreach (var type in model.EntityTypes)
        {
            type.AggregationMethods = declarations.AggregationMethods;
        }
        HierarchyDeclarations.Apply(model, declarations);
        foreach (var (set, aggregates) in declarations.CustomAggregates)
        {
            var type = Declared(model, set, "Custom aggregates").Type;
            type.CustomAggregates = aggregates.ToDictionary(a => a.Key, a => CustomAggregate.Read(model, type, a.Key, a.Value), StringComparer.Ordinal);
        }
        foreach (var (set, measures) in declarations.SemiAdditive)
        {
            SetSemiAdditive(Declared(model, set, "Semi-additive measures").Type, measures);
        }
        foreach (var (set, transformations) in declarations.Transformations)
        {
            var type = Declared(model, set, "Transformations").Type;
            type.Transformations = transformations.ToDictionary(t => $"{@namespace}.{t.Key}", t => DeclaredTransformation.Read(model, type, t.Key, t.Value), StringComparer.Ordinal);
        }
        return model;
    }

    private static void AddAlternateKeys(ODataModel model, string set, string[][] keys)
    {
        var type = Declared(model, set, "Alternate keys").Type;
        IEnumerable<IReadOnlyList<StructuralProperty>> declared = keys.Select(names => names
            .Select(n => type.TryGetProperty(n, out var property) ? property : throw new InvalidOperationException($"Alternate key of {set}: {type} has no property {n}."))
            .ToList());
        type.AlternateKeys = [.. type.AlternateKeys.Concat(declared).DistinctBy(k => string.Join(',', k.Select(p => p.Name).Order(StringComparer.Ordinal)))];
    }

    private static void SetSemiAdditive(EntityType type, SemiAdditiveMeasures measures)
    {
        foreach (var name in measures.Properties)
        {
            if (!type.TryGetProperty(name, out _))
            {
                throw new InvalidOperationException($"Semi-additive measures: {type} has no property {name}.");
            }
        }
        type.SetProperties([.. type.Properties.Select(p => measures.Properties.Contains(p.Name) ? p with { FixedBy = measures.FixedBy } : p)], type.Key);
    }

    private static EntitySet Declared(ODataModel model, string set, string declaration) =>
        model.TryGetSet(set, out var found) ? found : throw new InvalidOperationException($"{declaration}: there is no entity set {set}.");

    private static void SetSearchPaths(ODataModel model, string set, string[] paths)
    {
        var found = Declared(model, set, "Search paths");
        foreach (var path in paths)
        {
            var names = path.Split('/');
            var owner = found.Type;
            foreach (var name in names.SkipLast(1))
            {
                owner = owner.TryGetNavigation(name, out var navigation) && !navigation.IsCollection
                    ? navigation.Target
                    : throw new InvalidOperationException($"Search path {set}/{path}: {owner} has no single navigation {name}.");
            }
            if (!owner.TryGetProperty(names[^1], out var property) || property.Kind is not PrimitiveKind.String)
            {
                throw new InvalidOperationException($"Search path {set}/{path}: {owner} has no text {names[^1]}.");
            }
        }
        found.Type.SearchPaths = [.. paths.Select(p => p.Split('/'))];
    }

    /// <summary>Entity types are called after their set in the singular, so that names differ and read well in clients.</summary>
    private static Dictionary<IEntityType, string> TypeNames(List<(string Name, IEntityType Entity)> sets) =>
        sets.ToDictionary(s => s.Entity, s => TypeName(s.Entity, Singular(s.Name)));

    /// <summary>CSDL, like C#, lets no type have a member of its own name.</summary>
    private static string TypeName(IEntityType entity, string name) =>
        entity.FindProperty(name) is not null || entity.FindNavigation(name) is not null ? name + "Item" : name;

    private static string Singular(string plural) => plural switch
    {
        _ when plural.EndsWith("ies", StringComparison.Ordinal) => plural[..^3] + "y",
        _ when plural.EndsWith("sses", StringComparison.Ordinal) => plural[..^2],
        _ when plural.EndsWith('s') => plural[..^1],
        _ => plural + "Item",
    };

    private static EntityType CreateType(IEntityType entity, string name)
    {
        var table = entity.GetTableName() ?? throw new InvalidOperationException($"{entity.DisplayName()} has no table.");
        var type = new EntityType(name, table, entity.GetSchema())
        {
            Label = entity.ClrType.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName,
            Description = entity.ClrType.GetCustomAttribute<CommentAttribute>()?.Comment,
        };
        var properties = entity.GetProperties()
            .Where(p => p.PropertyInfo is not null)
            .OrderBy(p => p.IsPrimaryKey() ? 0 : Depth(p.PropertyInfo!, entity.ClrType))
            .ThenBy(p => p.PropertyInfo!.MetadataToken)
            .Select(CreateProperty)
            .ToList();
        var key = entity.FindPrimaryKey() ?? throw new InvalidOperationException($"{entity.DisplayName()} has no key.");
        type.SetProperties(properties, [.. key.Properties.Select(k => properties.First(p => p.Name == k.Name))]);
        type.AlternateKeys = [.. entity.GetKeys().Where(k => !k.IsPrimaryKey()).Select(k => k.Properties)
            .Concat(entity.GetIndexes().Where(i => i.IsUnique && i.GetFilter() is null).Select(i => i.Properties))
            .Where(k => k.All(p => type.TryGetProperty(p.Name, out _)))
            .Select(k => k.Select(p => Column(type, p)).ToList())];
        return type;
    }

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

    private static StructuralProperty CreateProperty(IProperty property)
    {
        var clr = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var mapping = property.GetRelationalTypeMapping();
        var provider = mapping.Converter?.ProviderClrType ?? clr;
        var scaled = clr == typeof(decimal) && provider == typeof(long);
        if (provider != clr && !scaled && !(clr.IsEnum && (provider == typeof(string) || IsWhole(provider))))
        {
            throw Unservable(property, $"its value converter from {clr.Name} to {provider.Name} is not one the service reads");
        }
        if (scaled && property.GetScale() is null)
        {
            throw Unservable(property, "a decimal kept as a whole number needs a precision and a scale");
        }
        var kind = clr.IsEnum
            ? KindOf(provider.IsEnum ? Enum.GetUnderlyingType(clr) : provider, property)
            : KindOf(clr, property);
        var member = property.PropertyInfo!;
        return new StructuralProperty(property.Name, kind, property.IsNullable, property.GetColumnName())
        {
            Storage = scaled ? StorageForm.ScaledInteger : IsTextOf(clr, mapping.StoreType) ? StorageForm.Text : StorageForm.Native,
            MaxLength = kind is PrimitiveKind.String or PrimitiveKind.Binary ? property.GetMaxLength() : null,
            Precision = kind is PrimitiveKind.Decimal ? property.GetPrecision() : null,
            Scale = kind is PrimitiveKind.Decimal ? property.GetScale() : null,
            Label = member.GetCustomAttribute<DisplayAttribute>()?.GetName(),
            Description = member.GetCustomAttribute<CommentAttribute>()?.Comment,
            AllowedValues = clr.IsEnum && kind is PrimitiveKind.String ? AllowedValues(clr) : [],
        };
    }

    private static bool IsWhole(Type type) =>
        type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long);

    /// <summary>The database has no type for the value, so the provider writes text; dates and times of day in UTC sort as text.</summary>
    private static bool IsTextOf(Type clr, string storeType) =>
        (clr == typeof(decimal) || clr == typeof(TimeSpan) || clr == typeof(DateTimeOffset)) && storeType.Equals("TEXT", StringComparison.OrdinalIgnoreCase);

    private static InvalidOperationException Unservable(IProperty property, string why) =>
        new($"{property.DeclaringType.DisplayName()}.{property.Name}: {why}.");

    private static List<AllowedValue> AllowedValues(Type enumeration) =>
        [.. enumeration.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => new AllowedValue(f.Name, f.GetCustomAttribute<DisplayAttribute>()?.GetName()))];

    private static PrimitiveKind KindOf(Type clr, IProperty property) => clr switch
    {
        _ when clr == typeof(bool) => PrimitiveKind.Boolean,
        _ when clr == typeof(byte) => PrimitiveKind.Byte,
        _ when clr == typeof(sbyte) => PrimitiveKind.SByte,
        _ when clr == typeof(short) => PrimitiveKind.Int16,
        _ when clr == typeof(int) => PrimitiveKind.Int32,
        _ when clr == typeof(long) => PrimitiveKind.Int64,
        _ when clr == typeof(decimal) => PrimitiveKind.Decimal,
        _ when clr == typeof(float) => PrimitiveKind.Single,
        _ when clr == typeof(double) => PrimitiveKind.Double,
        _ when clr == typeof(string) => PrimitiveKind.String,
        _ when clr == typeof(Guid) => PrimitiveKind.Guid,
        _ when clr == typeof(byte[]) => PrimitiveKind.Binary,
        _ when clr == typeof(DateOnly) => PrimitiveKind.Date,
        _ when clr == typeof(TimeOnly) => PrimitiveKind.TimeOfDay,
        _ when clr == typeof(DateTime) || clr == typeof(DateTimeOffset) => PrimitiveKind.DateTimeOffset,
        _ when clr == typeof(TimeSpan) => PrimitiveKind.Duration,
        _ => throw Unservable(property, $"the type {clr.Name} cannot be served"),
    };

    private static NavigationProperty CreateNavigation(INavigation navigation, EntityType declaring, EntityType target)
    {
        var foreignKey = navigation.ForeignKey;
        var dependent = navigation.IsOnDependent;
        var pairs = foreignKey.Properties.Zip(foreignKey.PrincipalKey.Properties)
            .Select(p => dependent ? (Source: p.First, Target: p.Second) : (Source: p.Second, Target: p.First))
            .Select(p => (Column(declaring, p.Source), Column(target, p.Target)))
            .ToList();
        return new NavigationProperty(
            navigation.Name, declaring, target, navigation.IsCollection,
            IsNullable: !navigation.IsCollection && (!dependent || !foreignKey.IsRequired), pairs)
        {
            IsDependent = dependent,
            Partner = navigation.Inverse is { PropertyInfo: not null } inverse ? inverse.Name : null,
            Label = navigation.PropertyInfo!.GetCustomAttribute<DisplayAttribute>()?.GetName(),
            Description = navigation.PropertyInfo!.GetCustomAttribute<CommentAttribute>()?.Comment,
        };
    }

    private static StructuralProperty Column(EntityType type, IProperty property) =>
        type.TryGetProperty(property.Name, out var found)
            ? found
            : throw new InvalidOperationException($"{type}.{property.Name}: a navigation's key must be a public property.");
}
