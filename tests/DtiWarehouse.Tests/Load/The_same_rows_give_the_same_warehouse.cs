using System.Globalization;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>
/// Random truths over every feed with versions, ties, deletions, re-exports, overlaps, renames and corrections, shuffled and
/// split into files at random, some loaded twice: the warehouse is what <see cref="LoadOracle"/> works out from the rows.
/// </summary>
public sealed class The_same_rows_give_the_same_warehouse
{
    private static int Cases => 4 * (int.TryParse(Environment.GetEnvironmentVariable("DTIW_TEST_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out var scale) ? scale : 1);

    [Fact]
    public void Whatever_the_files_and_their_order()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var truth = Truth(new Random(seed));
            var random = new Random(1000 + seed);
            // The share is tested elsewhere: here every row is a case of its own.
            using var warehouse = new TestWarehouse(maxRejectedShare: 1m);
            foreach (var file in Files(truth, random))
            {
                var run = warehouse.Load(file.Feed, [.. file.Rows]);
                Assert.Equal((LoadStatus.Completed, null), (run.Status, run.Error));
                Assert.Equal(run.RowsRead, run.RowsLoaded + run.RowsChanged + run.RowsUnchanged + run.RowsSuperseded + run.RowsRejected);
                Assert.Equal(file.Rows.Count, run.RowsRead);
                Assert.DoesNotContain("cannot be read again", run.Remarks ?? "", StringComparison.Ordinal);
            }
            var expected = new LoadOracle(truth, Warehouse.LocalDay(warehouse.Clock.Now)).Expected();
            var state = LoadOracle.State(warehouse);
            Assert.True(expected.SequenceEqual(state), $"seed {seed}:\n- {string.Join("\n- ", expected.Except(state).Take(8))}\n+ {string.Join("\n+ ", state.Except(expected).Take(8))}");
            var (stored, recomputed) = warehouse.Summaries(202412);
            Assert.Equal(recomputed, stored);
            Assert.Empty(warehouse.Rows("SELECT 1 FROM etl_check_result WHERE violations > 0 AND severity = 'Fail'"));
        }
    }

    private static List<(string Feed, FeedRow Row)> Truth(Random random)
    {
        var truth = new List<(string Feed, FeedRow Row)>();
        T Pick<T>(params T[] of) => of[random.Next(of.Length)];
        DateTime At() => Morning.AddDays(random.Next(4));
        bool Seldom(int outOf) => random.Next(outOf) == 0;
        void Add(string feed, FeedRow row) => truth.Add((feed, AsRead(row)));

        // A rename that stays: whatever comes, its rows join the two identifiers.
        Add(Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-05-31", former: "000.00.01.H48", at: At()));
        Add(Feeds.OrgUnits, Unit("H48.01", "2024-06-01", former: "000.00.01.H48", name: "Sở mới", at: At()));
        string[] units = ["H48.01", "000.00.01.H48", "H48.02", "H48.03", "H48.04", "H48.99"];
        for (var i = 0; i < 14; i++)
        {
            // Starts and ends at random: gaps, overlaps, one version over another, deletions.
            var from = Pick("2018-01-01", "2020-01-01", "2024-02-01", "2024-04-01");
            var to = Pick(null, "2019-12-31", "2024-01-31", "2024-03-31", "2024-08-31");
            Add(Feeds.OrgUnits, Unit(
                Pick("H48.02", "H48.03", "H48.04"), from, to is null || string.CompareOrdinal(to, from) > 0 ? to : null,
                // Renames that a newer version of the row, or its deletion, takes back.
                former: Seldom(3) ? Pick("H48.03", "H48.04", "H48.99", "000.00.01.H48") : null, name: Pick("Tên A", "Tên B"), at: At(), deleted: Seldom(6)));
            var start = Pick("2018-01-01", "2024-03-01");
            Add(Feeds.AdminUnits, Territory(Pick("521", "522"), start, start == "2018-01-01" ? Pick(null, "2024-02-29") : null, Pick("Huyện A", "Huyện B"), at: At(), deleted: Seldom(8)));
        }
        for (var i = 0; i < 8; i++)
        {
            Add(Feeds.AdminSuccessors, Successor(
                Pick("521", "522", "523"), Pick("521", "522", "524", "525", null), Pick("2024-03-01", "2024-05-01"), Pick(SuccessionRelation.Full, SuccessionRelation.Partial), At(), Seldom(6)));
            Add(Feeds.Holidays, Holiday(Pick("2024-01-01", "2024-02-08", "2024-02-09", "2024-02-10", "2024-04-30", "2041-05-01"), Pick(null, "Tết"), At(), Seldom(4)));
        }
        Add(Feeds.OrgUnits, Unit("H48.50", "2018-01-01", kind: UnitKind.DistrictPeopleCommittee, level: GovernmentLevel.District, territory: "521", at: At()));
        for (var i = 0; i < 60; i++)
        {
            var received = new DateOnly(2024, 1, 1).AddDays(random.Next(300));
            var due = received.AddDays(random.Next(1, 40));
            DateOnly? resolved = Seldom(3) ? null : received.AddDays(random.Next(60));
            Add(Feeds.Dossiers, Dossier(
                $"D{random.Next(30)}", $"{received:yyyy-MM-dd}", Seldom(5) ? null : $"{due:yyyy-MM-dd}", resolved is { } day ? $"{day:yyyy-MM-dd}" : null,
                Pick(units), Pick(units), Pick("1.000001", "1.000002", "2.000003"), Pick(null, "Tên A", "Tên B"), Seldom(3) ? Partial : null, At(),
                Seldom(10), Pick(Channel.Online, Channel.Counter), Pick<bool?>(null, true, false), Pick<bool?>(null, true), Pick<bool?>(null, true)));
            Add(Feeds.Documents, Document(
                $"V{random.Next(15)}", Pick(units), $"2024-0{random.Next(1, 9)}-1{random.Next(9)}", Pick(DocumentDirection.Incoming, DocumentDirection.Outgoing),
                DocumentForm.Electronic, Pick<bool?>(null, true, false), Seldom(6), At(), Seldom(10)));
            Add(Feeds.Services, Service(
                $"2024-0{random.Next(1, 9)}", Pick("1.000001", "1.000002"), Pick(units), Pick(Full, Partial), Pick("Thủ tục", "Thủ tục mới"), At(), Seldom(8)));
            Add(Feeds.Satisfaction, Satisfaction(Pick(units), $"2024-0{random.Next(1, 9)}", random.Next(50), At()));
            Add(Feeds.DossierTotals, Total(Pick(units), Pick("2024-03-31", "2024-06-30"), Pick(null, "Đất đai"), Pick(null, Full), random.Next(5, 9), late: random.Next(3), source: Pick("bo-nn", "bo-yt"), at: At(), deleted: Seldom(8)));
            Add(Feeds.ReportedFigures, Seldom(2)
                ? Figure($"900-{random.Next(9)}", Pick(units), value: random.Next(9), at: At(), deleted: Seldom(8))
                : Figure($"900-{random.Next(9)}", territory: Pick("521", "522"), to: Pick("2024-02-10", "2024-12-31"), value: random.Next(9), at: At(), deleted: Seldom(8)));
        }
        return truth;
    }

    /// <summary>The rows in files of one feed, in any order, some rows in two files, some files twice.</summary>
    private static List<(string Feed, List<FeedRow> Rows)> Files(List<(string Feed, FeedRow Row)> truth, Random random)
    {
        var rows = truth.Concat(truth.Where(_ => random.Next(5) == 0)).ToArray();
        random.Shuffle(rows);
        var files = rows.GroupBy(row => (row.Feed, File: random.Next(1, 4))).Select(file => (file.Key.Feed, Rows: file.Select(row => row.Row).ToList())).ToList();
        files.AddRange(files.Where(_ => random.Next(4) == 0).ToList());
        var order = files.ToArray();
        random.Shuffle(order);
        return [.. order];
    }
}
