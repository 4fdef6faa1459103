using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OData;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Client;

/// <summary>Reads a body to its end with Microsoft's reader: version 4.0 at most, all validations on.</summary>
internal sealed class PayloadReader(IEdmModel model, Uri root)
{
    public void Read(Answer answer)
    {
        // Without a context nothing says what the body is. A count without its collection ($expand=Nav/$count) is in the
        // standard, but Microsoft's reader refuses it. That such a body is JSON is all there is to check.
        var target = Uri.UnescapeDataString(answer.Target);
        if (answer.ContentType!.Contains("metadata=none", StringComparison.Ordinal)
            || (target.Contains("expand=", StringComparison.OrdinalIgnoreCase) && target.Contains("/$count", StringComparison.Ordinal)))
        {
            _ = answer.Json;
            return;
        }
        // The types that $metadata declares are closed, and Microsoft's reader refuses properties that are not theirs. The
        // standard has none to declare for what a request itself defines, so these answers are read as JSON.
        if (Regex.IsMatch(target, @"^[^?]*\w[^?]*\?.*(apply|compute) *=", RegexOptions.IgnoreCase | RegexOptions.Singleline))
        {
            ReadTransformed(answer, target);
            return;
        }
        var version = answer.Headers["OData-Version"][0] == "4.0" ? ODataVersion.V4 : ODataVersion.V401;
        var settings = new ODataMessageReaderSettings(version)
        {
            BaseUri = root,
            Version = version,
            MaxProtocolVersion = version,
            Validations = ValidationKinds.All,
            EnableMessageStreamDisposal = true,
            // Annotations of the service's own are read too, against the terms that $metadata declares.
            ShouldIncludeAnnotation = _ => true,
            // A full page is larger than the reader takes by default.
            MessageQuotas = { MaxReceivedMessageSize = 64 * 1024 * 1024 },
        };
        var kinds = Using(answer, settings, reader => reader.DetectPayloadKind().Select(k => k.PayloadKind).ToList());
        Assert.NotEmpty(kinds);
        Using(answer, settings, reader => ReadAs(reader, kinds, answer));
    }

    /// <summary>Aggregated rows have no identity; a number that has no declared type says which one it is of.</summary>
    private static void ReadTransformed(Answer answer, string target)
    {
        // 4.01 writes control information without its prefix.
        var prefix = answer.Headers["OData-Version"][0] == "4.0" ? "odata." : "";
        Assert.StartsWith($"application/json;{prefix}metadata=", answer.ContentType, StringComparison.Ordinal);
        Assert.Contains("$metadata#", answer.Context, StringComparison.Ordinal);
        // Only where every row must be an aggregated one; other steps mix rows or nest them.
        var isAggregated = !Regex.IsMatch(target, @"\$expand=|[?&]\$(compute|filter|orderby)=.*aggregate\(|concat\(|join\(|nest|\$these|\),(identity|filter|orderby|skip|top|bottom|ancestors|descendants|traverse)") && (target.Contains("aggregate(", StringComparison.Ordinal) || target.Contains("groupby((", StringComparison.Ordinal) && !Regex.IsMatch(target, @"groupby\(\([^()]*\),(top|bottom)"));
        var counts = Regex.Matches(target, @"(?:\$count|with countdistinct) as (\w+)").Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var row in answer.Json["value"] is JsonArray rows ? rows.Select(r => r!.AsObject()) : [answer.Json.AsObject()])
        {
            Assert.True(!isAggregated || (row.TryGetPropertyValue($"@{prefix}id", out var id) && id is null), $"A row of {target} lacks its null id: {row}");
            foreach (var (name, value) in row.Where(m => !m.Key.Contains('@', StringComparison.Ordinal)))
            {
                var type = (string?)row[$"{name}@{prefix}type"];
                Assert.True(type is null || Regex.IsMatch(type, "^#?(Int64|Int32|Int16|Byte|SByte|Decimal|Single|Double|Date|DateTimeOffset|TimeOfDay|Duration|Guid|Binary|String|Boolean)$|^#[A-Za-z]+\\.[A-Za-z]+$"), type);
                Assert.True(!counts.Contains(name) || value is null || type is "#Int64" or "Int64", $"{name} of {target} does not say its type: {row}");
            }
        }
    }

    private T Using<T>(Answer answer, ODataMessageReaderSettings settings, Func<ODataMessageReader, T> read)
    {
        using var reader = new ODataMessageReader(new Message(answer), settings, model);
        return read(reader);
    }

    private static bool ReadAs(ODataMessageReader reader, List<ODataPayloadKind> kinds, Answer answer)
    {
        if (kinds.Contains(ODataPayloadKind.ServiceDocument))
        {
            Assert.NotEmpty(reader.ReadServiceDocument().EntitySets);
        }
        else if (kinds.Contains(ODataPayloadKind.ResourceSet))
        {
            ReadToEnd(reader.CreateODataResourceSetReader());
        }
        else if (kinds.Contains(ODataPayloadKind.Resource))
        {
            ReadToEnd(reader.CreateODataResourceReader());
        }
        else if (kinds.Contains(ODataPayloadKind.EntityReferenceLinks))
        {
            Assert.Equal(answer.Value.Count, reader.ReadEntityReferenceLinks().Links.Count());
        }
        else if (kinds.Contains(ODataPayloadKind.EntityReferenceLink))
        {
            Assert.NotNull(reader.ReadEntityReferenceLink().Url);
        }
        else
        {
            Assert.Contains(ODataPayloadKind.Property, kinds);
            Assert.NotNull(reader.ReadProperty());
        }
        return true;
    }

    private static void ReadToEnd(ODataReader reader)
    {
        while (reader.Read())
        {
        }
        Assert.Equal(ODataReaderState.Completed, reader.State);
    }

    private sealed class Message(Answer answer) : IODataResponseMessage
    {
        public IEnumerable<KeyValuePair<string, string>> Headers => answer.Headers.Select(h => KeyValuePair.Create(h.Key, string.Join(',', h.Value)));
        public int StatusCode { get; set; } = (int)answer.Status;
        public string? GetHeader(string headerName) => answer.Headers.TryGetValue(headerName, out var values) ? string.Join(',', values) : null;
        public void SetHeader(string headerName, string headerValue) => throw new NotSupportedException();
        public Stream GetStream() => new MemoryStream(answer.Body);
    }
}
