namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Where an expression is evaluated: the instance and the variables of the lambdas around it.</summary>
public sealed record Scope(Shape Shape, IReadOnlyList<(string Name, Shape Shape)> Variables)
{
    public static Scope Of(Shape shape) => new(shape, []);
}

/// <summary>Random well-typed expressions.</summary>
public sealed class ExpressionGenerator(Random random)
{
    private static readonly Kind[] Ordered = [Kind.Text, Kind.Int32, Kind.Int64, Kind.Decimal, Kind.Double, Kind.Boolean, Kind.Date, Kind.Instant, Kind.Time];
    private int _names;

    public bool Chance(int outOf) => random.Next(outOf) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Every property that a path of at most three segments reaches through single navigations.</summary>
    public static List<PathTo> Paths(Scope scope, Func<Field, bool> fits)
    {
        var found = new List<PathTo>();
        Collect(scope.Shape, null, []);
        foreach (var (name, shape) in scope.Variables)
        {
            Collect(shape, name, []);
        }
        return found;

        void Collect(Shape shape, string? variable, string[] before)
        {
            found.AddRange(shape.Fields.Where(fits).Select(f => new PathTo(f.Kind, variable, [.. before, f.Name], f.IsExact)));
            if (before.Length < 2)
            {
                foreach (var link in shape.Links.Where(l => !l.IsCollection))
                {
                    Collect(link.Target(), variable, [.. before, link.Name]);
                }
            }
        }
    }

    /// <summary>A property near by more often than one far away.</summary>
    public PathTo? PathOf(Scope scope, Func<Field, bool> fits)
    {
        var paths = Paths(scope, fits);
        var near = scope.Variables.Count > 0 && !Chance(3) ? paths.FindAll(p => p.Variable is not null && p.Segments.Length == 1) : paths.FindAll(p => p.Segments.Length == 1);
        var from = near.Count > 0 && !Chance(3) ? near : paths;
        return from.Count == 0 ? null : Pick(from);
    }

    public Expr Condition(Scope scope, int depth)
    {
        switch (depth <= 0 ? random.Next(5) : random.Next(13))
        {
            case 0 or 1 or 2:
                return Comparison(scope, depth - 1);
            case 3:
                return PathOf(scope, f => f.Kind == Kind.Boolean) ?? Comparison(scope, depth - 1);
            case 4:
                return Membership(scope, depth - 1);
            case 5 or 6:
                return Both(scope, depth);
            case 7:
                return new Not(Condition(scope, depth - 1));
            case 8:
                var call = Pick(["contains", "startswith", "endswith"]);
                return new Call(Kind.Boolean, call, [Of(Kind.Text, scope, depth - 1), Chance(3) ? Of(Kind.Text, scope, 0) : Fragment()]);
            case 9:
                return Existence(scope) ?? Comparison(scope, depth - 1);
            case 10 or 11:
                return Quantified(scope, depth - 1) is { } quantified ? quantified : Both(scope, depth);
            default:
                return Chance(2) && Switches.IsOn(Construct.MatchesPattern)
                    ? new Call(Kind.Boolean, "matchesPattern", [Of(Kind.Text, scope, 0), new Constant(Kind.Text, Pick(["^T", "a.*b", "[0-9]+", "^$", "b$", "i|o"]))])
                    : new Binary(Kind.Boolean, Pick(["eq", "ne"]), Condition(scope, depth - 1), Condition(scope, depth - 1), true);
        }
    }

    private Binary Both(Scope scope, int depth) => new(Kind.Boolean, Pick(["and", "or"]), Condition(scope, depth - 1), Condition(scope, depth - 1), true);

    private Expr Comparison(Scope scope, int depth)
    {
        var kind = Pick<Kind>([.. Ordered, Kind.Guid, Kind.Text, Kind.Int32]);
        var left = Of(kind, scope, depth);
        var word = kind == Kind.Guid ? Pick(["eq", "ne"]) : left.IsExact ? Pick(["eq", "ne", "lt", "le", "gt", "ge"]) : Pick(["lt", "gt"]);
        var right = Chance(8) ? new Constant(kind, null) : Chance(3) ? Of(kind.IsNumeric() && Chance(3) ? Pick([Kind.Int32, Kind.Int64, Kind.Decimal, Kind.Double]) : kind, scope, depth) : Literal(kind);
        if (!right.IsExact && word is "eq" or "ne")
        {
            word = "gt";
        }
        return Chance(5) ? new Binary(Kind.Boolean, word, right, left, true) : new Binary(Kind.Boolean, word, left, right, true);
    }

