using DtiWarehouse.Etl.Sample;

namespace DtiWarehouse.Tests.Sample;

/// <summary>Runs only when the environment asks for the long tests: DTIW_TEST_SCALE=long.</summary>
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("DTIW_TEST_SCALE") != "long")
        {
            Skip = "Set DTIW_TEST_SCALE=long to write and recount the full sample.";
        }
    }
}

/// <summary>The full sample, written once and read back; its directory goes away with the last test.</summary>
public sealed class FullSample : IDisposable
{
    private readonly Lazy<string> _directory = new(() =>
    {
        var directory = Directory.CreateTempSubdirectory("sample-").FullName;
        SampleExport.Write(directory, new SampleOptions());
        return directory;
    });

    private readonly Lazy<List<SampleDossierRow>> _dossiers;

    public FullSample()
    {
        Units = new Lazy<ExportedUnits>(() => new ExportedUnits(Location));
        _dossiers = new Lazy<List<SampleDossierRow>>(() =>
            [.. ExportReader.Rows(Location, "igate_dossiers").Where(r => !SampleExportTests.BreaksARule(r)).Select(r => SampleDossierRow.From(r, Units.Value))]);
    }

    public string Location => _directory.Value;

    internal Lazy<ExportedUnits> Units { get; }

    internal List<SampleDossierRow> Dossiers => _dossiers.Value;

    public void Dispose()
    {
        if (_directory.IsValueCreated)
        {
            Directory.Delete(_directory.Value, true);
        }
    }
}

/// <summary>What the published totals need of a dossier.</summary>
internal sealed record SampleDossierRow(DateOnly Received, DateOnly? Resolved, string Procedure, string Unit, string Kind, string District, string Label, bool IsOnline, bool Components, bool Result)
{
    public static SampleDossierRow From(ExportRow row, ExportedUnits units)
    {
        var received = row.Day("Ngày tiếp nhận")!.Value;
        var unit = units.On(row["Đơn vị tiếp nhận"], received);
        return new(received, row.Day("Ngày hoàn thành"), row["Mã thủ tục"][..8], unit["Mã định danh"], unit["Loại"], units.District(row["Đơn vị tiếp nhận"], received),
            row["Mức độ dịch vụ"], row["Hình thức nộp"] == "Trực tuyến", row.Says("Số hóa hồ sơ"), row.Says("Số hóa kết quả"));
    }
}

/// <summary>Recounts every published total that the sample is calibrated to, from the files alone.</summary>
public sealed class PublishedTotalsTests(FullSample sample) : IClassFixture<FullSample>
{
    private static readonly DateOnly ReportDay = new(2023, 11, 27);

    [LongFact]
    public void City_to_27_November_2023()
    {
        var city = sample.Dossiers.Where(d => d.District == "522").ToList();
        var received = city.Where(d => d.Received.Year == 2023 && d.Received <= ReportDay).ToList();
        var resolved = city.Where(d => d.Resolved is { Year: 2023 } day && day <= ReportDay).ToList();
        Assert.Equal(103331, received.Count);
        Assert.Equal(103095, resolved.Count);
        Assert.All(resolved, d => Assert.Equal(2023, d.Received.Year));
        Assert.Equal(51089, received.Count(d => d.Components));
        Assert.Equal(41920, resolved.Count(d => d.Result));
        Assert.Equal(41920, received.Count(d => d.Result));
        Assert.Equal((83843, 28037), Online(received.Where(d => d.Label == "Một phần")));
        Assert.Equal((15575, 11696), Online(received.Where(d => d.Label == "Toàn trình")));
        Assert.Equal((3913, 0), Online(received.Where(d => d.Label == "Cung cấp thông tin")));
        Assert.DoesNotContain(city, d => d.Received.Year < 2023 && (d.Resolved is null || d.Resolved.Value.Year > 2022));
    }

    [LongFact]
    public void Procedures_published_by_the_city_in_November_2023()
    {
        var rows = ExportReader.Rows(sample.Location, "dvc_services").Where(r => r["Kỳ"] == "2023-11" && r["Mức độ dịch vụ"] is ("Một phần" or "Toàn trình"));
        Assert.Equal(83, rows.Where(r => sample.Units.Value.District(r["Đơn vị cung cấp"], new DateOnly(2023, 11, 1)) == "522").Select(r => r["Mã thủ tục"]).Distinct().Count());
    }

    [LongFact]
    public void Province_in_2021()
    {
        var resolved = sample.Dossiers.Where(d => d.Resolved is { Year: 2021 }).ToList();
        Assert.Equal(54160, resolved.Count);
        Assert.All(resolved, d => Assert.Equal(2021, d.Received.Year));
        Assert.Equal(54160, sample.Dossiers.Count(d => d.Received.Year == 2021));
        Assert.Equal((331, 169, 8085), Services(resolved.Where(d => d.Label == "Mức độ 3")));
        Assert.Equal((87, 44, 13386), Services(resolved.Where(d => d.Label == "Mức độ 4")));
        Assert.Equal(418, resolved.Where(d => d.Label is "Mức độ 3" or "Mức độ 4").Select(d => d.Procedure).Distinct().Count());
        Assert.Contains(resolved, d => d.Kind == "Cổng bộ, ngành");
        Assert.DoesNotContain(sample.Dossiers, d => d.Received.Year == 2020 && (d.Resolved is null || d.Resolved.Value.Year > 2020));
        var services = ExportReader.Rows(sample.Location, "dvc_services").Where(r => r["Kỳ"] == "2021-12" && r["Mức độ dịch vụ"] == "Mức độ 4");
        Assert.Equal(195, services.Select(r => r["Mã thủ tục"]).Distinct().Count());
    }

