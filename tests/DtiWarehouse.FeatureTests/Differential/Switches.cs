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
        [Construct.OrderBeforeCompute] = "$compute loses the order that $apply ends in (Aggregation 3.3.5).",
        [Construct.OffsetLiteralParts] = "date(2023-12-31T02:30:00+07:00) is taken apart in UTC (URL Conventions 5.1.1.8.1: in its own offset, or an error).",
        [Construct.TypedPathAggregates] = "aggregate(Branch/Rating with sum as S) counts a branch once per copy (Aggregation 3.2.1.1: each entity reached by the path once); disputed.",
        [Construct.ConstantsInOrder] = "$orderby=(Id lt null) and InPrint, and $orderby=Id,1 in (2), are failures of the server.",
        [Construct.DecomposedLiterals] = "Texts in decomposed form are composed in literals but not in the store, so that a value is not equal to itself.",
        [Construct.ExactDecimals] = "Decimals are added as doubles: (-2.2 add 1901) sub 1899 is -0.200000000000045, and equal sums may be two groups (URL Conventions 5.1.1.2.1).",
        [Construct.DecimalRemainder] = "1905.99 mod 4 is 1.99000000000001 (URL Conventions 5.1.1.2.6: no more digits than the operands).",
        [Construct.CountOfTransformedExpansion] = "$count beside $apply or $compute in $expand counts what was there before them, or fails on their names (Protocol 11.2.6.5).",
        [Construct.PagesOfJoins] = "Rows of a join that share key and order are lost between pages.",
        [Construct.OffsetsOfExtremes] = "min and max of instants come back in UTC (URL Conventions 5.1.1.8: parts are those of the value's own offset).",
        [Construct.InnerIdentity] = "groupby((Words),identity) gives one row per group instead of all rows (Aggregation 3.2.3.1).",
        [Construct.Root] = "The generator makes none.",
    };

    public static bool IsOn(Construct construct) => !Off.ContainsKey(construct);
}
