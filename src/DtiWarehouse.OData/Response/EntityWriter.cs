using System.Collections;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>How rows become JSON: what was negotiated, and the root that ids start with. Equal styles share compiled writers.</summary>
internal sealed record JsonStyle(MetadataLevel Metadata, bool Ieee754Compatible, bool IsV401, bool OmitsNulls, string Root, string Namespace)
{
    /// <summary>Nodes say on which path a traversal came to them; false where the client wants no such annotations.</summary>
    public bool WithUpPaths { get; init; } = true;

    /// <summary>What names of control information start with: 4.01 drops <c>odata.</c> (OData JSON Format 4.01, section 4.6).</summary>
    public string Control { get; } = IsV401 ? "@" : "@odata.";
}

/// <summary>
/// Writes the entity of a row as JSON. Compiled from a shape once per style: names are encoded beforehand, a row costs
/// no allocation. Holds no state of an answer. Expanded collections leave a hole that <see cref="RowRenderer"/> fills.
/// </summary>
internal sealed class EntityWriter
{
    private readonly RowShape _shape;
    private readonly JsonStyle _style;
    private readonly bool _isReference;
    private readonly Member[] _members;
    private readonly byte[] _idName;
    private readonly byte[] _typeAnnotation;
    private readonly byte[] _editLink;
    private readonly (TypeVariant Variant, byte[]? Text, EntityWriter Writer)[] _variants;
    private readonly bool _isVariant;

    private sealed record Member(byte[] Name, ShapeMember Shape, EntityWriter? Nested, byte[]? Annotation);

    public EntityWriter(RowShape shape, JsonStyle style, bool isReference)
    {
        _shape = shape;
        _style = style;
        _isReference = isReference;
        _members = [.. shape.Members.Where(m => m is not AnnotationMember || style.WithUpPaths).Select(Compile)];
        _variants = [.. shape.Variants.Select(v => (v, v.Value is string text ? Encoding.UTF8.GetBytes(text) : null, new EntityWriter(v.Shape, style, isReference)))];
        _isVariant = shape.Declared is { } declared && !ReferenceEquals(shape.Type, declared);
        _idName = Encoding.UTF8.GetBytes($"\"{style.Control}id\":");
        _typeAnnotation = Encoding.UTF8.GetBytes($"\"{style.Control}type\":\"#{style.Namespace}.{(shape.Type.Origin ?? shape.Type).Name}\",");
        _editLink = Encoding.UTF8.GetBytes($"\",\"{style.Control}editLink\":\"");
    }

    private Member Compile(ShapeMember member)
    {
        var nested = member switch
        {
            EntityMember entity => new EntityWriter(entity.Shape, _style, entity.IsReference),
            CollectionMember collection => new EntityWriter(collection.Child.Shape, _style, collection.IsReference),
            _ => null,
        };
        var name = member is CountMember ? $"{member.Name}{_style.Control}count" : member.Name;
        var typed = _style.Metadata is MetadataLevel.Full || (_style.Metadata is MetadataLevel.Minimal && member is ValueMember { IsDynamic: true });
        var annotation = typed && member is ValueMember { Kind: not (PrimitiveKind.String or PrimitiveKind.Boolean or PrimitiveKind.Double) } value
            ? Encoding.UTF8.GetBytes($"\"{name}{_style.Control}type\":\"#{value.Enumeration?.QualifiedName ?? value.Kind.ToString()}\",")
            : member is CollectionMember { Context: { } context } && _style.Metadata is not MetadataLevel.None
                ? Encoding.UTF8.GetBytes($"\"{name}{_style.Control}context\":\"{_style.Root}$metadata#{(_style.IsV401 ? context.V401 : context.V40)}\",")
                : null;
        return new Member(Encoding.UTF8.GetBytes($"\"{name}\":"), member, nested, annotation);
    }

    /// <summary>Writers of the expanded collections of the shape, those inside single navigations included.</summary>
    public IEnumerable<(CollectionMember Member, EntityWriter Writer)> Collections() => _members.SelectMany(m => m.Shape switch
    {
        CollectionMember collection => [(collection, m.Nested!)],
        EntityMember => m.Nested!.Collections(),
        _ => [],
    }).Concat(_variants.SelectMany(v => v.Writer.Collections())).DistinctBy(c => c.Item1, ReferenceEqualityComparer.Instance);

    /// <summary>The writer for the row's own type; null when it is of the declared one.</summary>
    private EntityWriter? VariantOf(RowCursor row)
    {
        foreach (var (variant, text, writer) in _variants)
        {
            var ordinal = variant.Discriminator.Ordinal;
            if (row.IsNull(ordinal))
            {
                // Among the rows is one that is no entity.
                continue;
            }
            var matches = variant.Value switch
            {
                string => row.GetText(ordinal).SequenceEqual(text),
                bool truth => row.GetBoolean(ordinal) == truth,
                _ => row.GetInt64(ordinal) == (long)variant.Value,
            };
            if (matches)
            {
                return writer;
            }
        }
        return _shape.Type.IsTransient ? null : throw new InvalidOperationException($"A row of {_shape.Type} has a discriminator that no type has.");
    }

