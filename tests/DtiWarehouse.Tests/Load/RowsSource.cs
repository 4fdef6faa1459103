using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;

namespace DtiWarehouse.Tests.Load;

/// <summary>A feed file whose rows are given in memory: rows, rejections, or a refusal of the whole file.</summary>
public sealed class RowsSource(string feed, string fileName, IEnumerable<object> rows) : FeedSource
{
    private readonly IEnumerator<object> _rows = rows.GetEnumerator();

    public DateTime ModifiedAt { get; init; } = new(2025, 1, 15, 3, 0, 0, DateTimeKind.Utc);

    public string? ContentHash { get; init; }

    public override FeedFacts Facts => new(feed, fileName, ContentHash ?? Hash(fileName), "default", ModifiedAt);

    public override bool TryRead(out FeedRow? row, out RowRejection? rejection)
    {
        (row, rejection) = (null, null);
        if (!_rows.MoveNext())
        {
            return false;
        }
        switch (_rows.Current)
        {
            case FeedRow accepted: row = accepted; break;
            case RowRejection rejected: rejection = rejected; break;
            case FeedFileException refusal: throw refusal;
        }
        return true;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
