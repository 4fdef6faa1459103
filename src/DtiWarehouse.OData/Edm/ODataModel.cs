using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Edm;

/// <summary>Primitive types that the service reads and writes (OData CSDL 4.01, section 3.3).</summary>
public enum PrimitiveKind
{
    Boolean, Byte, SByte, Int16, Int32, Int64, Decimal, Single, Double,
    String, Guid, Binary, Date, TimeOfDay, DateTimeOffset, Duration,
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

    public ODataModel(string @namespace, string containerName, IReadOnlyList<EntityType> types, IReadOnlyList<EntitySet> sets)
    {
        Namespace = @namespace;
        ContainerName = containerName;
        EntityTypes = types;
        EntitySets = sets;
        _sets = sets.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
    }

    public string Namespace { get; }
    public string ContainerName { get; }
    public IReadOnlyList<EntityType> EntityTypes { get; }
    public IReadOnlyList<EntitySet> EntitySets { get; }

    public bool TryGetSet(string name, [NotNullWhen(true)] out EntitySet? set) => _sets.TryGetValue(name, out set);

    /// <summary>The set that entities of a type live in; null for a type without one.</summary>
    public EntitySet? SetOf(EntityType type) => EntitySets.FirstOrDefault(s => ReferenceEquals(s.Type, type.Origin ?? type));
}

/// <summary>A named collection of entities.</summary>
public sealed record EntitySet(string Name, EntityType Type);

/// <summary>An entity type and the table behind it. Properties stand in the order of <c>$metadata</c>.</summary>
public sealed class EntityType(string name, string table, string? schema)
{
    private FrozenDictionary<string, StructuralProperty> _properties = FrozenDictionary<string, StructuralProperty>.Empty;
    private FrozenDictionary<string, NavigationProperty> _navigations = FrozenDictionary<string, NavigationProperty>.Empty;

    public string Name { get; } = name;
    public string Table { get; } = table;
    public string? Schema { get; } = schema;
    /// <summary>Label for people; null where none is declared.</summary>
    public string? Label { get; internal init; }
    public string? Description { get; internal init; }
    /// <summary>Paths to the texts that <c>$search</c> looks at; empty = the type's own texts.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> SearchPaths { get; set; } = [];
    /// <summary>The type that rows of this one still are entities of, when computed values were added to it; else null.</summary>
    internal EntityType? Origin { get; init; }
    /// <summary>Rows are results of an aggregation, not entities: they have no id (OData JSON Format 4.01, section 4.6.8).</summary>
    internal bool IsTransient { get; init; }
    public IReadOnlyList<RecursiveHierarchy> RecursiveHierarchies { get; internal set; } = [];
    public IReadOnlyList<LeveledHierarchy> LeveledHierarchies { get; internal set; } = [];
    /// <summary>Among rows that are no entities some are: those where this column has a value.</summary>
    internal StructuralProperty? EntityPresence { get; init; }
    /// <summary>The type whose properties were aggregated away: the names it has more are known, and null.</summary>
    internal EntityType? AggregatedFrom { get; init; }
    /// <summary>Columns that the rows of a result carry along and nobody sees: groups, places in an order, presence.</summary>
    internal IReadOnlyList<StructuralProperty> Hidden { get; init; } = [];
    /// <summary>Collections that a transformation put into each row.</summary>
    internal IReadOnlyList<NestedCollection> Nested { get; init; } = [];
    internal IReadOnlyDictionary<string, CustomAggregate> CustomAggregates { get; set; } = FrozenDictionary<string, CustomAggregate>.Empty;
    /// <summary>By qualified name, transformations that requests may name.</summary>
    internal IReadOnlyDictionary<string, DeclaredTransformation> Transformations { get; set; } = FrozenDictionary<string, DeclaredTransformation>.Empty;
    /// <summary>By qualified name, aggregation methods beside the standard ones.</summary>
    internal IReadOnlyDictionary<string, AggregationMethod> AggregationMethods { get; set; } = FrozenDictionary<string, AggregationMethod>.Empty;
    /// <summary>The methods of the type, or of the one its rows came from.</summary>
    internal IReadOnlyDictionary<string, AggregationMethod> Methods => (Origin ?? AggregatedFrom)?.AggregationMethods ?? AggregationMethods;
    /// <summary>Navigations that rows were grouped by: expanded where no <c>$expand</c> says otherwise.</summary>
    internal IReadOnlyList<string> ExpandedByDefault { get; init; } = [];
    public IReadOnlyList<StructuralProperty> Properties { get; private set; } = [];
    public IReadOnlyList<NavigationProperty> Navigations { get; private set; } = [];
    public IReadOnlyList<StructuralProperty> Key { get; private set; } = [];
    /// <summary>Further keys: unique indexes and those declared (OData URL Conventions 4.01, section 4.3.4).</summary>
    public IReadOnlyList<IReadOnlyList<StructuralProperty>> AlternateKeys { get; internal set; } = [];
    /// <summary>Columns that put the rows of a result in a total order; the key, where there is nothing to add.</summary>
    internal IReadOnlyList<StructuralProperty> OrderKey { get; set; } = [];

