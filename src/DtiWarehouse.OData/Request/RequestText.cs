namespace DtiWarehouse.OData.Request;

/// <summary>
/// All of a request that decides what it asks for, as it was sent: equal texts are understood once. What the answer says
/// beside that follows from the state of the data alone.
/// </summary>
/// <param name="Scope">Name of what the caller is bound to.</param>
internal readonly record struct RequestText(string Root, string Path, string Query, string? Body, string? Scope, RequestHeaders Headers)
{
    private const int Longest = 4_096;

    /// <summary>Longer texts are few, and many of them would fill the memory.</summary>
    public bool IsShort => Root.Length + Path.Length + Query.Length + (Body?.Length ?? 0) + (Scope?.Length ?? 0) + Headers.Length <= Longest;
}
