using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Who shows a valid key is let in, to what the key is good for; nobody else is, and no key is ever repeated.</summary>
public abstract class Callers_show_keys(GuardedServer guarded)
{
    private static (string, string) Header(string key) => ("X-Api-Key", key);

    private static string Basic(string user, string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}"));

    [Theory]
    [InlineData("odata/v1/"), InlineData("odata/v1/$metadata"), InlineData("odata/v1/Units"), InlineData("odata/v1/$batch"), InlineData("forms/v1"), InlineData("indicators/v1/values/1"), InlineData("operations/v1/jobs"), InlineData("nothing/here")]
    public async Task Without_one_nothing_is_answered_but_how_to_log_in(string path)
    {
        foreach (var headers in new (string, string)[][] { [], [("Authorization", "Bearer ")], [("Authorization", "Negotiate abc")], [("X-Forwarded-For", "127.0.0.1")] })
        {
            var (status, body, answer) = await guarded.AskAsync(path, headers);

            Assert.Equal((HttpStatusCode.Unauthorized, "ACCESS401"), (status, (string)JsonNode.Parse(body)!["error"]!["code"]!));
            Assert.Equal(
                ["Basic realm=\"DtiWarehouse\", charset=\"UTF-8\"", "Bearer authorization_uri=https://login.microsoftonline.com/tinh.gov.vn/oauth2/authorize"],
                answer.Headers.NonValidated["WWW-Authenticate"]);
            Assert.Equal(path.StartsWith("odata", StringComparison.Ordinal), answer.Headers.Contains("OData-Version"));
        }
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync("health/live")).Status);
    }

    [Fact]
    public async Task A_key_is_shown_in_whichever_way_a_client_can()
    {
        var key = await guarded.CreateKeyAsync();
        var ways = new (string Target, (string, string)[] Headers)[]
        {
            ("", [Header(key)]), ("", [("Authorization", "Bearer " + key)]), ("", [("Authorization", Basic("ai-cũng-được", key))]), ("", [("Authorization", Basic("", key))]),
            ("&api_key=" + key, []), ("&%61pi%5Fkey=" + key, []),
        };
        foreach (var (suffix, headers) in ways)
        {
            var (status, body, _) = await guarded.AskAsync("odata/v1/Units?$select=Name&$orderby=Name" + suffix, [.. headers, ("Prefer", "maxpagesize=2")]);

            Assert.Equal(HttpStatusCode.OK, status);
            var next = (string)JsonNode.Parse(body)!["@odata.nextLink"]!;
            Assert.DoesNotContain(key, body, StringComparison.Ordinal);
            Assert.DoesNotContain("api_key", body, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync(next, Header(key))).Status);
        }
    }

    [Fact]
    public async Task A_wrong_key_opens_nothing()
    {
        var key = await guarded.CreateKeyAsync();
        var id = key.Split('_')[1];
        foreach (var wrong in new[] { key[..^1], key + "A", key.ToUpperInvariant(), $"dtiw_{id}_", $"dtiw_{id}", "dtiw_", "' OR 1=1 --", new string('x', 5000), $"dtiw_aaaaaaaaaa_{key.Split('_', 3)[2]}" })
        {
            var (status, body, _) = await guarded.AskAsync("odata/v1/Units", Header(wrong));
            Assert.Equal((HttpStatusCode.Unauthorized, "ACCESS402"), (status, (string)JsonNode.Parse(body)!["error"]!["code"]!));
            Assert.DoesNotContain(wrong, body, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await guarded.AskAsync("odata/v1/Units", ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."))).Status);
    }

    [Fact]
    public async Task A_key_that_was_revoked_or_replaced_ends()
    {
        var key = await guarded.CreateKeyAsync();
        var id = key.Split('_')[1];
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync("odata/v1/", Header(key))).Status);

        var rotated = await guarded.Folder.RunAsync(["keys", "rotate", id, "--grace-hours", "1"]);
        var replacement = rotated.Lines.Single();
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync("odata/v1/", Header(replacement))).Status);
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync("odata/v1/", Header(key))).Status);
        Assert.Equal(0, (await guarded.Folder.RunAsync(["keys", "revoke", id])).ExitCode);
        await guarded.Server.WaitUntilAsync(async () => (await guarded.AskAsync("odata/v1/", Header(key))).Status is HttpStatusCode.Unauthorized, "the revoked key is refused");
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync("odata/v1/", Header(replacement))).Status);
        Assert.Equal(2, (await guarded.Folder.RunAsync(["keys", "revoke", id])).ExitCode);

        var list = (await guarded.Folder.RunAsync(["keys", "list"])).Output;
        Assert.Contains($"{id}  Reader", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('_', 3)[2], list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_opens_what_it_is_for()
    {
        var (reader, @operator, administrator) = (await guarded.CreateKeyAsync(), await guarded.CreateKeyAsync("--role", "operator"), await guarded.CreateKeyAsync("--role", "administrator"));
        using var readers = await guarded.ConnectAsync(reader);
        using var operators = await guarded.ConnectAsync(@operator);

        Assert.DoesNotContain("<EntitySet Name=\"RejectedRows\"", readers.Metadata, StringComparison.Ordinal);
        Assert.Contains("<EntitySet Name=\"RejectedRows\"", operators.Metadata, StringComparison.Ordinal);
        foreach (var target in new[] { "CheckResults", "RejectedRows", "RejectedRows/$count", "LoadRuns?$expand=RejectedRows", "LoadRuns?$filter=$root/RejectedRows/$count%20gt%200", "LoadRuns?$filter=RejectedRows/any()", "LoadRuns?$apply=join(RejectedRows%20as%20R)" })
        {
            var refused = await readers.SendAsync(target);
            Assert.InRange((int)refused.Status, 400, 404);
            Assert.Equal(HttpStatusCode.OK, (await operators.SendAsync(target)).Status);
        }
        await guarded.Server.WaitUntilAsync(async () => (await guarded.AskAsync("operations/v1/jobs", Header(@operator))).Status is not HttpStatusCode.ServiceUnavailable, "the scheduler takes orders");
        foreach (var (path, least) in new[] { ("jobs", 1), ("runs", 1), ("keys", 2), ("audit", 2) })
        {
            var statuses = new List<HttpStatusCode>();
            foreach (var key in new[] { reader, @operator, administrator })
            {
                statuses.Add((await guarded.AskAsync("operations/v1/" + path, Header(key))).Status);
            }
            Assert.Equal(Enumerable.Range(0, 3).Select(role => role >= least ? HttpStatusCode.OK : HttpStatusCode.Forbidden), statuses);
        }
    }

    [Fact]
    public async Task What_was_done_with_keys_and_who_was_turned_away_is_on_record_and_no_secret_is()
    {
        var key = await guarded.CreateKeyAsync("--role", "administrator");
        await guarded.AskAsync("odata/v1/Dossiers?$filter=Nothing%20eq%201&api_key=" + key);
        await guarded.AskAsync("odata/v1/Dossiers?$filter=" + new string('(', 500) + "&api_key=" + key);
        await guarded.AskAsync("forms/v1/nothing?api_key=" + key);
        await guarded.AskAsync("odata/v1/Units?api_key=" + key + "x");

        await guarded.Server.WaitUntilAsync(async () => (await guarded.AskAsync("operations/v1/audit", Header(key))).Status is HttpStatusCode.OK, "the audit log is read");
        var (_, body, _) = await guarded.AskAsync("operations/v1/audit?top=1000", Header(key));
        var events = JsonNode.Parse(body)!["events"]!.AsArray();
        Assert.Contains(events, e => (string)e!["kind"]! == "KeyCreated" && ((string)e["detail"]!).StartsWith(key.Split('_')[1] + " Administrator", StringComparison.Ordinal));
        Assert.Contains(events, e => (string)e!["kind"]! == "Denied" && (string)e["detail"]! == "ACCESS402 /odata/v1/Units");
        Assert.Contains(events, e => (string)e!["kind"]! == "Loaded" && ((string)e["detail"]!).Contains("igate_dossiers", StringComparison.Ordinal));
        var secret = key.Split('_', 3)[2];
        Assert.DoesNotContain(secret, body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, guarded.Server.Output, StringComparison.Ordinal);
        using var operations = guarded.Folder.Database.OpenOperations();
        using var command = operations.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM api_key WHERE key_id = '{key.Split('_')[1]}' AND hash NOT LIKE '%{secret}%'";
        Assert.Equal(1, Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_key_is_made_only_for_what_there_is()
    {
        foreach (var (options, says) in new (string[], string)[]
        {
            (["--unit", "NOWHERE"], "the warehouse has no such unit"), (["--role", "king"], "reader, operator or administrator is expected"), (["--expires", "2020-01-01"], "a day to come"),
            (["--expires", "soon"], "a day to come"), (["--role", "operator", "--unit", "H48"], "only keys of readers"),
        })
        {
            var refused = await guarded.Folder.RunAsync(["keys", "create", "--name", "x", .. options]);
            Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
            Assert.Contains(says, refused.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bound_key_reads_the_facts_of_its_units_and_every_dimension()
    {
        using var bound = await guarded.ConnectAsync(await guarded.CreateKeyAsync("--unit", "H48.63"));
        var database = guarded.Folder.Database;
        var reach = string.Join(',', UnitReach.Of(database, "H48.63"));
        string In(string column) => $"{column} IN ({reach})";

        foreach (var (target, table, condition) in new[]
        {
            ("Dossiers", "fact_dossier", $"{In("receiving_unit_key")} OR {In("resolving_unit_key")}"), ("DossierMonths", "agg_dossier_month", $"{In("receiving_unit_key")} OR {In("resolving_unit_key")}"),
            ("SignedDocuments", "fact_signed_document", In("unit_key")), ("IndicatorValues", "fact_indicator_value", In("unit_key")), ("FlatIndicatorValues", "fact_indicator_value", In("unit_key")),
            ("Reconciliations", "fact_reconciliation", $"reported_figure_key IN (SELECT reported_figure_key FROM fact_reported_figure WHERE {In("unit_key")})"),
            ("Units", "dim_unit", "1 = 1"), ("Periods", "dim_period", "1 = 1"),
        })
        {
            var expected = database.Number($"SELECT COUNT(*) FROM {table} WHERE {condition}");
            Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), (await bound.GetAsync(target + "/$count")).Text);
            Assert.True(expected > 0 || target is "Reconciliations" or "SignedDocuments", target);
        }
    }

    [Fact]
    public async Task Forms_and_explanations_of_a_bound_key_show_its_units_alone()
    {
        var bound = await guarded.CreateKeyAsync("--unit", "H48.63");
        var free = await guarded.CreateKeyAsync();
        var foreign = guarded.Folder.Database.Number("SELECT MIN(indicator_value_key) FROM fact_indicator_value WHERE unit_key IN (SELECT unit_key FROM dim_unit WHERE unit_code = 'H48.64') AND value IS NOT NULL");
        var own = guarded.Folder.Database.Number("SELECT MIN(indicator_value_key) FROM fact_indicator_value WHERE unit_key IN (SELECT unit_key FROM dim_unit WHERE unit_code = 'H48.63') AND value IS NOT NULL");

        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync($"indicators/v1/values/{foreign}", Header(free))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await guarded.AskAsync($"indicators/v1/values/{foreign}", Header(bound))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await guarded.AskAsync($"indicators/v1/values/{foreign}/numerator", Header(bound))).Status);
        Assert.Equal(HttpStatusCode.OK, (await guarded.AskAsync($"indicators/v1/values/{own}", Header(bound))).Status);
        var (status, body, _) = await guarded.AskAsync("forms/v1/ii-06a?unit=H48.64&period=2023", Header(bound));
        Assert.Equal((HttpStatusCode.NotFound, "FORM204"), (status, (string)JsonNode.Parse(body)!["code"]!));
        var (ownStatus, ownForm, ownAnswer) = await guarded.AskAsync("forms/v1/ii-06a?unit=H48.63&period=2023", Header(bound));
        var (_, freeForm, freeAnswer) = await guarded.AskAsync("forms/v1/ii-06a?unit=H48.63&period=2023", Header(free));
        Assert.Equal((HttpStatusCode.OK, freeForm), (ownStatus, ownForm));
        Assert.NotEqual(freeAnswer.Headers.ETag, ownAnswer.Headers.ETag);
    }
}
