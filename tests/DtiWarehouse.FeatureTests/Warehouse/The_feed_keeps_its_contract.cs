using System.Globalization;
using DtiWarehouse.FeatureTests.Client;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The entity sets and names that users bind to, over the small sample. Every answer passes the strict reader.</summary>
public abstract class The_feed_keeps_its_contract(SampleServer server)
{
    private StrictClient Client => server.Client;

    /// <summary>Names that never change within v1: properties and navigation properties of each set.</summary>
    public static TheoryData<string, string> Contract => new()
    {
        { "Units", "UnitKey UnitCode Name NameEn Kind Level AdminUnitKey AdminUnit ParentUnitKey Parent ProvinceCode ProvinceName DistrictCode DistrictName CommuneCode CommuneName ValidFrom ValidTo IsCurrent IsInferred CurrentUnitKey CurrentUnit NameSort UpdatedAt" },
        { "AdminUnits", "AdminUnitKey Code Name Type Level ParentAdminUnitKey Parent ProvinceCode ProvinceName DistrictCode DistrictName CommuneCode CommuneName ValidFrom ValidTo IsCurrent CurrentAdminUnitKey CurrentAdminUnit NameSort UpdatedAt" },
        { "AdminUnitSuccessors", "AdminUnitSuccessorKey AdminUnitKey AdminUnit SuccessorAdminUnitKey SuccessorAdminUnit Relation Share ShareBasis EffectiveDate LegalBasis" },
        { "AdministrativeLevels", "LevelKey Code Name NameEn Rank" },
        { "SourceSystems", "SourceSystemKey Code Name Kind" },
        { "Periods", "PeriodKey Code Grain StartDate EndDate Year Quarter Month ParentPeriodKey Parent" },
        { "Dates", "DateKey Date Year HalfYear Quarter Month YearMonth Day DayOfWeek IsMonthEnd IsQuarterEnd IsYearEnd IsWorkingDay MonthPeriodKey MonthPeriod" },
        { "Procedures", "ProcedureKey ProcedureCode Name Sector AuthorityLevel ServiceLevelLabel ServiceLevelScheme ServiceClass ValidFrom ValidTo IsCurrent IsInferred UpdatedAt" },
        { "Dossiers", "DossierKey DossierCode ReceivingUnitKey ReceivingUnit ResolvingUnitKey ResolvingUnit ProcedureKey Procedure SourceSystemKey SourceSystem Channel ServiceLevelLabel ServiceClass Status ReceivedDate ReceivedDateKey ReceivedOn DueDate ResolvedDate ResolvedDateKey ResolvedOn ReturnedDate IsResolved IsOnTime IsOnTimeBySource ProcessingDays AreComponentsDigitised IsResultDigitised HasFee IsPaidOnline ReusesData UpdatedAt LoadKey" },
        { "DossierMonths", "DossierMonthKey ReceivingUnitKey ReceivingUnit ResolvingUnitKey ResolvingUnit ProcedureKey Procedure Channel ServiceClass MonthPeriodKey MonthPeriod Received Resolved ResolvedOnTime ResolvedLate ComponentsDigitised ResultsDigitised WithFee PaidOnline ReusingData ProcessingDaysSum ProcessingDaysCount UpdatedAt" },
        { "DossierStocks", "MonthPeriodKey MonthPeriod UnitKey Unit ServiceClass Pending PendingOverdue UpdatedAt" },
        { "OnlineServices", "OnlineServiceKey MonthPeriodKey MonthPeriod ProcedureKey Procedure UnitKey Unit ServiceLevelLabel ServiceClass IsEligibleForFull IsPublished IsPrefilled IsPersonalised AcceptsOnlinePayment IsOnNationalPortal UpdatedAt LoadKey" },
        { "SignedDocuments", "DocumentKey DocumentCode Number UnitKey Unit Direction DocumentDate DocumentDateKey DocumentOn Form IsSigned SignatureKind RecipientLevel IsViaNationalAxis IsSecret UpdatedAt LoadKey" },
        { "DocumentMonths", "MonthPeriodKey MonthPeriod UnitKey Unit Direction Documents ElectronicOnly ElectronicAndPaper Paper Signed Secret UpdatedAt" },
        { "Satisfactions", "SatisfactionKey MonthPeriodKey MonthPeriod UnitKey Unit Channel Subject Rated Satisfied UpdatedAt LoadKey" },
        { "ReportedFigures", "ReportedFigureKey DocumentCode DocumentNumber FigureCode RowKey Name NameEn UnitKey Unit PeriodFrom PeriodTo Numerator Denominator Value TextValue UnitOfMeasure Scope Target Qualifier State Notes Evidence UpdatedAt LoadKey" },
        { "DossierTotals", "DossierTotalKey SourceSystemKey SourceSystem UnitKey Unit Sector ServiceLevelLabel ServiceClass PeriodFrom PeriodTo ReceivedOnline ReceivedDirect CarriedOver Received ResolvedEarly ResolvedOnTime ResolvedLate Resolved PendingInTerm PendingOverdue Pending UpdatedAt LoadKey" },
        { "LoadRuns", "LoadKey Feed FileName ContentHash StartedAt CompletedAt Status RowsRead RowsLoaded RowsChanged RowsUnchanged RowsSuperseded RowsRejected SameAsLoadKey Watermark DataVersion Error Kind RetryOfLoadKey SourceModifiedAt DurationMs RowsPerSecond RowsFaulty CheckResults" },
        { "RejectedRows", "RejectedRowKey LoadKey LoadRun LineNumber ReasonCode Message RawRow NeedsSourceFile RetriedLoadKey ResolvedLoadKey" },
        { "CheckResults", "CheckResultKey LoadKey LoadRun CheckCode EntitySet Name NameEn Severity RowsChecked Violations Sample" },
        { "FeedStates", "Feed LastLoadKey LastLoadedAt Watermark LastFailedAt LastError DataVersion" },
    };

