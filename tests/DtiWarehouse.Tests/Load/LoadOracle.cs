using System.Globalization;
using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Tests.Load;

/// <summary>
/// What a warehouse must hold once a set of source rows has been seen, worked out from the contract by plain loops over all
/// rows at once: no files, no order, no code of the loader. Lines are as <see cref="State"/> reads them.
/// </summary>
internal sealed class LoadOracle(IReadOnlyList<(string Feed, FeedRow Row)> seen, DateOnly asOf)
{
    private List<UnitRow> _register = [];
    private readonly HashSet<string> _inferredUnits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inferredProcedures = new(StringComparer.Ordinal);

    /// <summary>The state of a warehouse in the oracle's terms: facts and members by natural keys.</summary>
    public static string[] State(TestWarehouse warehouse) =>
    [
        .. warehouse.Rows(
            """
            SELECT 'dossier', f.dossier_code, ru.unit_code, ru.valid_from, su.unit_code, su.valid_from, p.procedure_code, p.valid_from, f.channel, f.service_level_label, f.service_class,
                f.received_date, f.due_date, f.resolved_date, f.is_on_time, f.source_updated_at
            FROM fact_dossier f JOIN dim_unit ru ON ru.unit_key = f.receiving_unit_key JOIN dim_unit su ON su.unit_key = f.resolving_unit_key JOIN dim_procedure p ON p.procedure_key = f.procedure_key
            """),
        .. warehouse.Rows(
            """
            SELECT 'service', f.month_period_key, p.procedure_code, p.valid_from, u.unit_code, u.valid_from, f.service_level_label
            FROM fact_online_service f JOIN dim_unit u ON u.unit_key = f.unit_key JOIN dim_procedure p ON p.procedure_key = f.procedure_key
            """),
        .. warehouse.Rows(
            "SELECT 'document', f.document_code, u.unit_code, u.valid_from, f.direction, f.document_date, f.is_signed, f.is_secret, f.source_updated_at FROM fact_signed_document f JOIN dim_unit u ON u.unit_key = f.unit_key"),
        .. warehouse.Rows("SELECT 'rating', f.month_period_key, u.unit_code, u.valid_from, f.rated FROM fact_satisfaction f JOIN dim_unit u ON u.unit_key = f.unit_key"),
        .. warehouse.Rows(
            """
            SELECT 'total', s.code, u.unit_code, u.valid_from, f.sector, f.service_level_label, f.period_to, f.received, f.resolved_late
            FROM fact_dossier_total f JOIN dim_unit u ON u.unit_key = f.unit_key JOIN dim_source_system s ON s.source_system_key = f.source_system_key
            """),
        .. warehouse.Rows(
            """
            SELECT 'figure', f.figure_code, u.unit_code, u.valid_from, a.code, a.valid_from, CAST(f.value / @scale4 AS BIGINT)
            FROM fact_reported_figure f JOIN dim_unit u ON u.unit_key = f.unit_key JOIN dim_admin_unit a ON a.admin_unit_key = f.admin_unit_key
            """),
        .. warehouse.Rows("SELECT 'unit', unit_code, valid_from, valid_to, is_inferred, name FROM dim_unit WHERE unit_key <> 0"),
        .. warehouse.Rows("SELECT 'procedure', procedure_code, valid_from, valid_to, is_inferred, name, service_level_label FROM dim_procedure WHERE procedure_key <> 0"),
        .. warehouse.Rows(
            """
            SELECT 'territory', a.code, a.valid_from, a.valid_to, a.name, c.code, c.valid_from
            FROM dim_admin_unit a LEFT JOIN dim_admin_unit c ON c.admin_unit_key = a.current_admin_unit_key WHERE a.admin_unit_key <> 0
            """),
        .. warehouse.Rows(
            """
            SELECT 'successor', o.code, o.valid_from, n.code, n.valid_from, b.relation, b.share, b.effective_date
            FROM bridge_admin_unit_successor b JOIN dim_admin_unit o ON o.admin_unit_key = b.admin_unit_key LEFT JOIN dim_admin_unit n ON n.admin_unit_key = b.successor_admin_unit_key
            """),
        .. warehouse.Rows("SELECT 'holiday', date FROM dim_date WHERE date_key <> 0 AND day_of_week <= 5 AND NOT is_working_day"),
    ];

