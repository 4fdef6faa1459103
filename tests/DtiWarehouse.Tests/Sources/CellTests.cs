using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Tests.Sources;

public class CellTests
{
    [Theory]
    [InlineData("01/11/2023", "2023-11-01T00:00:00")]
    [InlineData("01/11/2023 08:30", "2023-11-01T08:30:00")]
    [InlineData("01/11/2023 08:30:15", "2023-11-01T08:30:15")]
    [InlineData("2023-11-01", "2023-11-01T00:00:00")]
    [InlineData("2023-11-01T08:30:15", "2023-11-01T08:30:15")]
    [InlineData("2023-11-01 08:30:15.123", "2023-11-01T08:30:15")]
    [InlineData("2023-11-01T17:30:00Z", "2023-11-02T00:30:00")]
    [InlineData("2023-11-01T23:30:00+09:00", "2023-11-01T21:30:00")]
    [InlineData("2023-11-01T12:00:00-05:30", "2023-11-02T00:30:00")]
    [InlineData("45231", "2023-11-01T00:00:00")]
    [InlineData("45231.5", "2023-11-01T12:00:00")]
    [InlineData("45231,75", "2023-11-01T18:00:00")]
    [InlineData("29/02/2024", "2024-02-29T00:00:00")]
    public void A_date_reads_in_every_form_of_the_contract(string cell, string local)
    {
        Assert.True(DateCell.TryParse(Encoding.UTF8.GetBytes(cell), out var date));
        Assert.Equal(DateTime.ParseExact(local, "s", System.Globalization.CultureInfo.InvariantCulture), date);
    }

    [Theory]
    [InlineData("29/02/2023")]
    [InlineData("31/04/2023")]
    [InlineData("01/13/2023")]
    [InlineData("11/22/2023")]
    [InlineData("01/11/23")]
    [InlineData("23-11-01")]
    [InlineData("0023-11-01")]
    [InlineData("1/11/2023")]
    [InlineData("2023")]
    [InlineData("20231101")]
    [InlineData("231101")]
    [InlineData("4523x")]
    [InlineData("45231.")]
    [InlineData("45231.5.5")]
    [InlineData("-45231")]
    [InlineData("01/11/2023 24:00")]
    [InlineData("01/11/2023 08:30:60")]
    [InlineData("01/11/2023T08:30")]
    [InlineData("2023-11-01T08:30:00+7")]
    [InlineData("2023-11-01T08:30:00 GMT")]
    [InlineData("2023-11-01T08")]
    [InlineData("01/11/2023x")]
    [InlineData("9999-12-31T23:00:00Z")]
    [InlineData("hôm qua")]
    public void A_wrong_date_is_no_date(string cell) => Assert.False(DateCell.TryParse(Encoding.UTF8.GetBytes(cell), out _));

    [Theory]
    [InlineData("2023-11", true)]
    [InlineData("01/11/2023", true)]
    [InlineData("45231", true)]
    [InlineData("2023-13", false)]
    [InlineData("15/11/2023", false)]
    [InlineData("11/2023", false)]
    public void A_month_is_written_as_such_or_as_its_first_day(string cell, bool isMonth)
    {
        Assert.Equal(isMonth, DateCell.TryParseMonth(Encoding.UTF8.GetBytes(cell), out var month));
        if (isMonth)
            Assert.Equal(new DateOnly(2023, 11, 1), month);
    }

