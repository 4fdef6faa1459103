namespace DtiWarehouse.Schema;

/// <summary>A source row as it is stored.</summary>
public readonly record struct StoredRow(long RowKey, DateTime Version, string Content, bool IsDeleted);

/// <summary>Finds the stored rows of many natural keys of one feed.</summary>
public abstract class StoredRows : IDisposable
{
    /// <summary>Tells of every key that is stored, by its place in the list.</summary>
    public abstract void Find(IReadOnlyList<string> naturalKeys, Action<int, StoredRow> found);

    public abstract void Dispose();
}
