using System.Data.Common;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>How many rows of the values were written.</summary>
public readonly record struct ValueChanges(int Added, int Changed, int Removed)
{
    public int Total => Added + Changed + Removed;

    public static ValueChanges operator +(ValueChanges a, ValueChanges b) => new(a.Added + b.Added, a.Changed + b.Changed, a.Removed + b.Removed);
}

/// <summary>Brings the stored values of a period up to those computed: rows that say the same stay as they are, instant included.</summary>
internal sealed class ValueTable(LoadConnection connection, DateTime now)
{
    private static readonly string[] Columns =
    [
        "indicator_value_key", "indicator_key", "unit_key", "period_key", "basis", "numerator", "denominator", "value", "target", "attainment",
        "score", "max_score", "rank", "rank_of", "is_provisional",
    ];

    private readonly int _loadKey = (int)connection.Number("SELECT MAX(load_key) FROM etl_load_run");

    private const string Table = "fact_indicator_value";

    // An index that is built in one go costs about half of one that is kept up row by row.
    private readonly IReadOnlyList<string> _indexes =
        connection.Number($"SELECT MIN(indicator_value_key) FROM {Table}") == 0 ? connection.DropSecondaryIndexes(Table) : [];

    /// <summary>Builds the indexes that were left out while an empty table was filled.</summary>
    public void Finish()
    {
        foreach (var index in _indexes)
        {
            connection.Execute(index);
        }
    }

    /// <param name="computed">All rows of the period.</param>
    public ValueChanges Replace(PeriodDimension period, IEnumerable<ValueRow> computed)
    {
        var wanted = computed.OrderBy(row => row.Key).ToList();
        var (first, last) = IndicatorValueFact.KeysOf(period);
        var stored = connection.Stream(
            $"SELECT {string.Join(", ", Columns)} FROM {Table} WHERE indicator_value_key BETWEEN @first AND @last ORDER BY indicator_value_key",
            Read, ("first", first), ("last", last));
        var (gone, written, changed) = (new List<long>(), new List<ValueRow>(), 0);
        var next = 0;
        foreach (var old in stored)
        {
            for (; next < wanted.Count && wanted[next].Key < old.Key; next++)
            {
                written.Add(wanted[next]);
            }
            if (next < wanted.Count && wanted[next].Key == old.Key)
            {
                if (wanted[next] != old)
                {
                    gone.Add(old.Key);
                    written.Add(wanted[next]);
                    changed++;
                }
                next++;
            }
            else
            {
                gone.Add(old.Key);
            }
        }
        written.AddRange(wanted.Skip(next));
        Remove(gone);
        Write(written);
        return new ValueChanges(written.Count - changed, changed, gone.Count - changed);
    }

    /// <summary>Removes the values of indicators that the catalogue no longer has.</summary>
    public int RemoveIndicators(IEnumerable<int> keys) =>
        keys.Sum(key => connection.Execute($"DELETE FROM {Table} WHERE indicator_key = @key", ("key", key)));

    /// <summary>The years that have values.</summary>
    public IEnumerable<int> Years()
    {
        var year = 0;
        while (connection.Number($"SELECT MIN(indicator_value_key) FROM {Table} WHERE indicator_value_key > @last", ("last", IndicatorValueFact.LastKeyOf(year))) is > 0 and var key)
        {
            year = IndicatorValueFact.YearOf(key);
            yield return year;
        }
    }

    private void Remove(List<long> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }
        connection.Empty(StagingTables.GoneValue);
        using (var writer = connection.OpenWriter(StagingTables.GoneValue))
        {
            foreach (var key in keys)
            {
                writer.Add(key).EndRow();
            }
        }
        connection.Execute($"DELETE FROM {Table} WHERE indicator_value_key IN (SELECT value_key FROM stg_gone_value)");
    }

    private void Write(List<ValueRow> rows)
    {
        using var writer = connection.OpenWriter(Table, [.. Columns, "updated_at", "load_key"]);
        foreach (var row in rows)
        {
            writer.Add(row.Key).Add(row.IndicatorKey).Add(row.UnitKey).Add(row.PeriodKey).Add(row.Basis)
                .Add(row.Numerator, ValueRow.Scale).Add(row.Denominator, ValueRow.Scale).Add(row.Value, ValueRow.Scale)
                .Add(row.Target, ValueRow.Scale).Add(row.Attainment, ValueRow.Scale)
                .Add(row.Score, ValueRow.ScoreScale).Add(row.MaxScore, ValueRow.ScoreScale)
                .Add(row.Rank).Add(row.RankOf).Add(row.IsProvisional).Add(now).Add(_loadKey).EndRow();
        }
    }

    private ValueRow Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), Enum.Parse<IndicatorBasis>(row.GetString(4)))
        {
            Numerator = Number(row, 5, ValueRow.Scale),
            Denominator = Number(row, 6, ValueRow.Scale),
            Value = Number(row, 7, ValueRow.Scale),
            Target = Number(row, 8, ValueRow.Scale),
            Attainment = Number(row, 9, ValueRow.Scale),
            Score = Number(row, 10, ValueRow.ScoreScale),
            MaxScore = Number(row, 11, ValueRow.ScoreScale),
            Rank = row.IsDBNull(12) ? null : row.GetInt32(12),
            RankOf = row.IsDBNull(13) ? null : row.GetInt32(13),
            IsProvisional = row.GetBoolean(14),
        };

    private decimal? Number(DbDataReader row, int column, int scale) => row.IsDBNull(column) ? null : connection.ReadDecimal(row, column, scale);
}
