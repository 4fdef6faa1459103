using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// One SELECT over facts told again over one summary of them, where that holds all it needs. What the SELECT asks of the
/// facts falls into three parts: conditions that pick the measure (such as a flag that the summary counts by), a range of
/// one date by whole months, and everything else, which must come from the summary's dimensions.
/// </summary>
internal sealed class SummaryAnswer
{
    private readonly Summary _summary;
    private readonly SelectPlan _select;
    private readonly FactRows _facts;
    private readonly Func<int> _nextSource;
    private readonly IReadOnlyList<LiteralSyntax> _literals;

    /// <summary>The source whose columns stand for the facts': the summary's table or a query over it.</summary>
    private readonly int _rows;

    private readonly Dictionary<string, object> _where = new(StringComparer.Ordinal);
    /// <summary>Days of the facts' dates that the SELECT joins, by source.</summary>
    private readonly Dictionary<int, (SummaryMonth Month, NavigationProperty Navigation)> _days = [];
    private readonly Dictionary<NavigationProperty, (int Id, JoinPlan Join)> _periods = [];

    /// <summary>Where a period stands in the model: its key, and the summary's column that names it.</summary>
    private sealed record PeriodKey(int Id, StructuralProperty Key, StructuralProperty NamedBy, TableSource Table);
    private SummaryMonth? _month;

    public SummaryAnswer(Summary summary, SelectPlan select, FactRows facts, Func<int> nextSource, IReadOnlyList<LiteralSyntax> literals)
    {
        _summary = summary;
        _select = select;
        _facts = facts;
        _nextSource = nextSource;
        _literals = literals;
        _rows = nextSource();
    }

    /// <summary>The SELECT over the summary, with the same columns; null where the summary does not hold what it needs.</summary>
    public SelectPlan? Plan()
    {
        var joins = Joins();
        var (ofRows, ofOthers) = (new List<Scalar>(), new List<Scalar>());
        foreach (var condition in _facts.Conditions.Concat(ScalarTree.Conjuncts(_select.Where)))
        {
            if (_facts.Resolve(condition) is not { } resolved || !Split(resolved, ofRows, ofOthers))
            {
                return null;
            }
        }
        var groups = _select.GroupBy.Select(Map).ToList();
        if (joins is null || groups.Contains(null) || !AddPopulation(ofRows))
        {
            return null;
        }
        var columns = _select.Columns.Select(c => c with { Value = Map(c.Value)! }).ToList();
        var order = _select.OrderBy.Select(o => o with { Value = Map(o.Value)! }).ToList();
        if (columns.Exists(c => c.Value is null) || order.Exists(o => o.Value is null))
        {
            return null;
        }
        var answer = _select with { Columns = columns, GroupBy = [.. groups.OfType<Scalar>()], OrderBy = order };
        return joins.Count + _periods.Count > 0 && ofOthers.Count == 0
            ? SummedFirst(answer, joins, ofRows)
            : Joined(answer, joins, [.. OfMonths(ofRows, _rows), .. ofOthers]);
    }

    private SelectPlan Joined(SelectPlan answer, List<JoinPlan> joins, List<Scalar> conditions) => answer with
    {
        From = new TableSource(_rows, _summary.Rows.Table, _summary.Rows.Schema),
        Joins = [.. PeriodsOf([.. Values(answer), .. joins.Select(j => j.On), .. conditions]), .. joins],
        Where = Conjunction(conditions),
    };

    private static IEnumerable<Scalar> Values(SelectPlan answer) => [.. answer.Columns.Select(c => c.Value), .. answer.GroupBy, .. answer.OrderBy.Select(o => o.Value)];

