using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>$select</c> as it applies to one type: everything, or the paths that are left of its items.</summary>
internal readonly record struct Selection(bool IsAll, IReadOnlyList<SelectSyntax> Items)
{
    public static Selection Of(QueryOptionsSyntax options) => new(options.Select.Count == 0, [.. options.Select.SelectMany(Paths)]);

    /// <summary>An item as the paths of what its own <c>$select</c> keeps of it; one with further options stays whole.</summary>
    private static IEnumerable<SelectSyntax> Paths(SelectSyntax item)
    {
        var own = item.Options with { Expand = [] };
        return own.Select.Count == 0 || own != QueryOptionsSyntax.Empty with { Select = own.Select }
            ? [item with { Options = own }]
            : own.Select.SelectMany(Paths).Select(i => i with { Path = [.. item.Path, .. i.Path] });
    }

    /// <summary>All that is expanded: by <c>$expand</c>, and by items of <c>$select</c> in the values that they stand for.</summary>
    public static IEnumerable<ExpandSyntax> Expanded(QueryOptionsSyntax options) =>
        options.Expand.Concat(options.Select.SelectMany(s => Expanded(s.Options).Select(e => e with { Prefix = [.. s.Path, .. e.Prefix] })));

    /// <summary>What is expanded of rows of a type: items behind a cast count where the cast holds.</summary>
    public static IReadOnlyList<ExpandSyntax> ExpandedOn(EntityType type, IEnumerable<ExpandSyntax> items)
    {
        var own = new List<ExpandSyntax>();
        foreach (var item in items)
        {
            var casts = CastsOf(item.Prefix);
            if (Holds(type, casts))
            {
                own.Add(item with { Prefix = [.. item.Prefix.Skip(casts.Count)] });
            }
        }
        return own;
    }

    private static List<string> CastsOf(IReadOnlyList<string> path) => [.. path.TakeWhile(n => n.Contains('.', StringComparison.Ordinal))];

    private static bool Holds(EntityType type, List<string> casts) => casts.TrueForAll(c => type.FindRelated(c) is { } cast && type.Is(cast));

    /// <summary>What is selected of rows of a type: items behind a cast count where the cast holds.</summary>
    public Selection On(EntityType type)
    {
        var items = new List<SelectSyntax>();
        foreach (var item in Items)
        {
            var casts = CastsOf(item.Path);
            if (Holds(type, casts))
            {
                items.Add(item with { Path = [.. item.Path.Skip(casts.Count)] });
            }
        }
        return this with { Items = items };
    }

    /// <summary>The structural properties given out, in the order they are asked for.</summary>
    public IEnumerable<StructuralProperty> Properties(EntityType type)
    {
        if (IsAll || Items.Any(i => i.IsWildcard))
        {
            return type.Properties;
        }
        return Items.Where(i => i.Path.Count == 1).Select(i => type.TryGetProperty(i.Path[0], out var property) ? property : null).OfType<StructuralProperty>().Distinct();
    }

    /// <summary>Whether a complex property, or something of it or behind it, is given out.</summary>
    public bool HasUnder(string name, QueryOptionsSyntax options) => Has(name) || Under(name).Any() || Behind(name, options).Any();

    private bool Has(string name) => IsAll || Items.Any(i => i.IsWildcard || (i.Path is [var only] && only == name && i.Options.Select.Count == 0));

    private IEnumerable<SelectSyntax> Under(string name) => Items.Where(i => i.Path.Count > 0 && i.Path[0] == name);

    /// <summary>Says the same of two selections that give out the same under a name.</summary>
    public string Signature(string name, QueryOptionsSyntax options) =>
        $"{IsAll} {Has(name)} {string.Join(' ', Under(name).Select(i => i.Position))}/{string.Join(' ', Behind(name, options).Select(e => e.Position))}";

    /// <summary>The options for the value of a complex property: its own, what is selected of it, and what is expanded in it.</summary>
    public QueryOptionsSyntax Under(string name, QueryOptionsSyntax options)
    {
        List<ExpandSyntax> expand = [.. Behind(name, options).Select(e => e with { Prefix = [.. e.Prefix.Skip(1)] })];
        var own = Under(name).FirstOrDefault(i => i.Path.Count == 1 && i.Options != QueryOptionsSyntax.Empty)?.Options ?? QueryOptionsSyntax.Empty;
        List<SelectSyntax> select = [.. own.Select, .. Under(name).Where(i => i.Path.Count > 1).Select(i => i with { Path = [.. i.Path.Skip(1)] })];
        return own with
        {
            Expand = expand,
            MentionsIt = own.MentionsIt || expand.Exists(e => e.Options.MentionsIt),
            // Of a value that is there for what is expanded in it alone, only that is given out.
            Select = Has(name) ? [] : select.Count > 0 ? select : [.. expand.Select(e => new SelectSyntax(e.Position, [e.Prefix.Count > 0 ? e.Prefix[0] : e.Navigation]))],
        };
    }

    private static IEnumerable<ExpandSyntax> Behind(string name, QueryOptionsSyntax options) => options.Expand.Where(e => e.Prefix.Count > 0 && e.Prefix[0] == name);
}
