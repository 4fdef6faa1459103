using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.InProcess;

/// <summary>The rows of a query in process, one at a time. Dispose them before the session's next query.</summary>
public sealed class ODataRows : IAsyncDisposable
{
    private readonly QueryRun _run;
    private readonly RowCursor _cursor;
    private readonly IReadOnlyList<TableColumn> _columns;

    internal ODataRows(QueryRun run, RowCursor cursor, IReadOnlyList<TableColumn> columns)
    {
        _run = run;
        _cursor = cursor;
        _columns = columns;
        Columns = [.. columns.Select(column => column.Heading)];
    }

    /// <summary>Names of the columns; those of single navigations by their path, such as <c>Unit/Name</c>.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int Find(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
            {
                return i;
            }
        }
        throw new ArgumentException($"No column '{column}' among {string.Join(", ", Columns)}.", nameof(column));
    }

    public ValueTask<bool> ReadAsync() => _cursor.ReadAsync(_run.Cancellation);

    public bool IsNull(int column) => _cursor.IsNull(_columns[column].Value.Ordinal);

    public long GetInt64(int column) => _cursor.GetInt64(_columns[column].Value.Ordinal);

    /// <summary>Any number; doubles are rounded to 15 digits.</summary>
    public decimal GetDecimal(int column)
    {
        var value = _columns[column].Value;
        return value.Kind switch
        {
            PrimitiveKind.Decimal => _cursor.GetDecimal(value.Ordinal, value.Storage, value.Scale),
            PrimitiveKind.Double or PrimitiveKind.Single => (decimal)_cursor.GetDouble(value.Ordinal),
            _ => _cursor.GetInt64(value.Ordinal),
        };
    }

    /// <summary>A text, or the text of any other value as OData's JSON writes it, without quotes; null for null.</summary>
    public string? GetText(int column)
    {
        var value = _columns[column].Value;
        if (_cursor.IsNull(value.Ordinal))
        {
            return null;
        }
        return value.Kind switch
        {
            PrimitiveKind.String => Encoding.UTF8.GetString(_cursor.GetText(value.Ordinal)),
            PrimitiveKind.Boolean => _cursor.GetBoolean(value.Ordinal) ? "true" : "false",
            PrimitiveKind.Decimal => GetDecimal(column).ToString(CultureInfo.InvariantCulture),
            PrimitiveKind.Double or PrimitiveKind.Single => _cursor.GetDouble(value.Ordinal).ToString(CultureInfo.InvariantCulture),
            PrimitiveKind.Date or PrimitiveKind.TimeOfDay or PrimitiveKind.DateTimeOffset or PrimitiveKind.Duration or PrimitiveKind.Guid or PrimitiveKind.Binary =>
                Encoding.UTF8.GetString(_cursor.GetFormatted(value.Ordinal, value.Kind)),
            _ => _cursor.GetInt64(value.Ordinal).ToString(CultureInfo.InvariantCulture),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _cursor.DisposeAsync();
        await _run.DisposeAsync();
    }
}
