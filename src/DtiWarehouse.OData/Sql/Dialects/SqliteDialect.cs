using System.Data;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// SQLite 3.39 and later as EF Core stores data in it: dates, instants (UTC), times and Guids as text, booleans as 0 and
/// 1, decimals as text or as scaled whole numbers.
/// </summary>
public sealed class SqliteDialect : SqlDialect
{
    // SQLite has no schemas, and EF Core leaves them out of its names.
    internal override string Table(string name, string? schema) => Quote(name);

    internal override bool HasTablesInParts => false;

    // LIMIT -1 means all: SQLite has no OFFSET alone.
    internal override string Page(string? limit, string? offset) => $"LIMIT {limit ?? "-1"}" + (offset is null ? "" : $" OFFSET {offset}");

    // What SQLite reduces to a whole number would be the place of a column.
    internal override string CalculatedOrder(string value) => $"ifnull({value}, NULL)";

    // Null sorts lowest by itself, and the bare column lets an index give the order.
    internal override string OrderBy(string value, bool descending, bool nullable) => value + (descending ? " DESC" : "");

    internal override string TreePath(string? path, string text) =>
        path is null ? "'[]'" : $"('[' || json_quote({text}) || CASE {path} WHEN '[]' THEN ']' ELSE ',' || substr({path}, 2) END)";

    internal override string TreePlace(string? parent, string number) =>
        parent is null ? $"printf('%010d', {number})" : $"({parent} || printf('%010d', {number}))";

    internal override string DepthGuard(string depth, int limit) => $"odata_depth({depth}, {limit})";

    internal override string ConditionLiteral(bool value) => value ? "1" : "0";
    internal override string BooleanValue(bool value) => value ? "1" : "0";
    internal override string IsSame(string left, string right) => $"{left} IS {right}";
    internal override string IsDistinct(string left, string right) => $"{left} IS NOT {right}";
    internal override string FromText(string column, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Decimal => $"odata_decimal({column})",
        PrimitiveKind.Duration => $"odata_ticks({column})",
        _ => $"odata_utc({column})",
    };

    internal override string Divide(string left, string right, PrimitiveKind result) => result switch
    {
        PrimitiveKind.Int64 => $"({left} / NULLIF({right}, 0))",
        PrimitiveKind.Double => $"odata_divide({left}, {right})",
        _ => $"(CAST({left} AS REAL) / NULLIF({right}, 0))",
    };

    internal override string Mean(string sum, string number) => $"(CAST({sum} AS REAL) / NULLIF({number}, 0))";

    internal override string Modulo(string left, string right, PrimitiveKind result) => result switch
    {
        PrimitiveKind.Int64 => $"({left} % NULLIF({right}, 0))",
        PrimitiveKind.Double => $"odata_mod({left}, {right})",
        _ => $"odata_decimal_mod({left}, {right})",
    };

    // SQLite goes on with a floating number where a whole one overflows.
    internal override string InInt64(string value) => $"odata_in_int64({value})";

    internal override string InDecimal(string value) => $"odata_in_decimal({value})";

    internal override string NotANumber => "NULL";

    internal override string Calculate(ArithmeticOperator @operator, PrimitiveKind left, PrimitiveKind right, string a, string b)
    {
        var sign = @operator is ArithmeticOperator.Subtract ? "-1" : "1";
        return (left, right) switch
        {
            (PrimitiveKind.DateTimeOffset, PrimitiveKind.Duration) => $"odata_later({a}, {b}, {sign})",
            (PrimitiveKind.Date, PrimitiveKind.Duration) => $"odata_later_day({a}, {b}, {sign})",
            (PrimitiveKind.DateTimeOffset, _) => $"odata_span({a}, {b})",
            (PrimitiveKind.Date, _) => $"odata_days({a}, {b})",
            (_, PrimitiveKind.Duration) => InInt64($"({a} {(sign == "1" ? "+" : "-")} {b})"),
            _ when @operator is ArithmeticOperator.Multiply => $"odata_span_times({a}, {b})",
            _ => $"odata_span_over({a}, {b})",
        };
    }

    internal override string Cast(string value, PrimitiveKind from, PrimitiveKind to) => $"odata_cast({value}, '{from}', '{to}')";

