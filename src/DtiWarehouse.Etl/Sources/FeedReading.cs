using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>What reading a file has shown so far; complete once its last row is read.</summary>
public sealed class FeedReading
{
    private readonly Dictionary<string, FeedWarning> _warnings = [];

    /// <summary>Data rows, rejected ones included; blank lines are no rows.</summary>
    public int RowsRead { get; internal set; }

    /// <summary>Rows among them that were rejected.</summary>
    public int RowsRejected { get; internal set; }

    /// <summary>How the numbers are written.</summary>
    public NumberFormat NumberFormat { get; private set; }

    /// <summary>Latest <c>Cập nhật lúc</c> of an accepted row (UTC); null when none has one.</summary>
    public DateTime? MaxUpdatedAt { get; private set; }

    /// <summary>Warnings by code, in order of appearance.</summary>
    public IReadOnlyCollection<FeedWarning> Warnings => _warnings.Values;

    internal void Warn(string code, int line) =>
        _warnings[code] = _warnings.TryGetValue(code, out var warning)
            ? warning with { Count = warning.Count + 1 }
            : new FeedWarning(code, 1, line);

    internal void Saw(NumberFormat format)
    {
        if (format != NumberFormat && format != NumberFormat.Undetermined)
            NumberFormat = NumberFormat == NumberFormat.Undetermined ? format : NumberFormat.Mixed;
    }

    internal void Saw(DateTime? updatedAt)
    {
        if (updatedAt > (MaxUpdatedAt ?? DateTime.MinValue))
            MaxUpdatedAt = updatedAt;
    }
}

/// <summary>A warning code with the number of cells it was raised for and the first line that raised it.</summary>
public sealed record FeedWarning(string Code, int Count, int FirstLine);
