using System.Text;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The command <c>load</c> beside a running server: source files in, expected facts, written by hand, out of the feed.</summary>
public abstract class Files_load(LoadedServer server)
{
    private StrictClient Client => server.Client;

    [Fact]
    public void Each_file_has_its_line_and_the_last_line_sums_up()
    {
        Assert.True(server.FirstLoad.ExitCode == 0, server.FirstLoad.Output + server.FirstLoad.Errors);
        Assert.Equal("loaded 14, changed 0, unchanged 0, superseded 0, rejected 0", server.FirstLoad.Lines[^1]);
        Assert.Contains("org_units_2023.csv: read 3, loaded 3, changed 0, unchanged 0, superseded 0, rejected 0", server.FirstLoad.Lines);
        Assert.Contains("igate_dossiers_2.csv.gz: read 2, loaded 2, changed 0, unchanged 0, superseded 0, rejected 0", server.FirstLoad.Lines);
        Assert.Single(server.FirstLoad.Lines, line => line.EndsWith("left alone, the name belongs to no feed", StringComparison.Ordinal));
        Assert.Equal(10, server.FirstLoad.Lines.Count);
    }

    [Fact]
    public async Task Loading_the_same_files_again_reads_nothing()
    {
        Assert.Equal(0, server.SecondLoad.ExitCode);
        Assert.Equal("loaded 0, changed 0, unchanged 0, superseded 0, rejected 0", server.SecondLoad.Lines[^1]);
        var runs = await Client.RowsAsync("LoadRuns?$filter=FileName eq 'igate_dossiers_1.csv'&$orderby=LoadKey&$select=LoadKey,Status,RowsRead,SameAsLoadKey");
        Assert.Equal(2, runs.Count);
        Assert.Equal(("Completed", 0, (int)runs[0]!["LoadKey"]!), ((string)runs[1]!["Status"]!, (int)runs[1]!["RowsRead"]!, (int)runs[1]!["SameAsLoadKey"]!));
    }

    [Fact]
    public async Task A_warehouse_that_holds_rows_gets_no_sample() =>
        Assert.Equal(0, await Client.CountAsync("Dossiers", "startswith(Procedure/ProcedureCode,'3.9')"));

    [Fact]
    public Task A_dossier_under_a_former_code_takes_its_level_from_the_catalogue() => ServesAsync(
        "Dossiers?$filter=DossierCode eq '000.00.90.H48-230315-0001'&$select=Channel,ServiceLevelLabel,ServiceClass,Status,ReceivedDate,ReceivedDateKey,DueDate,ResolvedDate,ResolvedDateKey,ReturnedDate,IsResolved,IsOnTime,IsOnTimeBySource,ProcessingDays,AreComponentsDigitised,IsResultDigitised,HasFee,IsPaidOnline,ReusesData&$expand=ReceivingUnit($select=UnitCode,Name,Kind,IsInferred),ResolvingUnit($select=UnitCode),Procedure($select=ProcedureCode,Name,Sector,IsInferred)",
        """
        {"Channel":"Online","ServiceLevelLabel":"Toàn trình","ServiceClass":"Full","Status":"ResultReturned","ReceivedDate":"2023-03-15","ReceivedDateKey":20230315,
         "DueDate":"2023-03-20","ResolvedDate":"2023-03-20","ResolvedDateKey":20230320,"ReturnedDate":"2023-03-21","IsResolved":true,"IsOnTime":true,"IsOnTimeBySource":true,
         "ProcessingDays":5,"AreComponentsDigitised":true,"IsResultDigitised":false,"HasFee":true,"IsPaidOnline":true,"ReusesData":null,
         "ReceivingUnit":{"UnitCode":"H48.90","Name":"Sở Đo lường, Thử nghiệm","Kind":"Department","IsInferred":false},"ResolvingUnit":{"UnitCode":"H48.90"},
         "Procedure":{"ProcedureCode":"1.001612","Name":"Đăng ký hộ kinh doanh","Sector":"Hộ kinh doanh","IsInferred":false}}
        """);

