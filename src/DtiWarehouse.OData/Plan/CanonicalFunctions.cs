using System.Collections.Frozen;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>The canonical functions by name: what they take and give. The binder and the capabilities read this table.</summary>
internal static class CanonicalFunctions
{
    /// <summary>What each function takes and gives; a null result is a number of the argument's kind.</summary>
    public sealed record Signature(CanonicalFunction Function, PrimitiveKind? Result, int Required, params PrimitiveKind[][] Arguments);

    private static readonly PrimitiveKind[] Text = [PrimitiveKind.String];
    private static readonly PrimitiveKind[] Number = [PrimitiveKind.Decimal, PrimitiveKind.Double, PrimitiveKind.Int64, PrimitiveKind.Int32, PrimitiveKind.Int16, PrimitiveKind.Byte, PrimitiveKind.SByte, PrimitiveKind.Single];
    private static readonly PrimitiveKind[] Whole = [PrimitiveKind.Int64, PrimitiveKind.Int32, PrimitiveKind.Int16, PrimitiveKind.Byte, PrimitiveKind.SByte];
    private static readonly PrimitiveKind[] Day = [PrimitiveKind.Date, PrimitiveKind.DateTimeOffset];
    private static readonly PrimitiveKind[] Clock = [PrimitiveKind.DateTimeOffset, PrimitiveKind.TimeOfDay];
    private static readonly PrimitiveKind[] Instant = [PrimitiveKind.DateTimeOffset];
    private static readonly PrimitiveKind[] Span = [PrimitiveKind.Duration];

    /// <summary>The canonical functions of values.</summary>
    public static readonly FrozenDictionary<string, Signature> Known = new Dictionary<string, Signature>
    {
        ["contains"] = new(CanonicalFunction.Contains, PrimitiveKind.Boolean, 2, Text, Text),
        ["startswith"] = new(CanonicalFunction.StartsWith, PrimitiveKind.Boolean, 2, Text, Text),
        ["endswith"] = new(CanonicalFunction.EndsWith, PrimitiveKind.Boolean, 2, Text, Text),
        ["length"] = new(CanonicalFunction.Length, PrimitiveKind.Int32, 1, Text),
        ["indexof"] = new(CanonicalFunction.IndexOf, PrimitiveKind.Int32, 2, Text, Text),
        ["substring"] = new(CanonicalFunction.Substring, PrimitiveKind.String, 2, Text, Whole, Whole),
        ["tolower"] = new(CanonicalFunction.ToLower, PrimitiveKind.String, 1, Text),
        ["toupper"] = new(CanonicalFunction.ToUpper, PrimitiveKind.String, 1, Text),
        ["trim"] = new(CanonicalFunction.Trim, PrimitiveKind.String, 1, Text),
        ["matchesPattern"] = new(CanonicalFunction.MatchesPattern, PrimitiveKind.Boolean, 2, Text, Text),
        ["concat"] = new(CanonicalFunction.Concat, PrimitiveKind.String, 2, Text, Text),
        ["year"] = new(CanonicalFunction.Year, PrimitiveKind.Int32, 1, Day),
        ["month"] = new(CanonicalFunction.Month, PrimitiveKind.Int32, 1, Day),
        ["day"] = new(CanonicalFunction.Day, PrimitiveKind.Int32, 1, Day),
        ["hour"] = new(CanonicalFunction.Hour, PrimitiveKind.Int32, 1, Clock),
        ["minute"] = new(CanonicalFunction.Minute, PrimitiveKind.Int32, 1, Clock),
        ["second"] = new(CanonicalFunction.Second, PrimitiveKind.Int32, 1, Clock),
        ["fractionalseconds"] = new(CanonicalFunction.FractionalSeconds, PrimitiveKind.Decimal, 1, Clock),
        ["date"] = new(CanonicalFunction.Date, PrimitiveKind.Date, 1, Instant),
        ["time"] = new(CanonicalFunction.Time, PrimitiveKind.TimeOfDay, 1, Instant),
        ["totaloffsetminutes"] = new(CanonicalFunction.TotalOffsetMinutes, PrimitiveKind.Int32, 1, Instant),
        ["totalseconds"] = new(CanonicalFunction.TotalSeconds, PrimitiveKind.Decimal, 1, Span),
        ["mindatetime"] = new(CanonicalFunction.MinDateTime, PrimitiveKind.DateTimeOffset, 0),
        ["maxdatetime"] = new(CanonicalFunction.MaxDateTime, PrimitiveKind.DateTimeOffset, 0),
        ["round"] = new(CanonicalFunction.Round, null, 1, Number),
        ["floor"] = new(CanonicalFunction.Floor, null, 1, Number),
        ["ceiling"] = new(CanonicalFunction.Ceiling, null, 1, Number),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions of collections; but for the last two they have a namesake that works on texts.</summary>
    public static readonly FrozenDictionary<string, CanonicalFunction> OfCollections = new Dictionary<string, CanonicalFunction>
    {
        ["contains"] = CanonicalFunction.Contains,
        ["startswith"] = CanonicalFunction.StartsWith,
        ["endswith"] = CanonicalFunction.EndsWith,
        ["indexof"] = CanonicalFunction.IndexOf,
        ["length"] = CanonicalFunction.Length,
        ["concat"] = CanonicalFunction.Concat,
        ["substring"] = CanonicalFunction.Substring,
        ["hassubset"] = CanonicalFunction.HasSubset,
        ["hassubsequence"] = CanonicalFunction.HasSubsequence,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of all functions that work, for <c>Capabilities.FilterFunctions</c> and for help on a mistyped one.</summary>
    public static IEnumerable<string> Names => Known.Keys.Concat(OfCollections.Keys).Concat(["case", "cast", "isof", "now"]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>A function's name in requests; null for what is an operator there.</summary>
    public static string? NameOf(CanonicalFunction function) =>
        Known.FirstOrDefault(k => k.Value.Function == function).Key ?? OfCollections.FirstOrDefault(k => k.Value == function).Key;

    /// <summary>Functions of the specification that are not done: 501 instead of an unknown name.</summary>
    public static readonly FrozenSet<string> Foreseen = new[] { "geo.distance", "geo.intersects", "geo.length" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
