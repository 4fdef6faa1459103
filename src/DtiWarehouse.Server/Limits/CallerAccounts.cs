using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DtiWarehouse.Server.Access;

namespace DtiWarehouse.Server.Limits;

/// <summary>What one caller has left; changed under a lock of its own.</summary>
public sealed class CallerAccount(string name, CallerAllowances allowances, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Allowance _requests = new(allowances.RequestsPerMinute, clock);
    private readonly Allowance _rows = new(allowances.RowsPerMinute, clock);
    private readonly Allowance _seconds = new(allowances.StatementSecondsPerMinute, clock);

    public string Name => name;
    public CallerAllowances Allowances => allowances;

    /// <summary>Pays for a request; else the time until it could be paid and nothing is owed.</summary>
    public TimeSpan TryBegin()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var wait = new TimeSpan(Math.Max(_requests.UntilCovered(1, now).Ticks, Math.Max(_rows.UntilCovered(0, now).Ticks, _seconds.UntilCovered(0, now).Ticks)));
            if (wait == TimeSpan.Zero)
            {
                _requests.Spend(1, now);
            }
            return wait;
        }
    }

    public void Spend(long rows, TimeSpan time)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _rows.Spend(rows, now);
            _seconds.Spend(time.TotalSeconds, now);
        }
    }

    /// <summary>Nothing would be lost if the account were opened anew.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetTimestamp();
                return _requests.IsFull(now) && _rows.IsFull(now) && _seconds.IsFull(now);
            }
        }
    }
}

/// <summary>
/// The accounts of callers that owe something or did within the last minute. Their number is bounded: when a flood of
/// addresses fills them, strangers that come after share one, so that neither does the process grow nor a debt get lost.
/// </summary>
public sealed class CallerAccounts(LimitSettings settings, TimeProvider clock, int most = 20_000)
{
    private const string Others = "others";

    private readonly Lock _lock = new();
    /// <summary>Read by every request; written under the lock.</summary>
    private readonly ConcurrentDictionary<string, CallerAccount> _accounts = new(StringComparer.Ordinal);
    private long? _sweptAt;

    public int Count => _accounts.Count;

    public CallerAccount Of(Caller caller)
    {
        var name = NameOf(caller);
        return _accounts.TryGetValue(name, out var known) ? known : Open(caller, name);
    }

    private CallerAccount Open(Caller caller, string name)
    {
        lock (_lock)
        {
            if (_accounts.TryGetValue(name, out var known))
            {
                return known;
            }
            // At most once a second: the work stays in proportion however many come.
            if (_accounts.Count >= Math.Min(1024, most) && (_sweptAt is not { } last || clock.GetElapsedTime(last) >= TimeSpan.FromSeconds(1)))
            {
                _sweptAt = clock.GetTimestamp();
                foreach (var account in _accounts.Values.Where(account => account.IsFull).ToList())
                {
                    _accounts.TryRemove(account.Name, out _);
                }
            }
            if (_accounts.Count >= most && caller.IsAnonymous)
            {
                name = Others;
                if (_accounts.TryGetValue(name, out known))
                {
                    return known;
                }
            }
            return _accounts[name] = new CallerAccount(name, name == "local" ? settings.Callers.Local(settings.ConcurrentQueries) : settings.Callers, clock);
        }
    }

    /// <summary>Keys and addresses are apart; of an IPv6 address the network counts, in which one caller has as many addresses as it likes.</summary>
    private static string NameOf(Caller caller)
    {
        if (!caller.IsAnonymous)
        {
            return "key " + caller.Name;
        }
        if (!IPAddress.TryParse(caller.Name, out var address) || address.AddressFamily is not AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return caller.Name;
        }
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