    internal override string List(IReadOnlyList<(string Value, PrimitiveKind? Kind, bool IsList)> items) => $"json_array({string.Join(", ", items.Select(i => i.Value))})";

    // A list that leaves a query is a text like others, and none any more.
    internal override string ListOf(string query, string column, PrimitiveKind? kind, bool ofLists) => $"(SELECT json_group_array({(ofLists ? $"json({Quote(column)})" : Quote(column))}) FROM ({query}))";

    internal override string ConcatenateDistinct(string operand) => $"odata_concat({operand})";

    // One call over all texts, set apart by a character that no term holds.
    internal override string InKeys(string item, string keys) => $"{item} IN (SELECT value FROM json_each('[' || {keys} || ']'))";

    internal override string Search(IReadOnlyList<string> texts, string term) =>
        $"odata_search({string.Join(" || char(31) || ", texts.Select(t => $"COALESCE({t}, '')"))}, {term})";

    internal override string Function(CanonicalFunction function, IReadOnlyList<string> a, IReadOnlyList<Scalar> types)
    {
        if (types is [CollectionScalar, ..])
        {
            return function switch
            {
                CanonicalFunction.Length => $"json_array_length({a[0]})",
                CanonicalFunction.Concat => $"odata_list_concat({a[0]}, {a[1]})",
                CanonicalFunction.Substring => $"odata_list_part({a[0]}, {a[1]}, {(a.Count > 2 ? $"odata_length({a[2]})" : long.MaxValue)})",
                _ => $"odata_list('{function}', {a[0]}, {a[1]})",
            };
        }
        // The clock part of an instant stands behind the date, that of a time of day at the start.
        var clock = types.Count > 0 && types[0].Kind is PrimitiveKind.TimeOfDay ? 0 : 11;
        return function switch
        {
            CanonicalFunction.Contains => $"(instr({a[0]}, {a[1]}) > 0)",
            CanonicalFunction.StartsWith => $"(substr({a[0]}, 1, length({a[1]})) = {a[1]})",
            CanonicalFunction.EndsWith => $"(substr({a[0]}, length({a[0]}) - length({a[1]}) + 1) = {a[1]} AND length({a[0]}) >= length({a[1]}))",
            CanonicalFunction.Length => $"length({a[0]})",
            CanonicalFunction.IndexOf => $"(instr({a[0]}, {a[1]}) - 1)",
            CanonicalFunction.Substring => Substring(a),
            CanonicalFunction.ToLower => $"odata_lower({a[0]})",
            CanonicalFunction.ToUpper => $"odata_upper({a[0]})",
            CanonicalFunction.Trim => $"odata_trim({a[0]})",
            CanonicalFunction.Concat => $"({a[0]} || {a[1]})",
            CanonicalFunction.Year => Part(a[0], 1, 4),
            CanonicalFunction.Month => Part(a[0], 6, 2),
            CanonicalFunction.Day => Part(a[0], 9, 2),
            CanonicalFunction.Hour => Part(a[0], clock + 1, 2),
            CanonicalFunction.Minute => Part(a[0], clock + 4, 2),
            CanonicalFunction.Second => Part(a[0], clock + 7, 2),
            CanonicalFunction.FractionalSeconds => $"CAST('0' || substr({a[0]}, {clock + 9}) AS REAL)",
            CanonicalFunction.Date => $"substr({a[0]}, 1, 10)",
            CanonicalFunction.Time => $"odata_time({a[0]})",
            CanonicalFunction.TotalOffsetMinutes => $"odata_offset({a[0]})",
            CanonicalFunction.TotalSeconds => $"({a[0]} / 10000000.0)",
            CanonicalFunction.MatchesPattern => $"odata_matches({a[0]}, {a[1]})",
            CanonicalFunction.MinDateTime => "'0001-01-01 00:00:00'",
            CanonicalFunction.MaxDateTime => "'9999-12-31 23:59:59.9999999'",
            CanonicalFunction.Round => $"odata_round({a[0]})",
            CanonicalFunction.Floor => $"floor({a[0]})",
            _ => $"ceil({a[0]})",
        };

        // A negative start counts from the end, as substr does of itself.
        static string Substring(IReadOnlyList<string> a)
        {
            var rest = $"substr({a[0]}, {a[1]} + ({a[1]} >= 0))";
            return a.Count > 2 ? $"substr({rest}, 1, odata_length({a[2]}))" : rest;
        }

        static string Part(string value, int start, int length) => $"CAST(substr({value}, {start}, {length}) AS INTEGER)";
    }

