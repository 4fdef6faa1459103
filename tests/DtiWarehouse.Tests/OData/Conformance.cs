using System.Text.Json;

namespace DtiWarehouse.Tests.OData;

/// <summary>OASIS's test material. It is not part of this repository; tests over it are skipped where it is not at hand.</summary>
internal static class Conformance
{
    public const string Absent = "The OASIS material (shared/odata/conformance beside the repository) is not here.";

    /// <summary>The folder, looked for upwards from the test assembly; null = not here.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "shared", "odata", "conformance");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }

    /// <summary>Cases of the URL grammar: rule, text, whether the rule derives it.</summary>
    public static IEnumerable<(string Rule, string Input, bool IsValid)> GrammarCases()
    {
        if (Folder is null)
        {
            yield break;
        }
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "odata-abnf-testcases.json")));
        foreach (var one in json.RootElement.GetProperty("testCases").EnumerateArray())
        {
            var fails = one.TryGetProperty("FailAt", out var at) && at.ValueKind is not JsonValueKind.Null;
            yield return (one.GetProperty("Rule").GetString()!, one.GetProperty("Input").GetString()!, !fails);
        }
    }
}

/// <summary>A test over OASIS's material, skipped with a reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceFactAttribute : FactAttribute
{
    public ConformanceFactAttribute()
    {
        if (Conformance.Folder is null)
        {
            Skip = Conformance.Absent;
        }
    }
}
