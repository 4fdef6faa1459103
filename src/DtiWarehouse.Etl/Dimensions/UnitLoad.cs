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
    private readonly List<RegisterRow> _before = UnitRegister.Known(scope.Connection);
    private readonly List<(UnitRow Unit, RowOutcome Outcome)> _standing = [];
    private readonly List<string> _released = [];

    public override IReadOnlyCollection<string> Released => _released;

    public override SourceKey Key(FeedRow row) => new(UnitRegister.Key((UnitRow)row), Payload: ReferenceRow.Write(row));

    public override void Judged(FeedRow row, RowOutcome outcome)
    {
        if (outcome is not RowOutcome.Superseded)
        {
            _standing.Add(((UnitRow)row, outcome));
        }
    }

    /// <summary>
    /// Refuses the file's rows that are not accepted of all rows known once the file is in. They stay known: a row that
    /// closes the version before them releases them. A row of an earlier file that a row of this one displaces, which starts
    /// earlier, is only warned of, as that file's run was told what loaded.
    /// </summary>
    public override IEnumerable<RowRejection> Refuse(RowMerge rows)
    {
        var known = UnitRegister.Known(Connection);
        var knownKeys = Keys(known.Select(row => row.Unit));
        var acceptedBefore = Keys(UnitRegister.Accept(_before));
        var accepted = Keys(UnitRegister.Accept(known));
        var inFile = Keys(_standing.Select(row => row.Unit));
        _released.AddRange(_before.Select(row => UnitRegister.Key(row.Unit)).Where(key => accepted.Contains(key) && !acceptedBefore.Contains(key) && !inFile.Contains(key)));
        Scope.Warn("Phiên bản đơn vị bị từ chối trước đây nay được nhận / versions of units refused before are accepted now", _released.Count);
        Scope.Warn(
            "Phiên bản đơn vị đã nhận trước đây nay trùng với phiên bản bắt đầu sớm hơn / versions of units accepted before now overlap one that starts earlier",
            knownKeys.Count(key => acceptedBefore.Contains(key) && !accepted.Contains(key) && !inFile.Contains(key)));
        foreach (var (unit, outcome) in _standing.Where(row => !row.Unit.IsDeleted && knownKeys.Contains(UnitRegister.Key(row.Unit)) && !accepted.Contains(UnitRegister.Key(row.Unit))))
        {
            rows.Refuse(unit, outcome);
            yield return new RowRejection(
                unit.LineNumber, ReasonCode.UnitVersionOverlap,
                $"Đơn vị {unit.UnitCode}: hiệu lực từ {unit.ValidFrom:yyyy-MM-dd} trùng với một phiên bản bắt đầu trước; sửa Hiệu lực từ/đến. "
                + $"/ Unit {unit.UnitCode}: the version from {unit.ValidFrom:yyyy-MM-dd} overlaps one that starts before it; mend its first day or the other's last day.",
                RawRow(unit));
        }
    }

    public override void Finish()
    {
        if (_released.Count > 0 || _standing.Any(row => row.Outcome is not RowOutcome.Unchanged))
        {
            Scope.TouchAll();
        }
        new UnitVersions(Scope).Rebuild();
    }

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
