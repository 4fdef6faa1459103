using System.CommandLine;
using System.Diagnostics;
using System.Net;
using DtiWarehouse.Server.Hosting;
using Microsoft.AspNetCore.ResponseCompression;

namespace DtiWarehouse.Server.Commands;

/// <summary><c>serve</c>: listens at once, fills an empty warehouse, then watches the inbox.</summary>
public static class ServeCommand
{
    private const string DefaultUrl = "http://localhost:5080";

    public static Command Create()
    {
        var command = new Command("serve", "Phục vụ nguồn OData (mặc định). / Serve the OData feed (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellation) => RunAsync([.. parsed.UnmatchedTokens], cancellation));
        return command;
    }

    /// <summary>Runs until stopped. Exit 0; 2 when a setting cannot be used.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        try
        {
            await using var app = Build(arguments);
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (SettingsException setting)
        {
            await Console.Error.WriteLineAsync(setting.Message);
            return 2;
        }
    }

    private static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var settings = WarehouseSettings.Read(builder.Configuration);
        var urls = builder.Configuration["urls"] is { Length: > 0 } named ? named : DefaultUrl;
        RefuseOpenDoor(urls, builder.Configuration["Access:Anonymous"]);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A little more than the feed reads, so that a URL that is too long gets the feed's own sentence.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["application/json", "application/xml"];
        });
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new FeedAddress(urls.Split(';')[0]));
        builder.Services.AddHostedService<WarehouseService>();

        var app = builder.Build();
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.UseResponseCompression();
        app.MapHealth(readiness);
        app.MapFeed(settings, readiness);
        return app;
    }

    /// <summary>Rows of a province are not for everyone on the network: beyond this machine the operator must say so.</summary>
    private static void RefuseOpenDoor(string urls, string? anonymous)
    {
        if (anonymous is { Length: > 0 } && !anonymous.Equals("All", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingsException($"Access__Anonymous={anonymous}: phiên bản này chỉ có All. / this version has All only.");
        }
        if (anonymous is null or "" && urls.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(u => !IsLoopback(u)) is { } open)
        {
            throw new SettingsException(
                $"{open} mở ra ngoài máy này mà chưa có kiểm soát truy cập. Hãy dùng địa chỉ loopback, hoặc đặt Access__Anonymous=All nếu thật sự cho mọi người đọc. / "
                + $"{open} is reachable from other machines and reading needs no key. Listen on a loopback address, or set Access__Anonymous=All if everyone may read.");
        }
    }

    private static bool IsLoopback(string url)
    {
        var host = new Uri(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal)).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}

/// <summary>The first address that the server listens on.</summary>
public sealed record FeedAddress(string Url)
{
    public string Root => Url.TrimEnd('/') + FeedEndpoints.ServiceRoot + "/";

    /// <summary>Time since the process began.</summary>
    public static TimeSpan SinceStart => DateTime.Now - Process.GetCurrentProcess().StartTime;
}
