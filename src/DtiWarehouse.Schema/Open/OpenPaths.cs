namespace DtiWarehouse.Schema.Open;

/// <summary>
/// Closed paths through a block's cells: lines of units and of groups are the nodes of a graph, cells join a node of one kind
/// with one of the other, and along a path cells rise and fall by turns, so that every line's total stays.
/// </summary>
internal sealed class OpenPaths
{
    private readonly (int Unit, int Group)[] _ends;
    private readonly List<int>[] _cellsAt;

    public OpenPaths(IReadOnlyList<OpenCell> cells)
    {
        var nodes = new Dictionary<(string, int), int>();
        _ends = [.. cells.Select(cell => (Node(SmallCells.UnitLine(cell)), Node(SmallCells.GroupLine(cell))))];
        _cellsAt = [.. Enumerable.Range(0, nodes.Count).Select(_ => new List<int>())];
        for (var cell = 0; cell < _ends.Length; cell++)
        {
            _cellsAt[_ends[cell].Unit].Add(cell);
            _cellsAt[_ends[cell].Group].Add(cell);
        }

        int Node((string, int) line) => nodes.TryGetValue(line, out var known) ? known : nodes[line] = nodes.Count;
    }

    /// <summary>The cheapest closed path on which a cell rises or falls; null where none is cheaper than <paramref name="below"/>.</summary>
    public (IReadOnlyList<int> Cells, long Cost)? Shortest(int cell, bool isUp, Steps steps, long below)
    {
        if (!(isUp ? steps.MayRise(cell) : steps.MayFall(cell)))
        {
            return null;
        }
        var (start, end) = _ends[cell];
        var costs = new long[_cellsAt.Length];
        Array.Fill(costs, long.MaxValue);
        var from = new int[_cellsAt.Length];
        var queue = new PriorityQueue<int, long>();
        costs[start] = steps.Cost(cell);
        queue.Enqueue(start, costs[start]);
        while (queue.TryDequeue(out var node, out var cost) && cost < below)
        {
            if (node == end)
            {
                return (Cells(), cost);
            }
            if (cost > costs[node])
            {
                continue;
            }
            foreach (var next in _cellsAt[node])
            {
                var isAtUnit = _ends[next].Unit == node;
                // Beside the cell itself in its unit's line the other one goes the other way, and so on by turns.
                if (next == cell || !(isAtUnit != isUp ? steps.MayRise(next) : steps.MayFall(next)))
                {
                    continue;
                }
                var there = isAtUnit ? _ends[next].Group : _ends[next].Unit;
                var total = cost + steps.Cost(next);
                if (total < costs[there])
                {
                    (costs[there], from[there]) = (total, next);
                    queue.Enqueue(there, total);
                }
            }
        }
        return null;

        List<int> Cells()
        {
            var path = new List<int> { cell };
            for (var node = end; node != start;)
            {
                var step = from[node];
                path.Add(step);
                node = _ends[step].Unit == node ? _ends[step].Group : _ends[step].Unit;
            }
            return path;
        }
    }
}
