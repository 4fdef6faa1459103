using System.Net;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Who may operate the jobs, and what wrong requests get.</summary>
public abstract class Operators_are_asked_for_properly(EmptyServer server)
{
    [Theory]
    [InlineData("GET", "jobs/igate_dosiers", 404, "igate_dossiers")]
    [InlineData("GET", "runs/1", 404, "There is no run '1'")]
    [InlineData("GET", "nothing/here", 404, "/operations/v1/jobs")]
    [InlineData("GET", "jobs?top=1", 400, "There is no option 'top' here")]
    [InlineData("GET", "runs?top=0", 400, "a whole number from 1 to 1000")]
    [InlineData("GET", "runs?feed=holidays&job=open_dossiers", 400, "Name one feed or one job")]
    [InlineData("GET", "runs?feed=holiday", 404, "holidays")]
    [InlineData("POST", "jobs", 405, "allowed: GET, HEAD")]
    [InlineData("GET", "jobs/holidays/run", 405, "allowed: POST")]
    [InlineData("DELETE", "runs", 405, "DELETE is not allowed")]
    [InlineData("POST", "jobs/nothing/pause", 404, "There is no job 'nothing'")]
    public async Task A_wrong_request_gets_a_sentence_in_both_languages(string method, string path, int status, string says)
    {
        using var person = new Operator(server.Server);
        await person.WaitForSchedulerAsync("running");

        var answer = await person.SendAsync(HttpMethod.Parse(method), path);

        var message = (string)answer.Body!["error"]!["message"]!;
        Assert.Equal((status, $"OPS{status}"), ((int)answer.Status, (string)answer.Body["error"]!["code"]!));
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(message.Split(" / ")[0], c => c > '\u007F');
        Assert.Equal(status == 405, answer.Content.Allow.Count > 0);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("X-Forwarded-For", "203.0.113.7", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task A_foreign_page_or_another_machine_is_turned_away(string header, string value, int status)
    {
        using var person = new Operator(server.Server);
        await person.WaitForSchedulerAsync("running");

        foreach (var (method, path) in new[] { (HttpMethod.Post, "jobs/holidays/resume"), (HttpMethod.Get, "jobs") })
        {
            Assert.Equal(status, (int)(await person.SendAsync(method, path, "application/json", (header, value))).Status);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task An_order_that_a_form_could_send_is_refused(string? contentType)
    {
        using var person = new Operator(server.Server);
        await person.WaitForSchedulerAsync("running");

        var answer = await person.SendAsync(HttpMethod.Post, "jobs/holidays/pause", contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.False((bool)(await person.GetAsync("jobs/holidays"))["paused"]!);
    }
}
