using System.Text;
using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Tests.Sources;

/// <summary>Writes a source file, reads it through, and keeps what came out.</summary>
internal static class SourceText
{
    /// <summary>2023-12-01 08:00 in UTC+7.</summary>
    public static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2023, 12, 1, 1, 0, 0, TimeSpan.Zero));

    public static FeedResult Read(FeedDefinition feed, string text, FeedMapping? mapping = null) =>
        Read(feed, new UTF8Encoding(false).GetBytes(text), mapping);

    public static FeedResult Read(FeedDefinition feed, byte[] bytes, FeedMapping? mapping = null, string ending = "")
    {
        var path = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}{ending}");
        try
        {
            File.WriteAllBytes(path, bytes);
            using var file = FeedFile.Open(path, feed, mapping ?? FeedMapping.Default, Clock);
            var result = new FeedResult(file, [], []);
            while (file.TryRead(out var row, out var rejection))
            {
                Assert.True(row is null ^ rejection is null);
                if (row is not null)
                    result.Rows.Add(row);
                else
                    result.Rejections.Add(rejection!);
            }
            return result;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static FeedFileException Refused(FeedDefinition feed, string text, FeedMapping? mapping = null) =>
        Assert.Throws<FeedFileException>(() => Read(feed, text, mapping));

    public static FeedFileException Refused(FeedDefinition feed, byte[] bytes, string ending = "") =>
        Assert.Throws<FeedFileException>(() => Read(feed, bytes, ending: ending));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

internal sealed record FeedResult(FeedFile File, List<FeedRow> Rows, List<RowRejection> Rejections)
{
    public T Single<T>() where T : FeedRow
    {
        Assert.Empty(Rejections.Select(rejection => rejection.Message));
        return Assert.IsType<T>(Assert.Single(Rows));
    }

    public RowRejection Rejected()
    {
        Assert.Empty(Rows);
        return Assert.Single(Rejections);
    }
}
