using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal;

/// <summary>The rows of a query, and the query: path and options after the service root.</summary>
internal sealed record Answer<T>(string Resource, IReadOnlyList<T> Rows);

internal sealed record PortalUnit(string Code, string Name, string? NameEn, UnitKind Kind, bool IsCurrent, DateOnly? ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Stands on the overview of a warehouse whose register knows no province.</summary>
    public static readonly PortalUnit None = new("", "Kho dữ liệu", "The warehouse", UnitKind.Unknown, true, null, null);

    public bool IsNone => Code.Length == 0;

    /// <summary>The organisation above; null at the top.</summary>
    public (string Code, string Name)? Parent { get; init; }

    /// <summary>What it is today, where that is another organisation.</summary>
    public (string Code, string Name)? Today { get; init; }
}

/// <summary>How fresh a feed is; instants as the feed writes them, UTC.</summary>
internal sealed record FeedRow(string Feed, string? LoadedAt, string? Watermark, string? FailedAt, string? FileName, decimal? RowsRead)
{
    /// <summary>The newest file was refused.</summary>
    public bool IsFailing => LoadedAt is null || (FailedAt is not null && string.CompareOrdinal(FailedAt, LoadedAt) > 0);
}

/// <summary>How much of one subject the warehouse holds, and of which days.</summary>
internal sealed record Holding(string Vietnamese, string English, string Resource, decimal? Number, DateOnly? From, DateOnly? To);

/// <summary>The value of an indicator for the page's unit and period.</summary>
internal sealed record IndicatorFigure(long Key, string Code, string Name, string? NameEn, string Measure, int Decimals, bool IsHigherBetter)
{
    public string? Description { get; init; }
    public string? DescriptionEn { get; init; }
    public string LegalBasis { get; init; } = "";
    public string Certainty { get; init; } = "";
    public decimal? Value { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public decimal? Target { get; init; }

    /// <summary>How the value must compare with the target, as its document says.</summary>
    public string? Operator { get; init; }

    /// <summary>Value from which all points are given; null for an indicator without points.</summary>
    public decimal? Threshold { get; init; }
    public decimal? Score { get; init; }
    public decimal? MaxScore { get; init; }
    public int? Rank { get; init; }
    public int? RankOf { get; init; }
    public bool IsProvisional { get; init; }

    /// <summary>What the value is measured against: a target, or else the threshold of its points.</summary>
    public decimal? Mark => Target ?? (MaxScore is null ? null : Threshold);

    public string Comparison => Operator is { } given && Target is not null ? given switch { ">=" => "≥", "<=" => "≤", _ => given } : IsHigherBetter ? "≥" : "≤";

    /// <summary>Whether the value meets its target, or else has all points, which may hang on more than the threshold; null without either.</summary>
    public bool? IsMet => Value is not { } value || Mark is not { } mark ? null : Target is null ? Score >= MaxScore : Comparison switch
    {
        ">" => value > mark,
        "<" => value < mark,
        "=" => value == mark,
        "≤" => value <= mark,
        _ => value >= mark,
    };
}

/// <summary>A value of an indicator in one of the periods of a trend.</summary>
internal sealed record TrendPoint(FormPeriod Period, decimal? Value, decimal? Target);

/// <summary>A unit's place among the units of its level below the same unit.</summary>
internal sealed record RankedUnit(long Key, string Code, string Name, string? NameEn, GovernmentLevel Level, int Rank)
{
    public decimal? Value { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public decimal? Target { get; init; }
    public decimal? Score { get; init; }
    public decimal? MaxScore { get; init; }
}
