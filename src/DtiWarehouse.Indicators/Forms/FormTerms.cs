namespace DtiWarehouse.Indicators.Forms;

/// <summary>The queries that forms are put together from.</summary>
internal static class FormTerms
{
    /// <summary>Rows of months that lie wholly in the period.</summary>
    public const string WholeMonths = "MonthPeriod/StartDate ge {from} and MonthPeriod/EndDate le {to}";

    /// <summary>Online services: level 3 = partial, level 4 = full (NĐ 42/2022).</summary>
    public const string Online = "ServiceClass in ('Partial','Full')";

    /// <summary>Completed in the period: by the day's key, which units and their days are indexed by.</summary>
    public const string ResolvedInPeriod = "ResolvedDateKey ge {fromKey} and ResolvedDateKey le {toKey}";

    /// <summary>Dossiers received in the period, by receiving unit.</summary>
    public static FigureQuery Received(string? condition = null) => new("Dossiers", "ReceivingUnit", "ReceivedDate ge {from} and ReceivedDate le {to}", condition);

    /// <summary>Dossiers completed in the period, by receiving unit.</summary>
    public static FigureQuery Resolved(string? condition = null) => new("Dossiers", "ReceivingUnit", ResolvedInPeriod, condition);

    /// <summary>Procedures with a dossier received in the period.</summary>
    public static FigureQuery ServicesWithDossiers(string condition) => Received(condition) with { Steps = "aggregate(Procedure/ProcedureCode with countdistinct as Value)" };

    /// <summary>Units with a dossier received in the period.</summary>
    public static FigureQuery ReceivingUnits(string? condition = null) => Received(condition).CountingUnits;

    /// <summary>Procedures of the service catalogue in the period's last month.</summary>
    /// <param name="known">Rows that tell that the condition is counted at all.</param>
    public static FigureQuery Services(string? condition, string? known = null) => new("OnlineServices", "Unit", "MonthPeriod/StartDate eq {last}", condition)
    {
        Steps = "aggregate(Procedure/ProcedureCode with countdistinct as Value)",
        Known = known,
    };

    /// <summary>Documents of the period that are not secret.</summary>
    public static FigureQuery Documents(string? condition = null)
    {
        var documents = new FigureQuery("SignedDocuments", "Unit", "DocumentDate ge {from} and DocumentDate le {to}", "IsSecret eq false");
        return condition is null ? documents : documents.And(condition);
    }

    /// <summary>Ratings in the period's whole months.</summary>
    public static FigureQuery Ratings(string measure, string? condition = null) => new("Satisfactions", "Unit", WholeMonths, condition) { Steps = $"aggregate({measure} with sum as Value)" };

    /// <summary>Units at the end of the period.</summary>
    public static FigureQuery Units(string condition) => new("Units", "", "ValidFrom le {asOf} and (ValidTo eq null or ValidTo ge {asOf})", condition)
    {
        Steps = "aggregate(UnitCode with countdistinct as Value)",
        IsAlwaysKnown = true,
    };

    /// <summary>Sum of a measure over totals whose span lies in the period.</summary>
    public static FigureQuery Totals(string measure) => new("DossierTotals", "Unit", "PeriodFrom ge {from} and PeriodTo le {to}", null)
    {
        Steps = $"aggregate({measure} with sum as Value)",
        IsZeroWithoutRows = false,
        Sector = "Sector",
    };

    /// <summary>A stock at the beginning of the period: of each series of totals its first span.</summary>
    public static FigureQuery FirstTotals(string measure) => Totals(measure) with { Steps = OfSpan("PeriodFrom", "min", measure) };

    /// <summary>A stock at the end of the period: of each series of totals its last span.</summary>
    public static FigureQuery LastTotals(string measure) => Totals(measure) with { Steps = OfSpan("PeriodTo", "max", measure) };

    private static string OfSpan(string day, string end, string measure) =>
        $"groupby((Unit/UnitCode,SourceSystem/Code,Sector,ServiceLevelLabel),filter({day} eq $these/aggregate({day} with {end})))/aggregate({measure} with sum as Value)";
}
