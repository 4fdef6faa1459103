namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// One feed of the contract: its name, its columns in contract order, and how a row of cells becomes a typed row.
/// <c>Cập nhật lúc</c> and <c>Đã xóa</c> close the columns of every feed.
/// </summary>
public abstract class FeedDefinition
{
    private protected FeedDefinition(string name, params FeedColumn[] columns)
    {
        Name = name;
        Columns = [.. columns, UpdatedAt, Deleted];
        for (var i = 0; i < Columns.Count; i++)
            Columns[i].Index = i;
    }

    /// <summary>Feed name of the contract, such as <c>igate_dossiers</c>.</summary>
    public string Name { get; }

    /// <summary>Columns in contract order.</summary>
    public IReadOnlyList<FeedColumn> Columns { get; }

    internal FeedColumn UpdatedAt { get; } = FeedColumn.Date("Cập nhật lúc");

    internal FeedColumn Deleted { get; } = FeedColumn.Mark("Đã xóa");

    /// <summary>
    /// Reads the row under <paramref name="row"/>, columns in contract order, then the checks across columns.
    /// Null when a check failed: the reader then holds the first rejection.
    /// </summary>
    internal abstract FeedRow? Read(RowReader row);
}
