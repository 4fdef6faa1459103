namespace DtiWarehouse.Schema.Open;

/// <summary>One family of counts in a block of cells that totals join: withholds what <see cref="SmallCells"/> says.</summary>
internal sealed class OpenBlock
{
    private readonly IReadOnlyList<OpenCell> _cells;
    private readonly OpenFamily _family;
    private readonly int _smallest;
    private readonly OpenPaths _paths;
    /// <summary>By cell.</summary>
    private readonly int[] _whole;
    /// <summary>By split, part (the rest last) and cell.</summary>
    private readonly int[][][] _parts;
    private readonly bool[] _isWholeHidden;
    private readonly bool[][] _isSplitHidden;
    /// <summary>Counts for which another table is known, by cell.</summary>
    private readonly HashSet<(int Cell, int Split, int Part)> _kept = [];
    private readonly Queue<(int Cell, int Split, int Part)> _open = new();

    /// <summary>Stands for the whole where a split is asked for.</summary>
    private const int Whole = -1;

    public OpenBlock(IReadOnlyList<OpenCell> cells, OpenFamily family, int smallest)
    {
        (_cells, _family, _smallest, _paths) = (cells, family, smallest, new OpenPaths(cells));
        _whole = [.. cells.Select(cell => cell[family.Whole])];
        _parts = [.. family.Splits.Select(split => split.Select(measure => cells.Select(cell => cell[measure]).ToArray())
            .Append([.. cells.Select(cell => cell[family.Whole] - split.Sum(measure => cell[measure]))]).ToArray())];
        _isWholeHidden = new bool[cells.Count];
        _isSplitHidden = [.. family.Splits.Select(_ => new bool[cells.Count])];
    }

    public void Withhold()
    {
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            if (IsSmall(_whole[cell]))
            {
                HideWhole(cell);
            }
            for (var split = 0; split < _parts.Length; split++)
            {
                // A part is as small as the others are together, seen from the whole.
                if (_parts[split].Any(part => IsSmall(part[cell]) || IsSmall(_whole[cell] - part[cell])))
                {
                    HideSplit(cell, split);
                }
            }
        }
        while (_open.TryDequeue(out var count))
        {
            if (_kept.Contains(count))
            {
                continue;
            }
            if (Cheapest(count) is { } move)
            {
                Take(move);
            }
            else if (MayDiffer(count))
            {
                // Several paths together might keep it. With nothing published there is nothing to work it out from but totals.
                HideAll();
                break;
            }
        }
        Publish();
    }

    /// <summary>Whether the totals of a count's own table leave it open.</summary>
    private bool MayDiffer((int Cell, int Split, int Part) count)
    {
        var own = count.Split == Whole ? _whole : _parts[count.Split][count.Part];
        var steps = new Steps(cell => own[cell] > 0, _ => true, _ => 0) { Changes = [] };
        return _paths.Shortest(count.Cell, isUp: false, steps, long.MaxValue) is not null || _paths.Shortest(count.Cell, isUp: true, steps, long.MaxValue) is not null;
    }

    private void HideAll()
    {
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            HideWhole(cell);
        }
    }

    private bool IsSmall(int count) => count > 0 && count < _smallest;

    private void HideWhole(int cell)
    {
        if (_isWholeHidden[cell])
        {
            return;
        }
        _isWholeHidden[cell] = true;
        _open.Enqueue((cell, Whole, 0));
        for (var split = 0; split < _parts.Length; split++)
        {
            HideSplit(cell, split);
        }
    }

    private void HideSplit(int cell, int split)
    {
        if (_isSplitHidden[split][cell])
        {
            return;
        }
        _isSplitHidden[split][cell] = true;
        for (var part = 0; part < _parts[split].Length; part++)
        {
            _open.Enqueue((cell, split, part));
        }
    }

    /// <summary>The move that changes a count and withholds least beside what is withheld; null where there is none.</summary>
    private Move? Cheapest((int Cell, int Split, int Part) count)
    {
        Move? best = null;
        foreach (var (steps, splitOnly) in StepsWith(count))
        {
            foreach (var isUp in (ReadOnlySpan<bool>)[false, true])
            {
                if (_paths.Shortest(count.Cell, isUp, steps, best?.Cost ?? long.MaxValue) is { } path)
                {
                    best = new Move(path.Cells, path.Cost, steps, splitOnly);
                }
                if (best?.Cost == 0)
                {
                    return best;
                }
            }
        }
        return best;
    }

    /// <summary>How a count can be made to differ: against another part of its whole, or together with the whole and a part of every other split.</summary>
    private IEnumerable<(Steps Steps, int Split)> StepsWith((int Cell, int Split, int Part) count)
    {
        if (count.Split != Whole)
        {
            var parts = _parts[count.Split];
            for (var other = 0; other < parts.Length; other++)
            {
                if (other != count.Part)
                {
                    var (mine, its, hidden) = (parts[count.Part], parts[other], _isSplitHidden[count.Split]);
                    yield return (new Steps(cell => mine[cell] > 0, cell => its[cell] > 0, cell => hidden[cell] ? 0 : 1_000 + _whole[cell])
                    {
                        Changes = [(count.Split, count.Part), (count.Split, other)],
                    }, count.Split);
                }
            }
        }
        foreach (var choice in Choices(0).Where(choice => count.Split == Whole || choice[count.Split] == count.Part))
        {
            yield return (new Steps(
                cell => !choice.Where((part, split) => _parts[split][part][cell] == 0).Any(),
                _ => true,
                cell => _isWholeHidden[cell] ? 0 : _whole[cell] == 0 ? 1_000_000_000 : 1_000_000 + _whole[cell])
            {
                Changes = [(Whole, 0), .. choice.Select((part, split) => (split, part))],
            }, Whole);
        }
    }

    private IEnumerable<int[]> Choices(int split) => split == _parts.Length
        ? [[]]
        : Enumerable.Range(0, _parts[split].Length).SelectMany(part => Choices(split + 1).Select(rest => (int[])[part, .. rest]));

    private void Take(Move move)
    {
        foreach (var cell in move.Cells)
        {
            if (move.Split == Whole)
            {
                HideWhole(cell);
            }
            else
            {
                HideSplit(cell, move.Split);
            }
            foreach (var (split, part) in move.Steps.Changes)
            {
                _kept.Add((cell, split, part));
            }
        }
    }

    private void Publish()
    {
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            if (_isWholeHidden[cell])
            {
                _cells[cell].Withhold(_family.Whole);
            }
            for (var split = 0; split < _parts.Length; split++)
            {
                if (_isSplitHidden[split][cell])
                {
                    Array.ForEach(_family.Splits[split], _cells[cell].Withhold);
                }
            }
        }
    }

    private sealed record Move(IReadOnlyList<int> Cells, long Cost, Steps Steps, int Split);
}

/// <summary>Where a change by 1 may go down and up, and what it costs to withhold a cell for it.</summary>
internal sealed record Steps(Func<int, bool> MayFall, Func<int, bool> MayRise, Func<int, long> Cost)
{
    /// <summary>The counts that change along the path: split (−1 = the whole) and part.</summary>
    public required IReadOnlyList<(int Split, int Part)> Changes { get; init; }
}
