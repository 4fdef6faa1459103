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

    /// <summary>By entity set, properties that together identify an entity beside its key. Unique indexes of the model need no declaration.</summary>
    public IReadOnlyDictionary<string, string[][]> AlternateKeys { get; init; } = new Dictionary<string, string[][]>();
}
