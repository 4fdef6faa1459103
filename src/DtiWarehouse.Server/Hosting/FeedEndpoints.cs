using System.Security.Cryptography;
using DtiWarehouse.OData;
using DtiWarehouse.Server.Dialects;

namespace DtiWarehouse.Server.Hosting;

/// <summary>What the server answers: the OData feed and its health.</summary>
public static class FeedEndpoints
{
    public const string ServiceRoot = "/odata/v1";

    /// <summary>What people look for when they search facts: who, which procedure, which number.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> SearchPaths = new Dictionary<string, string[]>
    {
        ["Dossiers"] = ["DossierCode", "ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
        ["DossierMonths"] = ["ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
        ["DossierStocks"] = ["Unit/Name"],
        ["DossierTotals"] = ["Unit/Name", "SourceSystem/Name", "Sector"],
        ["OnlineServices"] = ["Procedure/Name", "Procedure/ProcedureCode", "Unit/Name"],
        ["SignedDocuments"] = ["DocumentCode", "Number", "Unit/Name"],
        ["DocumentMonths"] = ["Unit/Name"],
        ["Satisfactions"] = ["Unit/Name"],
        ["Units"] = ["UnitCode", "Name", "NameEn", "DistrictName", "CommuneName"],
    };

    /// <summary>The feed over the warehouse; 503 with the progress until the warehouse is complete.</summary>
    public static void MapFeed(this WebApplication app, WarehouseSettings settings, Readiness readiness) =>
        app.MapODataService(ServiceRoot, SqliteFeed.Create(settings.File, SigningKey(settings.SigningKeyFile), () => readiness.Doing));

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the warehouse is complete.</summary>
    public static void MapHealth(this WebApplication app, Readiness readiness)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", () => readiness.Doing is { } doing
            ? Results.Json(new { status = "starting", progress = doing }, statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Json(new { status = "ready" }));
    }

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
