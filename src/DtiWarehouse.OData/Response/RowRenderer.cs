using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// Renders rows whose shape expands collections: a chunk of rows is written with holes, each expanded collection is read
/// once for the chunk, and its rows are set into the holes. Memory holds one chunk, whatever the number of rows.
/// </summary>
internal sealed class RowRenderer(QueryRun run)
{
    private readonly record struct RenderedRow(int Start, int End, ParentKey OwnKey);

    /// <summary>
    /// Appends up to <see cref="ChildPlan.ChunkSize"/> rows as JSON separated by commas, the current row first.
    /// <paramref name="next"/> moves to the next row; false = no more rows for this answer. Returns whether a row is
    /// waiting.
    /// </summary>
    public async ValueTask<bool> RenderChunkAsync(RowCursor cursor, EntityWriter writer, Utf8Output target, Func<ValueTask<bool>> next)
    {
        using var text = new Utf8Output();
        var holes = new List<Hole>();
        var more = true;
        for (var rows = 0; more && rows < ChildPlan.ChunkSize; rows++)
        {
            if (rows > 0)
            {
                text.Raw((byte)',');
            }
            writer.Write(cursor, text, holes);
            more = await next();
        }
        await FillAsync(text, holes, writer, target);
        return more;
    }

    private async ValueTask FillAsync(Utf8Output text, List<Hole> holes, EntityWriter writer, Utf8Output target)
    {
        var filled = new Dictionary<CollectionMember, (Utf8Output Text, ILookup<ParentKey, RenderedRow> Rows)>(ReferenceEqualityComparer.Instance);
        try
        {
            foreach (var (member, childWriter) in writer.Collections())
            {
                filled[member] = await ReadChildrenAsync(member, childWriter, [.. holes.Where(h => ReferenceEquals(h.Member, member) && (member.Child.TakesNullKeys || !h.Key.HasNull)).Select(h => h.Key).Distinct()]);
            }
            var from = 0;
            foreach (var hole in holes)
            {
                target.Raw(text.Written[from..hole.Position]);
                from = hole.Position;
                target.Raw((byte)'[');
                var (childText, rows) = filled[hole.Member];
                var first = true;
                foreach (var row in rows[hole.Key])
                {
                    if (!first)
                    {
                        target.Raw((byte)',');
                    }
                    first = false;
                    target.Raw(childText.Written[row.Start..row.End]);
                }
                target.Raw((byte)']');
            }
            target.Raw(text.Written[from..]);
        }
        finally
        {
            foreach (var (childText, _) in filled.Values)
            {
                childText.Dispose();
            }
        }
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
            else
            {
                await RenderNestedAsync(cursor, member, writer, output, rows);
            }
        }
        return (output, rows.ToLookup(r => r.OwnKey));
    }

    /// <summary>Children that expand collections themselves: chunk by chunk, each row's range noted.</summary>
    private async ValueTask RenderNestedAsync(RowCursor cursor, CollectionMember member, EntityWriter writer, Utf8Output output, List<RenderedRow> rows)
    {
        var more = await cursor.ReadAsync(run.Cancellation);
        while (more)
        {
            using var text = new Utf8Output();
            var holes = new List<Hole>();
            var own = new List<(ParentKey Key, int End, int Holes)>();
            for (var i = 0; more && i < ChildPlan.ChunkSize; i++)
            {
                writer.Write(cursor, text, holes);
                own.Add((ParentKey.Capture(cursor, member.Child.OwnKey), text.Length, holes.Count));
                more = await cursor.ReadAsync(run.Cancellation);
            }
            var from = 0;
            var hole = 0;
            using var all = new Utf8Output();
            foreach (var (key, end, count) in own)
            {
                using var one = new Utf8Output();
                one.Raw(text.Written[from..end]);
                var start = output.Length;
                var shift = from;
                await FillAsync(one, [.. holes.Skip(hole).Take(count - hole).Select(h => h with { Position = h.Position - shift })], writer, output);
                rows.Add(new RenderedRow(start, output.Length, key));
                (from, hole) = (end, count);
            }
        }
    }
}
