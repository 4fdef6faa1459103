using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>The catalogue's files: those that come with the product hold, and a wrong one is told with its line.</summary>
public sealed class CatalogueTests
{
    private static readonly ODataService Service = Create(new SqliteDialect());

    private const string Correct =
        """
        code: ONLINE_OF_FULL
        version: 1
        name: { vi: Trực tuyến toàn trình, en: Online of full }
        framework: ND42
        legalBasis: NĐ 42/2022
        certainty: Found
        source: 001
        unitOfMeasure: "%"
        decimals: 2
        direction: HigherIsBetter
        rollUp: Sum
        numerator:
          - query: Dossiers?$apply=filter({unit} and {period} and ServiceClass eq 'Full' and Channel eq 'Online')/aggregate($count as Value)
            unit: ReceivingUnit
            date: ReceivedDate
        denominator:
          - query: Dossiers?$apply=filter({unit} and {period} and ServiceClass eq 'Full')/aggregate($count as Value)
            unit: ReceivingUnit
            date: ReceivedDate
        """;

    [Fact]
    public void The_catalogue_that_comes_with_the_product_holds_against_the_model()
    {
        var catalogue = IndicatorCatalogue.LoadShipped(Service);

        Assert.True(catalogue.Indicators.Count > 100);
        Assert.All(catalogue.Indicators, indicator => Assert.True(indicator.Terms.Any() != (indicator.Components.Count > 0)));
    }

    [Fact]
    public void Its_queries_are_translated_for_every_database() =>
        Assert.All((SqlDialect[])[new PostgreSqlDialect(), new SqlServerDialect()], dialect => Assert.NotEmpty(IndicatorCatalogue.LoadShipped(Create(dialect)).Indicators));

    [Fact]
    public void Every_published_figure_is_either_linked_with_an_indicator_or_has_a_reason()
    {
        var figures = IndicatorCatalogue.LoadShipped(Service).Figures;

        using var stream = typeof(SampleExport).Assembly.GetManifestResourceStream("seed/seed_facts.csv")!;
        using var reader = new StreamReader(stream);
        var codes = reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.Split(',')[0]).Where(code => code.Length == 6 && code[3] == '-').Order(StringComparer.Ordinal);

