namespace DtiWarehouse.Server.Limits;

/// <summary>
/// So much a minute, of which a minute's worth can be saved up. What something costs is known only once it is done, so an
/// allowance may be overdrawn; until it is paid back nothing more begins.
/// </summary>
public sealed class Allowance
{
    private readonly double _perMinute;
    private readonly TimeProvider _clock;
    private double _left;
    private long _at;

    public Allowance(double perMinute, TimeProvider clock) => (_perMinute, _clock, _left, _at) = (perMinute, clock, perMinute, clock.GetTimestamp());

    /// <param name="now">Timestamp of the clock, here as below.</param>
    public void Spend(double cost, long now)
    {
        Refill(now);
        _left -= cost;
    }

    /// <summary>Time until <paramref name="cost"/> can be paid; zero = now.</summary>
    public TimeSpan UntilCovered(double cost, long now)
    {
        Refill(now);
        return _left >= cost ? TimeSpan.Zero : TimeSpan.FromMinutes((cost - _left) / _perMinute);
    }

    public bool IsFull(long now)
    {
        Refill(now);
        return _left >= _perMinute;
    }

    private void Refill(long now)
    {
        _left = Math.Min(_perMinute, _left + _clock.GetElapsedTime(_at, now).TotalMinutes * _perMinute);
        _at = now;
    }
}
