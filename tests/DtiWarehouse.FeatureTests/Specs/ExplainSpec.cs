using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>How a query would be answered, for operators alone.</summary>
public abstract class ExplainSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private const string Query = "Bikes?$filter=Name%20eq%20'secret'%20and%20Gears%20gt%204711&$expand=Maker,Rentals($filter=Days%20gt%204242)&$count=true&$top=3";

    [Fact]
    public async Task An_operator_reads_plan_statements_and_parameters_but_no_values()
    {
        var answer = await Client.GetAsync(Query, ("Prefer", "dtiw.explain"), ("X-Operator", "1"));
        Assert.Equal("application/vnd.dtiw.explain+json", answer.ContentType);
        Assert.Equal("dtiw.explain", Assert.Single(answer.Headers["Preference-Applied"]));
        Assert.False((bool)answer.Json["fromCache"]!);
        Assert.Contains("plan;dur=", (string)answer.Json["timing"]!, StringComparison.Ordinal);
        Assert.StartsWith("from Bikes", (string)answer.Json["plan"]![0]!, StringComparison.Ordinal);
        var statements = answer.Json["statements"]!.AsArray();
        Assert.Equal(["rows", "count", "Rentals"], statements.Select(s => (string)s!["name"]!));
        Assert.All(statements, s => Assert.StartsWith("SELECT", (string)s!["sql"]!, StringComparison.Ordinal));
        Assert.Contains(statements[0]!["parameters"]!.AsArray(), p => (string)p!["origin"]! == "Literal" && (string)p["kind"]! == "String");
        foreach (var value in new[] { "secret", "4711", "4242" })
        {
            Assert.DoesNotContain(value, answer.Text, StringComparison.Ordinal);
        }
        Assert.True((bool)(await Client.GetAsync(Query, ("Prefer", "dtiw.explain"), ("X-Operator", "1"))).Json["fromCache"]!);
    }

    [Fact]
    public async Task The_database_tells_how_it_would_look_for_the_rows()
    {
        var answer = await Client.GetAsync("Bikes?$filter=Id%20eq%201", ("Prefer", "dtiw.explain"), ("X-Operator", "1"));
        Assert.Equal(Server.TellsPlans, answer.Json["statements"]![0]!["databasePlan"]!.AsArray().Count > 0);
    }

    [Fact]
    public async Task Everyone_else_gets_the_answer()
    {
        var answer = await Client.GetAsync("Bikes?$top=1", ("Prefer", "dtiw.explain"));
        Assert.False(answer.Headers.ContainsKey("Preference-Applied"));
        Assert.Single(answer.Value);
    }

    [Fact]
    public async Task Every_kind_of_query_is_explained()
    {
        foreach (var target in new[] { "Bikes(1)", "Bikes(1)/Name", "Bikes/$count", "Bikes(1)/Maker", "Shops('HN')/Bikes/$ref", "Bikes?$apply=groupby((Maker/Name),aggregate(Price%20with%20sum%20as%20S))/topcount(2,S)", "Bikes?$search=giant&$orderby=tolower(Name)", "Bikes?$filter=Rentals/any(r:r/Days%20in%20(1,2))%20and%20not%20contains(Name,'x')" })
        {
            var answer = await Client.GetAsync(target, ("Prefer", "dtiw.explain"), ("X-Operator", "1"));
            Assert.NotEmpty(answer.Json["statements"]!.AsArray());
        }
        await Client.FailAsync(400, "Bikes?$filter=Nope", ("Prefer", "dtiw.explain"), ("X-Operator", "1"));
    }
}
