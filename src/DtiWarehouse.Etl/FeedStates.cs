using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl;

/// <summary>How fresh the data of each feed is, summed up from the ledger in the transaction that adds to it.</summary>
public static class FeedStates
{
    private const string Insert =
        """
        INSERT INTO etl_feed_state (feed, last_load_key, last_loaded_at, watermark, last_failed_at, last_error, data_version)
        SELECT r.feed,
            MAX(CASE WHEN r.status = 'Completed' THEN r.load_key END),
            MAX(CASE WHEN r.status = 'Completed' THEN r.completed_at END),
            MAX(CASE WHEN r.status = 'Completed' THEN r.watermark END),
            MAX(CASE WHEN r.status = 'Failed' THEN r.completed_at END),
            (SELECT f.error FROM etl_load_run f WHERE f.load_key = (SELECT MAX(l.load_key) FROM etl_load_run l WHERE l.feed = r.feed AND l.status = 'Failed')),
            MAX(CASE WHEN r.status = 'Completed' THEN r.data_version END)
        FROM etl_load_run r
        """;

    /// <summary>Writes the state of the feed whose run was just recorded.</summary>
    public static void Write(LoadConnection connection, string feed)
    {
        connection.Execute("DELETE FROM etl_feed_state WHERE feed = @feed", ("feed", feed));
        connection.Execute($"{Insert} WHERE r.feed = @feed GROUP BY r.feed", ("feed", feed));
    }

    /// <summary>Adds the feeds that were loaded before the warehouse kept their states; false where none is missing.</summary>
    public static bool AddMissing(LoadConnection connection)
    {
        const string Missing = "r.feed NOT IN (SELECT s.feed FROM etl_feed_state s)";
        if (connection.Number($"SELECT COUNT(*) FROM etl_load_run r WHERE {Missing}") == 0)
        {
            return false;
        }
        connection.Begin();
        connection.Execute($"{Insert} WHERE {Missing} GROUP BY r.feed");
        connection.RaiseDataVersion();
        connection.Commit();
        return true;
    }
}
