using System.Text;
using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>All indicators that are computed: those that come with the product and a province's own.</summary>
public sealed class IndicatorCatalogue
{
    private const string Resources = "catalogue/";
    private const string FiguresFile = "reconciliation.yaml";

    private IndicatorCatalogue(IReadOnlyList<IndicatorDefinition> indicators, FigureMap figures)
    {
        Indicators = indicators;
        Figures = figures;
    }

    /// <summary>In order of code and version.</summary>
    public IReadOnlyList<IndicatorDefinition> Indicators { get; }

    /// <summary>Which indicators the published figures state.</summary>
    internal FigureMap Figures { get; }

    /// <summary>
    /// Reads the product's files and those of a folder, and checks the folder's queries against the model; the product's are
    /// as <see cref="LoadShipped"/> has them. A file of the folder that bears the name of one of the product's replaces it.
    /// </summary>
    /// <param name="folder">Folder of further <c>*.yaml</c> files; it need not exist.</param>
    /// <exception cref="CatalogueException">A file is wrong; nothing is loaded.</exception>
    public static IndicatorCatalogue Load(ODataService service, string? folder)
    {
        var own = Own(folder).ToList();
        return Create(service, Shipped().Concat(own), own.Select(file => file.File).ToHashSet(StringComparer.Ordinal).Contains);
    }

    /// <summary>The product's files alone, every query checked: a test does, so that no start has to.</summary>
    /// <exception cref="CatalogueException">A file is wrong.</exception>
    internal static IndicatorCatalogue LoadShipped(ODataService service) => Create(service, Shipped());

    /// <summary>The catalogue of files given by name and text; a later one replaces an earlier one of the same name.</summary>
    /// <exception cref="CatalogueException">A file is wrong.</exception>
    internal static IndicatorCatalogue Create(ODataService service, IEnumerable<(string File, string Text)> files) => Create(service, files, _ => true);

    private static IndicatorCatalogue Create(ODataService service, IEnumerable<(string File, string Text)> files, Func<string, bool> isChecked)
    {
        var texts = files.GroupBy(file => Path.GetFileName(file.File), StringComparer.OrdinalIgnoreCase).Select(file => file.Last()).ToList();
        var reader = new IndicatorFile(service.Model);
        var indicators = texts.Where(file => !IsFigures(file.File)).Select(file => reader.Read(file.File, file.Text))
            .OrderBy(indicator => indicator.Code, StringComparer.Ordinal).ThenBy(indicator => indicator.Version).ToList();
        RefuseTwins(indicators);
        RefuseStrangers(indicators);
        foreach (var term in indicators.Where(indicator => isChecked(indicator.Place.File)).SelectMany(indicator => indicator.Terms))
        {
            Check(service, term);
        }
        return new IndicatorCatalogue(indicators, FigureMap.Read(texts.Where(file => IsFigures(file.File)), indicators));
    }

    /// <summary>Versions of an indicator that speak of the same day would both be the figure of that day.</summary>
    private static void RefuseTwins(IReadOnlyList<IndicatorDefinition> indicators)
    {
        foreach (var (earlier, later) in indicators.Zip(indicators.Skip(1)).Where(pair => pair.First.Code == pair.Second.Code))
        {
            if (earlier.Version == later.Version)
            {
                throw new CatalogueException(later.Place, $"{later.Code} phiên bản {later.Version} đã có trong {earlier.Place.File}.", $"{later.Code} version {later.Version} stands in {earlier.Place.File} already.");
            }
            if (earlier.ValidTo is null || later.ValidFrom is null || earlier.ValidTo >= later.ValidFrom)
            {
                throw new CatalogueException(
                    later.Place, $"{later.Code}: phiên bản {earlier.Version} và {later.Version} cùng hiệu lực; hãy đặt “validTo” và “validFrom”.",
                    $"{later.Code}: versions {earlier.Version} and {later.Version} hold at the same time; set 'validTo' and 'validFrom'.");
            }
        }
    }

    private static void RefuseStrangers(IReadOnlyList<IndicatorDefinition> indicators)
    {
        foreach (var indicator in indicators)
        {
            if (indicator.Needs.FirstOrDefault(code => !indicators.Any(known => known.Code == code)) is { } stranger)
            {
                throw new CatalogueException(indicator.Place, $"{indicator.Code}: không có chỉ tiêu “{stranger}”.", $"{indicator.Code}: there is no indicator '{stranger}'.");
            }
            if (indicator.Components.FirstOrDefault(code => indicators.Any(known => known.Code == code && known is { Score: null, Components.Count: 0 })) is { } without)
            {
                throw new CatalogueException(indicator.Place, $"{indicator.Code}: chỉ tiêu “{without}” không có điểm (“score”).", $"{indicator.Code}: the indicator '{without}' has no 'score'.");
            }
            // An indicator may need others, but not itself.
            if (Reaches(indicator.Needs, indicator.Code, []))
            {
                throw new CatalogueException(indicator.Place, $"{indicator.Code} dựa vào chính nó.", $"{indicator.Code} depends on itself.");
            }
        }

        bool Reaches(IEnumerable<string> codes, string wanted, HashSet<string> seen) =>
            codes.Any(code => code == wanted || (seen.Add(code) && indicators.Any(indicator => indicator.Code == code && Reaches(indicator.Needs, wanted, seen))));
    }

    /// <summary>Translates the query as a reader would open it, and with the operand that today's units are counted by.</summary>
    private static void Check(ODataService service, Term term)
    {
        var day = new DateOnly(2023, 11, 30);
        string?[] operands = term.CountsUnits ? [null, term.OfUnit("CurrentUnit/UnitCode")] : [null];
        foreach (var operand in operands)
        {
            try
            {
                ODataSession.Check(service, term.Fill($"{term.UnitKey} eq 0", new DateOnly(2023, 11, 1), day, day, operand));
            }
            catch (ODataError wrong)
            {
                throw new CatalogueException(term.Place, $"truy vấn sai: {wrong.Vietnamese} ({wrong.Code})", $"the query is wrong: {wrong.Message} ({wrong.Code})");
            }
        }
    }

    private static bool IsFigures(string file) => Path.GetFileName(file).Equals(FiguresFile, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string File, string Text)> Shipped()
    {
        var assembly = typeof(IndicatorCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return (name[Resources.Length..], reader.ReadToEnd());
        }
    }

    private static IEnumerable<(string File, string Text)> Own(string? folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)))
        : [];
}
