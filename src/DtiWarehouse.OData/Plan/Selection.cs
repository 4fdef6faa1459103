using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>$select</c> as it applies to one type: everything, or the paths that are left of its items.</summary>
internal readonly record struct Selection(bool IsAll, IReadOnlyList<SelectSyntax> Items)
{
    public static Selection Of(QueryOptionsSyntax options) => new(options.Select.Count == 0, [.. options.Select.SelectMany(Paths)]);

    /// <summary>An item as the paths of what its own <c>$select</c> keeps of it.</summary>
    private static IEnumerable<SelectSyntax> Paths(SelectSyntax item) => item.Options.Select.Count == 0 || item.Options != QueryOptionsSyntax.Empty with { Select = item.Options.Select }
        ? [item]
        : item.Options.Select.SelectMany(Paths).Select(i => i with { Path = [.. item.Path, .. i.Path] });

    /// <summary>What is selected of rows of a type: items behind a cast count where the cast holds.</summary>
    public Selection On(EntityType type)
    {
        var items = new List<SelectSyntax>();
        foreach (var item in Items)
        {
            var casts = item.Path.TakeWhile(n => n.Contains('.', StringComparison.Ordinal)).ToList();
            if (casts.All(c => type.FindRelated(c) is { } cast && type.Is(cast)))
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
    public bool HasUnder(string name, QueryOptionsSyntax options) => Has(name) || Items.Any(i => i.Path.Count > 0 && i.Path[0] == name) || Behind(name, options).Any();

    private bool Has(string name) => IsAll || Items.Any(i => i.IsWildcard || (i.Path.Count == 1 && i.Path[0] == name));

    /// <summary>The options for the value of a complex property: what is selected of it, and what is expanded in it.</summary>
    public QueryOptionsSyntax Under(string name, QueryOptionsSyntax options)
    {
        List<ExpandSyntax> expand = [.. Behind(name, options).Select(e => e with { Prefix = [.. e.Prefix.Skip(1)] })];
        List<SelectSyntax> select = [.. Items.Where(i => i.Path.Count > 1 && i.Path[0] == name).Select(i => i with { Path = [.. i.Path.Skip(1)] })];
        return QueryOptionsSyntax.Empty with
        {
            Expand = expand,
            // Of a value that is there for what is expanded in it alone, only that is given out.
            Select = Has(name) ? [] : select.Count > 0 ? select : [.. expand.Select(e => new SelectSyntax(e.Position, [e.Prefix.Count > 0 ? e.Prefix[0] : e.Navigation]))],
        };
    }

    private static IEnumerable<ExpandSyntax> Behind(string name, QueryOptionsSyntax options) => options.Expand.Where(e => e.Prefix.Count > 0 && e.Prefix[0] == name);
}
