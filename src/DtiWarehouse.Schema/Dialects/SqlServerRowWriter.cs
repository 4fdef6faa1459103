using System.Collections;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// Rows sent by bulk copy, some thousands at a time: a connection that is copying can do nothing else, and a load writes several
/// tables side by side.
/// </summary>
internal sealed class SqlServerRowWriter(SqlConnection connection, Func<SqlTransaction?> transaction, string table, IReadOnlyList<string> columns, Action? closed = null) : RowWriter
{
    private const int SendAt = 20_000;

    private readonly List<object?[]> _rows = [];
    private object?[] _row = new object?[columns.Count];
    private int _at;

    /// <summary>No row comes any more; those that have ended may not have been sent yet.</summary>
    public bool IsClosed { get; private set; }

    public override RowWriter Add(string? value) => AddValue(value);
    public override RowWriter Add(long? value) => AddValue(value);
    public override RowWriter Add(bool? value) => AddValue(value);
    public override RowWriter Add(DateOnly? value) => AddValue(value?.ToDateTime(TimeOnly.MinValue));
    public override RowWriter Add(DateTime value) => AddValue(value);
    public override RowWriter Add(decimal? value, int scale) => AddValue(value is { } number ? decimal.Round(number, scale, MidpointRounding.ToZero) : null);

    public override void EndRow()
    {
        if (_at != columns.Count)
        {
            throw new InvalidOperationException($"{_at} values for {columns.Count} columns.");
        }
        _rows.Add(_row);
        (_row, _at) = (new object?[columns.Count], 0);
        if (_rows.Count >= SendAt)
        {
            Flush();
        }
    }

    /// <summary>Sends the rows that have ended.</summary>
    public void Flush()
    {
        if (_rows.Count == 0)
        {
            return;
        }
        using (var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.Default, transaction()) { DestinationTableName = table, BulkCopyTimeout = 0 })
        {
            for (var i = 0; i < columns.Count; i++)
            {
                copy.ColumnMappings.Add(i, columns[i]);
            }
            using var rows = new BufferedRows(_rows, columns.Count);
            copy.WriteToServer(rows);
        }
        _rows.Clear();
    }

    public override void Dispose()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            closed?.Invoke();
        }
    }

    private SqlServerRowWriter AddValue(object? value)
    {
        _row[_at++] = value;
        return this;
    }

    /// <summary>The rows as bulk copy reads them: forwards, value by value.</summary>
    private sealed class BufferedRows(List<object?[]> rows, int width) : DbDataReader
    {
        private int _current = -1;

        public override int FieldCount => width;
        public override bool HasRows => rows.Count > 0;
        public override bool IsClosed => false;
        public override int RecordsAffected => -1;
        public override int Depth => 0;
        public override object this[int ordinal] => GetValue(ordinal);
        public override object this[string name] => throw new NotSupportedException();
        public override bool Read() => ++_current < rows.Count;
        public override bool NextResult() => false;
        public override object GetValue(int ordinal) => rows[_current][ordinal] ?? DBNull.Value;
        public override bool IsDBNull(int ordinal) => rows[_current][ordinal] is null;
        public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);
        public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);
        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();
        public override char GetChar(int ordinal) => (char)GetValue(ordinal);
        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();
        public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;
        public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);
        public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);
        public override double GetDouble(int ordinal) => (double)GetValue(ordinal);
        public override IEnumerator GetEnumerator() => new DbEnumerator(this);
        public override Type GetFieldType(int ordinal) => rows.Count > 0 && rows[Math.Max(0, _current)][ordinal] is { } value ? value.GetType() : typeof(object);
        public override float GetFloat(int ordinal) => (float)GetValue(ordinal);
        public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);
        public override short GetInt16(int ordinal) => (short)GetValue(ordinal);
        public override int GetInt32(int ordinal) => (int)GetValue(ordinal);
        public override long GetInt64(int ordinal) => (long)GetValue(ordinal);
        public override string GetName(int ordinal) => "";
        public override int GetOrdinal(string name) => throw new NotSupportedException();
        public override string GetString(int ordinal) => (string)GetValue(ordinal);
        public override int GetValues(object[] values) => throw new NotSupportedException();
    }
}
