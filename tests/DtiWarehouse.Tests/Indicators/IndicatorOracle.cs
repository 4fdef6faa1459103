using System.Globalization;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>What a unit's row must hold.</summary>
internal sealed record PaperValue(decimal? Numerator, decimal? Denominator, decimal? Value, decimal? Target, decimal? Attainment, decimal? Score, decimal? MaxScore, int? Rank, int? RankOf, bool IsProvisional);

/// <summary>A period of dim_period.</summary>
internal sealed record PaperPeriod(int Key, string Code, DateOnly Start, DateOnly End);

/// <summary>
/// The values that the facts of a warehouse give, worked out from the definitions by SQL that fetches single rows and by
/// dictionaries that add them up: no query of the feed, no code of the evaluation.
/// </summary>
internal sealed class IndicatorOracle
{
    private readonly PaperTables _tables;
    private readonly PaperUnits _units;
    private readonly Dictionary<string, PaperIndicator[]> _indicators;
    private readonly DateOnly _asOf;
    private readonly Dictionary<string, List<Row>> _rows = [];
    private readonly Dictionary<string, List<DateOnly>> _months = [];
    private readonly Dictionary<(PaperTerm Term, int Period, bool Today), Dictionary<string, Tally>> _tallies = [];
    private readonly Dictionary<(int Period, bool Today), Dictionary<string, PaperUnit>> _unitsOf = [];
    private readonly Dictionary<int, ILookup<(string Code, long Version, bool Today), string>> _stored = [];
    private readonly Dictionary<(string Code, int Period, bool Today), Dictionary<string, PaperValue>> _values = [];

    public IndicatorOracle(string file, IEnumerable<PaperIndicator> indicators)
    {
        _tables = new PaperTables(file);
        _units = new PaperUnits(_tables);
        _indicators = indicators.GroupBy(indicator => indicator.Code).ToDictionary(versions => versions.Key, versions => versions.ToArray());
        _asOf = PaperTables.Day(_tables.Read("SELECT as_of_date FROM etl_data_version", r => r[0]).Single())!.Value;
        Periods = _tables.Read("SELECT period_key, code, start_date, end_date FROM dim_period WHERE start_date IS NOT NULL ORDER BY period_key",
            r => new PaperPeriod((int)(long)r[0]!, (string)r[1]!, PaperTables.Day(r[2])!.Value, PaperTables.Day(r[3])!.Value));
    }

    public IReadOnlyList<PaperPeriod> Periods { get; }

