using DtiWarehouse.OData;
using DtiWarehouse.Server.Access;

namespace DtiWarehouse.Server.Limits;

/// <summary>
/// Holds every caller to what it may cost, behind <see cref="AccessControl"/>: what it owes from before is refused with 429
/// and the time to come again; then a place is waited for, by turns of callers; rows and time are charged as the answer is sent.
/// </summary>
public sealed class CallerLimits(LimitSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly PathString[] Free = ["/health", "/operations"];

    private readonly FairGate _gate = new(settings.ConcurrentQueries);
    private readonly CallerAccounts _accounts = new(settings, clock);

    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        foreach (var path in Free)
        {
            if (http.Request.Path.StartsWithSegments(path))
            {
                return next(http);
            }
        }
        var account = _accounts.Of(Caller.Of(http));
        if (account.TryBegin() is { Ticks: > 0 } wait)
        {
            return ODataEndpoints.RefuseTooManyAsync(http, Seconds(wait));
        }
        return _gate.TryEnter(account.Name, account.Allowances.ConcurrentQueries) is { } place ? ChargeAsync(http, next, account, place) : WaitAsync(http, next, account);
    }

    private async Task WaitAsync(HttpContext http, RequestDelegate next, CallerAccount account)
    {
        using var patience = new CancellationTokenSource(LongestWait, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        IDisposable? place;
        try
        {
            place = await _gate.EnterAsync(account.Name, account.Allowances.ConcurrentQueries, account.Allowances.QueuedQueries, waiting.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            place = null;
        }
        if (place is null)
        {
            // So many wait before it as may; a place falls free within about a second for each that is in.
            await ODataEndpoints.RefuseTooManyAsync(http, Seconds(TimeSpan.FromSeconds((double)account.Allowances.QueuedQueries / account.Allowances.ConcurrentQueries)));
            return;
        }
        await ChargeAsync(http, next, account, place);
    }

    private async Task ChargeAsync(HttpContext http, RequestDelegate next, CallerAccount account, IDisposable place)
    {
        using var held = place;
        var charged = clock.GetTimestamp();
        // A statement runs until its last row is sent.
        http.Features.Set(new AnswerMeter(Charge));
        try
        {
            await next(http);
        }
        finally
        {
            Charge(0);
        }

        void Charge(long rows)
        {
            var now = clock.GetTimestamp();
            account.Spend(rows, clock.GetElapsedTime(charged, now));
            charged = now;
        }
    }

    private static int Seconds(TimeSpan wait) => Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, 120);
}

public static class LimitExtensions
{
    public static void UseLimits(this WebApplication app, LimitSettings settings, TimeProvider clock)
    {
        var limits = new CallerLimits(settings, clock);
        app.Use((http, next) => limits.AnswerAsync(http, next));
    }
}
