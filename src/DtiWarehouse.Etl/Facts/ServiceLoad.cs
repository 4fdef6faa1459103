using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>dvc_services</c> → Procedures (versions), OnlineServices, and the service levels of dossiers that name none.</summary>
public sealed class ServiceLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns =
    [
        "month_period_key", "procedure_key", "unit_key", "catalogue_text_key", "service_level_label", "service_class",
        "is_eligible_for_full", "is_published", "is_prefilled", "is_personalised", "accepts_online_payment", "is_on_national_portal",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly ProcedureDirectory _procedures = new(scope);
    private readonly Calendar _calendar = new(scope);
    private readonly CatalogueTexts _texts = new(scope.Connection);
    private readonly CatalogueMonths _catalogue = new(scope);
    private readonly HashSet<int> _months = [];

    public override FactTable Facts { get; } = new(scope, "fact_online_service", "online_service_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var service = (ServiceRow)row;
        return _units.Key(service.UnitCode, NaturalKey.Day(service.Month), service.ProcedureCode);
    }

    public override void See(FeedRow row, DateTime version) => _calendar.Cover(((ServiceRow)row).Month);

    public override void Leave()
    {
        _months.UnionWith(Connection.Query(
            $"SELECT DISTINCT f.month_period_key FROM {RowMerge.Leaving} l CROSS JOIN fact_online_service f WHERE f.online_service_key = l.row_key", row => row.GetInt32(0)));
        _catalogue.TakeOut($"SELECT l.row_key FROM {RowMerge.Leaving} l");
    }

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var service = (ServiceRow)row;
        _months.Add(Warehouse.MonthPeriodKey(service.Month));
        fact.Add(Warehouse.MonthPeriodKey(service.Month))
            .Add(_procedures.KeyAt(service.ProcedureCode, service.Month))
            .Add(_units.KeyAt(service.UnitCode, LastDay(service.Month)))
            .Add(_texts.Key(service))
            .Add(service.ServiceLevel.Label)
            .Add(service.ServiceLevel.Class)
            .Add(service.IsEligibleForFull)
            .Add(service.IsPublished)
            .Add(service.IsPrefilled)
            .Add(service.IsPersonalised)
            .Add(service.AcceptsOnlinePayment)
            .Add(service.IsOnNationalPortal);
    }

    public override void SaveMembers()
    {
        _texts.Save();
        _units.SaveInferred();
        _procedures.SaveInferred();
    }

    public override void Finish()
    {
        SaveMembers();
        _catalogue.PutIn($"SELECT a.row_key FROM {RowMerge.Accepted} a WHERE a.{RowMerge.WroteFact}");
        new Restatement(Scope).Catalogue(_procedures, _catalogue.Close(), _months);
        UnitDirectory.RemoveUnreferenced(Connection);
        ProcedureDirectory.RemoveUnreferenced(Connection);
    }

    private static DateOnly LastDay(DateOnly month) => month.AddMonths(1).AddDays(-1);
}
