using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Tests.OData;

/// <summary>Which conditions on dates are asked of the numbers of their days too.</summary>
public sealed class Days_have_numbers
{
    [Index(nameof(Place), nameof(DayKey)), Index(nameof(Place), nameof(Day), IsUnique = true)]
    private class Visit
    {
        public int Id { get; set; }
        public int Place { get; set; }
        public DateOnly Day { get; set; }
        public int DayKey { get; set; }
    }

    [Index(nameof(EndKey))]
    private sealed class Stay : Visit
    {
        public DateOnly? End { get; set; }
        public int EndKey { get; set; }
    }

    private sealed class Town() : DbContext(new DbContextOptionsBuilder<Town>().UseSqlite("Data Source=:memory:").Options)
    {
        public DbSet<Visit> Visits => Set<Visit>();

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Stay>();
    }

    private static ODataModel Model(string date, string number)
    {
        using var town = new Town();
        return EntityFrameworkModel.Create(town, "Town", "Container", new ModelDeclarations
        {
            DayNumbers = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["Visits"] = new Dictionary<string, string> { [date] = number } },
        });
    }

    [Theory]
    // An index has the number behind the place.
    [InlineData("Day", "DayKey", "Visits?$filter=Day ge 2023-06-01 and Place eq 4", "\"DayKey\" >= @", true), InlineData("Day", "DayKey", "Visits?$filter=Place in (4,5) and Day lt 2023-06-01", "\"DayKey\" < @", true)]
    [InlineData("Day", "DayKey", "Visits?$filter=Day ge 2023-06-01", "\"DayKey\" >= @", false), InlineData("Day", "DayKey", "Visits?$filter=Day ge 2023-06-01 or Place eq 4", "\"DayKey\" >= @", false)]
    [InlineData("Day", "DayKey", "Visits?$filter=Day ne 2023-06-01 and Place eq 4", "\"DayKey\" <> @", false), InlineData("Day", "DayKey", "Visits?$filter=not (Day ge 2023-06-01) and Place eq 4", "\"DayKey\" >= @", false)]
    // Only the number has an index: one day is found by it, many are read as they come.
    [InlineData("End", "EndKey", "Visits?$filter=Town.Stay/End eq 2023-06-01", "\"EndKey\" = @", true), InlineData("End", "EndKey", "Visits?$filter=Town.Stay/End ge 2023-06-01", "\"EndKey\" >= @", false)]
    public void A_number_is_asked_of_where_an_index_has_it(string date, string number, string request, string condition, bool isAsked) =>
        Assert.Equal(isAsked, SqlBaselineTests.Translate(Model(date, number), new SqliteDialect(), request).Rows.Sql.Contains(condition, StringComparison.Ordinal));

    [Fact]
    public void In_parts_by_the_number_it_is_asked_of_wherever_the_date_is() => Assert.Contains(
        "\"DayKey\" >= @", SqlBaselineTests.Translate(Model("Day", "DayKey"), new PostgreSqlDialect(), "Visits?$filter=Day ge 2023-06-01").Rows.Sql, StringComparison.Ordinal);

    [Fact]
    public void A_date_with_a_number_still_tells_rows_apart() =>
        Assert.Equal(["Place,Day"], Model("Day", "DayKey").EntitySets[0].Type.AlternateKeys.Select(key => string.Join(',', key.Select(property => property.Name))));

    [Theory]
    [InlineData("Date", "DayKey", "Date"), InlineData("Day", "Day", "Day"), InlineData("DayKey", "Day", "DayKey")]
    public void What_is_no_date_or_no_number_is_named(string date, string number, string named) =>
        Assert.Contains($"Day numbers of Visits: {named} is no", Assert.Throws<InvalidOperationException>(() => Model(date, number)).Message, StringComparison.Ordinal);
}
