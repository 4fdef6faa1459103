using DtiWarehouse.Etl.Sample;

namespace DtiWarehouse.Tests.Sample;

/// <summary>The published figures in the layout of the feed say what the collected list says.</summary>
public sealed class ReportedFiguresSeedTests
{
    private static readonly Dictionary<string, ExportRow> Facts = Read("seed_facts.csv").ToDictionary(r => r["id"]);
    private static readonly Dictionary<string, ExportRow> Figures = Read("reported_figures.csv").ToDictionary(r => r["Mã số liệu"]);

    [Fact]
    public void Every_collected_figure_stands_in_the_feed_unchanged()
    {
        Assert.Equal(122, Facts.Count);
        Assert.Equal(Facts.Keys, Figures.Keys);
        foreach (var (id, fact) in Facts)
        {
            var figure = Figures[id];
            Assert.Equal(id[..3], figure["Mã nguồn"]);
            Assert.Equal(fact["numerator"], figure["Tử số"]);
            Assert.Equal(fact["denominator"], figure["Mẫu số"]);
            Assert.Equal(fact["value"] == "(blank)" ? "" : fact["value"], figure["Giá trị"] + figure["Giá trị chữ"]);
            Assert.Equal(fact["unit"], figure["Đơn vị tính"]);
            Assert.Equal(fact["target"], figure["Mục tiêu"]);
            Assert.Equal(fact["indicator_vi"], figure["Tên chỉ tiêu"]);
            Assert.Equal(fact["indicator_en"], figure["Tên tiếng Anh"]);
            Assert.Equal(fact["scope"], figure["Phạm vi"]);
            Assert.Equal(fact["notes"], figure["Ghi chú"]);
        }
    }

    [Theory]
    [InlineData("000-01", "", "2020-08-01", "2020-08-31", "=", "Có số liệu")]
    [InlineData("000-16", "", "2020-08-01", "2020-08-31", "≥", "Có số liệu")]
    [InlineData("001-01", "", "2023-01-01", "2023-11-27", "=", "Có số liệu")]
    [InlineData("002-15", "", "2018-04-01", "2018-06-30", "=", "Có số liệu")]
    [InlineData("004-05", "II.2.1", "2021-01-01", "2021-12-31", "=", "Đơn vị khác cung cấp")]
    [InlineData("004-14", "II.8.1", "2021-01-01", "2021-12-31", "=", "Có số liệu")]
    [InlineData("004-26", "II.11.2", "2021-01-01", "2021-12-31", "=", "Chưa thống kê")]
    [InlineData("004-29", "III.1", "2021-01-01", "2021-12-31", "=", "Có số liệu")]
    [InlineData("000-03", "", "2020-10-01", "2020-10-31", "=", "Chỉ có mục tiêu")]
    public void Periods_qualifiers_and_states_follow_the_documents(string id, string rowKey, string from, string to, string qualifier, string state)
    {
        var figure = Figures[id];
        Assert.Equal((rowKey, from, to, qualifier, state), (figure["Mã dòng"], figure["Kỳ từ"], figure["Kỳ đến"], figure["Độ chính xác"], figure["Trạng thái"]));
    }

    private static IEnumerable<ExportRow> Read(string name)
    {
        using var stream = typeof(SampleExport).Assembly.GetManifestResourceStream("seed/" + name)!;
        using var reader = new StreamReader(stream);
        var columns = ExportReader.Split(reader.ReadLine()!, ',').Select((c, index) => (c, index)).ToDictionary(c => c.c, c => c.index);
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            yield return new ExportRow(name, line, columns, ExportReader.Split(text, ','));
        }
    }
}
