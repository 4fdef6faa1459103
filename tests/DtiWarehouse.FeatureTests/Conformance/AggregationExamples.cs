using System.Text.Json.Nodes;
using static DtiWarehouse.FeatureTests.Conformance.ConformanceData;

namespace DtiWarehouse.FeatureTests.Conformance;

/// <summary>The printed examples of the aggregation extension and the cases of its grammar.</summary>
public abstract class AggregationExamples(SalesServer server)
{
    /// <summary>What is not implemented; one that comes to work must be taken out.</summary>
    private static readonly string[] NotImplemented = [];

    /// <summary>Wrong inputs that are refused as not implemented before they are found wrong.</summary>
    private static readonly string[] WrongBeyondWhatIsRead =
    [
        "$apply=aggregate(Amount with sum from Time with average)",
        "$apply=aggregate(Amount with average from Time as DailyAverage)",
        "$apply=addnested(Products,addnested(Sales,filter(Amount gt 3) as FilteredSales) as Stuff,addnested(Suppliers,nest(Products)))",
        "$apply=join(ShipTo as Detail,identity)",
    ];

    /// <summary>Wrong by the grammar's own vocabulary only: in the example model Amount is a custom aggregate too.</summary>
    private const string CustomAggregate = "$apply=aggregate(Amount as Total)";

    /// <summary>Foreign keys are a matter of the tables here; the example's entities do not have them.</summary>
    private static readonly string[] ForeignKeys = ["CategoryID", "SuperordinateID", "ParentID", "CustomerID", "TimeDate", "ProductID", "SalesOrganizationID"];

    [ConformanceFact]
    public async Task The_supported_examples_give_the_printed_result_and_all_others_are_not_implemented()
    {
        var examples = Read("aggregation_examples.json").AsArray().Select(e => e!).ToList();
        var wrong = new List<string>();
        var refused = new List<string>();
        foreach (var example in examples)
        {
            var id = (string)example["id"]!;
            var answer = await server.Client.SendAsync(Target((string)example["request"]!));
            if ((int)answer.Status == 200)
            {
                if (!Agrees(example, answer.Value))
                {
                    wrong.Add($"{id} {example["request"]}\n{answer.Text}");
                }
            }
            else if ((int)answer.Status == 501)
            {
                refused.Add(id);
            }
            else
            {
                wrong.Add($"{id} {example["request"]}\n{answer.Text}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(string.Join(' ', NotImplemented), string.Join(' ', refused));
    }

    [ConformanceFact]
    public async Task The_grammar_refuses_what_it_must_and_nothing_else()
    {
        var wrong = new List<string>();
        foreach (var test in Read("odata-aggregation-testcases.json")["testCases"]!.AsArray().Select(t => t!))
        {
            var input = (string)test["Input"]!;
            if (input.StartsWith("$metadata#", StringComparison.Ordinal))
            {
                // A context, which is written and never sent.
                continue;
            }
            var answer = await server.Client.SendAsync((string)test["Rule"]! switch
            {
                "odataRelativeUri" => Target(input),
                "commonExpr" => Target($"Sales?$filter={input} eq null"),
                _ => Target("Sales?" + input),
            });
            var status = (int)answer.Status;
            // Names that the example's model lacks are errors of their own; what the grammar allows is no error of syntax.
            var agrees = test["FailAt"] is null
                ? status is 200 or 501 || !answer.ErrorCode.StartsWith("ODATA1", StringComparison.Ordinal)
                : status is 400 or 404 || input == CustomAggregate || (status == 501 && WrongBeyondWhatIsRead.Contains(input));
            if (!agrees)
            {
                wrong.Add($"{(test["FailAt"] is null ? "allowed" : "refused")}: {input}\n{answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Target(string request) => request.Replace(" ", "%20", StringComparison.Ordinal);

    private static bool Agrees(JsonNode example, JsonArray actual)
    {
        var tolerance = (double?)example["numberTolerance"] ?? 1e-12;
        var subset = (string?)example["compare"] == "subset";
        var order = example["order"]!;
        var expected = example["conflict"] is null ? example["expected"]!["value"]! : example["algorithmValue"]!;
        return (example["alternates"]?.AsArray() ?? []).Prepend(expected).Any(rows => Rows(rows!.AsArray(), actual));

        bool Rows(JsonArray rows, JsonArray found) => (string)order["kind"]! switch
        {
            "exact" => rows.Count == found.Count && rows.Zip(found).All(p => Same(p.First, p.Second, tolerance, subset)),
            // Blocks are those of the printed rows; what contradicts these says its own order.
            "blocks" when example["conflict"] is not null => rows.Count == found.Count && rows.Zip(found).All(p => Same(p.First, p.Second, tolerance, subset: true)),
            "blocks" => rows.Count == found.Count && Blocks(rows, found),
            _ => Unordered([.. rows], [.. found], tolerance, subset),
        };

        bool Blocks(JsonArray rows, JsonArray found)
        {
            var start = 0;
            foreach (var size in order["sizes"]!.AsArray().Select(s => (int)s!))
            {
                if (!Unordered([.. rows.Skip(start).Take(size)], [.. found.Skip(start).Take(size)], tolerance, subset))
                {
                    return false;
                }
                start += size;
            }
            return start == rows.Count;
        }
    }

    private static bool Unordered(List<JsonNode?> expected, List<JsonNode?> actual, double tolerance, bool subset)
    {
        var left = actual.ToList();
        return expected.Count == actual.Count && expected.All(e => left.FindIndex(a => Same(e, a, tolerance, subset)) is >= 0 and var at && Taken(at));

        bool Taken(int at)
        {
            left.RemoveAt(at);
            return true;
        }
    }

    private static bool Same(JsonNode? expected, JsonNode? actual, double tolerance, bool subset)
    {
        switch (expected, actual)
        {
            case (JsonArray e, JsonArray a):
                return Unordered([.. e], [.. a], tolerance, subset);
            case (JsonObject e, JsonObject a):
                var wanted = Members(e);
                var found = Members(a);
                return (subset || wanted.Count == found.Count) && wanted.All(m => found.TryGetValue(m.Key, out var value) && Same(m.Value, value, tolerance, subset));
            case (JsonValue e, JsonValue a) when e.TryGetValue<double>(out var number):
                return a.TryGetValue<double>(out var other) && Math.Abs(number - other) <= tolerance;
            default:
                return JsonNode.DeepEquals(expected, actual);
        }
    }

    private static Dictionary<string, JsonNode?> Members(JsonObject entity) =>
        entity.Where(m => !m.Key.Contains('@', StringComparison.Ordinal) && !ForeignKeys.Contains(m.Key)).ToDictionary(m => m.Key, m => m.Value);
}
