using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Context URL fragments (OData Protocol 4.0 and 4.01, section 10).</summary>
internal static class ContextUrl
{
    /// <summary>
    /// The select list in parentheses, or nothing. In 4.0 an expanded navigation appears only with a nested list or when
    /// it is selected too, without a suffix; 4.01 writes <c>Nav()</c> for every expanded one. Clients of 4.0 refuse the latter.
    /// </summary>
    public static string SelectList(QueryOptionsSyntax options, EntityType type, Version version)
    {
        var items = new List<string>();
        var expanded = Expanded(options, type).ToDictionary(e => e.Navigation, StringComparer.Ordinal);
        if (options.Select.Any(s => s.IsWildcard))
        {
            items.Add("*");
        }
        foreach (var name in options.Select.Where(s => !s.IsWildcard).SelectMany(PathsOf).Distinct())
        {
            if (!items.Contains("*") || !type.TryGetProperty(name, out _))
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
            items.InsertRange(0, ResultMembers(type, options, expanded.Keys));
        }
        return items.Count == 0 ? "" : $"({string.Join(',', items)})";
    }

    /// <summary>The navigations that the request expands, each by its own name: a star stands for those not named beside it.</summary>
    private static IEnumerable<ExpandSyntax> Expanded(QueryOptionsSyntax options, EntityType type) =>
        options.Expand.Where(e => e.Form is ExpandForm.Entities).SelectMany(e => e.Navigation != "*"
            ? [e]
            : type.Navigations.Where(n => !n.IsInline && !options.Expand.Any(o => o.Navigation == n.Name)).Select(n => e with { Navigation = n.Name, Options = QueryOptionsSyntax.Empty }));

    /// <summary>A selected part of the row, or the paths to what is selected of it.</summary>
    private static IEnumerable<string> PathsOf(SelectSyntax item) => item.Options.Select.Count == 0
        ? [string.Join('/', item.Path)]
        : item.Options.Select.SelectMany(PathsOf).Select(p => $"{string.Join('/', item.Path)}/{p}");

    /// <summary>
    /// What rows of a result type hold: everything when they were aggregated, but for what the list of expanded ones says,
    /// else all properties and the computed ones.
    /// </summary>
    private static IEnumerable<string> ResultMembers(EntityType type, QueryOptionsSyntax options, IReadOnlyCollection<string> expanded)
    {
        if (type.IsTransient)
        {
            return type.Properties.Select(p => p.Name)
                .Concat(type.Navigations.Where(n => n.IsInline && !expanded.Contains(n.Name)).Select(n => $"{n.Name}({string.Join(',', ResultMembers(n.Target, QueryOptionsSyntax.Empty, []))})"));
        }
        // The type of the request's own rows has what was computed; that of an expanded navigation does not.
        IEnumerable<string> computed = type.Origin is null ? options.Compute.Select(c => c.Alias) : type.Properties.Where(p => p.IsDynamic).Select(p => p.Name);
        return computed.Any() ? ["*", .. computed] : [];
    }

    private static string Nested(ExpandSyntax expand, EntityType type, Version version) =>
        type.TryGetNavigation(expand.Navigation, out var navigation) ? SelectList(expand.Options, navigation.Target, version) : "";
}
