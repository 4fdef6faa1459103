using System.Globalization;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Dates and periods: the years 2010 to 2035, and whichever other years facts lie in.</summary>
public sealed class Calendar(LoadScope scope)
{
    private const int FirstYear = 2010, LastYear = 2035;

    private readonly LoadConnection _connection = scope.Connection;
    private readonly HashSet<int> _years =
        [.. scope.Connection.Query("SELECT year FROM dim_period WHERE grain = @grain", row => row.GetInt32(0), ("grain", nameof(PeriodGrain.Year)))];

    /// <summary>Adds the standard years and the unknown members where they are missing.</summary>
    public void Prepare()
    {
        if (_connection.Number("SELECT COUNT(*) FROM dim_period WHERE period_key = 0") == 0)
        {
            new DimensionTable<PeriodDimension>(_connection).Insert(new PeriodDimension { PeriodKey = Warehouse.UnknownKey, Code = "", Grain = PeriodGrain.Unknown });
            new DimensionTable<DateDimension>(_connection).Insert(new DateDimension { DateKey = Warehouse.UnknownKey });
        }
        for (var year = FirstYear; year <= LastYear; year++)
        {
            Cover(new DateOnly(year, 1, 1));
        }
    }

    /// <summary>Makes sure that the year of a fact's day is there, and those between it and the others: stocks run through them.</summary>
    public void Cover(DateOnly day)
    {
        if (_years.Contains(day.Year))
        {
            return;
        }
        var first = _years.Count == 0 ? day.Year : Math.Min(day.Year, _years.Max());
        var last = _years.Count == 0 ? day.Year : Math.Max(day.Year, _years.Min());
        for (var year = first; year <= last; year++)
        {
            if (_years.Add(year))
            {
                AddPeriods(year);
                AddDates(year);
            }
        }
    }

    /// <summary>Makes sure that a year to a reported day is there, unless that day closes a standard period of the year.</summary>
    public void CoverToDate(DateOnly from, DateOnly to)
    {
        Cover(to);
        var closesStandard = to.AddDays(1).Day == 1;
        var key = 1_000_000_000 + Warehouse.DateKey(to);
        if (from == new DateOnly(to.Year, 1, 1) && !closesStandard
            && _connection.Number("SELECT COUNT(*) FROM dim_period WHERE period_key = @key", ("key", key)) == 0)
        {
            new DimensionTable<PeriodDimension>(_connection).Insert(Period(
                key, $"{to.Year}-to-{to.Month:00}-{to.Day:00}", PeriodGrain.ToDate, from, to, null, null, Warehouse.PeriodKey(PeriodGrain.Year, to.Year, 1)));
        }
    }

    /// <summary>Brings the working days up to the holidays of the holidays feed.</summary>
    public void MarkHolidays(IReadOnlyCollection<DateOnly> holidays)
    {
        foreach (var day in holidays)
        {
            Cover(day);
        }
        _connection.Execute("UPDATE dim_date SET is_working_day = @yes WHERE day_of_week <= 5 AND is_working_day <> @yes");
        foreach (var day in holidays)
        {
            _connection.Execute("UPDATE dim_date SET is_working_day = @no WHERE date_key = @key", ("key", Warehouse.DateKey(day)));
        }
    }

    private void AddDates(int year)
    {
        using var writer = _connection.OpenWriter("dim_date",
            ["date_key", "date", "year", "half_year", "quarter", "month", "year_month", "day", "day_of_week", "is_month_end", "is_quarter_end", "is_year_end", "is_working_day", "month_period_key"]);
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            var weekday = day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
            var isMonthEnd = day.Day == DateTime.DaysInMonth(year, day.Month);
            writer.Add(Warehouse.DateKey(day)).Add(day).Add(year).Add((day.Month + 5) / 6).Add((day.Month + 2) / 3)
                .Add(day.Month).Add(year * 100 + day.Month).Add(day.Day).Add(weekday)
                .Add(isMonthEnd).Add(isMonthEnd && day.Month % 3 == 0).Add(isMonthEnd && day.Month == 12).Add(weekday <= 5)
                .Add(Warehouse.MonthPeriodKey(day)).EndRow();
            if (day == DateOnly.MaxValue)
            {
                break;
            }
        }
    }

    private void AddPeriods(int year)
    {
        var table = new DimensionTable<PeriodDimension>(_connection);
        var yearKey = Warehouse.PeriodKey(PeriodGrain.Year, year, 1);
        table.Insert(Months(yearKey, year.ToString("0000", CultureInfo.InvariantCulture), PeriodGrain.Year, year, 1, 12, null));
        table.Insert(Months(Warehouse.PeriodKey(PeriodGrain.NineMonths, year, 1), $"{year:0000}-9M", PeriodGrain.NineMonths, year, 1, 9, yearKey));
        for (var half = 1; half <= 2; half++)
        {
            table.Insert(Months(Warehouse.PeriodKey(PeriodGrain.HalfYear, year, half), $"{year:0000}-H{half}", PeriodGrain.HalfYear, year, half * 6 - 5, 6, yearKey));
        }
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            table.Insert(Months(
                Warehouse.PeriodKey(PeriodGrain.Quarter, year, quarter), $"{year:0000}-Q{quarter}", PeriodGrain.Quarter, year, quarter * 3 - 2, 3,
                Warehouse.PeriodKey(PeriodGrain.HalfYear, year, (quarter + 1) / 2)));
        }
        for (var month = 1; month <= 12; month++)
        {
            table.Insert(Months(
                Warehouse.PeriodKey(PeriodGrain.Month, year, month), $"{year:0000}-{month:00}", PeriodGrain.Month, year, month, 1,
                Warehouse.PeriodKey(PeriodGrain.Quarter, year, (month + 2) / 3)));
        }
    }

    private static PeriodDimension Months(int key, string code, PeriodGrain grain, int year, int firstMonth, int months, int? parent)
    {
        var lastMonth = firstMonth + months - 1;
        return Period(
            key, code, grain,
            new DateOnly(year, firstMonth, 1), new DateOnly(year, lastMonth, DateTime.DaysInMonth(year, lastMonth)),
            grain is PeriodGrain.Quarter or PeriodGrain.Month ? (firstMonth + 2) / 3 : null,
            grain is PeriodGrain.Month ? firstMonth : null,
            parent);
    }

    private static PeriodDimension Period(int key, string code, PeriodGrain grain, DateOnly from, DateOnly to, int? quarter, int? month, int? parent) => new()
    {
        PeriodKey = key, Code = code, Grain = grain, StartDate = from, EndDate = to, Year = to.Year, Quarter = quarter, Month = month, ParentPeriodKey = parent,
    };
}
