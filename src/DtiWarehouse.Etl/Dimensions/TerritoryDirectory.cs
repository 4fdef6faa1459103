using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>The territories by code and day, and which people's committee sits on one.</summary>
public sealed class TerritoryDirectory(LoadConnection connection)
{
    private readonly Dictionary<string, MemberHistory> _histories = connection
        .Query(
            "SELECT admin_unit_key, code, valid_from, valid_until FROM dim_admin_unit WHERE admin_unit_key <> 0",
            row => new MemberVersion(row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), IsInferred: false))
        .GroupBy(version => version.Code, StringComparer.Ordinal)
        .ToDictionary(territory => territory.Key, territory => new MemberHistory(territory), StringComparer.Ordinal);

    /// <summary>Key of the version of a day, the nearest one outside of all; 0 for a code that nobody knows.</summary>
    public int KeyAt(string code, DateOnly day) =>
        _histories.TryGetValue(code, out var history) ? history.At(day).Key : Warehouse.UnknownKey;

    /// <summary>Key of the people's committee registered on a territory on a day, the lowest code of several; 0 for none.</summary>
    public int PeopleCommitteeAt(string code, DateOnly day) => (int)connection.Number(
        """
        SELECT u.unit_key
        FROM dim_unit u
        JOIN dim_admin_unit a ON a.admin_unit_key = u.admin_unit_key
        WHERE a.code = @code AND u.kind IN (@province, @district, @commune) AND u.valid_from <= @day AND u.valid_until > @day
        ORDER BY u.unit_code
        """,
        ("code", code), ("day", day),
        ("province", nameof(UnitKind.ProvincePeopleCommittee)), ("district", nameof(UnitKind.DistrictPeopleCommittee)), ("commune", nameof(UnitKind.CommunePeopleCommittee)));
}
