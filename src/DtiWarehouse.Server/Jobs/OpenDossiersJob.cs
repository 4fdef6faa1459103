using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>Judges open dossiers as of the new day, and the indicators with them.</summary>
[DisallowConcurrentExecution]
public sealed class OpenDossiersJob(JobOrders orders, WarehouseLoader loader, IndicatorService indicators, ILogger<OpenDossiersJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => new(Attempts.RunAsync(orders, context, log, async _ =>
    {
        loader.JudgeOpenDossiers();
        await indicators.EvaluateAsync(null, cancellationToken);
        return AttemptResult.Nothing;
    }));
}
