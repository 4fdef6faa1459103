using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// Renders rows whose shape expands collections: a chunk of rows is written with holes, each expanded collection is read
/// once for the chunk, and its rows are set into the holes. Memory holds one chunk, whatever the number of rows; where the
/// connection takes one reader at a time, it holds the text of all rows of the page.
/// </summary>
internal sealed class RowRenderer(QueryRun run)
{
    private readonly record struct RenderedRow(int Start, int End, ParentKey OwnKey);

    /// <summary>Rows as JSON with holes where expanded collections belong.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly List<(int End, int Holes, ParentKey OwnKey)> _rows = [];

        public Utf8Output Text { get; } = new();
        public List<Hole> Holes { get; } = [];
        public int Count => _rows.Count;

        public void Add(RowCursor cursor, EntityWriter writer, IReadOnlyList<ValueMember> ownKey)
        {
            writer.Write(cursor, Text, Holes);
            _rows.Add((Text.Length, Holes.Count, ParentKey.Capture(cursor, ownKey)));
        }

        /// <summary>Where a row and its holes start: where those of the row before end.</summary>
        public (int Text, int Hole) StartOf(int row) => row == 0 ? (0, 0) : (_rows[row - 1].End, _rows[row - 1].Holes);

        public (int Text, int Hole) EndOf(int row) => (_rows[row].End, _rows[row].Holes);

        public ParentKey OwnKeyOf(int row) => _rows[row].OwnKey;

        public void Dispose() => Text.Dispose();
    }

    /// <summary>
    /// Appends the rows as JSON separated by commas, the current row first. <paramref name="next"/> moves to the next row;
    /// false = no more rows for this answer. <paramref name="send"/> is called after every chunk. The cursor may be closed
    /// when this returns.
    /// </summary>
    public async ValueTask RenderAsync(RowCursor cursor, EntityWriter writer, Utf8Output target, Func<ValueTask<bool>> next, Func<ValueTask> send) =>
        await RenderAsync(cursor, writer, [], target, null, next, send);

    private async ValueTask RenderAsync(
        RowCursor cursor, EntityWriter writer, IReadOnlyList<ValueMember> ownKey, Utf8Output target, List<RenderedRow>? rendered, Func<ValueTask<bool>> next, Func<ValueTask> send)
    {
        var atOnce = run.KeepsReadersOpen ? ChildPlan.ChunkSize : int.MaxValue;
        var isFirst = true;
        for (var more = true; more;)
        {
            using var draft = new Draft();
            while (more && draft.Count < atOnce)
            {
                draft.Add(cursor, writer, ownKey);
                run.UnsentRows++;
                more = await next();
            }
            if (!more)
            {
                await cursor.DisposeAsync();
            }
            for (var from = 0; from < draft.Count; from += ChildPlan.ChunkSize)
            {
                if (!isFirst)
                {
                    target.Raw((byte)',');
                }
                isFirst = false;
                await FillAsync(draft, from, Math.Min(from + ChildPlan.ChunkSize, draft.Count), writer, target, rendered);
                await send();
            }
        }
    }

    /// <summary>Appends rows of a draft, separated by commas, with what belongs into their holes.</summary>
    private async ValueTask FillAsync(Draft draft, int from, int to, EntityWriter writer, Utf8Output target, List<RenderedRow>? rendered)
    {
        var first = draft.StartOf(from).Hole;
        var holes = draft.Holes.GetRange(first, draft.EndOf(to - 1).Hole - first);
        var filled = new Dictionary<CollectionMember, (Utf8Output Text, ILookup<ParentKey, RenderedRow> Rows)>(ReferenceEqualityComparer.Instance);
        try
        {
            foreach (var (member, childWriter) in writer.Collections())
            {
                filled[member] = await ReadChildrenAsync(member, childWriter, [.. holes.Where(h => ReferenceEquals(h.Member, member) && (member.Child.TakesNullKeys || !h.Key.HasNull)).Select(h => h.Key).Distinct()]);
            }
            for (var row = from; row < to; row++)
            {
                if (row > from)
                {
                    target.Raw((byte)',');
                }
                var start = target.Length;
                var (at, hole) = draft.StartOf(row);
                var (end, lastHole) = draft.EndOf(row);
                foreach (var place in holes[(hole - first)..(lastHole - first)])
                {
                    target.Raw(draft.Text.Written[at..place.Position]);
                    at = place.Position;
                    Fill(target, filled[place.Member], place.Key);
                }
                target.Raw(draft.Text.Written[at..end]);
                rendered?.Add(new RenderedRow(start, target.Length, draft.OwnKeyOf(row)));
            }
        }
        finally
        {
            foreach (var (childText, _) in filled.Values)
            {
                childText.Dispose();
            }
        }
    }

    private static void Fill(Utf8Output target, (Utf8Output Text, ILookup<ParentKey, RenderedRow> Rows) children, ParentKey key)
    {
        target.Raw((byte)'[');
        var isFirst = true;
        foreach (var row in children.Rows[key])
        {
            if (!isFirst)
            {
                target.Raw((byte)',');
            }
            isFirst = false;
            target.Raw(children.Text.Written[row.Start..row.End]);
        }
        target.Raw((byte)']');
    }

    private async ValueTask<(Utf8Output Text, ILookup<ParentKey, RenderedRow> Rows)> ReadChildrenAsync(CollectionMember member, EntityWriter writer, List<ParentKey> keys)
    {
        var output = new Utf8Output();
        var rows = new List<RenderedRow>();
        for (var from = 0; from < keys.Count; from += ChildPlan.ChunkSize)
        {
            var chunk = keys.Skip(from).Take(ChildPlan.ChunkSize).ToList();
            await using var cursor = await run.OpenChildrenAsync(member.Child, chunk);
            if (!member.Child.Shape.HasCollections)
            {
                while (await cursor.ReadAsync(run.Cancellation))
                {
                    var start = output.Length;
                    writer.Write(cursor, output, null);
                    rows.Add(new RenderedRow(start, output.Length, ParentKey.Capture(cursor, member.Child.OwnKey)));
                }
            }
            else if (await cursor.ReadAsync(run.Cancellation))
            {
                await RenderAsync(cursor, writer, member.Child.OwnKey, output, rows, () => cursor.ReadAsync(run.Cancellation), () => default);
            }
        }
        return (output, rows.ToLookup(r => r.OwnKey));
    }
}
