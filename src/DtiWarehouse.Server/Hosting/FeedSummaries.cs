using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Facts;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Which questions about facts their summaries answer. Loads write both in one commit; <c>DataChecks</c> hold them against each other.</summary>
internal static class FeedSummaries
{
    private static readonly Dictionary<string, object> Resolved = new() { [nameof(DossierFact.IsResolved)] = true };

    private static readonly SummaryDate Received = Month(nameof(DossierFact.ReceivedDate), nameof(DossierFact.ReceivedOn));

    private static readonly SummaryDate Completed = Month(nameof(DossierFact.ResolvedDate), nameof(DossierFact.ResolvedOn)) with { Known = Resolved };

    private static readonly SummaryDate Issued = Month(nameof(SignedDocumentFact.DocumentDate), nameof(SignedDocumentFact.DocumentOn));

    private static readonly string[] UnitDimensions = [nameof(DossierFact.ReceivingUnitKey), nameof(DossierFact.Channel), nameof(DossierFact.ServiceClass)];

    /// <summary>The smallest of a set first.</summary>
    public static IReadOnlyList<SummaryDeclaration> All { get; } =
    [
        Dossiers<DossierUnit>(UnitDimensions, null, null, withJudged: true),
        Dossiers<DossierUnitMonth>(UnitDimensions, Received, Completed, withJudged: true),
        Dossiers<DossierMonth>([.. UnitDimensions, nameof(DossierFact.ResolvingUnitKey), nameof(DossierFact.ProcedureKey)], Received, Completed, withJudged: false),
        Months<DossierUnit>(UnitDimensions),
        Months<DossierUnitMonth>([.. UnitDimensions, nameof(DossierMonth.MonthPeriodKey)]),
        new("SignedDocuments", typeof(DocumentMonth))
        {
            Dimensions = [nameof(SignedDocumentFact.UnitKey), nameof(SignedDocumentFact.Direction)],
            Counts =
            [
                new(nameof(DocumentMonth.Documents), nameof(DocumentMonth.Secret)) { Date = Issued },
                Documents(nameof(DocumentMonth.Documents)),
                Documents(nameof(DocumentMonth.ElectronicOnly), (nameof(SignedDocumentFact.Form), nameof(DocumentForm.Electronic))),
                Documents(nameof(DocumentMonth.ElectronicAndPaper), (nameof(SignedDocumentFact.Form), nameof(DocumentForm.ElectronicAndPaper))),
                Documents(nameof(DocumentMonth.Paper), (nameof(SignedDocumentFact.Form), nameof(DocumentForm.Paper))),
                Documents(nameof(DocumentMonth.Signed), (nameof(SignedDocumentFact.IsSigned), true)),
                new(nameof(DocumentMonth.Secret)) { Where = new Dictionary<string, object> { [nameof(SignedDocumentFact.IsSecret)] = true }, Date = Issued },
            ],
        },
    ];

    private static SummaryDeclaration Dossiers<T>(string[] dimensions, SummaryDate? received, SummaryDate? completed, bool withJudged) => new("Dossiers", typeof(T))
    {
        Dimensions = dimensions,
        Counts =
        [
            new(nameof(DossierMonth.Received)) { Date = received },
            new(nameof(DossierMonth.Resolved)) { Where = Resolved, Date = completed },
            new(nameof(DossierMonth.ResolvedOnTime)) { Where = new Dictionary<string, object>(Resolved) { [nameof(DossierFact.IsOnTime)] = true }, Date = completed },
            new(nameof(DossierMonth.ResolvedLate)) { Where = new Dictionary<string, object>(Resolved) { [nameof(DossierFact.IsOnTime)] = false }, Date = completed },
            new(nameof(DossierMonth.ResultsDigitised)) { Where = new Dictionary<string, object>(Resolved) { [nameof(DossierFact.IsResultDigitised)] = true }, Date = completed },
            Flagged(nameof(DossierMonth.ComponentsDigitised), nameof(DossierFact.AreComponentsDigitised), true, received),
            Flagged(nameof(DossierMonth.WithFee), nameof(DossierFact.HasFee), true, received),
            Flagged(nameof(DossierMonth.PaidOnline), nameof(DossierFact.IsPaidOnline), true, received),
            Flagged(nameof(DossierMonth.ReusingData), nameof(DossierFact.ReusesData), true, received),
            .. withJudged
                ? [Flagged(nameof(DossierRollup.OnTime), nameof(DossierFact.IsOnTime), true, received), Flagged(nameof(DossierRollup.Late), nameof(DossierFact.IsOnTime), false, received)]
                : (SummaryCount[])[],
        ],
        Sums = [new(nameof(DossierFact.ProcessingDays), nameof(DossierMonth.ProcessingDaysSum), nameof(DossierMonth.ProcessingDaysCount)) { Where = Resolved, Date = completed }],
    };

    private static SummaryCount Flagged(string count, string flag, bool value, SummaryDate? received) => new(count) { Where = new Dictionary<string, object> { [flag] = value }, Date = received };

    /// <summary>DossierMonths by a coarser summary of the same measures.</summary>
    private static SummaryDeclaration Months<T>(string[] dimensions) => new("DossierMonths", typeof(T))
    {
        Dimensions = dimensions,
        Sums =
        [
            .. new[]
            {
                nameof(DossierMonth.Received), nameof(DossierMonth.Resolved), nameof(DossierMonth.ResolvedOnTime), nameof(DossierMonth.ResolvedLate), nameof(DossierMonth.ComponentsDigitised),
                nameof(DossierMonth.ResultsDigitised), nameof(DossierMonth.WithFee), nameof(DossierMonth.PaidOnline), nameof(DossierMonth.ReusingData),
                nameof(DossierMonth.ProcessingDaysSum), nameof(DossierMonth.ProcessingDaysCount),
            }.Select(measure => new SummarySum(measure, measure)),
        ],
    };

    /// <summary>Documents that are not secret, with a further condition.</summary>
    private static SummaryCount Documents(string count, params (string Property, object Value)[] conditions) => new(count)
    {
        Where = conditions.Append((Property: nameof(SignedDocumentFact.IsSecret), Value: false)).ToDictionary(c => c.Property, c => c.Value),
        Date = Issued,
    };

    /// <summary>The months of a date of a fact: those of DossierMonths and its like.</summary>
    private static SummaryDate Month(string date, string calendar) => new(date, "MonthPeriod/StartDate", new Dictionary<string, string>
    {
        [$"{calendar}/MonthPeriodKey"] = "MonthPeriodKey",
        [$"{calendar}/Year"] = "MonthPeriod/Year",
        [$"{calendar}/Quarter"] = "MonthPeriod/Quarter",
        [$"{calendar}/Month"] = "MonthPeriod/Month",
    });
}
