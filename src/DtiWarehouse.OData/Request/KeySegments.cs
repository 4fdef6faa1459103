using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Reads keys that stand as path segments (OData URL Conventions 4.01, section 4.3.6): follows the path through the model
/// and, behind a collection, takes what is neither a system segment nor a qualified name as the key's next value. The
/// segments come out as if the key had stood in parentheses.
/// </summary>
internal sealed class KeySegments(ODataModel model, ParseContext context)
{
    private EntityType? _type;
    private bool _atStart = true;
    private readonly List<StructuralProperty> _open = [];
    private readonly List<(string Name, LiteralSyntax Value)> _values = [];

    /// <summary>Notes where an ordinary segment leads.</summary>
    public void Follow(PathSegment segment)
    {
        Finish();
        switch (segment)
        {
            case NameSegment name when _atStart:
                _type = model.TryGetSet(name.Name, out var set) ? set.Type : null;
                Open(set is { IsSingleton: false } ? set.Type.Key : [], name.Key);
                break;
            case NameSegment name when _type?.FindRelated(name.Name) is { } cast:
                _type = cast;
                Open(_open.ToList(), name.Key);
                break;
            case NameSegment name when _open.Count == 0 && _type is not null && _type.TryGetNavigation(name.Name, out var navigation):
                _type = navigation.Target;
                Open(navigation is { IsCollection: true, IsComplex: false } ? _type.Key.Except(navigation.KeyParts()) : [], name.Key);
                break;
            case FilterSegment filter:
                Open(_open.ToList(), filter.Key);
                break;
            default:
                _type = null;
                _open.Clear();
                break;
        }
        _atStart = false;
    }

    /// <summary>A key that was begun must be whole.</summary>
    /// <exception cref="ODataError">206.</exception>
    public void Finish()
    {
        if (_open.Count > 0 && _values.Count > 0)
        {
            var missing = string.Join(", ", _open.Select(p => p.Name));
            throw ODataErrors.WrongKey($"The key of {_type} goes on: {missing} is missing in the path.", $"Khóa của {_type} chưa đủ: đường dẫn còn thiếu {missing}.");
        }
    }

    private void Open(IEnumerable<StructuralProperty> key, IReadOnlyList<(string Name, LiteralSyntax Value)>? given)
    {
        List<StructuralProperty> open = given is null ? [.. key] : [];
        _open.Clear();
        _open.AddRange(open);
        _values.Clear();
    }

    /// <summary>Whether the segment is a key value; the last one of a key completes the segment of the collection.</summary>
    /// <exception cref="ODataError">201: no value of the key's type.</exception>
    public bool TryTake(string text, List<PathSegment> segments)
    {
        if (_open.Count == 0 || text.StartsWith('$') || IsTypeName(text))
        {
            return false;
        }
        var property = _open[0];
        _open.RemoveAt(0);
        _values.Add((property.Name, Literal(text, property)));
        if (_open.Count == 0)
        {
            segments[^1] = segments[^1] switch
            {
                NameSegment name => name with { Key = [.. _values] },
                FilterSegment filter => filter with { Key = [.. _values] },
                var other => other,
            };
        }
        return true;
    }

    private bool IsTypeName(string text)
    {
        var name = text.Split('(')[0];
        return model.EntityTypes.Any(t => t.QualifiedName == name);
    }

    private LiteralSyntax Literal(string text, StructuralProperty property)
    {
        // The text as it came is the literal, so its shape leaves it out whole.
        var scanner = new Scanner(text);
        if (property.Kind is PrimitiveKind.String or PrimitiveKind.Enum)
        {
            scanner.Position = text.Length;
            return context.Literal(0, PrimitiveKind.String, text, scanner);
        }
        return scanner.TryTakeLiteral(out var kind, out var value) && scanner.AtEnd && kind is not null
            ? context.Literal(0, kind, value, scanner)
            : throw ODataErrors.UnknownResource(text, null);
    }
}
