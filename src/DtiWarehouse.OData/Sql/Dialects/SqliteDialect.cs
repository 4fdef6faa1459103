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

    // LIMIT -1 means all: SQLite has no OFFSET alone.
    internal override string Page(string? limit, string? offset) => $"LIMIT {limit ?? "-1"}" + (offset is null ? "" : $" OFFSET {offset}");

    // Null sorts lowest by itself, and the bare column lets an index give the order.
    internal override string OrderBy(string value, bool descending, bool nullable) => value + (descending ? " DESC" : "");

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

    internal override string Divide(string left, string right, bool whole) =>
        whole ? $"({left} / NULLIF({right}, 0))" : $"(CAST({left} AS REAL) / NULLIF({right}, 0))";

    internal override string ConcatenateDistinct(string operand) => $"odata_concat({operand})";

    internal override string Modulo(string left, string right, bool whole) =>
        whole ? $"({left} % NULLIF({right}, 0))" : $"odata_mod({left}, {right})";

    // One call over all texts, set apart by a character that no term holds.
    internal override string Search(IReadOnlyList<string> texts, string term) =>
        $"odata_search({string.Join(" || char(31) || ", texts.Select(t => $"COALESCE({t}, '')"))}, {term})";

    internal override string Function(CanonicalFunction function, IReadOnlyList<string> a, IReadOnlyList<Scalar> types)
    {
        // The clock part of an instant stands behind the date, that of a time of day at the start.
        var clock = types.Count > 0 && types[0].Kind is PrimitiveKind.TimeOfDay ? 0 : 11;
        return function switch
        {
            CanonicalFunction.Contains => $"(instr({a[0]}, {a[1]}) > 0)",
            CanonicalFunction.StartsWith => $"(substr({a[0]}, 1, length({a[1]})) = {a[1]})",
            CanonicalFunction.EndsWith => $"(substr({a[0]}, length({a[0]}) - length({a[1]}) + 1) = {a[1]} AND length({a[0]}) >= length({a[1]}))",
            CanonicalFunction.Length => $"length({a[0]})",
            CanonicalFunction.IndexOf => $"(instr({a[0]}, {a[1]}) - 1)",
            CanonicalFunction.Substring => $"substr({a[0]}, max({a[1]}, 0) + 1" + (a.Count > 2 ? $", max({a[2]}, 0))" : ")"),
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
            CanonicalFunction.Now => "strftime('%Y-%m-%d %H:%M:%f', 'now')",
            CanonicalFunction.MinDateTime => "'0001-01-01 00:00:00'",
            CanonicalFunction.MaxDateTime => "'9999-12-31 23:59:59.9999999'",
            CanonicalFunction.Round => $"round({a[0]})",
            CanonicalFunction.Floor => $"floor({a[0]})",
            _ => $"ceil({a[0]})",
        };

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
            DateTimeOffset instant => instant.UtcDateTime,
            TimeOnly time => Text(time),
            TimeSpan duration => duration.Ticks,
            _ => value,
        };
    }

    private static string Text(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

    // Registering costs more than a small query takes, so each statement gets just what it calls.
    private static readonly Dictionary<string, Action<SqliteConnection>> Helpers = new(StringComparer.Ordinal)
    {
        ["odata_lower"] = c => c.CreateFunction("odata_lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true),
        ["odata_upper"] = c => c.CreateFunction("odata_upper", (string? text) => text?.ToUpperInvariant(), isDeterministic: true),
        ["odata_search"] = c => c.CreateFunction("odata_search", (string text, string term) => FoldedText.Contains(text, term), isDeterministic: true),
        ["odata_concat"] = c => c.CreateAggregate<string?, SortedSet<string>?, string?>(
            "odata_concat", null,
            (texts, text) =>
            {
                texts ??= new SortedSet<string>(StringComparer.Ordinal);
                _ = text is not null && texts.Add(text);
                return texts;
            },
            texts => texts is { Count: > 0 } ? string.Join(',', texts) : null, isDeterministic: true),
        ["odata_trim"] = c => c.CreateFunction("odata_trim", (string? text) => text?.Trim(), isDeterministic: true),
        // Text and parameter become a double by the same steps, so that equal decimals stay equal.
        ["odata_decimal"] = c => c.CreateFunction("odata_decimal", (string? text) => text is null ? (double?)null : (double)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), isDeterministic: true),
        ["odata_ticks"] = c => c.CreateFunction("odata_ticks", (string? text) => text is null ? (long?)null : TimeSpan.Parse(text, CultureInfo.InvariantCulture).Ticks, isDeterministic: true),
        ["odata_utc"] = c => c.CreateFunction("odata_utc", (string? text) => text is null ? null : Instant(text).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), isDeterministic: true),
        ["odata_time"] = c => c.CreateFunction("odata_time", (string? text) => text is null ? null : Text(TimeOnly.FromDateTime(Instant(text).DateTime)), isDeterministic: true),
        ["odata_mod"] = c => c.CreateFunction("odata_mod", (double? left, double? right) => right is 0 ? null : left % right, isDeterministic: true),
    };

    internal override IReadOnlyList<string> HelpersIn(string sql) => [.. Helpers.Keys.Where(name => sql.Contains(name + "(", StringComparison.Ordinal))];

    internal override void Prepare(DbConnection connection, IReadOnlyCollection<string> helpers)
    {
        foreach (var helper in helpers)
        {
            Helpers[helper]((SqliteConnection)connection);
        }
    }

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

    /// <summary>A text without an offset is UTC.</summary>
    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    internal override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation) =>
        new(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    internal override RowCursor Open(DbDataReader reader) => new SqliteRowCursor((SqliteDataReader)reader);

    internal override CancellationTokenRegistration StopOn(DbConnection connection, CancellationToken cancellation)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        return cancellation.Register(() => raw.sqlite3_interrupt(handle));
    }

    internal override ODataError? Explain(DbException exception) => exception is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR => ODataErrors.Unavailable(),
            raw.SQLITE_TOOBIG => ODataErrors.Execution("A value or text in the query is too large for the data store.", "Một giá trị trong truy vấn quá lớn đối với kho dữ liệu."),
            _ when exception.Message.Contains("integer overflow", StringComparison.Ordinal) => ODataErrors.Execution("The calculation overflows a 64-bit number.", "Phép tính vượt quá số nguyên 64 bit."),
            _ => null,
        }
        : null;
}
