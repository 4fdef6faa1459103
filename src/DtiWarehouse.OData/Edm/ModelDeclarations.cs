namespace DtiWarehouse.OData.Edm;

/// <summary>What a service declares about a model beyond what its tables say. Everything is checked when the model is built.</summary>
public sealed record ModelDeclarations
{
    public static readonly ModelDeclarations None = new();

    /// <summary>
    /// By entity set, the paths such as <c>Product/Name</c> to the texts that <c>$search</c> looks at; a set that is not
    /// named is searched in its own texts.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> SearchPaths { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Trees of entities: what <c>ancestors</c>, <c>descendants</c>, <c>traverse</c> and <c>rolluprecursive</c> go along.</summary>
    public IReadOnlyList<RecursiveHierarchyDeclaration> RecursiveHierarchies { get; init; } = [];

    /// <summary>Levels of properties that <c>rollup</c> can be told by name.</summary>
    public IReadOnlyList<LeveledHierarchyDeclaration> LeveledHierarchies { get; init; } = [];
}
