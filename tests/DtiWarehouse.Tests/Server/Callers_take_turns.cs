using DtiWarehouse.Server.Limits;

namespace DtiWarehouse.Tests.Server;

/// <summary>The gate of the server: who waits is let in by turns of callers.</summary>
public class Callers_take_turns
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_caller_with_fifty_waiting_delays_another_by_one_of_its_own()
    {
        var gate = new FairGate(1);
        var order = new List<string>();
        var inside = (await gate.EnterAsync("heavy", 10, 100, Never))!;
        var heavy = Enumerable.Range(0, 50).Select(_ => gate.EnterAsync("heavy", 10, 100, Never).AsTask()).ToList();
        var light = new[] { gate.EnterAsync("light", 10, 100, Never).AsTask(), gate.EnterAsync("light", 10, 100, Never).AsTask() };
        var other = gate.EnterAsync("other", 10, 100, Never).AsTask();
        var waiting = heavy.Select(task => ("heavy", task)).Concat(light.Select(task => ("light", task))).Append(("other", other)).ToList();

        while (waiting.Count > 0)
        {
            inside.Dispose();
            inside = (await await Task.WhenAny(waiting.Select(entry => entry.Item2)))!;
            var admitted = Assert.Single(waiting, entry => entry.Item2.IsCompleted);
            order.Add(admitted.Item1);
            waiting.Remove(admitted);
        }

        Assert.Equal(["heavy", "light", "other", "heavy", "light", "heavy", "heavy"], order[..7]);
        Assert.Equal(53, order.Count);
        inside.Dispose();
        Assert.Equal((0, 0), (gate.Waiting, gate.Callers));
    }

    [Fact]
    public async Task Nobody_takes_more_places_than_its_own_and_the_others_are_not_kept_waiting_for_it()
    {
        var gate = new FairGate(3);
        using var first = await gate.EnterAsync("heavy", 2, 10, Never);
        using var second = await gate.EnterAsync("heavy", 2, 10, Never);
        var third = gate.EnterAsync("heavy", 2, 10, Never).AsTask();

        var light = gate.EnterAsync("light", 2, 10, Never);

        Assert.True(light.IsCompletedSuccessfully);
        Assert.False(third.IsCompleted);
        (await light)!.Dispose();
        Assert.False(third.IsCompleted);
        first!.Dispose();
        (await third)!.Dispose();
    }

    [Fact]
    public async Task A_full_line_is_refused_and_other_lines_are_not()
    {
        var gate = new FairGate(1);
        var inside = await gate.EnterAsync("heavy", 5, 1, Never);
        var waiting = gate.EnterAsync("heavy", 5, 1, Never).AsTask();

        Assert.Null(await gate.EnterAsync("heavy", 5, 1, Never));
        var light = gate.EnterAsync("light", 5, 1, Never).AsTask();

        inside!.Dispose();
        (await waiting)!.Dispose();
        (await light)!.Dispose();
        Assert.Equal(0, gate.Callers);
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_line_and_takes_no_place()
    {
        var gate = new FairGate(1);
        var inside = await gate.EnterAsync("a", 1, 10, Never);
        using var patience = new CancellationTokenSource();
        var gone = gate.EnterAsync("b", 1, 10, patience.Token).AsTask();
        var next = gate.EnterAsync("c", 1, 10, Never).AsTask();

        patience.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal((1, 2), (gate.Waiting, gate.Callers));
        inside!.Dispose();
        (await next)!.Dispose();
        Assert.True((await gate.EnterAsync("d", 1, 0, Never)) is not null);
    }

    [Fact]
    public async Task No_place_is_lost_or_doubled_whatever_happens_at_once()
    {
        var gate = new FairGate(3);
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(n => Task.Run(async () =>
        {
            using var patience = new CancellationTokenSource();
            if (n % 5 == 0)
            {
                patience.CancelAfter(n % 7);
            }
            try
            {
                using var place = await gate.EnterAsync($"caller {n % 4}", 2, 1000, patience.Token);
                lock (gate)
                {
                    most = Math.Max(most, ++inside);
                }
                await Task.Yield();
                lock (gate)
                {
                    inside--;
                }
            }
            catch (OperationCanceledException)
            {
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (gate.Waiting, gate.Callers));
        var places = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => gate.EnterAsync($"{n}", 1, 0, Never).AsTask()));
        Assert.DoesNotContain(null, places);
        Assert.Null(await gate.EnterAsync("4", 1, 0, Never));
    }
}
