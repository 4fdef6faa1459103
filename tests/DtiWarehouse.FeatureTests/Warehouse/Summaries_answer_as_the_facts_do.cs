using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>
/// Aggregations answered from summaries against the same ones answered from the rows (<c>Prefer: dtiw.detail</c>), whose plain
/// SQL the differential tests hold against the model.
/// </summary>
public abstract class Summaries_answer_as_the_facts_do(SampleServer server)
{
    private static readonly string[] Keys =
    [
        "Channel", "ServiceClass", "ReceivingUnit/DistrictCode", "ReceivingUnit/Name", "ReceivingUnit/CurrentUnit/Name", "ReceivedOn/Year", "ReceivedOn/Quarter", "ResolvedOn/Year", "ResolvedOn/MonthPeriod/Code",
        "Procedure/Sector", "ResolvingUnit/Level", "ReceivingUnit", "Status",
    ];

    private static readonly string[] Conditions =
    [
        "IsOnTime eq true", "IsOnTime eq false", "IsResolved", "not IsResolved", "HasFee", "IsPaidOnline eq true", "ReusesData ne true", "AreComponentsDigitised eq true", "IsResultDigitised eq true",
        "ReceivedDate ge 2023-01-01", "ReceivedDate le 2023-12-31", "ReceivedDate lt 2024-01-01", "ReceivedDate le 2023-12-30", "ReceivedDate gt 2022-06-30", "ResolvedDate ge 2023-01-01", "ResolvedDate lt 2024-02-01",
        "not (ResolvedDate ge 2023-06-01)", "ReceivedDate ge 2023-06-01 or Channel eq 'Online'", "Period.Last12Months(Date=ReceivedDate)", "Period.YearToDate(Date=ReceivedDate)", "year(ReceivedDate) eq 2023", "year(ResolvedDate) eq 2023",
        "Channel eq 'Online'", "ServiceClass ne 'Full'", "ReceivingUnit/DistrictCode eq '522'", "startswith(ReceivingUnit/Name,'UBND')", "ReceivedOn/Year eq 2023", "ResolvedOn/Month eq 3", "Procedure/Sector ne null", "DossierKey gt 100",
    ];

    private static readonly string[] Aggregates =
    [
        "$count as N", "ProcessingDays with sum as S", "ProcessingDays with average as A", "ProcessingDays with max as M", "Channel with countdistinct as C",
    ];

    [Fact]
    public async Task Random_questions_have_the_same_answer()
    {
        var random = new Random(20261129);
        var (answered, asked) = (0, 150 * TestScale.Factor);
        for (var n = 0; n < asked; n++)
        {
            var filters = Some(Conditions, 0, random.Next(4)).ToList();
            var keys = Some(Keys, 0, 2).ToList();
            var aggregates = string.Join(',', Some(random.Next(3) == 0 ? Aggregates : Aggregates[..3], 1, 2));
            var inner = random.Next(6) == 0 ? $"filter({Some(Conditions, 1, 1).Single()})/aggregate({aggregates})" : $"aggregate({aggregates})";
            var steps = keys.Count == 0 ? $"aggregate({aggregates})" : $"groupby(({string.Join(',', keys)}),{inner})";
            if (random.Next(8) == 0)
            {
                steps = $"concat({steps},aggregate($count as Total))";
            }
            var query = $"Dossiers?$apply={(filters.Count == 0 ? "" : $"filter({string.Join(" and ", filters)})/")}{steps}";
            answered += await AnswersAlikeAsync(query) ? 1 : 0;
        }
        Assert.True(answered > asked / 6, $"Of {asked} questions {answered} were answered from summaries.");

        IEnumerable<string> Some(string[] of, int least, int most) => of.OrderBy(_ => random.Next()).Take(random.Next(least, most + 1)).ToArray();
    }

