using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>A version of a slowly changing member: its key and the half-open interval in which it holds.</summary>
public sealed record MemberVersion(int Key, string Code, DateOnly ValidFrom, DateOnly ValidUntil, bool IsInferred)
{
    public bool Covers(DateOnly day) => ValidFrom <= day && day < ValidUntil;
}

/// <summary>The versions of one member, from the oldest: which one holds on a day.</summary>
public sealed class MemberHistory(IEnumerable<MemberVersion> versions)
{
    public IReadOnlyList<MemberVersion> Versions { get; } = [.. versions.OrderBy(v => v.ValidFrom)];

    /// <summary>The version of a day; outside every version the nearest one (of two equally near ones the earlier).</summary>
    public MemberVersion At(DateOnly day)
    {
        var nearest = Versions[0];
        foreach (var version in Versions)
        {
            if (Distance(version, day) < Distance(nearest, day))
            {
                nearest = version;
            }
        }
        return nearest;
    }

    /// <summary>All of time in intervals of one version each, as <see cref="At"/> answers.</summary>
    public IEnumerable<(DateOnly From, DateOnly Until, int Key)> Intervals()
    {
        var from = DateOnly.MinValue;
        for (var i = 0; i < Versions.Count; i++)
        {
            var until = Warehouse.EndOfTime;
            if (i + 1 < Versions.Count)
            {
                var lastDay = Versions[i].ValidUntil.DayNumber - 1;
                until = DateOnly.FromDayNumber((lastDay + Versions[i + 1].ValidFrom.DayNumber) / 2 + 1);
            }
            yield return (from, until, Versions[i].Key);
            from = until;
        }
    }

    private static int Distance(MemberVersion version, DateOnly day) =>
        day < version.ValidFrom ? version.ValidFrom.DayNumber - day.DayNumber
        : day >= version.ValidUntil ? day.DayNumber - version.ValidUntil.DayNumber + 1
        : 0;
}
