using System.Globalization;

namespace DtiWarehouse.Etl.Sample;

/// <summary>Days as numbers (<see cref="DateOnly.DayNumber"/>), working days, and how busy the one-stop desks are on each.</summary>
internal sealed class SampleCalendar
{
    public static readonly int Start = Day(2018, 1, 1);

    /// <summary>Last day of the data: nothing is received, resolved, returned, signed or rated later.</summary>
    public static readonly int End = Day(2026, 10, 31);

    private const int HorizonDays = 3700;
    private readonly HashSet<int> _holidays = [];
    private readonly int[] _workingOrdinal = new int[HorizonDays];
    private readonly int[] _workingDays = new int[HorizonDays];

    public SampleCalendar()
    {
        foreach (var row in SeedList.Read("seed/holidays.csv"))
        {
            var day = DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
            _holidays.Add(day);
            Holidays.Add((day, row[1]));
        }
        var ordinal = 0;
        for (var i = 0; i < HorizonDays; i++)
        {
            if (IsWorkingDay(Start + i))
            {
                _workingDays[ordinal++] = Start + i;
            }
            _workingOrdinal[i] = ordinal - 1;
        }
    }

    public List<(int Day, string Name)> Holidays { get; } = [];

    public static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber;

    public static int YearOf(int day) => DateOnly.FromDayNumber(day).Year;

    /// <summary>Months since January 2018.</summary>
    public static int MonthOf(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return MonthIndex(date.Year, date.Month);
    }

    public static int MonthIndex(int year, int month) => (year - 2018) * 12 + month - 1;

    public bool IsWorkingDay(int day) =>
        DateOnly.FromDayNumber(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day);

    /// <summary>The working day that lies so many working days after <paramref name="day"/>; 0 = the day itself.</summary>
    public int AddWorkingDays(int day, int count) => count == 0 ? day : _workingDays[_workingOrdinal[day - Start] + count];

    /// <summary>Relative number of dossiers or documents on a day: weekdays, Tết, the end of the year, growth within the year.</summary>
    public int Weight(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        if (_holidays.Contains(day) || date.DayOfWeek == DayOfWeek.Sunday)
        {
            return 0;
        }
        var weekday = date.DayOfWeek switch
        {
            DayOfWeek.Monday => 122,
            DayOfWeek.Tuesday => 112,
            DayOfWeek.Wednesday => 103,
            DayOfWeek.Thursday => 101,
            DayOfWeek.Friday => 92,
            _ => 4,
        };
        int[] months = [93, 84, 104, 99, 98, 102, 103, 101, 97, 105, 110, 121];
        var nearTet = _holidays.Any(h => Math.Abs(h - day) <= 8 && DateOnly.FromDayNumber(h).Month <= 2 && DateOnly.FromDayNumber(h).DayOfYear > 5);
        return weekday * months[date.Month - 1] * (nearTet ? 6 : 10) / 10;
    }
}
