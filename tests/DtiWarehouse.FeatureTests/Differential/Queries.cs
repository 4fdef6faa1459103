using System.Globalization;

namespace DtiWarehouse.FeatureTests.Differential;

public sealed record OrderItem(Expr By, bool Descending)
{
    public string Text => By.Text + (Descending ? " desc" : "");
}

public sealed record Computed(Expr Value, string Alias)
{
    public string Text => $"{Value.Text} as {Alias}";
}

/// <summary>One aggregate expression: an expression or a path with a method, or a count; a path may pass through collections.</summary>
public sealed record Aggregated(string[] Through, Expr? Value, string Method, string Alias)
{
    public string Text => $"{string.Concat(Through.Select(t => t + "/"))}{(Value is null ? "$count" : $"{Value.Text} with {Method}")} as {Alias}";
}

/// <summary>What stands in the first parameter of groupby: a path, or a rollup of several.</summary>
public sealed record Grouping(IReadOnlyList<string[]> Levels, bool IsRollup)
{
    public string Text => IsRollup ? $"rollup({string.Join(',', Levels.Select(l => string.Join('/', l)))})" : string.Join('/', Levels[0]);
}

public abstract record Step
{
    public abstract string Text { get; }
    public static string Chain(IReadOnlyList<Step> steps) => string.Join('/', steps.Select(s => s.Text));
}

public sealed record Identity : Step
{
    public override string Text => "identity";
}

public sealed record Filtered(Expr Condition) : Step
{
    public override string Text => $"filter({Condition.Text})";
}

public sealed record Searched(string Terms) : Step
{
    public override string Text => $"search({Terms})";
}

public sealed record Computation(IReadOnlyList<Computed> Items) : Step
{
    public override string Text => $"compute({string.Join(',', Items.Select(i => i.Text))})";
}

public sealed record Aggregation(IReadOnlyList<Aggregated> Items) : Step
{
    public override string Text => $"aggregate({string.Join(',', Items.Select(i => i.Text))})";
}

public sealed record GroupBy(IReadOnlyList<Grouping> By, IReadOnlyList<Step> Inner) : Step
{
    public override string Text => $"groupby(({string.Join(',', By.Select(b => b.Text))}){(Inner.Count == 0 ? "" : "," + Chain(Inner))})";
}

public sealed record Extreme(string Name, decimal Limit, Expr By) : Step
{
    public override string Text => $"{Name}({Limit.ToString(CultureInfo.InvariantCulture)},{By.Text})";
}

public sealed record Sorted(IReadOnlyList<OrderItem> Items) : Step
{
    public override string Text => $"orderby({string.Join(',', Items.Select(i => i.Text))})";
}

public sealed record Cut(bool IsTop, int Count) : Step
{
    public override string Text => $"{(IsTop ? "top" : "skip")}({Count.ToString(CultureInfo.InvariantCulture)})";
}

public sealed record Concatenation(IReadOnlyList<IReadOnlyList<Step>> Branches) : Step
{
    public override string Text => $"concat({string.Join(',', Branches.Select(Chain))})";
}

public sealed record Joined(bool IsOuter, string Path, string Alias, IReadOnlyList<Step> Inner) : Step
{
    public override string Text => $"{(IsOuter ? "outerjoin" : "join")}({Path} as {Alias}{(Inner.Count == 0 ? "" : "," + Chain(Inner))})";
}

public sealed record Nested(string? Path, IReadOnlyList<(IReadOnlyList<Step> Steps, string Alias)> Items) : Step
{
    public override string Text => $"{(Path is null ? "nest(" : $"addnested({Path},")}{string.Join(',', Items.Select(i => $"{Chain(i.Steps)} as {i.Alias}"))})";
}

/// <summary>An item of $expand; with levels it repeats itself.</summary>
public sealed record Expansion(string Path, bool IsCollection, bool OnlyCount, Options Options)
{
    public string Text
    {
        get
        {
            var options = string.Join(';', Options.Parts().Select(p => $"{p.Name}={p.Value}"));
            return OnlyCount ? $"{Path}/$count{(options.Length > 0 ? $"({options})" : "")}" : Path + (options.Length > 0 ? $"({options})" : "");
        }
    }
}

/// <summary>The query options of a request or of an item of $expand.</summary>
public sealed record Options
{
    public static readonly Options None = new();

    public IReadOnlyList<Step> Apply { get; init; } = [];
    public IReadOnlyList<Computed> Compute { get; init; } = [];
    public string? Search { get; init; }
    public Expr? Filter { get; init; }
    public bool Count { get; init; }
    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];
    public int? Skip { get; init; }
    public int? Top { get; init; }
    public IReadOnlyList<Expansion> Expand { get; init; } = [];
    public IReadOnlyList<string> Select { get; init; } = [];
    public int? Levels { get; init; }

    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Apply.Count > 0)
        {
            yield return ("$apply", Step.Chain(Apply));
        }
        if (Compute.Count > 0)
        {
            yield return ("$compute", string.Join(',', Compute.Select(c => c.Text)));
        }
        if (Search is not null)
        {
            yield return ("$search", Search);
        }
        if (Filter is not null)
        {
            yield return ("$filter", Filter.Text);
        }
        if (Count)
        {
            yield return ("$count", "true");
        }
        if (OrderBy.Count > 0)
        {
            yield return ("$orderby", string.Join(',', OrderBy.Select(o => o.Text)));
        }
        if (Skip is { } skip)
        {
            yield return ("$skip", skip.ToString(CultureInfo.InvariantCulture));
        }
        if (Top is { } top)
        {
            yield return ("$top", top.ToString(CultureInfo.InvariantCulture));
        }
        if (Levels is { } levels)
        {
            yield return ("$levels", levels.ToString(CultureInfo.InvariantCulture));
        }
        if (Expand.Count > 0)
        {
            yield return ("$expand", string.Join(',', Expand.Select(e => e.Text)));
        }
        if (Select.Count > 0)
        {
            yield return ("$select", string.Join(',', Select));
        }
    }
}

public sealed record Query(string Set, Options Options, bool OnlyCount = false, int? PageSize = null)
{
    public string Text => Path + (Options.Parts().Any() ? "?" + string.Join('&', Options.Parts().Select(p => $"{p.Name}={p.Value}")) : "");

    public string Target => Path + (Options.Parts().Any() ? "?" + string.Join('&', Options.Parts().Select(p => $"{p.Name}={Escape(p.Value)}")) : "");

    private string Path => Set + (OnlyCount ? "/$count" : "");

    private static string Escape(string value) => Uri.EscapeDataString(value).Replace("%28", "(").Replace("%29", ")").Replace("%2C", ",").Replace("%2F", "/").Replace("%3A", ":").Replace("%24", "$").Replace("%3D", "=").Replace("%3B", ";");
}
