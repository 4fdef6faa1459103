using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.IGate;
using DtiWarehouse.Etl.Sources.IOffice;
using DtiWarehouse.Etl.Sources.Registers;
using DtiWarehouse.Etl.Sources.Reports;
using DtiWarehouse.Etl.Sources.ServicePortal;

namespace DtiWarehouse.Etl.Sources;

/// <summary>The feeds of the source contracts, and which feed a file belongs to by its name.</summary>
public static class FeedCatalogue
{
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
    /// The feed of a file named <c>&lt;feed&gt;_&lt;anything&gt;.csv</c>, <c>….csv.gz</c> or <c>&lt;feed&gt;.csv</c>, ignoring case;
    /// null when the name belongs to no feed.
    /// </summary>
    /// <exception cref="FeedFileException"><c>FILE_NOT_SUPPORTED</c>: a workbook under a feed's name.</exception>
    public static FeedDefinition? ForFile(string fileName)
    {
        var name = Path.GetFileName(fileName);
        var stem = Stem(name, ".csv.gz") ?? Stem(name, ".csv") ?? Stem(name, ".xlsx");
        var feed = stem is null ? null : All.FirstOrDefault(feed => IsStemOf(feed, stem));
        if (feed is not null)
        {
            RefuseWorkbook(name);
        }
        return feed;
    }

    /// <summary>Refuses a workbook by its name, before its bytes are taken for damaged text.</summary>
    internal static void RefuseWorkbook(string fileName)
    {
        var name = Path.GetFileName(fileName);
        if (Stem(name, ".xlsx") is not null)
        {
            throw new FeedFileException(ReasonCode.FileNotSupported,
                $"Tệp “{name}” là sổ tính XLSX, chưa đọc được; hãy lưu trang tính thành CSV UTF-8 rồi nạp lại. / "
                + $"The file “{name}” is an XLSX workbook, which is not read yet; save the sheet as CSV UTF-8 and load it again.");
        }
    }

    private static string? Stem(string name, string extension) =>
        name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : null;

    private static bool IsStemOf(FeedDefinition feed, string stem) =>
        stem.StartsWith(feed.Name, StringComparison.OrdinalIgnoreCase)
        && (stem.Length == feed.Name.Length || stem[feed.Name.Length] == '_');
}
