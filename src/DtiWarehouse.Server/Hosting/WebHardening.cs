using System.Globalization;
using DtiWarehouse.Server.Access;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace DtiWarehouse.Server.Hosting;

/// <summary>What holds for every answer: headers that keep browsers from guessing, framing and telling, and errors without their insides.</summary>
public static class WebHardening
{
    private const int DefaultHstsDays = 365;

    private static readonly (string Name, StringValues Value)[] Headers =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        // A page says what it needs; what is no page needs nothing.
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ];

    /// <summary>What scripts of other sites may read and send, where their origins are allowed. Never cookies or cached passwords.</summary>
    public static void AddCrossOrigin(IServiceCollection services, AccessSettings access)
    {
        if (access.CorsOrigins.Count > 0)
        {
            services.AddCors(cors => cors.AddDefaultPolicy(new CorsPolicyBuilder([.. access.CorsOrigins])
                .WithMethods("GET", "HEAD", "POST")
                .WithHeaders("Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", "OData-MaxVersion", "OData-Version", "Prefer", "X-Api-Key")
                .WithExposedHeaders("OData-Version", "Preference-Applied", "ETag", "Retry-After", "Server-Timing", "DTIW-Data-Version", "DTIW-Data-As-Of", "DTIW-Data-Version-Changed")
                .SetPreflightMaxAge(TimeSpan.FromHours(1))
                .Build()));
        }
    }

    /// <summary>Before all else, behind what trusted proxies say.</summary>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    public static void UseHardening(this WebApplication app, AccessSettings access)
    {
        var transport = StrictTransport(app.Configuration["Tls:HstsDays"]);
        Func<object, Task> write = http => WriteAsync((HttpContext)http, transport);
        app.Use(next => http =>
        {
            http.Response.OnStarting(write, http);
            return GuardAsync(http, next, app.Logger);
        });
        if (access.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }
    }

    private static Task WriteAsync(HttpContext http, string? transport)
    {
        foreach (var (name, value) in Headers)
        {
            http.Response.Headers.TryAdd(name, value);
        }
        if (transport is not null && http.Request.IsHttps)
        {
            http.Response.Headers.StrictTransportSecurity = transport;
        }
        return Task.CompletedTask;
    }

    private static async Task GuardAsync(HttpContext http, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (failure is not BadHttpRequestException && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await FailAsync(http, log, failure);
        }
    }

    private static Task FailAsync(HttpContext http, ILogger log, Exception failure)
    {
        var reference = Guid.NewGuid().ToString("N")[..12];
        log.LogError(failure, "Lỗi không lường trước {Reference}. / An unexpected failure.", reference);
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(new
        {
            error = new { code = "SERVER500", message = $"Máy chủ gặp lỗi; hãy báo người vận hành mã {reference}. / The server failed; give the operator the reference {reference}." },
        });
    }

    /// <summary>For how long browsers keep to TLS; null = they are not told to.</summary>
    private static string? StrictTransport(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            text = DefaultHstsDays.ToString(CultureInfo.InvariantCulture);
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 3650
            ? days == 0 ? null : $"max-age={(days * 86_400).ToString(CultureInfo.InvariantCulture)}"
            : throw new SettingsException($"Tls__HstsDays={text}: cần số ngày từ 0 đến 3650. / a number of days from 0 to 3650 is expected.");
    }
}
