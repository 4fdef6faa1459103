namespace DtiWarehouse.Etl.Sources.JsonLines;

/// <summary>
/// JSON Lines: one object per line, its scalar properties the cells, named by their paths (<c>donVi.ma</c>). The properties
/// of all lines together are the header, since an object leaves out what it has no value for.
/// </summary>
internal sealed class JsonLinesForm(FeedText text) : FeedForm
{
    private readonly PropertyTree _properties = new();

    public override string Describe(FeedLayout layout) => $"JSON Lines, mã hóa / encoding: {text.EncodingName}";

    public override double? ShareRead => text.ShareRead;

    public override string Hash() => text.Hash();

    public override FeedLayout Detect(FeedDefinition feed, FeedMapping mapping)
    {
        using (var records = new JsonRecords(text.Open(), _properties, isSurvey: true))
        {
            while (records.Read())
            {
            }
            if (records.LineNumber == 0)
                throw Empty();
        }
        return FeedLayout.Detect([(0, [.. _properties.Paths])], feed, mapping)!;
    }

    public override RecordReader Open(FeedLayout layout)
    {
        _properties.Keep(layout.ContractFields());
        return new JsonRecords(text.Open(), _properties, isSurvey: false);
    }

    public override void Dispose() => text.Dispose();
}
