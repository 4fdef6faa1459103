namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>A recursive hierarchy as the extension's text defines it, over objects in memory.</summary>
internal sealed class HierarchyOracle<T>(IReadOnlyList<T> nodes, Func<T, IEnumerable<T>> parents)
    where T : class
{
    public IEnumerable<T> Parents(T node) => parents(node);

    public IEnumerable<T> Children(T node) => nodes.Where(n => parents(n).Contains(node));

    public bool IsRoot(T node) => !parents(node).Any();

    public bool IsLeaf(T node) => !Children(node).Any();

    public bool AreSiblings(T one, T other) => one != other && (parents(one).Intersect(parents(other)).Any() || (IsRoot(one) && IsRoot(other)));

    /// <summary>What is reached by one step or more, up to the distance.</summary>
    public HashSet<T> Reached(IEnumerable<T> starts, bool up, int distance = int.MaxValue)
    {
        var found = new HashSet<T>();
        var edge = starts.ToHashSet();
        for (var i = 0; i < distance && edge.Count > 0; i++)
        {
            edge = [.. edge.SelectMany(n => up ? parents(n) : Children(n)).Where(found.Add)];
        }
        return found;
    }

    /// <summary>The nodes in preorder or postorder, siblings in the order of the given list.</summary>
    public List<T> Traverse(IReadOnlyList<T> ordered, IReadOnlyList<T>? starts, bool postorder)
    {
        var result = new List<T>();
        foreach (var start in starts ?? [.. ordered.Where(IsRoot)])
        {
            Visit(start);
        }
        return result;

        void Visit(T node)
        {
            if (!postorder)
            {
                result.Add(node);
            }
            foreach (var child in ordered.Where(n => parents(n).Contains(node)))
            {
                Visit(child);
            }
            if (postorder)
            {
                result.Add(node);
            }
        }
    }
}
