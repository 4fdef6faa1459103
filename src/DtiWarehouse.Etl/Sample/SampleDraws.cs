namespace DtiWarehouse.Etl.Sample;

/// <summary>Draws items by whole-number weight, with replacement.</summary>
internal sealed class WeightedPick<T>
{
    private readonly T[] _items;
    private readonly int[] _bounds;

    public WeightedPick(IEnumerable<T> items, Func<T, int> weight)
    {
        _items = [.. items];
        _bounds = new int[_items.Length];
        var sum = 0;
        for (var i = 0; i < _items.Length; i++)
        {
            sum += weight(_items[i]);
            _bounds[i] = sum;
        }
    }

    public T[] Items => _items;

    public int DrawIndex(SampleRandom random)
    {
        var at = Array.BinarySearch(_bounds, random.Next(_bounds[^1]) + 1);
        return at >= 0 ? at : ~at;
    }

    public T Draw(SampleRandom random) => _items[DrawIndex(random)];
}

/// <summary>Draws by weight so that after the announced number of draws every item has come at least once.</summary>
internal sealed class Deck<T>
{
    private readonly WeightedPick<T> _pick;
    private readonly bool[] _seen;
    private int _unseen;
    private int _next;
    private int _draws;

    public Deck(IEnumerable<T> items, Func<T, int> weight, int draws)
    {
        _pick = new WeightedPick<T>(items, weight);
        _unseen = _pick.Items.Length;
        _seen = new bool[_unseen];
        _draws = draws;
    }

    public T Draw(SampleRandom random)
    {
        var index = _unseen > 0 && random.Next(Math.Max(_draws, 1)) < _unseen ? NextUnseen() : _pick.DrawIndex(random);
        if (!_seen[index])
        {
            _seen[index] = true;
            _unseen--;
        }
        _draws--;
        return _pick.Items[index];
    }

    private int NextUnseen()
    {
        while (_seen[_next])
        {
            _next++;
        }
        return _next;
    }
}

/// <summary>Deals category numbers without replacement: after all draws each category came exactly as often as it was given.</summary>
internal sealed class Quota(params int[] counts)
{
    private readonly int[] _left = [.. counts];
    private int _total = counts.Sum();

    public int Total => _total;

    public int Draw(SampleRandom random)
    {
        var ticket = random.Next(_total--);
        var category = 0;
        while (ticket >= _left[category])
        {
            ticket -= _left[category++];
        }
        _left[category]--;
        return category;
    }
}

/// <summary>Says yes exactly <paramref name="yes"/> times in <paramref name="draws"/> draws.</summary>
internal sealed class ExactShare(int yes, int draws)
{
    private int _yes = yes;
    private int _draws = draws;

    public bool Draw(SampleRandom random)
    {
        var hit = random.Next(_draws--) < _yes;
        _yes -= hit ? 1 : 0;
        return hit;
    }
}

/// <summary>Splits a total over weights: parts add up to the total, each within one of its exact share.</summary>
internal static class Apportion
{
    public static int[] Split(int total, IReadOnlyList<int> weights)
    {
        var sum = weights.Sum(w => (long)w);
        var parts = new int[weights.Count];
        long seen = 0;
        var given = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            seen += weights[i];
            var upTo = (int)(total * seen / sum);
            parts[i] = upTo - given;
            given = upTo;
        }
        return parts;
    }
}
