using DtiWarehouse.OData.Response;

namespace DtiWarehouse.Tests.OData;

/// <summary>Who makes an answer, who waits for it, and when it is made anew.</summary>
public sealed class AnswerSlotTests
{
    private readonly AnswerSlot _slot = new();

    private static KeptAnswer Answer(string version) => new(version, "application/json", "", [1], 1);

    [Fact]
    public async Task The_first_makes_it_the_others_wait_and_those_that_come_later_have_it()
    {
        var (answer, turn) = await _slot.TakeAsync("1", default);
        var waiting = _slot.TakeAsync("1", default).AsTask();
        Assert.Null(answer);
        Assert.False(waiting.IsCompleted);

        var made = Answer("1");
        turn!.Keep(made);

        Assert.Equal((made, null), await waiting);
        Assert.Equal((made, null), await _slot.TakeAsync("1", default));
    }

    [Fact]
    public async Task When_making_it_fails_those_that_wait_make_it_alone_and_the_next_has_the_turn()
    {
        var (_, turn) = await _slot.TakeAsync("1", default);
        var waiting = _slot.TakeAsync("1", default).AsTask();

        turn!.Dispose();

        Assert.Equal((null, null), await waiting);
        Assert.NotNull((await _slot.TakeAsync("1", default)).Turn);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_waited_for_no_more_until_the_data_changes()
    {
        var (_, turn) = await _slot.TakeAsync("1", default);
        var waiting = _slot.TakeAsync("1", default).AsTask();

        turn!.GiveUp();

        Assert.Equal((null, null), await waiting);
        Assert.Equal((null, null), await _slot.TakeAsync("1", default));
        Assert.NotNull((await _slot.TakeAsync("2", default)).Turn);
    }

    [Fact]
    public async Task An_answer_from_older_data_does_not_take_the_place_of_a_newer_one()
    {
        var (_, old) = await _slot.TakeAsync("1", default);
        var (_, turn) = await _slot.TakeAsync("2", default);
        var newer = Answer("2");
        turn!.Keep(newer);

        old!.Keep(Answer("1"));

        Assert.Equal((newer, null), await _slot.TakeAsync("2", default));
        Assert.NotNull((await _slot.TakeAsync("3", default)).Turn);
    }

    [Fact]
    public async Task Who_waits_may_leave()
    {
        var (_, turn) = await _slot.TakeAsync("1", default);
        using var leaving = new CancellationTokenSource();
        var waiting = _slot.TakeAsync("1", leaving.Token).AsTask();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        turn!.Keep(Answer("1"));
        Assert.NotNull((await _slot.TakeAsync("1", default)).Answer);
    }
}
