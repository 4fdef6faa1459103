using System.Reflection;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl;

/// <summary>The lists that come with the product, as embedded feed files.</summary>
public static class ReferenceData
{
    private static readonly Assembly Product = typeof(ReferenceData).Assembly;

    /// <summary>Feeds of the lists, in loading order.</summary>
    public static IReadOnlyList<string> Lists { get; } =
        [.. new[] { Feeds.AdminUnits, Feeds.AdminSuccessors, Feeds.ReportedFigures }.Where(list => Product.GetManifestResourceInfo(Resource(list)) is not null)];

    /// <summary>Writes a list to a temporary file, so that it is read as any other file of its feed.</summary>
    public static ExtractedList Extract(string list)
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-").FullName;
        var path = Path.Combine(folder, list + ".csv");
        using var resource = Product.GetManifestResourceStream(Resource(list))!;
        using var file = File.Create(path);
        resource.CopyTo(file);
        return new ExtractedList(path);
    }

    private static string Resource(string list) => $"seed/{list}.csv";
}

/// <summary>A list in a temporary file, which goes with it.</summary>
public sealed record ExtractedList(string Path) : IDisposable
{
    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
