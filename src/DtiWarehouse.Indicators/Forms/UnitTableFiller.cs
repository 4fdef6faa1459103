using System.Globalization;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>Fills a form that has a row for each unit, with a total for each group and for all.</summary>
internal sealed class UnitTableFiller(UnitTableForm form, FillContext context)
{
    private const string UnitColumns = "UnitCode,Name,NameEn,Kind,DistrictCode,NameSort,ValidFrom,ValidTo";

    public async Task<(IReadOnlyList<FormColumn> Columns, IReadOnlyList<FormRow> Rows, IReadOnlyList<FormCheck> Checks)> FillAsync()
    {
        var columns = new List<ColumnFigures>();
        foreach (var column in form.Columns)
        {
            columns.Add(await FiguresAsync(column));
        }
        var units = await UnitsAsync(columns);
        var rows = new List<FormRow>();
        var number = 0;
        foreach (var group in form.Groups)
        {
            var members = units.Where(unit => group.Kinds.Contains(unit.Kind)).ToList();
            if (members.Count == 0)
            {
                continue;
            }
            rows.Add(new FormRow(
                FormRowKind.GroupTotal, group.Key,
                [.. Leading(group.Key, group.Label, ""), .. columns.Select(column => GroupCell(column, group, members))]) { LabelEn = group.LabelEn });
            rows.AddRange(members.Select(unit =>
            {
                var key = (++number).ToString(CultureInfo.InvariantCulture);
                return new FormRow(FormRowKind.Entry, key, [.. Leading(key, unit.Name, LevelOf(unit.Kind)), .. columns.Select(column => UnitCell(column, unit))]) { LabelEn = unit.NameEn, UnitCode = unit.Code };
            }));
        }
        if (units.Count == 1)
        {
            rows.AddRange(await SectorsAsync(columns));
        }
        rows.Add(new FormRow(FormRowKind.Total, "total", [.. Leading("", "Tổng cộng", ""), .. columns.Select(column => TotalCell(column, units))]) { LabelEn = "Total" });
        return ([.. form.Leading, .. form.Columns.Select(column => column.Column)], rows, Verify(rows));
    }

    /// <summary>What a query says of each unit that it has rows of.</summary>
    private sealed record UnitFigures(FigureQuery Query, PeriodDays Days, IReadOnlyDictionary<string, decimal> ByUnit);

    /// <summary>A column's figures by query and unit, and for all units together as queries of their own give them.</summary>
    private sealed record ColumnFigures(UnitColumn Column, IReadOnlyList<UnitFigures> Queries, ComputedFigure Total)
    {
        public bool Knows(string unit) => Queries.Any(query => query.ByUnit.ContainsKey(unit));

        public decimal Of(string unit) => Queries.Sum(query => query.ByUnit.GetValueOrDefault(unit));
    }

    private sealed record TableUnit(string Code, string Name, string? NameEn, UnitKind Kind, string? DistrictCode, string NameSort, bool IsOfPeriod);

    private async Task<ColumnFigures> FiguresAsync(UnitColumn column)
    {
        var queries = new List<UnitFigures>();
        foreach (var query in column.Terms?.Queries ?? [])
        {
            if (await context.KnownAsync(query) is not { } days)
            {
                continue;
            }
            var byUnit = new Dictionary<string, decimal>(StringComparer.Ordinal);
            await using var rows = await context.QueryAsync(query.ByUnit(context.Unit.Rows(query.Unit), days));
            while (await rows.ReadAsync())
            {
                if (rows.Text(query.UnitCode) is { } code && rows.Number("Value") is { } value)
                {
                    byUnit[code] = value;
                }
            }
            queries.Add(new UnitFigures(query, days, byUnit));
        }
        var total = column.Terms is null || column.Measure is Measure.YesNo ? new ComputedFigure(null, []) : await context.ValueAsync(column.Terms);
        return new ColumnFigures(column, queries, total);
    }

