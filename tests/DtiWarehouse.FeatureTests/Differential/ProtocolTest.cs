using System.Text.Json;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>A request, what must come back, and the clause that says so (OData Protocol 4.01 unless another part is named).</summary>
public sealed record Situation(string Clause, string Target, int Status, Func<Reply, bool>? Check = null, string Method = "GET", params (string Name, string Value)[] Headers);

/// <summary>A read-only service from outside, along the conformance levels of the protocol (13.1: minimal, intermediate, advanced).</summary>
public abstract class ProtocolTest(LibraryServer server)
{
    /// <summary>Situations that the service is known not to meet yet, by clause and target, each with its reason. A line less judges it.</summary>
    private static readonly Dictionary<string, string> Pending = new()
    {
        ["11.1.2 metadata in a format that is not there"] = "XML is sent whatever is asked for.",
    };

    private static readonly (string, string) V401 = ("OData-MaxVersion", "4.01");

    private static readonly Situation[] Situations =
    [
        // Minimal level: documents, versions, formats.
        new("11.1.1 service document", "", 200, r => Json(r).GetProperty("value").EnumerateArray().Select(e => e.GetProperty("name").GetString()).ToHashSet().IsSupersetOf(Library.Shapes.Keys)),
        new("11.1.1 service document has the metadata's address as its context", "", 200, r => Json(r).GetProperty("@odata.context").GetString()!.EndsWith("/library/$metadata", StringComparison.Ordinal)),
        new("11.1.1 service document with $format", "?$format=json", 200),
        new("11.1.2 metadata", "$metadata", 200, r => r.Headers["Content-Type"].StartsWith("application/xml", StringComparison.Ordinal) && r.Body.Contains("EntityContainer", StringComparison.Ordinal)),
        new("11.1.2 metadata in a format that is not there", "$metadata", 406, null, "GET", ("Accept", "image/png")),
        new("8.1.5 version on success", "Books?$top=1", 200, r => r.Headers["OData-Version"] is "4.0" or "4.01"),
        new("8.1.5 version on error", "Nowhere", 404, r => r.Headers["OData-Version"] is "4.0" or "4.01"),
        new("8.1.5 version of a 4.01 client", "Books?$top=1", 200, r => r.Headers["OData-Version"] is "4.0" or "4.01", "GET", V401),
        new("8.1.5 version not above what the client takes", "Books?$top=1", 200, r => r.Headers["OData-Version"] == "4.0", "GET", ("OData-MaxVersion", "4.0")),
        new("8.2.7 a version below all that the service has", "Books?$top=1", 400, IsError, "GET", ("OData-MaxVersion", "3.0")),
        new("8.1.1 content type", "Books?$top=1", 200, r => r.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal)),
        new("8.2.1 nothing acceptable", "Books", 406, IsError, "GET", ("Accept", "application/atom+xml")),
        new("8.2.1 an unknown parameter of a format", "Books", 406, IsError, "GET", ("Accept", "application/json;unknown=1")),
        new("8.2.1 one acceptable range is enough", "Books?$top=1", 200, null, "GET", ("Accept", "application/atom+xml,application/json;q=0.2")),
        new("8.2.1 without Accept", "Books?$top=1", 200),
        new("11.2.12 $format over Accept", "Books?$top=1&$format=application/json;odata.metadata=none", 200, r => !r.Body.Contains("odata.context", StringComparison.Ordinal), "GET", ("Accept", "application/json;odata.metadata=full")),
        new("11.2.12 an unknown $format", "Books?$format=yaml", 406, IsError),
        new("JSON 3.1.2 full metadata", "Books(1)?$format=application/json;odata.metadata=full", 200, r => Json(r).TryGetProperty("@odata.id", out var id) && id.GetString()!.EndsWith("Books(1)", StringComparison.Ordinal)),
        new("JSON 3.2 large numbers as strings", "Books?$filter=Words ne null&$select=Words,Price&$top=1", 200, r => Json(r).GetProperty("value")[0].GetProperty("Words").ValueKind == JsonValueKind.String, "GET", ("Accept", "application/json;IEEE754Compatible=true")),
        new("9.1.1 a lone entity", "Books(1)", 200, r => Json(r).GetProperty("Id").GetInt32() == 1),
        new("11.2.2 an entity by a named key", "Books(Id=1)", 200),
        new("11.2.2 an entity by two keys", "Copies(BookId=1,Number=1)", 200),
        new("11.2.2 the keys in another order", "Copies(Number=1,BookId=1)", 200),
        new("11.2.2 a key that is not there", "Books(9999)", 404, IsError),
        new("11.2.2 a key of the wrong type", "Books('x')", 400, IsError),
        new("URL 4.3.1 a quote in a key", "Branches('Q''1')", 200, r => Json(r).GetProperty("Code").GetString() == "Q'1"),
        new("URL 4.3.1 a slash in a key", "Branches('a%2Fb')", 200),
        new("URL 4.3.1 an ampersand in a key", "Branches('c%26d')", 200),
        new("URL 5.3 a key by alias", "Branches(@c)?@c='a/b'", 200),
        new("9.3.1 no such resource", "Nowhere", 404, IsError),
        new("9.3.1 no such property", "Books(1)/Nope", 404, IsError),
        new("11.2.4 a property", "Books(1)/Id", 200, r => Json(r).GetProperty("value").GetInt32() == 1),
        new("11.2.4.1 a raw value", "Books(1)/Id/$value", 200, r => r.Body == "1" && r.Headers["Content-Type"].StartsWith("text/plain", StringComparison.Ordinal)),
        new("11.2.4 null is no content", "Books(%NULLTITLE%)/Title", 204, r => r.Body.Length == 0),
        new("11.2.4.1 a raw null is no content", "Books(%NULLTITLE%)/Title/$value", 204),
        new("11.2.6 a navigation", "Copies(BookId=1,Number=1)/Book", 200, r => Json(r).GetProperty("Id").GetInt32() == 1),
        new("11.2.6 a navigation to nobody is no content", "Books(%NOAUTHOR%)/Author", 204),
        new("11.2.6 a navigation from nobody", "Books(9999)/Author", 404, IsError),
        new("11.2.6 a collection of related entities", "Books(1)/Copies?$orderby=Number", 200, r => Json(r).GetProperty("value").GetArrayLength() == 2),
        new("11.2.8 a reference", "Copies(BookId=1,Number=1)/Book/$ref", 200, r => Json(r).GetProperty("@odata.id").GetString()!.EndsWith("Books(1)", StringComparison.Ordinal)),
        new("11.2.8 references", "Books(1)/Copies/$ref", 200, r => Json(r).GetProperty("value").GetArrayLength() == 2),
        new("11.2.10 a count", "Books/$count", 200, r => r.Body == "80" && r.Headers["Content-Type"].StartsWith("text/plain", StringComparison.Ordinal)),
        new("11.2.10 a count of related entities", "Books(1)/Copies/$count", 200, r => r.Body == "2"),
        new("11.2.10 a count is not cut by $top", "Books/$count?$top=3", 200, r => r.Body == "80"),
        new("11.2.10 a count of what a filter keeps", "Books/$count?$filter=Id le 7", 200, r => r.Body == "7"),
        new("10.1 context of a collection", "Books?$top=1", 200, r => Json(r).GetProperty("@odata.context").GetString()!.EndsWith("$metadata#Books", StringComparison.Ordinal)),
        new("10.2 context of an entity", "Books(1)", 200, r => Json(r).GetProperty("@odata.context").GetString()!.EndsWith("$metadata#Books/$entity", StringComparison.Ordinal)),
        new("10.8 context of a selection", "Books?$select=Id,Title&$top=1", 200, r => Json(r).GetProperty("@odata.context").GetString()!.EndsWith("$metadata#Books(Id,Title)", StringComparison.Ordinal)),
        new("10.9 context of an expansion, 4.01", "Books?$expand=Copies&$top=1", 200, r => Context(r).EndsWith("$metadata#Books(Copies())", StringComparison.Ordinal) || r.Headers["OData-Version"] == "4.0", "GET", V401),

