using System.Globalization;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What the feed declares for analysts, against plain rows and plain arithmetic.</summary>
public abstract class Questions_of_analysts(SampleServer server)
{
    private StrictClient Client => server.Client;

    private Task<Answer> AskAsync(string query, params (string Name, string Value)[] headers) => Client.GetAsync(FeedQueries.Encode(query), headers);

    [Theory]
    [InlineData("Today", "2024-02-29", "2024-02-29"), InlineData("Yesterday", "2024-02-28", "2024-02-28"), InlineData("Last7Days", "2024-02-23", "2024-02-29"), InlineData("Last30Days", "2024-01-31", "2024-02-29"), InlineData("Last90Days", "2023-12-02", "2024-02-29")]
    [InlineData("ThisWeek", "2024-02-26", "2024-03-03"), InlineData("LastWeek", "2024-02-19", "2024-02-25"), InlineData("ThisMonth", "2024-02-01", "2024-02-29"), InlineData("LastMonth", "2024-01-01", "2024-01-31"), InlineData("SameMonthLastYear", "2023-02-01", "2023-02-28")]
    [InlineData("Last3Months", "2023-12-01", "2024-02-29"), InlineData("Last6Months", "2023-09-01", "2024-02-29"), InlineData("Last12Months", "2023-03-01", "2024-02-29"), InlineData("ThisQuarter", "2024-01-01", "2024-03-31"), InlineData("LastQuarter", "2023-10-01", "2023-12-31")]
    [InlineData("ThisHalfYear", "2024-01-01", "2024-06-30"), InlineData("LastHalfYear", "2023-07-01", "2023-12-31"), InlineData("ThisYear", "2024-01-01", "2024-12-31"), InlineData("LastYear", "2023-01-01", "2023-12-31")]
    [InlineData("MonthToDate", "2024-02-01", "2024-02-29"), InlineData("QuarterToDate", "2024-01-01", "2024-02-29"), InlineData("YearToDate", "2024-01-01", "2024-02-29"), InlineData("LastYearToDate", "2023-01-01", "2023-02-28")]
    public async Task A_relative_period_has_these_first_and_last_days(string period, string first, string last)
    {
        var days = await Client.RowsAsync($"Dates?$filter=Period.{period}(Date=Date,AsOf=2024-02-29)&$select=Date&$orderby=Date");
        Assert.Equal((first, last), ((string?)days[0]!["Date"], (string?)days[^1]!["Date"]));
        Assert.Equal(DateOnly.Parse(last, CultureInfo.InvariantCulture).DayNumber - DateOnly.Parse(first, CultureInfo.InvariantCulture).DayNumber + 1, days.Count);
    }

    [Fact]
    public async Task Without_a_day_of_its_own_a_period_is_seen_from_the_day_that_the_data_stands_at()
    {
        var today = await Client.RowsAsync("Dates?$filter=Period.Today(Date=Date)&$select=Date");
        var asOf = DateOnly.Parse((string)today.Single()!["Date"]!, CultureInfo.InvariantCulture);
        Assert.Equal(await Client.CountAsync("Dossiers", $"ReceivedDate ge {asOf:yyyy}-01-01 and ReceivedDate le {asOf:yyyy-MM-dd}"), await Client.CountAsync("Dossiers", "Period.YearToDate(ReceivedDate)"));
        Assert.True(await Client.CountAsync("Dossiers", "Period.Last12Months(Date=ReceivedDate)") > 0, "The sample reaches the day it stands at.");
    }

    [Theory]
    [InlineData("Period.LastFortnight(Date=ReceivedDate)", "ODATA204"), InlineData("Period.Today()", "ODATA101"), InlineData("Period.Today(AsOf=2024-01-01)", "ODATA101"), InlineData("Period.Today(Date=DossierCode)", "ODATA205"), InlineData("Period.Today(Date=ReceivedDate,AsOf=DueDate)", "ODATA205"), InlineData("Period.LastYear(Date=ReceivedDate,AsOf=0001-01-01)", "ODATA501")]
    public async Task A_wrong_period_is_a_bad_request(string filter, string code) =>
        Assert.Equal(code, (await Client.FailAsync(400, FeedQueries.Encode($"Dossiers?$filter={filter}"))).ErrorCode);

    [Theory]
    [InlineData("Dossiers", "ReceivedDate", "ReceivingUnitKey"), InlineData("Dossiers", "ResolvedDate", "ResolvingUnitKey"), InlineData("SignedDocuments", "DocumentDate", "UnitKey")]
    public async Task Days_are_the_same_by_date_and_by_number(string set, string date, string unit)
    {
        Assert.Equal(0, await Client.CountAsync(set, $"{date} ne null and year({date}) mul 10000 add month({date}) mul 100 add day({date}) ne {date}Key"));
        var rows = await Client.RowsAsync($"{set}?$filter={date} ne null&$select={date},{unit}&$orderby={date},{unit}");
        var (day, key) = ((string)rows[rows.Count / 2]![date]!, (long)rows[rows.Count / 2]![unit]!);
        foreach (var compared in new[] { "eq", "lt", "le", "gt", "ge" })
        {
            var byDate = await Client.CountAsync(set, $"{date} {compared} {day} and {unit} eq {key}");
            Assert.Equal(rows.Count(r => (long)r![unit]! == key && Holds(string.CompareOrdinal((string)r[date]!, day))), byDate);
            Assert.Equal(byDate, await Client.CountAsync(set, $"{date}Key {compared} {day.Replace("-", "", StringComparison.Ordinal)} and {date} ne null and {unit} eq {key}"));
            Assert.Equal(rows.Count(r => Holds(string.CompareOrdinal((string)r![date]!, day))), await Client.CountAsync(set, $"{date} {compared} {day}"));

            bool Holds(int order) => compared switch { "eq" => order == 0, "lt" => order < 0, "le" => order <= 0, "gt" => order > 0, _ => order >= 0 };
        }
    }

