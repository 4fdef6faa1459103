using System.Text;
using System.Text.Json;

namespace DtiWarehouse.Etl.Sources.JsonLines;

/// <summary>
/// The properties that the objects of a file hold, by path. A scalar property has a field; where it is kept, its values are
/// read, elsewhere they are passed over.
/// </summary>
internal sealed class PropertyTree
{
    /// <summary>Objects whose properties are data themselves would grow without end; what is beyond is passed over.</summary>
    private const int MostProperties = 2000;

    private readonly List<string> _paths = [];
    private bool[] _kept = [];
    private int _nodes;

    public Node Root { get; } = new([], "");

    /// <summary>Paths of the scalar properties in order of appearance; a property's place is its field.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>From now on, values of these fields only are read.</summary>
    public void Keep(bool[] fields) => _kept = fields;

    public bool IsKept(int field) => (uint)field < (uint)_kept.Length && _kept[field];

    /// <summary>The property under the reader; null where it is not known, or too many are.</summary>
    /// <param name="adds">Whether one that is not known becomes known.</param>
    public Node? Child(Node parent, ref Utf8JsonReader reader, bool adds)
    {
        foreach (var child in parent.Children)
        {
            if (reader.ValueTextEquals(child.Name))
                return child;
        }
        if (!adds || _nodes == MostProperties)
            return null;
        _nodes++;
        var name = reader.GetString()!;
        var node = new Node(Encoding.UTF8.GetBytes(name), parent.Path.Length == 0 ? name : $"{parent.Path}.{name}");
        parent.Children.Add(node);
        return node;
    }

    /// <summary>Gives a property that holds a scalar its field.</summary>
    public void GiveField(Node node)
    {
        if (node.Field >= 0)
            return;
        // "a.b" may be a property of that name, or b within a: they are one.
        var known = _paths.IndexOf(node.Path);
        node.Field = known >= 0 ? known : _paths.Count;
        if (known < 0)
            _paths.Add(node.Path);
    }

    internal sealed class Node(byte[] name, string path)
    {
        public byte[] Name { get; } = name;

        public string Path { get; } = path;

        public List<Node> Children { get; } = [];

        /// <summary>-1 until the property was seen with a scalar.</summary>
        public int Field { get; set; } = -1;
    }
}