    internal override void Bind(DbCommand command, ParameterSlot slot, object? value)
    {
        var parameter = ((SqliteCommand)command).CreateParameter();
        parameter.ParameterName = Parameter(slot.Ordinal);
        parameter.Value = Stored(slot, value);
        command.Parameters.Add(parameter);
    }

    private static object Stored(ParameterSlot slot, object? value)
    {
        if (slot.Scale is { } scale && value is not null)
        {
            var factor = (decimal)Math.Pow(10, scale);
            var wide = value is double d ? d * (double)factor : (double)Convert.ToDecimal(value, CultureInfo.InvariantCulture) * (double)factor;
            return value is double || Math.Abs(wide) > 9e15 || Convert.ToDecimal(value, CultureInfo.InvariantCulture) * factor is var exact && exact != decimal.Truncate(exact)
                ? wide
                : (long)(Convert.ToDecimal(value, CultureInfo.InvariantCulture) * factor);
        }
        return value switch
        {
            null => DBNull.Value,
            // A bare decimal goes as a number; Microsoft.Data.Sqlite would send text.
            decimal exact => (double)exact,
            DateTimeOffset instant when slot.KeepsOffset => SqliteFunctions.Text(instant, keepsOffset: true),
            DateTimeOffset instant => instant.UtcDateTime,
            TimeOnly time => SqliteFunctions.Text(time),
            TimeSpan duration => duration.Ticks,
            _ => value,
        };
    }

    // Registering costs more than a small query takes, so each statement gets just what it calls.
    internal override IReadOnlyList<string> HelpersIn(string sql) => [.. SqliteFunctions.All.Keys.Where(name => sql.Contains(name + "(", StringComparison.Ordinal))];

    internal override ReadChannels Channels(Func<DbConnection> connect) => new SqliteChannels(connect);

    internal override async Task<IReadOnlyList<string>> ExplainAsync(DbCommand command, CancellationToken cancellation)
    {
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        var depths = new Dictionary<long, int> { [0] = -1 };
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            // Columns: id, parent, a number of no use, detail.
            var depth = depths[reader.GetInt64(0)] = depths.GetValueOrDefault(reader.GetInt64(1), -1) + 1;
            steps.Add(new string(' ', depth * 2) + reader.GetString(3));
        }
        return steps;
    }

    internal override bool KeepsReadersOpen => true;

    internal override RowCursor Open(DbDataReader reader) => new SqliteRowCursor((SqliteDataReader)reader);

    internal override ODataError? Explain(DbException exception)
    {
        return exception is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR => ODataErrors.Unavailable(),
            raw.SQLITE_TOOBIG => ODataErrors.Execution("A value or text in the query is too large for the data store.", "Một giá trị trong truy vấn quá lớn đối với kho dữ liệu."),
            _ when Says(SqliteFunctions.TooDeep) => ODataErrors.TooDeepHierarchy(),
            _ when Says("parser stack overflow") || Says("Expression tree is too large") || Says("too many") => ODataErrors.TooLargeQuery(),
            _ when Says(SqliteFunctions.Overflow) => ODataErrors.OutOfRange(),
            _ when Says(SqliteFunctions.NegativeLength) => ODataErrors.NegativeLength(),
            _ when Says(SqliteFunctions.BadPattern) => ODataErrors.BadPatternValue(),
            _ when Says(SqliteFunctions.SlowPattern) => ODataErrors.SlowPattern(),
            _ when Says("integer overflow") => ODataErrors.Execution("The calculation overflows a 64-bit number.", "Phép tính vượt quá số nguyên 64 bit."),
            _ => null,
        }
        : null;

        bool Says(string text) => exception.Message.Contains(text, StringComparison.Ordinal);
    }
}
