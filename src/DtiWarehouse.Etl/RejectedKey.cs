using System.Text;
using System.Text.Json;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl;

/// <summary>
/// What can be told of a rejected row from its cells: whether it is whole, its natural key, its version. By key and version
/// a later row of the same key settles it.
/// </summary>
/// <param name="NaturalKey">Null where the cells do not prove it, or the feed's key takes more than codes and days.</param>
/// <param name="Version">Its own, or the file's modified time; null where the cell cannot be read.</param>
internal sealed record RejectedKey(bool NeedsSourceFile, string? NaturalKey, DateTime? Version)
{
    /// <summary>The raw row's cells may stand under the wrong columns, or were left out because personal data may stand there.</summary>
    private static readonly string[] Slipped = [ReasonCode.CsvMalformed, ReasonCode.JsonMalformed, ReasonCode.FieldCount];

    /// <summary>What a raw row keeps of a formula's error: as a text it would pass for a value.</summary>
    private static readonly string[] FormulaErrors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

    public static RejectedKey Of(FeedFacts file, string reasonCode, string rawRow)
    {
        if (Slipped.Contains(reasonCode) || reasonCode == ReasonCode.CellError || !TryCells(rawRow, out var cells) || cells.Values.Any(FormulaErrors.Contains))
        {
            return new RejectedKey(NeedsSourceFile: true, null, null);
        }
        var version = VersionOf(cells, file.ModifiedAt);
        return new RejectedKey(NeedsSourceFile: false, version is null ? null : KeyOf(file.Feed, cells), version);
    }

    /// <summary>The cells of a raw row by canonical header; false for a row of none.</summary>
    public static bool TryCells(string rawRow, out Dictionary<string, string> cells)
    {
        cells = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var row = JsonDocument.Parse(rawRow);
            foreach (var cell in row.RootElement.EnumerateObject())
            {
                cells[cell.Name] = cell.Value.ToString();
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return cells.Values.Any(cell => !Spelling.Trim(Encoding.UTF8.GetBytes(cell)).IsEmpty);
    }

    private static DateTime? VersionOf(Dictionary<string, string> cells, DateTime modifiedAt)
    {
        var cell = Cell(cells, "Cập nhật lúc");
        return cell.Length == 0 ? modifiedAt
            : DateCell.TryParse(cell, out var local) ? DateTime.SpecifyKind(local - Warehouse.LocalOffset, DateTimeKind.Utc)
            : null;
    }

    private static string? KeyOf(string feed, Dictionary<string, string> cells)
    {
        string?[] parts = feed switch
        {
            Feeds.Dossiers => [DossierCode(cells)],
            Feeds.Documents => [Text(cells, "Mã văn bản"), Direction(cells), Unit(cells, "Đơn vị")],
            Feeds.Services => [Month(cells, "Kỳ"), Procedure(cells), Unit(cells, "Đơn vị cung cấp")],
            Feeds.OrgUnits => [Unit(cells, "Mã định danh"), Day(cells, "Hiệu lực từ")],
            Feeds.Holidays => [Day(cells, "Ngày")],
            _ => [null],
        };
        return parts.Contains(null) ? null : Staging.NaturalKey.Of(parts);
    }

    private static ReadOnlySpan<byte> Cell(Dictionary<string, string> cells, string column) =>
        Spelling.Trim(Encoding.UTF8.GetBytes(cells.GetValueOrDefault(column, "")));

    private static string? Text(Dictionary<string, string> cells, string column) => Cell(cells, column) is { IsEmpty: false } cell ? Spelling.Text(cell) : null;

    private static string? DossierCode(Dictionary<string, string> cells) =>
        Cell(cells, "Mã hồ sơ") is var cell && CodeCell.IsDossierCode(cell) ? CodeCell.Upper(cell) : null;

    private static string? Procedure(Dictionary<string, string> cells) =>
        CodeCell.NationalPart(Cell(cells, "Mã thủ tục")) is { IsEmpty: false } national ? CodeCell.Identifier(national) : null;

    private static string? Unit(Dictionary<string, string> cells, string column) =>
        Cell(cells, column) is { IsEmpty: false } cell ? CodeCell.Identifier(cell) : null;

    private static string? Day(Dictionary<string, string> cells, string column) =>
        DateCell.TryParse(Cell(cells, column), out var local) ? Staging.NaturalKey.Day(DateOnly.FromDateTime(local)) : null;

    private static string? Month(Dictionary<string, string> cells, string column) =>
        DateCell.TryParseMonth(Cell(cells, column), out var month) ? Staging.NaturalKey.Day(month) : null;

    private static string? Direction(Dictionary<string, string> cells) => Spelling.Key(cells.GetValueOrDefault("Chiều", "")) switch
    {
        "đi" => nameof(DocumentDirection.Outgoing),
        "đến" => nameof(DocumentDirection.Incoming),
        _ => null,
    };
}
