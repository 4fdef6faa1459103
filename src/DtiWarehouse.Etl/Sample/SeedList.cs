using CsvHelper;

namespace DtiWarehouse.Etl.Sample;

/// <summary>Rows of an embedded reference list, header left out.</summary>
internal static class SeedList
{
    public static List<string[]> Read(string resource)
    {
        var stream = typeof(SeedList).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Embedded list {resource} is missing.");
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',', HasHeader = false });
        csv.Read();
        var rows = new List<string[]>();
        while (csv.Read())
        {
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        }
        return rows;
    }
}
