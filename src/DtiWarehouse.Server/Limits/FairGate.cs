namespace DtiWarehouse.Server.Limits;

/// <summary>
/// Lets so many in at once. Who waits is let in by turns of callers, not in the order of coming: a caller with many waiting
/// delays another's first one by one of its own.
/// </summary>
public sealed class FairGate(int places)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    /// <summary>Lines in which somebody waits, the next to be asked first.</summary>
    private readonly LinkedList<Line> _turns = new();
    private int _free = places;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _turns.Sum(line => line.Waiting.Count);
            }
        }
    }

    /// <summary>Callers that are in or wait: no others are remembered.</summary>
    public int Callers
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>A place, to be disposed of when done, where one is free at once; null = it has to be waited for.</summary>
    /// <param name="most">How many of the caller may be in at once.</param>
    public IDisposable? TryEnter(string caller, int most)
    {
        lock (_lock)
        {
            return TryEnter(LineOf(caller, most));
        }
    }

    private Place? TryEnter(Line line)
    {
        if (_free == 0 || line.Inside >= line.Most)
        {
            Forget(line);
            return null;
        }
        _free--;
        line.Inside++;
        return new Place(this, line);
    }

    private Line LineOf(string caller, int most)
    {
        if (!_lines.TryGetValue(caller, out var line))
        {
            _lines[caller] = line = new Line(caller);
        }
        line.Most = most;
        return line;
    }

    /// <summary>A place, to be disposed of when done; null = so many of the caller wait already.</summary>
    /// <param name="most">How many of the caller may be in at once.</param>
    /// <param name="mostWaiting">How many of the caller may wait.</param>
    /// <exception cref="OperationCanceledException">The wait was given up; nothing is kept of it.</exception>
    public async ValueTask<IDisposable?> EnterAsync(string caller, int most, int mostWaiting, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (TryEnter(LineOf(caller, most)) is { } place)
            {
                return place;
            }
            var line = LineOf(caller, most);
            if (line.Waiting.Count >= mostWaiting)
            {
                Forget(line);
                return null;
            }
            waiter = new Waiter(line);
            waiter.Node = line.Waiting.AddLast(waiter);
            line.Turn ??= _turns.AddLast(line);
        }
        await using (cancellation.UnsafeRegister(_ => GiveUp(waiter, cancellation), null))
        {
            return await waiter.Admitted.Task;
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (waiter.Node is not { } node)
            {
                return;
            }
            waiter.Node = null;
            waiter.Line.Waiting.Remove(node);
            if (waiter.Line.Waiting.Count == 0)
            {
                _turns.Remove(waiter.Line.Turn!);
                waiter.Line.Turn = null;
            }
            Forget(waiter.Line);
        }
        waiter.Admitted.TrySetCanceled(cancellation);
    }

    private void Leave(Line line)
    {
        lock (_lock)
        {
            _free++;
            line.Inside--;
            for (var turn = _turns.First; turn is not null && _free > 0;)
            {
                var next = turn.Next;
                if (turn.Value.Inside < turn.Value.Most)
                {
                    Admit(turn.Value);
                }
                turn = next;
            }
            Forget(line);
        }
    }

    private void Admit(Line line)
    {
        var waiter = line.Waiting.First!.Value;
        line.Waiting.RemoveFirst();
        waiter.Node = null;
        _turns.Remove(line.Turn!);
        line.Turn = line.Waiting.Count > 0 ? _turns.AddLast(line) : null;
        _free--;
        line.Inside++;
        waiter.Admitted.TrySetResult(new Place(this, line));
    }

    private void Forget(Line line)
    {
        if (line.Inside == 0 && line.Waiting.Count == 0)
        {
            _lines.Remove(line.Caller);
        }
    }

    /// <summary>One caller's requests.</summary>
    private sealed class Line(string caller)
    {
        public string Caller => caller;
        public int Most { get; set; }
        public int Inside { get; set; }
        public LinkedList<Waiter> Waiting { get; } = new();
        public LinkedListNode<Line>? Turn { get; set; }
    }

    private sealed class Waiter(Line line)
    {
        public Line Line => line;
        /// <summary>Its place in the line; null once it is let in or has left.</summary>
        public LinkedListNode<Waiter>? Node { get; set; }
        public TaskCompletionSource<IDisposable> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(FairGate gate, Line line) : IDisposable
    {
        private FairGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave(line);
    }
}
