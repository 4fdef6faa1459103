using System.Globalization;
using DtiWarehouse.Indicators.Forms;

namespace DtiWarehouse.Server.Portal;

/// <summary>The language of a page: Vietnamese, or English where it is asked for.</summary>
internal sealed class PortalLanguage
{
    public static readonly PortalLanguage Vietnamese = new() { Code = "vi" }, English = new() { Code = "en" };

    private static readonly TimeSpan VietnameseTime = TimeSpan.FromHours(7);

    public required string Code { get; init; }

    public bool IsVietnamese => Code == "vi";

    public PortalLanguage Other => IsVietnamese ? English : Vietnamese;

    public string Say(string vietnamese, string english) => IsVietnamese ? vietnamese : english;

    /// <summary>A name in the page's language, or the Vietnamese one where there is no other.</summary>
    public string Name(string vietnamese, string? english) => IsVietnamese || string.IsNullOrEmpty(english) ? vietnamese : english;

    /// <summary>A number with so many decimals at most; a dash for none.</summary>
    public string Number(decimal? value, int decimals = 0)
    {
        if (value is not { } number)
        {
            return "–";
        }
        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        return IsVietnamese
            ? VietnameseText.Number(rounded)
            : rounded.ToString("N" + VietnameseText.Decimals(rounded).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    public string Day(DateOnly? day) => day is not { } known ? "–" : IsVietnamese ? VietnameseText.Day(known) : known.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant of the feed (UTC) on Vietnamese clocks.</summary>
    public string Instant(string? utc) =>
        !DateTimeOffset.TryParse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? "–"
        : instant.ToOffset(VietnameseTime).ToString(IsVietnamese ? "HH:mm dd/MM/yyyy" : "d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    public string Period(FormPeriod period) => IsVietnamese ? period.Label : period.Code switch
    {
        [.., '-', 'H', '1'] => $"First half of {period.From.Year}",
        [.., '-', 'H', '2'] => $"Second half of {period.From.Year}",
        [.., '-', '9', 'M'] => $"Nine months of {period.From.Year}",
        [.., '-', 'Q', var quarter] => $"Quarter {quarter} of {period.From.Year}",
        _ when period.Grain is Schema.PeriodGrain.Month => period.From.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        _ when period.Grain is Schema.PeriodGrain.ToDate => $"{period.From.Year} to {Day(period.To)}",
        _ => $"Year {period.From.Year}",
    };

    /// <summary>A unit of measure of the catalogue.</summary>
    public string Measure(string unit) => !IsVietnamese ? unit : unit switch
    {
        "days" => "ngày",
        "documents" => "văn bản",
        "dossiers" => "hồ sơ",
        "points" => "điểm",
        "procedures" => "thủ tục",
        "ratings" => "lượt",
        "services" => "dịch vụ",
        "units" => "đơn vị",
        _ => unit,
    };
}
