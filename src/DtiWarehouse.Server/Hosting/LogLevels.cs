namespace DtiWarehouse.Server.Hosting;

/// <summary>What of the framework is logged: warnings, and more where the operator's configuration (<c>Logging:LogLevel</c>) says so; never a request's own line.</summary>
public static class LogLevels
{
    /// <summary>Its lines repeat the URL as it was sent, with the key and the question in it. What fails in a request is logged by what it fails in.</summary>
    private const string OfRequests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddLogLevels(this IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(levels =>
    {
        // Of two rules for one category the later holds, and one of a provider before one of all.
        foreach (var provider in levels.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            levels.Rules.Add(new LoggerFilterRule(provider, OfRequests, LogLevel.None, null));
        }
        levels.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        levels.Rules.Insert(0, new LoggerFilterRule(null, "Quartz", LogLevel.Warning, null));
    });
}
