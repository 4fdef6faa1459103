using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Server.Forms;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Indicators.Forms;

namespace DtiWarehouse.Server.Portal;

/// <summary>What a page is asked to show; null where the caller leaves it to the page.</summary>
/// <param name="Unit">Code of a unit; null on the overview.</param>
internal sealed record PortalChoice(string? Unit, string? Period, string? Indicator, string? Basis)
{
    public static readonly PortalChoice Nothing = new(null, null, null, null);
}

/// <summary>Addresses of pages, forms and queries as links from here: below the caller's path prefix, in the page's language.</summary>
internal sealed record PortalAddress(string Prefix, string FeedRoot, PortalLanguage Language)
{
    public const string StyleSheet = "/portal/portal.css";

    private static readonly string Build = typeof(PortalAddress).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    public static PortalAddress Of(HttpContext http, CallerFeeds feeds, PortalLanguage language)
    {
        var prefix = http.Request.PathBase.ToUriComponent();
        var root = feeds.Of(http).PublicRoot?.AbsoluteUri ?? $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{prefix}{FeedEndpoints.ServiceRoot}";
        var model = feeds.Of(http).Model;
        return new PortalAddress(prefix, root.TrimEnd('/') + "/", language)
        {
            IsReader = Caller.Of(http).May(CallerRole.Reader),
            Summary = Array.Find(["DossierMonths", "OpenDossierMonths"], set => model.TryGetSet(set, out _)),
        };
    }

    /// <summary>The set of dossiers by month and unit that the caller may read; null = none.</summary>
    public string? Summary { get; private init; }

    /// <summary>Forms and incremental refreshes are of what is not open.</summary>
    public bool IsReader { get; private init; }

    /// <summary>Tells apart all that links and words of a page depend on.</summary>
    public string Tag => $"{Build}\n{Prefix}\n{FeedRoot}\n{Language.Code}\n{IsReader} {Summary}";

    /// <summary>The overview, or a unit's page.</summary>
    public string Page(PortalChoice choice) => Place(choice.Unit is { } unit ? $"/units/{Uri.EscapeDataString(unit)}" : "/", choice);

    public string Unit(string code, PortalChoice choice) => Page(choice with { Unit = code });

    public string Connect => Place("/connect", PortalChoice.Nothing);

    public string PowerBiFile => Prefix + "/connect/dtiwarehouse.pbids";

    public string Style(string tag) => $"{Prefix}{StyleSheet}?v={tag}";

    public string Forms => Prefix + FormEndpoints.Root;

    public string Form(string form, string unit, string? period, string format) =>
        $"{Forms}/{form}?unit={Uri.EscapeDataString(unit)}{(period is null ? "" : "&period=" + Uri.EscapeDataString(period))}&format={format}";

    /// <summary>The queries that a value of an indicator is made of.</summary>
    public string Value(long key) => Prefix + $"{IndicatorEndpoints.Root}/values/{key}";

    /// <summary>A query of the feed, as a link from this server's pages.</summary>
    public string Query(string resource, string? format = null) =>
        $"{Prefix}{FeedEndpoints.ServiceRoot}/{ODataSession.UrlOf(resource)}{(format is null ? "" : $"{(resource.Contains('?', StringComparison.Ordinal) ? '&' : '?')}$format={format}&labels=both")}";

    private string Place(string path, PortalChoice choice)
    {
        (string Name, string? Value)[] options =
            [("period", choice.Period), ("indicator", choice.Indicator), ("basis", choice.Basis), ("lang", Language.IsVietnamese ? null : Language.Code)];
        var query = string.Join('&', options.Where(option => option.Value is not null).Select(option => $"{option.Name}={Uri.EscapeDataString(option.Value!)}"));
        return Prefix + path + (query.Length == 0 ? "" : "?" + query);
    }
}
