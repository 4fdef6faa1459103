using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData;

/// <summary>What a request was understood to ask for; serves every request of the same <see cref="RequestText"/>.</summary>
internal abstract record KnownRequest;

/// <summary>A document about the service itself.</summary>
internal sealed record KnownDocument(byte[] Body, string ContentType, string Tag, Version Version) : KnownRequest;

/// <summary>A question to the data.</summary>
/// <param name="Token">The page token of the request; null = a first page.</param>
/// <param name="PlanWasKnown">Another request of the same shape came before.</param>
internal sealed record KnownQuery(ODataRequest Request, ResponseFormat Format, PageToken? Token, TranslatedQuery Query, bool PlanWasKnown, Page Page) : KnownRequest
{
    private sealed record TagOfVersion(string Version, string Tag);

    private TagOfVersion? _tag;

    /// <summary>Without a day of its own the data stands at today, which passes without a load: such an answer is not the data's alone.</summary>
    public bool IsVolatile(ODataService service) => Query.IsVolatile || (Query.NeedsAsOf && service.AsOfSql is null);

    /// <summary>The answer, as long as it is small and the data is the same.</summary>
    public AnswerSlot Slot { get; } = new();

    /// <summary>The entity tag of the answer from a version of the data.</summary>
    public string TagOf(string version, Func<KnownQuery, string, string> make)
    {
        if (_tag is { } known && known.Version == version)
        {
            return known.Tag;
        }
        var made = new TagOfVersion(version, make(this, version));
        _tag = made;
        return made.Tag;
    }
}