    [Theory]
    [InlineData("0", "0", NumberFormat.Undetermined, false)]
    [InlineData("1234", "1234", NumberFormat.Undetermined, false)]
    [InlineData("-5", "-5", NumberFormat.Undetermined, false)]
    [InlineData("1.234", "1234", NumberFormat.Vietnamese, true)]
    [InlineData("1.234.567", "1234567", NumberFormat.Vietnamese, false)]
    [InlineData("1.234,5", "1234.5", NumberFormat.Vietnamese, false)]
    [InlineData("99,77", "99.77", NumberFormat.Vietnamese, false)]
    [InlineData("1,234", "1.234", NumberFormat.Vietnamese, false)]
    [InlineData("99.77", "99.77", NumberFormat.Invariant, false)]
    [InlineData("0.123", "0.123", NumberFormat.Invariant, false)]
    [InlineData("1234.567", "1234.567", NumberFormat.Invariant, false)]
    [InlineData("2230000000", "2230000000", NumberFormat.Undetermined, false)]
    [InlineData("999999999999999999", "999999999999999999", NumberFormat.Undetermined, false)]
    public void A_number_is_vietnamese_or_plain(string cell, string value, NumberFormat format, bool isAmbiguous)
    {
        Assert.True(NumberCell.TryParse(Encoding.UTF8.GetBytes(cell), out var number, out var seen, out var ambiguous));
        Assert.Equal((decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), format, isAmbiguous), (number, seen, ambiguous));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(",5")]
    [InlineData("1,234,567")]
    [InlineData("1,234.5")]
    [InlineData("12.34.567")]
    [InlineData("1.23,4")]
    [InlineData("0.123.456")]
    [InlineData("1 234")]
    [InlineData("99%")]
    [InlineData("1e3")]
    [InlineData("1234567890123456789")]
    public void Anything_else_is_no_number(string cell) =>
        Assert.False(NumberCell.TryParse(Encoding.UTF8.GetBytes(cell), out _, out _, out _));

    [Theory]
    [InlineData("000.00.53.H48-220921-0099", true)]
    [InlineData("H48.53-220921-0099", true)]
    [InlineData("h48.53.12-210922-1", true)]
    [InlineData("G15-311223-000123", true)]
    [InlineData("H48.53-320932-0099", false)]
    [InlineData("H48.53-221321-0099", false)]
    [InlineData("H48.53-22092-0099", false)]
    [InlineData("H48.53-220921", false)]
    [InlineData("H48.53-220921-", false)]
    [InlineData("-220921-0099", false)]
    [InlineData("000.00.53-220921-0099", false)]
    [InlineData("H48..53-220921-0099", false)]
    [InlineData("H48.53-220921-0099/A", false)]
    [InlineData("H48.53 220921 0099", false)]
    public void A_dossier_code_is_an_identifier_a_date_and_a_number(string code, bool isCode) =>
        Assert.Equal(isCode, CodeCell.IsDossierCode(Encoding.UTF8.GetBytes(code)));

    [Theory]
    [InlineData("1.001612", "1.001612")]
    [InlineData("1.001612.000.00.00.H48", "1.001612")]
    [InlineData("1.00161", "")]
    [InlineData("1.0016123", "")]
    [InlineData("1.001612.", "")]
    [InlineData("BTP-QNG-123", "")]
    public void The_national_part_is_cut_out_of_a_procedure_code(string code, string national) =>
        Assert.Equal(national, Encoding.UTF8.GetString(CodeCell.NationalPart(Encoding.UTF8.GetBytes(code))));

    [Theory]
    [InlineData("Mức độ 1", "2023-11-01", ServiceLevelScheme.Levels, ServiceClass.Information)]
    [InlineData("Mức độ 2", "2023-11-01", ServiceLevelScheme.Levels, ServiceClass.Information)]
    [InlineData("MỨC ĐỘ  3", "2023-11-01", ServiceLevelScheme.Levels, ServiceClass.Partial)]
    [InlineData("Mức độ 4", "2026-06-30", ServiceLevelScheme.Levels, ServiceClass.Full)]
    [InlineData("Mức độ 1", "2026-07-01", ServiceLevelScheme.Proactive, ServiceClass.Full)]
    [InlineData("Một phần", "2026-07-01", ServiceLevelScheme.PartialFull, ServiceClass.Partial)]
    [InlineData("Toàn trình", "2023-11-01", ServiceLevelScheme.PartialFull, ServiceClass.Full)]
    [InlineData("Cung cấp thông tin", "2023-11-01", ServiceLevelScheme.PartialFull, ServiceClass.Information)]
    public void A_service_level_means_what_its_day_makes_of_it(string label, string day, ServiceLevelScheme scheme, ServiceClass meaning)
    {
        var level = ServiceLevels.Words.Find(Encoding.UTF8.GetBytes(label))!.Value.On(DateOnly.ParseExact(day, "O", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((scheme, meaning), (level.Scheme, level.Class));
        Assert.Equal(Spelling.Key(label), Spelling.Key(level.Label));
        Assert.Equal(level.Label, ServiceLevels.Words.Find(Encoding.UTF8.GetBytes(level.Label))!.Word);
    }

    [Fact]
    public void Words_match_in_decomposed_unicode_with_odd_spacing_and_case()
    {
        var row = Cells.Dossier().With("Hình thức nộp", "\u00a0BƯU   chính ".Normalize(NormalizationForm.FormD)).Read().Single<DossierRow>();
        Assert.Equal(Channel.Post, row.Channel);
    }
}
