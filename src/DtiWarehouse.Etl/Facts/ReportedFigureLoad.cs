using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Feed <c>reported_figures</c> → ReportedFigures. A figure that names a territory only belongs to the people's committee
/// on it at the end of its period, once one is registered.
/// </summary>
public sealed class ReportedFigureLoad(LoadScope scope) : FeedLoad(scope)
{
    private const int ValueScale = 4;

    private static readonly string[] Columns =
    [
        "document_code", "document_number", "figure_code", "row_key", "name", "name_en", "unit_key", "admin_unit_key", "territory_code", "period_from", "period_to",
        "numerator", "denominator", "value", "text_value", "unit_of_measure", "scope", "target", "target_text", "qualifier", "state", "notes", "evidence",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly TerritoryDirectory _territories = new(scope.Connection);
    private readonly Calendar _calendar = new(scope);

    public override FactTable Facts { get; } = new(scope, "fact_reported_figure", "reported_figure_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var figure = (ReportedFigureRow)row;
        var key = figure.UnitCode is { } unit
            ? _units.Key(unit, figure.DocumentCode, figure.FigureCode)
            : new SourceKey(NaturalKey.Of(figure.DocumentCode, figure.FigureCode, $"territory:{figure.AdminUnitCode}"));
        return key with { Payload = figure.AdminUnitCode };
    }

    public override void Leave()
    {
        foreach (var day in Connection.Query(
            $"SELECT DISTINCT f.period_to FROM {RowMerge.Leaving} l CROSS JOIN fact_reported_figure f WHERE f.reported_figure_key = l.row_key", row => row.GetFieldValue<DateOnly>(0)))
        {
            Scope.Touch(day, day);
        }
    }

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var figure = (ReportedFigureRow)row;
        // The period to its last day may be a new one, and the figure is to be put beside its values.
        Scope.Touch(figure.PeriodTo, figure.PeriodTo);
        var (unitKey, adminUnitKey) = Declarer(figure.UnitCode, figure.AdminUnitCode, figure.PeriodTo);
        fact.Add(figure.DocumentCode)
            .Add(figure.DocumentNumber)
            .Add(figure.FigureCode)
            .Add(figure.RowKey)
            .Add(figure.Name)
            .Add(figure.NameEn)
            .Add(unitKey)
            .Add(adminUnitKey)
            .Add(figure.AdminUnitCode ?? "")
            .Add(figure.PeriodFrom)
            .Add(figure.PeriodTo)
            .Add(figure.Numerator, ValueScale)
            .Add(figure.Denominator, ValueScale)
            .Add(figure.Value, ValueScale)
            .Add(figure.TextValue)
            .Add(figure.UnitOfMeasure)
            .Add(figure.Scope)
            .Add(figure.Target, ValueScale)
            .Add(figure.TargetText)
            .Add(figure.Qualifier)
            .Add(figure.State)
            .Add(figure.Notes)
            .Add(figure.Evidence);
    }

    public override void SaveMembers() => _units.SaveInferred();

    public override void Finish()
    {
        SaveMembers();
        foreach (var (from, to) in Connection.Query(
            "SELECT DISTINCT period_from, period_to FROM fact_reported_figure",
            row => (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<DateOnly>(1))))
        {
            _calendar.CoverToDate(from, to);
        }
        UnitDirectory.RemoveUnreferenced(Connection);
    }

    /// <summary>Finds the declaring units and territories again, after either register changed.</summary>
    public void Restate()
    {
        var figures = Connection.Query(
            """
            SELECT f.reported_figure_key, s.unit_code, s.payload, f.period_to, f.unit_key, f.admin_unit_key
            FROM fact_reported_figure f
            JOIN src_reported_figures s ON s.row_key = f.reported_figure_key
            """,
            row => (
                Key: row.GetInt64(0), UnitCode: row.IsDBNull(1) ? null : row.GetString(1), AdminUnitCode: row.IsDBNull(2) ? null : row.GetString(2),
                PeriodTo: row.GetFieldValue<DateOnly>(3), Now: (row.GetInt32(4), row.GetInt32(5))));
        foreach (var figure in figures)
        {
            var declarer = Declarer(figure.UnitCode, figure.AdminUnitCode, figure.PeriodTo);
            if (declarer != figure.Now)
            {
                Connection.Execute(
                    "UPDATE fact_reported_figure SET unit_key = @unit, admin_unit_key = @territory, updated_at = @now, load_key = @load WHERE reported_figure_key = @key",
                    ("unit", declarer.UnitKey), ("territory", declarer.AdminUnitKey), ("now", Scope.Now), ("load", Scope.LoadKey), ("key", figure.Key));
            }
        }
        _units.SaveInferred();
    }

    private (int UnitKey, int AdminUnitKey) Declarer(string? unitCode, string? adminUnitCode, DateOnly day)
    {
        var territory = adminUnitCode is null ? Warehouse.UnknownKey : _territories.KeyAt(adminUnitCode, day);
        if (unitCode is not null)
        {
            return (_units.KeyAt(unitCode, day), territory);
        }
        return (adminUnitCode is null ? Warehouse.UnknownKey : _territories.PeopleCommitteeAt(adminUnitCode, day), territory);
    }
}