    [Fact]
    public Task An_instant_is_the_day_in_Vietnam_and_a_serial_is_a_date() => ServesAsync(
        "Dossiers?$filter=DossierCode eq 'H48.53-230401-0001'&$select=Channel,ServiceLevelLabel,ServiceClass,Status,ReceivedDate,DueDate,ResolvedDate,ReturnedDate,IsResolved,IsOnTime,IsOnTimeBySource,ProcessingDays,AreComponentsDigitised,HasFee,IsPaidOnline&$expand=ReceivingUnit($select=UnitCode,DistrictCode,ValidTo,IsCurrent;$expand=CurrentUnit($select=UnitCode)),ResolvingUnit($select=UnitCode)",
        """
        {"Channel":"Post","ServiceLevelLabel":"Một phần","ServiceClass":"Partial","Status":"Refused","ReceivedDate":"2023-04-01","DueDate":"2023-04-06","ResolvedDate":"2023-04-10",
         "ReturnedDate":null,"IsResolved":true,"IsOnTime":false,"IsOnTimeBySource":null,"ProcessingDays":9,"AreComponentsDigitised":false,"HasFee":true,"IsPaidOnline":null,
         "ReceivingUnit":{"UnitCode":"H48.53","DistrictCode":"524","ValidTo":"2025-06-30","IsCurrent":false,"CurrentUnit":{"UnitCode":"H48"}},"ResolvingUnit":{"UnitCode":"H48.90"}}
        """);

    [Fact]
    public Task What_nobody_registered_is_inferred() => ServesAsync(
        "Dossiers?$filter=DossierCode eq 'H48.77-230502-0001'&$select=Channel,ServiceClass,Status,DueDate,ResolvedDate,ResolvedDateKey,IsResolved,IsOnTime,ProcessingDays&$expand=ReceivingUnit($select=UnitCode,Kind,Level,IsInferred),Procedure($select=ProcedureCode,Name,IsInferred)",
        """
        {"Channel":"Phone","ServiceClass":"Information","Status":"InProgress","DueDate":null,"ResolvedDate":null,"ResolvedDateKey":0,"IsResolved":false,"IsOnTime":null,"ProcessingDays":null,
         "ReceivingUnit":{"UnitCode":"H48.77","Kind":"Unknown","Level":"Unknown","IsInferred":true},"Procedure":{"ProcedureCode":"2.000999","Name":"Thủ tục chưa công bố","IsInferred":true}}
        """);

    [Fact]
    public Task The_month_of_a_dossier_is_summed() => ServesAsync(
        "DossierMonths?$filter=MonthPeriod/Code eq '2023-03' and ReceivingUnit/UnitCode eq 'H48.90'&$select=Channel,ServiceClass,Received,Resolved,ResolvedOnTime,ResolvedLate,ComponentsDigitised,ResultsDigitised,WithFee,PaidOnline,ReusingData,ProcessingDaysSum,ProcessingDaysCount",
        """
        {"Channel":"Online","ServiceClass":"Full","Received":1,"Resolved":1,"ResolvedOnTime":1,"ResolvedLate":0,"ComponentsDigitised":1,"ResultsDigitised":0,"WithFee":1,"PaidOnline":1,
         "ReusingData":0,"ProcessingDaysSum":5,"ProcessingDaysCount":1}
        """);

    [Fact]
    public Task An_open_dossier_stands_in_the_stock_of_its_month() => ServesAsync(
        "DossierStocks?$filter=MonthPeriod/Code eq '2023-05' and Unit/UnitCode eq 'H48.77'&$select=ServiceClass,Pending,PendingOverdue",
        """{"ServiceClass":"Information","Pending":1,"PendingOverdue":0}""");

    [Fact]
    public Task An_empty_flag_among_crosses_says_no() => ServesAsync(
        "OnlineServices?$select=ServiceLevelLabel,ServiceClass,IsEligibleForFull,IsPublished,IsPrefilled,IsPersonalised,AcceptsOnlinePayment,IsOnNationalPortal&$expand=MonthPeriod($select=Code),Unit($select=UnitCode),Procedure($select=ProcedureCode)",
        """
        {"ServiceLevelLabel":"Toàn trình","ServiceClass":"Full","IsEligibleForFull":true,"IsPublished":true,"IsPrefilled":false,"IsPersonalised":false,"AcceptsOnlinePayment":true,"IsOnNationalPortal":false,
         "MonthPeriod":{"Code":"2023-03"},"Unit":{"UnitCode":"H48.90"},"Procedure":{"ProcedureCode":"1.001612"}}
        """);

