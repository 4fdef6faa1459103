using System.Collections.Frozen;
using System.Data.Common;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Access;

/// <summary>
/// The keys, in the operations database that all servers of a warehouse share. A server knows them by heart and looks again
/// after two seconds: a key that was revoked opens nothing from then on.
/// </summary>
public sealed class ApiKeys(OperationsStore store, TimeProvider clock)
{
    private const string Columns = "key_id, name, role, units, hash, created_at, expires_at, revoked_at";
    private const int Most = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    /// <summary>A key that nobody knows may be a new one: then it is looked for at once, but no flood of wrong ones asks the database each time.</summary>
    private static readonly TimeSpan FreshForStrangers = TimeSpan.FromMilliseconds(20);

    private readonly Lock _reading = new();
    private volatile Known? _known;

    private sealed record Known(FrozenDictionary<string, ApiKey> Keys, long ReadAt);

    /// <summary>The valid key of a text; null where there is none.</summary>
    /// <exception cref="DbException">The keys cannot be read.</exception>
    public ApiKey? Find(string text)
    {
        if (!ApiKey.TryRead(text, out var id, out var secret))
        {
            return null;
        }
        var known = Within(Fresh);
        var key = known.Keys.GetValueOrDefault(id) ?? Within(FreshForStrangers).Keys.GetValueOrDefault(id);
        return key is not null && key.Matches(secret) && key.IsValid(clock.GetUtcNow()) ? key : null;
    }

    /// <summary>Makes a key; its text is given here and never again.</summary>
    public (ApiKey Key, string Text) Create(string name, CallerRole role, IReadOnlyList<string> unitCodes, DateTimeOffset? expires)
    {
        var made = ApiKey.Create(name, role, unitCodes, clock.GetUtcNow(), expires);
        var key = made.Key;
        store.Execute(
            $"INSERT INTO api_key ({Columns}) VALUES (@id, @name, @role, @units, @hash, @created, @expires, NULL)",
            ("id", key.KeyId), ("name", name), ("role", role.ToString()), ("units", string.Join(' ', unitCodes)), ("hash", Convert.ToHexStringLower(key.Hash)),
            ("created", OperationsStore.Text(key.CreatedAt)), ("expires", expires is { } end ? OperationsStore.Text(end) : null));
        return made;
    }

    /// <summary>All keys, the newest first, those no longer valid among them.</summary>
    public IReadOnlyList<ApiKey> List() => store.Query($"SELECT {Columns} FROM api_key ORDER BY created_at DESC, key_id", Most, Read);

    /// <summary>Ends a key's validity at an instant; false where there is no valid key of that id.</summary>
    public bool Revoke(string keyId, DateTimeOffset at) => store.Execute(
        "UPDATE api_key SET revoked_at = @at WHERE key_id = @id AND (revoked_at IS NULL OR revoked_at > @at)", ("id", keyId), ("at", OperationsStore.Text(at))) == 1;

    private Known Within(TimeSpan age)
    {
        var known = _known;
        if (known is not null && clock.GetElapsedTime(known.ReadAt) < age)
        {
            return known;
        }
        lock (_reading)
        {
            if (_known is { } other && other != known)
            {
                return other;
            }
            var readAt = clock.GetTimestamp();
            return _known = new Known(List().ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal), readAt);
        }
    }

    private static ApiKey Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), Enum.Parse<CallerRole>(reader.GetString(2)), reader.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Convert.FromHexString(reader.GetString(4)), OperationsStore.Instant(reader, 5)!.Value, OperationsStore.Instant(reader, 6), OperationsStore.Instant(reader, 7));
}
