using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace DtiWarehouse.Server.Access;

/// <summary>A key that callers read with. Its secret is known to whoever it was given to, and to nobody here.</summary>
/// <param name="KeyId">Names the key in lists, logs and commands; the middle of the key's text.</param>
/// <param name="Hash">SHA-256 of the secret. A secret of 256 random bits needs no slow hash.</param>
public sealed record ApiKey(
    string KeyId, string Name, CallerRole Role, IReadOnlyList<string> UnitCodes, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    private const string Prefix = "dtiw_";
    private const int SecretBytes = 32;
    private const string IdLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int IdLength = 10;
    private const int LongestText = 200;

    public bool IsValid(DateTimeOffset now) => !(RevokedAt <= now) && !(ExpiresAt <= now);

    public Caller Caller => new($"key:{KeyId}", Role, UnitCodes);

    /// <summary>A new key and its text, such as <c>dtiw_k2m9…_Xf3…</c>, which is told once and not kept.</summary>
    public static (ApiKey Key, string Text) Create(string name, CallerRole role, IReadOnlyList<string> unitCodes, DateTimeOffset now, DateTimeOffset? expires)
    {
        var id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return (new ApiKey(id, name, role, unitCodes, HashOf(secret), now, expires, null), $"{Prefix}{id}_{secret}");
    }

    /// <summary>Takes the text of a key apart; false where it is none.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? keyId, [NotNullWhen(true)] out string? secret)
    {
        (keyId, secret) = (null, null);
        if (text.Length <= LongestText && IsOne(text) && text.IndexOf('_', Prefix.Length) is > 0 and var end)
        {
            (keyId, secret) = (text[Prefix.Length..end], text[(end + 1)..]);
        }
        return keyId is not null && secret is not null;
    }

    /// <summary>Whether a text is meant to be a key: a token of an issuer is none.</summary>
    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public bool Matches(string secret) => CryptographicOperations.FixedTimeEquals(Hash, HashOf(secret));

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