    /// <summary>
    /// Conditions on the summary's rows, those on months told by the keys of the months: few keys are looked up once, and the
    /// rows are found by them, where a join would look up the month of every row.
    /// </summary>
    /// <param name="rows">The source that the summary's columns stand in.</param>
    private List<Scalar> OfMonths(List<Scalar> ofRows, int rows)
    {
        var periods = _periods.Select(p => new PeriodKey(p.Value.Id, p.Key.Columns[0].Target, p.Key.Columns[0].Source, (TableSource)p.Value.Join.Source)).ToList();
        var byPeriod = ofRows.ToLookup(condition => Columns(condition).Select(c => c.Source).Distinct().ToList() is [var only] ? periods.Find(p => p.Id == only) : null);
        return [.. ofRows.Where(byPeriod[null].Contains), .. byPeriod.Where(group => group.Key is not null).Select(group => KeysOf(group.Key!, group))];

        Scalar KeysOf(PeriodKey period, IEnumerable<Scalar> conditions)
        {
            var id = _nextSource();
            var found = conditions.Select(condition => ScalarTree.Replace(condition, leaf => leaf is ColumnScalar column ? column with { Source = id } : leaf)!).ToList();
            return new InQueryScalar(
                new ColumnScalar(rows, period.NamedBy, period.NamedBy.IsNullable),
                new SelectPlan(period.Table with { Id = id }, [], Conjunction(found), [new OutputColumn(new ColumnScalar(id, period.Key, false), period.Key.Column)], [], null, null));
        }
    }

    /// <summary>The joins to periods that some values need.</summary>
    private IEnumerable<JoinPlan> PeriodsOf(IReadOnlyCollection<Scalar> values) => _periods.Values.Where(p => values.SelectMany(Columns).Any(c => c.Source == p.Id)).Select(p => p.Join);

    /// <summary>
    /// The summary's rows are summed up by what the joins and groups need before they are joined: there are few of those
    /// sums. A condition on what is joined would find its rows by the summary's indexes, and is left to do so.
    /// </summary>
    private SelectPlan SummedFirst(SelectPlan answer, List<JoinPlan> joins, List<Scalar> ofRows)
    {
        List<Scalar> values = [.. Values(answer), .. joins.Select(j => j.On)];
        // The months that groups show are joined to the sums.
        List<JoinPlan> shown = [.. PeriodsOf(values), .. joins];
        var used = values.Concat(shown.Select(j => j.On)).SelectMany(Columns).Where(c => c.Source == _rows).Select(c => c.Property).DistinctBy(p => p.Column).ToLookup(IsMeasure);
        var stored = _nextSource();
        var conditions = OfMonths(ofRows, stored);
        var inner = new SelectPlan(
            new TableSource(stored, _summary.Rows.Table, _summary.Rows.Schema),
            [.. PeriodsOf(conditions).Select(p => p with { On = Stored(p.On) })],
            Conjunction([.. conditions.Select(c => c is InQueryScalar ? c : Stored(c))]),
            [
                .. used[false].Select(d => new OutputColumn(new ColumnScalar(stored, d, d.IsNullable), d.Column)),
                .. used[true].Select(m => new OutputColumn(Sum(new ColumnScalar(stored, m, false)), m.Column)),
            ],
            [], null, null) { GroupBy = [.. used[false].Select(d => (Scalar)new ColumnScalar(stored, d, d.IsNullable))] };
        return answer with { From = new DerivedSource(_rows, inner), Joins = shown, Where = null };

        Scalar Stored(Scalar value) => ScalarTree.Replace(value, leaf => leaf is ColumnScalar column && column.Source == _rows ? column with { Source = stored } : leaf)!;
    }

    private static IEnumerable<ColumnScalar> Columns(Scalar value) => (ScalarTree.Leaves(value) ?? [])
        .SelectMany(l => l is AggregateScalar { Operand: { } operand } ? ScalarTree.Leaves(operand)! : [l]).OfType<ColumnScalar>();

    private bool IsMeasure(StructuralProperty property) =>
        _summary.Counts.Concat(_summary.Sums).SelectMany(m => m.Number is null ? m.Columns : [.. m.Columns, m.Number]).Any(m => m.Column == property.Column);

    /// <summary>The joins of the SELECT over the summary's columns; those to days of a month are left out, whose columns months have too.</summary>
    private List<JoinPlan>? Joins()
    {
        var joins = new List<JoinPlan>();
        foreach (var join in _facts.Joins.Concat(_select.Joins))
        {
            if (_facts.Resolve(join.On) is not { } on)
            {
                return null;
            }
            if (DayOf(join, on) is { } day)
            {
                _days[join.Source.Id] = day;
            }
            else if (join.Source is TableSource && Map(on) is { } mapped)
            {
                joins.Add(join with { On = mapped });
            }
            else
            {
                return null;
            }
        }
        return joins;
    }

