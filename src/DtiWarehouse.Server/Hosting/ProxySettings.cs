using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Proxies that are believed (<c>Proxy:Trusted</c>): what they say of the caller's address, scheme, host and path prefix
/// (<c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>, <c>-Prefix</c>) goes into links. From anyone else it is ignored.
/// </summary>
public sealed record ProxySettings(IReadOnlyList<IPNetwork> Trusted)
{
    /// <exception cref="SettingsException">An entry is no address or network.</exception>
    public static ProxySettings Read(IConfiguration configuration) => new([.. SettingValues.List(configuration.GetSection("Proxy:Trusted")).Select(Network)]);

    /// <summary>Before all else that reads the request. Nothing where no proxy is trusted.</summary>
    public void Apply(WebApplication app)
    {
        if (Trusted.Count == 0)
        {
            return;
        }
        // One proxy after another is taken away as long as it is a trusted one.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Trusted)
        {
            options.KnownIPNetworks.Add(network);
        }
        app.UseForwardedHeaders(options);
    }

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new SettingsException(
                $"Proxy__Trusted={text}: cần địa chỉ IP hoặc dải mạng, như 10.0.0.5 hoặc 10.1.0.0/16. / an IP address or network is expected, such as 10.0.0.5 or 10.1.0.0/16.");
    }
}
