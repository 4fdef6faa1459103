using System.Diagnostics;

namespace DtiWarehouse.Benchmarks;

/// <summary>Where the time of some work goes, by the spans that it starts.</summary>
internal static class Stages
{
    /// <param name="source">The activity source whose spans count.</param>
    /// <param name="whole">The span that the others add up to.</param>
    /// <returns>Seconds of the work, and of each kind of span in order of first appearance.</returns>
    public static (double Seconds, IReadOnlyList<(string Stage, double Seconds)> Split) Time(Action work, string source, string whole)
    {
        var seen = new List<(string Stage, double Seconds)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = known => known.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.DisplayName != whole)
                {
                    seen.Add((activity.DisplayName, activity.Duration.TotalSeconds));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var clock = Stopwatch.StartNew();
        work();
        var seconds = clock.Elapsed.TotalSeconds;
        return (seconds, [.. seen.GroupBy(s => s.Stage).Select(g => (g.Key, g.Sum(s => s.Seconds)))]);
    }
}
