using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Leads facts that are there already to other versions when a register or catalogue that arrives later changes what
/// their day resolves to. Only rows that change are written.
/// </summary>
public sealed class Restatement
{
    /// <summary>Facts to whose natural key a unit belongs, with the day (yyyymmdd) that finds its version.</summary>
    private static readonly (string Feed, string Fact, string Key, string? Day)[] KeyedByUnit =
    [
        (Feeds.Services, "fact_online_service", "online_service_key", "f.month_period_key / 100 * 100 + 31"),
        (Feeds.Documents, "fact_signed_document", "document_key", "f.document_date_key"),
        (Feeds.Satisfaction, "fact_satisfaction", "satisfaction_key", "f.month_period_key / 100 * 100 + 31"),
        (Feeds.DossierTotals, "fact_dossier_total", "dossier_total_key", PeriodEnd),
        (Feeds.ReportedFigures, "fact_reported_figure", "reported_figure_key", null),
    ];

    private const string PeriodEnd = "f.period_to";

    private readonly LoadScope _scope;
    private readonly LoadConnection _connection;

    public Restatement(LoadScope scope)
    {
        _scope = scope;
        _connection = scope.Connection;
        _connection.Empty(StagingTables.UnitAt);
        _connection.Empty(StagingTables.ProcedureAt);
    }

    /// <summary>
    /// Snapshots that changed: versions of their procedures are built again, services and dossiers follow them, and so do
    /// the dossiers of the months that take their level from a snapshot.
    /// </summary>
    /// <param name="months">Period keys of the months whose snapshots changed.</param>
    public void Catalogue(ProcedureDirectory directory, IReadOnlyCollection<string> procedures, IReadOnlyCollection<int> months)
    {
        var versions = new ProcedureVersions(_scope, directory);
        versions.Rebuild(procedures);
        Procedures(versions.Changed);
        var services = _connection.Query(
            """
            SELECT DISTINCT month_period_key FROM fact_online_service
            WHERE procedure_key IN (SELECT p.procedure_key FROM stg_changed_procedure c JOIN dim_procedure p ON p.procedure_code = c.code)
            """,
            row => row.GetInt32(0));
        foreach (var month in services.Concat(months))
        {
            _scope.Touch(month / 100);
        }
        Dossiers(
            $"""
            SELECT f.dossier_key FROM fact_dossier f
            WHERE f.procedure_key IN (SELECT p.procedure_key FROM dim_procedure p JOIN stg_changed_procedure c ON c.code = p.procedure_code)
                OR f.procedure_key IN (SELECT procedure_key FROM stg_retired_procedure)
            UNION
            SELECT f.dossier_key FROM fact_dossier f
            WHERE f.is_service_level_given = @no AND f.received_date_key / 100 * 100 + 10 IN ({(months.Count == 0 ? "NULL" : string.Join(", ", months))})
            """);
        versions.RemoveRetired();
    }

    private void Procedures(IReadOnlyDictionary<string, MemberHistory> changed)
    {
        WriteIntervals(StagingTables.ProcedureAt, changed);
        _connection.Execute(
            """
            UPDATE fact_online_service SET procedure_key = n.member_key, updated_at = @now, load_key = @load
            FROM
            (
                SELECT f.online_service_key, a.member_key
                FROM stg_procedure_at a
                JOIN dim_procedure p ON p.procedure_code = a.code
                JOIN fact_online_service f ON f.procedure_key = p.procedure_key
                WHERE f.month_period_key / 100 * 100 + 1 >= a.from_key AND f.month_period_key / 100 * 100 + 1 < a.until_key AND a.member_key <> f.procedure_key
            ) n
            WHERE n.online_service_key = fact_online_service.online_service_key
            """,
            ("now", _scope.Now), ("load", _scope.LoadKey));
    }

    /// <summary>
    /// Units whose identifiers or versions changed. Rows of one natural key under two identifiers of what is now one unit
    /// become one fact, that of the row that would have won had the unit been known from the start; of identifiers that part,
    /// each gets its own fact again.
    /// </summary>
    /// <param name="changed">Every identifier whose days may lead elsewhere now.</param>
    /// <param name="regrouped">Identifiers of units that have other identifiers now, each with the unit's durable code.</param>
    public void Units(IReadOnlyDictionary<string, MemberHistory> changed, IReadOnlyDictionary<string, string> regrouped)
    {
        WriteIntervals(StagingTables.UnitAt, changed);
        var documents = new DocumentSummary(_scope);
        const string ChangingDocuments = "SELECT s.row_key FROM src_ioffice_documents s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)";
        documents.TakeOut(ChangingDocuments);
        var catalogue = new CatalogueMonths(_scope);
        const string ChangingServices = "SELECT s.row_key FROM src_dvc_services s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)";
        catalogue.TakeOut(ChangingServices);
        var facts = new UnitFacts(_scope, regrouped);
        foreach (var (feed, fact, key, day) in KeyedByUnit)
        {
            facts.DeleteLosers(feed, fact, key);
            if (day is null)
            {
                new ReportedFigureLoad(_scope).Restate();
            }
            else
            {
                Follow(fact, key, feed, day == PeriodEnd ? LoadSql.DayKey(day) : day);
            }
            facts.WriteWinners(feed, fact, key);
        }
        documents.PutIn(ChangingDocuments);
        documents.Close();
        catalogue.PutIn(ChangingServices);
        var procedures = catalogue.Close();
        Dossiers(
            """
            SELECT row_key FROM src_igate_dossiers
            WHERE unit_code IN (SELECT code FROM stg_unit_at) OR resolving_unit_code IN (SELECT code FROM stg_unit_at)
            """);
        if (procedures.Count > 0)
        {
            new Restatement(_scope).Catalogue(new ProcedureDirectory(_scope), procedures, catalogue.ChangedMonths());
        }
    }

