namespace DtiWarehouse.Etl.Sample;

/// <summary>Writes the service portal's catalogue: a snapshot per month, a file per year.</summary>
internal sealed class ServiceExport(SampleCatalogue catalogue, ServiceListing listing, SampleOptions options)
{
    private static readonly string[] Columns = ["Kỳ", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Cấp thực hiện", "Đơn vị cung cấp", "Mức độ dịch vụ", "Đủ điều kiện toàn trình",
        "Đã công bố", "Điền sẵn thông tin", "Cá thể hóa", "Thanh toán trực tuyến", "Tích hợp Cổng DVCQG"];

    private static readonly ExportForm Marks = new(ExportForm.Utf8WithBom, ';', DateStyle.Iso, "x", "");
    private readonly SampleRandom _random = new(options.Seed, "dvc_services");

    public void Write(string directory, Action<ExportFile> done)
    {
        for (var year = 2018; year <= 2026; year++)
        {
            using var file = new ExportFile(directory, $"dvc_services_{year}.csv", year == 2020 ? Marks : ExportForm.Default, Columns);
            for (var number = 1; number <= (year == 2026 ? 10 : 12); number++)
            {
                WriteMonth(file, year, number);
            }
            done(file);
        }
    }

    private void WriteMonth(ExportFile file, int year, int number)
    {
        var month = SampleCalendar.MonthIndex(year, number);
        var firstDay = SampleCalendar.Day(year, number, 1);
        var period = $"{year}-{number:00}";
        foreach (var procedure in catalogue.Procedures)
        {
            foreach (var unit in listing.Providers(procedure, month, firstDay))
            {
                if (listing.LevelAt(unit, procedure, month) is { } level)
                {
                    WriteRow(file, period, month, procedure, unit.CodeOn(firstDay), level, AuthorityLevel(procedure, firstDay));
                    if (year is 2019 or 2022 && _random.Permille(3))
                    {
                        WriteRow(file, period, month, procedure, unit.CodeOn(firstDay), level, "Trung ương");
                    }
                }
            }
        }
    }

    /// <summary>The districts' procedures belong to the communes from July 2025.</summary>
    private static string AuthorityLevel(SampleProcedure procedure, int day) =>
        procedure.Department > 0 ? "Tỉnh" : procedure.Department == 0 && day < SampleUnits.TwoTiers ? "Huyện" : "Xã";

    private static void WriteRow(ExportFile file, string period, int month, SampleProcedure procedure, string unitCode, OnlineLevel level, string authorityLevel)
    {
        var year = 2018 + month / 12;
        var scatter = (int)(StableHash.Of(procedure.Code) % 1000);
        var online = level != OnlineLevel.Information;
        file.Text(period);
        file.Text(procedure.Code);
        file.Text(procedure.Name);
        file.Text(procedure.Sector);
        file.Text(authorityLevel);
        file.Text(unitCode);
        file.Text(SampleProcedure.Label(level, month));
        file.Flag(level == OnlineLevel.Full || scatter < 300);
        file.Flag(online);
        file.Flag(online && year >= 2022 && scatter < (year - 2021) * 120); // The software of 2021 filled in nothing (data sheet 2021, row II.6).
        file.Flag(online && year >= 2021 && procedure.IsPersonalised);
        file.Flag(online && procedure.HasFee && (level == OnlineLevel.Full || year >= 2023));
        file.Flag(online && year >= 2020 && scatter < (year - 2018) * 130);
        file.EndRow();
    }
}
