using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;

namespace DtiWarehouse.Tests.OData;

/// <summary>The parser against OASIS's cases for the URL grammar.</summary>
public sealed class GrammarCasesTests
{
    private static readonly string[] Expressions = ["commonExpr", "boolCommonExpr", "boolcommonExpr", "notExpr", "isofExpr", "firstMemberExpr", "propertyPathExpr"];
    private static readonly string[] Options = ["filter", "orderby", "orderBy", "select", "expand", "systemQueryOption"];

    private static readonly string[] Literals =
    [
        "binaryLiteral", "boolean", "booleanValue", "date", "dateTimeOffsetLiteral", "dateTimeOffsetValue", "dateTimeOffsetValueInUrl", "decimalLiteral", "decimalValue", "doubleValue", "durationLiteral", "durationValue", "guid",
        "int16Value", "int32Literal", "int64Literal", "int64Value", "primitiveLiteral", "sbyteLiteral", "sbyteValue", "singleLiteral", "singleValue", "stringLiteral", "timeOfDayLiteral", "timeOfDayValue", "enumLiteral",
    ];

    /// <summary>What the grammar allows and the service refuses, or the other way round, on purpose.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["$filter =true"] = "blanks around the name of an option are forgiven",
        ["$filter= true"] = "blanks around the value of an option are forgiven",
        ["$OrderBy=Name"] = "names of options are case-sensitive in 4.0",
        ["-10000-04-01"] = ".NET knows the years 1 to 9999",
        ["0000-01-01T00:00Z"] = ".NET knows the years 1 to 9999",
        ["-INF"] = "not a date, but a number",
        ["INF"] = "not a date, but a number",
        ["0"] = "not a boolean, but a number",
        ["2012-09-03T23%3A59Z"] = "as a header's value it is wrong, in a URL it is percent-encoded",
        ["11%3A22%3a33"] = "as a header's value it is wrong, in a URL it is percent-encoded",
    };

    [ConformanceFact]
    public void Valid_expressions_and_options_are_read_or_named_as_not_supported()
    {
        var wrong = new List<string>();
        var read = 0;
        foreach (var (rule, input, _) in Conformance.GrammarCases().Where(c => c.IsValid && Query(c.Rule, c.Input) is not null && !Exceptions.ContainsKey(c.Input)))
        {
            var error = Parse(Query(rule, input)!);
            read += error is null ? 1 : 0;
            if (error is { Status: not 501 })
            {
                wrong.Add($"{rule}: {input}\n    {error.Message}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(read > 100, $"Only {read} cases were read.");
    }

    [ConformanceFact]
    public void Invalid_expressions_and_options_are_refused()
    {
        var accepted = Conformance.GrammarCases().Where(c => !c.IsValid && Query(c.Rule, c.Input) is not null && !Exceptions.ContainsKey(c.Input) && Plan(Query(c.Rule, c.Input)!) is not { Status: 400 });
        Assert.Empty(accepted.Select(c => $"{c.Rule}: {c.Input}"));
    }

    [ConformanceFact]
    public void Literals_are_read_whole_and_no_others()
    {
        var wrong = Conformance.GrammarCases().Where(c => Literals.Contains(c.Rule) && !Exceptions.ContainsKey(c.Input) && IsLiteral(c.Input) != c.IsValid);
        var report = string.Join('\n', wrong.Select(c => $"{c.Rule}: {c.Input} is {(c.IsValid ? "valid" : "invalid")}"));
        Assert.True(report.Length == 0, report);
    }

    /// <summary>The query that holds a case; null for cases of rules that are not tested here.</summary>
    private static string? Query(string rule, string input) =>
        Expressions.Contains(rule) ? "?$filter=" + input
        : Options.Contains(rule) ? "?" + input
        : null;

    private static ODataError? Parse(string query) => Error(() => Request(query));

    private static ODataError? Plan(string query) => Error(() => QueryPlanner.Plan(Model, Request(query), new ODataLimits(), null, isScoped: false, withKeys: false));

    private static ODataRequest Request(string query) => ODataRequest.Parse("Dossiers", query, new RequestHeaders(null, "4.0", null), new ODataLimits());

    private static readonly ODataModel Model = CreateModel();

    private static ODataModel CreateModel()
    {
        using var context = new WarehouseContext(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(":memory:")));
        return EntityFrameworkModel.Create(context, "Warehouse", "Container");
    }

    private static ODataError? Error(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ODataError error)
        {
            return error;
        }
    }

    private static bool IsLiteral(string input)
    {
        try
        {
            var scanner = new Scanner(UrlText.Decode(input, "query"));
            return scanner.TryTakeLiteral(out _, out _) && scanner.AtEnd;
        }
        catch (ODataError)
        {
            return false;
        }
    }
}
