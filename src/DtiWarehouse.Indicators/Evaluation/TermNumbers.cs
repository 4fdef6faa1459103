using DtiWarehouse.Indicators.Catalogue;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>The distinct terms of all indicators by number, and each indicator by the numbers of its terms, those that need others after them.</summary>
internal sealed class TermNumbers
{
    private readonly Dictionary<(string Text, string Unit, string Date, bool TakesLast, string? Known), int> _numbers = [];
    private readonly List<Term> _terms = [];

    public TermNumbers(IReadOnlyList<IndicatorDefinition> indicators, IReadOnlyDictionary<IndicatorDefinition, int> keys)
    {
        Indicators =
        [
            .. indicators.OrderBy(indicator => Depth(indicator, indicators)).ThenBy(indicator => keys[indicator])
                .Select(indicator => new EvaluatedIndicator(indicator, keys[indicator], Numbers(indicator.Numerator), Numbers(indicator.Denominator))),
        ];
    }

    public IReadOnlyList<Term> All => _terms;
    public IReadOnlyList<EvaluatedIndicator> Indicators { get; }

    private static int Depth(IndicatorDefinition indicator, IReadOnlyList<IndicatorDefinition> all) =>
        all.Where(other => indicator.Needs.Contains(other.Code)).Select(other => 1 + Depth(other, all)).DefaultIfEmpty().Max();

    private int[] Numbers(IReadOnlyList<Term> terms) => [.. terms.Select(Number)];

    private int Number(Term term)
    {
        var key = (term.Text, term.Unit, term.Date + term.DateEnd, term.TakesLast, term.Known);
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = _numbers[key] = _terms.Count;
            _terms.Add(term);
        }
        return number;
    }
}
