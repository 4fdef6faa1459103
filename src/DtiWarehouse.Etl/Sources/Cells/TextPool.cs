namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>
/// Bounded pool of texts by their bytes: names and codes repeat over a file, so most cells cost a hash and a comparison
/// instead of a string. Each slot keeps the last text that fell into it.
/// </summary>
internal sealed class TextPool(Func<ReadOnlySpan<byte>, string> decode)
{
    private const int Slots = 4096;
    private const int LongestPooled = 512;

    private readonly (byte[] Bytes, string Text)[] _slots = new (byte[], string)[Slots];

    public string Get(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > LongestPooled)
            return decode(cell);
        var hash = new HashCode();
        hash.AddBytes(cell);
        ref var slot = ref _slots[hash.ToHashCode() & (Slots - 1)];
        if (slot.Bytes is null || !cell.SequenceEqual(slot.Bytes))
            slot = (cell.ToArray(), decode(cell));
        return slot.Text;
    }
}
