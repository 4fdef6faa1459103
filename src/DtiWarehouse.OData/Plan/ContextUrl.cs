using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Context URL fragments (OData Protocol 4.0 and 4.01, section 10).</summary>
internal static class ContextUrl
{
    /// <summary>The set that entities of a type live in, with a cast when the set is one of a base type; null for a type without a set.</summary>
    public static string? Of(ODataModel model, EntityType type) => model.SetOf(type) is not { } set ? null
        : ReferenceEquals(set.Type, type.Origin ?? type) ? set.Name
        : $"{set.Name}/{type.QualifiedName}";

    /// <summary>
    /// The select list in parentheses, or nothing. In 4.0 an expanded navigation appears only with a nested list or when
    /// it is selected too, without a suffix; 4.01 writes <c>Nav()</c> for every expanded one. Clients of 4.0 refuse the latter.
    /// </summary>
    public static string SelectList(QueryOptionsSyntax options, EntityType type, Version version)
    {
        var items = new List<string>();
        var expanded = Expanded(options, type).ToDictionary(Path, StringComparer.Ordinal);
        if (options.Select.Any(s => s.IsWildcard))
        {
            items.Add("*");
        }
        foreach (var name in options.Select.Where(s => !s.IsWildcard).SelectMany(PathsOf).Distinct())
        {
            if (!items.Contains("*") || (!type.TryGetProperty(name, out _) && !(type.TryGetNavigation(name, out var complex) && complex.IsComplex)))
            {
                if (!expanded.ContainsKey(name))
                {
                    items.Add(name);
                }
                else if (version < ODataRequest.V401 && Nested(expanded[name], type, version).Length == 0)
                {
                    items.Add(name);
                }
            }
        }
        foreach (var (name, expand) in expanded)
        {
            var nested = Nested(expand, type, version);
            if (nested.Length > 0)
            {
                items.Add(name + nested);
            }
            else if (version >= ODataRequest.V401)
            {
                items.Add(name + "()");
            }
        }
        if (options.Select.Count == 0)
        {
            items.InsertRange(0, ResultMembers(type, expanded.Keys, version));
            if (items is not ["*", ..] && options.Compute.Where(c => !type.TryGetProperty(c.Alias, out _)).Select(c => c.Alias).ToList() is { Count: > 0 } computed)
            {
                // The type of an expanded navigation has not what was computed beside it.
                items.InsertRange(0, ["*", .. computed]);
            }
        }
        return items.Count == 0 ? "" : $"({string.Join(',', items)})";
    }

    /// <summary>The navigations that the request expands, each by its own path: a star stands for those not named beside it.</summary>
    private static IEnumerable<ExpandSyntax> Expanded(QueryOptionsSyntax options, EntityType type)
    {
        var items = Selection.Expanded(options).ToList();
        return items.Where(e => e.Form is ExpandForm.Entities).SelectMany(e => e.Navigation != "*"
            ? [e]
            : OwnerOf(e, type).Navigations.Where(n => !n.IsInline && !n.IsComplex && !items.Any(o => o.Prefix.SequenceEqual(e.Prefix) && o.Navigation == n.Name)).Select(n => e with { Navigation = n.Name, Options = QueryOptionsSyntax.Empty }))
            .DistinctBy(Path);
    }

    private static string Path(ExpandSyntax item) => string.Join('/', [.. item.Prefix, item.Navigation]);

    /// <summary>The type that an expanded navigation is one of: what the casts and complex properties before it lead to.</summary>
    private static EntityType OwnerOf(ExpandSyntax item, EntityType type)
    {
        foreach (var name in item.Prefix)
        {
            type = type.FindRelated(name) ?? (type.TryGetNavigation(name, out var complex) ? complex.Target : type);
        }
        return type;
    }

    /// <summary>A selected part of the row, or the paths to what is selected of it.</summary>
    private static IEnumerable<string> PathsOf(SelectSyntax item) => item.Options.Select.Count == 0
        ? [string.Join('/', item.Path)]
        : item.Options.Select.SelectMany(PathsOf).Select(p => $"{string.Join('/', item.Path)}/{p}");

    /// <summary>
    /// What rows of a result type hold: everything when they were aggregated, but for what the list of expanded ones says,
    /// else all properties and the computed ones.
    /// </summary>
    private static IEnumerable<string> ResultMembers(EntityType type, IReadOnlyCollection<string> expanded, Version version)
    {
        var nested = type.Nested.Where(n => n.Presence is null).Select(n => n.Name + Suffix(SelectList(QueryOptionsSyntax.Empty, n.Target, version), version));
        if (type.IsTransient)
        {
            var members = type.Properties.Where(p => p.Presence is null).Select(p => p.Name)
                .Concat(type.Properties.Where(p => p.TypeName is not null).Select(p => $"{p.TypeName}/{p.Name}"))
                .Concat(type.Navigations.Where(n => n is { IsInline: true, IsExpanded: true, Presence: null } && !expanded.Contains(n.Name)).SelectMany(n => ResultMembers(n, version)))
                .Concat(type.Navigations.Where(n => n is { IsInline: true, IsExpanded: true, TypeName: not null } && !expanded.Contains(n.Name)).SelectMany(n => ResultMembers(n, version).Select(m => $"{n.TypeName}/{m}")))
                .Concat(nested)
                .ToList();
            // Rows of different structure that share nothing are announced as such (Core.AnyStructure).
            return members.Count == 0 && expanded.Count == 0 && type.MemberNames.Any() ? ["@Core.AnyStructure"] : members;
        }
        var computed = type.Properties.Where(p => p is { IsDynamic: true, Presence: null }).Select(p => p.Name).ToList();
        return computed.Count > 0 ? ["*", .. computed, .. nested] : nested;
    }

    /// <summary>A navigation with its members in parentheses; those of a complex value by their paths.</summary>
    private static IEnumerable<string> ResultMembers(NavigationProperty navigation, Version version)
    {
        var members = ResultMembers(navigation.Target, [], version).ToList();
        return navigation.IsComplex ? members.Select(m => $"{navigation.Name}/{m}") : [navigation.Name + Suffix(Parenthesised(members), version)];
    }

    private static string Parenthesised(IReadOnlyList<string> items) => items.Count == 0 ? "" : $"({string.Join(',', items)})";

    private static string Suffix(string list, Version version) => list.Length == 0 && version >= ODataRequest.V401 ? "()" : list;

    private static string Nested(ExpandSyntax expand, EntityType type, Version version) =>
        OwnerOf(expand, type).TryGetNavigation(expand.Navigation, out var navigation)
            ? SelectList(expand.Options, expand.Cast is null ? navigation.Target : navigation.Target.FindRelated(expand.Cast)!, version)
            : "";
}