    /// <summary>Finds units, procedure and service level of some dossiers again, and keeps the summaries in step.</summary>
    /// <param name="candidates">A query of dossier keys.</param>
    public void Dossiers(string candidates)
    {
        var summaries = new DossierSummaries(_scope);
        summaries.Open(candidates);
        _connection.Execute(
            """
            UPDATE fact_dossier SET
                receiving_unit_key = n.receiving_unit_key, resolving_unit_key = n.resolving_unit_key, procedure_key = n.procedure_key,
                updated_at = @now, load_key = @load
            FROM
            (
                SELECT
                    f.dossier_key,
                    COALESCE(receiving.member_key, f.receiving_unit_key) AS receiving_unit_key,
                    COALESCE(resolving.member_key, f.resolving_unit_key) AS resolving_unit_key,
                    COALESCE(a.member_key, f.procedure_key) AS procedure_key
                FROM stg_changing_dossier c
                JOIN fact_dossier f ON f.dossier_key = c.row_key
                JOIN src_igate_dossiers s ON s.row_key = c.row_key
                JOIN dim_procedure p ON p.procedure_key = f.procedure_key
                LEFT JOIN stg_unit_at receiving ON receiving.code = s.unit_code
                    AND f.received_date_key >= receiving.from_key AND f.received_date_key < receiving.until_key
                LEFT JOIN stg_unit_at resolving ON resolving.code = s.resolving_unit_code
                    AND CASE WHEN f.resolved_date_key = 0 THEN f.received_date_key ELSE f.resolved_date_key END >= resolving.from_key
                    AND CASE WHEN f.resolved_date_key = 0 THEN f.received_date_key ELSE f.resolved_date_key END < resolving.until_key
                LEFT JOIN stg_procedure_at a ON a.code = p.procedure_code
                    AND f.received_date_key >= a.from_key AND f.received_date_key < a.until_key
            ) n
            WHERE n.dossier_key = fact_dossier.dossier_key
                AND (n.receiving_unit_key <> fact_dossier.receiving_unit_key OR n.resolving_unit_key <> fact_dossier.resolving_unit_key
                    OR n.procedure_key <> fact_dossier.procedure_key)
            """,
            ("now", _scope.Now), ("load", _scope.LoadKey));
        _connection.Execute(
            $"""
            UPDATE fact_dossier SET service_level_label = n.service_level_label, service_class = n.service_class, updated_at = @now, load_key = @load
            FROM
            (
                SELECT k.dossier_key, o.service_level_label, COALESCE(o.service_class, @none) AS service_class
                FROM
                (
                    SELECT f.dossier_key, {SnapshotLevels.SnapshotKey("f")} AS snapshot_key
                    FROM stg_changing_dossier c
                    JOIN fact_dossier f ON f.dossier_key = c.row_key
                    WHERE f.is_service_level_given = @no
                ) k
                LEFT JOIN fact_online_service o ON o.online_service_key = k.snapshot_key
            ) n
            WHERE n.dossier_key = fact_dossier.dossier_key
                AND (COALESCE(n.service_level_label, '') <> COALESCE(fact_dossier.service_level_label, '') OR n.service_class <> fact_dossier.service_class)
            """,
            ("none", nameof(ServiceClass.None)), ("now", _scope.Now), ("load", _scope.LoadKey));
        summaries.CloseChanged();
    }

    private void Follow(string fact, string key, string feed, string day) => _connection.Execute(
        $"""
        UPDATE {fact} SET unit_key = n.member_key, updated_at = @now, load_key = @load
        FROM
        (
            SELECT f.{key}, a.member_key
            FROM {fact} f
            JOIN {Feeds.SourceTable(feed)} s ON s.row_key = f.{key}
            JOIN stg_unit_at a ON a.code = s.unit_code AND {day} >= a.from_key AND {day} < a.until_key
            WHERE a.member_key <> f.unit_key
        ) n
        WHERE n.{key} = {fact}.{key}
        """,
        ("now", _scope.Now), ("load", _scope.LoadKey));

    private void WriteIntervals(StagingTable table, IReadOnlyDictionary<string, MemberHistory> members)
    {
        using var writer = _connection.OpenWriter(table);
        foreach (var (code, history) in members)
        {
            foreach (var (from, until, key) in history.Intervals())
            {
                writer.Add(code).Add(Warehouse.DateKey(from)).Add(Warehouse.DateKey(until)).Add(key).EndRow();
            }
        }
    }
}
