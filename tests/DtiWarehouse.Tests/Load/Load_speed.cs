using System.Diagnostics;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

public sealed class Load_speed(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void Dossiers()
    {
        using var warehouse = new TestWarehouse();
        for (var pass = 0; pass < 2; pass++)
        {
            var watch = Stopwatch.StartNew();
            var rows = Enumerable.Range(pass * 400_000, 400_000).Select(i => (object)(Dossier(
                $"H48.{i % 173:000}-{i % 28 + 1:00}{i % 12 + 1:00}23-{i:000000}", received: $"{2018 + i % 7}-{i / 7 % 12 + 1:00}-{i % 28 + 1:00}",
                due: $"{2018 + i % 7}-{i / 7 % 12 + 1:00}-28", resolved: i % 50 == 0 ? null : $"{2018 + i % 7}-{i / 7 % 12 + 1:00}-28",
                unit: $"H48.{i % 173:000}", procedure: $"1.{i % 1500:000000}") with { Content = new string('x', 200) + i }));
            var run = warehouse.Load(Feeds.Dossiers, rows, null);
            output.WriteLine($"{run.RowsLoaded} {run.Status} {watch.Elapsed}");
        }
    }
}
