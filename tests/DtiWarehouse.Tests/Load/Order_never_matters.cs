using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>One truth, shuffled and split into files at random: the same facts by natural keys, and summaries that add up.</summary>
public sealed class Order_never_matters
{
    [Fact]
    public void Shuffled_and_split_files_load_to_the_same_facts()
    {
        var truth = Truth(new Random(7));
        string[]? expected = null;
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            using var warehouse = new TestWarehouse();
            foreach (var file in Files(truth, random))
            {
                var run = warehouse.Load(file.Feed, [.. file.Rows]);
                Assert.Equal((LoadStatus.Completed, null), (run.Status, run.Error));
                Assert.Equal(run.RowsRead, run.RowsLoaded + run.RowsChanged + run.RowsUnchanged + run.RowsSuperseded + run.RowsRejected);
            }
            var facts = warehouse.Facts();
            Assert.Equal(expected ??= facts, facts);
            var (stored, recomputed) = warehouse.Summaries(202412);
            Assert.Equal(recomputed, stored);
        }
        Assert.Contains(expected!, row => row.StartsWith("dossier", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_load_of_everything_changes_nothing()
    {
        var truth = Truth(new Random(11));
        using var warehouse = new TestWarehouse();
        var files = Files(truth, new Random(3)).ToList();
        files.ForEach(file => warehouse.Load(file.Feed, [.. file.Rows]));
        var before = warehouse.Rows("SELECT * FROM fact_dossier").Concat(warehouse.Rows("SELECT * FROM agg_dossier_month")).Concat(warehouse.Rows("SELECT * FROM dim_unit")).ToArray();

        warehouse.Clock.Now = warehouse.Clock.Now.AddHours(1);
        foreach (var file in files)
        {
            var run = warehouse.Load(file.Feed, [.. file.Rows]);
            Assert.Equal((0, 0), (run.RowsLoaded, run.RowsChanged));
        }

        Assert.Equal(before, warehouse.Rows("SELECT * FROM fact_dossier").Concat(warehouse.Rows("SELECT * FROM agg_dossier_month")).Concat(warehouse.Rows("SELECT * FROM dim_unit")));
    }

    private static List<(string Feed, FeedRow Row)> Truth(Random random)
    {
        var truth = new List<(string Feed, FeedRow Row)>
        {
            (Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-05-31", former: "000.00.01.H48")),
            (Feeds.OrgUnits, Unit("H48.01", "2024-06-01", former: "000.00.01.H48", name: "Sở mới")),
            (Feeds.OrgUnits, Unit("H48.02", "2019-01-01")),
            (Feeds.OrgUnits, Unit("H48.02", "2019-01-01", name: "Tên sửa", at: Morning.AddDays(3))),
        };
        string[] units = ["H48.01", "000.00.01.H48", "H48.02", "H48.99"];
        T Pick<T>(params T[] of) => of[random.Next(of.Length)];
        DateTime At() => Morning.AddDays(random.Next(4));
        for (var i = 0; i < 150; i++)
        {
            var received = new DateOnly(2024, 1, 1).AddDays(random.Next(300));
            var due = received.AddDays(random.Next(1, 40));
            DateOnly? resolved = random.Next(3) == 0 ? null : received.AddDays(random.Next(60));
            truth.Add((Feeds.Dossiers, Dossier(
                $"D{random.Next(60)}", $"{received:yyyy-MM-dd}", random.Next(5) == 0 ? null : $"{due:yyyy-MM-dd}", resolved is { } day ? $"{day:yyyy-MM-dd}" : null,
                Pick(units), Pick(units), Pick("1.000001", "1.000002", "2.000003"), Pick(null, "Tên A", "Tên B"), random.Next(3) == 0 ? Partial : null, At(),
                random.Next(10) == 0, Pick(Channel.Online, Channel.Counter), Pick<bool?>(null, true, false), Pick<bool?>(null, true), Pick<bool?>(null, true))));
            truth.Add((Feeds.Documents, Document(
                $"V{random.Next(40)}", Pick(units), $"2024-0{random.Next(1, 9)}-1{random.Next(9)}", Pick(DocumentDirection.Incoming, DocumentDirection.Outgoing),
                DocumentForm.Electronic, Pick<bool?>(null, true, false), random.Next(6) == 0, At(), random.Next(10) == 0)));
            truth.Add((Feeds.Services, Service(
                $"2024-0{random.Next(1, 9)}", Pick("1.000001", "1.000002"), Pick(units), Pick(Full, Partial), Pick("Thủ tục", "Thủ tục mới"), At(), random.Next(10) == 0)));
            truth.Add((Feeds.Satisfaction, Satisfaction(Pick(units), $"2024-0{random.Next(1, 9)}", random.Next(50), At())));
        }
        return truth;
    }

    private static IEnumerable<(string Feed, List<FeedRow> Rows)> Files(List<(string Feed, FeedRow Row)> truth, Random random)
    {
        var rows = truth.ToArray();
        random.Shuffle(rows);
        var files = rows.GroupBy(row => (row.Feed, File: random.Next(4))).Select(file => (file.Key.Feed, file.Select(row => row.Row).ToList())).ToArray();
        random.Shuffle(files);
        return files;
    }
}
