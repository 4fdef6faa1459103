using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Questions that make no sense get a sentence in the reader's language, and the server goes on.</summary>
public abstract class Wrong_urls(SampleServer server)
{
    private StrictClient Client => server.Client;

    [Theory]
    [InlineData(404, "ODATA201", "Dossier", "Dossiers")]
    [InlineData(400, "ODATA203", "Dossiers?$filter=RecievedDate eq 2023-01-01", "ReceivedDate")]
    [InlineData(400, "ODATA203", "Dossiers?$select=DossierCod", "DossierCode")]
    [InlineData(400, "ODATA205", "Dossiers?$filter=ReceivedDate eq 'hôm qua'", "Sai kiểu dữ liệu")]
    [InlineData(400, "ODATA101", "Dossiers?$filter=(ProcessingDays gt 5", "Lỗi cú pháp tại vị trí")]
    [InlineData(400, "ODATA101", "Dossiers?$filter=ProcessingDays gt 5)", "Lỗi cú pháp tại vị trí")]
    [InlineData(400, "ODATA103", "Dossiers?$filtre=true", "$filter")]
    [InlineData(404, "ODATA202", "Dossiers(999999999)", "Dossiers(999999999)")]
    public async Task A_wrong_question_is_answered_in_Vietnamese(int status, string code, string query, string says)
    {
        var answer = await Client.FailAsync(status, FeedQueries.Encode(query), ("Accept-Language", "vi"));

        Assert.Equal(code, answer.ErrorCode);
        Assert.Contains(says, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(answer.ErrorMessage, c => c > '\u007F');
        Assert.NotEmpty((await Client.GetAsync("Dossiers?$top=1")).Value);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(2_000)]
    [InlineData(120)]
    public async Task Nested_parentheses_beyond_the_limit_are_refused(int depth)
    {
        var filter = new string('(', depth) + "true" + new string(')', depth);

        var answer = await Client.SendAsync($"Dossiers?$filter={filter}&$top=1", headers: ("Accept-Language", "vi"));

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Equal(depth > 10_000 ? "ODATA311" : "ODATA312", answer.ErrorCode);
        Assert.Contains("giới hạn", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.NotEmpty((await Client.GetAsync("Dossiers?$top=1")).Value);
    }
}