    [Theory]
    [MemberData(nameof(Contract))]
    public async Task A_set_has_its_names_and_its_page_reads_at_every_metadata_level(string set, string names)
    {
        var type = Client.Model.FindDeclaredEntitySet(set).EntityType();
        Assert.Empty(names.Split(' ').Except(type.Properties().Select(p => p.Name)));

        foreach (var level in (string[])["minimal", "full", "none"])
        {
            var answer = await Client.GetAsync(set, ("Accept", $"application/json;odata.metadata={level}"), ("Prefer", "odata.maxpagesize=200"));
            Assert.NotEmpty(answer.Value);
        }
    }

    [Fact]
    public async Task The_service_document_lists_every_set()
    {
        var document = await Client.GetAsync("");

        var listed = document.Value.Select(s => (string)s!["name"]!).ToList();
        Assert.Empty(Contract.Select(c => (string)c[0]).Except(listed));
        Assert.Equal(Client.EntitySets().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        foreach (var entry in document.Value)
        {
            await Client.GetAsync((string)entry!["url"]! + "?$top=1");
        }
    }

    [Fact]
    public async Task Every_navigation_property_expands()
    {
        foreach (var set in Client.Model.EntityContainer.EntitySets())
        {
            foreach (var navigation in set.EntityType().NavigationProperties())
            {
                var target = navigation.TargetMultiplicity() is EdmMultiplicity.Many ? $"{navigation.Name}($top=2)" : navigation.Name;
                var rows = (await Client.GetAsync($"{set.Name}?$top=50&$expand={target}")).Value;
                Assert.NotEmpty(rows);
                Assert.All(rows, row => Assert.True(row!.AsObject().ContainsKey(navigation.Name), $"{set.Name}/{navigation.Name}"));
                Assert.False(navigation.Type.IsNullable == false && rows.Any(r => r![navigation.Name] is null), $"{set.Name}/{navigation.Name} is not nullable, so it is there.");
            }
        }
    }

    [Fact]
    public async Task Every_foreign_key_leads_to_a_row()
    {
        foreach (var set in Client.Model.EntityContainer.EntitySets())
        {
            foreach (var navigation in set.EntityType().NavigationProperties().Where(n => n.ReferentialConstraint is not null))
            {
                var pair = navigation.ReferentialConstraint.PropertyPairs.Single();
                var lost = await Client.CountAsync(set.Name, $"{pair.DependentProperty.Name} ne null and {navigation.Name}/{pair.PrincipalProperty.Name} eq null");
                Assert.True(lost == 0, $"{set.Name}/{navigation.Name}: {lost}");
            }
        }
    }

    [Theory]
    [InlineData("Dossiers", "DossierKey", "$orderby=ReceivingUnit/NameSort,ReceivedDate desc&$select=DossierKey", 700)]
    [InlineData("Dates", "DateKey", "$select=DateKey", 4000)]
    [InlineData("Periods", "PeriodKey", "$orderby=Grain,ParentPeriodKey", 37)]
    [InlineData("RejectedRows", "RejectedRowKey", "$orderby=ReasonCode", 3)]
    public async Task Following_next_links_meets_every_row_once(string set, string key, string options, int pageSize)
    {
        var rows = await Client.AllPagesAsync(FeedQueries.Encode($"{set}?{options}"), pageSize);

        Assert.Equal(await Client.CountAsync(set), rows.Count);
        Assert.Equal(rows.Count, rows.Select(r => (long)r[key]!).Distinct().Count());
    }

    [Fact]
    public async Task A_row_is_reached_by_its_key_its_property_and_its_navigation()
    {
        var first = (await Client.GetAsync("Dossiers?$top=1&$expand=ReceivingUnit($select=Name)")).Value.Single()!;
        var key = ((long)first["DossierKey"]!).ToString(CultureInfo.InvariantCulture);

        Assert.Equal((string)first["DossierCode"]!, (string)(await Client.GetAsync($"Dossiers({key})")).Json["DossierCode"]!);
        Assert.Equal((string)first["DossierCode"]!, (string)(await Client.GetAsync($"Dossiers({key})/DossierCode")).Json["value"]!);
        Assert.Equal((string)first["DossierCode"]!, (await Client.GetAsync($"Dossiers({key})/DossierCode/$value")).Text);
        Assert.Equal((string)first["ReceivingUnit"]!["Name"]!, (string)(await Client.GetAsync($"Dossiers({key})/ReceivingUnit")).Json["Name"]!);
        await Client.FailAsync(404, "Dossiers(0)");
    }

    [Fact]
    public async Task Summaries_add_up_to_the_dossiers()
    {
        var months = await Client.RowsAsync("DossierMonths?$select=Received,Resolved,ResolvedOnTime,ComponentsDigitised,ProcessingDaysCount");
        long Sum(string measure) => months.Sum(r => (long)r![measure]!);

        Assert.Equal(await Client.CountAsync("Dossiers"), Sum("Received"));
        Assert.Equal(await Client.CountAsync("Dossiers", "IsResolved eq true"), Sum("Resolved"));
        Assert.Equal(await Client.CountAsync("Dossiers", "IsResolved eq true and IsOnTime eq true"), Sum("ResolvedOnTime"));
        Assert.Equal(await Client.CountAsync("Dossiers", "AreComponentsDigitised eq true"), Sum("ComponentsDigitised"));
        Assert.Equal(await Client.CountAsync("Dossiers", "IsResolved eq true"), Sum("ProcessingDaysCount"));
    }

    [Fact]
    public async Task Every_row_that_was_read_is_accounted_for()
    {
        Assert.Equal(0, await Client.CountAsync("LoadRuns", "RowsRead ne RowsLoaded add RowsChanged add RowsUnchanged add RowsSuperseded add RowsRejected"));
        Assert.Equal(0, await Client.CountAsync("LoadRuns", "Status ne 'Completed'"));
        var runs = await Client.RowsAsync("LoadRuns?$filter=RowsRejected gt 0&$select=RowsRejected&$expand=RejectedRows($select=LineNumber,ReasonCode,Message)");
        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Equal((int)run!["RowsRejected"]!, run["RejectedRows"]!.AsArray().Count));
    }
}
