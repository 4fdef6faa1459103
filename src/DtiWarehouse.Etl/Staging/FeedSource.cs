using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>What identifies a file: feed, name, content, mapping, time.</summary>
/// <param name="ContentHash">SHA-256, lower-case hexadecimal; empty for what is read again whenever it is asked for.</param>
/// <param name="MappingHash">Hash of the configured column mapping.</param>
/// <param name="ModifiedAt">UTC; the version of rows that have none of their own.</param>
/// <param name="HeaderHash">Hash of its headers alone: what the cells of a raw row were found by.</param>
public sealed record FeedFacts(string Feed, string FileName, string ContentHash, string MappingHash, DateTime ModifiedAt, string HeaderHash = "");

/// <summary>One feed file to load. Rows are pulled one at a time, so memory does not grow with the file.</summary>
public abstract class FeedSource : IDisposable
{
    public abstract FeedFacts Facts { get; }

    /// <summary>What the rows come from.</summary>
    public virtual LoadKind Kind => LoadKind.File;

    /// <summary>How flags are written, by which empty ones are read; null where that is not known.</summary>
    public virtual FlagForm? FlagForm => null;

    /// <summary>Next row in file order: an accepted row or a rejection; false at the end.</summary>
    /// <exception cref="FeedFileException">The whole file is refused.</exception>
    public abstract bool TryRead(out FeedRow? row, out RowRejection? rejection);

    /// <summary>Share of the source that is read, from 0 to 1; null where that is not known. Asked from another thread.</summary>
    public virtual double? ShareRead => null;

    /// <summary>What was detected while reading (separator, encoding, ignored columns); null for nothing.</summary>
    public virtual string? Remarks => null;

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
