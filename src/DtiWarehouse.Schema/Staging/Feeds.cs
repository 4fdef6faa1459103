namespace DtiWarehouse.Schema.Staging;

/// <summary>Names of the feeds (source contracts), in the order in which a folder is loaded: reference lists first.</summary>
public static class Feeds
{
    public const string AdminUnits = "admin_units";
    public const string AdminSuccessors = "admin_successors";
    public const string Holidays = "holidays";
    public const string OrgUnits = "org_units";
    public const string Services = "dvc_services";
    public const string Dossiers = "igate_dossiers";
    public const string Documents = "ioffice_documents";
    public const string Satisfaction = "satisfaction";
    public const string DossierTotals = "dossier_totals";
    public const string ReportedFigures = "reported_figures";

    /// <summary>Every feed, in loading order. The order only saves work: it never decides the result.</summary>
    public static readonly IReadOnlyList<string> All =
        [AdminUnits, AdminSuccessors, Holidays, OrgUnits, Services, Dossiers, Documents, Satisfaction, DossierTotals, ReportedFigures];

    /// <summary>Feeds to whose natural key a unit belongs, its identifier last: rows under two identifiers of one unit are one fact.</summary>
    public static readonly IReadOnlyList<string> KeyedByUnit = [Services, Documents, Satisfaction, DossierTotals, ReportedFigures];

    /// <summary>Table of the feed's accepted source rows.</summary>
    public static string SourceTable(string feed) => $"src_{feed}";
}
