using DtiWarehouse.Etl.Sources.IGate;
using DtiWarehouse.Etl.Sources.IOffice;
using DtiWarehouse.Etl.Sources.Registers;
using DtiWarehouse.Etl.Sources.Reports;
using DtiWarehouse.Etl.Sources.ServicePortal;

namespace DtiWarehouse.Etl.Sources;

/// <summary>The feeds of the source contracts, and which feed a file belongs to by its name.</summary>
public static class FeedCatalogue
{
    private static readonly string[] Endings = [".csv.gz", ".csv", ".xlsx", ".jsonl.gz", ".jsonl", ".xls"];

    public static FeedDefinition Dossiers { get; } = new DossierFeed();
    public static FeedDefinition Documents { get; } = new DocumentFeed();
    public static FeedDefinition Services { get; } = new ServiceFeed();
    public static FeedDefinition Units { get; } = new UnitFeed();
    public static FeedDefinition Holidays { get; } = new HolidayFeed();
    public static FeedDefinition AdminUnits { get; } = new AdminUnitFeed();
    public static FeedDefinition AdminSuccessors { get; } = new AdminSuccessorFeed();
    public static FeedDefinition Satisfaction { get; } = new SatisfactionFeed();
    public static FeedDefinition DossierTotals { get; } = new DossierTotalFeed();
    public static FeedDefinition ReportedFigures { get; } = new ReportedFigureFeed();

    /// <summary>Every feed, in the contract's order.</summary>
    public static IReadOnlyList<FeedDefinition> All { get; } =
    [
        Dossiers, Documents, Services, Units, Holidays, AdminUnits, AdminSuccessors, Satisfaction, DossierTotals,
        ReportedFigures,
    ];

    /// <summary>The feed of that name, ignoring case; null when the contract has none.</summary>
    public static FeedDefinition? Find(string name) =>
        All.FirstOrDefault(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The feed of a file named <c>&lt;feed&gt;_&lt;anything&gt;.csv</c> or <c>&lt;feed&gt;.csv</c>, ignoring case; likewise
    /// with one of the other endings. Null when the name belongs to no feed. A workbook of the old form (<c>.xls</c>)
    /// belongs to its feed too, whose run then says why it is refused.
    /// </summary>
    public static FeedDefinition? ForFile(string fileName)
    {
        var name = Path.GetFileName(fileName);
        var stem = Endings.Select(ending => Stem(name, ending)).FirstOrDefault(stem => stem is not null);
        return stem is null ? null : All.FirstOrDefault(feed => IsStemOf(feed, stem));
    }

    private static string? Stem(string name, string extension) =>
        name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : null;

    private static bool IsStemOf(FeedDefinition feed, string stem) =>
        stem.StartsWith(feed.Name, StringComparison.OrdinalIgnoreCase)
        && (stem.Length == feed.Name.Length || stem[feed.Name.Length] == '_');
}
