using DtiWarehouse.Etl.Sample;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>Every stored value is what the oracle counts from the facts: random indicators and periods, all their units, both bases.</summary>
public sealed class Values_follow_from_the_facts
{
    private static readonly IReadOnlyList<PaperIndicator> Catalogue = PaperIndicator.Shipped();

    [Fact]
    public void In_small_provinces_made_at_random()
    {
        for (var seed = 1; seed <= 2 * IndicatorScale.Factor; seed++)
        {
            var province = new RandomProvince(1000 + seed);
            using var warehouse = new IndicatorWarehouse().WithLists();
            warehouse.Clock.Now = new DateTimeOffset(2025, 7, 20, 2, 0, 0, TimeSpan.Zero);
            foreach (var (feed, rows) in province.Start(250))
            {
                warehouse.Load(feed, rows);
            }
            for (var file = 0; file < 8; file++)
            {
                var (feed, rows) = province.Next(40);
                warehouse.Try(feed, rows);
            }
            warehouse.Evaluate();

            Compare(warehouse, period => period.Start.Year is 2024 or 2025, $"seed {seed}", new Random(seed), 400);
        }
    }

    [Fact]
    public void In_the_sample_of_the_year_that_abolished_the_districts()
    {
        var folder = Directory.CreateTempSubdirectory("sample-").FullName;
        try
        {
            SampleExport.Write(folder, new SampleOptions { Size = 0.01, Calibrated = false });
            // The other years are left out for time, unless more is asked for.
            foreach (var file in Directory.GetFiles(folder).Where(file => IndicatorScale.Factor == 1 && char.IsDigit(Path.GetFileNameWithoutExtension(file)[^1]) && !file.Contains("2025", StringComparison.Ordinal)))
            {
                File.Delete(file);
            }
            using var warehouse = new IndicatorWarehouse().WithLists();
            warehouse.Clock.Now = new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero);
            Assert.All(warehouse.Runner.LoadInbox(folder).ToList(), run => Assert.Null(run.Error));
            warehouse.Evaluate();

            Compare(warehouse, period => period.Start.Year == 2025 || IndicatorScale.Factor > 1, "sample", new Random(5), 150);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(IndicatorWarehouse warehouse, Func<PaperPeriod, bool> isOf, string what, Random random, int draws)
    {
        var oracle = new IndicatorOracle(warehouse.Location, Catalogue);
        var periods = oracle.Periods.Where(isOf).ToList();
        var rows = 0;
        for (var draw = 0; draw < draws * IndicatorScale.Factor; draw++)
        {
            var (indicator, period, today) = (Catalogue[random.Next(Catalogue.Count)], periods[random.Next(periods.Count)], random.Next(2) == 0);
            var (expected, stored) = (oracle.Expected(indicator, period, today), oracle.Stored(indicator, period, today));
            Assert.True(
                expected.SequenceEqual(stored),
                $"{what}, {indicator.Code} in {period.Code} {(today ? "on today's units" : "as reported")}\nexpected {string.Join("\n         ", expected.Except(stored).Take(5))}\nstored   {string.Join("\n         ", stored.Except(expected).Take(5))}");
            rows += expected.Length;
        }
        Assert.True(rows > draws, $"{what}: the draws met {rows} values.");
    }
}
