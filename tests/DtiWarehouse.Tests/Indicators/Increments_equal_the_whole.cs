using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>However the rows came in, what is computed after each load is what computing everything anew gives.</summary>
public sealed class Increments_equal_the_whole
{
    [Fact]
    public void After_every_load_the_values_are_those_that_a_new_computation_gives()
    {
        for (var seed = 1; seed <= IndicatorScale.Factor; seed++)
        {
            Run(seed, steps: 10);
        }
    }

    private static void Run(int seed, int steps)
    {
        var province = new RandomProvince(seed);
        using var warehouse = new IndicatorWarehouse().WithLists();
        warehouse.Clock.Now = new DateTimeOffset(2025, 5, 20, 2, 0, 0, TimeSpan.Zero);
        foreach (var (feed, rows) in province.Start(60))
        {
            warehouse.Load(feed, rows);
        }
        warehouse.Evaluate();
        for (var step = 0; step < steps; step++)
        {
            var before = warehouse.Values();
            var what = $"seed {seed}, step {step}: ";
            if (step % 3 == 2)
            {
                var days = province.Days();
                warehouse.Clock.Now = warehouse.Clock.Now.AddDays(days);
                warehouse.Runner.JudgeOpenDossiers();
                what += $"the night after {days} days";
            }
            else
            {
                var (feed, rows) = province.Next(12);
                warehouse.Clock.Now = warehouse.Clock.Now.AddMinutes(1);
                warehouse.Try(feed, rows);
                what += $"{feed} {string.Join("; ", rows.Select(row => row.Content))}";
            }
            warehouse.Evaluate();

            var after = warehouse.Values();
            var stale = after.Where(row => before.TryGetValue(row.Key, out var old) && (old.Content == row.Value.Content) != (old.UpdatedAt == row.Value.UpdatedAt)).ToList();
            Assert.True(stale.Count == 0, $"{what}: an unchanged row is touched, or a changed one is not: {stale.FirstOrDefault()}");
            var (stored, anew) = (warehouse.Contents(), warehouse.ContentsComputedAnew());
            Assert.True(stored.SequenceEqual(anew), $"{what}\nstored {stored.Except(anew).FirstOrDefault()}\nanew   {anew.Except(stored).FirstOrDefault()}\n{stored.Except(anew).Count()} and {anew.Except(stored).Count()} rows");
        }
    }
}
