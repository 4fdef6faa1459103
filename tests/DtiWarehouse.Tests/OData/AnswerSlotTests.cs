using DtiWarehouse.OData.Response;

namespace DtiWarehouse.Tests.OData;

/// <summary>Who makes an answer, who waits for it, and when it is made anew.</summary>
public sealed class AnswerSlotTests
{
    private readonly AnswerSlot _slot = new();

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private ValueTask<(KeptAnswer? Answer, AnswerTurn? Turn)> TakeAsync(string version) => _slot.TakeAsync(version, Patience, default);

    private static KeptAnswer Answer(string version) => new(version, "application/json", "", [1], 1);

    [Fact]
    public async Task The_first_makes_it_the_others_wait_and_those_that_come_later_have_it()
    {
        var (answer, turn) = await TakeAsync("1");
        var waiting = TakeAsync("1").AsTask();
        Assert.Null(answer);
        Assert.False(waiting.IsCompleted);

        var made = Answer("1");
        turn!.Keep(made);

        Assert.Equal((made, null), await waiting);
        Assert.Equal((made, null), await TakeAsync("1"));
    }

    [Fact]
    public async Task When_making_it_fails_one_of_those_that_wait_has_the_turn_and_the_others_wait_on()
    {
        var (_, turn) = await TakeAsync("1");
        var waiting = Enumerable.Range(0, 3).Select(_ => TakeAsync("1").AsTask()).ToList();

        turn!.Dispose();

        var next = await await Task.WhenAny(waiting);
        Assert.NotNull(next.Turn);
        var made = Answer("1");
        next.Turn.Keep(made);
        Assert.Equal(2, (await Task.WhenAll(waiting)).Count(taken => taken.Answer == made));
    }

    [Fact]
    public async Task Who_has_waited_long_enough_makes_it_alone()
    {
        await TakeAsync("1");

        Assert.Equal((null, null), await _slot.TakeAsync("1", TimeSpan.FromMilliseconds(20), default));
        Assert.Equal((null, null), await _slot.TakeAsync("1", TimeSpan.Zero, default));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_waited_for_no_more_until_the_data_changes()
    {
        var (_, turn) = await TakeAsync("1");
        var waiting = TakeAsync("1").AsTask();

        turn!.GiveUp();

        Assert.Equal((null, null), await waiting);
        Assert.Equal((null, null), await TakeAsync("1"));
        Assert.NotNull((await TakeAsync("2")).Turn);
    }

    [Fact]
    public async Task An_answer_from_older_data_does_not_take_the_place_of_a_newer_one()
    {
        var (_, old) = await TakeAsync("1");
        var (_, turn) = await TakeAsync("2");
        var newer = Answer("2");
        turn!.Keep(newer);

        old!.Keep(Answer("1"));

        Assert.Equal((newer, null), await TakeAsync("2"));
        Assert.NotNull((await TakeAsync("3")).Turn);
    }

    [Fact]
    public async Task Who_waits_may_leave()
    {
        var (_, turn) = await TakeAsync("1");
        using var leaving = new CancellationTokenSource();
        var waiting = _slot.TakeAsync("1", Patience, leaving.Token).AsTask();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        turn!.Keep(Answer("1"));
        Assert.NotNull((await TakeAsync("1")).Answer);
    }
}