    /// <summary>The units of the period, and others that have figures all the same, each in its last version of the period.</summary>
    private async Task<IReadOnlyList<TableUnit>> UnitsAsync(IReadOnlyList<ColumnFigures> columns)
    {
        var withFigures = columns.SelectMany(column => column.Queries).SelectMany(query => query.ByUnit.Keys).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, TableUnit>(StringComparer.Ordinal);
        await using (var rows = await context.QueryAsync($"Units?$filter={context.Unit.Rows("")}&$select={UnitColumns}&$orderby=ValidFrom"))
        {
            while (await rows.ReadAsync())
            {
                var isOfPeriod = rows.Day("ValidFrom") <= context.Period.To && (rows.Day("ValidTo") is not { } end || end >= context.Period.From);
                var unit = new TableUnit(
                    rows.Text("UnitCode")!, rows.Text("Name")!, rows.Text("NameEn"), Enum.Parse<UnitKind>(rows.Text("Kind")!), rows.Text("DistrictCode"), rows.Text("NameSort")!, isOfPeriod);
                if (isOfPeriod || !found.TryGetValue(unit.Code, out var known) || !known.IsOfPeriod)
                {
                    found[unit.Code] = unit;
                }
            }
        }
        return [.. found.Values.Where(IsListed).OrderBy(unit => unit.DistrictCode, StringComparer.Ordinal).ThenBy(unit => unit.NameSort, StringComparer.Ordinal).ThenBy(unit => unit.Code, StringComparer.Ordinal)];

        bool IsListed(TableUnit unit) => form.Groups.FirstOrDefault(group => group.Kinds.Contains(unit.Kind)) is { } group
            && (withFigures.Contains(unit.Code) || (unit.IsOfPeriod && !group.OnlyWithFigures.Contains(unit.Kind)));
    }

