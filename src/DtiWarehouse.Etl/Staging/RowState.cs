using System.Text;

namespace DtiWarehouse.Etl.Staging;

/// <summary>
/// What decides between rows of one key: the newer version wins, of one version the content that is greater in UTF-8 ordinal.
/// </summary>
/// <param name="Version">UTC.</param>
public sealed record RowState(DateTime Version, string Content) : IComparable<RowState>
{
    public int CompareTo(RowState? other) => other is null ? 1
        : Version != other.Version ? Version.CompareTo(other.Version)
        : Content == other.Content ? 0
        : Encoding.UTF8.GetBytes(Content).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Content));
}

/// <summary>What became of an accepted row of a file.</summary>
public enum RowOutcome
{
    /// <summary>Its key is new.</summary>
    Loaded,

    /// <summary>It says something else than the row before it.</summary>
    Changed,

    /// <summary>It says the same as the row before it.</summary>
    Unchanged,

    /// <summary>It is older than what is there.</summary>
    Superseded,
}