    /// <summary>Writes the row's entity. <paramref name="holes"/> takes the places of expanded collections; null when the shape has none.</summary>
    public void Write(RowCursor row, Utf8Output output, List<Hole>? holes)
    {
        if (IsAbsent(row, _shape))
        {
            output.Null();
            return;
        }
        if (_variants.Length > 0 && VariantOf(row) is { } variant)
        {
            variant.Write(row, output, holes);
            return;
        }
        output.Raw((byte)'{');
        var separated = true;
        if (_isReference)
        {
            output.Raw(_idName);
            output.Raw((byte)'"');
            WriteId(row, output);
            output.Raw((byte)'"');
            separated = false;
        }
        else if (_shape.Type.IsComplex)
        {
            if (_style.Metadata is MetadataLevel.Full)
            {
                output.Raw(_typeAnnotation.AsSpan(..^1));
                separated = false;
            }
        }
        else if (_shape.Type.IsTransient)
        {
            if (_style.Metadata is not MetadataLevel.None && (_shape.EntityPresence is not { } entity || row.IsNull(entity)))
            {
                output.Raw(_idName);
                output.Null();
                separated = false;
            }
        }
        else if (_style.Metadata is MetadataLevel.Full)
        {
            Links(row, output);
        }
        if (_isVariant && !_isReference && (_style.Metadata is MetadataLevel.Minimal || (_shape.Type.IsTransient && _style.Metadata is MetadataLevel.Full)))
        {
            output.Raw(separated ? ""u8 : ","u8);
            output.Raw(_typeAnnotation.AsSpan(..^1));
            separated = false;
        }
        foreach (var member in _members)
        {
            if ((member.Shape.Presence is { } there && row.IsNull(there)) || (_style.OmitsNulls && IsNull(row, member.Shape)) || (member.Shape is AnnotationMember { Ordinal: var at } && row.IsNull(at)))
            {
                continue;
            }
            if (!separated)
            {
                output.Raw((byte)',');
            }
            separated = false;
            if (member.Annotation is not null)
            {
                output.Raw(member.Annotation);
            }
            output.Raw(member.Name);
            switch (member.Shape)
            {
                case ValueMember value:
                    Value(row, value, output, _style.Ieee754Compatible);
                    break;
                case EntityMember { IsOnlyItem: true }:
                    output.Raw((byte)'[');
                    member.Nested!.Write(row, output, holes);
                    output.Raw((byte)']');
                    break;
                case EntityMember:
                    member.Nested!.Write(row, output, holes);
                    break;
                case AnnotationMember annotation:
                    output.Raw(row.GetText(annotation.Ordinal));
                    break;
                case CountMember count:
                    WholeNumber(row.GetInt64(count.Ordinal), output, _style.Ieee754Compatible);
                    break;
                case CollectionMember collection:
                    holes!.Add(new Hole(output.Length, collection, ParentKey.Capture(row, collection.Child.ParentKey)));
                    break;
            }
        }
        if (separated && output.Written[^1] == (byte)',')
        {
            // Links end with a separator, and no member came after them.
            output.TrimEnd(1);
        }
        output.Raw((byte)'}');
    }

    private static bool IsNull(RowCursor row, ShapeMember member) => member switch
    {
        ValueMember value => value.Nullable && row.IsNull(value.Ordinal),
        EntityMember entity => IsAbsent(row, entity.Shape),
        _ => false,
    };

    /// <summary>Whether there is no entity or value of the shape in the row.</summary>
    public static bool IsAbsent(RowCursor row, RowShape shape)
    {
        var columns = shape.Presence;
        for (var i = 0; i < columns.Count; i++)
        {
            if (!row.IsNull(columns[i]))
            {
                return false;
            }
        }
        return columns.Count > 0;
    }

    public static void Value(RowCursor row, ValueMember value, Utf8Output output, bool ieee754Compatible)
    {
        if (value.Nullable && row.IsNull(value.Ordinal))
        {
            output.Null();
            return;
        }
        switch (value.Kind)
        {
            case PrimitiveKind.String:
                output.Text(row.GetText(value.Ordinal));
                break;
            case PrimitiveKind.Enum:
                output.Text(value.Enumeration!.Format(row.GetInt64(value.Ordinal)));
                break;
            case PrimitiveKind.Boolean:
                output.Boolean(row.GetBoolean(value.Ordinal));
                break;
            case PrimitiveKind.Int64:
                WholeNumber(row.GetInt64(value.Ordinal), output, ieee754Compatible);
                break;
            case PrimitiveKind.Int32 or PrimitiveKind.Int16 or PrimitiveKind.Byte or PrimitiveKind.SByte:
                output.Number(row.GetInt64(value.Ordinal));
                break;
            case PrimitiveKind.Double:
                output.Number(row.GetDouble(value.Ordinal));
                break;
            case PrimitiveKind.Single:
                output.Number((float)row.GetDouble(value.Ordinal));
                break;
            case PrimitiveKind.Decimal:
                Decimal(row, value, output, ieee754Compatible);
                break;
            default:
                output.Quoted(row.GetFormatted(value.Ordinal, value.Kind));
                break;
        }
    }

