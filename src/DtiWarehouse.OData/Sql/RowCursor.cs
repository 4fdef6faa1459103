using System.Data.Common;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Sql;

/// <summary>
/// The rows of one statement. Texts and dates come as UTF-8 without a .NET string between; a span is good until the
/// next call. One instance serves one reader.
/// </summary>
internal abstract class RowCursor(DbDataReader reader) : IAsyncDisposable
{
    private bool _isClosed;

    protected DbDataReader Reader { get; } = reader;

    /// <summary>Called once the rows are closed.</summary>
    public Func<ValueTask>? Closed { get; set; }

    public virtual ValueTask<bool> ReadAsync(CancellationToken cancellation) => new(Reader.ReadAsync(cancellation));

    public abstract bool IsNull(int ordinal);
    public abstract long GetInt64(int ordinal);
    public abstract bool GetBoolean(int ordinal);
    public abstract double GetDouble(int ordinal);

    /// <summary>A decimal in any of its stored forms.</summary>
    public abstract decimal GetDecimal(int ordinal, StorageForm storage, int? scale);

    /// <summary>Text as UTF-8.</summary>
    public abstract ReadOnlySpan<byte> GetText(int ordinal);

    /// <summary>A Date, TimeOfDay, DateTimeOffset, Duration, Guid or Binary as OData writes it (JSON Format 4.01, section 7.1).</summary>
    public abstract ReadOnlySpan<byte> GetFormatted(int ordinal, PrimitiveKind kind);

    /// <summary>A value as the literal type of its kind, to be sent back as a parameter: page tokens and parents' keys.</summary>
    public abstract object? Capture(int ordinal, PrimitiveKind kind, StorageForm storage, int? scale);

    /// <summary>Closes the rows; again is no harm, though a driver may have lent the same reader to another statement.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }
        _isClosed = true;
        await Reader.DisposeAsync();
        if (Closed is not null)
        {
            await Closed();
        }
    }
}
