using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Specs;
using DtiWarehouse.FeatureTests.Sqlite;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>
/// Whatever a bound caller asks, the answer is the one that an unbound caller gets from a warehouse out of which every other
/// fact was deleted by plain SQL.
/// </summary>
[Collection(ProductOnSqlite.Name)]
[OnSqliteOnly("The smaller warehouse is cut out of a copy of the file; what binds rows is rendered alike everywhere and tested on each database by ScopeSpec.")]
public sealed class Bound_callers_see_a_smaller_warehouse(SqliteGuardedServer guarded) : IClassFixture<SqliteGuardedServer>
{
    private const string Unit = "H48.63";
    private const int Queries = 120;

    private static readonly Dictionary<string, string> Facts = new()
    {
        ["fact_dossier"] = "receiving_unit_key IN ({0}) OR resolving_unit_key IN ({0})", ["agg_dossier_month"] = "receiving_unit_key IN ({0}) OR resolving_unit_key IN ({0})",
        ["agg_dossier_stock"] = "unit_key IN ({0})", ["fact_dossier_total"] = "unit_key IN ({0})", ["fact_online_service"] = "unit_key IN ({0})", ["fact_signed_document"] = "unit_key IN ({0})",
        ["agg_document_month"] = "unit_key IN ({0})", ["fact_satisfaction"] = "unit_key IN ({0})", ["fact_indicator_value"] = "unit_key IN ({0})",
        ["fact_reconciliation"] = "reported_figure_key IN (SELECT reported_figure_key FROM fact_reported_figure WHERE unit_key IN ({0}))", ["fact_reported_figure"] = "unit_key IN ({0})",
    };

    [Fact]
    public async Task Random_queries_answer_alike()
    {
        using var folder = CutOut();
        await using var server = folder.Start(("DTIW_SAMPLE", "false"));
        using var small = await server.ConnectAsync();
        using var bound = await guarded.ConnectAsync(await guarded.CreateKeyAsync("--unit", Unit));
        using var whole = await guarded.Sample.Server.ConnectAsync();
        var random = new Random(20261129);
        var (asked, different, narrowed) = (0, new List<string>(), 0);
        for (var i = 0; i < Queries * TestScale.Factor; i++)
        {
            var query = new ScopedQueries(random).Next();
            // The roll-ups of the copy still hold what was cut out of its rows.
            var (seen, expected) = (await bound.SendAsync(query), await small.SendAsync(query, headers: [("Prefer", "dtiw.detail")]));
            asked += expected.Status is HttpStatusCode.OK ? 1 : 0;
            if (Shown(seen) != Shown(expected))
            {
                different.Add($"{query}\n  bound: {Shown(seen)}\n  small: {Shown(expected)}");
            }
            narrowed += i % 8 == 0 && Shown(await whole.SendAsync(query)) != Shown(expected) ? 1 : 0;
        }
        Assert.True(different.Count == 0, $"{different.Count} different:\n{string.Join('\n', different.Take(5))}");
        // The test would show nothing if queries failed, or if they asked for nothing that is hidden.
        Assert.InRange(asked, Queries * TestScale.Factor * 9 / 10, int.MaxValue);
        Assert.InRange(narrowed, Queries * TestScale.Factor / 16, int.MaxValue);
    }

    private static string Shown(Answer answer)
    {
        if ((int)answer.Status != 200)
        {
            return $"{(int)answer.Status} {answer.ErrorCode} {answer.ErrorMessage}";
        }
        if (answer.ContentType!.StartsWith("text", StringComparison.Ordinal))
        {
            return answer.Text;
        }
        var rows = answer.Json["value"] is JsonArray value ? value.Select(r => r!.ToJsonString()).ToList() : [answer.Json["@odata.count"]?.ToString() ?? "", .. answer.Json.AsObject().Where(p => p.Key[0] != '@').Select(p => $"{p.Key}={p.Value?.ToJsonString()}")];
        if (!answer.Target.Contains("orderby", StringComparison.Ordinal))
        {
            // Groups come in no order unless one is asked for.
            rows.Sort(StringComparer.Ordinal);
        }
        return $"{answer.Json["@odata.count"]} {string.Join('\n', rows)}";
    }

    /// <summary>A copy of the sample's warehouse without the facts of other units.</summary>
    private WarehouseFolder CutOut()
    {
        var folder = guarded.Folder.New();
        var reach = string.Join(',', UnitReach.Of(guarded.Folder.Database, Unit));
        Directory.CreateDirectory(folder.Data);
        using (var original = guarded.Folder.Database.OpenWarehouse())
        {
            Execute(original, $"VACUUM INTO '{Path.Combine(folder.Data, "warehouse.db").Replace("'", "''", StringComparison.Ordinal)}'");
        }
        using var copy = new SqliteConnection($"Data Source={Path.Combine(folder.Data, "warehouse.db")};Pooling=False;Foreign Keys=False");
        copy.Open();
        Execute(copy, "PRAGMA journal_mode = OFF");
        foreach (var (table, condition) in Facts)
        {
            Execute(copy, $"DELETE FROM {table} WHERE NOT ({string.Format(CultureInfo.InvariantCulture, condition, reach)})");
        }
        Execute(copy, "PRAGMA journal_mode = WAL");
        return folder;
    }

    private static void Execute(System.Data.Common.DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
