namespace DtiWarehouse.Etl.Sources;

/// <summary>Separated values in any encoding of the contract, plain or GZIP.</summary>
internal sealed class CsvForm(FeedText text) : FeedForm
{
    private const int HeadLength = 1 << 18;

    public override string Describe(FeedLayout layout) =>
        $"mã hóa / encoding: {text.EncodingName}; dấu phân cách / separator: {(layout.Separator == '\t' ? "tab" : layout.Separator.ToString())}";

    public override double? ShareRead => text.ShareRead;

    public override string Hash() => text.Hash();

    public override FeedLayout Detect(FeedDefinition feed, FeedMapping mapping) => FeedLayout.Detect(ReadHead(), feed, mapping);

    public override RecordReader Open(FeedLayout layout)
    {
        var records = new CsvRecords(text.Open(), layout.Separator!.Value);
        records.SkipTo(layout.HeaderLine);
        return records;
    }

    public override void Dispose() => text.Dispose();

    private byte[] ReadHead()
    {
        using var stream = text.Open();
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n"u8) < 0 ? throw Empty() : head[..length];
    }
}
