using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.Schema.Moves;

/// <summary>
/// A table's rows as texts that are the same whichever database holds them: whole numbers and decimals in digits with the
/// column's scale, <c>true</c> and <c>false</c>, dates as yyyy-MM-dd, instants in UTC in whole microseconds, null as null.
/// </summary>
internal sealed class TableForm
{
    private readonly Column[] _columns;

    private TableForm(string name, Column[] columns, IReadOnlyList<string> key) => (Name, _columns, Key) = (name, columns, key);

    public string Name { get; }
    public IReadOnlyList<string> Key { get; }
    public IReadOnlyList<string> Columns => [.. _columns.Select(column => column.Name)];

    /// <summary>All rows in the order of the primary key.</summary>
    public string Query => $"SELECT {string.Join(", ", Columns)} FROM {Name} ORDER BY {string.Join(", ", Key)}";

    /// <summary>The tables of the model that hold data, in an order of their own.</summary>
    public static IReadOnlyList<TableForm> Of(DbContext context) =>
    [
        .. context.Model.GetEntityTypes().Where(entity => entity.GetTableName() != "etl_schema_version").Select(entity => new TableForm(
            entity.GetTableName()!,
            [.. entity.GetProperties().Where(property => property.GetComputedColumnSql() is null).Select(property => new Column(property)).OrderBy(column => column.Name, StringComparer.Ordinal)],
            [.. entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName())]))
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    /// <summary>The same table with some of its columns only.</summary>
    public TableForm Only(IReadOnlyCollection<string> columns) => new(Name, [.. _columns.Where(column => columns.Contains(column.Name))], Key);

    public void Read(DbDataReader row, string?[] texts)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            texts[i] = row.IsDBNull(i) ? null : _columns[i].Text(row, i);
        }
    }

    /// <exception cref="FormatException">A text is none of its column's type.</exception>
    public void Write(RowWriter writer, IReadOnlyList<string?> texts)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Write(writer, texts[i]);
        }
        writer.EndRow();
    }

    private sealed class Column
    {
        private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

        private readonly Type _type;
        private readonly Type _stored;
        private readonly int _scale;

        public Column(IProperty property)
        {
            Name = property.GetColumnName();
            _type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? _type;
            _stored = Nullable.GetUnderlyingType(stored) ?? stored;
            _scale = property.GetScale() ?? 0;
        }

        public string Name { get; }

        public string Text(DbDataReader row, int column)
        {
            if (_type == typeof(decimal))
            {
                var value = _stored == typeof(long) ? row.GetInt64(column) / (decimal)Math.Pow(10, _scale) : row.GetDecimal(column);
                return value.ToString("F" + _scale.ToString(Culture), Culture);
            }
            return _type switch
            {
                _ when _type == typeof(int) => row.GetInt32(column).ToString(Culture),
                _ when _type == typeof(long) => row.GetInt64(column).ToString(Culture),
                _ when _type == typeof(bool) => row.GetBoolean(column) ? "true" : "false",
                _ when _type == typeof(DateOnly) => row.GetFieldValue<DateOnly>(column).ToString("yyyy-MM-dd", Culture),
                _ when _type == typeof(DateTime) => row.GetDateTime(column).ToString(InstantForm, Culture),
                _ => row.GetString(column),
            };
        }

        public void Write(RowWriter writer, string? text)
        {
            if (text is null)
            {
                writer.Add((string?)null);
                return;
            }
            _ = _type switch
            {
                _ when _type == typeof(decimal) => writer.Add(decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, Culture), _scale),
                _ when _type == typeof(int) || _type == typeof(long) => writer.Add(long.Parse(text, NumberStyles.AllowLeadingSign, Culture)),
                _ when _type == typeof(bool) => writer.Add(text switch { "true" => true, "false" => false, _ => throw new FormatException() }),
                _ when _type == typeof(DateOnly) => writer.Add(DateOnly.ParseExact(text, "yyyy-MM-dd", Culture)),
                _ when _type == typeof(DateTime) => writer.Add(DateTime.SpecifyKind(DateTime.ParseExact(text, InstantForm, Culture), DateTimeKind.Utc)),
                _ => writer.Add(text),
            };
        }
    }
}