    [Fact]
    public Task Documents_of_one_code_differ_by_unit_and_direction() => ServesAsync(
        "SignedDocuments?$orderby=DocumentDate&$select=DocumentCode,Number,Direction,DocumentDate,Form,IsSigned,SignatureKind,RecipientLevel,IsViaNationalAxis,IsSecret&$expand=Unit($select=UnitCode)",
        """{"DocumentCode":"VB-1","Number":"12/SĐL","Direction":"Outgoing","DocumentDate":"2023-04-05","Form":"Electronic","IsSigned":true,"SignatureKind":"Organisation","RecipientLevel":"Province","IsViaNationalAxis":true,"IsSecret":false,"Unit":{"UnitCode":"H48.90"}}""",
        """{"DocumentCode":"VB-1","Number":"12/SĐL","Direction":"Incoming","DocumentDate":"2023-04-06","Form":"ElectronicAndPaper","IsSigned":false,"SignatureKind":null,"RecipientLevel":"District","IsViaNationalAxis":false,"IsSecret":false,"Unit":{"UnitCode":"H48.53"}}""",
        """{"DocumentCode":"VB-2","Number":null,"Direction":"Outgoing","DocumentDate":"2023-04-07","Form":"Paper","IsSigned":false,"SignatureKind":null,"RecipientLevel":"Commune","IsViaNationalAxis":null,"IsSecret":true,"Unit":{"UnitCode":"H48.90"}}""");

    [Fact]
    public Task Secret_documents_are_counted_apart() => ServesAsync(
        "DocumentMonths?$filter=Unit/UnitCode eq 'H48.90'&$select=Direction,Documents,ElectronicOnly,ElectronicAndPaper,Paper,Signed,Secret",
        """{"Direction":"Outgoing","Documents":1,"ElectronicOnly":1,"ElectronicAndPaper":0,"Paper":0,"Signed":1,"Secret":1}""");

    [Fact]
    public Task Ratings_that_nobody_counted_are_null() => ServesAsync(
        "Satisfactions?$orderby=Rated desc&$select=Channel,Subject,Rated,Satisfied&$expand=MonthPeriod($select=Code)",
        """{"Channel":"Online","Subject":"Citizen","Rated":1200,"Satisfied":1100,"MonthPeriod":{"Code":"2023-04"}}""",
        """{"Channel":"Counter","Subject":"Business","Rated":3,"Satisfied":null,"MonthPeriod":{"Code":"2023-04"}}""");

    [Fact]
    public Task Totals_stand_as_reported() => ServesAsync(
        "DossierTotals?$select=Sector,ServiceLevelLabel,PeriodFrom,PeriodTo,ReceivedOnline,ReceivedDirect,CarriedOver,Received,ResolvedEarly,ResolvedOnTime,ResolvedLate,Resolved,PendingInTerm,PendingOverdue,Pending&$expand=SourceSystem($select=Code),Unit($select=UnitCode)",
        """
        {"Sector":null,"ServiceLevelLabel":null,"PeriodFrom":"2023-01-01","PeriodTo":"2023-03-31","ReceivedOnline":8,"ReceivedDirect":1,"CarriedOver":1,"Received":10,"ResolvedEarly":6,"ResolvedOnTime":2,
         "ResolvedLate":1,"Resolved":9,"PendingInTerm":1,"PendingOverdue":0,"Pending":1,"SourceSystem":{"Code":"Cổng Bộ"},"Unit":{"UnitCode":"H48.90"}}
        """);

    [Fact]
    public Task A_holiday_is_no_working_day() => ServesAsync(
        "Dates?$filter=DateKey in (20230430,20230502,20230503)&$orderby=DateKey&$select=Date,IsWorkingDay",
        """{"Date":"2023-04-30","IsWorkingDay":false}""", """{"Date":"2023-05-02","IsWorkingDay":false}""", """{"Date":"2023-05-03","IsWorkingDay":true}""");

    [Fact]
    public async Task The_newer_version_of_a_row_wins_whenever_it_comes()
    {
        Assert.Equal("loaded 1, changed 0, unchanged 0, superseded 0, rejected 0", await LoadOneAsync("InProgress", "Đang xử lý", "2024-02-01T08:00:00"));
        Assert.Equal("loaded 0, changed 1, unchanged 0, superseded 0, rejected 0", await LoadOneAsync("Suspended", "Tạm dừng", "2024-02-03T08:00:00"));
        Assert.Equal("loaded 0, changed 0, unchanged 0, superseded 1, rejected 0", await LoadOneAsync("Suspended", "Đang xử lý", "2024-02-02T08:00:00"));
        Assert.Equal("loaded 0, changed 0, unchanged 1, superseded 0, rejected 0", await LoadOneAsync("Suspended", "tạm  dừng", "2024-02-03T08:00:00"));

        async Task<string> LoadOneAsync(string expected, string status, string updated)
        {
            var finished = await server.Folder.LoadAsync(("igate_dossiers_v.csv", SourceFile.Utf8(
                $"Mã hồ sơ;Mã thủ tục;Đơn vị tiếp nhận;Hình thức nộp;Ngày tiếp nhận;Trạng thái;Cập nhật lúc\nH48.90-240110-9001;1.001612;H48.90;Trực tiếp;01/02/2024;{status};{updated}\n")));
            Assert.Equal(0, finished.ExitCode);
            Assert.Equal(expected, (string)(await Client.RowsAsync("Dossiers?$filter=DossierCode eq 'H48.90-240110-9001'")).Single()!["Status"]!);
            return finished.Lines[^1];
        }
    }