    private (SummaryMonth Month, NavigationProperty Navigation)? DayOf(JoinPlan join, Scalar on) =>
        join is { IsInner: false, Source: TableSource } && on is CompareScalar { Operator: CompareOperator.Equal, Left: ColumnScalar target, Right: ColumnScalar own }
            && target.Source == join.Source.Id && own.Source == _facts.Table.Id
            && _summary.Months.FirstOrDefault(m => m.Calendar.TryGetValue(own.Property.Column, out var by) && by.Columns[0].Target.Column == target.Property.Column) is { } month
            ? (month, month.Calendar[own.Property.Column])
            : null;

    /// <summary>Takes one condition of the facts: one that picks the measure, a range of months, or one on dimensions; false = the summary cannot tell.</summary>
    private bool Split(Scalar condition, List<Scalar> ofRows, List<Scalar> ofOthers)
    {
        if (Flag(condition) is { } flag)
        {
            return AddFlag(flag.Column, flag.Value);
        }
        if ((MonthsIn(condition, _ => true) ?? Map(condition)) is not { } mapped)
        {
            return false;
        }
        var isOfRows = Columns(mapped).All(c => c.Source == _rows || _periods.Values.Any(p => p.Id == c.Source));
        (isOfRows ? ofRows : ofOthers).Add(mapped);
        // A range holds only where its date is known.
        return condition is not CompareScalar { Left: ColumnScalar date } || MonthOf(date) is not { } month || month.Known.All(k => AddFlag(k.Key, k.Value));
    }

    /// <summary>A property that measures are picked by, and the value that a condition demands of it; null = the condition is none of those.</summary>
    private (string Column, object Value)? Flag(Scalar condition)
    {
        var (left, value) = condition switch
        {
            CompareScalar { Operator: CompareOperator.Equal, Left: ColumnScalar column } equal => (column, Constant(equal.Right)),
            CompareScalar { Operator: CompareOperator.NotEqual, Left: ColumnScalar { Nullable: false } column, Right: BooleanScalar other } => (column, !other.Value),
            ColumnScalar { Kind: PrimitiveKind.Boolean } column => (column, true),
            NotScalar { Operand: ColumnScalar { Kind: PrimitiveKind.Boolean } column } => (column, false),
            _ => ((ColumnScalar?)null, (object?)null),
        };
        return left is not null && value is not null && left.Source == _facts.Table.Id && !_summary.Dimensions.ContainsKey(left.Property.Column)
            && _summary.Counts.Any(c => c.Where.ContainsKey(left.Property.Column))
            ? (left.Property.Column, value)
            : null;
    }

    private object? Constant(Scalar value) => value switch
    {
        BooleanScalar truth => truth.Value,
        ConstantScalar constant => constant.Value,
        ParameterScalar { Slot: { Origin: SlotOrigin.Constant, Constant: string text } } => text,
        ParameterScalar { Slot: { Origin: SlotOrigin.Literal, Kind: PrimitiveKind.String } slot } => _literals[slot.Index].Value as string,
        _ => null,
    };

    private bool AddFlag(string column, object value)
    {
        if (_where.TryGetValue(column, out var known))
        {
            return known.Equals(value);
        }
        _where[column] = value;
        return true;
    }

    /// <summary>Leaves the rows of the summary in which some of the facts asked for are counted: the groups are theirs. False = the summary does not count those.</summary>
    private bool AddPopulation(List<Scalar> ofRows)
    {
        if (_summary.Counts.Count == 0)
        {
            return _where.Count == 0 && _month is null;
        }
        if (CountOf(_where) is not { } count)
        {
            return false;
        }
        if (IsCut)
        {
            ofRows.Add(new CompareScalar(CompareOperator.Greater, count.Columns.Select(c => (Scalar)Own(c)).Aggregate((a, b) => new ArithmeticScalar(ArithmeticOperator.Add, a, b, PrimitiveKind.Int64)), new NumberScalar(0)));
        }
        return true;
    }