    /// <summary>An Int64; a string where the client's numbers are doubles.</summary>
    public static void WholeNumber(long value, Utf8Output output, bool ieee754Compatible)
    {
        if (ieee754Compatible)
        {
            output.Raw((byte)'"');
        }
        output.Number(value);
        if (ieee754Compatible)
        {
            output.Raw((byte)'"');
        }
    }

    private static void Decimal(RowCursor row, ValueMember value, Utf8Output output, bool ieee754Compatible)
    {
        if (ieee754Compatible)
        {
            output.Raw((byte)'"');
        }
        if (value.Storage is StorageForm.ScaledInteger)
        {
            output.Scaled(row.GetInt64(value.Ordinal), value.Scale!.Value);
        }
        else
        {
            // A calculated value may pass what a decimal holds.
            var wide = row.GetDouble(value.Ordinal);
            if (Math.Abs(wide) < 7e28)
            {
                output.Number(row.GetDecimal(value.Ordinal, value.Storage, value.Scale));
            }
            else
            {
                output.Number(wide);
            }
        }
        if (ieee754Compatible)
        {
            output.Raw((byte)'"');
        }
    }

    private void Links(RowCursor row, Utf8Output output)
    {
        output.Raw(_typeAnnotation);
        if (_shape.Set is null)
        {
            return;
        }
        output.Raw(_idName);
        output.Raw((byte)'"');
        var start = output.Length;
        WriteId(row, output);
        var id = output.Written[start..].ToArray();
        output.Raw(_editLink);
        output.Raw(id);
        output.Raw("\","u8);
        foreach (var navigation in _shape.Type.Navigations.Where(n => !n.IsComplex))
        {
            output.Raw($"\"{navigation.Name}{_style.Control}associationLink\":\"");
            output.Raw(id);
            output.Raw($"/{navigation.Name}/$ref\",\"{navigation.Name}{_style.Control}navigationLink\":\"");
            output.Raw(id);
            output.Raw($"/{navigation.Name}\",");
        }
    }

    /// <summary>The URL of the row's entity.</summary>
    public void WriteId(RowCursor row, Utf8Output output)
    {
        output.Raw(_style.Root);
        output.Raw(_shape.Set?.Name ?? _shape.Type.Name);
        if (_shape.Set is { IsSingleton: true })
        {
            return;
        }
        output.Raw((byte)'(');
        for (var i = 0; i < _shape.Key.Count; i++)
        {
            var key = _shape.Key[i];
            if (i > 0)
            {
                output.Raw((byte)',');
            }
            if (_shape.Key.Count > 1)
            {
                output.Raw(key.Name + "=");
            }
            switch (key.Kind)
            {
                case PrimitiveKind.String:
                    var text = Encoding.UTF8.GetString(row.GetText(key.Ordinal)).Replace("'", "''", StringComparison.Ordinal);
                    output.Raw($"'{Uri.EscapeDataString(text)}'");
                    break;
                case PrimitiveKind.Date or PrimitiveKind.Guid or PrimitiveKind.DateTimeOffset or PrimitiveKind.TimeOfDay:
                    output.Raw(Uri.EscapeDataString(Encoding.UTF8.GetString(row.GetFormatted(key.Ordinal, key.Kind))));
                    break;
                case PrimitiveKind.Duration or PrimitiveKind.Binary:
                    output.Raw($"{(key.Kind is PrimitiveKind.Duration ? "duration" : "binary")}'{Encoding.UTF8.GetString(row.GetFormatted(key.Ordinal, key.Kind))}'");
                    break;
                case PrimitiveKind.Enum:
                    output.Raw($"{key.Enumeration!.QualifiedName}'{Encoding.UTF8.GetString(key.Enumeration.Format(row.GetInt64(key.Ordinal)))}'");
                    break;
                default:
                    Value(row, key, output, ieee754Compatible: false);
                    break;
            }
        }
        output.Raw((byte)')');
    }
}

/// <summary>Where an expanded collection belongs in the text of a row, and the key that its rows refer to.</summary>
internal readonly record struct Hole(int Position, CollectionMember Member, ParentKey Key);

/// <summary>Values that tie the rows of an expanded collection to their parent.</summary>
internal readonly struct ParentKey : IEquatable<ParentKey>
{
    private readonly object?[] _values;

    private ParentKey(object?[] values) => _values = values;

    public IReadOnlyList<object?> Values => _values;

    public bool HasNull => Array.IndexOf(_values, null) >= 0;

    public static ParentKey Capture(RowCursor row, IReadOnlyList<ValueMember> members) =>
        new([.. members.Select(m => row.Capture(m.Ordinal, m.Kind, m.Storage, m.Scale))]);

    public bool Equals(ParentKey other) => StructuralComparisons.StructuralEqualityComparer.Equals(_values, other._values);

    public override bool Equals(object? obj) => obj is ParentKey other && Equals(other);

    public override int GetHashCode() => StructuralComparisons.StructuralEqualityComparer.GetHashCode(_values);
}