    [Theory]
    [InlineData("igate_dossiers_column.csv", "COLUMN_MISSING", "“Mã thủ tục”")]
    [InlineData("igate_dossiers_encoding.csv", "ENCODING_INVALID", "UTF-8")]
    [InlineData("igate_dossiers_share.csv", "TOO_MANY_REJECTED", "3 of 50 rows")]
    [InlineData("igate_dossiers_book.xlsx", "FILE_DAMAGED", "XLSX")]
    [InlineData("igate_dossiers_book.xls", "FILE_NOT_SUPPORTED", "*.xlsx")]
    public async Task A_file_that_cannot_be_trusted_changes_nothing_and_says_why(string name, string code, string says)
    {
        var content = code switch
        {
            "COLUMN_MISSING" => SourceFile.Utf8("Mã hồ sơ,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái\nH48.90-240101-0001,H48.90,Trực tiếp,01/01/2024,Đang xử lý\n"),
            "ENCODING_INVALID" => [.. SourceFile.Dossiers("1.001612", "240102", 3), .. Encoding.Latin1.GetBytes("H48.90-240102-0009,1.001612,H48.90,Tr\u00FDc,2024-01-02\n")],
            "TOO_MANY_REJECTED" => SourceFile.Dossiers("1.001612", "240103", 50, bad: 3),
            "FILE_DAMAGED" => [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00],
            _ => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0x00],
        };
        var before = await Client.CountsAsync();
        var sums = await Client.DossierMonthSumsAsync();

        var finished = await server.Folder.LoadAsync((name, content));

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains($"{name}: FAILED {code}", finished.Output, StringComparison.Ordinal);
        Assert.Equal("loaded 0, changed 0, unchanged 0, superseded 0", finished.Lines[^1][..finished.Lines[^1].LastIndexOf(", ", StringComparison.Ordinal)]);
        var run = Assert.Single(await Client.RowsAsync($"LoadRuns?$filter=FileName eq '{name}'"))!;
        Assert.Equal(("Failed", 0), ((string)run["Status"]!, (int)run["RowsLoaded"]!));
        var error = (string)run["Error"]!;
        Assert.StartsWith(code + ": ", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        var sentences = error.Split(" / ", 2);
        Assert.Contains(sentences[0], c => c > '\u007F');
        Assert.True(sentences.Length == 2 && sentences[1].Length > 20, $"In Vietnamese and English: {error}");

        var after = await Client.CountsAsync();
        Assert.Equal(1, after["LoadRuns"] - before["LoadRuns"]);
        Assert.Equal(code == "TOO_MANY_REJECTED" ? 3 : 0, after["RejectedRows"] - before["RejectedRows"]);
        (after["LoadRuns"], after["RejectedRows"]) = (before["LoadRuns"], before["RejectedRows"]);
        Assert.Equal(before, after);
        Assert.Equal(sums, await Client.DossierMonthSumsAsync());
    }