    /// <summary>The expected rows of an indicator and period, one line each, sorted.</summary>
    public string[] Expected(PaperIndicator indicator, PaperPeriod period, bool today)
    {
        var units = Units(period, today);
        return [.. Values(indicator, period, today).Select(value => Line(units[value.Key].Key, value.Value)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The stored rows in the same form.</summary>
    public string[] Stored(PaperIndicator indicator, PaperPeriod period, bool today)
    {
        if (!_stored.TryGetValue(period.Key, out var rows))
        {
            _stored.Add(period.Key, rows = _tables.Read(
                $"""
                SELECT i.code, i.version, v.basis, v.unit_key, v.numerator, v.denominator, v.value, v.target, v.attainment, v.score, v.max_score, v.rank, v.rank_of, v.is_provisional
                FROM fact_indicator_value v JOIN dim_indicator i ON i.indicator_key = v.indicator_key WHERE v.period_key = {period.Key}
                """,
                r => (Grain: ((string)r[0]!, (long)r[1]!, (string)r[2]! == "Current"), Line: Line((int)(long)r[3]!, new PaperValue(
                    Scaled(r[4], 6), Scaled(r[5], 6), Scaled(r[6], 6), Scaled(r[7], 6), Scaled(r[8], 6), Scaled(r[9], 4), Scaled(r[10], 4), (int?)(long?)r[11], (int?)(long?)r[12], (long)r[13]! == 1))))
                .ToLookup(row => row.Grain, row => row.Line));
        }
        return [.. rows[(indicator.Code, indicator.Version, today)].Order(StringComparer.Ordinal)];
    }

    private static decimal? Scaled(object? cell, int decimals) => cell is null ? null : (long)cell / (decimals == 6 ? 1_000_000m : 10_000m);

    private string Line(int unit, PaperValue value) => string.Create(CultureInfo.InvariantCulture,
        $"{_units[unit].Code} #{unit}: {value.Numerator:0.######} / {value.Denominator:0.######} = {value.Value:0.######}, target {value.Target:0.######} attained {value.Attainment:0.######}, score {value.Score:0.####} of {value.MaxScore:0.####}, rank {value.Rank} of {value.RankOf}{(value.IsProvisional ? ", provisional" : "")}");

    private Dictionary<string, PaperUnit> Units(PaperPeriod period, bool today)
    {
        if (!_unitsOf.TryGetValue((today ? 0 : period.Key, today), out var units))
        {
            _unitsOf.Add((today ? 0 : period.Key, today), units = today ? _units.Today() : _units.At(period.End));
        }
        return units;
    }

    private Dictionary<string, PaperValue> Values(PaperIndicator indicator, PaperPeriod period, bool today)
    {
        if (_values.TryGetValue((indicator.Code, period.Key, today), out var known))
        {
            return known;
        }
        var values = new Dictionary<string, PaperValue>(StringComparer.Ordinal);
        if (indicator.ValidFrom <= period.End && indicator.ValidTo >= period.End && period.Start <= _asOf)
        {
            foreach (var (unit, version) in Units(period, today))
            {
                if ((indicator.Of.Count > 0 ? OfScores(indicator, period, today, unit) : OfTerms(indicator, period, today, unit)) is { } value)
                {
                    values.Add(unit, Judged(value, indicator, period, today, unit, version));
                }
            }
            Rank(values, indicator.LowerIsBetter, Units(period, today));
        }
        return _values[(indicator.Code, period.Key, today)] = values;
    }

    private PaperValue? OfTerms(PaperIndicator indicator, PaperPeriod period, bool today, string unit)
    {
        var terms = indicator.Numerator.Concat(indicator.Denominator).ToList();
        var counts = terms.ConvertAll(term => Count(term, period, today));
        var dated = terms.Zip(counts).Where(term => term.First.Date is not PaperDate.AsOf).ToList();
        var undated = terms.Zip(counts).Where(term => term.First.Date is PaperDate.AsOf).ToList();
        var isCounted = dated.Exists(term => term.Second.TryGetValue(unit, out var sum) && sum.HasCounted(term.First));
        var standsBeside = undated.Exists(term => term.Second.TryGetValue(unit, out var sum) && sum.HasCounted(term.First)) && dated.Exists(term => Of(term.First.SetRows, term.First, period).Any());
        if (!isCounted && !standsBeside)
        {
            return null;
        }
        decimal? Sum(IEnumerable<(PaperTerm Term, Dictionary<string, Tally> Count)> parts) =>
            parts.Select(part => part.Count.GetValueOrDefault(unit, new Tally()).Of(part.Term)).Aggregate((decimal?)null, (sum, part) => part is null ? sum : (sum ?? 0) + part);
        var numerator = Sum(terms.Zip(counts).Take(indicator.Numerator.Count));
        var denominator = Sum(terms.Zip(counts).Skip(indicator.Numerator.Count));
        var value = indicator.Denominator.Count == 0 || numerator is null ? numerator
            : denominator is null or 0 ? indicator.WhenEmpty switch { "Zero" => 0, "Full" => 100, _ => null }
            : numerator / denominator * (indicator.UnitOfMeasure == "%" ? 100 : 1);
        return new PaperValue(numerator, denominator, value, null, null, null, null, null, null, false);
    }

    private PaperValue? OfScores(PaperIndicator indicator, PaperPeriod period, bool today, string unit)
    {
        var scores = indicator.Of.Select(code => Other(code, period, today, unit)).Where(part => part?.Score is not null).ToList();
        return scores.Count == 0 ? null : new PaperValue(scores.Sum(part => part!.Score), scores.Sum(part => part!.MaxScore), scores.Sum(part => part!.Score), null, null, scores.Sum(part => part!.Score), scores.Sum(part => part!.MaxScore), null, null, false);
    }

    private PaperValue? Other(string code, PaperPeriod period, bool today, string unit) =>
        _indicators[code].Select(version => Values(version, period, today).GetValueOrDefault(unit)).FirstOrDefault(value => value is not null);

    private PaperValue Judged(PaperValue raw, PaperIndicator indicator, PaperPeriod period, bool today, string unit, PaperUnit version)
    {
        var target = indicator.Targets
            .Where(t => t.From <= period.End && t.To >= period.End && (t.Level == "All" || t.Level == version.Level) && (t.Kind is null || t.Kind == version.Kind))
            .OrderBy(t => t.Kind is null).ThenBy(t => t.Level == "All").FirstOrDefault()?.Value;
        decimal? attainment = target is null || raw.Value is null || (indicator.LowerIsBetter ? raw.Value : target) == 0 ? null
            : indicator.LowerIsBetter ? target / raw.Value : raw.Value / target;
        var score = indicator.MaxPoints is null || raw.Value is null ? raw.Score
            : indicator.Bands.Count == 0 ? indicator.MaxPoints * Math.Min(1, raw.Value.Value / indicator.Threshold)
            : indicator.Bands.Where(band => raw.Value >= band.From && band.And.All(and => Holds(and, period, today, unit))).Select(band => band.Points).DefaultIfEmpty(0).Max();
        return raw with
        {
            Numerator = Round(raw.Numerator, 6),
            Denominator = Round(raw.Denominator, 6),
            Value = Round(raw.Value, 6),
            Target = target,
            Attainment = Round(attainment, 6),
            Score = Round(score, 4),
            MaxScore = score is null ? null : indicator.MaxPoints ?? raw.MaxScore,
            IsProvisional = period.End >= _asOf,
        };
    }

    private bool Holds((string Indicator, decimal? From, decimal? UpTo) and, PaperPeriod period, bool today, string unit)
    {
        var value = Other(and.Indicator, period, today, unit)?.Value;
        return (and.From is null || value >= and.From) && (and.UpTo is null || (value ?? 0) <= and.UpTo);
    }

    private void Rank(Dictionary<string, PaperValue> values, bool lowerIsBetter, Dictionary<string, PaperUnit> units)
    {
        foreach (var peers in values.Where(v => v.Value.Value is not null).GroupBy(v => (units[v.Key].Level, units[v.Key].Parent is { } parent ? _units[parent].Durable : null)).ToList())
        {
            foreach (var (unit, value) in peers)
            {
                values[unit] = value with
                {
                    Rank = 1 + peers.Count(other => lowerIsBetter ? other.Value.Value < value.Value : other.Value.Value > value.Value),
                    RankOf = peers.Count(),
                };
            }
        }
    }

    /// <summary>The rows of a term in a period, added up for every unit that they count for.</summary>
    private Dictionary<string, Tally> Count(PaperTerm term, PaperPeriod period, bool today)
    {
        if (_tallies.TryGetValue((term, period.Key, today), out var counted))
        {
            return counted;
        }
        var units = Units(period, today);
        var above = new Dictionary<int, HashSet<string>>();
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (row, isKnown) in Of(term.Rows, term, period).Select(row => (row, false)).Concat(term.KnownRows is null ? [] : Of(term.KnownRows, term, period).Select(row => (row, true))))
        {
            var unit = _units[row.Unit];
            List<(PaperUnit Unit, decimal Share)> heirs = !today ? [(unit, 1)] : term.IsDistinct ? [(_units.Heir(unit), 1)] : _units.Heirs(unit);
            foreach (var (heir, share) in heirs)
            {
                if (!above.TryGetValue(heir.Key, out var those))
                {
                    above.Add(heir.Key, those = _units.Above(heir, units));
                }
                foreach (var code in those)
                {
                    if (!tallies.TryGetValue(code, out var tally))
                    {
                        tallies.Add(code, tally = new Tally());
                    }
                    if (isKnown)
                    {
                        tally.IsKnown = true;
                    }
                    else
                    {
                        tally.Add(row, term.CountsUnits && today ? heir.Code : row.Thing, share);
                    }
                }
            }
        }
        return _tallies[(term, period.Key, today)] = tallies;
    }

    private IEnumerable<Row> Of(string sql, PaperTerm term, PaperPeriod period)
    {
        if (term.Date is PaperDate.AsOf)
        {
            return Rows(sql.Replace("{asOf}", $"'{(period.End < _asOf ? period.End : _asOf):yyyy-MM-dd}'", StringComparison.Ordinal));
        }
        var rows = Rows(sql).Where(row => row.First >= period.Start && row.Last <= period.End);
        if (term.Date is PaperDate.LastMonth)
        {
            if (!_months.TryGetValue(term.Table, out var months))
            {
                _months.Add(term.Table, months = _tables.Read($"SELECT DISTINCT m.start_date FROM {term.Table} f JOIN dim_period m ON m.period_key = f.month_period_key", r => PaperTables.Day(r[0])!.Value));
            }
            var last = months.Where(month => month >= period.Start && month.AddMonths(1).AddDays(-1) <= period.End).DefaultIfEmpty().Max();
            rows = rows.Where(row => row.First == last);
        }
        return rows;
    }

    private List<Row> Rows(string sql)
    {
        if (!_rows.TryGetValue(sql, out var rows))
        {
            _rows.Add(sql, rows = _tables.Read(sql, r => new Row((int)(long)r[0]!, PaperTables.Day(r[1]), PaperTables.Day(r[2]), (string?)r[3], (long?)r[4])).FindAll(row => row.Unit != 0));
        }
        return rows;
    }

    private static decimal? Round(decimal? value, int decimals) => value is null ? null : Math.Round(value.Value, decimals, MidpointRounding.AwayFromZero);

    private sealed record Row(int Unit, DateOnly? First, DateOnly? Last, string? Thing, long? Amount);

    private sealed class Tally
    {
        private readonly HashSet<string> _things = new(StringComparer.Ordinal);
        private decimal? _sum;
        private int _rows;

        public bool IsKnown { get; set; }

        public void Add(Row row, string? thing, decimal share)
        {
            _rows++;
            _sum = row.Amount is null ? _sum : (_sum ?? 0) + share * row.Amount;
            if (thing is not null)
            {
                _things.Add(thing);
            }
        }

        /// <summary>A sum over rows that do not say their number has counted nothing.</summary>
        public bool HasCounted(PaperTerm term) => term.IsSum ? _sum is not null : _rows > 0;

        public decimal? Of(PaperTerm term) => term.IsDistinct ? _things.Count : term.IsSum ? _sum : term.KnownRows is not null && !IsKnown ? null : _sum ?? 0;
    }
}
