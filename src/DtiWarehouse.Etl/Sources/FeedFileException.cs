namespace DtiWarehouse.Etl.Sources;

/// <summary>A whole file is refused: nothing of it loads. The message says what, where and how to mend it, in Vietnamese and English.</summary>
public class FeedFileException(string code, string message) : Exception(message)
{
    /// <summary>Stable code, such as <c>COLUMN_MISSING</c>, <c>ENCODING_INVALID</c>.</summary>
    public string Code { get; } = code;
}
