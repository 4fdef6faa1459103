using System.Globalization;
using DtiWarehouse.Schema.Open;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Open;

/// <summary>What is open to callers without a key (<c>Access:Anonymous</c> = <c>Open</c>).</summary>
/// <param name="Facts">Open sets that hold facts (<c>Access:OpenSets</c>); dimensions are open beside them.</param>
/// <param name="SmallestCell">The smallest count that is published, 0 aside (<c>Access:SmallestCell</c>).</param>
public sealed record OpenSettings(IReadOnlyList<string> Facts, int SmallestCell)
{
    private const int LargestCell = 1000;

    private static readonly string[] Default = [nameof(OpenWarehouse.ReportedFigures), nameof(OpenWarehouse.OpenDossierMonths)];

    /// <summary>Sets that nobody can open, with the reason in Vietnamese and English.</summary>
    private static readonly Dictionary<string, (string Vi, string En)> Closed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Dossiers"] = Persons,
        ["SignedDocuments"] = Persons,
        ["RejectedRows"] = Persons,
        ["Satisfactions"] = Counts,
        ["DossierMonths"] = Counts,
        ["DossierStocks"] = Counts,
        ["DossierTotals"] = Counts,
        ["IndicatorValues"] = Counts,
        ["Reconciliations"] = Counts,
    };

    private static (string, string) Persons => ("có dòng về từng hồ sơ, văn bản của người dân", "it has rows about single dossiers or documents of people");
    private static (string, string) Counts => ("có số đếm nhỏ chưa được che; hãy dùng OpenDossierMonths", "its small counts are not withheld; use OpenDossierMonths");
    private static (string, string) Operators => ("không phải bảng số liệu để công bố", "it is no set for the public");

    public bool IsOpen(string set) => Facts.Contains(set) || OpenWarehouse.Dimensions.Contains(set);

    /// <exception cref="SettingsException">A set cannot be opened, or the smallest count is no number in its range.</exception>
    public static OpenSettings Read(IConfiguration configuration)
    {
        var names = SettingValues.List(configuration.GetSection("Access:OpenSets")).ToList();
        return new OpenSettings(names.Count == 0 ? Default : [.. names.Select(Fact).OfType<string>().Distinct()], Smallest(configuration["Access:SmallestCell"]));
    }

    /// <summary>The set by its own name; null for a dimension, which is open anyway.</summary>
    private static string? Fact(string name)
    {
        if (OpenWarehouse.Facts.Keys.FirstOrDefault(fact => fact.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } fact)
        {
            return fact;
        }
        if (OpenWarehouse.Dimensions.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }
        var (vi, en) = Closed.GetValueOrDefault(name, Operators);
        var open = string.Join(", ", OpenWarehouse.Facts.Keys.Concat(OpenWarehouse.Dimensions));
        throw new SettingsException($"Access__OpenSets={name}: {vi}; mở được: {open}. / {en}; what may be opened: {open}.");
    }

    private static int Smallest(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 5;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestCell
            ? number
            : throw new SettingsException($"Access__SmallestCell={text}: cần số nguyên từ 1 đến {LargestCell}. / a whole number from 1 to {LargestCell} is expected.");
    }
}