    public string[] Expected()
    {
        _register = Register();
        var territories = Winners<AdminUnitRow>(Feeds.AdminUnits, row => $"{row.Code} {Text(row.ValidFrom)}");
        var services = Winners<ServiceRow>(Feeds.Services, row => $"{Text(row.Month)} {row.ProcedureCode} {Durable(row.UnitCode)}");
        var catalogue = services.GroupBy(row => row.ProcedureCode).ToDictionary(group => group.Key, Catalogue);
        List<string[]> groups =
        [
            Winners<DossierRow>(Feeds.Dossiers, row => row.DossierCode).ConvertAll(row => Dossier(row, services, catalogue)).ToArray(),
            services.ConvertAll(row => Line("service", MonthKey(row.Month), Procedure(row.ProcedureCode, row.Month, catalogue), Unit(row.UnitCode, LastDay(row.Month)), row.ServiceLevel.Label)).ToArray(),
            Winners<DocumentRow>(Feeds.Documents, row => $"{row.DocumentCode} {row.Direction} {Durable(row.UnitCode)}")
                .ConvertAll(row => Line("document", row.DocumentCode, Unit(row.UnitCode, row.DocumentDate), row.Direction, Text(row.DocumentDate), row.IsSigned, row.IsSecret, NewestTime(row))).ToArray(),
            Winners<SatisfactionRow>(Feeds.Satisfaction, row => $"{Text(row.Month)} {row.Channel} {row.Subject} {Durable(row.UnitCode)}")
                .ConvertAll(row => Line("rating", MonthKey(row.Month), Unit(row.UnitCode, LastDay(row.Month)), row.Rated)).ToArray(),
            Winners<DossierTotalRow>(Feeds.DossierTotals, row => $"{row.SourceSystemCode} {row.Sector} {row.ServiceLevel?.Label} {Text(row.PeriodTo)} {Durable(row.UnitCode)}")
                .ConvertAll(row => Line("total", row.SourceSystemCode, Unit(row.UnitCode, row.PeriodTo), row.Sector, row.ServiceLevel?.Label, Text(row.PeriodTo), row.Received, row.ResolvedLate)).ToArray(),
            Winners<ReportedFigureRow>(Feeds.ReportedFigures, row => $"{row.FigureCode} {(row.UnitCode is { } unit ? Durable(unit) : "territory:" + row.AdminUnitCode)}")
                .ConvertAll(row => Line("figure", row.FigureCode, Declarer(row, territories), Territory(row.AdminUnitCode, row.PeriodTo, territories), row.Value is { } value ? (long)value : null)).ToArray(),
        ];
        // Facts come first: they say which members are inferred.
        groups.Add([
            .. _register.Select(row => Line("unit", row.UnitCode, Text(row.ValidFrom), Text(row.ValidTo), false, row.Name)),
            .. _inferredUnits.Select(code => Line("unit", code, "1900-01-01", null, true, code))]);
        groups.Add([
            .. catalogue.SelectMany(p => p.Value.Select((v, i) =>
                Line("procedure", p.Key, Text(v.From), i + 1 < p.Value.Count ? Text(p.Value[i + 1].From.AddDays(-1)) : null, false, v.Name, v.Label))),
            .. _inferredProcedures.Select(code => Line("procedure", code, "1900-01-01", null, true, Mentioned(code), null))]);
        var links = Winners<AdminSuccessorRow>(Feeds.AdminSuccessors, row => $"{row.OldCode} {row.NewCode} {Text(row.EffectiveDate)}");
        groups.Add(territories.ConvertAll(row => Line("territory", row.Code, Text(row.ValidFrom), Text(row.ValidTo), row.Name, Version(Today(row, territories, links)))).ToArray());
        groups.Add([
            .. links.Select(link => (Link: link, Old: TerritoryOn(link.OldCode, link.EffectiveDate.AddDays(-1), territories))).Where(link => link.Old is not null)
                .Select(link => Line(
                    "successor", Version(link.Old), Version(TerritoryOn(link.Link.NewCode, link.Link.EffectiveDate, territories)), link.Link.Relation,
                    link.Link.Relation == SuccessionRelation.Partial
                        ? Math.Round(1_000_000m / links.Count(other => other.OldCode == link.Link.OldCode && other.EffectiveDate == link.Link.EffectiveDate && other.Relation == SuccessionRelation.Partial))
                        : 1_000_000m,
                    Text(link.Link.EffectiveDate)))]);
        groups.Add(Winners<HolidayRow>(Feeds.Holidays, row => Text(row.Date)!).Where(row => row.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(row => Line("holiday", Text(row.Date))).ToArray());
        groups.ForEach(group => Array.Sort(group, StringComparer.Ordinal));
        return [.. groups.SelectMany(group => group)];
    }

    /// <summary>Of each key the row with the newest time, of one time the greater content; deleted ones left out.</summary>
    private List<T> Winners<T>(string feed, Func<T, string> key)
        where T : FeedRow => seen.Where(s => s.Feed == feed).Select(s => (T)s.Row).GroupBy(key)
            .Select(group => group.Aggregate((best, row) => Compare(row, best) > 0 ? row : best))
            .Where(row => !row.IsDeleted).ToList();

    private static int Compare(FeedRow a, FeedRow b) => a.UpdatedAt != b.UpdatedAt
        ? DateTime.Compare(a.UpdatedAt!.Value, b.UpdatedAt!.Value)
        : Convert.ToHexString(Encoding.UTF8.GetBytes(Content(a))).CompareTo(Convert.ToHexString(Encoding.UTF8.GetBytes(Content(b))), StringComparison.Ordinal);

    private static string Content(FeedRow row) => row.IsDeleted ? row.Content + "\u001fĐã xóa" : row.Content;

    private List<UnitRow> Register()
    {
        var accepted = new List<UnitRow>();
        var known = Winners<UnitRow>(Feeds.OrgUnits, row => $"{row.UnitCode} {Text(row.ValidFrom)}");
        known.Sort((a, b) => a.ValidFrom != b.ValidFrom ? a.ValidFrom.CompareTo(b.ValidFrom) : Compare(b, a));
        foreach (var row in known)
        {
            var tried = accepted.Append(row).ToList();
            var overlaps = tried.Exists(a => tried.Exists(b =>
                !ReferenceEquals(a, b) && Root(a.UnitCode, tried) == Root(b.UnitCode, tried)
                && a.ValidFrom <= (b.ValidTo ?? DateOnly.MaxValue) && b.ValidFrom <= (a.ValidTo ?? DateOnly.MaxValue)));
            if (!overlaps)
            {
                accepted.Add(row);
            }
        }
        return accepted;
    }

    private string Durable(string code) => Root(code, _register);

    /// <summary>The greatest of all identifiers that a chain of former codes leads to.</summary>
    private static string Root(string code, List<UnitRow> rows)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { code };
        while (rows.Any(row => row.FormerCode is not null && reached.Contains(row.UnitCode) != reached.Contains(row.FormerCode)))
        {
            foreach (var row in rows.Where(row => row.FormerCode is not null && (reached.Contains(row.UnitCode) || reached.Contains(row.FormerCode))))
            {
                reached.UnionWith([row.UnitCode, row.FormerCode!]);
            }
        }
        return reached.Order(StringComparer.Ordinal).Last();
    }

