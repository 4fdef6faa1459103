namespace DtiWarehouse.OData.Request;

/// <summary>
/// Names of system query options (OData URL Conventions 4.01, section 5.1). Version 4.01 takes them in any case, with or
/// without the dollar sign; a request that says it is of 4.0 means only the exact names, so that its custom options
/// <c>top</c> or <c>filter</c> stay its own.
/// </summary>
internal static class SystemOptions
{
    public static readonly string[] Known =
        ["$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$skiptoken", "$format", "$levels", "$apply", "$compute", "$search", "$schemaversion", "$id"];

    private static readonly string[] Foreseen = ["$deltatoken", "$index"];
    private static readonly string[] All = [.. Known, .. Foreseen];

    /// <summary>What stands inside the parentheses of <c>$expand</c> and <c>$select</c>.</summary>
    private static readonly string[] Nested =
        ["$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$levels", "$apply", "$compute", "$search"];

    /// <summary>The exact name that a spelling means; null = a custom option.</summary>
    /// <exception cref="ODataError">103 for a name with a dollar sign that is none, 208 for an option that the service does not do.</exception>
    public static string? Read(string name, bool exact)
    {
        if (Match(name, exact, All) is { } found)
        {
            return Foreseen.Contains(found) ? throw ODataErrors.NotSupported($"The query option {found}", found) : found;
        }
        return name.StartsWith('$') ? throw ODataErrors.UnknownOption(name, ODataErrors.Nearest(name, Known)) : null;
    }

    /// <summary>An exact name as one string for all requests; null = any other name.</summary>
    public static string? Exact(ReadOnlySpan<char> name) => Match(name, exact: true, Known);

    /// <summary>The exact name of a nested option: custom ones have no place there.</summary>
    /// <exception cref="ODataError">103.</exception>
    public static string ReadNested(string name, bool exact) =>
        Match(name, exact, Nested) ?? throw ODataErrors.UnknownOption(name, ODataErrors.Nearest("$" + name.TrimStart('$'), Nested));

    private static string? Match(ReadOnlySpan<char> name, bool exact, string[] names)
    {
        var wanted = exact || name.StartsWith('$') ? name : string.Concat("$", name);
        foreach (var known in names)
        {
            if (wanted.Equals(known, exact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }
        return null;
    }
}
