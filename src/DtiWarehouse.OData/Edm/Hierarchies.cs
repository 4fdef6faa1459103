namespace DtiWarehouse.OData.Edm;

/// <summary>
/// A recursive hierarchy to declare: the entities of a set are nodes, known by a property of theirs, and a navigation
/// property leads from each to its parent, or to its parents where it is collection-valued; so does a path of two, such as
/// <c>Relations/Parent</c>, where the relation is an entity of its own. A node without a parent is a root (OData Extension
/// for Data Aggregation 4.0, section 5.5.2).
/// </summary>
public sealed record RecursiveHierarchyDeclaration(string EntitySet, string Qualifier, string NodeProperty, string ParentNavigationProperty);

/// <summary>
/// A leveled hierarchy to declare: paths such as <c>Category/Name</c> from the set's entities to the values of each level,
/// the coarsest first (CS03 of the extension, section 5.5.1).
/// </summary>
public sealed record LeveledHierarchyDeclaration(string EntitySet, string Qualifier, params string[] Levels);

/// <summary>A recursive hierarchy of the entities of a type.</summary>
public sealed record RecursiveHierarchy(string Qualifier, StructuralProperty Node, NavigationProperty Parent);

/// <summary>A leveled hierarchy of the entities of a type: a path of names for each level, the coarsest first.</summary>
public sealed record LeveledHierarchy(string Qualifier, IReadOnlyList<IReadOnlyList<string>> Levels);

/// <summary>
/// A column with the identifiers of the nodes above a row's node, the nearest first, as a JSON array of texts:
/// <c>@Aggregation.UpPath#Qualifier</c> (OData Extension for Data Aggregation 4.0 CS03, section 6.2.2.2).
/// </summary>
internal sealed record UpPath(string Qualifier, StructuralProperty Column);

/// <summary>Looks declared hierarchies up in a model and puts them where they belong: on the entity types.</summary>
internal static class HierarchyDeclarations
{
    /// <exception cref="InvalidOperationException">A declaration that does not fit the model; the message names it.</exception>
    public static void Apply(ODataModel model, ModelDeclarations declarations)
    {
        foreach (var declared in declarations.RecursiveHierarchies)
        {
            var type = TypeOf(model, declared.EntitySet, declared.Qualifier);
            type.RecursiveHierarchies = [.. type.RecursiveHierarchies, Resolve(type, declared)];
        }
        foreach (var declared in declarations.LeveledHierarchies)
        {
            var type = TypeOf(model, declared.EntitySet, declared.Qualifier);
            type.LeveledHierarchies = [.. type.LeveledHierarchies, Resolve(type, declared)];
        }
    }

    private static EntityType TypeOf(ODataModel model, string set, string qualifier)
    {
        if (!model.TryGetSet(set, out var found))
        {
            throw new InvalidOperationException($"Hierarchy {qualifier}: there is no entity set {set}.");
        }
        var taken = found.Type.RecursiveHierarchies.Select(h => h.Qualifier).Concat(found.Type.LeveledHierarchies.Select(h => h.Qualifier));
        return IsIdentifier(qualifier) && !taken.Contains(qualifier)
            ? found.Type
            : throw new InvalidOperationException($"Hierarchy {qualifier}: {set} needs a simple name that it has no other hierarchy of.");
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static RecursiveHierarchy Resolve(EntityType type, RecursiveHierarchyDeclaration declared)
    {
        if (!type.TryGetProperty(declared.NodeProperty, out var node) || node.Storage is not StorageForm.Native || node.Kind is PrimitiveKind.Enum)
        {
            throw new InvalidOperationException($"Hierarchy {declared.Qualifier}: {type} has no property {declared.NodeProperty} that can identify a node.");
        }
        return ParentOf(type, declared.ParentNavigationProperty) is { } parent && ReferenceEquals(parent.Target, type)
            ? new RecursiveHierarchy(declared.Qualifier, node, parent)
            : throw new InvalidOperationException($"Hierarchy {declared.Qualifier}: {type} has no navigation property {declared.ParentNavigationProperty} that leads to {type}.");
    }

    /// <summary>The navigation to the parents; null where there is none of the name. The table of a relation in the path is one between.</summary>
    private static NavigationProperty? ParentOf(EntityType type, string path)
    {
        if (path.Split('/') is not [var first, var second])
        {
            return type.TryGetNavigation(path, out var parent) ? parent : null;
        }
        return type.TryGetNavigation(first, out var relations) && relations is { Through: null, IsComplex: false, Target.BaseType: null }
            && relations.Target.TryGetNavigation(second, out var end) && end is { Through: null, IsCollection: false }
            ? new NavigationProperty(path, type, end.Target, relations.IsCollection, IsNullable: true, [])
            {
                Through = new JoinTable(relations.Target.Table, relations.Target.Schema, [.. relations.Columns], [.. end.Columns]),
            }
            : null;
    }

    private static LeveledHierarchy Resolve(EntityType type, LeveledHierarchyDeclaration declared)
    {
        if (declared.Levels.Length == 0)
        {
            throw new InvalidOperationException($"Hierarchy {declared.Qualifier}: it has no levels.");
        }
        foreach (var path in declared.Levels)
        {
            var names = path.Split('/');
            var owner = type;
            foreach (var name in names.SkipLast(1))
            {
                owner = owner.TryGetNavigation(name, out var navigation) && !navigation.IsCollection
                    ? navigation.Target
                    : throw new InvalidOperationException($"Hierarchy {declared.Qualifier}: {owner} has no single navigation {name}.");
            }
            if (!owner.TryGetProperty(names[^1], out _))
            {
                throw new InvalidOperationException($"Hierarchy {declared.Qualifier}: {owner} has no property {names[^1]}.");
            }
        }
        return new LeveledHierarchy(declared.Qualifier, [.. declared.Levels.Select(p => p.Split('/'))]);
    }
}
