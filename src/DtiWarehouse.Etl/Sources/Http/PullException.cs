namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>A pull ended without a file. Nothing of it is in the warehouse; what it has fetched may go on from where it was.</summary>
/// <param name="isPassing">Whether trying again later is of use without anything being mended.</param>
public sealed class PullException(string code, string message, bool isPassing) : FeedFileException(code, message)
{
    public bool IsPassing { get; } = isPassing;
}