    [Fact]
    public async Task Stocks_summed_over_months_come_with_a_warning_and_of_one_month_without()
    {
        var warned = await AskAsync("DossierStocks?$apply=aggregate(Pending with sum as P)", ("Accept-Language", "vi"));
        Assert.Equal("ODATA602", (string?)warned.Json["@dtiw.warnings"]![0]!["code"]);
        Assert.Contains("Pending", (string?)warned.Json["@dtiw.warnings"]![0]!["message"], StringComparison.Ordinal);
        foreach (var rolled in new[] { "groupby((Unit/UnitCode),aggregate(Pending with sum as P))", "groupby((MonthPeriod/Code,Unit/UnitCode),aggregate(Pending with sum as P))/groupby((Unit/UnitCode),aggregate(P with sum as S))", "groupby((MonthPeriod/Year),aggregate(Pending with sum as P))" })
        {
            Assert.NotNull((await AskAsync($"DossierStocks?$apply={rolled}&$top=1")).Json["@dtiw.warnings"]);
        }
        foreach (var single in new[] { "filter(MonthPeriod/Code eq '2023-11')/aggregate(Pending with sum as P)", "groupby((MonthPeriod/Code),aggregate(Pending with sum as P))", "groupby((MonthPeriod/Year,MonthPeriod/Month),aggregate(Pending with sum as P))", "aggregate(Pending with max as P)", "DtiWarehouse.LatestPeriod()/groupby((MonthPeriod/Code),aggregate(Pending with sum as P))" })
        {
            Assert.Null((await AskAsync($"DossierStocks?$apply={single}&$top=1")).Json["@dtiw.warnings"]);
        }
    }

    [Fact]
    public async Task The_latest_period_is_each_unit_s_own()
    {
        var all = await Client.RowsAsync("DossierStocks?$select=DossierStockKey&$expand=MonthPeriod($select=StartDate),Unit($select=UnitCode)");
        var expected = all.GroupBy(r => (string?)r!["Unit"]!["UnitCode"]).SelectMany(g => g.Where(r => (string?)r!["MonthPeriod"]!["StartDate"] == g.Max(o => (string?)o!["MonthPeriod"]!["StartDate"]))).Select(Key).Order();

        var latest = await Client.RowsAsync("DossierStocks?$apply=DtiWarehouse.LatestPeriod()&$select=DossierStockKey");

        Assert.Equal(expected, latest.Select(Key).Order());
        Assert.Equal(expected, (await Client.RowsAsync("DossierStocks/DtiWarehouse.LatestPeriod()?$select=DossierStockKey")).Select(Key).Order());
        Assert.Equal(latest.Count.ToString(CultureInfo.InvariantCulture), (await AskAsync("DossierStocks/DtiWarehouse.LatestPeriod()/$count")).Text);
        await Client.FailAsync(404, "DossierStocks/DtiWarehouse.LatestPeriods()");
        static long Key(JsonNode? row) => (long)row!["DossierStockKey"]!;
    }

    [Fact]
    public async Task Availability_counts_the_rows_of_each_unit_and_period_that_are_left()
    {
        var rows = await Client.RowsAsync("DossierMonths?$filter=ReceivingUnit/DistrictCode eq '522'&$select=DossierMonthKey&$expand=MonthPeriod($select=Code),ReceivingUnit($select=UnitCode)");
        var expected = rows.GroupBy(r => ("Unit", (string?)r!["ReceivingUnit"]!["UnitCode"])).Concat(rows.GroupBy(r => ("Period", (string?)r!["MonthPeriod"]!["Code"])))
            .Select(g => (g.Key.Item1, g.Key.Item2, g.Count())).Order();

        var available = await Client.RowsAsync("DossierMonths?$apply=filter(ReceivingUnit/DistrictCode eq '522')/DtiWarehouse.Availability()/groupby((Dimension,MemberCode),aggregate(Rows with sum as N))");

        Assert.Equal(expected, available.Select(r => ((string)r!["Dimension"]!, (string?)r["MemberCode"], (int)r["N"]!)).Order());
    }

    [Fact]
    public async Task A_rate_is_what_its_sums_divide_to()
    {
        var rows = await Client.RowsAsync("DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),aggregate(OnTimeRate,AverageProcessingDays as Days,ResolvedOnTime with sum as OnTime,Resolved with sum as Resolved,ProcessingDaysSum with sum as Sum,ProcessingDaysCount with sum as Count))");
        Assert.True(rows.Count > 5);
        foreach (var row in rows)
        {
            Assert.Equal(Ratio("OnTime", "Resolved"), (double?)row!["OnTimeRate"] ?? double.NaN, 9);
            Assert.Equal(Ratio("Sum", "Count"), (double?)row["Days"] ?? double.NaN, 9);
            double Ratio(string numerator, string denominator) => (double?)row![denominator] is > 0 and var whole ? (double)row[numerator]! / whole : double.NaN;
        }
    }
}
