using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Feed <c>org_units</c> → Units, and every fact that mentions one. A register is small: its rows stay in memory.</summary>
public sealed class UnitLoad(LoadScope scope) : FeedLoad(scope)
{
    private readonly Dictionary<long, RegisterRow> _staged = [];
    private readonly List<string> _released = [];

    public override IReadOnlyCollection<string> Released => _released;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var unit = (UnitRow)row;
        file.Start(row, UnitRegister.Key(unit), payload: ReferenceRow.Write(row)).EndRow();
        _staged.Add(file.Count, new RegisterRow(unit, file.VersionOf(row), unit.Content));
    }

    /// <summary>
    /// Refuses the file's rows that are not accepted of all rows known once the file is in. They stay known: a row that
    /// closes the version before them releases them. A row of an earlier file that a row of this one displaces, which starts
    /// earlier, is only warned of, as that file's run was told what loaded.
    /// </summary>
    public override IEnumerable<RowRejection> Refuse()
    {
        var before = UnitRegister.Known(Connection);
        var state = before.ToDictionary(row => UnitRegister.Key(row.Unit), StringComparer.Ordinal);
        var standing = Connection.Query(
            $"SELECT row_number, action FROM decision WHERE outcome IN ({RowVersions.Accepted}) ORDER BY row_number",
            row => (Row: _staged[row.GetInt64(0)], Number: row.GetInt64(0), IsWinner: row.GetInt32(1) is RowVersions.Insert or RowVersions.Replace));
        foreach (var row in standing.Where(row => row.IsWinner).Select(row => row.Row))
        {
            if (row.Unit.IsDeleted)
            {
                state.Remove(UnitRegister.Key(row.Unit));
            }
            else
            {
                state[UnitRegister.Key(row.Unit)] = row;
            }
        }
        var acceptedBefore = Keys(UnitRegister.Accept(before));
        var accepted = Keys(UnitRegister.Accept(state.Values));
        var inFile = standing.Select(row => UnitRegister.Key(row.Row.Unit)).ToHashSet(StringComparer.Ordinal);
        _released.AddRange(before.Select(row => UnitRegister.Key(row.Unit)).Where(key => accepted.Contains(key) && !acceptedBefore.Contains(key) && !inFile.Contains(key)));
        Scope.Warn("Phiên bản đơn vị bị từ chối trước đây nay được nhận / versions of units refused before are accepted now", _released.Count);
        Scope.Warn(
            "Phiên bản đơn vị đã nhận trước đây nay trùng với phiên bản bắt đầu sớm hơn / versions of units accepted before now overlap one that starts earlier",
            state.Keys.Count(key => acceptedBefore.Contains(key) && !accepted.Contains(key) && !inFile.Contains(key)));
        foreach (var (row, number, _) in standing.Where(row => !row.Row.Unit.IsDeleted && state.ContainsKey(UnitRegister.Key(row.Row.Unit)) && !accepted.Contains(UnitRegister.Key(row.Row.Unit))))
        {
            RowVersions.Refuse(Connection, number);
            var unit = row.Unit;
            yield return new RowRejection(
                unit.LineNumber, ReasonCode.UnitVersionOverlap,
                $"Đơn vị {unit.UnitCode}: hiệu lực từ {unit.ValidFrom:yyyy-MM-dd} trùng với một phiên bản bắt đầu trước; sửa Hiệu lực từ/đến. "
                + $"/ Unit {unit.UnitCode}: the version from {unit.ValidFrom:yyyy-MM-dd} overlaps one that starts before it; mend its first day or the other's last day.",
                RawRow(unit));
        }
    }

    public override void Apply() => new UnitVersions(Scope).Rebuild();

    private static HashSet<string> Keys(IEnumerable<UnitRow> rows) => rows.Select(UnitRegister.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>The row in its canonical form: what was read is gone by the time that rows are compared.</summary>
    private static string RawRow(UnitRow unit)
    {
        var columns = FeedCatalogue.Units.Columns;
        var cells = columns.Where(c => c != FeedCatalogue.Units.UpdatedAt).Zip(unit.Content.Split('\u001f')).ToDictionary(c => c.First.Header, c => c.Second);
        if (unit.UpdatedAt is { } version)
        {
            cells[FeedCatalogue.Units.UpdatedAt.Header] = version.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
        }
        return JsonSerializer.Serialize(cells, Readable);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
