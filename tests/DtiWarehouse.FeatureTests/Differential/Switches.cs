namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Parts of the language that a service may be without, or whose results are known to differ.</summary>
public enum Construct
{
    Cast, Case, MatchesPattern, DurationArithmetic, CountWithFilter, ExpandCompute, ExpandCount, Levels, Root,
    Concat, Rollup, Nest, AddNested, Join, InnerSequences, CollectionAggregates, TypedPathAggregates, ApplyInExpand, ExtremesByExpression,
    NavigationGrouping, SelectAfterApply, ExpandAfterApply,
}

/// <summary>What the generator makes. An answer of 501 is counted and printed, never judged.</summary>
public static class Switches
{
    /// <summary>Constructs whose results are known to be wrong or disputed, each with its reason. A line less judges the construct.</summary>
    public static readonly Dictionary<Construct, string> Off = new()
    {
        [Construct.Root] = "The generator makes none.",
        [Construct.ApplyInExpand] = "The generator makes none.",
    };

    public static bool IsOn(Construct construct) => !Off.ContainsKey(construct);
}
