using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DtiWarehouse.Etl.Sample;

namespace DtiWarehouse.Tests.Sample;

/// <summary>The small export: shape, rules, repeatability. The published totals are recounted in <see cref="PublishedTotalsTests"/>.</summary>
public sealed partial class SampleExportTests : IDisposable
{
    private static readonly SampleOptions Small = new() { Size = 0.01, Calibrated = false };
    private static readonly DateOnly End = new(2026, 10, 31);
    private readonly string _directory = Directory.CreateTempSubdirectory("sample-").FullName;

    public SampleExportTests() => SampleExport.Write(_directory, Small);

    public void Dispose() => Directory.Delete(_directory, true);

    [Fact]
    public void Same_options_give_the_same_bytes()
    {
        var again = Directory.CreateTempSubdirectory("sample-").FullName;
        try
        {
            SampleExport.Write(again, Small);
            foreach (var file in Directory.GetFiles(_directory))
            {
                Assert.Equal(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file))))));
            }
        }
        finally
        {
            Directory.Delete(again, true);
        }
    }

    [Fact]
    public void Another_seed_gives_other_dossiers()
    {
        var before = File.ReadAllText(Path.Combine(_directory, "igate_dossiers_2024.csv"));
        SampleExport.Write(_directory, Small with { Seed = 7 });
        Assert.NotEqual(before, File.ReadAllText(Path.Combine(_directory, "igate_dossiers_2024.csv")));
    }

    [Fact]
    public void Published_totals_need_size_one() =>
        Assert.Throws<ArgumentException>(() => SampleExport.Write(_directory, new SampleOptions { Size = 0.5 }));

    [Fact]
    public void Progress_names_every_file_with_its_rows()
    {
        var files = new List<SampleProgress>();
        var rows = SampleExport.Write(_directory, Small, files.Add);
        Assert.Equal(Directory.GetFiles(_directory).Select(Path.GetFileName).Order(StringComparer.Ordinal), files.Select(f => f.FileName).Order(StringComparer.Ordinal));
        Assert.Equal(rows, files.Sum(f => f.Rows));
        Assert.Equal(rows, files[^1].RowsSoFar);
        Assert.All(files, f => Assert.Equal(f.Rows, ExportReader.File(Path.Combine(_directory, f.FileName)).Count()));
    }

    [Fact]
    public void Nothing_happens_after_the_end_of_the_data()
    {
        foreach (var row in ExportReader.Rows(_directory, "igate_dossiers"))
        {
            Assert.All(["Ngày tiếp nhận", "Ngày hoàn thành", "Ngày trả kết quả", "Cập nhật lúc"], column => Assert.True((row.Day(column) ?? End) <= End, $"{row.FileName}:{row.Line} {column}"));
        }
        Assert.All(ExportReader.Rows(_directory, "ioffice_documents"), row => Assert.True(row.Day("Ngày") <= End));
    }

    [Fact]
    public void Every_receiving_unit_is_registered_on_the_day()
    {
        var units = new ExportedUnits(_directory);
        foreach (var row in ExportReader.Rows(_directory, "igate_dossiers"))
        {
            var day = row.Day("Ngày tiếp nhận")!.Value;
            Assert.NotNull(units.On(row["Đơn vị tiếp nhận"], day));
            if (row["Đơn vị giải quyết"].Length > 0)
            {
                Assert.NotNull(units.On(row["Đơn vị giải quyết"], row.Day("Ngày hoàn thành") ?? day));
            }
        }
    }

    [Fact]
    public void Keys_are_unique()
    {
        AssertUnique("igate_dossiers", row => row["Mã hồ sơ"]);
        AssertUnique("ioffice_documents", row => row["Mã văn bản"]);
        AssertUnique("dvc_services", row => row["Cấp thực hiện"] == "Trung ương" ? row.FileName + row.Line : row["Kỳ"] + row["Mã thủ tục"] + row["Đơn vị cung cấp"]);
        AssertUnique("satisfaction", row => row["Kỳ"] + row["Đơn vị"] + row["Kênh"] + row["Đối tượng"]);
    }

    [Fact]
    public void Few_dossiers_break_a_rule()
    {
        foreach (var file in ExportReader.Rows(_directory, "igate_dossiers").GroupBy(r => r.FileName))
        {
            Assert.InRange(file.Count(BreaksARule), 0, Math.Max(2, file.Count() / 50));
        }
    }

    [Fact]
    public void Made_up_identifiers_say_so()
    {
        var unmarked = ExportReader.Rows(_directory, "org_units").Where(r => !r["Tên tiếng Anh"].EndsWith("(sample identifier)", StringComparison.Ordinal));
        Assert.Equal(["000.00.00.H48", "000.00.53.H48"], unmarked.Select(r => r["Mã cũ"]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Totals_of_the_ministries_add_up()
    {
        foreach (var row in ExportReader.Rows(_directory, "dossier_totals"))
        {
            int Count(string column) => int.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Count("Tổng tiếp nhận"), Count("Tiếp nhận trực tuyến") + Count("Tiếp nhận trực tiếp, bưu chính") + Count("Kỳ trước chuyển sang"));
            Assert.Equal(Count("Tổng giải quyết"), Count("Giải quyết trước hạn") + Count("Giải quyết đúng hạn") + Count("Giải quyết quá hạn"));
            Assert.Equal(Count("Tổng đang giải quyết"), Count("Đang giải quyết trong hạn") + Count("Đang giải quyết quá hạn"));
            Assert.Equal(Count("Tổng tiếp nhận"), Count("Tổng giải quyết") + Count("Tổng đang giải quyết"));
        }
    }

    internal static bool BreaksARule(ExportRow row)
    {
        var received = row.Day("Ngày tiếp nhận");
        var resolved = row.Day("Ngày hoàn thành");
        return !DossierCode().IsMatch(row["Mã hồ sơ"])
            || row["Hình thức nộp"] is not ("Trực tuyến" or "Trực tiếp" or "Bưu chính" or "Điện thoại")
            || row["Mức độ dịch vụ"] is not ("" or "Mức độ 2" or "Mức độ 3" or "Mức độ 4" or "Một phần" or "Toàn trình" or "Cung cấp thông tin")
            || row["Trạng thái"] is not ("Đang xử lý" or "Tạm dừng" or "Đã giải quyết" or "Đã trả kết quả" or "Trả lại" or "Rút hồ sơ")
            || row.Day("Ngày hẹn trả") < received
            || resolved < received
            || row.Day("Ngày trả kết quả") is { } returned && (resolved is null || returned < resolved)
            || resolved is null && row["Trạng thái"] is ("Đã giải quyết" or "Đã trả kết quả")
            || row.Says("Thanh toán trực tuyến") && !row.Says("Nghĩa vụ tài chính");
    }

    private void AssertUnique(string feed, Func<ExportRow, string> key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Assert.All(ExportReader.Rows(_directory, feed), row => Assert.True(seen.Add(key(row)), $"{row.FileName}:{row.Line} repeats {key(row)}"));
    }

    [GeneratedRegex(@"^(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Y]\d{2}(\.[0-9A-Z]+)*)-\d{6}-\d{4,}$")]
    private static partial Regex DossierCode();
}
