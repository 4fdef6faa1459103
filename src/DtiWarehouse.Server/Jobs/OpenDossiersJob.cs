using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>Judges open dossiers as of the new day.</summary>
[DisallowConcurrentExecution]
public sealed class OpenDossiersJob(JobOrders orders, WarehouseLoader loader, ILogger<OpenDossiersJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => new(Attempts.RunAsync(orders, context, log, _ =>
    {
        loader.JudgeOpenDossiers();
        return Task.FromResult(AttemptResult.Nothing);
    }));
}
