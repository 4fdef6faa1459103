namespace DtiWarehouse.OData.Edm;

/// <summary>
/// An entity set whose rows are those of another with values from behind its single navigations beside them, for clients
/// that read tables and follow no relations. Its key is that of the source.
/// </summary>
/// <param name="Name">The set's name.</param>
/// <param name="Source">The set whose rows it has.</param>
/// <param name="Columns">Its properties beside the key, in their order: each a name and the path that it stands for, such as <c>UnitName</c> and <c>Unit/Name</c>.</param>
/// <param name="Label">Name for people; null = none.</param>
/// <param name="Description">What a row is; null = none.</param>
public sealed record FlatSetDeclaration(string Name, string Source, IReadOnlyList<FlatColumn> Columns, string? Label = null, string? Description = null);

/// <summary>A property of a flat set; without a label of its own it has that of what it stands for.</summary>
public sealed record FlatColumn(string Name, string Path, string? Label = null)
{
    public FlatColumn(string path)
        : this(path.Replace("/", "", StringComparison.Ordinal), path)
    {
    }
}

/// <summary>The rows of a flat set: the type they are read from, and the path behind each of its columns.</summary>
internal sealed record FlatRows(EntityType Source, IReadOnlyList<(StructuralProperty Own, IReadOnlyList<NavigationProperty> Path, StructuralProperty Property)> Columns)
{
    /// <exception cref="InvalidOperationException">The declaration does not fit the model.</exception>
    public static EntitySet Read(FlatSetDeclaration declaration, string typeName, EntitySet source)
    {
        var origin = source.Type;
        var keys = origin.Key.Select(k => new FlatColumn(k.Name, k.Name));
        List<(StructuralProperty Own, IReadOnlyList<NavigationProperty> Path, StructuralProperty Property)> columns = [.. keys.Concat(declaration.Columns).Select(column => Column(declaration, origin, column))];
        if (columns.GroupBy(c => c.Own.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Flat set {declaration.Name}: {twice.Key} is declared twice.");
        }
        var type = new EntityType(typeName, origin.Table, origin.Schema)
        {
            Namespace = origin.Namespace,
            Label = declaration.Label,
            Description = declaration.Description,
            Flat = new FlatRows(origin, columns),
        };
        type.SetProperties([.. columns.Select(c => c.Own)], [.. columns.Take(origin.Key.Count).Select(c => c.Own)]);
        type.SetNavigations([]);
        return new EntitySet(declaration.Name, type);
    }

    private static (StructuralProperty Own, IReadOnlyList<NavigationProperty> Path, StructuralProperty Property) Column(FlatSetDeclaration declaration, EntityType type, FlatColumn column)
    {
        var path = ModelPath.Read($"Flat set {declaration.Name}", type, column.Path);
        var property = path.Property with
        {
            Name = column.Name,
            Column = column.Name,
            IsNullable = path.Property.IsNullable || path.Navigations.Any(n => n.IsNullable),
            Label = column.Label ?? path.Property.Label,
        };
        return (property, path.Navigations, path.Property);
    }
}
