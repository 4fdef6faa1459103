using System.Globalization;
using DtiWarehouse.Schema.Open;
using DtiWarehouse.Tests.Indicators;

namespace DtiWarehouse.Tests.Open;

/// <summary>What is published of a table gives no small count away, whatever totals are known beside it.</summary>
public class Small_counts_are_kept
{
    private static readonly (OpenMeasure[] Measures, bool IsPartitioned)[] Families =
    [
        ([OpenMeasure.Received, OpenMeasure.ReceivedOnline, OpenMeasure.ComponentsDigitised], false),
        ([OpenMeasure.Resolved, OpenMeasure.ResolvedOnTime, OpenMeasure.ResolvedLate, OpenMeasure.ResultsDigitised], true),
    ];

    [Fact]
    public void Counts_below_k_and_what_they_are_the_rest_of_are_withheld_and_zeros_stay()
    {
        var cells = Table([[(20, 10), (3, 2), (0, 0), (30, 28), (30, 30)], [(20, 10), (20, 10), (20, 0), (30, 9), (30, 10)]]);

        SmallCells.Withhold(cells, 5);

        Assert.Equal([null, null, 0], cells[..3].Select(cell => cell.Published(OpenMeasure.Received)));
        Assert.Equal([null, null, 0], cells[..3].Select(cell => cell.Published(OpenMeasure.ReceivedOnline)));
        // 28 of 30: the two others are few.
        Assert.Equal(30, cells[3].Published(OpenMeasure.Received));
        Assert.Null(cells[3].Published(OpenMeasure.ReceivedOnline));
        // Their complements: the same months of the other unit, no more.
        Assert.Equal([null, null, 20], cells[5..8].Select(cell => cell.Published(OpenMeasure.Received)));
        Assert.Equal([null, null], cells[8..].Select(cell => cell.Published(OpenMeasure.ReceivedOnline)));
    }

    [Fact]
    public void A_table_without_small_counts_is_published_whole()
    {
        var cells = Table([[(20, 10), (30, 0)], [(50, 50), (0, 0)]]);

        SmallCells.Withhold(cells, 5);

        Assert.All(cells, cell => Assert.Equal((cell[OpenMeasure.Received], cell[OpenMeasure.ReceivedOnline]), (cell.Published(OpenMeasure.Received), cell.Published(OpenMeasure.ReceivedOnline))));
    }

    [Fact]
    public void No_withheld_count_follows_from_the_published_ones_and_every_total()
    {
        var decided = 0;
        for (var seed = 0; seed < 60 * IndicatorScale.Factor; seed++)
        {
            var random = new Random(seed);
            var smallest = random.Next(2, 6);
            var cells = RandomTable(random);

            SmallCells.Withhold(cells, smallest);

            RequireRules(cells, smallest, seed);
            foreach (var (measures, isPartitioned) in Families)
            {
                var withheld = cells.SelectMany((cell, i) => measures.Where(measure => cell.Published(measure) is null).Select(measure => (i, measure))).ToList();
                if (TableOracle.Determined(cells, measures, isPartitioned, (cell, measure) => cell.Published(measure), withheld) is not { } determined)
                {
                    continue;
                }
                // What the totals alone tell, with nothing published, nobody can withhold.
                if (determined.Count > 0 && TableOracle.Determined(cells, measures, isPartitioned, (_, _) => null, determined) is { } told)
                {
                    determined.ExceptWith(told);
                }
                else if (determined.Count > 0)
                {
                    continue;
                }
                decided++;
                Assert.True(determined.Count == 0, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, k {smallest}: {string.Join(' ', determined)} in\n{Text(cells, measures)}"));
            }
        }
        // The oracle gives few up, so the test says something.
        Assert.True(decided > 80 * IndicatorScale.Factor, $"{decided} tables were decided.");
    }

    private static void RequireRules(IReadOnlyList<OpenCell> cells, int smallest, int seed)
    {
        foreach (var cell in cells)
        {
            Rule(OpenMeasure.Received, OpenMeasure.ReceivedOnline);
            Rule(OpenMeasure.Received, OpenMeasure.ComponentsDigitised);
            Rule(OpenMeasure.Resolved, OpenMeasure.ResolvedOnTime);
            Rule(OpenMeasure.Resolved, OpenMeasure.ResolvedLate);
            Rule(OpenMeasure.Resolved, OpenMeasure.ResolvedOnTime, OpenMeasure.ResolvedLate);
            Rule(OpenMeasure.Resolved, OpenMeasure.ResultsDigitised);

            void Rule(OpenMeasure whole, params OpenMeasure[] parts)
            {
                int? published = cell.Published(whole);
                Assert.False(published > 0 && published < smallest, $"seed {seed}");
                var (sum, isKnown) = (parts.Sum(part => cell.Published(part)), parts.All(part => cell.Published(part) is not null));
                Assert.False(isKnown && published is null, $"seed {seed}");
                Assert.False(isKnown && sum > 0 && sum < smallest, $"seed {seed}");
                Assert.False(isKnown && published - sum > 0 && published - sum < smallest, $"seed {seed}");
            }
        }
    }

    private static List<OpenCell> RandomTable(Random random)
    {
        var cells = new List<OpenCell>();
        var (units, months, groups) = (random.Next(1, 4), random.Next(1, 5), random.Next(1, 3));
        for (var unit = 0; unit < units; unit++)
        {
            for (var month = 1; month <= months; month++)
            {
                var cell = new OpenCell($"u{unit}", $"g{unit % groups}", 202_300 + month);
                cell[OpenMeasure.Received] = Count(random, 9);
                cell[OpenMeasure.ReceivedOnline] = Count(random, cell[OpenMeasure.Received]);
                cell[OpenMeasure.ComponentsDigitised] = Count(random, cell[OpenMeasure.Received]);
                cell[OpenMeasure.Resolved] = Count(random, 9);
                cell[OpenMeasure.ResolvedOnTime] = Count(random, cell[OpenMeasure.Resolved]);
                cell[OpenMeasure.ResolvedLate] = Count(random, cell[OpenMeasure.Resolved] - cell[OpenMeasure.ResolvedOnTime]);
                cell[OpenMeasure.ResultsDigitised] = Count(random, cell[OpenMeasure.Resolved]);
                cells.Add(cell);
            }
        }
        return cells;
    }

    private static int Count(Random random, int most) => random.Next(4) == 0 ? 0 : random.Next(most + 1);

    /// <summary>One row per unit of one district, one month after the other from January on: received and of them online.</summary>
    private static List<OpenCell> Table((int Received, int Online)[][] units) =>
    [
        .. units.SelectMany((unit, u) => unit.Select((counts, month) => new OpenCell($"u{u}", "g", 202_301 + month)
        {
            [OpenMeasure.Received] = counts.Received,
            [OpenMeasure.ReceivedOnline] = counts.Online,
        })),
    ];

    private static string Text(IReadOnlyList<OpenCell> cells, OpenMeasure[] measures) => string.Join('\n', cells.Select(cell =>
        $"{cell.Unit} {cell.Group} {cell.Month}: {string.Join(' ', measures.Select(measure => $"{cell[measure]}{(cell.Published(measure) is null ? "*" : "")}"))}"));
}
