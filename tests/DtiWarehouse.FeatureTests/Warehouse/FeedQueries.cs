using System.Globalization;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Questions to the feed that the tests of the product share.</summary>
internal static class FeedQueries
{
    /// <summary>A URL as a client sends it: blanks and everything beyond ASCII percent-encoded, the rest as written.</summary>
    public static string Encode(string url) => string.Concat(url.EnumerateRunes().Select(r => r.IsAscii && r.Value > ' ' ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    public static IEnumerable<string> EntitySets(this StrictClient client) => client.Model.EntityContainer.EntitySets().Select(s => s.Name);

    /// <summary>Number of rows of a set, or of those that a condition holds for.</summary>
    public static async Task<int> CountAsync(this StrictClient client, string set, string? filter = null)
    {
        var answer = await client.GetAsync(Encode($"{set}/$count{(filter is null ? "" : $"?$filter={filter}")}"));
        return int.Parse(answer.Text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>All rows, page by page; the strict reader takes answers of up to a megabyte.</summary>
    public static async Task<JsonArray> RowsAsync(this StrictClient client, string query, int pageSize = 2000)
    {
        var rows = new JsonArray();
        for (string? next = Encode(query); next is not null;)
        {
            var answer = await client.GetAsync(next, ("Prefer", $"odata.maxpagesize={pageSize.ToString(CultureInfo.InvariantCulture)}"));
            foreach (var row in answer.Value)
            {
                rows.Add(row!.DeepClone());
            }
            next = answer.NextLink;
        }
        return rows;
    }

    /// <summary>Number of rows of every entity set. Runs that passed over a known file are left out.</summary>
    public static async Task<SortedDictionary<string, int>> CountsAsync(this StrictClient client)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var set in client.EntitySets())
        {
            counts[set] = await client.CountAsync(set, set == "LoadRuns" ? "SameAsLoadKey eq null" : null);
        }
        return counts;
    }

    /// <summary>Sums of the measures of <c>DossierMonths</c>.</summary>
    public static async Task<string> DossierMonthSumsAsync(this StrictClient client)
    {
        string[] measures = ["Received", "Resolved", "ResolvedOnTime", "ResolvedLate", "ComponentsDigitised", "ResultsDigitised", "WithFee", "PaidOnline", "ReusingData", "ProcessingDaysSum", "ProcessingDaysCount"];
        var rows = await client.RowsAsync($"DossierMonths?$select={string.Join(',', measures)}");
        return string.Join(", ", measures.Select(m => $"{m} {rows.Sum(r => (long)r![m]!).ToString(CultureInfo.InvariantCulture)}"));
    }
}
