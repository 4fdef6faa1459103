using System.Globalization;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.Etl;

/// <summary>
/// Evaluates the declared checks on what a load wrote, before it commits. Conditions on rows are read in one pass over the
/// written rows of each fact; what takes more per row is held against an even sample of them.
/// </summary>
public sealed class LoadChecks(IReadOnlyList<DataCheck> checks)
{
    private const int SampleRows = 25, ShownKeys = 3;

    private readonly List<CheckResult> _results = [];
    private LoadConnection _connection = null!;
    private IReadOnlyDictionary<string, IEntityType> _sets = null!;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<CheckResult> Results => _results;

    /// <exception cref="FeedFileException"><c>CHECK_FAILED</c>: a check that stops the load does not hold.</exception>
    public void Run(LoadScope scope, FeedLoad feed, LoadRun run)
    {
        _connection = scope.Connection;
        _sets = WarehouseContext.EntitySets(_connection.Context);
        foreach (var check in checks.Where(check => check.EntitySet == "LoadRuns"))
        {
            Add(check, run.RowsRead, check.Rule is CheckRule.LedgerBalance ? Unbalanced(run) : MissingRejects(run), () => null);
        }
        foreach (var (set, rows) in Written(feed, run))
        {
            CheckFact(set, rows, scope, run);
        }
        foreach (var check in checks.Where(check => check.Query is not null && check.Feeds.Contains(run.Feed) && !IsSummary(check)))
        {
            CheckQuery(check, _connection.Number($"SELECT COUNT(*) FROM {_sets[check.EntitySet].GetTableName()}"), scope);
        }
        foreach (var broken in _results.Where(result => result is { Violations: > 0, Severity: CheckSeverity.Warn }))
        {
            scope.Warn($"{broken.CheckCode} ({broken.EntitySet}): {broken.Name} / {broken.NameEn}", broken.Violations);
        }
        if (_results.Find(result => result is { Violations: > 0, Severity: CheckSeverity.Fail }) is { } failed)
        {
            var keys = failed.Sample is null ? "" : $" ({failed.Sample})";
            throw new FeedFileException(
                ReasonCode.CheckFailed,
                string.Create(CultureInfo.InvariantCulture, $"{failed.CheckCode}: {failed.Violations} dòng của {failed.EntitySet} không đạt “{failed.Name}”{keys}; không dòng nào được nạp. Xem CheckResults. ")
                + string.Create(CultureInfo.InvariantCulture, $"/ {failed.Violations} rows of {failed.EntitySet} break “{failed.NameEn}”{keys}; nothing was loaded. See CheckResults."));
        }
    }

    private static long Unbalanced(LoadRun run) =>
        Math.Abs((long)run.RowsRead - run.RowsLoaded - run.RowsChanged - run.RowsUnchanged - run.RowsSuperseded - run.RowsRejected);

    private long MissingRejects(LoadRun run) => Math.Abs(run.RowsRejected - _connection.Number(
        run.Kind is LoadKind.Retry
            ? "SELECT COUNT(*) FROM etl_rejected_row WHERE retried_load_key = @load AND (resolved_load_key IS NULL OR resolved_load_key <> @load)"
            : "SELECT COUNT(*) FROM etl_rejected_row WHERE load_key = @load",
        ("load", run.LoadKey)));

    /// <summary>The facts that a feed writes, with the rows of each: what its rows became, or what follows its members.</summary>
    private static IEnumerable<(string Set, WrittenRows Rows)> Written(FeedLoad feed, LoadRun run)
    {
        if (feed.Facts is { } own)
        {
            yield return (SetOf[own.Name], WrittenRows.OfFile);
        }
        var followers = run.Feed switch
        {
            Feeds.Services => ["fact_dossier"],
            Feeds.OrgUnits or Feeds.AdminUnits or Feeds.AdminSuccessors => [.. SetOf.Keys],
            _ => Array.Empty<string>(),
        };
        foreach (var table in followers)
        {
            yield return (SetOf[table], WrittenRows.OfLoad);
        }
    }

    private static readonly Dictionary<string, string> SetOf = new(StringComparer.Ordinal)
    {
        ["fact_dossier"] = "Dossiers", ["fact_online_service"] = "OnlineServices", ["fact_signed_document"] = "SignedDocuments",
        ["fact_satisfaction"] = "Satisfactions", ["fact_dossier_total"] = "DossierTotals", ["fact_reported_figure"] = "ReportedFigures",
    };

    private static readonly Dictionary<string, string> FactOfSummary = new(StringComparer.Ordinal)
    {
        ["DossierMonths"] = "Dossiers", ["DossierStocks"] = "Dossiers", ["DocumentMonths"] = "SignedDocuments",
    };

    private static bool IsSummary(DataCheck check) => FactOfSummary.ContainsKey(check.EntitySet);