    /// <summary>Not all facts of all time are asked for, so that a row of the summary may hold none of them.</summary>
    private bool IsCut => _where.Count > 0 || _month is not null;

    private SummaryMeasure? CountOf(Dictionary<string, object> where) =>
        _summary.Counts.FirstOrDefault(c => Same(c.Where, where) && (_month is null || c.Month == _month));

    private static bool Same(IReadOnlyDictionary<string, object> a, Dictionary<string, object> b) =>
        a.Count == b.Count && a.All(w => b.TryGetValue(w.Key, out var value) && value.Equals(w.Value));

    /// <summary>A value of the facts as one of the summary; null where it has none.</summary>
    private Scalar? Map(Scalar value)
    {
        if (_facts.Resolve(value) is not { } resolved)
        {
            return null;
        }
        return resolved switch
        {
            // Around a condition on a date that may be missing, the missing ones may count.
            CompareScalar { Left: ColumnScalar date } when MonthOf(date) is not null => MonthsIn(resolved, month => month.Known.Count == 0),
            FunctionScalar { Function: CanonicalFunction.Year or CanonicalFunction.Month, Arguments: [ColumnScalar date] } part when MonthOf(date) is { } month =>
                OfMonth(month, month.FirstDay) is { } first ? part with { Arguments = [first] } : null,
            LogicalScalar both => Map(both.Left) is { } left && Map(both.Right) is { } right ? both with { Left = left, Right = right } : null,
            CompareScalar compare when Map(compare.Left) is { } left && Map(compare.Right) is { } right => compare with { Left = left, Right = right },
            _ => ScalarTree.Replace(resolved, Leaf),
        };
    }

    private Scalar? Leaf(Scalar leaf) => leaf switch
    {
        ColumnScalar column when column.Source == _facts.Table.Id => _summary.Dimensions.TryGetValue(column.Property.Column, out var own) ? Own(own) : null,
        ColumnScalar column when _days.TryGetValue(column.Source, out var day) =>
            day.Month.Same.TryGetValue((day.Navigation, column.Property.Column), out var same) ? OfMonth(day.Month, same) : null,
        CountAllScalar => Count([]),
        AggregateScalar aggregate => Aggregate(aggregate),
        _ => leaf,
    };

    private ColumnScalar Own(StructuralProperty property) => new(_rows, property, property.IsNullable);

    private SummaryMonth? MonthOf(ColumnScalar date) => date.Source == _facts.Table.Id ? _summary.Months.FirstOrDefault(m => m.Date.Column == date.Property.Column) : null;

    /// <summary>
    /// A comparison of a date that cuts no month in two, on the first day of the month: a month is before, in or after what the
    /// first or the last of a month bounds as each of its days is. Null where the condition is none, or of another date.
    /// </summary>
    private CompareScalar? MonthsIn(Scalar condition, Func<SummaryMonth, bool> takes) =>
        condition is CompareScalar { Left: ColumnScalar date } range && MonthOf(date) is { } month && takes(month) && IsBound(range) && OfMonth(month, month.FirstDay) is { } first
            ? range with { Left = first }
            : null;

    private bool IsBound(CompareScalar range)
    {
        var isFirst = range.Operator is CompareOperator.GreaterOrEqual or CompareOperator.Less;
        var isLast = range.Operator is CompareOperator.LessOrEqual or CompareOperator.Greater;
        return range.Right switch
        {
            ParameterScalar { Slot: { Origin: SlotOrigin.Period, Constant: PeriodBound { Period.IsWholeMonths: true } bound } } => bound.IsLast ? isLast : isFirst,
            ParameterScalar { Slot: { Origin: SlotOrigin.Literal, Kind: PrimitiveKind.Date } slot } => IsEnd(_literals[slot.Index].Value as DateOnly?),
            ParameterScalar { Slot: { Origin: SlotOrigin.Constant, Kind: PrimitiveKind.Date } slot } => IsEnd(slot.Constant as DateOnly?),
            _ => false,
        };

        bool IsEnd(DateOnly? day) => day is { } known && ((isFirst && SummaryNavigator.BeginsMonth(known)) || (isLast && SummaryNavigator.EndsMonth(known)));
    }

