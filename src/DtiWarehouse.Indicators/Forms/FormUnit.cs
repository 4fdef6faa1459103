using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>A unit as it was in a form's period.</summary>
/// <param name="Depth">Levels of units below it that count as its own, by their register's parent.</param>
public sealed record FormUnit(string Code, string Name, string? NameEn, UnitKind Kind, string? ProvinceCode, string? DistrictCode, int Depth)
{
    /// <summary>Key of that version of the unit.</summary>
    public long Key { get; init; }

    private const int DeepestLevel = 4;
    private const string Columns = "UnitKey,UnitCode,Name,NameEn,Kind,ProvinceCode,DistrictCode,ValidFrom,ValidTo";

    /// <summary>
    /// The condition on a row's unit by which the row is this unit's: a province's and a district's committee have all units of
    /// their territory, every other unit has itself and the units below it.
    /// </summary>
    /// <param name="unit">Navigation to Units; empty where rows are Units.</param>
    public string Rows(string unit)
    {
        var path = unit.Length == 0 ? "" : unit + "/";
        return this switch
        {
            { Kind: UnitKind.ProvincePeopleCommittee, ProvinceCode: { } province } => $"{path}ProvinceCode eq {QueryLiteral.Text(province)}",
            { Kind: UnitKind.DistrictPeopleCommittee, DistrictCode: { } district } => $"{path}DistrictCode eq {QueryLiteral.Text(district)}",
            { Depth: 0 } => Own(path),
            _ => $"({string.Join(" or ", Enumerable.Range(0, Depth + 1).Select(level => Own(path + string.Concat(Enumerable.Repeat("Parent/", level)))))})",
        };
    }

    private bool HasTerritory => this is { Kind: UnitKind.ProvincePeopleCommittee, ProvinceCode: not null } or { Kind: UnitKind.DistrictPeopleCommittee, DistrictCode: not null };

    private string Own(string path) => $"{path}UnitCode eq {QueryLiteral.Text(Code)}";

    /// <summary>The unit of a code, or the province's where none is named, in its last version of the period.</summary>
    /// <exception cref="FormError">There is no such unit, or it was not there in the period.</exception>
    public static async Task<FormUnit> FindAsync(ODataSession session, string? code, FormPeriod period, CancellationToken cancellation)
    {
        code ??= await ProvinceAsync(session, cancellation) ?? throw FormError.NoProvince();
        var spans = new List<(DateOnly From, DateOnly? To)>();
        FormUnit? found = null, any = null;
        await using (var rows = await session.QueryAsync($"Units?$filter=UnitCode eq {QueryLiteral.Text(code)}&$select={Columns}&$orderby=ValidFrom", cancellation))
        {
            while (await rows.ReadAsync())
            {
                var (from, to) = (rows.Day("ValidFrom")!.Value, rows.Day("ValidTo"));
                spans.Add((from, to));
                any = new FormUnit(
                    rows.Text("UnitCode")!, rows.Text("Name")!, rows.Text("NameEn"), Enum.Parse<UnitKind>(rows.Text("Kind")!),
                    rows.Text("ProvinceCode"), rows.Text("DistrictCode"), 0) { Key = rows.GetInt64(rows.Find("UnitKey")) };
                found = from <= period.To && (to is null || to >= period.From) ? any : found;
            }
        }
        if (any is null || any.Code.Length == 0)
        {
            throw FormError.NoSuchUnit(code);
        }
        return found is null
            ? throw FormError.NotThen(any, period, string.Join("; ", spans.Select(span => $"{VietnameseText.Day(span.From)} – {(span.To is { } to ? VietnameseText.Day(to) : "…")}")))
            : found.HasTerritory ? found : found with { Depth = await DepthAsync(session, found.Code, cancellation) };
    }

    private static async Task<string?> ProvinceAsync(ODataSession session, CancellationToken cancellation)
    {
        await using var rows = await session.QueryAsync("Units?$filter=Kind eq 'ProvincePeopleCommittee' and IsCurrent eq true&$select=UnitCode&$orderby=UnitCode&$top=1", cancellation);
        return await rows.ReadAsync() ? rows.Text("UnitCode") : null;
    }

    private static async Task<int> DepthAsync(ODataSession session, string code, CancellationToken cancellation)
    {
        for (var depth = 0; depth < DeepestLevel; depth++)
        {
            var parents = string.Concat(Enumerable.Repeat("Parent/", depth + 1));
            await using var rows = await session.QueryAsync($"Units?$filter={parents}UnitCode eq {QueryLiteral.Text(code)}&$select=UnitKey&$top=1", cancellation);
            if (!await rows.ReadAsync())
            {
                return depth;
            }
        }
        return DeepestLevel;
    }
}
