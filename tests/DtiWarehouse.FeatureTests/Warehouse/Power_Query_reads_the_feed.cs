using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>
/// What Power BI and Excel do with a feed, from the address that a person pastes to the nightly refresh, in the order in which
/// they ask. Folded steps must give the rows that the same step gives over all rows.
/// </summary>
public abstract class Power_Query_reads_the_feed(SampleServer server)
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    private readonly PowerQuery _query = new(server.Client);

    private static string Encode(string text) => Uri.EscapeDataString(text);

    [Fact]
    public async Task The_navigator_lists_what_metadata_declares_and_previews_every_table()
    {
        var root = await _query.AskAsync("");
        var metadata = await _query.AskAsync("$metadata");

        Assert.Equal("application/xml", metadata.ContentType);
        var sets = XDocument.Parse(metadata.Text).Descendants(Edm + "EntitySet").ToDictionary(s => (string)s.Attribute("Name")!, s => (string)s.Attribute("EntityType")!);
        var listed = root.Value.Where(s => (string?)s!["kind"] is null or "EntitySet").Select(s => (string)s!["name"]!).ToList();
        Assert.Equal(sets.Keys.Order(), listed.Order());
        foreach (var set in listed)
        {
            var rows = await _query.RowsAsync($"{set}?$top={PowerQuery.PreviewRows}");
            var declared = Properties(metadata.Text, sets[set]);
            // A property that is left out is asked for again, row by row.
            Assert.All(rows.Take(20), row => Assert.Empty(declared.Except(row!.AsObject().Select(p => p.Key))));
        }
    }

    [Fact]
    public async Task Metadata_has_what_relations_are_made_of_and_nothing_that_older_readers_refuse()
    {
        var metadata = XDocument.Parse((await _query.AskAsync("$metadata")).Text);

        Assert.Equal("4.0", (string)metadata.Root!.Attribute("Version")!);
        Assert.All(metadata.Descendants(Edm + "EntityType").Where(t => t.Attribute("BaseType") is null), t => Assert.NotEmpty(t.Elements(Edm + "Key").Elements()));
        Assert.All(metadata.Descendants(Edm + "ComplexType"), t => Assert.Empty(t.Elements(Edm + "NavigationProperty")));
        Assert.DoesNotContain(metadata.Descendants(Edm + "NavigationProperty"), n => ((string)n.Attribute("Type")!).StartsWith("Collection(", StringComparison.Ordinal) && n.Attribute("Nullable") is not null);
        var navigations = metadata.Descendants(Edm + "NavigationProperty").Where(n => !((string)n.Attribute("Type")!).StartsWith("Collection(", StringComparison.Ordinal)).ToList();
        Assert.All(navigations, n => Assert.NotEmpty(n.Elements(Edm + "ReferentialConstraint")));
        foreach (var set in metadata.Descendants(Edm + "EntitySet"))
        {
            var type = metadata.Descendants(Edm + "EntityType").Single(t => (string)set.Attribute("EntityType")! == "DtiWarehouse." + (string)t.Attribute("Name")!);
            Assert.Equal(type.Elements(Edm + "NavigationProperty").Select(n => (string)n.Attribute("Name")!).Order(), set.Elements(Edm + "NavigationPropertyBinding").Select(b => (string)b.Attribute("Path")!).Order());
        }
        Assert.Contains(metadata.Descendants(Edm + "Annotation"), a => ((string)a.Attribute("Term")!).EndsWith("ConformanceLevel", StringComparison.Ordinal) || ((string)a.Attribute("Term")!).EndsWith("Core.Description", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_load_gets_every_row_once()
    {
        foreach (var (set, query) in new[] { ("Units", ""), ("Dossiers", ""), ("FlatDossierMonths", ""), ("IndicatorValues", "?$filter=" + Encode("Period/Code eq '2023'")) })
        {
            var count = await _query.AskAsync($"{set}/$count{query}");
            Assert.Equal("text/plain", count.ContentType);
            var rows = await _query.LoadAsync(set + query);
            Assert.Equal(count.Text, rows.Count.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(rows.Count, rows.Select(r => r.AsObject().First(p => p.Key.EndsWith("Key", StringComparison.Ordinal)).Value!.ToString()).Distinct().Count());
        }
        Assert.True(_query.Asked.Count > 8, "No load took more than a page: " + string.Join(' ', _query.Asked));
    }

    public static TheoryData<string, Func<JsonNode, bool>> Conditions => new()
    {
        { "Level eq 'District'", u => (string)u["Level"]! == "District" },
        { "Level ne 'District'", u => (string)u["Level"]! != "District" },
        { "UnitKey lt 20 and UnitKey ge 5", u => (int)u["UnitKey"]! is < 20 and >= 5 },
        { "(UnitKey gt 300 or UnitKey le 2) and not (IsCurrent eq true)", u => (int)u["UnitKey"]! is > 300 or <= 2 && !(bool)u["IsCurrent"]! },
        { "NameEn eq null", u => u["NameEn"] is null },
        { "ParentUnitKey ne null and CommuneName eq null", u => u["ParentUnitKey"] is not null && u["CommuneName"] is null },
        { "contains(Name,'huyện')", u => ((string)u["Name"]!).Contains("huyện", StringComparison.Ordinal) },
        { "startswith(UnitCode,'H48.6')", u => ((string)u["UnitCode"]!).StartsWith("H48.6", StringComparison.Ordinal) },
        { "endswith(Name,'Nghĩa')", u => ((string)u["Name"]!).EndsWith("Nghĩa", StringComparison.Ordinal) },
        { "length(Name) gt 25", u => ((string)u["Name"]!).Length > 25 },
        { "year(ValidFrom) eq 2025", u => ((string)u["ValidFrom"]!).StartsWith("2025", StringComparison.Ordinal) },
        { "tolower(UnitCode) eq 'h48'", u => (string)u["UnitCode"]! == "H48" },
    };

    [Theory, MemberData(nameof(Conditions))]
    public async Task A_folded_filter_gives_what_the_filter_gives_over_all_rows(string filter, Func<JsonNode, bool> holds)
    {
        var all = await _query.LoadAsync("Units");
        var folded = await _query.LoadAsync($"Units?$filter={Encode(filter)}");

        Assert.Equal(all.Where(holds).Select(u => u.ToJsonString()), folded.Select(u => u.ToJsonString()));
        Assert.NotEmpty(folded);
        Assert.Equal(folded.Count.ToString(CultureInfo.InvariantCulture), (await _query.AskAsync($"Units/$count?$filter={Encode(filter)}")).Text);
    }

    [Fact]
    public async Task Chosen_columns_order_and_first_rows_fold()
    {
        var all = await _query.LoadAsync("Units");
        var expected = all.OrderBy(u => (string)u["Level"]!, StringComparer.Ordinal).ThenByDescending(u => (int)u["UnitKey"]!).Skip(7).Take(5).Select(u => ((int)u["UnitKey"]!, (string)u["Level"]!));

        foreach (var (select, orderby, top, skip) in new[] { ("$select", "$orderby", "$top", "$skip"), ("%24select", "%24orderby", "%24top", "%24skip") })
        {
            var folded = await _query.RowsAsync($"Units?{select}=UnitKey%2CLevel&{orderby}=Level%20asc%2CUnitKey%20desc&{skip}=7&{top}=5");
            Assert.Equal(expected, folded.Select(u => ((int)u!["UnitKey"]!, (string)u["Level"]!)));
            Assert.All(folded, u => Assert.Equal(["UnitKey", "Level"], u!.AsObject().Select(p => p.Key)));
        }
        Assert.Empty(await _query.RowsAsync("Units?$filter=UnitKey%20lt%200"));
    }

    [Fact]
    public async Task Expanding_a_relation_takes_its_name_in_select_too_and_writes_null_where_it_leads_nowhere()
    {
        var rows = await _query.RowsAsync("Units?$select=UnitCode%2CParent&$expand=Parent($select%3DName)&$orderby=UnitKey&$top=80");
        var all = (await _query.LoadAsync("Units")).ToDictionary(u => (int)u["UnitKey"]!);

        Assert.Equal(
            all.Values.OrderBy(u => (int)u["UnitKey"]!).Take(80).Select(u => ((string)u["UnitCode"]!, u["ParentUnitKey"] is { } parent ? (string)all[(int)parent]["Name"]! : null)),
            rows.Select(u => ((string)u!["UnitCode"]!, (string?)u["Parent"]?["Name"])));
        Assert.All(rows, u => Assert.True(u!.AsObject().ContainsKey("Parent")));
        var dossiers = await _query.AskAsync("Dossiers?$select=DossierCode,ReceivingUnit,Procedure&$expand=ReceivingUnit($select=Name,DistrictName),Procedure($select=Name)&$top=1000");
        Assert.All(dossiers.Value, d => Assert.NotNull((string?)d!["ReceivingUnit"]!["Name"]));
    }

    [Fact]
    public async Task What_does_not_fold_is_asked_row_by_row_and_cheaply()
    {
        var units = await _query.RowsAsync("Units?$top=1000");
        foreach (var unit in units.Take(10))
        {
            var key = (int)unit!["UnitKey"]!;
            Assert.Equal(key, (int)(await _query.AskAsync($"Units({key})")).Json["UnitKey"]!);
            var parent = await _query.AskAsync($"Units({key})/Parent");
            Assert.Equal(unit["ParentUnitKey"] is null ? HttpStatusCode.NoContent : HttpStatusCode.OK, parent.Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await _query.AskAsync("Units(999999)")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _query.AskAsync("Units(999999)/Parent")).Status);
    }

    [Fact]
    public async Task Every_function_that_is_declared_to_filter_filters()
    {
        var metadata = XDocument.Parse((await _query.AskAsync("$metadata")).Text);
        var declared = metadata.Descendants(Edm + "Annotation").First(a => ((string)a.Attribute("Term")!).EndsWith("FilterFunctions", StringComparison.Ordinal)).Descendants(Edm + "String").Select(s => s.Value).ToList();
        var calls = new Dictionary<string, string>
        {
            ["contains"] = "contains(DossierCode,'1')", ["startswith"] = "startswith(DossierCode,'0')", ["endswith"] = "endswith(DossierCode,'1')", ["length"] = "length(DossierCode) gt 3",
            ["indexof"] = "indexof(DossierCode,'H') ge 0", ["substring"] = "substring(DossierCode,1) ne ''", ["tolower"] = "tolower(Channel) eq 'online'", ["toupper"] = "toupper(Channel) eq 'ONLINE'",
            ["trim"] = "trim(Channel) eq 'Online'", ["concat"] = "concat(Channel,'x') eq 'Onlinex'", ["matchesPattern"] = "matchesPattern(DossierCode,'^0')", ["year"] = "year(ReceivedDate) gt 2000",
            ["month"] = "month(ReceivedDate) le 12", ["day"] = "day(ReceivedDate) le 31", ["hour"] = "hour(UpdatedAt) ge 0", ["minute"] = "minute(UpdatedAt) ge 0", ["second"] = "second(UpdatedAt) ge 0",
            ["fractionalseconds"] = "fractionalseconds(UpdatedAt) ge 0", ["date"] = "date(UpdatedAt) gt 2000-01-01", ["time"] = "time(UpdatedAt) ge 00:00:00", ["now"] = "UpdatedAt lt now()",
            ["mindatetime"] = "UpdatedAt gt mindatetime()", ["maxdatetime"] = "UpdatedAt lt maxdatetime()", ["totaloffsetminutes"] = "totaloffsetminutes(UpdatedAt) eq 0", ["totalseconds"] = "totalseconds(duration'PT1S') eq 1",
            ["round"] = "round(ProcessingDays div 2.0) ge 0", ["floor"] = "floor(ProcessingDays div 2.0) ge 0", ["ceiling"] = "ceiling(ProcessingDays div 2.0) ge 0", ["cast"] = "cast(ProcessingDays,Edm.String) ne ''",
            ["isof"] = "isof(DtiWarehouse.Dossier)", ["case"] = "case(ProcessingDays gt 3:true,true:true)", ["hassubset"] = "hassubset([1,2],[1])", ["hassubsequence"] = "hassubsequence([1,2],[1,2])",
        };
        foreach (var function in declared)
        {
            Assert.NotEmpty(await _query.RowsAsync($"Dossiers?$filter={Encode(calls[function])}&$top=1"));
        }
        Assert.True(declared.Count > 25, string.Join(' ', declared));
    }

    [Fact]
    public async Task A_refused_step_says_why_and_the_step_without_folding_works()
    {
        var refused = await _query.AskAsync("Dossiers?$filter=soundex(DossierCode)%20eq%20'x'&$top=1000");
        Assert.InRange((int)refused.Status, 400, 501);
        Assert.NotInRange((int)refused.Status, 401, 403);
        Assert.DoesNotContain('\n', refused.ErrorMessage);
        Assert.NotEmpty(await _query.RowsAsync("Dossiers?$top=1000"));
    }

    [Fact]
    public async Task A_question_too_long_for_an_address_comes_in_a_batch()
    {
        var keys = string.Join(" or ", Enumerable.Range(1, 180).Select(i => FormattableString.Invariant($"UnitKey eq {i}")));
        var target = $"Units?$select=UnitKey&$filter={Encode(keys)}";
        Assert.True(target.Length > 2048);
        var body = $"--batch_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET {server.Client.Root}{target} HTTP/1.1\r\nAccept: application/json;odata.metadata=minimal\r\nOData-MaxVersion: 4.0\r\n\r\n\r\n--batch_1--\r\n";

        var answer = await server.Client.SendAsync("$batch", HttpMethod.Post, content: new StringContent(body, Encoding.ASCII, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/mixed; boundary=batch_1")), headers: [("Accept", "multipart/mixed")]);

        Assert.StartsWith("multipart/mixed", answer.ContentType, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", answer.Text, StringComparison.Ordinal);
        var inside = JsonNode.Parse(answer.Text[answer.Text.IndexOf("{\"@odata.context\"", StringComparison.Ordinal)..(answer.Text.LastIndexOf('}') + 1)])!;
        Assert.Equal(Enumerable.Range(1, 180), inside["value"]!.AsArray().Select(u => (int)u!["UnitKey"]!));
        Assert.Equal(180, (await _query.RowsAsync(target)).Count);
    }

    [Fact]
    public async Task Wishes_are_kept_and_told_and_an_undeclared_property_is_never_written()
    {
        var sparse = await _query.AskAsync("Units?$top=50", ("Prefer", "omit-values=nulls"));
        Assert.Equal("omit-values=nulls", Assert.Single(sparse.Headers["Preference-Applied"]).Replace("odata.", "", StringComparison.Ordinal));
        Assert.All(sparse.Value, u => Assert.DoesNotContain(u!.AsObject(), p => p.Value is null));
        var full = await _query.AskAsync("Units?$top=50", ("Prefer", "odata.include-annotations=\"*\""));
        Assert.Equal(full.Value.Select(u => (int)u!["UnitKey"]!), sparse.Value.Select(u => (int)u!["UnitKey"]!));
        Assert.False((await _query.AskAsync("Units?$top=1")).Headers.ContainsKey("Preference-Applied"));
    }

    [Fact]
    public async Task Partitions_of_an_incremental_refresh_are_the_whole()
    {
        foreach (var (set, column, kind) in new[] { ("Dossiers", "ReceivedDate", 0), ("Dossiers", "ReceivedDateKey", 1), ("Dossiers", "UpdatedAt", 2), ("SignedDocuments", "DocumentDate", 0), ("IndicatorValues", "UpdatedAt", 2) })
        {
            var whole = long.Parse((await _query.AskAsync($"{set}/$count")).Text, CultureInfo.InvariantCulture);
            var sum = 0L;
            int[] years = [2000, 2019, 2021, 2022, 2023, 2024, 2025, 2026, 2028];
            foreach (var (from, to) in years.Zip(years.Skip(1)))
            {
                sum += long.Parse((await _query.AskAsync($"{set}/$count?$filter={Encode($"{column} ge {Bound(from, kind)} and {column} lt {Bound(to, kind)}")}")).Text, CultureInfo.InvariantCulture);
            }
            Assert.Equal(whole, sum);
        }
        // The same instant, said in the time zone of whoever set the filter in the editor.
        var utc = await _query.AskAsync($"Dossiers/$count?$filter={Encode("UpdatedAt lt 2026-06-30T17:00:00Z")}");
        var local = await _query.AskAsync($"Dossiers/$count?$filter={Encode("UpdatedAt lt 2026-07-01T00:00:00+07:00")}");
        Assert.Equal(utc.Text, local.Text);
        var newest = await _query.RowsAsync("Dossiers?$select=UpdatedAt&$orderby=UpdatedAt%20desc&$top=1");
        Assert.Equal("0", (await _query.AskAsync($"Dossiers/$count?$filter={Encode($"UpdatedAt gt {(string)newest[0]!["UpdatedAt"]!}")}")).Text);

        static string Bound(int year, int kind) => kind switch { 0 => $"{year}-01-01", 1 => $"{year}0101", _ => $"{year}-01-01T00:00:00Z" };
    }

    [Fact]
    public async Task Types_come_as_tables_take_them()
    {
        var row = (await _query.RowsAsync($"IndicatorValues?$filter={Encode("Value ne null")}&$top=1"))[0]!;
        Assert.Equal(System.Text.Json.JsonValueKind.Number, row["IndicatorValueKey"]!.GetValueKind());
        Assert.Equal(System.Text.Json.JsonValueKind.Number, row["Value"]!.GetValueKind());
        var dossier = (await _query.RowsAsync("Dossiers?$top=1"))[0]!;
        Assert.Matches("^\\d{4}-\\d{2}-\\d{2}$", (string)dossier["ReceivedDate"]!);
        Assert.EndsWith("Z", (string)dossier["UpdatedAt"]!, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.String, dossier["Status"]!.GetValueKind());
    }

    private static List<string> Properties(string metadata, string type) =>
        [.. XDocument.Parse(metadata).Descendants(Edm + "EntityType").Single(t => "DtiWarehouse." + (string)t.Attribute("Name")! == type).Elements(Edm + "Property").Select(p => (string)p.Attribute("Name")!)];
}
