using System.Globalization;
using System.Text;
using System.Text.Json;
using DtiWarehouse.FeatureTests.Specs;
using Xunit.Abstractions;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Random requests, answered by the service and by <see cref="ReferenceEvaluator"/> over the same rows: the same results.</summary>
public abstract class DifferentialTest(LibraryServer server, ITestOutputHelper output)
{
    private const int Many = 400;
    private const int AtOnce = 4;

    /// <summary>The first seed; another one makes other queries.</summary>
    private static readonly int Start = int.TryParse(Environment.GetEnvironmentVariable("DTIW_TEST_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;

    private readonly ReferenceEvaluator _reference = new(new Library(server.Rows));

    private enum Outcome { Same, NotImplemented, Open, Different }

    private sealed record Verdict(Outcome Outcome, string What);

    [Fact]
    public async Task Random_queries_give_what_the_specification_says()
    {
        Switches.Use(server.Off);
        var (outcomes, unsupported, differences) = (new int[4], new SortedDictionary<string, int>(), new SortedDictionary<int, string>());
        var gate = new object();
        await Parallel.ForEachAsync(Enumerable.Range(Start, Many * TestScale.Factor), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            if (differences.Count >= 40)
            {
                return;
            }
            var query = new QueryGenerator(seed).Next();
            var verdict = await JudgeAsync(query);
            var report = verdict.Outcome == Outcome.Different ? await ShrinkAsync(query, verdict, seed) : "";
            lock (gate)
            {
                outcomes[(int)verdict.Outcome]++;
                if (verdict.Outcome == Outcome.NotImplemented)
                {
                    unsupported[verdict.What] = unsupported.GetValueOrDefault(verdict.What) + 1;
                }
                if (verdict.Outcome == Outcome.Different)
                {
                    differences[seed] = report;
                }
            }
        });
        output.WriteLine($"same {outcomes[0]}, not implemented {outcomes[1]}, left open {outcomes[2]}, different {outcomes[3]}");
        foreach (var (what, times) in unsupported)
        {
            output.WriteLine($"{times} times 501: {what}");
        }
        Assert.True(differences.Count == 0, string.Join("\n\n", differences.Values));
    }

    private async Task<Verdict> JudgeAsync(Query query)
    {
        ExpectedList expected;
        try
        {
            expected = _reference.Answer(query);
        }
        catch (Exception open) when (open is OpenQuestion or OverflowException)
        {
            return new Verdict(Outcome.Open, open.Message);
        }
        var rows = new List<JsonElement>();
        int? count = null;
        var target = query.Target;
        (string, string)[] headers = query.PageSize is { } size ? [("Prefer", $"odata.maxpagesize={size.ToString(CultureInfo.InvariantCulture)}")] : [];
        for (var page = 0; target is not null; page++)
        {
            var reply = await server.SendAsync(target, headers: headers);
            if (reply.Status == 501)
            {
                using var error = JsonDocument.Parse(reply.Body);
                return new Verdict(Outcome.NotImplemented, error.RootElement.GetProperty("error").GetProperty("message").GetString()!);
            }
            if (reply.Status == 400 && expected.Length == 0 && !Switches.IsOn(Construct.OverflowOfNoRows) && reply.Body.Contains("ODATA501", StringComparison.Ordinal))
            {
                return new Verdict(Outcome.Open, "An overflow where there are no rows.");
            }
            if (reply.Status != 200)
            {
                return new Verdict(Outcome.Different, $"status {reply.Status} on page {page}: {reply.Body}");
            }
            if (query.OnlyCount)
            {
                return reply.Body == expected.Length.ToString(CultureInfo.InvariantCulture) ? new Verdict(Outcome.Same, "") : new Verdict(Outcome.Different, $"should count {expected.Length} and counts {reply.Body}");
            }
            using var json = JsonDocument.Parse(reply.Body);
            var here = json.RootElement.GetProperty("value").EnumerateArray().Select(r => r.Clone()).ToList();
            count = page == 0 && json.RootElement.TryGetProperty("@odata.count", out var counted) ? counted.GetInt32() : count;
            rows.AddRange(here);
            target = json.RootElement.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null;
            if (target is not null && here.Count != (query.PageSize ?? here.Count))
            {
                return new Verdict(Outcome.Different, $"page {page} has {here.Count} rows of {query.PageSize} and a next link");
            }
        }
        if (count != expected.Count)
        {
            return new Verdict(Outcome.Different, $"@odata.count should be {expected.Count} and is {count}");
        }
        return Comparison.Rows(expected, rows, "") is { } difference ? new Verdict(Outcome.Different, difference) : new Verdict(Outcome.Same, "");
    }

    /// <summary>Takes parts away as long as the query is still answered differently in the same manner.</summary>
    private async Task<string> ShrinkAsync(Query query, Verdict verdict, int seed)
    {
        var manner = Manner(verdict.What);
        for (var (tries, smaller) = (0, true); smaller && tries < 400;)
        {
            smaller = false;
            foreach (var candidate in Shrinker.Smaller(query))
            {
                var judged = tries++ < 400 && Typing.IsSound(candidate) ? await JudgeAsync(candidate) : null;
                if (judged?.Outcome == Outcome.Different && Manner(judged.What) == manner)
                {
                    (query, verdict, smaller) = (candidate, judged, true);
                    break;
                }
            }
        }
        var text = new StringBuilder().Append("seed ").Append(seed).Append(": ").AppendLine(query.Text);
        if (query.PageSize is { } size)
        {
            text.Append("  pages of ").Append(size).AppendLine();
        }
        return text.Append("  ").Append(verdict.What.Length > 900 ? verdict.What[..900] : verdict.What).ToString();
    }

    private static string Manner(string what) => what.StartsWith("status", StringComparison.Ordinal) ? what[..10] : "rows";
}