    [Fact]
    public async Task A_bad_file_does_not_hold_up_the_others()
    {
        var finished = await server.Folder.LoadAsync(("igate_dossiers_a.csv", SourceFile.Utf8("Mã\n1\n")), ("igate_dossiers_b.csv", SourceFile.Dossiers("1.001612", "240104", 2)));

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal("loaded 2, changed 0, unchanged 0, superseded 0, rejected 0", finished.Lines[^1]);
        Assert.Equal(2, await Client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240104-')"));
    }

    [Fact]
    public async Task Exactly_five_per_cent_bad_rows_load_and_are_told_by_line_and_code()
    {
        var finished = await server.Folder.LoadAsync(("igate_dossiers_five.csv", SourceFile.Dossiers("1.001612", "240105", 40, bad: 2)));

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal("loaded 38, changed 0, unchanged 0, superseded 0, rejected 2", finished.Lines[^1]);
        Assert.Equal(38, await Client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240105-')"));
        var rejected = await Client.RowsAsync("RejectedRows?$filter=LoadRun/FileName eq 'igate_dossiers_five.csv'&$orderby=LineNumber");
        Assert.Equal([(2, "CHANNEL_UNKNOWN"), (3, "CHANNEL_UNKNOWN")], rejected.Select(r => ((int)r!["LineNumber"]!, (string)r["ReasonCode"]!)));
        Assert.All(rejected, r =>
        {
            Assert.Contains("Fax", (string)r!["Message"]!, StringComparison.Ordinal);
            Assert.Contains(" / ", (string)r["Message"]!, StringComparison.Ordinal);
            Assert.Equal("Fax", (string)JsonNode.Parse((string)r["RawRow"]!)!["Hình thức nộp"]!);
        });
    }

    [Fact]
    public async Task Nothing_personal_is_kept_or_shown()
    {
        var good = string.Concat(Enumerable.Range(1, 60).Select(n => FormattableString.Invariant($"H48.90-240106-{n:0000},{SourceExample.PersonalMark},1.001612,H48.90,Trực tiếp,01/06/2024,Đang xử lý\n")));
        var finished = await server.Folder.LoadAsync(("igate_dossiers_personal.csv", SourceFile.Utf8(
            "Mã hồ sơ,Họ tên người nộp,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái\n" + good
            + $"sai mã,{SourceExample.PersonalMark},1.001612,H48.90,Trực tiếp,01/06/2024,Đang xử lý\n"
            + $"H48.90-240106-0098,{SourceExample.PersonalMark},{SourceExample.PersonalMark},1.001612,H48.90,Trực tiếp,01/06/2024,Đang xử lý\n"
            + $"H48.90-240106-0099,{SourceExample.PersonalMark},1.001612,H48.90,Fax,01/06/2024,Đang xử lý\n")));

        Assert.Equal("loaded 60, changed 0, unchanged 0, superseded 0, rejected 3", finished.Lines[^1]);
        foreach (var printed in (string[])[finished.Output, finished.Errors, server.FirstLoad.Output, server.FirstLoad.Errors, server.Server.Output])
        {
            Assert.DoesNotContain(SourceExample.PersonalMark, printed, StringComparison.Ordinal);
        }
        foreach (var set in Client.EntitySets())
        {
            var rows = await Client.RowsAsync(set, pageSize: 400);
            Assert.DoesNotContain(SourceExample.PersonalMark, rows.ToJsonString(), StringComparison.Ordinal);
        }
        Assert.False(server.Folder.Database.Keeps(SourceExample.PersonalMark), "The database keeps it in some table.");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_a_missing_option_and_a_wrong_setting_are_exit_code_2()
    {
        using var folder = server.Folder.New();
        var nowhere = await folder.RunAsync(["load", "--inbox", Path.Combine(folder.Location, "nowhere")]);
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("There is no folder", nowhere.Errors, StringComparison.Ordinal);

        Assert.Equal(2, (await folder.RunAsync(["load"])).ExitCode);

        var share = await folder.RunAsync(["load", "--inbox", folder.Location], ("Load__MaxRejectedShare", "nhiều"));
        Assert.Equal(2, share.ExitCode);
        Assert.Contains("Load__MaxRejectedShare=nhiều", share.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Data, "warehouse.db")), "A refused command leaves no warehouse behind.");
    }

    private async Task ServesAsync(string query, params string[] expected)
    {
        var rows = await Client.RowsAsync(query);
        Assert.True(rows.Count == expected.Length, $"{query}\n{rows}");
        foreach (var (json, row) in expected.Zip(rows))
        {
            var actual = WithoutAnnotations(row!.DeepClone());
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), actual), $"{query}\nexpected {JsonNode.Parse(json)}\nbut got {actual}");
        }
    }

    private static JsonNode WithoutAnnotations(JsonNode node)
    {
        if (node is JsonObject row)
        {
            foreach (var name in row.Select(p => p.Key).ToList())
            {
                if (name.Contains('@', StringComparison.Ordinal))
                {
                    row.Remove(name);
                }
                else if (row[name] is JsonObject inner)
                {
                    WithoutAnnotations(inner);
                }
            }
        }
        return node;
    }
}