    /// <summary>A value of a summary's month; null where the SELECT is about another date's months.</summary>
    private ColumnScalar? OfMonth(SummaryMonth month, ModelPath path)
    {
        if (!Take(month))
        {
            return null;
        }
        if (path.Navigations is not [var navigation])
        {
            return Own(path.Property);
        }
        if (!_periods.TryGetValue(navigation, out var period))
        {
            var id = _nextSource();
            var (source, target) = navigation.Columns[0];
            _periods[navigation] = period = (id, new JoinPlan(
                new TableSource(id, navigation.Target.Table, navigation.Target.Schema), new CompareScalar(CompareOperator.Equal, new ColumnScalar(id, target, false), Own(source))));
        }
        return new ColumnScalar(period.Id, path.Property, path.Property.IsNullable);
    }

    /// <summary>All that a SELECT asks of months must be about one date: a summary counts by each on its own.</summary>
    private bool Take(SummaryMonth month)
    {
        _month ??= month;
        return _month == month;
    }

    private Scalar? Aggregate(AggregateScalar aggregate)
    {
        var where = new Dictionary<string, object>(_where, StringComparer.Ordinal);
        foreach (var condition in ScalarTree.Conjuncts(aggregate.Condition))
        {
            if (Flag(condition) is not { } flag || !(where.TryAdd(flag.Column, flag.Value) || where[flag.Column].Equals(flag.Value)))
            {
                return null;
            }
        }
        return aggregate switch
        {
            { Method: AggregateMethod.Count, Operand: null or NumberScalar } => Count(where),
            { Method: AggregateMethod.Sum, Operand: ColumnScalar column } when SumOf(column, where) is { } sum => sum.Number is null
                ? Sum(Own(sum.Columns[0]))
                : new CaseScalar([(new CompareScalar(CompareOperator.Greater, Sum(Own(sum.Number)), new NumberScalar(0)), Sum(Own(sum.Columns[0])))], PrimitiveKind.Int64),
            { Method: AggregateMethod.Average, Operand: ColumnScalar column } when SumOf(column, where) is { Number: { } number } sum => new MeanScalar(Sum(Own(sum.Columns[0])), Sum(Own(number))),
            _ => null,
        };
    }

    private Scalar? Count(Dictionary<string, object> where)
    {
        foreach (var (column, value) in _where)
        {
            where.TryAdd(column, value);
        }
        if (CountOf(where) is not { } count || !IsCutAlike(count))
        {
            return null;
        }
        var sum = count.Columns.Select(c => (Scalar)Sum(Own(c))).Aggregate((a, b) => new ArithmeticScalar(ArithmeticOperator.Add, a, b, PrimitiveKind.Int64));
        // Over no rows at all a count is 0, a sum null.
        return _select.GroupBy.Count > 0 ? sum : new CoalesceScalar(sum, new NumberScalar(0));
    }

    /// <summary>The rows left by <see cref="AddPopulation"/> hold all of a measure: it is counted by the same months.</summary>
    private bool IsCutAlike(SummaryMeasure measure) => !IsCut || measure.Month == CountOf(_where)!.Month;

    /// <summary>The sum of a property over the facts for which conditions hold, beyond which it is null.</summary>
    private SummaryMeasure? SumOf(ColumnScalar column, Dictionary<string, object> where) => column.Source == _facts.Table.Id
        ? _summary.Sums.FirstOrDefault(s => s.Of!.Column == column.Property.Column
            && where.All(w => s.Where.TryGetValue(w.Key, out var value) && value.Equals(w.Value))
            && (_month is null || s.Month == _month)
            && (_summary.Counts.Count == 0 || IsCutAlike(s)))
        : null;

    private static AggregateScalar Sum(Scalar value) => new(AggregateMethod.Sum, value, null, PrimitiveKind.Int64, StorageForm.Native, null);

    private static Scalar? Conjunction(IReadOnlyList<Scalar> conditions) => conditions.Count == 0 ? null : conditions.Aggregate((a, b) => new LogicalScalar(true, a, b));
}
