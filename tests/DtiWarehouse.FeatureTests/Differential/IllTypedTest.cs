using System.Text.Json;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Random requests with one thing wrong in them: a bad request, wherever in the query it stands.</summary>
public abstract class IllTypedTest(LibraryServer server)
{
    private static readonly Kind[] Kinds = [Kind.Text, Kind.Int32, Kind.Decimal, Kind.Double, Kind.Boolean, Kind.Date, Kind.Instant, Kind.Guid];

    [Fact]
    public async Task Random_queries_with_a_mistake_are_bad_requests()
    {
        Switches.Use(server.Off);
        var wrong = new SortedDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(1, 200 * TestScale.Factor), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var target = Mistaken(seed);
            var reply = await server.SendAsync(target);
            if (reply.Status is not (400 or 501) || !HasCode(reply.Body))
            {
                lock (wrong)
                {
                    wrong[seed] = $"seed {seed}: {Uri.UnescapeDataString(target)}\n  {reply.Status} {reply.Body[..Math.Min(300, reply.Body.Length)]}";
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Values.Take(40)));
    }

    private static bool HasCode(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("error").GetProperty("code").GetString() is { Length: > 0 };
    }

    private static string Mistaken(int seed)
    {
        var random = new Random(seed);
        var make = new ExpressionGenerator(random);
        var shape = Library.Shapes[make.Pick(["Books", "Copies", "Loans"])];
        var scope = Scope.Of(shape);
        var condition = Surround(BadCondition(make, shape, random), make, scope, random);
        var bad = BadValue(make, shape, random);
        var number = make.Of(Kind.Int32, scope, 2).Text;
        var query = random.Next(16) switch
        {
            0 or 1 or 2 or 3 => "$filter=" + condition,
            4 => "$orderby=" + bad,
            5 => $"$compute={bad} as C",
            6 => $"$apply=filter({condition})/aggregate($count as N)",
            7 => $"$apply=compute({bad} as C)",
            8 => $"$apply=groupby(({make.Pick(shape.Fields).Name}),aggregate({bad} with max as M))",
            9 => $"$apply=aggregate({make.Of(Kind.Text, scope, 1).Text} with {make.Pick(["sum", "average"])} as S)",
            10 => $"$apply=aggregate({number} with sum as S,{number} with max as S)",
            11 => $"$apply=compute({number} as {make.Pick(shape.Fields).Name})",
            12 => "$apply=aggregate($count as N)/filter(Nope ne null)",
            13 => "$apply=aggregate($count as N)&$orderby=Nope",
            14 => make.Pick(["$top=-1", "$skip=x", "$count=maybe", "$select=Nope", $"$expand={shape.Fields[0].Name}", "$top=1&$top=2", "$nope=1", "$levels=2", $"$expand={shape.Links[0].Name}($top=x)", $"$expand={shape.Links[0].Name},{shape.Links[0].Name}", "$search=", "$expand=Nope", "$orderby=Id up"]),
            _ => $"$expand={make.Pick(shape.Links).Name}($filter={condition})",
        };
        return $"{shape.Entity}?" + string.Join('&', query.Split('&').Select(o => o[..(o.IndexOf('=') + 1)] + Uri.EscapeDataString(o[(o.IndexOf('=') + 1)..])));
    }

    private static string BadCondition(ExpressionGenerator make, Shape shape, Random random)
    {
        var scope = Scope.Of(shape);
        switch (random.Next(7))
        {
            case 0:
                return make.Of(make.Pick([Kind.Text, Kind.Int32, Kind.Decimal, Kind.Date]), scope, 1).Operand + " and true";
            case 1:
                return $"{make.Pick(["contains", "startswith", "endswith"])}({make.Of(Kind.Int32, scope, 1).Text},'a')";
            case 2:
                return $"not ({make.Of(Kind.Text, scope, 1).Text})";
            case 3:
                return $"{shape.Links[^1].Name} gt 1";
            case 4:
                return $"{BadValue(make, shape, random)} eq 1";
            default:
                var kind = make.Pick(Kinds);
                var other = make.Pick([.. Kinds.Where(k => k != kind && !(k.IsNumeric() && kind.IsNumeric()))]);
                return $"{make.Of(kind, scope, 1).Operand} {make.Pick(["eq", "ne", "lt", "ge"])} {make.Literal(other).Text}";
        }
    }

    private static string BadValue(ExpressionGenerator make, Shape shape, Random random)
    {
        var scope = Scope.Of(shape);
        return random.Next(8) switch
        {
            0 => "Nope",
            1 => $"{shape.Links[0].Name}/Nope",
            2 => $"{make.Of(Kind.Text, scope, 1).Operand} {make.Pick(["add", "sub", "mul", "div", "mod"])} 1",
            3 => $"{make.Pick(["length", "trim", "tolower"])}({make.Of(Kind.Int32, scope, 1).Text})",
            4 => $"{make.Pick(["round", "floor", "ceiling", "year", "hour", "date"])}({make.Of(Kind.Text, scope, 1).Text})",
            5 => $"{make.Of(Kind.Date, scope, 1).Operand} mul 2",
            6 => $"substring({make.Of(Kind.Text, scope, 1).Text},'1')",
            _ => $"nope({make.Of(Kind.Int32, scope, 1).Text})",
        };
    }

    private static string Surround(string condition, ExpressionGenerator make, Scope scope, Random random) => random.Next(5) switch
    {
        0 => $"({condition}) and ({make.Condition(scope, 1).Text})",
        1 => $"({make.Condition(scope, 1).Text}) or ({condition})",
        2 => $"not ({condition})",
        3 => $"({condition}) eq true",
        _ => condition,
    };
}
