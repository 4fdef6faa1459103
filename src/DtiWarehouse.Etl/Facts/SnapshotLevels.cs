using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// The service level of a dossier that names none: that of the service snapshot of the month of receipt, for the
/// receiving unit (whichever of its versions) and the procedure.
/// </summary>
public sealed class SnapshotLevels(LoadConnection connection)
{
    private const int MostLevels = 200_000;

    private readonly Dictionary<(int Unit, int Month), Dictionary<int, (string? Label, ServiceClass Class)>> _months = [];
    private int _levels;

    /// <summary>Key of the snapshot row of a dossier given by alias, as SQL; null where there is none.</summary>
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

    /// <summary>Label and class of the snapshot of a month; no label and class None where there is none.</summary>
    public (string? Label, ServiceClass Class) Find(int unitKey, int procedureKey, int monthPeriodKey)
    {
        if (!_months.TryGetValue((unitKey, monthPeriodKey), out var levels))
        {
            levels = Read(unitKey, monthPeriodKey);
            // Files go by month, so what is read again is little.
            if ((_levels += levels.Count) > MostLevels)
            {
                _months.Clear();
                _levels = levels.Count;
            }
            _months.Add((unitKey, monthPeriodKey), levels);
        }
        return levels.GetValueOrDefault(procedureKey, (null, ServiceClass.None));
    }

    private Dictionary<int, (string?, ServiceClass)> Read(int unitKey, int monthPeriodKey) => connection
        .Query(
            """
            SELECT o.procedure_key, o.service_level_label, o.service_class
            FROM dim_unit received_by
            JOIN dim_unit version ON version.durable_code = received_by.durable_code
            JOIN fact_online_service o ON o.unit_key = version.unit_key
            WHERE received_by.unit_key = @unit AND o.month_period_key = @month
            """,
            row => (Procedure: row.GetInt32(0), Level: (row.IsDBNull(1) ? null : row.GetString(1), Enum.Parse<ServiceClass>(row.GetString(2)))),
            ("unit", unitKey), ("month", monthPeriodKey))
        .ToDictionary(service => service.Procedure, service => service.Level);
}
