using System.Net;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Client;

/// <summary>
/// Power Query's OData engine on the wire (Power BI, Excel, dataflows, the gateway): its headers as captured, its way of asking,
/// and what it takes no other way. Every answer is read by the strict reader, which words the errors that its users see.
/// </summary>
public sealed class PowerQuery(StrictClient client)
{
    private const string MixedAccept =
        "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7";

    /// <summary>What the editor asks for to show the first rows.</summary>
    public const int PreviewRows = 1000;

    private static readonly (string, string)[] Headers =
    [
        ("User-Agent", "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)"), ("OData-MaxVersion", "4.0"), ("MaxDataServiceVersion", "3.0"), ("Accept", MixedAccept),
    ];

    /// <summary>The targets that were asked, in order.</summary>
    public List<string> Asked { get; } = [];

    public async Task<Answer> AskAsync(string target, params (string Name, string Value)[] more)
    {
        Asked.Add(target);
        var answer = await client.SendAsync(target, headers: [.. Headers, .. more]);
        // Two of them, in whatever case, are joined to "4.0,4.0" and refused.
        Assert.Equal("4.0", Assert.Single(answer.Headers["OData-Version"]));
        if (answer.Status is HttpStatusCode.NoContent)
        {
            Assert.Empty(answer.Body);
            return answer;
        }
        Assert.Single(answer.Headers["Content-Type"]);
        if (answer.Status is HttpStatusCode.OK && answer.ContentType is not ("text/plain" or "application/xml"))
        {
            Assert.Equal("application/json;odata.metadata=minimal", answer.ContentType);
            Assert.StartsWith($"{client.Root}$metadata", answer.Context, StringComparison.Ordinal);
            // An expanded navigation with parentheses and nothing in them is of 4.01 and refused.
            Assert.DoesNotContain("()", answer.Context, StringComparison.Ordinal);
        }
        return answer;
    }

    public async Task<JsonArray> RowsAsync(string target, params (string Name, string Value)[] more)
    {
        var answer = await AskAsync(target, more);
        Assert.True(answer.Status is HttpStatusCode.OK, $"{target}\n{answer.Text}");
        return answer.Value;
    }

    /// <summary>A full load: page after page until no link leads on.</summary>
    public async Task<List<JsonNode>> LoadAsync(string target)
    {
        var rows = new List<JsonNode>();
        for (var next = target; next is not null;)
        {
            var answer = await AskAsync(next);
            Assert.True(answer.Status is HttpStatusCode.OK, $"{next}\n{answer.Text}");
            Assert.True(next == target || answer.Value.Count > 0, "The last page is empty: a link led on where nothing followed.");
            rows.AddRange(answer.Value.Select(row => row!));
            next = answer.NextLink;
            Assert.True(next is null || next.StartsWith(client.Root.AbsoluteUri, StringComparison.Ordinal), $"Another base: {next}");
        }
        return rows;
    }
}
