namespace DtiWarehouse.Server.Access;

/// <summary>What a caller may do; each may all that those before it may.</summary>
public enum CallerRole
{
    /// <summary>Reads what the province declares open.</summary>
    Open,
    /// <summary>Reads all facts and dimensions, or the facts of the units that the caller is bound to.</summary>
    Reader,
    /// <summary>Reads rejected rows too, orders jobs.</summary>
    Operator,
    /// <summary>Sees and revokes keys too.</summary>
    Administrator,
}

/// <summary>Who sent a request. Found once, before anything answers.</summary>
/// <param name="Name">Tells callers apart in limits and logs: a key's or token's own name, <c>local</c>, or the address of an anonymous one. Never a secret.</param>
/// <param name="UnitCodes">The units whose facts, with those of the units below them, the caller may read; empty = all.</param>
public sealed record Caller(string Name, CallerRole Role, IReadOnlyList<string> UnitCodes)
{
    /// <summary>No key and no token.</summary>
    public bool IsAnonymous { get; init; }

    public bool IsBound => UnitCodes.Count > 0;

    public bool May(CallerRole role) => Role >= role;

    /// <exception cref="InvalidOperationException">The caller has not been found: access is applied behind what asks.</exception>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("Access has not been applied to this request.");
}