    public bool TryGetProperty(string name, [NotNullWhen(true)] out StructuralProperty? property) => _properties.TryGetValue(name, out property);

    public bool TryGetNavigation(string name, [NotNullWhen(true)] out NavigationProperty? navigation) => _navigations.TryGetValue(name, out navigation);

    internal IEnumerable<string> MemberNames => Properties.Select(p => p.Name).Concat(Navigations.Select(n => n.Name)).Concat(Nested.Select(n => n.Name));

    internal void SetProperties(IReadOnlyList<StructuralProperty> properties, IReadOnlyList<StructuralProperty> key)
    {
        Properties = properties;
        Key = key;
        OrderKey = key;
        _properties = properties.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
    }

    internal void SetNavigations(IReadOnlyList<NavigationProperty> navigations)
    {
        Navigations = navigations;
        _navigations = navigations.ToFrozenDictionary(n => n.Name, StringComparer.Ordinal);
    }

    public override string ToString() => Name;
}

/// <summary>A primitive property and the column behind it.</summary>
public sealed record StructuralProperty(string Name, PrimitiveKind Kind, bool IsNullable, string Column)
{
    public StorageForm Storage { get; init; }
    public int? MaxLength { get; init; }
    public int? Precision { get; init; }
    public int? Scale { get; init; }
    public string? Label { get; init; }
    public string? Description { get; init; }
    /// <summary>Computed or aggregated by the request: not in <c>$metadata</c>, so its type is written beside its value.</summary>
    internal bool IsDynamic { get; init; }
    /// <summary>The paths that tell the point in time that the value is a state at; empty = its sum means something for any rows.</summary>
    internal IReadOnlyList<string> FixedBy { get; init; } = [];
    /// <summary>The property is there only in rows where this column has a value; null = in all.</summary>
    internal string? Presence { get; init; }
    /// <summary>The only values the property takes, with their labels; empty where any value may stand.</summary>
    public IReadOnlyList<AllowedValue> AllowedValues { get; init; } = [];
}

/// <summary>One value of an enumerated property.</summary>
public sealed record AllowedValue(string Value, string? Label);

/// <summary>
/// A navigation property. <see cref="Columns"/> pairs the columns that join the two tables: (column of the declaring
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
    /// <summary>The target's values stand in the columns of the same row: a path that rows were grouped by.</summary>
    internal bool IsInline { get; init; }
    /// <summary>An inline entity is null where this column is; null = it is always there.</summary>
    internal StructuralProperty? InlinePresence { get; init; }
    /// <summary>An inline entity is written without an <c>$expand</c>.</summary>
    internal bool IsExpanded { get; init; } = true;
    /// <summary>An inline entity tells which node a row stands for: it is written whatever <c>$select</c> says.</summary>
    internal bool IsNode { get; init; }
    /// <summary>The navigation property is there only in rows where this column has a value; null = in all.</summary>
    internal string? Presence { get; init; }
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
