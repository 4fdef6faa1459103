using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Drilling;
using DtiWarehouse.Indicators.Evaluation;
using DtiWarehouse.OData;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The indicators of this warehouse: the catalogue, checked once, and the evaluation of what is due.</summary>
public sealed class IndicatorService
{
    private readonly WarehouseSettings _settings;
    private readonly TimeProvider _clock;

    /// <exception cref="CatalogueException">A file of the catalogue is wrong.</exception>
    public IndicatorService(WarehouseSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        // Scans put many terms into one request; the limits of callers do not bind them.
        Queries = settings.Database.CreateFeed(settings.Feed with { Limits = new ODataLimits { MaxNodes = 100_000, MaxResultColumns = 1_500, MaxUrlLength = 1_000_000 } }, FeedEndpoints.NoLinks, () => null);
        Catalogue = IndicatorCatalogue.Load(Queries, settings.Indicators);
        Explanations = new DrillThrough(Queries, Catalogue);
    }

    public IndicatorCatalogue Catalogue { get; }

    public DrillThrough Explanations { get; }

    /// <summary>The feed's model and SQL for queries in process.</summary>
    public ODataService Queries { get; }

    /// <summary>Computes the values that are due, if any; see <see cref="IndicatorEvaluator"/>.</summary>
    public Task<EvaluationResult> EvaluateAsync(Action<EvaluationProgress>? progress, CancellationToken cancellation) => Evaluator(progress).EvaluateAsync(cancellation);

    /// <summary>Whether some values are to be computed.</summary>
    public bool IsDue() => Evaluator(null).IsDue();

    private IndicatorEvaluator Evaluator(Action<EvaluationProgress>? progress) => new(_settings.Warehouse.OpenLoad, Queries, Catalogue, _clock) { Progress = progress };
}
