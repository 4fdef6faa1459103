using System.Globalization;
using System.Text.RegularExpressions;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>A reporting period by the codes of the set Periods: <c>2023</c>, <c>2023-H1</c>, <c>2023-9M</c>, <c>2023-Q2</c>, <c>2023-08</c>, <c>2023-to-11-27</c>.</summary>
/// <param name="To">Last day.</param>
public sealed partial record FormPeriod(string Code, PeriodGrain Grain, DateOnly From, DateOnly To)
{
    /// <summary>Years that the warehouse's calendar has.</summary>
    public const int FirstYear = 2010, LastYear = 2035;

    /// <summary>The period of a code; null where the code has another form, or names a day, month or quarter that there is not.</summary>
    public static FormPeriod? Parse(string code)
    {
        var match = CodeForm().Match(code);
        if (!match.Success || Number("year") is < FirstYear or > LastYear)
        {
            return null;
        }
        var year = Number("year");
        if (match.Groups["half"].Success)
        {
            return Months(PeriodGrain.HalfYear, Number("half") * 6 - 5, 6);
        }
        if (match.Groups["nine"].Success)
        {
            return Months(PeriodGrain.NineMonths, 1, 9);
        }
        if (match.Groups["quarter"].Success)
        {
            return Months(PeriodGrain.Quarter, Number("quarter") * 3 - 2, 3);
        }
        if (match.Groups["month"].Success)
        {
            return Number("month") is >= 1 and <= 12 ? Months(PeriodGrain.Month, Number("month"), 1) : null;
        }
        if (match.Groups["day"].Success)
        {
            return DateOnly.TryParseExact($"{match.Groups["year"].Value}-{match.Groups["day"].Value}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new FormPeriod(code, PeriodGrain.ToDate, new DateOnly(year, 1, 1), day)
                : null;
        }
        return Months(PeriodGrain.Year, 1, 12);

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        FormPeriod Months(PeriodGrain grain, int first, int months)
        {
            var from = new DateOnly(year, first, 1);
            return new FormPeriod(code, grain, from, from.AddMonths(months).AddDays(-1));
        }
    }

    /// <summary>The last period of a length that had ended before a day.</summary>
    public static FormPeriod LastComplete(PeriodGrain grain, DateOnly asOf)
    {
        var codes = grain switch
        {
            PeriodGrain.Month => Enumerable.Range(0, 2).Select(back => asOf.AddMonths(-back).ToString("yyyy-MM", CultureInfo.InvariantCulture)),
            PeriodGrain.Quarter => Enumerable.Range(0, 2).Select(back => asOf.AddMonths(-3 * back)).Select(day => $"{Year(day)}-Q{(day.Month + 2) / 3}"),
            PeriodGrain.HalfYear => Enumerable.Range(0, 2).Select(back => asOf.AddMonths(-6 * back)).Select(day => $"{Year(day)}-H{(day.Month + 5) / 6}"),
            _ => Enumerable.Range(0, 2).Select(back => Year(asOf.AddYears(-back))),
        };
        return codes.Select(Parse).OfType<FormPeriod>().First(period => period.To < asOf);

        static string Year(DateOnly day) => day.ToString("yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The code of a period of a length, to show how such codes are written.</summary>
    public static string Example(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Year => "2023",
        PeriodGrain.HalfYear => "2023-H1",
        PeriodGrain.NineMonths => "2023-9M",
        PeriodGrain.Quarter => "2023-Q2",
        PeriodGrain.Month => "2023-08",
        _ => "2023-to-11-27",
    };

    /// <summary>The period as a form's heading states it.</summary>
    public string Label => Grain switch
    {
        PeriodGrain.Year => $"Năm {Year}",
        PeriodGrain.HalfYear => From.Month == 1 ? $"6 tháng đầu năm {Year}" : $"6 tháng cuối năm {Year}",
        PeriodGrain.NineMonths => $"9 tháng đầu năm {Year}",
        PeriodGrain.Quarter => $"Quý {((string[])["I", "II", "III", "IV"])[From.Month / 3]} năm {Year}",
        PeriodGrain.Month => string.Create(CultureInfo.InvariantCulture, $"Tháng {From.Month} năm {From.Year}"),
        _ => $"Năm {Year}, tính đến ngày {VietnameseText.Day(To)}",
    };

    /// <summary>Whether the period goes on after a day.</summary>
    public bool IsOpenAt(DateOnly asOf) => To >= asOf;

    private string Year => From.ToString("yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<year>[0-9]{4})(-(H(?<half>[12])|(?<nine>9M)|Q(?<quarter>[1-4])|(?<month>[0-9]{2})|to-(?<day>[0-9]{2}-[0-9]{2})))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}
