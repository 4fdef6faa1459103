using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

public sealed class Dossiers_load : IDisposable
{
    private readonly TestWarehouse _warehouse = new();

    [Fact]
    public void A_dossier_becomes_a_fact_with_its_computed_columns()
    {
        var run = _warehouse.Load(Feeds.Dossiers, Dossier("A", received: "2024-03-04", due: "2024-03-08", resolved: "2024-03-11"));

        Assert.Equal((LoadStatus.Completed, 1, 1), (run.Status, run.RowsRead, run.RowsLoaded));
        using var context = _warehouse.Open();
        var fact = Assert.Single(context.Dossiers);
        Assert.Equal((20240304, 20240311, true, false, 7), (fact.ReceivedDateKey, fact.ResolvedDateKey, fact.IsResolved, fact.IsOnTime!.Value, fact.ProcessingDays!.Value));
        Assert.Equal(1, fact.LoadKey);
    }

    public void Dispose() => _warehouse.Dispose();
}
