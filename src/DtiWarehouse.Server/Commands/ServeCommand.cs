using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Dialects;
using DtiWarehouse.Server.Forms;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Jobs;
using DtiWarehouse.Server.Limits;
using DtiWarehouse.Server.Open;
using DtiWarehouse.Server.OpenApi;
using DtiWarehouse.Server.Portal;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.ResponseCompression;
using Quartz;

namespace DtiWarehouse.Server.Commands;

/// <summary><c>serve</c>: listens at once, fills an empty warehouse, then watches the inbox.</summary>
public static class ServeCommand
{
    /// <summary>How long a stop may take: what the host gives a load that runs, and a little more.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(35);

    /// <summary>What a client looks at first.</summary>
    private const string FirstRows = "Dossiers?$top=1000&$orderby=DossierKey";
    private const string DefaultUrl = "http://localhost:5080";

    public static Command Create()
    {
        var command = new Command("serve", "Phục vụ nguồn OData (mặc định). / Serve the OData feed (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellation) => RunAsync([.. parsed.UnmatchedTokens], cancellation));
        return command;
    }

    /// <summary>Runs until stopped. Exit 0; 1 when the warehouse cannot be opened; 2 when a setting or address cannot be used.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        try
        {
            await using var app = Build(arguments);
            await app.RunAsync(cancellation);
            // The warehouse's service sets it before it stops the server.
            return Environment.ExitCode;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Địa chỉ đã có chương trình khác dùng; hãy dừng chương trình đó hoặc đặt ASPNETCORE_URLS khác. / Another program listens there; stop it or set another ASPNETCORE_URLS. ({failure.Message})");
            return 2;
        }
        catch (SettingsException setting)
        {
            await Console.Error.WriteLineAsync(setting.Message);
            return 2;
        }
    }

    private static WebApplication Build(string[] arguments)
    {
        // In vain where a file or an argument names another database than the environment.
        _ = Task.Run(() => ServerDatabase.BuildModel(Enum.TryParse<WarehouseProvider>(Environment.GetEnvironmentVariable("Warehouse__Provider"), ignoreCase: true, out var named) ? named : default));
        var builder = SettingPlaces.Read(() => WebApplication.CreateBuilder(arguments));
        SettingPlaces.AddFeedsFile(builder.Configuration, WarehouseSettings.DataFolder(builder.Configuration));
        var settings = WarehouseSettings.Read(builder.Configuration);
        GiveThreads(settings.Limits);
        var urls = builder.Configuration["urls"] is { Length: > 0 } named ? named : DefaultUrl;
        // It takes as long as all else before the server listens, and needs none of it.
        var indicators = Task.Run(() => Indicators(settings));
        var access = AccessSettings.Read(builder.Configuration, [.. AddressesOf(builder.Configuration, urls)], settings.Proxy);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A little more than the feed reads, so that a URL that is too long gets the feed's own sentence.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        builder.Services.AddLogLevels();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            // A workbook is compressed already.
            options.MimeTypes = ["application/json", "application/xml", "text/csv", "text/html", "text/css"];
        });
        // Answers are made as they are sent, so what the client waits for is the server's own time.
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        // Each does nothing but under the system's own service manager.
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "DtiWarehouse");
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new FeedAddress(urls.Split(';')[0]));
        builder.Services.AddSingleton(services => new WarehouseLoader(settings, TimeProvider.System) { Loaded = run => services.GetRequiredService<AuditLog>().AddLoad("server", run) });
        builder.Services.AddSingleton<LoadReport>();
        builder.Services.AddSingleton(_ => indicators.GetAwaiter().GetResult());
        AddJobs(builder.Services, settings);
        AccessControl.AddServices(builder.Services, access);
        WebHardening.AddCrossOrigin(builder.Services, access);
        builder.Services.AddHostedService<WarehouseService>();
        if (access.Anonymous is AnonymousAccess.Open)
        {
            builder.Services.AddSingleton<OpenFeed>();
            builder.Services.AddHostedService(services => services.GetRequiredService<OpenFeed>());
        }
        builder.AddTelemetry();

        var app = builder.Build();
        var services = app.Services;
        var readiness = services.GetRequiredService<Readiness>();
        var freshness = new FeedFreshness(settings.Warehouse.OpenReader, TimeProvider.System);
        freshness.Measure(readiness);
        settings.Proxy.Apply(app);
        app.UseHardening(access);
        app.UseResponseCompression();
        app.Use(services.GetRequiredService<AccessControl>().ApplyAsync);
        app.UseLimits(settings.Limits, TimeProvider.System);
        app.UseOpenPaths();
        app.MapHealth(readiness, freshness, services.GetRequiredService<JobOrders>());
        app.MapOperations(services.GetRequiredService<JobOrders>(), services.GetRequiredService<RunHistory>(), services.GetRequiredService<WarehouseLoader>().PulledFeeds, services.GetRequiredService<ApiKeys>(), services.GetRequiredService<AuditLog>());
        var feeds = app.MapFeed(settings, readiness, services.GetRequiredService<UnitScopes>(), services.GetService<OpenFeed>());
        _ = Task.Run(() => WarmUpAsync(feeds, app.Logger));
        app.MapPortal(feeds, readiness);
        app.MapForms(feeds, readiness);
        app.MapOpenApi(feeds, settings.PublicRoot);
        app.MapIndicators(services.GetRequiredService<IndicatorService>(), settings.Warehouse.OpenReader, feeds, readiness);
        return app;
    }

    private static async Task WarmUpAsync(CallerFeeds feeds, ILogger log)
    {
        try
        {
            await feeds.WarmUpAsync(FirstRows, ExampleQueries.All.Select(example => example.Query));
        }
        catch (Exception failure)
        {
            // Whoever asks hears of it; before a first load there is nothing to read yet.
            log.LogDebug(failure, "Chưa trả lời trước được. / Nothing could be answered ahead.");
        }
    }

    /// <summary>A statement of an embedded database holds a thread until its row is there: as many are at hand as may run, beside those of everything else.</summary>
    private static void GiveThreads(LimitSettings limits)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + limits.ConcurrentQueries, ports);
    }

    /// <summary>Reads the catalogue before anything listens: a mistake in it ends the start.</summary>
    private static IndicatorService Indicators(WarehouseSettings settings)
    {
        try
        {
            return new IndicatorService(settings, TimeProvider.System);
        }
        catch (CatalogueException wrong)
        {
            throw new SettingsException(wrong.Message);
        }
    }

    /// <summary>The scheduler is built and started by <see cref="JobService"/>, after the feed is ready.</summary>
    private static void AddJobs(IServiceCollection services, WarehouseSettings settings)
    {
        var operations = settings.Database.Operations;
        services.AddSingleton(operations);
        services.AddSingleton(settings.Jobs);
        services.AddSingleton<Inbox>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<JobOrders>();
        services.AddSingleton<JobService>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "DtiWarehouse";
                // How soon an order that another server took is seen by the one that runs the jobs.
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(2);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            // Loads run one after another; pulls wait on the network.
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(operations.Configure);
        });
    }

    /// <summary>All that may be listened on: endpoints of the configuration go before the addresses.</summary>
    private static IEnumerable<string> AddressesOf(ConfigurationManager configuration, string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>());
}

/// <summary>The first address that the server listens on.</summary>
public sealed record FeedAddress(string Url)
{
    public string Root => Url.TrimEnd('/') + FeedEndpoints.ServiceRoot + "/";

    /// <summary>Time since the process began.</summary>
    public static TimeSpan SinceStart => DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime();
}
