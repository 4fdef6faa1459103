using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData;

/// <summary>
/// What the service tells of its requests: a span per stage and the time of each answer by entity set and status. Nothing
/// of a request's own text goes in, and nothing is recorded while nobody listens.
/// </summary>
public static class ODataTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DtiWarehouse.OData";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Histogram<double> Duration = new Meter(Name).CreateHistogram<double>("dtiw.odata.request.duration", "s", "Time of an answer, by entity set and status.");

    /// <summary>Names what is asked for, once it is known to be the model's: a caller cannot invent names.</summary>
    internal static void Resource(HttpContext http, string name) => http.Features.Set(new ResourceFeature(name));

    /// <summary>A span of a stage that has just ended.</summary>
    internal static void Stage(string name, TimeSpan took)
    {
        if (Source.HasListeners())
        {
            Source.StartActivity("odata." + name, ActivityKind.Internal, default(ActivityContext), startTime: DateTimeOffset.UtcNow - took)?.Dispose();
        }
    }

    /// <summary>Measures one answer, a part of a batch as well.</summary>
    internal static Task MeasureAsync(HttpContext http, Func<Task> answer) => Duration.Enabled ? RecordAsync(http, answer) : answer();

    private static async Task RecordAsync(HttpContext http, Func<Task> answer)
    {
        var clock = Stopwatch.StartNew();
        await answer();
        Duration.Record(
            clock.Elapsed.TotalSeconds,
            new("entity_set", http.Features.Get<ResourceFeature>()?.Name ?? "none"),
            new("status", http.RequestAborted.IsCancellationRequested ? 499 : http.Response.StatusCode));
    }

    private sealed record ResourceFeature(string Name);
}
