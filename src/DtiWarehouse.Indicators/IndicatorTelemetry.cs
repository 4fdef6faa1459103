using System.Diagnostics;
using System.Diagnostics.Metrics;
using DtiWarehouse.Indicators.Evaluation;

namespace DtiWarehouse.Indicators;

/// <summary>Where an evaluation's time goes and what comes of it, for whoever listens; costs nothing while nobody does.</summary>
public static class IndicatorTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DtiWarehouse.Indicators";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Values = Meter.CreateCounter<long>("dtiw.indicators.values", "{row}", "Values that evaluations wrote, by what became of them.");

    /// <summary>A span of an evaluation or of a stage inside.</summary>
    internal static Activity? Stage(string name) => Source.StartActivity(name);

    internal static void Done(Activity? evaluation, EvaluationResult result)
    {
        Values.Add(result.Changes.Added, new KeyValuePair<string, object?>("outcome", "added"));
        Values.Add(result.Changes.Changed, new KeyValuePair<string, object?>("outcome", "changed"));
        Values.Add(result.Changes.Removed, new KeyValuePair<string, object?>("outcome", "removed"));
        evaluation?.SetTag("dtiw.years", result.Years.Count).SetTag("dtiw.rows_written", result.Changes.Total);
    }
}