        Assert.Equal(codes, figures.Links.Keys.Concat(figures.NotComputable.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_texts_are_composed_and_in_both_languages() => Assert.All(
        IndicatorCatalogue.LoadShipped(Service).Indicators,
        indicator =>
        {
            Assert.True(indicator.Name.IsNormalized() && indicator.LegalBasis.IsNormalized());
            Assert.NotEqual(indicator.Name, indicator.NameEn);
            Assert.Equal(indicator.Description is null, indicator.DescriptionEn is null);
        });

    [Theory]
    [InlineData("version: 1", "version: one", 2, "version")]
    [InlineData("version: 1", "version: 1\nverison: 2", 3, "verison")]
    [InlineData("legalBasis: NĐ 42/2022\n", "", 1, "legalBasis")]
    [InlineData("certainty: Found", "certainty: Certain", 6, "Found | Fitted | Known")]
    [InlineData("direction: HigherIsBetter", "direction: 0", 10, "HigherIsBetter")]
    [InlineData("decimals: 2", "decimals: [2", 10, "YAML")]
    [InlineData("code: ONLINE_OF_FULL", "code: online", 1, "A-Z")]
    [InlineData("Channel eq 'Online'", "Chanel eq 'Online'", 13, "Channel")]
    [InlineData("Channel eq 'Online'", "Channel eq 5", 13, "Edm")]
    [InlineData("Channel eq 'Online'", "Channel eq 'Online' or Channel eq 'Post'", 13, "or")]
    [InlineData("Channel eq 'Online')/aggregate($count", "Channel eq 'Online')/aggregate($cuont", 13, "$count")]
    [InlineData("Dossiers?$apply=filter({unit} and {period} and ServiceClass eq 'Full' and", "Dosiers?$apply=filter({unit} and {period} and ServiceClass eq 'Full' and", 13, "Dosiers")]
    [InlineData("filter({unit} and {period} and ServiceClass eq 'Full' and", "filter({period} and ServiceClass eq 'Full' and", 13, "{unit}")]
    [InlineData("    unit: ReceivingUnit\n    date: ReceivedDate\ndenominator", "    unit: Procedure\n    date: ReceivedDate\ndenominator", 14, "Procedure")]
    [InlineData("    date: ReceivedDate\ndenominator", "    date: ReceivedOn\ndenominator", 15, "ReceivedOn")]
    [InlineData("    date: ReceivedDate\ndenominator", "    date: ReceivedDate\n    take: Last\ndenominator", 16, "take")]
    [InlineData("    date: ReceivedDate\ndenominator", "    date: ReceivedDate\n    known: Digitised\ndenominator", 16, "known")]
    [InlineData("rollUp: Sum", "rollUp: Sum\ncomposite: { of: [A] }", 1, "composite")]
    [InlineData("rollUp: Sum", "rollUp: Sum\nvalidFrom: 2023-01-01\nvalidTo: 2022-01-01", 13, "validTo")]
    [InlineData("rollUp: Sum", "rollUp: Sum\nvalidFrom: 01/01/2023", 12, "2023-11-27")]
    [InlineData("rollUp: Sum", "rollUp: Sum\nscore: { maxPoints: 0 }", 12, "maxPoints")]
    [InlineData("rollUp: Sum", "rollUp: Sum\nscore: { bands: [ { from: 1, points: 1, and: [ { indicator: NONE, from: 1 } ] } ] }", 1, "NONE")]
    [InlineData("rollUp: Sum", "rollUp: Sum\ntargets: [ { from: 2020-01-01, operator: '=>', value: 1 } ]", 12, ">=")]
    [InlineData("aggregate($count as Value)\n    unit: ReceivingUnit\n    date: ReceivedDate\ndenominator", "aggregate(Procedure/ProcedureCode with countdistinct as Value)\n    unit: ReceivingUnit\n    date: ReceivedDate\ndenominator", 13, "Distinct")]
    public void A_mistake_is_told_with_its_file_and_line(string right, string wrong, int line, string hint)
    {
        Assert.Contains(right, Correct, StringComparison.Ordinal);
        var error = Assert.Throws<CatalogueException>(() => Load(("mine.yaml", Correct.Replace(right, wrong, StringComparison.Ordinal))));

        Assert.Equal(("mine.yaml", line), (error.Place.File, error.Place.Line));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Contains(" / ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_version_contradict_each_other()
    {
        var error = Assert.Throws<CatalogueException>(() => Load(("one.yaml", Correct), ("two.yaml", Correct)));

        Assert.Contains("one.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_hold_at_the_same_time_are_refused()
    {
        var second = Correct.Replace("version: 1", "version: 2", StringComparison.Ordinal);

        Assert.Throws<CatalogueException>(() => Load(("one.yaml", Correct), ("two.yaml", second)));
        Assert.Equal(2, Load(("one.yaml", Correct + "\nvalidTo: 2022-12-31"), ("two.yaml", second + "\nvalidFrom: 2023-01-01")).Indicators.Count);
    }

    [Fact]
    public void Indicators_that_are_made_of_each_other_are_refused()
    {
        string Composite(string code, string of) => Correct[..Correct.IndexOf("numerator", StringComparison.Ordinal)].Replace("ONLINE_OF_FULL", code, StringComparison.Ordinal) + $"composite: {{ of: [{of}] }}";

        Assert.Contains("A", Assert.Throws<CatalogueException>(() => Load(("a.yaml", Composite("A", "B")), ("b.yaml", Composite("B", "A")))).Message, StringComparison.Ordinal);
        Assert.Throws<CatalogueException>(() => Load(("a.yaml", Composite("A", "ONLINE_OF_FULL")), ("one.yaml", Correct)));
        Assert.Equal(2, Load(("a.yaml", Composite("A", "ONLINE_OF_FULL")), ("one.yaml", Correct + "\nscore: { maxPoints: 6 }")).Indicators.Count);
    }

    [Fact]
    public void A_file_of_the_province_takes_the_place_of_the_product_s_of_the_same_name() =>
        Assert.Equal("Khác", Assert.Single(Load(("one.yaml", Correct), ("folder/one.yaml", Correct.Replace("Trực tuyến toàn trình", "Khác", StringComparison.Ordinal))).Indicators).Name);

    [Fact]
    public void A_figure_that_is_said_to_be_computable_and_not_is_refused() =>
        Assert.Contains("001-06", Assert.Throws<CatalogueException>(() => Load(("one.yaml", Correct), (
            "reconciliation.yaml",
            """
            figures: { 001-06: { indicator: ONLINE_OF_FULL, part: Value, decimals: 1 } }
            notComputable:
              - figures: [001-06]
                reason: { vi: không, en: no }
            """))).Message, StringComparison.Ordinal);

    private static IndicatorCatalogue Load(params (string File, string Text)[] files) => IndicatorCatalogue.Create(Service, files);

    private static ODataService Create(SqlDialect dialect)
    {
        using var context = new WarehouseContext(SqliteWarehouse.Options("Data Source=:memory:"));
        return new ODataService(FeedModel.Create(context), dialect, () => throw new InvalidOperationException("No data is read."));
    }
}