        // Refusals.
        new("11.4 writing is not allowed", "Books", 405, r => r.Headers.ContainsKey("Allow"), "POST"),
        new("11.4 deleting is not allowed", "Books(1)", 405, r => r.Headers.ContainsKey("Allow"), "DELETE"),
        new("11.4 patching is not allowed", "Books(1)", 405, r => r.Headers.ContainsKey("Allow"), "PATCH"),
        new("11.2.1 an unknown system query option", "Books?$unknown=1", 400, IsError),
        new("11.2.1 an option given twice", "Books?$top=1&$top=2", 400, IsError),
        new("11.2.1 a custom option is ignored", "Books?$top=1&custom=1", 200),
        new("11.2.6.3 a negative $top", "Books?$top=-1", 400, IsError),
        new("11.2.6.4 a negative $skip", "Books?$skip=-1", 400, IsError),
        new("11.2.1 options of a collection on an entity", "Books(1)?$filter=true", 400, IsError),
        new("11.2.1 $orderby on an entity", "Books(1)?$orderby=Id", 400, IsError),
        new("11.2.6.1 an unknown function", "Books?$filter=nope(Title)", 400, IsError),
        new("9.4 an error has code and message", "Books?$filter=Nope eq 1", 400, IsError),
        new("JSON 21.1 an error is JSON whatever is asked for", "Books?$filter=Nope eq 1", 406, IsError, "GET", ("Accept", "text/plain")),
        new("8.2.8.2 Isolation: snapshot is not supported", "Books?$top=1", 412, IsError, "GET", ("Isolation", "snapshot")),
        new("8.2.8.2 OData-Isolation: snapshot is not supported", "Books?$top=1", 412, IsError, "GET", ("OData-Isolation", "snapshot")),

