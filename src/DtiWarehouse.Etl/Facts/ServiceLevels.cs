namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// The service level of a dossier that names none: that of the service snapshot of the month of receipt, for the
/// receiving unit (whichever of its versions) and the procedure.
/// </summary>
internal static class ServiceLevels
{
    /// <summary>Key of the snapshot row of a dossier given by alias; null where there is none.</summary>
    public static string SnapshotKey(string dossier) =>
        $"""
        (SELECT o.online_service_key
            FROM dim_unit received_by
            JOIN dim_unit version ON version.durable_code = received_by.durable_code
            JOIN fact_online_service o ON o.unit_key = version.unit_key
            WHERE received_by.unit_key = {dossier}.receiving_unit_key
                AND o.procedure_key = {dossier}.procedure_key
                AND o.month_period_key = {dossier}.received_date_key / 100 * 100 + 10)
        """;

    /// <summary>The staging table with the snapshot's level where the row has none of its own.</summary>
    public static string StagedWithSnapshot(IEnumerable<string> columns)
    {
        var others = columns.Where(column => column is not ("service_level_label" or "service_class")).Select(column => "k." + column);
        return $"""
            (SELECT
                k.row_number, k.is_deleted, {string.Join(", ", others)},
                CASE WHEN k.snapshot_key IS NULL THEN k.service_level_label ELSE o.service_level_label END AS service_level_label,
                CASE WHEN k.snapshot_key IS NULL THEN k.service_class ELSE o.service_class END AS service_class
            FROM (SELECT t.*, CASE WHEN t.is_service_level_given THEN NULL ELSE {SnapshotKey("t")} END AS snapshot_key FROM stage t) k
            LEFT JOIN fact_online_service o ON o.online_service_key = k.snapshot_key)
            """;
    }
}
