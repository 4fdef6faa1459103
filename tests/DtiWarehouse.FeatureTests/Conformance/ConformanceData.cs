using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Conformance;

/// <summary>Where third-party test data lies beside the project, if it does; the project keeps no copy.</summary>
internal static class ConformanceData
{
    private const string Folder = "shared/odata/conformance";

    private static readonly string? Place = Find();

    public static bool IsThere => Place is not null;

    public static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Place!, file)))!;

    private static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var folder = Path.Combine(directory.FullName, Folder);
            if (File.Exists(Path.Combine(folder, "aggregation_dataset.json")))
            {
                return folder;
            }
        }
        return null;
    }

    /// <summary>A test that reads the data; skipped where it is absent.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ConformanceFactAttribute : FactAttribute
    {
        public ConformanceFactAttribute() => Skip = IsThere ? null : $"The conformance data is not there: no folder above the tests has {Folder}.";
    }
}
