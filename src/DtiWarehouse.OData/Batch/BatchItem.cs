using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Batch;

/// <summary>One request of a batch as it was read.</summary>
/// <param name="Id">Null where the multipart format names none.</param>
internal sealed record BatchItem(string? Id, string Method, string Url, HeaderDictionary Headers, string Body)
{
    /// <summary>Requests that must have succeeded before.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    /// <summary>What is wrong with this request alone; the others still run.</summary>
    public ODataError? Error { get; init; }

    public static BatchItem Wrong(string? id, ODataError error) => new(id, "", "", [], "") { Error = error };
}