    /// <summary>The fields of a single unit, where the form's figures have them.</summary>
    private async Task<IReadOnlyList<FormRow>> SectorsAsync(IReadOnlyList<ColumnFigures> columns)
    {
        var bySector = new Dictionary<string, decimal[]>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            foreach (var (query, days, _) in columns[i].Queries.Where(query => query.Query.Sector is not null))
            {
                foreach (var (sector, value) in await context.SplitAsync(query, query.Sector!, days))
                {
                    bySector.TryAdd(sector, new decimal[columns.Count]);
                    bySector[sector][i] += value ?? 0;
                }
            }
        }
        return [.. bySector.OrderBy(sector => VietnameseSort.Key(sector.Key), StringComparer.Ordinal).Select((sector, number) =>
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"1.{number + 1}");
            return new FormRow(FormRowKind.Part, key, [.. Leading(key, sector.Key, ""), .. columns.Select((column, i) => FormCell.Computed(sector.Value[i], Definitions(column, sector.Key)))]);
        })];

        IReadOnlyList<string> Definitions(ColumnFigures column, string sector) =>
            [.. column.Queries.Where(query => query.Query.Sector is not null)
                .Select(query => query.Query.And($"{query.Query.Sector} eq {QueryLiteral.Text(sector)}").Of(context.Unit.Rows(query.Query.Unit), query.Days))];
    }

    private FormCell UnitCell(ColumnFigures figures, TableUnit unit)
    {
        if (figures.Column.Terms is null)
        {
            return FormCell.Blank;
        }
        // A ministry's portal is known by its totals alone: what they leave out nobody counted.
        var isZero = unit.Kind is not UnitKind.MinistryPortal;
        var asked = figures.Knows(unit.Code)
            ? figures.Queries.Where(query => query.ByUnit.ContainsKey(unit.Code)).ToList()
            : figures.Queries.Where(query => isZero && query.Query.IsZeroWithoutRows).ToList();
        var definitions = asked.Select(query => query.Query.Of(Own(query.Query), query.Days));
        var value = asked.Count == 0 ? (decimal?)null : figures.Of(unit.Code);
        var cell = FormCell.Computed(value, [.. definitions]);
        return figures.Column.Measure is Measure.YesNo && value is not null ? cell with { Text = value > 0 ? "Có" : "Không" } : cell;

        // A unit that moved to another district counts here with its time in this one.
        string Own(FigureQuery query)
        {
            var (all, own) = (context.Unit.Rows(query.Unit), $"{query.UnitCode} eq {QueryLiteral.Text(unit.Code)}");
            return all == own ? own : $"{all} and {own}";
        }
    }

    private FormCell GroupCell(ColumnFigures figures, UnitGroup group, IReadOnlyList<TableUnit> members) => Summed(figures, members, OfKinds(group.Kinds));

    private FormCell TotalCell(ColumnFigures figures, IReadOnlyList<TableUnit> units) =>
        figures.Column.Measure is Measure.YesNo ? Summed(figures, units, OfKinds(form.Groups.SelectMany(group => group.Kinds)))
        : figures.Column.Terms is null ? FormCell.Blank
        : FormCell.Computed(figures.Total.Value, figures.Total.Definitions);

    /// <summary>The condition on rows of the form's unit by which they are of a unit of some kinds.</summary>
    private Func<FigureQuery, string> OfKinds(IEnumerable<UnitKind> kinds)
    {
        var list = string.Join(',', kinds.Select(kind => $"'{kind}'"));
        return query => $"{context.Unit.Rows(query.Unit)} and {query.OfUnit("Kind")} in ({list})";
    }

    /// <summary>The units' counts added up, or the number and share of the units that say yes.</summary>
    private static FormCell Summed(ColumnFigures figures, IReadOnlyList<TableUnit> members, Func<FigureQuery, string> units)
    {
        if (figures.Column.Terms is null)
        {
            return FormCell.Blank;
        }
        if (figures.Queries.Count == 0)
        {
            return FormCell.Computed(null, []);
        }
        if (figures.Column.Measure is Measure.YesNo)
        {
            var yes = members.Count(unit => figures.Of(unit.Code) > 0);
            var share = VietnameseText.Number(members.Count == 0 ? 0 : yes * 100m / members.Count, 2);
            return FormCell.Computed(yes, [.. figures.Queries.Select(q => q.Query.CountingUnits.Of(units(q.Query), q.Days))]) with
            {
                Text = string.Create(CultureInfo.InvariantCulture, $"{yes}/{members.Count} ({share} %)"),
            };
        }
        return FormCell.Computed(members.Sum(unit => figures.Of(unit.Code)), [.. figures.Queries.Select(q => q.Query.Of(units(q.Query), q.Days))]);
    }

    private IEnumerable<FormCell> Leading(string key, string name, string level)
    {
        yield return FormCell.Of(key);
        yield return FormCell.Of(name);
        if (form.ShowsLevel)
        {
            yield return FormCell.Of(level);
        }
    }

    private static string LevelOf(UnitKind kind) => kind switch
    {
        UnitKind.DistrictPeopleCommittee => "Huyện",
        UnitKind.CommunePeopleCommittee => "Xã",
        _ => "Tỉnh",
    };

    /// <summary>Every sum in every row of which nothing is missing, and that the units of a column add up to the total that was asked for by itself.</summary>
    private IReadOnlyList<FormCheck> Verify(IReadOnlyList<FormRow> rows)
    {
        if (form.Sums.Count == 0)
        {
            return [];
        }
        var at = form.Columns.Select((column, i) => (column.Column.Number, Index: form.Leading.Count + i)).ToDictionary(c => c.Number, c => c.Index);
        var sums = form.Sums.Select(sum => new FormCheck(sum.Rule, [.. rows.Where(row => !Adds(row, sum)).Select(row => row.Key)]));
        var entries = rows.Where(row => row.Kind is FormRowKind.Entry).ToList();
        var apart = at.Where(column => (rows[^1].Cells[column.Value].Number ?? 0) != entries.Sum(row => row.Cells[column.Value].Number ?? 0)).Select(column => column.Key);
        return [.. sums, new FormCheck("Tổng cộng = tổng các đơn vị", [.. apart])];

        bool Adds(FormRow row, ColumnSum sum)
        {
            var parts = sum.Parts.Select(part => row.Cells[at[part]].Number).ToList();
            return row.Cells[at[sum.Total]].Number is not { } total || parts.Contains(null) || total == parts.Sum();
        }
    }
}