    [LongFact]
    public void Communes_on_the_one_stop_software_in_2020()
    {
        var communes = sample.Dossiers.Where(d => d.Kind == "UBND xã" && d.Received.Year <= 2020).ToList();
        var august = communes.Where(d => d.Received is { Year: 2020, Month: 8 }).ToList();
        Assert.Equal(47, august.Select(d => d.Unit).Distinct().Count());
        Assert.Equal(["527", "531", "532", "535"], august.Select(d => d.District).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(47, communes.Where(d => d.Received < new DateOnly(2020, 9, 1)).Select(d => d.Unit).Distinct().Count());
        Assert.Equal(173, communes.Where(d => d.Received < new DateOnly(2020, 11, 1)).Select(d => d.Unit).Distinct().Count());
    }

    [LongFact]
    public void Units_on_the_document_system_in_August_2020()
    {
        var documents = ExportReader.Rows(sample.Location, "ioffice_documents").Where(r => r.FileName.Contains("2020", StringComparison.Ordinal) && r.Day("Ngày") is { Month: 8 }).ToList();
        int Units(string kind, string direction, bool signedOnly) => documents
            .Where(r => r["Hình thức"] == "Điện tử" && r["Chiều"] == direction && (!signedOnly || r.Says("Ký số")))
            .Select(r => sample.Units.Value.On(r["Đơn vị"], r.Day("Ngày")!.Value))
            .Where(u => u["Loại"] == kind).Select(u => u["Mã định danh"]).Distinct().Count();
        Assert.Equal((100, 52, 173), (Units("UBND xã", "Đi", false), Units("UBND xã", "Đi", true), Units("UBND xã", "Đến", false)));
        Assert.Equal((32, 32), (Units("Sở, ban, ngành", "Đi", true), Units("Sở, ban, ngành", "Đến", true)));
        Assert.Equal((13, 13), (Units("UBND huyện", "Đi", true), Units("UBND huyện", "Đến", true)));
    }

    [LongFact]
    public void Second_quarter_of_2018()
    {
        var documents = ExportReader.Rows(sample.Location, "ioffice_documents").Where(r => r.FileName.Contains("2018", StringComparison.Ordinal) && r.Day("Ngày") is { Month: >= 4 and <= 6 }).ToList();
        Assert.Equal(documents.Count * 25, documents.Count(r => r["Hình thức"] == "Điện tử") * 100);
        Assert.Equal(documents.Count * 70, documents.Count(r => r["Hình thức"] == "Điện tử và giấy") * 100);
        Assert.Equal(documents.Count * 5, documents.Count(r => r["Hình thức"] == "Giấy") * 100);
        Assert.DoesNotContain(documents, r => r.Says("Mật"));

        var quarter = sample.Dossiers.Where(d => d.Received >= new DateOnly(2018, 4, 1) && d.Received <= new DateOnly(2018, 6, 30)).ToList();
        var online = quarter.Where(d => d.Label is "Mức độ 3" or "Mức độ 4").ToList();
        Assert.Equal((710, 94), (online.Count, online.Select(d => d.Procedure).Distinct().Count()));
        Assert.Equal(9, quarter.Select(d => d.Unit).Distinct().Count());
        Assert.DoesNotContain(sample.Dossiers, d => d.Received < new DateOnly(2018, 4, 1));

        var services = ExportReader.Rows(sample.Location, "dvc_services").Where(r => r["Kỳ"] == "2018-06" && r["Mức độ dịch vụ"] is ("Mức độ 3" or "Mức độ 4")).ToList();
        int Procedures(string unit) => services.Where(r => r["Đơn vị cung cấp"] == unit).Select(r => r["Mã thủ tục"]).Distinct().Count();
        Assert.Equal((30, 18, 9), (Procedures("000.00.10.H48"), Procedures("000.00.09.H48"), Procedures("000.00.07.H48")));
        Assert.Equal(13, services.Where(r => r["Cấp thực hiện"] == "Huyện").Select(r => r["Mã thủ tục"]).Distinct().Count());
        Assert.Equal(198, services.Select(r => r["Mã thủ tục"]).Distinct().Count());
    }

    [LongFact]
    public void Ratings_of_2021()
    {
        var rows = ExportReader.Rows(sample.Location, "satisfaction").Where(r => r["Kỳ"].StartsWith("2021", StringComparison.Ordinal)).ToList();
        int Rated(string subject) => rows.Where(r => r["Đối tượng"] == subject).Sum(r => int.Parse(r["Số lượt đánh giá"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((44068, 694), (Rated("Người dân"), Rated("Doanh nghiệp")));
        Assert.All(rows, r => Assert.Equal(("Trực tiếp", ""), (r["Kênh"], r["Số lượt hài lòng"])));
    }

    [LongFact]
    public void Default_size()
    {
        Assert.InRange(sample.Dossiers.Count, 390_000, 430_000);
        Assert.InRange(ExportReader.Rows(sample.Location, "dvc_services").Count(), 200_000, 300_000);
        Assert.InRange(ExportReader.Rows(sample.Location, "ioffice_documents").Count(), 145_000, 155_000);
    }

    private static (int All, int Online) Online(IEnumerable<SampleDossierRow> dossiers)
    {
        var list = dossiers.ToList();
        return (list.Count, list.Count(d => d.IsOnline));
    }

    private static (int Procedures, int OnlineProcedures, int OnlineDossiers) Services(IEnumerable<SampleDossierRow> dossiers)
    {
        var list = dossiers.ToList();
        var online = list.Where(d => d.IsOnline).ToList();
        return (list.Select(d => d.Procedure).Distinct().Count(), online.Select(d => d.Procedure).Distinct().Count(), online.Count);
    }
}
