using System.Security.Cryptography;
using DtiWarehouse.OData;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Open;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The OData feed of the server.</summary>
public static class FeedEndpoints
{
    public const string ServiceRoot = "/odata/v1";

    /// <summary>Rows as they came, where a source may have written what it should not; and examples of rows that hold a check up, of whichever unit.</summary>
    private static readonly string[] OperatorsOnly = ["RejectedRows", "CheckResults"];

    /// <summary>Signing key of a service that sends no links.</summary>
    public static readonly byte[] NoLinks = RandomNumberGenerator.GetBytes(32);

    /// <summary>The feed over the warehouse; 503 with the progress until the warehouse is complete. Returns it as each caller may see it.</summary>
    public static CallerFeeds MapFeed(this WebApplication app, WarehouseSettings settings, Readiness readiness, UnitScopes scopes, OpenFeed? open)
    {
        var key = SigningKey(settings);
        var feeds = new CallerFeeds(Feed(), Feed(OperatorsOnly), open?.Service);
        app.MapODataService(ServiceRoot, feeds.Of);
        return feeds;

        ODataService Feed(params string[] excluded) =>
            settings.Database.CreateFeed(settings.Feed, key, () => readiness.Doing, settings.PublicRoot, http => scopes.Of(Caller.Of(http)), excluded);
    }

    /// <summary>What signs the links of this server's feeds.</summary>
    public static byte[] SigningKey(WarehouseSettings settings) => settings.SigningKey ?? SigningKey(settings.SigningKeyFile);

    /// <summary>A key that outlives restarts, so that a refresh goes on over one.</summary>
    private static byte[] SigningKey(string file)
    {
        if (File.Exists(file) && File.ReadAllBytes(file) is { Length: 32 } known)
        {
            return known;
        }
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(file, options);
        stream.Write(key);
        return key;
    }
}