        // Intermediate level.
        new("11.2.5.1 $select", "Books?$select=Id,Title&$top=1", 200, r => Json(r).GetProperty("value")[0].EnumerateObject().Count(p => !p.Name.Contains('@')) == 2),
        new("11.2.5.1 $select of an unknown property", "Books?$select=Nope", 400, IsError),
        new("11.2.6.1 $filter", "Books?$filter=Id eq 7", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1),
        new("11.2.6.1.3 a parameter alias", "Books?$filter=Id eq @p&@p=7", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1),
        new("11.2.6.1.3 an alias without a value is null", "Books?$filter=Id eq @p", 200, r => Json(r).GetProperty("value").GetArrayLength() == 0),
        new("11.2.6.5 $count", "Books?$count=true&$top=2", 200, r => Json(r).GetProperty("@odata.count").GetInt32() == 80),
        new("11.2.6.5 no $count", "Books?$count=false&$top=2", 200, r => !Json(r).TryGetProperty("@odata.count", out _)),
        new("11.2.6.3 $top=0", "Books?$top=0", 200, r => Json(r).GetProperty("value").GetArrayLength() == 0 && !r.Body.Contains("nextLink", StringComparison.Ordinal)),
        new("11.2.6.7 a page has a next link", "Books", 200, r => Json(r).TryGetProperty("@odata.nextLink", out _) && r.Headers["Preference-Applied"].Contains("maxpagesize", StringComparison.Ordinal), "GET", ("Prefer", "odata.maxpagesize=3")),
        new("8.2.8.5 the preference without its prefix", "Books", 200, r => Json(r).GetProperty("value").GetArrayLength() == 3, "GET", ("Prefer", "maxpagesize=3")),
        new("8.2.8.5 a page size of nothing is ignored or refused", "Books?$top=2", 200, r => Json(r).GetProperty("value").GetArrayLength() == 2, "GET", ("Prefer", "maxpagesize=0")),
        new("8.2.8 an unknown preference is ignored", "Books?$top=1", 200, null, "GET", ("Prefer", "something=\"else\", respond-async, odata.continue-on-error")),
        new("8.2.8.6 omit-values=nulls", "Books(%NULLTITLE%)", 200, r => !Json(r).TryGetProperty("Title", out _) || !r.Headers.ContainsKey("Preference-Applied"), "GET", ("Prefer", "omit-values=nulls")),
        new("11.2.6.7 an altered token", "Books?$skiptoken=AAAA", 400, IsError),
        new("11.2.6.6 $search", "Books?$search=kieu&$top=1", 200),

