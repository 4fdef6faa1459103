namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Parts of the language that a service may be without, or whose results are known to differ.</summary>
public enum Construct
{
    Cast, Case, MatchesPattern, DurationArithmetic, CountWithFilter, ExpandCompute, ExpandCount, Levels, Root,
    Concat, Rollup, Nest, AddNested, Join, InnerSequences, CollectionAggregates, TypedPathAggregates, ApplyInExpand, ExtremesByExpression,
    NavigationGrouping, OrderBeforeCompute, OffsetLiteralParts, InnerIdentity, DecomposedLiterals, DecimalRemainder, ExtremesOfNulls, PercentOfNegative, ExactDecimals, PagesOfJoins, CountOfTransformedExpansion, ConstantsInOrder, OffsetsOfExtremes, SelectAfterApply, ExpandAfterApply, OverflowOfNoRows,
}

/// <summary>What the generator makes. An answer of 501 is counted and printed, never judged.</summary>
public static class Switches
{
    /// <summary>Constructs that are judged on no database, each with its reason. A line less judges the construct.</summary>
    private static readonly Dictionary<Construct, string> Everywhere = new()
    {
        [Construct.DecomposedLiterals] = "Texts in decomposed form are composed in literals but not in the store, so that a value is not equal to itself.",
        [Construct.Root] = "The generator makes none.",
    };

    // Each test has its own, and hands it to all that it calls.
    private static readonly AsyncLocal<IReadOnlyDictionary<Construct, string>?> Here = new();

    /// <summary>Turns off, for the running test, what differs on its database.</summary>
    public static void Use(IReadOnlyDictionary<Construct, string> off) => Here.Value = off;

    public static bool IsOn(Construct construct) => !Everywhere.ContainsKey(construct) && Here.Value?.ContainsKey(construct) is not true;
}
