using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>Writes a table in some file format, row by row, into <see cref="Output"/>, which the caller empties as it grows.</summary>
internal abstract class TableWriter : IDisposable
{
    public Utf8Output Output { get; } = new();

    /// <summary>Everything before the first row.</summary>
    public abstract void Begin();

    public abstract void WriteRow(RowCursor row);

    /// <summary>Everything after the last row. Without it the file is visibly broken, as it must be when a row failed.</summary>
    public abstract void End();

    public virtual void Dispose() => Output.Dispose();
}
