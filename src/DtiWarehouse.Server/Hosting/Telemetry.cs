using DtiWarehouse.Etl;
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
                .AddSource(LoadTelemetry.Name, ODataTelemetry.Name)
                // A question may name a person; the path says which set was asked.
                .AddAspNetCoreInstrumentation(options => options.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.query", null)))
            .WithMetrics(metrics => metrics.AddMeter(LoadTelemetry.Name, ODataTelemetry.Name).AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }
}
