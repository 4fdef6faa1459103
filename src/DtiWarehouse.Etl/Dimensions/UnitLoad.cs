using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Feed <c>org_units</c> → Units, and every fact that mentions one. A register is small: its rows stay in memory.</summary>
public sealed class UnitLoad(LoadScope scope) : FeedLoad(scope)
{
    private readonly Dictionary<long, UnitRow> _staged = [];

    public override void Stage(FeedRow row, StagedFile file)
    {
        var unit = (UnitRow)row;
        file.Start(row, Key(unit), payload: ReferenceRow.Write(row)).EndRow();
        _staged.Add(file.Count, unit);
    }

    /// <summary>
    /// Refuses versions that overlap another version of their unit. The rows of the file are held against each other and
    /// the accepted ones as they will stand after the file, so a version may be closed below the one that follows it; of
    /// rows that overlap, the later one in the file goes.
    /// </summary>
    public override IEnumerable<RowRejection> Refuse()
    {
        var accepted = ReferenceRow.ReadAll<UnitRow>(Connection, Feeds.OrgUnits).ToDictionary(Key, row => (Row: row, Number: 0L), StringComparer.Ordinal);
        var state = new Dictionary<string, (UnitRow Row, long Number)>(accepted, StringComparer.Ordinal);
        foreach (var number in Connection.Query($"SELECT row_number FROM decision WHERE action IN ({RowVersions.Insert}, {RowVersions.Replace}) ORDER BY row_number", row => row.GetInt64(0)))
        {
            var incoming = _staged[number];
            if (incoming.IsDeleted)
            {
                state.Remove(Key(incoming));
            }
            else
            {
                state[Key(incoming)] = (incoming, number);
            }
        }
        while (LastOverlapping(state.Values) is { Number: > 0 } refused)
        {
            state.Remove(Key(refused.Row));
            if (accepted.TryGetValue(Key(refused.Row), out var before))
            {
                state.Add(Key(refused.Row), before);
            }
            RowVersions.Refuse(Connection, refused.Number);
            yield return new RowRejection(
                refused.Row.LineNumber, ReasonCode.UnitVersionOverlap,
                $"Đơn vị {refused.Row.UnitCode}: hiệu lực từ {refused.Row.ValidFrom:yyyy-MM-dd} trùng với một phiên bản khác; sửa Hiệu lực từ/đến. "
                + $"/ Unit {refused.Row.UnitCode}: the version from {refused.Row.ValidFrom:yyyy-MM-dd} overlaps another one; mend its first or last day.",
                RawRow(refused.Row));
        }
    }

    public override void Apply() => new UnitVersions(Scope).Rebuild();

    /// <summary>The row in its canonical form: what was read is gone by the time that rows are compared.</summary>
    private static string RawRow(UnitRow unit) => JsonSerializer.Serialize(
        FeedCatalogue.Units.Columns.Where(c => c != FeedCatalogue.Units.UpdatedAt).Zip(unit.Content.Split('\u001f')).ToDictionary(c => c.First.Header, c => c.Second),
        Readable);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Key(UnitRow unit) => NaturalKey.Of(unit.UnitCode, NaturalKey.Day(unit.ValidFrom));

    /// <summary>The overlapping row that stands last in the file; number 0 for an accepted row or none.</summary>
    private static (UnitRow Row, long Number) LastOverlapping(IReadOnlyCollection<(UnitRow Row, long Number)> rows)
    {
        var identity = new UnitIdentity(rows.Select(r => r.Row));
        return rows.GroupBy(r => identity.DurableCode(r.Row.UnitCode), StringComparer.Ordinal)
            .SelectMany(unit =>
            {
                var versions = unit.ToList();
                return versions.Where(a => versions.Exists(b => !ReferenceEquals(a.Row, b.Row) && Overlap(a.Row, b.Row)));
            })
            .OrderByDescending(r => r.Number).FirstOrDefault();
    }

    private static bool Overlap(UnitRow a, UnitRow b) =>
        a.ValidFrom <= (b.ValidTo ?? Warehouse.EndOfTime) && b.ValidFrom <= (a.ValidTo ?? Warehouse.EndOfTime);
}
