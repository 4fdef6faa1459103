using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>An indicator under evaluation: its key in the warehouse and the numbers of its terms.</summary>
internal sealed record EvaluatedIndicator(IndicatorDefinition Definition, int Key, int[] Numerator, int[] Denominator)
{
    /// <summary>The terms whose rows have a date, and those that speak of a day.</summary>
    public int[] Dated { get; } = [.. Numerator.Concat(Denominator).Zip(Definition.Terms).Where(t => t.Second.DateKind is not DateKind.AsOf).Select(t => t.First).Distinct()];
    public int[] AsOf { get; } = [.. Numerator.Concat(Denominator).Zip(Definition.Terms).Where(t => t.Second.DateKind is DateKind.AsOf).Select(t => t.First).Distinct()];
}

/// <summary>
/// Makes values of totals: numerator and denominator first, the ratio last, then target, points and rank. Composites come
/// after what they are made of.
/// </summary>
internal sealed class WindowValues(IReadOnlyList<EvaluatedIndicator> indicators, IReadOnlyList<Slot> slots, UnitMap units, WindowTotals totals)
{
    /// <summary>All rows of a window; units and periods in which an indicator has nothing to say have none.</summary>
    public IEnumerable<ValueRow> Rows()
    {
        for (var slot = 0; slot < slots.Count; slot++)
        {
            foreach (var basis in Enum.GetValues<IndicatorBasis>())
            {
                foreach (var row in Rows(slot, basis))
                {
                    yield return row;
                }
            }
        }
    }

    private IEnumerable<ValueRow> Rows(int slot, IndicatorBasis basis)
    {
        var scores = new Dictionary<(string Code, int Unit), (decimal Score, decimal MaxScore)>();
        var values = new Dictionary<(string Code, int Unit), decimal>();
        foreach (var indicator in indicators.Where(i => i.Definition.SpeaksOf(slots[slot].To)))
        {
            var found = new List<(UnitDimension Version, ValueRow Row)>();
            for (var unit = 0; unit < units.Count; unit++)
            {
                if (Figures(indicator, unit, slot, basis, scores) is not { } figures)
                {
                    continue;
                }
                var version = basis is IndicatorBasis.AsReported ? units.At(unit, slots[slot].To) : units.Last(unit);
                var row = Row(indicator, version, slots[slot], basis, figures, code => values.TryGetValue((code, unit), out var value) ? value : null);
                found.Add((version, row));
                if (row.Value is { } known)
                {
                    values[(indicator.Definition.Code, unit)] = known;
                }
                if (row is { Score: { } score, MaxScore: { } most })
                {
                    scores[(indicator.Definition.Code, unit)] = (score, most);
                }
            }
            Rank(found, indicator.Definition.Direction);
            foreach (var (_, row) in found)
            {
                yield return row;
            }
        }
    }

    /// <summary>Numerator and denominator; null where the unit has nothing to say.</summary>
    private (decimal? Numerator, decimal? Denominator)? Figures(EvaluatedIndicator indicator, int unit, int slot, IndicatorBasis basis, Dictionary<(string, int), (decimal Score, decimal MaxScore)> scores)
    {
        if (indicator.Definition.Components.Count > 0)
        {
            var parts = indicator.Definition.Components.Where(code => scores.ContainsKey((code, unit))).Select(code => scores[(code, unit)]).ToList();
            return parts.Count == 0 ? null : (parts.Sum(part => part.Score), parts.Sum(part => part.MaxScore));
        }
        return HasRow(indicator, unit, slot, basis) ? (Sum(indicator.Numerator, unit, slot, basis), indicator.Denominator.Length == 0 ? null : Sum(indicator.Denominator, unit, slot, basis)) : null;
    }

    /// <summary>
    /// Something was counted, or there would have been: a count of units stands beside rows that any unit has in the period, so
    /// that units without a row are zeros and months before the first row are none.
    /// </summary>
    private bool HasRow(EvaluatedIndicator indicator, int unit, int slot, IndicatorBasis basis)
    {
        foreach (var term in indicator.Dated)
        {
            if (totals.IsTouched(term, unit, slot, basis))
            {
                return true;
            }
        }
        if (indicator.Dated.Length > 0 && !Array.Exists(indicator.Dated, term => totals.HasRows(term, slot)))
        {
            return false;
        }
        foreach (var term in indicator.AsOf)
        {
            if (totals.IsTouched(term, unit, slot, basis))
            {
                return true;
            }
        }
        return indicator.Definition.EmptyDenominator is not EmptyDenominator.Undefined
            && (basis is IndicatorBasis.AsReported ? units.Existed(unit, slots[slot].From, slots[slot].To) : units.Last(unit).IsCurrent);
    }

