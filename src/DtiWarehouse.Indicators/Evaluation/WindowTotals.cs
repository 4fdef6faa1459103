using System.Collections.Concurrent;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>
/// What every term comes to, for each unit, period of a window and basis: cells rolled up over the units above them and the
/// periods around them. Sums are exact; distinct values are kept as bits, so that a whole counts what its parts share once.
/// </summary>
internal sealed class WindowTotals
{
    private readonly IReadOnlyList<Term> _terms;
    private readonly IReadOnlyList<Slot> _slots;
    private readonly UnitMap _units;
    private readonly Totals?[] _totals;
    private readonly bool[,] _hasRows;
    private readonly ValueNumbers _unitCodes = new();

    private WindowTotals(IReadOnlyList<Term> terms, IReadOnlyList<Slot> slots, UnitMap units)
    {
        _terms = terms;
        _slots = slots;
        _units = units;
        _totals = new Totals?[2 * units.Count * slots.Count];
        _hasRows = new bool[terms.Count, slots.Count];
    }

    /// <summary>Reads the scans side by side, one in each session at a time.</summary>
    public static async Task<WindowTotals> ReadAsync(
        IReadOnlyList<ODataSession> sessions, IReadOnlyList<Term> terms, IReadOnlyList<Scan> scans, IReadOnlyList<Slot> slots, UnitMap units, CancellationToken cancellation)
    {
        var totals = new WindowTotals(terms, slots, units);
        var waiting = new ConcurrentQueue<Scan>(scans);
        await Task.WhenAll(sessions.Select(session => Task.Run(
            async () =>
            {
                while (waiting.TryDequeue(out var scan))
                {
                    await (scan.DateKind is DateKind.AsOf ? totals.AddDaysAsync(session, scan, cancellation) : totals.AddPeriodsAsync(session, scan, cancellation));
                }
            },
            cancellation)));
        return totals;
    }

    /// <summary>
    /// The figure of a term. A count of nothing is 0, a sum of nothing is null.
    /// </summary>
    public decimal? Of(int term, int unit, int slot, IndicatorBasis basis) =>
        _totals[Place(unit, slot, basis)]?.Of(term) ?? (_terms[term].IsNullOfNothing ? null : 0);

    /// <summary>Whether the term counted anything for the unit; a sum may come to 0 and was counted all the same.</summary>
    public bool IsTouched(int term, int unit, int slot, IndicatorBasis basis) =>
        _totals[Place(unit, slot, basis)]?.Of(term) is { } value && (value != 0 || _terms[term].Measure is MeasureKind.Sum);

    /// <summary>Whether any unit has rows in the term's set in a period.</summary>
    public bool HasRows(int term, int slot) => _hasRows[term, slot];

    private int Place(int unit, int slot, IndicatorBasis basis) => ((((int)basis * _units.Count) + unit) * _slots.Count) + slot;

    private async Task AddPeriodsAsync(ODataSession session, Scan scan, CancellationToken cancellation)
    {
        var (from, to) = (_slots.Min(slot => slot.From), _slots.Max(slot => slot.To));
        var cells = await scan.ReadAsync(session, from, to, to, cancellation);
        var values = new ValueNumbers();
        lock (_totals)
        {
            foreach (var cell in cells)
            {
                for (var slot = 0; slot < _slots.Count; slot++)
                {
                    if (_slots[slot].Holds(cell.From, cell.To))
                    {
                        Add(scan, cell, slot, values, last: false);
                    }
                }
            }
            if (scan.Terms.Any(t => t.Term.TakesLast))
            {
                AddLastMonths(scan, cells, values);
            }
        }
    }