    private void CheckFact(string set, WrittenRows written, LoadScope scope, LoadRun run)
    {
        var entity = _sets[set];
        var table = entity.GetTableName()!;
        var key = entity.FindPrimaryKey()!.Properties[0].GetColumnName();
        // The instant is the load's on every row that it writes, and has an index in the great facts: without it a fact that stands
        // in partitions would be read whole, or searched in each of them. CROSS JOIN as in DossierSummaries: the rows of the file stay the outer side.
        var rows = written is WrittenRows.OfFile
            ? $"FROM {RowMerge.Accepted} d CROSS JOIN {table} f WHERE f.{key} = d.row_key AND d.{RowMerge.WroteFact} AND f.updated_at = @now"
            : $"FROM {table} f WHERE f.updated_at = @now AND f.load_key = {run.LoadKey}";
        var now = ("now", (object?)scope.Now);
        var own = checks.Where(check => check.EntitySet == set && (check.Feeds.Count == 0 || check.Feeds.Contains(run.Feed))).ToList();
        var conditions = own.Select(check => (Check: check, Broken: check.Rule is CheckRule.Relationships ? DeadEnd(entity) : check.Row)).Where(c => c.Broken is not null).ToList();
        var counts = _connection.Query(
            // The conditions look into other tables, which no sum may do itself.
            $"""
            SELECT COUNT(*){string.Concat(conditions.Select((_, i) => $", SUM(broken{i})"))}
            FROM (SELECT f.{key}{string.Concat(conditions.Select((c, i) => $", CASE WHEN {c.Broken} THEN 1 ELSE 0 END AS broken{i}"))} {rows}) c
            """,
            row => Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? 0 : Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture)).ToArray(), now)[0];
        for (var i = 0; i < conditions.Count; i++)
        {
            var broken = conditions[i].Broken;
            Add(conditions[i].Check, counts[0], counts[i + 1], () => Keys($"SELECT f.{key} {rows} AND ({broken})", $"f.{key}", now));
        }
        foreach (var check in own.Where(check => check.Rule is CheckRule.Grain))
        {
            Add(check, counts[0], _connection.HasUniqueIndex(table) ? 0 : Math.Max(1, counts[0]), () => $"ux_{table}");
        }
        foreach (var check in own.Where(check => check.Rule is CheckRule.FollowsSource && written is WrittenRows.OfFile))
        {
            // A row that is there must have a fact of this load, one that is deleted must have none of any.
            var astray = $"""
                SELECT d.row_key
                FROM {RowMerge.Accepted} d
                LEFT JOIN {Feeds.SourceTable(run.Feed)} s ON s.row_key = d.row_key
                LEFT JOIN {table} f ON f.{key} = d.row_key AND f.updated_at = @now
                WHERE d.{RowMerge.WroteFact} AND (s.row_key IS NULL OR s.is_deleted = @no AND f.{key} IS NULL)
                UNION ALL
                SELECT d.row_key
                FROM {RowMerge.Accepted} d CROSS JOIN {Feeds.SourceTable(run.Feed)} s CROSS JOIN {table} f
                WHERE d.{RowMerge.WroteFact} AND s.row_key = d.row_key AND s.is_deleted = @yes AND f.{key} = d.row_key
                """;
            Add(check, counts[0], _connection.Number($"SELECT COUNT(*) FROM ({astray}) a", now), () => Keys($"SELECT a.row_key FROM ({astray}) a", "a.row_key", now));
        }
        var summaries = checks.Where(check => FactOfSummary.GetValueOrDefault(check.EntitySet) == set && check.Feeds.Contains(run.Feed)).ToList();
        if (summaries.Count > 0)
        {
            var sampled = Sample($"SELECT f.{key} {rows} AND f.{key} % @step = 0", counts[0], now);
            summaries.ForEach(check => CheckQuery(check, sampled, scope));
        }
    }

    /// <summary>Keeps an even sample of the written rows for what is dear to check. How many they are.</summary>
    private long Sample(string keys, long written, (string Name, object? Value) parameter)
    {
        _connection.Empty(StagingTables.CheckedRow);
        var sampled = _connection.Execute($"INSERT INTO {StagingTables.CheckedRow.Name} (row_key) {keys}", ("step", (written + SampleRows - 1) / SampleRows is var step and > 0 ? step : 1), parameter);
        _connection.Measure(StagingTables.CheckedRow);
        return sampled;
    }

    private void CheckQuery(DataCheck check, long rows, LoadScope scope)
    {
        var keys = _connection.Query(check.Query!, row => row.GetValue(0).ToString()!, ("month", scope.LastClosedMonth));
        Add(check, rows, keys.Count, () => string.Join(", ", keys.Take(ShownKeys)));
    }

    /// <summary>A foreign key of the row leads nowhere. Key 0 is the unknown member, or no date.</summary>
    private static string DeadEnd(IEntityType entity) => string.Join(
        " OR ",
        entity.GetForeignKeys().Where(f => f.Properties[0].Name != "LoadKey").Select(foreignKey =>
        {
            var column = foreignKey.Properties[0].GetColumnName();
            return $"(f.{column} <> 0 AND NOT EXISTS (SELECT 1 FROM {foreignKey.PrincipalEntityType.GetTableName()} m WHERE m.{foreignKey.PrincipalKey.Properties[0].GetColumnName()} = f.{column}))";
        }));

    private string? Keys(string query, string key, params (string Name, object? Value)[] parameters) => string.Join(", ", _connection.Stream($"{query} ORDER BY {key} {LoadSql.First(ShownKeys.ToString(CultureInfo.InvariantCulture))}", row => row.GetInt64(0), parameters));

    private void Add(DataCheck check, long rows, long violations, Func<string?> sample) => _results.Add(new CheckResult
    {
        CheckCode = check.Code,
        EntitySet = check.EntitySet,
        Name = check.Name,
        NameEn = check.NameEn,
        Severity = check.Severity,
        RowsChecked = rows,
        Violations = violations,
        Sample = violations == 0 ? null : sample(),
    });

    private enum WrittenRows
    {
        OfFile,
        OfLoad,
    }
}
