using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Edm;

/// <summary>Primitive types that the service reads and writes (OData CSDL 4.01, section 3.3).</summary>
public enum PrimitiveKind
{
    Boolean, Byte, SByte, Int16, Int32, Int64, Decimal, Single, Double,
    String, Guid, Binary, Date, TimeOfDay, DateTimeOffset, Duration,
    /// <summary>A value of an <see cref="EnumerationType"/>, kept as its underlying number.</summary>
    Enum,
}

/// <summary>How a database column holds a value whose primitive type it has no type of its own for.</summary>
public enum StorageForm
{
    /// <summary>The provider's own type for the primitive.</summary>
    Native,
    /// <summary>A decimal as the whole number value × 10^scale.</summary>
    ScaledInteger,
    /// <summary>A decimal, duration or instant with its offset as text, which does not sort as the value does.</summary>
    Text,
}

/// <summary>
/// The entity data model of a service with the tables, columns and keys behind it. Immutable; build it with
/// <see cref="EntityFrameworkModel.Create"/>.
/// </summary>
public sealed class ODataModel
{
    private readonly FrozenDictionary<string, EntitySet> _sets;
    private readonly FrozenDictionary<string, EnumerationType> _enumerations;

    public ODataModel(string @namespace, string containerName, IReadOnlyList<EntityType> types, IReadOnlyList<EntitySet> sets, IReadOnlyList<EnumerationType> enumerations, IReadOnlyList<EntityType> complexTypes)
    {
        Namespace = @namespace;
        ContainerName = containerName;
        EntityTypes = types;
        EntitySets = sets;
        Enumerations = enumerations;
        ComplexTypes = complexTypes;
        _sets = sets.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
        _enumerations = enumerations.ToFrozenDictionary(e => e.QualifiedName, StringComparer.Ordinal);
    }

    public string Namespace { get; }
    public string ContainerName { get; }
    public IReadOnlyList<EntityType> EntityTypes { get; }
    public IReadOnlyList<EntitySet> EntitySets { get; }
    public IReadOnlyList<EnumerationType> Enumerations { get; }
    public IReadOnlyList<EntityType> ComplexTypes { get; }

    /// <summary>Summaries that aggregations are answered from.</summary>
    internal IReadOnlyList<Summary> Summaries { get; init; } = [];

    public bool TryGetSet(string name, [NotNullWhen(true)] out EntitySet? set) => _sets.TryGetValue(name, out set);

    public bool TryGetEnumeration(string qualifiedName, [NotNullWhen(true)] out EnumerationType? enumeration) => _enumerations.TryGetValue(qualifiedName, out enumeration);

    /// <summary>The set that entities of a type live in, as such or as its base type; null for a type without one.</summary>
    public EntitySet? SetOf(EntityType type)
    {
        for (var t = type.Origin ?? type; t is not null; t = t.BaseType)
        {
            if (EntitySets.FirstOrDefault(s => ReferenceEquals(s.Type, t)) is { } set)
            {
                return set;
            }
        }
        return null;
    }
}

/// <summary>A named collection of entities, or the one entity of a singleton.</summary>
public sealed record EntitySet(string Name, EntityType Type)
{
    public bool IsSingleton { get; init; }
}

/// <summary>
/// An entity type, or one use of a complex type, and the table behind it. Properties stand in the order of
/// <c>$metadata</c>, those of the base type first.
/// </summary>
public sealed class EntityType(string name, string table, string? schema)
{
    private FrozenDictionary<string, StructuralProperty> _properties = FrozenDictionary<string, StructuralProperty>.Empty;
    private FrozenDictionary<string, NavigationProperty> _navigations = FrozenDictionary<string, NavigationProperty>.Empty;

