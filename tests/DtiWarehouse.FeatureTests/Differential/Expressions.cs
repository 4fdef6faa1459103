namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>An expression as a tree; its text and its value are both made from it.</summary>
public abstract record Expr(Kind Kind, bool IsExact)
{
    public virtual IReadOnlyList<Expr> Parts => [];
    public virtual Expr With(IReadOnlyList<Expr> parts) => this;
    public abstract string Text { get; }

    /// <summary>As an operand: in parentheses unless it needs none.</summary>
    public string Operand => this is Binary or Not or Negate or In or Exists ? $"({Text})" : Text;
}

public sealed record Constant(Kind Kind, object? Value) : Expr(Kind, true)
{
    public override string Text => Values.Literal(Value);
}

/// <summary>A property by its path from the instance or from a variable of a lambda.</summary>
public sealed record PathTo(Kind Kind, string? Variable, string[] Segments, bool IsExact = true) : Expr(Kind, IsExact)
{
    public override string Text => string.Join('/', Variable is null ? Segments : [Variable, .. Segments]);
}

/// <summary>Whether a single navigation leads anywhere.</summary>
public sealed record Exists(string? Variable, string[] Segments, bool IsThere) : Expr(Kind.Boolean, true)
{
    public override string Text => $"{string.Join('/', Variable is null ? Segments : [Variable, .. Segments])} {(IsThere ? "ne" : "eq")} null";
}

public sealed record Binary(Kind Kind, string Operator, Expr Left, Expr Right, bool IsExact) : Expr(Kind, IsExact)
{
    public override IReadOnlyList<Expr> Parts => [Left, Right];
    public override Expr With(IReadOnlyList<Expr> parts) => this with { Left = parts[0], Right = parts[1] };
    public override string Text => $"{Left.Operand} {Operator} {Right.Operand}";
}

public sealed record Not(Expr Inner) : Expr(Kind.Boolean, true)
{
    public override IReadOnlyList<Expr> Parts => [Inner];
    public override Expr With(IReadOnlyList<Expr> parts) => new Not(parts[0]);
    public override string Text => $"not {(Inner is Call or PathTo ? Inner.Text : $"({Inner.Text})")}";
}

public sealed record Negate(Expr Inner) : Expr(Inner.Kind, Inner.IsExact)
{
    public override IReadOnlyList<Expr> Parts => [Inner];
    public override Expr With(IReadOnlyList<Expr> parts) => new Negate(parts[0]);
    public override string Text => $"-({Inner.Text})";
}

public sealed record Call(Kind Kind, string Name, IReadOnlyList<Expr> Arguments, bool IsExact = true) : Expr(Kind, IsExact)
{
    public override IReadOnlyList<Expr> Parts => Arguments;
    public override Expr With(IReadOnlyList<Expr> parts) => this with { Arguments = parts };
    public override string Text => Name == "case"
        ? $"case({string.Join(',', Arguments.Chunk(2).Select(p => $"{p[0].Text}:{p[1].Text}"))})"
        : Name == "cast" ? $"cast({Arguments[0].Text},Edm.{EdmName(Kind)})"
        : $"{Name}({string.Join(',', Arguments.Select(a => a.Text))})";

    public static string EdmName(Kind kind) => kind switch { Kind.Text => "String", Kind.Instant => "DateTimeOffset", Kind.Time => "TimeOfDay", _ => kind.ToString() };
}

public sealed record In(Expr Item, IReadOnlyList<Expr> List) : Expr(Kind.Boolean, true)
{
    public override IReadOnlyList<Expr> Parts => [Item, .. List];
    public override Expr With(IReadOnlyList<Expr> parts) => new In(parts[0], [.. parts.Skip(1)]);
    public override string Text => $"{Item.Operand} in ({string.Join(',', List.Select(l => l.Text))})";
}

/// <summary>any or all over a collection of related entities; no body asks whether there are any.</summary>
public sealed record Lambda(bool IsAll, string? Variable, string[] Path, string Name, Expr? Body) : Expr(Kind.Boolean, true)
{
    public override IReadOnlyList<Expr> Parts => Body is null ? [] : [Body];
    public override Expr With(IReadOnlyList<Expr> parts) => Body is null ? this : this with { Body = parts[0] };
    public override string Text => $"{string.Join('/', Variable is null ? Path : [Variable, .. Path])}/{(IsAll ? "all" : "any")}({(Body is null ? "" : $"{Name}:{Body.Text}")})";
}

/// <summary>The number of related entities, perhaps only of those that meet a condition.</summary>
public sealed record CountOf(string? Variable, string[] Path, Expr? Condition) : Expr(Kind.Int64, true)
{
    public override IReadOnlyList<Expr> Parts => Condition is null ? [] : [Condition];
    public override Expr With(IReadOnlyList<Expr> parts) => Condition is null ? this : this with { Condition = parts[0] };
    public override string Text => $"{string.Join('/', Variable is null ? Path : [Variable, .. Path])}/$count{(Condition is null ? "" : $"($filter={Condition.Text})")}";
}