    private string Unit(string code, DateOnly day)
    {
        var durable = Durable(code);
        var versions = _register.Where(row => Durable(row.UnitCode) == durable).Select(row => (row.UnitCode, row.ValidFrom, row.ValidTo)).ToList();
        if (versions.Count == 0)
        {
            _inferredUnits.Add(durable);
            return $"{durable}|1900-01-01";
        }
        var (unit, from, _) = Nearest(versions, day);
        return $"{unit}|{Text(from)}";
    }

    private static (string Code, DateOnly From, DateOnly? To) Nearest(IEnumerable<(string Code, DateOnly From, DateOnly? To)> versions, DateOnly day) =>
        versions.OrderBy(v => day < v.From ? v.From.DayNumber - day.DayNumber : day > v.To ? day.DayNumber - v.To.Value.DayNumber : 0).ThenBy(v => v.From).First();

    private static List<(DateOnly From, string Name, string Label)> Catalogue(IEnumerable<ServiceRow> services)
    {
        var versions = new List<(DateOnly From, string Name, string Label)>();
        foreach (var month in services.GroupBy(row => row.Month).OrderBy(group => group.Key))
        {
            var name = month.GroupBy(row => row.ProcedureName).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key, StringComparer.Ordinal).First().Key;
            var label = month.OrderByDescending(row => row.ServiceLevel.Class).First().ServiceLevel.Label;
            if (versions.Count == 0 || (versions[^1].Name, versions[^1].Label) != (name, label))
            {
                versions.Add((month.Key, name, label));
            }
        }
        return versions;
    }

    private string Procedure(string code, DateOnly day, Dictionary<string, List<(DateOnly From, string Name, string Label)>> catalogue)
    {
        if (!catalogue.TryGetValue(code, out var versions))
        {
            _inferredProcedures.Add(code);
            return $"{code}|1900-01-01";
        }
        return $"{code}|{Text(versions.LastOrDefault(version => version.From <= day, versions[0]).From)}";
    }

    private string Mentioned(string code) => seen.Select(s => s.Row).OfType<DossierRow>()
        .Where(row => !row.IsDeleted && row.ProcedureCode == code && row.ProcedureName is not null)
        .OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.ProcedureName, StringComparer.Ordinal).FirstOrDefault()?.ProcedureName ?? code;

    private string Dossier(DossierRow row, List<ServiceRow> services, Dictionary<string, List<(DateOnly From, string Name, string Label)>> catalogue)
    {
        var snapshot = services.Find(s => s.ProcedureCode == row.ProcedureCode && Durable(s.UnitCode) == Durable(row.ReceivingUnitCode) && MonthKey(s.Month) == MonthKey(row.ReceivedDate));
        var level = row.ServiceLevel ?? snapshot?.ServiceLevel;
        return Line(
            "dossier", row.DossierCode, Unit(row.ReceivingUnitCode, row.ReceivedDate), Unit(row.ResolvingUnitCode, row.ResolvedDate ?? row.ReceivedDate),
            Procedure(row.ProcedureCode, row.ReceivedDate, catalogue), row.Channel, level?.Label, level?.Class ?? ServiceClass.None,
            Text(row.ReceivedDate), Text(row.DueDate), Text(row.ResolvedDate), row.DueDate is { } due ? (row.ResolvedDate ?? asOf) <= due : null, NewestTime(row));
    }

    private string Declarer(ReportedFigureRow row, List<AdminUnitRow> territories)
    {
        if (row.UnitCode is { } code)
        {
            return Unit(code, row.PeriodTo);
        }
        var committee = _register.Where(unit => unit.AdminUnitCode == row.AdminUnitCode && unit.Kind == UnitKind.DistrictPeopleCommittee
                && unit.ValidFrom <= row.PeriodTo && (unit.ValidTo ?? DateOnly.MaxValue) >= row.PeriodTo
                && territories.Exists(t => t.Code == unit.AdminUnitCode && t.ValidFrom <= (unit.ValidTo ?? DateOnly.MaxValue) && unit.ValidFrom <= (t.ValidTo ?? DateOnly.MaxValue)))
            .OrderBy(unit => unit.UnitCode, StringComparer.Ordinal).FirstOrDefault();
        return committee is null ? "|1900-01-01" : $"{committee.UnitCode}|{Text(committee.ValidFrom)}";
    }

    private static string Territory(string? code, DateOnly day, List<AdminUnitRow> territories)
    {
        var versions = territories.Where(t => t.Code == code).Select(t => (t.Code, t.ValidFrom, t.ValidTo)).ToList();
        return versions.Count == 0 ? "|1900-01-01" : $"{code}|{Text(Nearest(versions, day).From)}";
    }

    private static AdminUnitRow? TerritoryOn(string? code, DateOnly day, List<AdminUnitRow> territories) =>
        territories.Where(t => t.Code == code && t.ValidFrom <= day && (t.ValidTo ?? DateOnly.MaxValue) >= day).MinBy(t => t.ValidFrom);

    /// <summary>Where what ended leads to: the successor with the lowest code that is known, else the next version of its own, and so on until an open one.</summary>
    private static AdminUnitRow? Today(AdminUnitRow version, List<AdminUnitRow> territories, List<AdminSuccessorRow> links)
    {
        AdminUnitRow? at = version;
        while (at?.ValidTo is { } last)
        {
            var day = last.AddDays(1);
            at = links.Where(link => link.OldCode == at.Code && link.EffectiveDate == day).OrderBy(link => link.NewCode, StringComparer.Ordinal)
                .Select(link => TerritoryOn(link.NewCode, day, territories)).FirstOrDefault(next => next is not null) ?? TerritoryOn(at.Code, day, territories);
        }
        return at;
    }

    private static string Version(AdminUnitRow? row) => row is null ? "null|null" : $"{row.Code}|{Text(row.ValidFrom)}";

    /// <summary>A row that came again unchanged has the time of its newest copy; the winner of a key has it already.</summary>
    private static string NewestTime(FeedRow row) => row.UpdatedAt!.Value.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Line(params object?[] values) => string.Join('|', values.Select(value => value switch
    {
        null => "null",
        bool flag => flag ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int MonthKey(DateOnly day) => day.Year * 10_000 + day.Month * 100 + 10;

    private static DateOnly LastDay(DateOnly month) => month.AddMonths(1).AddDays(-1);
}