    private Expr Membership(Scope scope, int depth)
    {
        var kind = Pick<Kind>([Kind.Text, Kind.Int32, Kind.Int64, Kind.Decimal, Kind.Date, Kind.Boolean, Kind.Guid, Kind.Instant]);
        var item = Of(kind, scope, depth);
        return item.IsExact
            ? new In(item, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Chance(7) ? new Constant(kind, null) : Literal(kind))])
            : Comparison(scope, depth);
    }

    private Exists? Existence(Scope scope)
    {
        var (variable, shape) = scope.Variables.Count > 0 && Chance(2) ? (scope.Variables[^1].Name, scope.Variables[^1].Shape) : ((string?)null, scope.Shape);
        var links = shape.Links.Where(l => !l.IsCollection && l.Target().Entity is not null).ToList();
        return links.Count == 0 ? null : new Exists(variable, [Pick(links).Name], Chance(2));
    }

    /// <summary>A collection by its path, perhaps behind a single navigation; and what it is of.</summary>
    private (string? Variable, string[] Path, Shape Target)? Collection(Scope scope)
    {
        var (variable, shape) = scope.Variables.Count > 0 && Chance(2) ? (scope.Variables[^1].Name, scope.Variables[^1].Shape) : ((string?)null, scope.Shape);
        var direct = shape.Links.Where(l => l.IsCollection).Select(l => (Path: new[] { l.Name }, Target: l.Target()));
        var behind = shape.Links.Where(l => !l.IsCollection).SelectMany(l => l.Target().Links.Where(m => m.IsCollection).Select(m => (Path: new[] { l.Name, m.Name }, Target: m.Target())));
        var all = (Chance(4) ? direct.Concat(behind) : direct).ToList();
        if (all.Count == 0)
        {
            return null;
        }
        var (path, target) = Pick(all);
        return (variable, path, target);
    }

    private Lambda? Quantified(Scope scope, int depth)
    {
        if (scope.Variables.Count >= 2 || Collection(scope) is not var (variable, path, target))
        {
            return null;
        }
        var name = "x" + _names++.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Chance(8) ? new Lambda(false, variable, path, name, null)
            : new Lambda(Chance(2), variable, path, name, Condition(scope with { Variables = [.. scope.Variables, (name, target)] }, Math.Min(depth, 2)));
    }

    public Expr Of(Kind kind, Scope scope, int depth)
    {
        var path = PathOf(scope, f => f.Kind == kind);
        if (path is not null && (depth <= 0 || Chance(2)))
        {
            return path;
        }
        if (depth <= 0)
        {
            return Literal(kind);
        }
        if (Chance(14) && Switches.IsOn(Construct.Case) && kind is not Kind.Boolean)
        {
            var (condition, value) = (Condition(scope, depth - 1), Of(kind, scope, depth - 1));
            // An exact quotient among whole numbers makes a choice between decimals.
            return new Call(kind.IsNumeric() ? Values.Promote(kind, value.Kind) : kind, "case", [condition, value, new Constant(Kind.Boolean, true), Literal(kind)], value.IsExact);
        }
        Expr Text() => Of(Kind.Text, scope, depth - 1);
        switch (kind)
        {
            case Kind.Boolean:
                return Condition(scope, depth - 1);
            case Kind.Text:
                return random.Next(7) switch
                {
                    0 => new Call(kind, "concat", [Text(), Chance(2) ? Fragment() : Text()]),
                    1 => new Call(kind, "tolower", [Text()]),
                    2 => new Call(kind, "toupper", [Text()]),
                    3 => new Call(kind, "trim", [Text()]),
                    4 => new Call(kind, "substring", [Text(), Small(0, 4)]),
                    5 when Switches.IsOn(Construct.Cast) && Chance(2) => new Call(kind, "cast", [Of(Pick([Kind.Int32, Kind.Date]), scope, 0)]),
                    _ => new Call(kind, "substring", [Text(), Small(0, 3), Small(0, 5)]),
                };
            case Kind.Int32:
                return random.Next(6) switch
                {
                    0 => new Call(kind, "length", [Text()]),
                    1 => new Call(kind, "indexof", [Text(), Fragment()]),
                    2 => new Call(kind, Pick(["year", "month", "day"]), [Of(Kind.Date, scope, depth - 1)]),
                    3 => new Call(kind, Pick(["year", "month", "day", "hour", "minute", "second"]), [Instant(scope)]),
                    4 when Chance(3) => new Call(kind, Pick(["hour", "minute", "second"]), [Of(Kind.Time, scope, depth - 1)]),
                    _ => Arithmetic(Kind.Int32, Kind.Int32, scope, depth),
                };
            case Kind.Int64:
                return Chance(3) && Collection(scope) is var (variable, members, target) && variable is null or { Length: > 0 } && members is not null
                    ? new CountOf(variable, members, Chance(3) && Switches.IsOn(Construct.CountWithFilter) ? Condition(Scope.Of(target), 1) : null)
                    : Arithmetic(Kind.Int64, Pick([Kind.Int32, Kind.Int64]), scope, depth);
            case Kind.Decimal:
                return random.Next(6) switch
                {
                    0 => Rounded(Kind.Decimal, scope, depth),
                    1 when Chance(2) => new Call(kind, "fractionalseconds", [Instant(scope)]),
                    2 when Chance(3) && Switches.IsOn(Construct.Cast) => new Call(kind, "cast", [Of(Kind.Int32, scope, depth - 1)]),
                    _ => Arithmetic(Kind.Decimal, Pick([Kind.Int32, Kind.Decimal]), scope, depth),
                };
            case Kind.Double:
                return Chance(5) ? Rounded(Kind.Double, scope, depth) : Arithmetic(Kind.Double, Pick([Kind.Int32, Kind.Double]), scope, depth);
            case Kind.Date:
                return Chance(3) && Switches.IsOn(Construct.DurationArithmetic)
                    ? new Binary(kind, Pick(["add", "sub"]), Of(Kind.Date, scope, 0), new Constant(Kind.Duration, TimeSpan.FromHours(Pick([24, 48, 12, 36]))), true)
                    : new Call(kind, "date", [Instant(scope)]);
            case Kind.Time:
                return new Call(kind, "time", [Instant(scope)]);
            case Kind.Instant:
                return Chance(3) && Switches.IsOn(Construct.DurationArithmetic)
                    ? new Binary(kind, Pick(["add", "sub"]), Of(Kind.Instant, scope, 0), new Constant(Kind.Duration, TimeSpan.FromMinutes(Pick([60, 90, 1440]))), true)
                    : path is null ? Literal(kind) : path;
            default:
                return path is null ? Literal(kind) : path;
        }
    }

    private Expr Instant(Scope scope) => Of(Kind.Instant, scope, 0) is var instant && instant is Constant { Value: DateTimeOffset at } && !Switches.IsOn(Construct.OffsetLiteralParts) ? new Constant(Kind.Instant, at.ToUniversalTime()) : instant;

    private Call Rounded(Kind kind, Scope scope, int depth)
    {
        var inner = Of(kind, scope, depth - 1);
        return new Call(kind, Pick(["round", "floor", "ceiling"]), [inner.IsExact ? inner : Literal(kind)]);
    }

    /// <summary>Divisors are literals other than zero: what a division by zero gives differs by type and is tested apart.</summary>
    private Expr Arithmetic(Kind kind, Kind right, Scope scope, int depth)
    {
        var left = Of(kind, scope, depth - 1);
        if (Chance(6))
        {
            return new Negate(left);
        }
        var word = Pick(["add", "sub", "mul", "add", "sub", "div", "mod"]);
        if (word is "div" or "mod")
        {
            var divisor = kind == Kind.Double ? new Constant(Kind.Double, Pick([0.5, 2.0, 4.0])) : new Constant(Kind.Int32, random.Next(1, 8));
            if (word == "mod" && (kind == Kind.Double || !left.IsExact || (kind == Kind.Decimal && !Switches.IsOn(Construct.DecimalRemainder))))
            {
                return new Binary(kind, "add", left, divisor, left.IsExact);
            }
            return Chance(4) && word == "div" && kind is Kind.Int32 or Kind.Int64
                ? new Binary(Kind.Decimal, "divby", left, divisor, false)
                : new Binary(kind, word, left, divisor, left.IsExact && !(word == "div" && kind == Kind.Decimal));
        }
        var other = Chance(2) ? Literal(right) : Of(right, scope, depth - 1);
        return new Binary(kind, word, left, other, left.IsExact && other.IsExact && (kind != Kind.Decimal || Switches.IsOn(Construct.ExactDecimals)));
    }

    private Constant Small(int from, int to) => new(Kind.Int32, random.Next(from, to));

    private Constant Fragment() => new(Kind.Text, Form(Pick(["a", "i", "Tr", "ề", "e\u0302", "", "%", "_", "'", "đ", "🚲", "o", "B", " "])));

    private static string Form(string text) => Switches.IsOn(Construct.DecomposedLiterals) ? text : text.Normalize();

    public Constant Literal(Kind kind) => new(kind, kind switch
    {
        Kind.Text => Form(Pick([.. LibraryRows.Texts, "Thơ", "VN", "new", "Bạn đọc 1", "HN"])),
        Kind.Int32 => random.Next(-3, 9) + (Chance(4) ? 1900 : 0),
        Kind.Int64 => Chance(8) ? 9_007_199_254_740_994L : Chance(3) ? random.Next(6) * 1_000_000_007L : random.Next(4),
        Kind.Decimal => Pick([0m, 1.1m, 2.2m, 2.5m, 5m, -2.2m, 7.50m, 0.01m]),
        Kind.Double => random.Next(-4, 12) / 8.0,
        Kind.Boolean => Chance(2),
        Kind.Date => new DateOnly(2023, 12, 25).AddDays(random.Next(10)),
        Kind.Instant => new DateTimeOffset(2023, 12, 30, 15, 30, 0, TimeSpan.Zero).AddHours(random.Next(20)).ToOffset(TimeSpan.FromHours(Chance(4) ? 7 : 0)),
        Kind.Time => new TimeOnly(random.Next(24), 30),
        Kind.Guid => new Guid(0x10203040, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        Kind.Duration => TimeSpan.FromHours(random.Next(1, 30)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });
}
