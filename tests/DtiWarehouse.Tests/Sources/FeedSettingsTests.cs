using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace DtiWarehouse.Tests.Sources;

/// <summary>Headers, words and sources of feeds in configuration, and what is said of those that cannot be used.</summary>
public sealed class FeedSettingsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dtiw-settings-").FullName;

    [Fact]
    public void Words_of_the_file_stand_for_words_of_the_contract_in_any_spelling()
    {
        var mapping = Read("""
            {
              "Feeds": {
                "igate_dossiers": {
                  "Columns": { "Hình thức nộp": "Kênh tiếp nhận" },
                  "Values": {
                    "hình thức nộp": { "Qua mạng": "trực tuyến", "Qua mạng: Cổng DVC": "Trực tuyến" },
                    "Nghĩa vụ tài chính": { "Miễn": "Không" }
                  }
                }
              }
            }
            """).MappingOf("igate_dossiers");
        foreach (var word in new[] { "Qua mạng", " QUA  MẠNG", "Qua mạng: Cổng DVC", "Trực tuyến", "TRỰC TUYẾN" })
        {
            var row = SourceText.Read(FeedCatalogue.Dossiers, Cells.Dossier().With("Hình thức nộp", word).With("Nghĩa vụ tài chính", "miễn").Csv(), mapping).Single<DossierRow>();
            Assert.Equal((Channel.Online, false), (row.Channel, row.HasFee));
            Assert.Equal(Cells.Dossier().With("Nghĩa vụ tài chính", "Không").Read().Single<DossierRow>().Content, row.Content);
        }
        Assert.Equal(Channel.Counter, SourceText.Read(FeedCatalogue.Dossiers, Cells.Dossier().With("Hình thức nộp", "Trực tiếp").Csv(), mapping).Single<DossierRow>().Channel);
    }

    [Fact]
    public void A_rejected_row_keeps_the_words_of_its_file()
    {
        var mapping = Read("""{"Feeds":{"igate_dossiers":{"Values":{"Hình thức nộp":{"Qua mạng":"Trực tuyến"}}}}}""").MappingOf("igate_dossiers");
        var rejection = SourceText.Read(FeedCatalogue.Dossiers, Cells.Dossier().With("Hình thức nộp", "Qua mạng").With("Trạng thái", "Xong").Csv(), mapping).Rejected();
        Assert.Contains("\"Hình thức nộp\":\"Qua mạng\"", rejection.RawRow, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_that_was_not_taken_has_the_words_that_the_source_has_for_it()
    {
        var mapping = Read("""{"Feeds":{"satisfaction":{"Values":{"Số lượt hài lòng":{"-":"Chưa thống kê"}}}}}""").MappingOf("satisfaction");
        Assert.Null(SourceText.Read(FeedCatalogue.Satisfaction, Cells.Rating().With("Số lượt hài lòng", "-").Csv(), mapping).Single<SatisfactionRow>().Satisfied);
    }

    [Fact]
    public void Crosses_may_have_words_of_their_own()
    {
        var mapping = Read("""{"Feeds":{"igate_dossiers":{"Values":{"Nghĩa vụ tài chính":{"✓":"x"}}}}}""").MappingOf("igate_dossiers");
        var csv = Cells.Dossier().With("Nghĩa vụ tài chính", "✓").With("Số hóa hồ sơ", "").Csv();
        Assert.Equal((true, false), SourceText.Read(FeedCatalogue.Dossiers, csv, mapping).Single<DossierRow>() is var row ? (row.HasFee!.Value, row.AreComponentsDigitised!.Value) : default);
    }

    [Fact]
    public void The_fingerprint_changes_with_a_word()
    {
        var prints = new[] { "{}", """{"Qua mạng":"Trực tuyến"}""", """{"Qua mạng":"Bưu chính"}""", """{"Qua  MẠNG":"Bưu chính"}""" }
            .Select(words => Read("{\"Feeds\":{\"igate_dossiers\":{\"Values\":{\"Hình thức nộp\":" + words + "}}}}").MappingOf("igate_dossiers").Fingerprint()).ToList();
        Assert.Equal(3, prints.Distinct().Count());
        Assert.Equal(prints[2], prints[3]);
        Assert.Equal("", prints[0]);
    }

    [Theory]
    [InlineData("\"igate_dossier\": {", 3, "there is no such feed")]
    [InlineData("\"igate_dossiers\": { \"Colums\": {} , \"Columns\": {", 3, "a feed has no such setting")]
    [InlineData("\"igate_dossiers\": { \"Columns\": {\n\"Mã hồ sơ\": \"a\",\n\"Mã hồ\": \"b\"", 5, "the feed has no such column")]
    [InlineData("\"igate_dossiers\": { \"Columns\": {\n\"Mã hồ sơ\": [\"Mã\",\n \"Số HS\"],\n\"Mã thủ tục\": \"số  hs\"", 6, "a header is for one column only")]
    [InlineData("\"igate_dossiers\": { \"PersonalColumns\": [\"Ghi chú\"], \"Columns\": {\n\"Tên thủ tục\": \"GHI CHÚ\"", 4, "a header is for one column only")]
    [InlineData("\"igate_dossiers\": { \"Values\": {\n\n\"Kênh\": {\"a\": \"b\"}", 5, "the feed has no such column")]
    [InlineData("\"igate_dossiers\": { \"Values\": {\n\"Mã hồ sơ\": {\"a\": \"b\"}", 4, "holds no words of a list")]
    [InlineData("\"igate_dossiers\": { \"Values\": {\n\"Hình thức nộp\": {\n\"Qua mạng\": \"Trực tuyến\",\n\"Quầy\": \"Tại chỗ\"}", 6, "the column's list has no such word")]
    [InlineData("\"igate_dossiers\": { \"Values\": {\n\"Hình thức nộp\": {\n\"Qua mạng\": \"Trực tuyến\",\n\"qua  mạng\": \"Bưu chính\"}", 6, "the word is mapped there already")]
    [InlineData("\"igate_dossiers\": { \"Http\": {\n\"Url\": \"/api\"", 4, "a complete address")]
    [InlineData("\"igate_dossiers\": { \"Http\": {\n\"Url\": \"https://a/b\",\n\"PageSise\": 5", 5, "an HTTP source has no such setting")]
    [InlineData("\"igate_dossiers\": { \"Http\": {\n\"Url\": \"https://a/b\",\n\"PageSize\": 0", 5, "a whole number from 1 to 100000")]
    [InlineData("\"igate_dossiers\": { \"Http\": {\n\"Url\": \"https://a/b\",\n\"UpdatedSinceFormat\": \"%\"", 5, "is no format of a time")]
    [InlineData("\"igate_dossiers\": { \"Http\": {\n\"Url\": \"https://a/b\",\n\"TokenFile\": \"/no/such/file\"", 5, "the file cannot be read")]
    public void What_cannot_be_used_is_named_with_its_line(string settings, int line, string says)
    {
        var open = settings.Count(c => c == '{') - settings.Count(c => c == '}');
        var failure = Assert.Throws<SettingsException>(() => Read($"{{\n\"Feeds\": {{\n{settings}\n{new string('}', open + 2)}"));
        Assert.StartsWith($"feeds.json, dòng / line {line}, Feeds:igate_dossier", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_json_or_sets_something_twice_is_named_with_its_line()
    {
        Assert.StartsWith("feeds.json, dòng / line 3:", Assert.Throws<SettingsException>(() => Read("{\n\"Feeds\": {\n\"holidays\" {}\n}}")).Message, StringComparison.Ordinal);
        var twice = Assert.Throws<SettingsException>(() => Read("{\n\"Feeds\": {\n\"holidays\": {},\n// bỏ\n\"HOLIDAYS\": {},\n}}")).Message;
        Assert.StartsWith("feeds.json, dòng / line 5, Feeds:HOLIDAYS: đã có ở dòng 3", twice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_of_the_environment_is_named_as_such_and_goes_before_the_file()
    {
        const string variable = "Feeds__holidays__Http__PageSize";
        const string file = """{"Feeds":{"holidays":{"Http":{"Url":"https://nguon/api","PageSize":7}}}}""";
        Assert.Equal(7, Read(file).Pulls["holidays"].PageSize);
        try
        {
            Environment.SetEnvironmentVariable(variable, "8");
            Assert.Equal(8, Read(file).Pulls["holidays"].PageSize);
            Environment.SetEnvironmentVariable(variable, "tám");
            Assert.StartsWith($"{variable}=tám", Assert.Throws<SettingsException>(() => Read(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void A_secret_comes_from_a_file_of_its_own_and_is_in_no_message()
    {
        var secret = Path.Combine(_data, "token");
        File.WriteAllText(secret, "bi-mat\n");
        Assert.Equal("bi-mat", Read("""{"Feeds":{"holidays":{"Http":{"Url":"https://nguon/api","TokenFile":"FILE"}}}}""".Replace("FILE", secret.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)).Pulls["holidays"].Token);
        var failure = Assert.Throws<SettingsException>(() => Read("""{"Feeds":{"holidays":{"Http":{"Url":"https://nguon/api","Token":"bí-mật"}}}}"""));
        Assert.DoesNotContain("bí-mật", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private LoadSettings Read(string feedsFile)
    {
        File.WriteAllText(Path.Combine(_data, SettingPlaces.FeedsFile), feedsFile);
        var builder = new ConfigurationBuilder().AddEnvironmentVariables();
        SettingPlaces.AddFeedsFile(builder, _data);
        return LoadSettings.Read(builder.Build());
    }
}
