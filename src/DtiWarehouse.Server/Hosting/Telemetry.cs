using System.Diagnostics;
using DtiWarehouse.Etl;
using DtiWarehouse.Indicators;
using DtiWarehouse.OData;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Traces and metrics by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; the other standard <c>OTEL_</c> settings
/// hold. Without it nothing is collected.
/// </summary>
public static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("dtiwarehouse", autoGenerateServiceInstanceId: true).AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddSource(LoadTelemetry.Name, IndicatorTelemetry.Name, ODataTelemetry.Name)
                .AddAspNetCoreInstrumentation(options => options.EnrichWithHttpRequest = LeaveQuestionOut))
            .WithMetrics(metrics => metrics.AddMeter(LoadTelemetry.Name, IndicatorTelemetry.Name, ODataTelemetry.Name).AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>What is asked may name a dossier or a person, in the path as in the query; the measured entity set says enough.</summary>
    private static void LeaveQuestionOut(Activity activity, HttpRequest request)
    {
        activity.SetTag("url.query", null);
        if (request.Path.StartsWithSegments(FeedEndpoints.ServiceRoot))
        {
            activity.SetTag("url.path", FeedEndpoints.ServiceRoot);
        }
    }
}
