using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.Tests.Sources;

/// <summary>A request as a source saw it.</summary>
internal sealed record SeenRequest(string Path, string Query, string? Authorization, string? ApiKey);

/// <summary>A source over the network, in this process but on a real port, that answers as the test tells it to.</summary>
internal sealed class PagedSource : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PagedSource(WebApplication app) => _app = app;

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    public Uri Root => new(_app.Urls.Single());

    /// <param name="answer">Answers the request; the number counts them from 1.</param>
    public static async Task<PagedSource> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var source = new PagedSource(app);
        var count = 0;
        app.Run(context =>
        {
            source.Seen.Enqueue(new SeenRequest(context.Request.Path, context.Request.QueryString.Value ?? "",
                context.Request.Headers.Authorization.FirstOrDefault(), context.Request.Headers["X-Api-Key"].FirstOrDefault()));
            return answer(context, Interlocked.Increment(ref count));
        });
        await app.StartAsync();
        return source;
    }

    /// <summary>Answers with JSON.</summary>
    public static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>A clock on which every wait is over at once; it remembers how long the waits were.</summary>
internal sealed class HastyClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public void Pass(TimeSpan time) => _now += time;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        _now += dueTime;
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