    private void AddLastMonths(Scan scan, IReadOnlyList<Cell> cells, ValueNumbers values)
    {
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            var held = cells.Where(cell => _slots[slot].Holds(cell.From, cell.To)).ToList();
            var last = held.Select(cell => cell.To).DefaultIfEmpty().Max();
            foreach (var cell in held.Where(cell => cell.To == last))
            {
                Add(scan, cell, slot, values, last: true);
            }
        }
    }

    private async Task AddDaysAsync(ODataSession session, Scan scan, CancellationToken cancellation)
    {
        foreach (var day in _slots.Select((slot, number) => (slot, number)).GroupBy(s => s.slot.AsOf))
        {
            var cells = await scan.ReadAsync(session, day.Key, day.Key, day.Key, cancellation);
            var values = new ValueNumbers();
            lock (_totals)
            {
                foreach (var cell in cells)
                {
                    foreach (var (_, slot) in day)
                    {
                        Add(scan, cell, slot, values, last: false);
                    }
                }
            }
        }
    }

    private void Add(Scan scan, Cell cell, int slot, ValueNumbers values, bool last)
    {
        var reported = _units.AsReported(cell.UnitKey);
        for (var column = 0; column < scan.Terms.Count; column++)
        {
            var (number, term) = scan.Terms[column];
            if (term.TakesLast != last)
            {
                continue;
            }
            _hasRows[number, slot] = true;
            if (cell.Values[column] is not { } value)
            {
                continue;
            }
            if (term.CountsUnits)
            {
                MarkUnits(number, value, cell.UnitKey, slot, reported);
            }
            else if (term.Measure is not MeasureKind.Distinct)
            {
                foreach (var unit in reported)
                {
                    At(unit, slot, IndicatorBasis.AsReported).Add(number, value);
                }
                foreach (var (current, share) in _units.Current(cell.UnitKey))
                {
                    foreach (var unit in _units.AboveNow(current))
                    {
                        At(unit, slot, IndicatorBasis.Current).Add(number, value * share);
                    }
                }
            }
            else if (value != 0 && cell.Distinct is not null)
            {
                Mark(number, values.Of(cell.Distinct), cell.UnitKey, slot, reported);
            }
        }
    }

    private void Mark(int number, int bit, int unitKey, int slot, int[] reported)
    {
        foreach (var unit in reported)
        {
            At(unit, slot, IndicatorBasis.AsReported).Mark(number, bit);
        }
        if (_units.MainCurrent(unitKey) is { } current)
        {
            foreach (var unit in _units.AboveNow(current))
            {
                At(unit, slot, IndicatorBasis.Current).Mark(number, bit);
            }
        }
    }

    /// <summary>Units are told apart by their code: that of the time, or restated that of today's unit.</summary>
    private void MarkUnits(int number, decimal rows, int unitKey, int slot, int[] reported)
    {
        if (rows == 0 || reported.Length == 0)
        {
            return;
        }
        foreach (var unit in reported)
        {
            At(unit, slot, IndicatorBasis.AsReported).Mark(number, _unitCodes.Of(_units.Version(unitKey).UnitCode));
        }
        if (_units.MainCurrent(unitKey) is { } current)
        {
            foreach (var unit in _units.AboveNow(current))
            {
                At(unit, slot, IndicatorBasis.Current).Mark(number, _unitCodes.Of(_units.Last(current).UnitCode));
            }
        }
    }

    private Totals At(int unit, int slot, IndicatorBasis basis) => _totals[Place(unit, slot, basis)] ??= new Totals(_terms.Count);

    /// <summary>Distinct values by their number.</summary>
    private sealed class ValueNumbers
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int Of(string value)
        {
            if (!_numbers.TryGetValue(value, out var number))
            {
                number = _numbers.Count;
                _numbers.Add(value, number);
            }
            return number;
        }
    }

    /// <summary>All terms of one unit, period and basis.</summary>
    private sealed class Totals(int terms)
    {
        private readonly decimal[] _sums = new decimal[terms];
        private readonly bool[] _isCounted = new bool[terms];
        private readonly ulong[]?[] _bits = new ulong[terms][];

        public decimal? Of(int term) => _bits[term] is { } bits ? bits.Sum(word => (decimal)ulong.PopCount(word)) : _isCounted[term] ? _sums[term] : null;

        public void Add(int term, decimal value)
        {
            _sums[term] += value;
            _isCounted[term] = true;
        }

        public void Mark(int term, int bit)
        {
            var word = bit >> 6;
            ref var bits = ref _bits[term];
            if (bits is null || bits.Length <= word)
            {
                Array.Resize(ref bits, Math.Max(word + 1, 2 * (bits?.Length ?? 1)));
            }
            bits[word] |= 1UL << (bit & 63);
        }
    }
}
