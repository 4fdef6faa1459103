using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$batch</c> in both formats: every answer is what the request would get alone, and one bad part spoils no other.</summary>
public abstract class BatchSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static readonly (string, string) GoOn = ("Prefer", "continue-on-error");

    private Task<Answer> PostAsync(string body, string type, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return Client.SendAsync("$batch", HttpMethod.Post, content: content, headers: headers);
    }

    private Task<Answer> JsonAsync(string requests, params (string Name, string Value)[] headers) => PostAsync($$"""{"requests":[{{requests}}]}""", "application/json", headers);

    private static string Get(string id, string url, string more = "") => $$"""{"id":"{{id}}","method":"get","url":"{{url}}"{{more}}}""";

    private static JsonArray Responses(Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json["responses"]!.AsArray();
    }

    private static IEnumerable<int> Statuses(Answer answer) => Responses(answer).Select(r => (int)r!["status"]!);

    private static string Multipart(params string[] requests) =>
        "preamble\r\n" + string.Concat(requests.Select(r => $"--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{r}\r\n\r\n\r\n")) + "--b--\r\nepilogue";

    private Task<Answer> MultipartAsync(string body, params (string Name, string Value)[] headers) => PostAsync(body, "multipart/mixed; boundary=b", headers);

    /// <summary>Status, headers and body of each part.</summary>
    private static List<(int Status, string Headers, string Body)> Parts(Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var boundary = Regex.Match(answer.ContentType!, "^multipart/mixed;boundary=(.+)$").Groups[1].Value;
        Assert.EndsWith($"--{boundary}--\r\n", answer.Text, StringComparison.Ordinal);
        return [.. answer.Text.Split($"--{boundary}").Skip(1).SkipLast(1).Select(p =>
        {
            var pieces = p.Split("\r\n\r\n", 3);
            Assert.Contains("Content-Type: application/http", pieces[0], StringComparison.Ordinal);
            return (int.Parse(pieces[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), pieces[1], pieces[2][..^2]);
        })];
    }

    [Fact]
    public async Task Every_json_answer_is_that_of_the_request_alone()
    {
        string[] targets = ["Bikes?$top=2&$expand=Rentals", "Bikes(1)", "Bikes(1)/Name", "", "Shops('O''Neil%2F1')", "Bikes?$filter=Name%20eq%20'Th%E1%BB%91ng%20Nh%E1%BA%A5t'&$count=true", "Bikes(1)/Rentals/$ref"];
        var answer = await JsonAsync(string.Join(',', targets.Select((t, i) => Get($"r{i}", t))), GoOn);
        Assert.Equal("application/json", answer.ContentType);
        foreach (var (target, response) in targets.Zip(Responses(answer)))
        {
            Assert.Equal(200, (int)response!["status"]!);
            Assert.Equal("4.0", (string?)response["headers"]!["odata-version"]);
            Equal((await Client.GetAsync(target)).Text, response["body"]!);
        }
        Assert.Equal(targets.Select((_, i) => $"r{i}"), Responses(answer).Select(r => (string?)r!["id"]));
    }

    [Fact]
    public async Task Text_comes_as_a_string_and_bytes_as_base64url()
    {
        var responses = Responses(await JsonAsync(string.Join(',', Get("count", "Bikes/$count"), Get("text", "Bikes(1)/Notes/$value"), Get("bytes", "Bikes(1)/Photo/$value"), Get("none", "Bikes(2)/Maker"), Get("xml", "$metadata"))));
        Assert.Equal(("70", "O'Neil\n🚲", "AQIDBA"), ((string?)responses[0]!["body"], (string?)responses[1]!["body"], (string?)responses[2]!["body"]));
        Assert.Equal(204, (int)responses[3]!["status"]!);
        Assert.False(responses[3]!.AsObject().ContainsKey("body"));
        var xml = (string)responses[4]!["body"]!;
        Assert.Equal(Client.Metadata, Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(xml)));
    }

    [Fact]
    public async Task Every_part_of_a_multipart_answer_is_that_of_the_request_alone()
    {
        var path = Client.Root.AbsolutePath;
        var answer = await MultipartAsync(Multipart(
            $"GET {Root}Bikes(1) HTTP/1.1\r\nHost: elsewhere.example", $"GET {path}Bikes?$top=2 HTTP/1.1", "GET Bikes(1)/Name/$value HTTP/1.1\r\nOData-MaxVersion: 4.01", "GET Bikes/$count"));
        var parts = Parts(answer);
        string[] targets = ["Bikes(1)", "Bikes?$top=2", "Bikes(1)/Name/$value", "Bikes/$count"];
        foreach (var (target, part) in targets.Zip(parts))
        {
            Assert.Equal(200, part.Status);
            Assert.Equal((await Client.GetAsync(target)).Text, part.Body);
        }
        Assert.Equal(targets.Length, parts.Count);
        Assert.Contains("OData-Version: 4.0\r\n", parts[0].Headers + "\r\n", StringComparison.Ordinal);
        Assert.Contains("OData-Version: 4.01\r\n", parts[2].Headers + "\r\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_may_end_with_a_line_feed_alone_and_an_answer_may_be_asked_for_in_the_other_format()
    {
        var asJson = await MultipartAsync(Multipart("GET Bikes(1)?$select=Id HTTP/1.1\r\nContent-ID: one").Replace("\r\n", "\n", StringComparison.Ordinal), ("Accept", "application/json"));
        Assert.Equal((1, "one"), ((int)Responses(asJson)[0]!["body"]!["Id"]!, (string?)Responses(asJson)[0]!["id"]));
        var asMultipart = Parts(await JsonAsync(Get("1", "Bikes(1)/Name/$value"), ("Accept", "multipart/mixed")));
        Assert.Equal("Xe \"một\"", Assert.Single(asMultipart).Body);
        Assert.Equal(HttpStatusCode.NotAcceptable, (await JsonAsync(Get("1", "Bikes"), ("Accept", "text/html"))).Status);
    }

    [Fact]
    public async Task The_first_error_ends_a_batch_that_does_not_ask_to_go_on()
    {
        var requests = string.Join(',', Get("1", "Bikes(1)"), Get("2", "Bikes?$filter=Nope%20eq%201"), Get("3", "Nope"), Get("4", "Bikes/$count"));
        Assert.Equal([200, 400], Statuses(await JsonAsync(requests)));
        Assert.Equal([200, 400], Statuses(await JsonAsync(requests, ("Prefer", "odata.continue-on-error=false"))));
        foreach (var preference in new[] { "continue-on-error", "odata.continue-on-error", "continue-on-error=true", "maxpagesize=3, odata.continue-on-error=true" })
        {
            Assert.Equal([200, 400, 404, 200], Statuses(await JsonAsync(requests, ("Prefer", preference))));
        }
        Assert.Equal([200, 400, 404, 200], Parts(await MultipartAsync(Multipart("GET Bikes(1)", "GET Bikes?$filter=Nope%20eq%201", "GET Nope", "GET Bikes/$count"), GoOn)).Select(p => p.Status));
    }

    [Theory]
    [InlineData("Bikes", "post", 405), InlineData("Bikes(1)", "delete", 405), InlineData("Bikes(1)", "PATCH", 405), InlineData("$batch", "post", 400), InlineData("$batch", "get", 405), InlineData("Bikes/$query", "get", 405)]
    [InlineData("http://elsewhere.example/shop/v1/Bikes", "get", 400), InlineData("//elsewhere.example/Bikes", "get", 400), InlineData("/health", "get", 400), InlineData("../v1/Bikes", "get", 404), InlineData("Bikes(999)", "get", 404), InlineData("$9/Rentals", "get", 404), InlineData("Bikes?$top=x", "get", 400)]
    public async Task A_request_that_cannot_be_answered_has_an_error_of_its_own(string url, string method, int status)
    {
        var answer = await JsonAsync($$"""{"id":"bad","method":"{{method}}","url":"{{url}}"},{{Get("good", "Bikes/$count")}}""", GoOn);
        var bad = Responses(answer)[0]!;
        Assert.Equal((status, 200), ((int)bad["status"]!, (int)Responses(answer)[1]!["status"]!));
        Assert.StartsWith("ODATA", (string?)bad["body"]!["error"]!["code"], StringComparison.Ordinal);
        Assert.Equal(status == 405, bad["headers"]!.AsObject().ContainsKey("allow"));
    }

    [Fact]
    public async Task Dependencies_are_met_or_fail()
    {
        var answer = await JsonAsync(string.Join(',',
            Get("1", "Bikes(1)"),
            Get("2", "$1/Rentals/$count", ""","dependsOn":["1"]"""),
            Get("3", "Nope"),
            Get("4", "Bikes(2)", ""","dependsOn":["3"]"""),
            Get("5", "Bikes(2)", ""","dependsOn":["later"]"""),
            Get("6", "$1/Rentals"),
            Get("7", "Bikes(2)", ""","dependsOn":["1","2"]"""),
            Get("8", "Bikes(2)", ""","atomicityGroup":"g" """),
            Get("9", "Bikes(2)", ""","if":"true" """)), GoOn);
        Assert.Equal([200, 200, 404, 424, 424, 400, 200, 501, 501], Statuses(answer));
        Assert.Equal("3", (string?)Responses(answer)[1]!["body"]);
        var set = $"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\nPOST Bikes HTTP/1.1\r\n\r\n{{}}\r\n--c--\r\n";
        Assert.Equal([501, 200], Parts(await MultipartAsync(set + Multipart("GET Bikes(1)")["preamble\r\n".Length..], GoOn)).Select(p => p.Status));
    }

    [Fact]
    public async Task Headers_of_a_part_cannot_pretend_another_place_or_person()
    {
        var headers = """
            ,"headers":{"Host":"evil.example","X-Forwarded-Host":"evil.example","X-Forwarded-Proto":"https","Authorization":"Bearer x","Accept":"application/json;odata.metadata=full","Prefer":"maxpagesize=2"}
            """;
        var answer = await JsonAsync(Get("1", "Bikes?$select=Id", headers));
        Assert.DoesNotContain("evil", answer.Text, StringComparison.Ordinal);
        var body = Responses(answer)[0]!["body"]!;
        Assert.StartsWith(Root, (string?)body["@odata.nextLink"], StringComparison.Ordinal);
        Assert.Equal(2, body["value"]!.AsArray().Count);
        Assert.NotNull(body["value"]![0]!["@odata.id"]);
    }

    [Fact]
    public async Task A_query_in_a_body_may_be_part_of_a_batch()
    {
        var answer = await JsonAsync("""{"id":"1","method":"post","url":"Bikes/$query","headers":{"Content-Type":"text/plain"},"body":"$select=Id&$filter=Id le 2"}""");
        Equal((await Client.GetAsync("Bikes?$select=Id&$filter=Id%20le%202")).Value.ToJsonString(), Responses(answer)[0]!["body"]!["value"]!);
    }

    [Fact]
    public async Task Batches_have_limits()
    {
        var many = await JsonAsync(string.Join(',', Enumerable.Range(0, 11).Select(i => Get($"{i}", "Bikes(1)"))));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "ODATA304"), (many.Status, many.ErrorCode));
        var parts = await MultipartAsync(Multipart([.. Enumerable.Repeat("GET Bikes(1)", 11)]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "ODATA304"), (parts.Status, parts.ErrorCode));
        var large = await JsonAsync(Get("1", "Bikes?x=" + new string('x', 20_000)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "ODATA303"), (large.Status, large.ErrorCode));
    }

    [Theory]
    [InlineData("text/plain", 415), InlineData("multipart/mixed", 400), InlineData("multipart/form-data; boundary=b", 415), InlineData("application/json;charset=utf-16", 415)]
    public async Task Other_types_are_not_taken(string type, int status) => Assert.Equal(status, (int)(await PostAsync("x", type)).Status);

    [Theory]
    [InlineData(""), InlineData("x"), InlineData("[]"), InlineData("{}"), InlineData("""{"requests":1}"""), InlineData("""{"requests":[1]}"""), InlineData("""{"requests":[{}]}"""), InlineData("""{"requests":[{"id":1,"method":"get","url":""}]}"""), InlineData("""{"requests":[{"id":"1","method":"get","url":""},{"id":"1","method":"get","url":""}]}"""), InlineData("""{"requests":[""")]
    public async Task What_is_no_batch_is_refused_whole(string body) => Assert.Equal("ODATA405", (await PostAsync(body, "application/json")).ErrorCode);

    [Theory]
    [InlineData(""), InlineData("no boundary"), InlineData("--b\r\nContent-Type: application/http\r\n\r\nGET Bikes HTTP/1.1\r\n"), InlineData("--c--")]
    public async Task What_has_no_boundaries_is_refused_whole(string body) => Assert.Equal("ODATA405", (await MultipartAsync(body)).ErrorCode);

    [Fact]
    public async Task Mutated_batches_never_break_the_server()
    {
        var random = new Random(4_711);
        var seeds = new[]
        {
            $$"""{"requests":[{{Get("1", "Bikes(1)", ""","headers":{"Accept":"application/json"}""")}},{{Get("2", "$1/Rentals?$top=1", ""","dependsOn":["1"]""")}},{{Get("3", Client.Root.AbsolutePath + "Bikes/$count")}}]}""",
            Multipart("GET Bikes(1) HTTP/1.1\r\nAccept: application/json\r\nHost: x", $"GET {Root}Bikes?$top=1 HTTP/1.1", "POST Bikes/$query HTTP/1.1\r\nContent-Type: text/plain\r\n\r\n$top=1"),
        };
        string[] pieces = ["\"", "{", "}", "[", "]", ",", ":", "null", "1", "\\u0000", "\\ud800", "\r\n", "\n", "\r\n\r\n", "--b", "--b--", "--", "HTTP/9", "GET", "%ZZ", "%00", "'", "$1/", "$batch", "//x", "\t", "é", "\0", "Content-Type: ", "multipart/mixed; boundary=b", "\"dependsOn\":[null],", "\"headers\":{\"\":\"\\n\"},"];
        for (var i = 0; i < 600 * TestScale.Factor; i++)
        {
            var form = random.Next(2);
            var text = new StringBuilder(seeds[form]);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length + 1);
                var length = Math.Min(random.Next(1, 9), text.Length - at);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(at, pieces[random.Next(pieces.Length)]),
                    _ => text.Remove(at, length).Insert(at, pieces[random.Next(pieces.Length)]),
                };
            }
            var body = text.ToString();
            var answer = await PostAsync(body, form == 0 ? "application/json" : "multipart/mixed; boundary=b", GoOn, ("Accept", "application/json"));
            Assert.True((int)answer.Status is 200 or 400 or 413, $"{(int)answer.Status} {answer.Text}\n{body}");
            if (answer.Status == HttpStatusCode.OK)
            {
                Assert.All(Responses(answer), r => Assert.True((int)r!["status"]! is < 500 or 501, $"{r}\n{body}"));
            }
        }
    }
}
