using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>A period under evaluation.</summary>
/// <param name="AsOf">Its last day, or the day that the data stands at where that is earlier.</param>
internal sealed record Slot(PeriodDimension Period, DateOnly From, DateOnly To, DateOnly AsOf)
{
    /// <summary>The last day is not over yet, or has only just begun.</summary>
    public bool IsProvisional { get; private init; }

    public bool Holds(DateOnly from, DateOnly to) => From <= from && to <= To;

    /// <summary>The periods that have begun, in windows that are read at once: the standard ones together, each period to a day by itself.</summary>
    public static IEnumerable<IReadOnlyList<Slot>> Windows(IEnumerable<PeriodDimension> periods, DateOnly asOf)
    {
        var slots = periods.Where(p => p.StartDate <= asOf)
            .Select(p => new Slot(p, p.StartDate!.Value, p.EndDate!.Value, p.EndDate < asOf ? p.EndDate.Value : asOf) { IsProvisional = p.EndDate >= asOf }).ToList();
        var standard = slots.Where(slot => slot.Period.Grain is not PeriodGrain.ToDate).ToList();
        if (standard.Count > 0)
        {
            yield return standard;
        }
        foreach (var slot in slots.Except(standard))
        {
            yield return [slot];
        }
    }
}