    public string Name { get; } = name;
    public string Table { get; } = table;
    public string? Schema { get; } = schema;
    public string Namespace { get; internal init; } = "";
    public string QualifiedName => $"{Namespace}.{Name}";
    /// <summary>A complex type as one property uses it, with the columns of that use: its rows have no identity.</summary>
    public bool IsComplex { get; internal init; }
    public EntityType? BaseType { get; internal init; }
    /// <summary>No row is of this type alone.</summary>
    public bool IsAbstract { get; internal init; }
    /// <summary>All types derived from this one, bases before what derives from them.</summary>
    public IReadOnlyList<EntityType> DerivedTypes { get; private set; } = [];
    /// <summary>The column that tells which type of the hierarchy a row is of; null without a hierarchy.</summary>
    internal StructuralProperty? Discriminator { get; set; }
    /// <summary>The discriminator's value in rows of exactly this type: text or a whole number.</summary>
    internal object? DiscriminatorValue { get; init; }
    /// <summary>Label for people; null where none is declared.</summary>
    public string? Label { get; internal init; }
    public string? Description { get; internal init; }
    /// <summary>Paths to the texts that <c>$search</c> looks at; empty = the type's own texts.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> SearchPaths { get; set; } = [];
    /// <summary>The type that rows of this one still are entities of, when computed values were added to it; else null.</summary>
    internal EntityType? Origin { get; init; }
    /// <summary>Rows are results of an aggregation, not entities: they have no id (OData JSON Format 4.01, section 4.6.8).</summary>
    internal bool IsTransient { get; init; }
    /// <summary>Paths that tie rows to a <see cref="RowScope"/>; empty = the rows are everyone's.</summary>
    internal IReadOnlyList<ModelPath> ScopePaths { get; set; } = [];
    /// <summary>Where the rows come from when they are those of another type with more beside them; else null.</summary>
    internal FlatRows? Flat { get; init; }
    public IReadOnlyList<RecursiveHierarchy> RecursiveHierarchies { get; internal set; } = [];
    public IReadOnlyList<LeveledHierarchy> LeveledHierarchies { get; internal set; } = [];
    /// <summary>Among rows that are no entities some are: those where this column has a value.</summary>
    internal StructuralProperty? EntityPresence { get; init; }
    /// <summary>The type whose properties were aggregated away: the names it has more are known, and null.</summary>
    internal EntityType? AggregatedFrom { get; init; }
    /// <summary>Columns that the rows of a result carry along and nobody sees: groups, places in an order, presence.</summary>
    internal IReadOnlyList<StructuralProperty> Hidden { get; set; } = [];
    /// <summary>Collections that a transformation put into each row.</summary>
    internal IReadOnlyList<NestedCollection> Nested { get; init; } = [];
    /// <summary>By the qualifier of a hierarchy, the column that holds the path on which a traversal came to the row's node.</summary>
    internal IReadOnlyList<UpPath> UpPaths { get; init; } = [];
    internal IReadOnlyDictionary<string, CustomAggregate> CustomAggregates { get; set; } = FrozenDictionary<string, CustomAggregate>.Empty;
    /// <summary>By qualified name, transformations that requests may name.</summary>
    internal IReadOnlyDictionary<string, DeclaredTransformation> Transformations { get; set; } = FrozenDictionary<string, DeclaredTransformation>.Empty;
    /// <summary>The same with what was declared.</summary>
    public IEnumerable<(string QualifiedName, TransformationDeclaration Declaration)> DeclaredTransformations => Transformations.Select(t => (t.Key, t.Value.Declaration));
    /// <summary>By qualified name, aggregation methods beside the standard ones.</summary>
    internal IReadOnlyDictionary<string, AggregationMethod> AggregationMethods { get; set; } = FrozenDictionary<string, AggregationMethod>.Empty;
    /// <summary>The methods of the type, or of the one its rows came from.</summary>
    internal IReadOnlyDictionary<string, AggregationMethod> Methods => (Origin ?? AggregatedFrom)?.AggregationMethods ?? AggregationMethods;
    /// <summary>Paths to navigations that rows were grouped by: expanded where no <c>$expand</c> says otherwise.</summary>
    internal IReadOnlyList<string> ExpandedByDefault { get; init; } = [];
    /// <summary>Of these, the ones that are so only in rows where a column has a value, with that column.</summary>
    internal IReadOnlyDictionary<string, string> ExpandedWhere { get; init; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyList<StructuralProperty> Properties { get; private set; } = [];
    public IReadOnlyList<NavigationProperty> Navigations { get; private set; } = [];
    public IReadOnlyList<StructuralProperty> Key { get; private set; } = [];
    /// <summary>Further keys: unique indexes and those declared (OData URL Conventions 4.01, section 4.3.4).</summary>
    public IReadOnlyList<IReadOnlyList<StructuralProperty>> AlternateKeys => BaseType is null ? OwnAlternateKeys : [.. BaseType.AlternateKeys, .. OwnAlternateKeys];
    /// <summary>Those that the base type does not have.</summary>
    internal IReadOnlyList<IReadOnlyList<StructuralProperty>> OwnAlternateKeys { get; set; } = [];
    /// <summary>Columns that put the rows of a result in a total order; the key, where there is nothing to add.</summary>
    internal IReadOnlyList<StructuralProperty> OrderKey { get; set; } = [];

    public bool TryGetProperty(string name, [NotNullWhen(true)] out StructuralProperty? property) => _properties.TryGetValue(name, out property);

    public bool TryGetNavigation(string name, [NotNullWhen(true)] out NavigationProperty? navigation) => _navigations.TryGetValue(name, out navigation);

    /// <summary>A navigation, or a collection that a transformation put into each row as one.</summary>
    internal bool TryFollow(string name, [NotNullWhen(true)] out NavigationProperty? navigation)
    {
        if (TryGetNavigation(name, out navigation))
        {
            return true;
        }
        var nested = Nested.FirstOrDefault(n => n.Name == name);
        navigation = nested is null ? null : new NavigationProperty(name, this, nested.Target, IsCollection: true, IsNullable: false, []) { Nested = nested };
        return navigation is not null;
    }

    /// <summary>Whether values of this type are values of another too.</summary>
    public bool Is(EntityType other) => ReferenceEquals(this, other) || (BaseType?.Is(other) ?? false);

    /// <summary>This type and those derived from it that rows can be of.</summary>
    internal IEnumerable<EntityType> ConcreteTypes => DerivedTypes.Prepend(this).Where(t => !t.IsAbstract);

    /// <summary>This type, a derived or a base one by its qualified name.</summary>
    internal EntityType? FindRelated(string qualifiedName)
    {
        for (var t = this; t is not null; t = t.BaseType)
        {
            if (t.QualifiedName == qualifiedName)
            {
                return t;
            }
        }
        return DerivedTypes.FirstOrDefault(t => t.QualifiedName == qualifiedName);
    }

    /// <summary>This type and all that it is derived from, the nearest first.</summary>
    internal IEnumerable<EntityType> SelfAndBases()
    {
        for (var t = this; t is not null; t = t.BaseType)
        {
            yield return t;
        }
    }

    internal IEnumerable<string> MemberNames => Properties.Select(p => p.Name).Concat(Navigations.Select(n => n.Name)).Concat(Nested.Select(n => n.Name));

    /// <summary>Names that rows of the type have, those of derived types among them.</summary>
    internal IEnumerable<string> TakenNames => DerivedTypes.Prepend(this).SelectMany(t => t.MemberNames);

    internal void SetProperties(IReadOnlyList<StructuralProperty> properties, IReadOnlyList<StructuralProperty> key)
    {
        Properties = properties;
        Key = key;
        OrderKey = key;
        _properties = properties.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
    }

    internal void Hide(StructuralProperty property) => Hidden = [.. Hidden, property];

    internal void SetDerived(IReadOnlyList<EntityType> types) => DerivedTypes = types;

    internal void SetNavigations(IReadOnlyList<NavigationProperty> navigations)
    {
        Navigations = navigations;
        _navigations = navigations.ToFrozenDictionary(n => n.Name, StringComparer.Ordinal);
    }

    public override string ToString() => Name;
}

/// <summary>A primitive or enumeration property and the column behind it.</summary>
public sealed record StructuralProperty(string Name, PrimitiveKind Kind, bool IsNullable, string Column)
{
    public StorageForm Storage { get; init; }
    /// <summary>The type of a property of kind <see cref="PrimitiveKind.Enum"/>.</summary>
    public EnumerationType? Enumeration { get; init; }
    /// <summary>The collation that the model declares for the column; null where it leaves it to the database.</summary>
    public string? Collation { get; init; }
    public int? MaxLength { get; init; }
    public int? Precision { get; init; }
    public int? Scale { get; init; }
    public string? Label { get; init; }
    public string? Description { get; init; }
    /// <summary>Computed or aggregated by the request: not in <c>$metadata</c>, so its type is written beside its value.</summary>
    internal bool IsDynamic { get; init; }
    /// <summary>Over which rows its sum means something; null = it is no measure, or none that was declared.</summary>
    public Additivity? Additivity { get; init; }
    /// <summary>The paths that tell the point in time that the value is a state at; empty = it is none.</summary>
    internal IReadOnlyList<string> FixedBy { get; init; } = [];
    /// <summary>The property that holds the same day as a whole number, see <see cref="ModelDeclarations.DayNumbers"/>.</summary>
    internal DayNumber? DayNumber { get; init; }
    /// <summary>The property is there only in rows where this column has a value; null = in all.</summary>
    internal string? Presence { get; init; }
    /// <summary>The derived type whose rows alone have the property, in rows that were grouped by it behind a type cast.</summary>
    internal string? TypeName { get; init; }
    /// <summary>The only values the property takes, with their labels; empty where any value may stand.</summary>
    public IReadOnlyList<AllowedValue> AllowedValues { get; init; } = [];
}

/// <summary>The property that holds the day of a date as a whole number.</summary>
/// <param name="IsIndexedAlone">An index begins with it, and none with the date.</param>
/// <param name="IndexedBehind">Columns that stand alone before it in an index.</param>
internal sealed record DayNumber(StructuralProperty Property, bool IsIndexedAlone, IReadOnlyList<string> IndexedBehind);

/// <summary>One value of an enumerated property.</summary>
public sealed record AllowedValue(string Value, string? Label);

/// <summary>The table of a many-to-many relationship: its columns that equal those of the declaring type, and those that equal the target's.</summary>
internal sealed record JoinTable(
    string Table,
    string? Schema,
    IReadOnlyList<(StructuralProperty Source, StructuralProperty Column)> Sources,
    IReadOnlyList<(StructuralProperty Column, StructuralProperty Target)> Targets);

/// <summary>
/// A navigation or complex property. <see cref="Columns"/> pairs the columns that join the two tables: (column of the declaring
/// type, column of the target).
/// </summary>
public sealed record NavigationProperty(
    string Name,
    EntityType Declaring,
    EntityType Target,
    bool IsCollection,
    bool IsNullable,
    IReadOnlyList<(StructuralProperty Source, StructuralProperty Target)> Columns)
{
    /// <summary>The target's values stand in the columns of the same row: a complex property, or a path that rows were grouped by.</summary>
    internal bool IsInline { get; init; }
    /// <summary>A complex property: part of its entity, so it is selected and never expanded.</summary>
    public bool IsComplex { get; internal init; }
    /// <summary>An inline entity is null where all these columns are; empty = it is always there.</summary>
    internal IReadOnlyList<StructuralProperty> InlinePresence { get; init; } = [];
    /// <summary>The table that joins both sides of a many-to-many relationship; <see cref="Columns"/> is empty then.</summary>
    internal JoinTable? Through { get; init; }
    /// <summary>The collection that a transformation made, where the model has no such navigation.</summary>
    internal NestedCollection? Nested { get; init; }
    /// <summary>The columns of the declaring type by which its entities find those of the target.</summary>
    internal IEnumerable<StructuralProperty> Sources => Nested?.ParentColumns ?? Through?.Sources.Select(s => s.Source) ?? Columns.Select(c => c.Source);
    /// <summary>An inline entity is written without an <c>$expand</c>.</summary>
    internal bool IsExpanded { get; init; } = true;
    /// <summary>An inline entity tells which node a row stands for: it is written whatever <c>$select</c> says.</summary>
    internal bool IsNode { get; init; }
    /// <summary>The navigation property is there only in rows where this column has a value; null = in all.</summary>
    internal string? Presence { get; init; }
    /// <summary>As <see cref="StructuralProperty.TypeName"/>.</summary>
    internal string? TypeName { get; init; }
    /// <summary>The declaring type holds the foreign key, so the columns make a referential constraint.</summary>
    public bool IsDependent { get; init; }
    public string? Partner { get; init; }
    /// <summary>Key properties of the target that are the same as the origin's: paths through the navigation may leave them out.</summary>
    internal IEnumerable<StructuralProperty> KeyParts() => IsDependent ? [] : Columns.Select(c => c.Target).Intersect(Target.Key);
    public string? Label { get; init; }
    public string? Description { get; init; }
    public bool Equals(NavigationProperty? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    public override string ToString() => $"{Declaring}/{Name}";
}
