using System.Globalization;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>
/// What $search finds is the service's to say: here, rows one of whose texts holds the term, without case and marks.
/// Only single words and their conjunction are made here.
/// </summary>
public static class SearchTerms
{
    public static bool Match(string terms, Row row) => terms.Split(" OR ").Any(any => any.Split(" AND ").All(term => Matches(term, row)));

    private static bool Matches(string term, Row row)
    {
        if (term.StartsWith("NOT ", StringComparison.Ordinal))
        {
            return !Matches(term[4..], row);
        }
        return row.Values.Values.OfType<string>().Any(text => CultureInfo.InvariantCulture.CompareInfo.IndexOf(
            text.Replace('đ', 'd').Replace('Đ', 'D'), term.Trim('"').Replace('đ', 'd').Replace('Đ', 'D'), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
    }
}
