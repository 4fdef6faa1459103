using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace DtiWarehouse.OData.Edm;

/// <summary>An enumeration type (OData CSDL 4.01, section 10): columns hold the numbers, the wire shows the members' names.</summary>
public sealed class EnumerationType
{
    private readonly FrozenDictionary<long, byte[]> _names;
    private readonly FrozenDictionary<string, long> _values;
    private readonly IReadOnlyList<EnumerationMember> _byValue;

    public EnumerationType(string @namespace, string name, PrimitiveKind underlying, bool isFlags, IReadOnlyList<EnumerationMember> members)
    {
        Name = name;
        QualifiedName = $"{@namespace}.{name}";
        Underlying = underlying;
        IsFlags = isFlags;
        Members = members;
        _names = members.DistinctBy(m => m.Value).ToFrozenDictionary(m => m.Value, m => Encoding.UTF8.GetBytes(m.Name));
        _values = members.ToFrozenDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        _byValue = [.. members.DistinctBy(m => m.Value).OrderByDescending(m => m.Value)];
    }

    public string Name { get; }
    public string QualifiedName { get; }
    public PrimitiveKind Underlying { get; }
    /// <summary>A value may be several members at once.</summary>
    public bool IsFlags { get; }
    public IReadOnlyList<EnumerationMember> Members { get; }

    /// <summary>
    /// Every value that has a name, with the name that the wire shows: the members, and of flags what they give together.
    /// Null where these are more than <paramref name="most"/>.
    /// </summary>
    internal IReadOnlyList<(long Value, string Name)>? NamedValues(int most)
    {
        var values = new HashSet<long>(Members.Select(m => m.Value));
        foreach (var member in IsFlags ? Members : [])
        {
            foreach (var value in values.ToList())
            {
                if (values.Add(value | member.Value) && values.Count > most)
                {
                    return null;
                }
            }
        }
        return values.Count > most ? null : [.. values.Order().Select(value => (value, Encoding.UTF8.GetString(Format(value))))];
    }

    /// <summary>A value by its member's name; several flags with commas between; a number where no name fits.</summary>
    internal ReadOnlySpan<byte> Format(long value)
    {
        if (_names.TryGetValue(value, out var name))
        {
            return name;
        }
        if (IsFlags && value > 0)
        {
            var names = new List<string>();
            var rest = value;
            foreach (var member in _byValue.Where(m => m.Value > 0))
            {
                if ((rest & member.Value) == member.Value)
                {
                    names.Insert(0, member.Name);
                    rest &= ~member.Value;
                }
            }
            if (rest == 0)
            {
                return Encoding.UTF8.GetBytes(string.Join(',', names));
            }
        }
        return Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The number that a literal such as <c>Red</c>, <c>Read,Write</c> or <c>4</c> names; null when it names none.</summary>
    internal long? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }
        var value = 0L;
        var parts = text.Split(',');
        if (parts.Length > 1 && !IsFlags)
        {
            return null;
        }
        foreach (var part in parts.Select(p => p.Trim()))
        {
            if (!_values.TryGetValue(part, out var one) && !long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out one))
            {
                return null;
            }
            value |= one;
        }
        return value;
    }

    public override string ToString() => QualifiedName;
}

/// <summary>A member of an enumeration, with its label for people if there is one.</summary>
public sealed record EnumerationMember(string Name, long Value, string? Label);
