using System.Globalization;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Limits;

namespace DtiWarehouse.Tests.Server;

/// <summary>Accounts of callers: what is overdrawn is waited for, and only debtors are remembered.</summary>
public class Callers_pay_what_they_cost
{
    private static readonly LimitSettings Settings = new(8, new CallerAllowances(4, 10, 60, 600, 12));

    private readonly HandClock _clock = new();

    private static Caller At(string address) => new(address, CallerRole.Reader, []) { IsAnonymous = true };

    [Fact]
    public void Requests_are_refused_until_one_is_paid_for()
    {
        var account = new CallerAccounts(Settings, _clock).Of(At("192.0.2.1"));
        Assert.All(Enumerable.Range(0, 12), _ => Assert.Equal(TimeSpan.Zero, account.TryBegin()));

        // Twelve a minute: the next in five seconds. Being refused costs nothing.
        Assert.Equal(5, account.TryBegin().TotalSeconds, 6);
        _clock.Move(TimeSpan.FromSeconds(4));
        Assert.Equal(1, account.TryBegin().TotalSeconds, 6);
        _clock.Move(TimeSpan.FromSeconds(1.001));
        Assert.Equal(TimeSpan.Zero, account.TryBegin());
    }

    [Theory]
    [InlineData(1600, 0, 100), InlineData(0, 90, 30), InlineData(1600, 90, 100), InlineData(600, 60, 0)]
    public void What_an_answer_overdraws_is_paid_back_first(long rows, int seconds, int wait)
    {
        var account = new CallerAccounts(Settings, _clock).Of(At("192.0.2.1"));

        account.Spend(rows, TimeSpan.FromSeconds(seconds));

        Assert.Equal(wait, account.TryBegin().TotalSeconds, 6);
        _clock.Move(TimeSpan.FromSeconds(wait + 0.001));
        Assert.Equal(TimeSpan.Zero, account.TryBegin());
    }

    [Fact]
    public void An_hour_saves_up_a_minute_and_no_more()
    {
        var account = new CallerAccounts(Settings, _clock).Of(At("192.0.2.1"));
        _clock.Move(TimeSpan.FromHours(1));

        Assert.Equal(12, Enumerable.Range(0, 100).Count(_ => account.TryBegin() == TimeSpan.Zero));
    }

    [Fact]
    public void A_flood_of_addresses_is_not_remembered_and_pays_no_debt()
    {
        var accounts = new CallerAccounts(Settings, _clock, most: 100);
        var debtor = accounts.Of(At("192.0.2.1"));
        debtor.Spend(100_000, TimeSpan.Zero);
        for (var n = 0; n < 5000; n++)
        {
            accounts.Of(At($"10.0.{n / 250}.{n % 250}")).TryBegin();
        }

        Assert.True(accounts.Count <= 101, accounts.Count.ToString(CultureInfo.InvariantCulture));
        Assert.Same(debtor, accounts.Of(At("192.0.2.1")));
        Assert.Same(accounts.Of(At("10.9.9.8")), accounts.Of(At("10.9.9.9")));
        // A key is none of the flood.
        Assert.Equal(TimeSpan.Zero, accounts.Of(new Caller("office", CallerRole.Reader, [])).TryBegin());
        _clock.Move(TimeSpan.FromMinutes(2));
        accounts.Of(At("10.9.9.9"));
        // The debtor still owes.
        Assert.Equal(2, accounts.Count);
    }

    [Fact]
    public void Addresses_of_one_network_are_one_caller_and_a_key_named_like_an_address_is_another()
    {
        var accounts = new CallerAccounts(Settings, _clock);

        Assert.Same(accounts.Of(At("2001:db8:1:2::1")), accounts.Of(At("2001:db8:1:2:ffff::9")));
        Assert.NotSame(accounts.Of(At("2001:db8:1:2::1")), accounts.Of(At("2001:db8:1:3::1")));
        Assert.NotSame(accounts.Of(At("192.0.2.1")), accounts.Of(new Caller("192.0.2.1", CallerRole.Reader, [])));
    }
}
