using System.Net;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What no form can be given for gets a sentence in both languages, as a problem body and as a page.</summary>
public abstract class Wrong_forms(SampleServer server, EmptyServer empty)
{
    [Theory]
    [InlineData("no-form", 404, "FORM201", "ii-06a")]
    [InlineData("dti-sheet/x", 404, "FORM201", "dti-sheet/x")]
    [InlineData("dti-sheet?year=2021", 400, "FORM101", "period")]
    [InlineData("dti-sheet?period=2021&period=2022", 400, "FORM102", "period")]
    [InlineData("dti-sheet?format=pdf", 400, "FORM103", "xlsx")]
    [InlineData("dti-sheet?period=2021-13", 400, "FORM104", "2021-13")]
    [InlineData("dti-sheet?period=1999", 400, "FORM104", "2010")]
    [InlineData("dti-sheet?period=2023-to-02-30", 400, "FORM104", "2023-to-02-30")]
    [InlineData("dti-sheet?period=2021%0A", 200, "", "")]
    [InlineData("dti-sheet?period=20%0021", 400, "FORM104", "kỳ")]
    [InlineData("dti-sheet?period=2021-Q1", 400, "FORM105", "2023")]
    [InlineData("unit-annex?period=2021", 400, "FORM105", "2023-08")]
    [InlineData("dti-sheet?period=2034", 400, "FORM106", "2034")]
    [InlineData("annual-report?unit=H48.10&period=2023", 400, "FORM107", "Sở Xây dựng")]
    [InlineData("dti-sheet?unit=H99&period=2021", 404, "FORM202", "H99")]
    [InlineData("dti-sheet?unit=H48'%20or%20'1'%20eq%20'1&period=2021", 404, "FORM202", "H48'")]
    [InlineData("dti-sheet?unit=A%26$filter=true&period=2021", 404, "FORM202", "A&$filter=true")]
    [InlineData("dti-sheet?unit=000.00.55.H48&period=2021", 404, "FORM203", "31/01/2020")]
    public async Task A_wrong_question_is_a_clear_problem(string target, int status, string code, string says)
    {
        using var forms = new FormClient(server);

        using var answer = await forms.SendAsync(target, ("Accept-Language", "en"));

        Assert.Equal(status, (int)answer.StatusCode);
        if (code.Length == 0)
        {
            return;
        }
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((status, code), ((int)problem["status"]!, (string)problem["code"]!));
        Assert.Contains(says, (string)problem["vi"]!, StringComparison.Ordinal);
        Assert.Equal((string)problem["en"]!, (string)problem["detail"]!);
        Assert.NotEqual((string)problem["en"]!, (string)problem["vi"]!);
    }

    [Fact]
    public async Task A_browser_gets_a_page_that_shows_what_was_asked_as_text()
    {
        using var forms = new FormClient(server);
        using var answer = await forms.SendAsync("dti-sheet?unit=%3Cscript%3Ealert(1)%3C/script%3E", ("Accept", "text/html"), ("Accept-Language", "vi"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Không có đơn vị", page, StringComparison.Ordinal);
        Assert.Contains("No unit has the identifier", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_reading_is_allowed()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PostAsync(new Uri(server.Server.Address, "forms/v1/dti-sheet"), null);
        Assert.Equal((405, "GET,HEAD"), ((int)answer.StatusCode, string.Join(',', answer.Content.Headers.Allow)));
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(server.Server.Address, "forms/v1/dti-sheet?period=2021")));
        Assert.Equal((200, 0), ((int)head.StatusCode, (await head.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task A_warehouse_without_organisations_says_so()
    {
        using var forms = new FormClient(empty);
        using var answer = await forms.SendAsync("dti-sheet?period=2021");
        Assert.Equal((404, "FORM204"), ((int)answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!));
    }

    [Fact]
    public void While_the_warehouse_is_being_filled_forms_say_how_far_it_is()
    {
        var early = server.Early.Where(e => e.Form is not HttpStatusCode.OK).ToList();
        Assert.NotEmpty(early);
        Assert.All(early, e =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, e.Form);
            Assert.Equal("FORM301", (string)JsonNode.Parse(e.FormProblem)!["code"]!);
        });
    }
}
