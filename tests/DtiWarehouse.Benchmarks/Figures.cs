using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DtiWarehouse.Benchmarks;

/// <summary>What one round measured of a request: seconds that it took on average, the median, and the median until the first byte of a body.</summary>
internal readonly record struct Sample(double Seconds, double Median, double FirstByte, int Requests = 1);

/// <summary>How figures are taken and put together.</summary>
internal static class Figures
{
    /// <summary>One request after another over one connection, at least so long and at least once.</summary>
    /// <param name="status">That every answer must have.</param>
    public static Sample Repeat(HttpWire wire, byte[] request, double seconds = 0.5, int status = 200) => RepeatAtOnce([wire], request, seconds, status);

    /// <summary>The same over several connections, of which each is asked before any answer is read.</summary>
    public static Sample RepeatAtOnce(HttpWire[] wires, byte[] request, double seconds, int status = 200)
    {
        var (times, firsts) = (new List<double>(), new List<double>());
        var began = Stopwatch.GetTimestamp();
        do
        {
            foreach (var wire in wires)
            {
                wire.Send(request);
            }
            foreach (var wire in wires)
            {
                var answer = Expect(wire, wire.Read(), status);
                times.Add(answer.Seconds);
                firsts.Add(answer.FirstByte);
            }
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return new Sample(Stopwatch.GetElapsedTime(began).TotalSeconds / times.Count, Quantile(times, 0.5), Quantile(firsts, 0.5), times.Count);
    }

    /// <summary>One round of what is compared: short slices of each by turns, until each has had half a second. What slows the machine down for a while slows all of them.</summary>
    public static Sample[] Round(params ReadOnlySpan<Func<Sample>> sides)
    {
        var slices = new List<Sample>[sides.Length];
        do
        {
            for (var side = 0; side < sides.Length; side++)
            {
                (slices[side] ??= []).Add(sides[side]());
            }
        }
        while (slices.Any(taken => taken.Sum(slice => slice.Seconds * slice.Requests) < 0.5));
        return [.. slices.Select(taken => new Sample(
            taken.Sum(slice => slice.Seconds * slice.Requests) / taken.Sum(slice => slice.Requests),
            Quantile(taken.Select(slice => slice.Median), 0.5), Quantile(taken.Select(slice => slice.FirstByte), 0.5), taken.Sum(slice => slice.Requests)))];
    }

    /// <summary>A page and all that its links lead to.</summary>
    /// <param name="pages">More are not asked for.</param>
    public static Sample Follow(HttpWire wire, int port, byte[] request, string headers, int pages, Stream? keep = null)
    {
        var began = Stopwatch.GetTimestamp();
        var first = 0.0;
        for (var page = 1; ; page++)
        {
            var answer = Expect(wire, wire.Ask(request, keep), 200);
            first = page == 1 ? answer.FirstByte : first;
            if (page == pages || NextLink(wire) is not { } next)
            {
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                return page == pages ? new Sample(seconds, seconds, first) : throw new InvalidOperationException($"{page} pages in place of {pages}.");
            }
            request = HttpWire.Request(port, next, headers);
        }
    }

    /// <summary>Path and query of the link at the end of the last answer; null where there is none.</summary>
    public static string? NextLink(HttpWire wire)
    {
        var name = "\"@odata.nextLink\":\""u8;
        var tail = wire.Tail;
        var at = tail.LastIndexOf(name);
        if (at < 0)
        {
            return null;
        }
        var link = tail[(at + name.Length)..];
        return new Uri(Encoding.UTF8.GetString(link[..link.IndexOf((byte)'"')])).PathAndQuery;
    }

    public static WireAnswer Expect(HttpWire wire, WireAnswer answer, int status) =>
        answer.Status == status ? answer : throw new InvalidOperationException($"{answer.Status} in place of {status}: {Encoding.UTF8.GetString(wire.Tail)}");

    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var place = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return below + (above - below) * (place - Math.Floor(place));
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
