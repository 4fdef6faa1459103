using System.Data;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DtiWarehouse.FeatureTests.Client;
using ExcelDataReader;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A form as its rows of cells, whatever it was rendered to: the text of each cell as printed, or its number where the format has types.</summary>
internal sealed record RenderedForm(IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The rows of the table of a page, without what leads to further definitions.</summary>
    public static RenderedForm OfPage(string html)
    {
        var body = Regex.Match(html, "<tbody>(.*)</tbody>", RegexOptions.Singleline).Groups[1].Value;
        var rows = Regex.Matches(body, "<tr[^>]*>(.*?)</tr>", RegexOptions.Singleline).Select(row => (IReadOnlyList<object?>)
            [.. Regex.Matches(row.Groups[1].Value, "<td[^>]*>(.*?)</td>", RegexOptions.Singleline).Select(cell => Text(cell.Groups[1].Value))]);
        return new RenderedForm([.. rows]);

        static string Text(string markup) => WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(markup, "<a class=\"more\".*?</a>", ""), "<[^>]*>", "")).Trim();
    }

    /// <summary>So many rows of a workbook's only sheet, from one that begins with a key on.</summary>
    public static RenderedForm OfWorkbook(byte[] workbook, string firstKey, int count)
    {
        using (var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false))
        {
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        }
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        Assert.Equal(1, reader.ResultsCount);
        var rows = new List<IReadOnlyList<object?>>();
        var begun = false;
        while (reader.Read() && rows.Count < count)
        {
            var row = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue).ToList();
            begun |= row[0] as string == firstKey;
            if (begun)
            {
                rows.Add(row);
            }
        }
        return new RenderedForm(rows);
    }
}

/// <summary>Asks a server for forms, and its warehouse for plain numbers.</summary>
internal sealed partial class FormClient(RunningServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Server.Address, "forms/v1/") };

    /// <summary>An answer of any status.</summary>
    public async Task<HttpResponseMessage> SendAsync(string target, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
        return await _http.SendAsync(request);
    }

    /// <summary>The body of an answer that is as expected.</summary>
    public async Task<byte[]> GetAsync(string target)
    {
        using var answer = await SendAsync(target);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{target}\n{(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
        return body;
    }

    public async Task<JsonNode> JsonAsync(string form, string options = "") => JsonNode.Parse(await GetAsync($"{form}?format=json{options}"))!;

    /// <summary>Sum of what a cell's definitions answer over HTTP; null where all of them answer null.</summary>
    public static async Task<decimal?> DefinedAsync(StrictClient feed, JsonNode cell)
    {
        decimal? sum = null;
        foreach (var definition in cell["definitions"]!.AsArray())
        {
            var rows = (await feed.GetAsync((string)definition!)).Value;
            sum = rows.Count == 0 || (decimal?)rows[0]!["Value"] is not { } value ? sum : (sum ?? 0) + value;
        }
        return sum;
    }

    /// <summary>One number by plain SQL on the server's warehouse.</summary>
    public long Sql(string query) => server.Folder.Database.Number(query);

    /// <summary>Rows by plain SQL on the server's warehouse.</summary>
    public IReadOnlyList<object?[]> Rows(string query) => server.Folder.Database.Rows(query);

    public static JsonNode? Cell(JsonNode form, string row, string column) => form["rows"]!.AsArray().Single(r => (string?)r!["row"] == row)!["cells"]![column];

    /// <summary>The number of a cell; null = none.</summary>
    public static decimal? Number(JsonNode form, string row, string column = "value") => (decimal?)Cell(form, row, column)!["value"];

    public static string State(JsonNode form, string row, string column = "value") => (string)Cell(form, row, column)!["state"]!;

    /// <summary>A form's rows as a typed format holds them: a number where the printed text is nothing but one, else the text.</summary>
    public static IReadOnlyList<IReadOnlyList<object?>> Expected(JsonNode form, bool isTyped) =>
    [
        .. form["rows"]!.AsArray().Select(row => (IReadOnlyList<object?>)[.. form["columns"]!.AsArray().Select(column =>
        {
            var cell = row!["cells"]![(string)column!["key"]!];
            var text = (string?)cell?["text"] ?? "";
            return isTyped && cell?["value"] is { } value && PrintedNumber().IsMatch(text) ? (double)value : isTyped && text.Length == 0 ? null : (object?)text;
        })]),
    ];

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"^([≥≤≈] )?-?[0-9]{1,3}(\.[0-9]{3})*(,[0-9]+)?$")]
    private static partial Regex PrintedNumber();
}