        // Advanced level.
        new("11.2.5.2 $expand", "Books(1)?$expand=Copies", 200, r => Json(r).GetProperty("Copies").GetArrayLength() == 2),
        new("11.2.5.2 $expand with a count", "Books?$expand=Copies($count=true;$top=1)&$filter=Id eq 1", 200, r => Json(r).GetProperty("value")[0].GetProperty("Copies@odata.count").GetInt32() == 2),
        new("11.2.5.2.1.1 $levels", "Branches?$expand=Parent($levels=2)", 200),
        new("11.2.5.2.1.1 $levels=max", "Branches?$expand=Parent($levels=max)", 200),
        new("11.2.5.2 expanding all", "Books(1)?$expand=*", 200, r => Json(r).TryGetProperty("Author", out _) && Json(r).TryGetProperty("Copies", out _)),
        new("11.2.5.2 expanding references", "Books(1)?$expand=Copies/$ref", 200, r => Json(r).GetProperty("Copies")[0].TryGetProperty("@odata.id", out _)),
        new("11.2.5.2 a structural property cannot be expanded", "Books?$expand=Title", 400, IsError),
        new("11.2.6.1.1 lambda operators", "Books?$filter=Copies/any(c:c/Number gt 3)", 200),
        new("URL 5.1.1.5 now", "Books?$filter=AddedAt lt now()&$count=true&$top=0", 200),

        // 4.01.
        new("URL 5.1 an option without its dollar, 4.01", "Books?top=1", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1, "GET", V401),
        new("URL 5.1 an option in capitals, 4.01", "Books?$TOP=1", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1, "GET", V401),
        new("URL 5.1.1.1 an operator in capitals, 4.01", "Books?$filter=Id EQ 7", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1, "GET", V401),
        new("URL 5.1.1.5 a function in capitals, 4.01", "Books?$filter=CONTAINS(Title,'a')", 200, null, "GET", V401),
        new("URL 5.1 the same option in two spellings, 4.01", "Books?$top=1&TOP=2", 400, IsError, "GET", V401),
        new("11.2.1 a query sent in the body, 4.01", "Books/$query", 200, r => Json(r).GetProperty("value").GetArrayLength() == 2, "POST", V401, ("Content", "text/plain|$top=2")),
        new("11.7 a batch, 4.01", "$batch", 200, r => Json(r).GetProperty("responses")[0].GetProperty("status").GetInt32() == 200, "POST", V401, ("Content", "application/json|{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"Books(1)\"}]}")),
        new("URL 4.9 a filter in the path, 4.01", "Books/$filter(Id eq 7)", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1, "GET", V401),
        new("URL 4.11 a cast to the type itself", "Books/Library.Book?$top=1", 200, r => Json(r).GetProperty("value").GetArrayLength() == 1),
        new("URL 4.14 $entity", "$entity?$id=Books(1)", 200, r => Json(r).GetProperty("Id").GetInt32() == 1),
        new("9.1.1 HEAD", "Books(1)", 200, r => r.Body.Length == 0 && r.Headers.ContainsKey("OData-Version"), "HEAD"),
    ];

    public static TheoryData<string> Names => [.. Situations.Select(s => s.Clause)];

    [Theory, MemberData(nameof(Names))]
    public async Task The_service_answers_as_the_protocol_says(string clause)
    {
        var situation = Situations.Single(s => s.Clause == clause);
        var target = situation.Target
            .Replace("%NULLTITLE%", server.Rows.Books.First(b => b.Title is null).Id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("%NOAUTHOR%", server.Rows.Books.First(b => b.Author is null).Id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(" ", "%20", StringComparison.Ordinal);
        var reply = await server.SendAsync(target, new HttpMethod(situation.Method), situation.Headers);
        var isMet = reply.Status == situation.Status && reply.Headers.ContainsKey("OData-Version") && situation.Check?.Invoke(reply) is not false;
        Assert.True(isMet || Pending.ContainsKey(clause), $"{situation.Method} {target}\n{clause}: {situation.Status} was expected\n{reply.Status} {string.Join("; ", reply.Headers.Select(h => $"{h.Key}: {h.Value}"))}\n{reply.Body[..Math.Min(400, reply.Body.Length)]}");
        Assert.True(!isMet || !Pending.ContainsKey(clause), $"{clause} is met now: take it off the list.");
    }

    private static JsonElement Json(Reply reply) => JsonDocument.Parse(reply.Body).RootElement;

    private static string Context(Reply reply) => (Json(reply).TryGetProperty("@odata.context", out var context) ? context : Json(reply).GetProperty("@context")).GetString()!;

    /// <summary>JSON 21: an object whose only member is error, with a code and a message that are not empty.</summary>
    private static bool IsError(Reply reply) => reply.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal)
        && Json(reply).TryGetProperty("error", out var error) && error.GetProperty("code").GetString() is { Length: > 0 } && error.GetProperty("message").GetString() is { Length: > 0 };
}
