using System.Globalization;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Members of a dimension that no register knows: facts named them.</summary>
internal static class InferredMembers
{
    /// <summary>A database counts the parts of a union.</summary>
    private const int KeysAtOnce = 100;

    /// <summary>Removes those that no fact leads to any more.</summary>
    /// <param name="references">Columns of facts that lead to the dimension.</param>
    public static void RemoveUnreferenced(LoadConnection connection, string dimension, string key, IReadOnlyList<(string Fact, string Column)> references)
    {
        // Each key by itself, as a number: a subquery that looks out at the dimension is more than a spread database takes.
        foreach (var keys in connection.Query($"SELECT {key} FROM {dimension} WHERE is_inferred = @yes", row => row.GetInt32(0)).Chunk(KeysAtOnce))
        {
            var gone = connection.Query(string.Join("\nUNION ALL\n", keys.Select(member => Unreferenced(member, references))), row => row.GetInt32(0));
            if (gone.Count > 0)
            {
                connection.Execute($"DELETE FROM {dimension} WHERE {key} IN ({string.Join(", ", gone.Select(Number))})");
            }
        }
    }

    private static string Unreferenced(int key, IReadOnlyList<(string Fact, string Column)> references) =>
        $"SELECT {Number(key)} AS member WHERE {string.Join(" AND ", references.Select(r => $"NOT EXISTS (SELECT 1 FROM {r.Fact} f WHERE f.{r.Column} = {Number(key)})"))}";

    private static string Number(int key) => key.ToString(CultureInfo.InvariantCulture);
}
