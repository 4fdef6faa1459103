using System.Diagnostics;

namespace DtiWarehouse.OData.Response;

/// <summary>A whole answer of status 200, as it was sent.</summary>
/// <param name="DataVersion">The state of the data that it was made from.</param>
/// <param name="Applied"><c>Preference-Applied</c>; may be empty.</param>
internal sealed record KeptAnswer(string DataVersion, string ContentType, string Applied, byte[] Body, long Rows);

/// <summary>
/// Room for the answer to one question while it is small: kept for as long as the data is the same, and made once however
/// many ask for it at the same time.
/// </summary>
internal sealed class AnswerSlot
{
    private readonly Lock _lock = new();
    private volatile KeptAnswer? _kept;
    private AnswerTurn? _turn;
    private string? _tooLargeAt;

    /// <summary>
    /// The answer from a version of the data, kept or just being made by another request. Without one the caller makes it: when
    /// it is given a turn, others wait until it says what came of it; when it is not, the answer does not fit, or its patience
    /// came to an end. Where making it fails elsewhere, one of those that wait has the next turn.
    /// </summary>
    /// <param name="patience">Time that another request may take for it; what that loses is lost to the caller's own.</param>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask<(KeptAnswer? Answer, AnswerTurn? Turn)> TakeAsync(string version, TimeSpan patience, CancellationToken cancellation)
    {
        if (_kept is { } kept && kept.DataVersion == version)
        {
            return (kept, null);
        }
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            AnswerTurn other;
            lock (_lock)
            {
                if (_kept is { } made && made.DataVersion == version)
                {
                    return (made, null);
                }
                if (_tooLargeAt == version)
                {
                    return default;
                }
                if (_turn is null || _turn.DataVersion != version)
                {
                    return (null, _turn = new AnswerTurn(this, version));
                }
                other = _turn;
            }
            var left = patience - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return default;
            }
            try
            {
                if (await other.Made.WaitAsync(left, cancellation) is { } answer)
                {
                    return (answer, null);
                }
            }
            catch (TimeoutException)
            {
                return default;
            }
        }
    }

    internal void End(AnswerTurn turn, KeptAnswer? answer, bool isTooLarge)
    {
        lock (_lock)
        {
            if (_turn != turn)
            {
                // A later version of the data has been asked for meanwhile.
                return;
            }
            _turn = null;
            _kept = answer ?? _kept;
            _tooLargeAt = isTooLarge ? turn.DataVersion : _tooLargeAt;
        }
    }
}

/// <summary>The right to make an answer that others wait for. Dispose it: where it was not made, one of those that wait has the next turn.</summary>
internal sealed class AnswerTurn(AnswerSlot slot, string version) : IDisposable
{
    private readonly TaskCompletionSource<KeptAnswer?> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string DataVersion => version;

    public Task<KeptAnswer?> Made => _made.Task;

    /// <summary>Gives the answer to all that wait, and to those that come.</summary>
    public void Keep(KeptAnswer answer) => End(answer, isTooLarge: false);

    /// <summary>The answer is longer than what is kept.</summary>
    public void GiveUp() => End(null, isTooLarge: true);

    public void Dispose() => End(null, isTooLarge: false);

    private void End(KeptAnswer? answer, bool isTooLarge)
    {
        if (!_made.Task.IsCompleted)
        {
            slot.End(this, answer, isTooLarge);
            _made.TrySetResult(answer);
        }
    }
}