    private decimal? Sum(int[] terms, int unit, int slot, IndicatorBasis basis)
    {
        decimal? sum = null;
        foreach (var term in terms)
        {
            if (totals.Of(term, unit, slot, basis) is { } value)
            {
                sum = (sum ?? 0) + value;
            }
        }
        return sum;
    }

    private static ValueRow Row(EvaluatedIndicator indicator, UnitDimension unit, Slot slot, IndicatorBasis basis, (decimal? Numerator, decimal? Denominator) figures, Func<string, decimal?> other)
    {
        var definition = indicator.Definition;
        var value = Value(definition, figures.Numerator, figures.Denominator);
        var target = TargetOf(definition, unit, slot.To);
        var (score, most) = Score(definition, value, figures.Denominator, other);
        return new ValueRow(IndicatorValueFact.KeyOf(slot.Period, indicator.Key, unit.UnitKey, basis), indicator.Key, unit.UnitKey, slot.Period.PeriodKey, basis)
        {
            Numerator = Round(figures.Numerator, ValueRow.Scale),
            Denominator = Round(figures.Denominator, ValueRow.Scale),
            Value = Round(value, ValueRow.Scale),
            Target = target,
            Attainment = Round(Attainment(value, target, definition.Direction), ValueRow.Scale),
            Score = Round(score, ValueRow.ScoreScale),
            MaxScore = most,
            IsProvisional = slot.IsProvisional,
        };
    }

    private static decimal? Value(IndicatorDefinition definition, decimal? numerator, decimal? denominator)
    {
        if (definition.Components.Count > 0 || definition.Denominator.Count == 0)
        {
            return numerator;
        }
        if (denominator is null or 0)
        {
            return definition.EmptyDenominator switch
            {
                EmptyDenominator.Zero => 0,
                EmptyDenominator.Full => definition.Score?.Threshold ?? definition.Factor,
                _ => null,
            };
        }
        return numerator is { } known ? known * definition.Factor / denominator.Value : null;
    }

    private static (decimal? Score, decimal? MaxScore) Score(IndicatorDefinition definition, decimal? value, decimal? denominator, Func<string, decimal?> other) => (definition, value) switch
    {
        (_, null) => (null, null),
        ({ Score: { } rule }, { } known) => (rule.Of(known, other), rule.MaxPoints),
        ({ Components.Count: > 0 }, { } known) => (known, denominator),
        _ => (null, null),
    };

    /// <summary>The target that names the unit most closely; among those that do, the one that was set last.</summary>
    private static decimal? TargetOf(IndicatorDefinition definition, UnitDimension unit, DateOnly day) => definition.Targets
        .Where(t => t.From <= day && (t.To is null || t.To >= day)
            && (t.Level is GovernmentLevel.Unknown || t.Level == unit.Level) && (t.Kind is UnitKind.Unknown || t.Kind == unit.Kind))
        .OrderByDescending(t => t.Kind is not UnitKind.Unknown).ThenByDescending(t => t.Level is not GovernmentLevel.Unknown).ThenByDescending(t => t.From)
        .FirstOrDefault()?.Value;

    private static decimal? Attainment(decimal? value, decimal? target, IndicatorDirection direction) => (value, target, direction) switch
    {
        ({ } v, { } t and not 0, IndicatorDirection.HigherIsBetter) => v / t,
        ({ } v and not 0, { } t, IndicatorDirection.LowerIsBetter) => t / v,
        _ => null,
    };

    /// <summary>Places among the units of one level below one unit: equal values share a place, and the next one is left free.</summary>
    private void Rank(List<(UnitDimension Version, ValueRow Row)> rows, IndicatorDirection direction)
    {
        foreach (var peers in rows.Where(r => r.Row.Value is not null).GroupBy(r => (r.Version.Level, Parent: units.ParentOf(r.Version))))
        {
            var ordered = peers.Select(peer => peer.Row).ToArray();
            Array.Sort(ordered, (a, b) => direction is IndicatorDirection.HigherIsBetter ? b.Value!.Value.CompareTo(a.Value!.Value) : a.Value!.Value.CompareTo(b.Value!.Value));
            for (var i = 0; i < ordered.Length; i++)
            {
                ordered[i].Rank = i > 0 && ordered[i].Value == ordered[i - 1].Value ? ordered[i - 1].Rank : i + 1;
                ordered[i].RankOf = ordered.Length;
            }
        }
    }

    private static decimal? Round(decimal? value, int scale) => value is { } number ? Math.Round(number, scale, MidpointRounding.AwayFromZero) : null;
}
