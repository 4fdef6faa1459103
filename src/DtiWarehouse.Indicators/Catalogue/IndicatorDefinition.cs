using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>An indicator as its file defines it; see the catalogue's README for each key.</summary>
public sealed record IndicatorDefinition
{
    public required string Code { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public required string NameEn { get; init; }
    public string? Description { get; init; }
    public string? DescriptionEn { get; init; }
    public required string Framework { get; init; }
    public string? Group { get; init; }
    public required string LegalBasis { get; init; }
    public required Certainty Certainty { get; init; }
    public required string Source { get; init; }
    public required string UnitOfMeasure { get; init; }
    public required int Decimals { get; init; }
    public required IndicatorDirection Direction { get; init; }
    public required IndicatorRollUp RollUp { get; init; }
    /// <summary>Terms that are added up; empty for a composite.</summary>
    public IReadOnlyList<Term> Numerator { get; init; } = [];
    /// <summary>Empty for a plain figure: the value is the numerator.</summary>
    public IReadOnlyList<Term> Denominator { get; init; } = [];
    public EmptyDenominator EmptyDenominator { get; init; }
    public ScoreRule? Score { get; init; }
    /// <summary>Codes of the indicators whose scores are added up; empty for an indicator with queries.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];
    public IReadOnlyList<TargetDefinition> Targets { get; init; } = [];
    public DateOnly? ValidFrom { get; init; }
    /// <summary>Last day; null while the version is in force.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Hash of all that the values depend on.</summary>
    public required string Hash { get; init; }
    public required CataloguePlace Place { get; init; }

    /// <summary>Codes of the indicators that must be known before this one.</summary>
    public IEnumerable<string> Needs => Components.Concat(Score?.Bands.SelectMany(band => band.Conditions).Select(condition => condition.Indicator) ?? []);

    public IEnumerable<Term> Terms => Numerator.Concat(Denominator);

    /// <summary>What the quotient is multiplied by.</summary>
    public decimal Factor => UnitOfMeasure == "%" ? 100 : 1;

    /// <summary>Whether the version speaks of a period: its last day lies within the validity.</summary>
    public bool SpeaksOf(DateOnly periodEnd) => (ValidFrom is null || ValidFrom <= periodEnd) && (ValidTo is null || ValidTo >= periodEnd);
}

/// <summary>How a value becomes points: in proportion up to a threshold, or by bands.</summary>
/// <param name="MaxPoints">Points at the threshold, or those of the highest band.</param>
/// <param name="Threshold">Value from which all points are given, in the unit of measure.</param>
/// <param name="Bands">Ascending; empty = in proportion.</param>
public sealed record ScoreRule(decimal MaxPoints, decimal Threshold, IReadOnlyList<ScoreBand> Bands)
{
    /// <param name="other">Value of another indicator for the same unit and period; null where it has none.</param>
    public decimal Of(decimal value, Func<string, decimal?> other) => Bands.Count > 0
        ? Bands.LastOrDefault(band => value >= band.From && band.Conditions.All(condition => condition.Holds(other(condition.Indicator))))?.Points ?? 0
        : MaxPoints * Math.Clamp(value / Threshold, 0, 1);
}

/// <summary>Points from a value on, where further conditions hold.</summary>
public sealed record ScoreBand(decimal From, decimal Points, IReadOnlyList<ScoreCondition> Conditions);

/// <summary>Another indicator must reach a value, or stay at one; an indicator without a value has counted nothing.</summary>
public sealed record ScoreCondition(string Indicator, decimal? From, decimal? UpTo)
{
    public bool Holds(decimal? value) => (From is null || value >= From) && (UpTo is null || (value ?? 0) <= UpTo);
}

/// <summary>A target that a document set; <c>Unknown</c> level or kind = units of all.</summary>
public sealed record TargetDefinition(GovernmentLevel Level, UnitKind Kind, DateOnly From, DateOnly? To, string Operator, decimal Value, string? FigureCode);

/// <summary>A place in a file of the catalogue.</summary>
public sealed record CataloguePlace(string File, int Line);

/// <summary>A file of the catalogue is wrong; the message says where, what, and how to mend it, in Vietnamese and English.</summary>
public sealed class CatalogueException(CataloguePlace place, string vietnamese, string english) : Exception($"{place.File}, dòng/line {place.Line}: {vietnamese} / {english}")
{
    public CataloguePlace Place { get; } = place;
}
