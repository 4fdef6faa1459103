namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Parts of the language that a service may be without, or whose results are known to differ.</summary>
public enum Construct
{
    Cast, Case, MatchesPattern, DurationArithmetic, CountWithFilter, ExpandCompute, ExpandCount, Levels, Root,
    Concat, Rollup, Nest, AddNested, Join, InnerSequences, CollectionAggregates, TypedPathAggregates, ApplyInExpand, ExtremesByExpression,
    NavigationGrouping, OrderBeforeCompute, OffsetLiteralParts, InnerIdentity, DecomposedLiterals, DecimalRemainder, ExtremesOfNulls, PercentOfNegative, ExactDecimals, PagesOfJoins, CountOfTransformedExpansion, ConstantsInOrder, OffsetsOfExtremes, SelectAfterApply, ExpandAfterApply,
}

/// <summary>What the generator makes. An answer of 501 is counted and printed, never judged.</summary>
public static class Switches
{
    /// <summary>Constructs whose results are known to be wrong or disputed, each with its reason. A line less judges the construct.</summary>
    public static readonly Dictionary<Construct, string> Off = new()
    {
        [Construct.DecomposedLiterals] = "Texts in decomposed form are composed in literals but not in the store, so that a value is not equal to itself.",
        [Construct.ExactDecimals] = "Decimals are added as doubles: (-2.2 add 1901) sub 1899 is -0.200000000000045, and equal sums may be two groups (URL Conventions 5.1.1.2.1).",
        [Construct.OffsetsOfExtremes] = "min and max of instants come back in UTC (URL Conventions 5.1.1.8: parts are those of the value's own offset).",
        [Construct.Root] = "The generator makes none.",
    };

    public static bool IsOn(Construct construct) => !Off.ContainsKey(construct);
}