    [Theory]
    [InlineData("Dossiers?$apply=groupby((ReceivingUnit/DistrictCode),aggregate($count as N,ProcessingDays with average as D))", "agg_dossier_unit")]
    [InlineData("Dossiers?$apply=filter(IsOnTime eq true)/groupby((ReceivingUnit/DistrictCode,Channel),aggregate($count as N))&$orderby=N desc&$top=10", "agg_dossier_unit")]
    [InlineData("Dossiers?$apply=filter(ReceivedDate ge 2023-01-01 and ReceivedDate le 2023-12-31)/groupby((ReceivedOn/Month),aggregate($count as N))", "agg_dossier_unit_month")]
    [InlineData("Dossiers?$apply=filter(ReceivedDate ge 2023-01-02)/groupby((ReceivedOn/Month),aggregate($count as N))", null)]
    [InlineData("Dossiers?$apply=groupby((rollup(TerritoryLevels)),aggregate($count as N))", "agg_dossier_unit")]
    [InlineData("Dossiers?$apply=groupby((Procedure/Sector),aggregate($count as N))", "agg_dossier_month")]
    [InlineData("Dossiers?$apply=groupby((Status),aggregate($count as N))", null)]
    [InlineData("Dossiers?$count=true&$top=0&$filter=ReceivingUnit/DistrictCode eq '522'", "agg_dossier_unit")]
    [InlineData("DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode,MonthPeriod/Year),aggregate(Received with sum as R,OnTimeRate))", "agg_dossier_unit_month")]
    [InlineData("DossierMonths?$apply=groupby((Channel),aggregate($count as N))", null)]
    [InlineData("SignedDocuments?$apply=groupby((Unit/DistrictCode,Direction),aggregate($count as N))", "agg_document_month")]
    [InlineData("SignedDocuments?$apply=filter(not IsSecret and Form eq 'Electronic' and DocumentDate ge 2023-01-01)/groupby((DocumentOn/Year),aggregate($count as N))", "agg_document_month")]
    [InlineData("SignedDocuments?$apply=filter(Form eq 'Electronic')/groupby((DocumentOn/Year),aggregate($count as N))", null)]
    public async Task The_smallest_summary_that_holds_what_is_needed_answers(string query, string? table)
    {
        Assert.Equal(table is null ? [] : [table], await SummariesOfAsync(query));
        await AnswersAlikeAsync(query);
    }

    [Fact]
    public async Task A_question_for_detail_is_answered_from_the_rows_and_says_so()
    {
        const string Query = "Dossiers?$apply=groupby((Channel),aggregate($count as N))";
        Assert.Empty(await SummariesOfAsync(Query, "dtiw.detail,"));
        Assert.Contains("dtiw.detail", (await server.Client.GetAsync(FeedQueries.Encode(Query), ("Prefer", "dtiw.detail"))).Headers["Preference-Applied"].Single(), StringComparison.Ordinal);
    }

    private async Task<bool> AnswersAlikeAsync(string query)
    {
        var (over, detail) = (await server.Client.RowsAsync(query), await server.Client.GetAsync(FeedQueries.Encode(query), ("Prefer", "dtiw.detail,odata.maxpagesize=100000")));
        Assert.True(JsonNode.DeepEquals(over, detail.Value), $"{query}\nfrom summaries: {over.ToJsonString()}\nfrom rows: {detail.Value.ToJsonString()}");
        // What is kept of the answer is the answer.
        var kept = await server.Client.RowsAsync(query);
        Assert.True(JsonNode.DeepEquals(over, kept), $"{query}\nfirst: {over.ToJsonString()}\nkept: {kept.ToJsonString()}");
        return (await SummariesOfAsync(query)).Length > 0;
    }

    private async Task<string[]> SummariesOfAsync(string query, string wishes = "")
    {
        var explained = JsonNode.Parse((await server.Client.SendAsync(FeedQueries.Encode(query), headers: [("Prefer", wishes + "dtiw.explain")])).Text)!;
        return [.. explained["summaries"]!.AsArray().Select(s => (string)s!)];
    }
}
