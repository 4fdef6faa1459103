using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>What a request's answer is made of.</summary>
internal enum AnswerKind { Collection, Entity, Property, RawValue, Count }

/// <summary>
/// A request translated to data: the statements to run and how their columns make the answer. Holds no value of the
/// request, so one plan serves every request of the same shape.
/// </summary>
internal sealed record QueryPlan
{
    public required AnswerKind Kind { get; init; }
    public required SelectPlan Rows { get; init; }
    public required RowShape Shape { get; init; }
    /// <summary>The total of <c>$count=true</c>; null = not asked for.</summary>
    public SelectPlan? Count { get; init; }
    /// <summary>Must have a row, or the answer is 404: the entity that a path goes on from.</summary>
    public SelectPlan? Parent { get; init; }
    /// <summary>Columns whose values the token of the next page carries; empty when there is no next page.</summary>
    public IReadOnlyList<PageColumn> PageColumns { get; init; } = [];
    /// <summary>The literal of <c>$top</c>; null = none.</summary>
    public int? TopLiteral { get; init; }
    /// <summary>What the reader should know about the answer's rows; the answer is right all the same.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init; } = [];
    /// <summary>The context URL's fragment, as version 4.0 and as 4.01 write it.</summary>
    public required string Context40 { get; init; }
    public required string Context401 { get; init; }
    /// <summary>The single property of a property answer.</summary>
    public ValueMember? Property { get; init; }
    /// <summary>The entity that a property or complex value was read from, by its key; null for entities.</summary>
    public RowShape? Owner { get; init; }
    /// <summary>The path from the owner to the value.</summary>
    public string? PropertyPath { get; init; }
    /// <summary>The answer consists of references only (<c>/$ref</c>).</summary>
    public bool IsReferences { get; init; }
    /// <summary>A number that no source of the plan has, and none above it.</summary>
    public int FreeSource { get; init; }
    /// <summary>Tables of the summaries that answer in place of facts (<see cref="SummaryNavigator"/>); empty = none does.</summary>
    public IReadOnlyList<string> Summaries { get; init; } = [];
}

/// <summary>A warning that goes with an answer: a stable code of the 6xx and a sentence in both languages.</summary>
internal sealed record PlanWarning(string Code, string English, string Vietnamese);

/// <summary>An order column of a page, and how the token holds its value.</summary>
internal sealed record PageColumn(int Ordinal, PrimitiveKind Kind, int? Scale, StorageForm Storage);

/// <summary>How the columns of a row make an entity.</summary>
internal sealed record RowShape(EntityType Type, EntitySet? Set, IReadOnlyList<ShapeMember> Members, IReadOnlyList<ValueMember> Key)
{
    /// <summary>The type that <c>$metadata</c> declares in this place, where rows are of derived ones; null = <see cref="Type"/>.</summary>
    public EntityType? Declared { get; init; }
    /// <summary>The entity is null when all these columns are; empty = it is always there.</summary>
    public IReadOnlyList<int> Presence { get; init; } = [];
    /// <summary>Among rows that are no entities, those where this column has a value are; null = the type tells.</summary>
    public int? EntityPresence { get; init; }
    /// <summary>The shapes of the types that rows can be of, the first that fits; empty when all are of <see cref="Type"/>.</summary>
    public IReadOnlyList<TypeVariant> Variants { get; init; } = [];
    /// <summary>The same rows in a place that a base type is declared for.</summary>
    public RowShape DeclaredAs(EntityType type) => this with { Declared = type, Variants = [.. Variants.Select(v => v with { Shape = v.Shape with { Declared = type } })] };
    /// <summary>Some member needs statements of its own per chunk of rows.</summary>
    public bool HasCollections => Members.Any(m => m is CollectionMember || (m is EntityMember { Shape.HasCollections: true })) || Variants.Any(v => v.Shape.HasCollections);
}

/// <summary>How rows of one type among those derived from the declared one look, and the value of the discriminator that tells them.</summary>
internal sealed record TypeVariant(ValueMember Discriminator, object Value, RowShape Shape);

internal abstract record ShapeMember(string Name)
{
    /// <summary>The member is left out of rows where this column is null; null = it is always there.</summary>
    public int? Presence { get; init; }
}

/// <summary>A primitive value from one column.</summary>
internal sealed record ValueMember(string Name, int Ordinal, PrimitiveKind Kind, bool Nullable, StorageForm Storage, int? Scale) : ShapeMember(Name)
{
    /// <summary>The value's type is written beside it: <c>$metadata</c> does not tell it.</summary>
    public bool IsDynamic { get; init; }
    public EnumerationType? Enumeration { get; init; }

    public static ValueMember Of(StructuralProperty property, int ordinal, bool nullable) =>
        new(property.Name, ordinal, property.Kind, nullable || property.IsNullable, property.Storage, property.Scale) { IsDynamic = property.IsDynamic, Enumeration = property.Enumeration };
}

/// <summary>An expanded single navigation or a complex value, in columns of the same row.</summary>
internal sealed record EntityMember(string Name, RowShape Shape, bool IsReference) : ShapeMember(Name)
{
    /// <summary>The entity is the one item of a collection.</summary>
    public bool IsOnlyItem { get; init; }
}

/// <summary>An annotation of the entity, one column of JSON; left out where that is null.</summary>
internal sealed record AnnotationMember(string Name, int Ordinal) : ShapeMember(Name);

/// <summary>The number of entities behind an expanded navigation: <c>Nav@odata.count</c>.</summary>
internal sealed record CountMember(string Name, int Ordinal) : ShapeMember(Name);

/// <summary>An expanded collection, read for a chunk of parent rows at a time.</summary>
internal sealed record CollectionMember(string Name, ChildPlan Child, bool IsReference) : ShapeMember(Name)
{
    /// <summary>The context URL's fragment that is written beside a collection whose type <c>$metadata</c> does not tell.</summary>
    public (string V40, string V401)? Context { get; init; }
}

/// <summary>
/// The statement that reads an expanded collection for <see cref="ChunkSize"/> parents: parameters hold their keys, rows
/// come grouped by the columns that equal them.
/// </summary>
internal sealed record ChildPlan(SelectPlan Rows, RowShape Shape, IReadOnlyList<ValueMember> ParentKey, IReadOnlyList<ValueMember> OwnKey)
{
    public const int ChunkSize = 64;

    /// <summary>A null in a parent's key is a value like others: what rows were grouped by.</summary>
    public bool TakesNullKeys { get; init; }
}
