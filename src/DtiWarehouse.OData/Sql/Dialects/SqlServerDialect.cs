using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// SQL Server 2019 and later and Azure SQL, as EF Core stores data there; durations as ticks in a <c>bigint</c>. Texts
/// compare by their characters, as <see cref="Collation"/> has them.
/// </summary>
public sealed class SqlServerDialect : SqlDialect
{
    /// <summary>Texts by their UTF-16 code units. A column that is declared with it lets an index serve.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    // What a statement fails with; Explain reads it.
    private const string TooDeep = "odata: too deep";

    private readonly ConcurrentDictionary<string, bool> _takesSnapshots = new(StringComparer.Ordinal);

    internal override string Quote(string identifier) => "[" + identifier.Replace("]", "]]", StringComparison.Ordinal) + "]";

    internal override string Top(string? limit, string? offset) => offset is null ? $"TOP ({limit}) " : "";

    // FETCH takes no 0: where no row is wanted all are skipped.
    internal override string Page(string? limit, string? offset) => (limit, offset) switch
    {
        (_, null) => "",
        (null, _) => $"OFFSET {offset} ROWS",
        _ => $"OFFSET CASE WHEN {limit} < 1 THEN {long.MaxValue} ELSE {offset} END ROWS FETCH NEXT CASE WHEN {limit} < 1 THEN 1 ELSE {limit} END ROWS ONLY",
    };

    internal override string NoOrder => "(SELECT NULL)";

    internal override bool OrdersNestedQueries => false;

    // The same column twice is an error.
    internal override bool RepeatsOrder => false;

    // No aggregate over a subquery, no group by a parameter.
    internal override bool GroupsByValues => false;

    // sp_executesql takes two for itself.
    internal override int MaxParameters => 2_098;

    internal override string With(bool recursive) => "WITH";

    // The statement's own guards end a recursion, not the server's after a hundred steps.
    internal override string End(bool recursive) => recursive ? "\nOPTION (MAXRECURSION 0)" : "";

    internal override bool EndsCircles => false;

    internal override string RecursiveUnion(bool keepsEqualRows) => "UNION ALL";

    // A character that no identifier of a node holds stands around each.
    internal override string Walk(string? way, string node) => SqlServerTexts.Long($"{way ?? "NCHAR(31)"} + {node} + NCHAR(31)");

    internal override string IsOffWay(string way, string node) => $"CHARINDEX(NCHAR(31) + {node} + NCHAR(31), {way}) = 0";

    internal override string TreePlace(string? parent, string number)
    {
        var place = $"RIGHT(N'000000000' + CAST({number} AS nvarchar(10)), 10)";
        return SqlServerTexts.Long(parent is null ? place : $"{parent} + {place}");
    }

    internal override string TreePath(string? path, string text) => SqlServerTexts.Long(path is null
        ? "N'[]'"
        : $"N'[\"' + STRING_ESCAPE({text}, 'json') + N'\"' + CASE {path} WHEN N'[]' THEN N']' ELSE N',' + SUBSTRING({path}, 2, {int.MaxValue}) END");

    // A condition cannot raise an error; a text that is no number can, and the error shows it.
    internal override string DepthGuard(string depth, int limit) =>
        $"CASE WHEN {depth} <= {limit} THEN 1 ELSE CAST(N'{TooDeep} ' + CAST({depth} AS nvarchar(20)) AS int) END = 1";

    // Only in a subquery may an order have nothing but parameters.
    internal override string CalculatedOrder(string value) => $"(SELECT {value})";

    // Null sorts lowest by itself.
    internal override string OrderBy(string value, bool descending, bool nullable) => value + (descending ? " DESC" : "");

    internal override string TextLiteral(string text) => "N" + base.TextLiteral(text);

    // In a union the type of a bare null is that of a number.
    internal override string Null(PrimitiveKind? kind) => kind is null ? "NULL" : $"CAST(NULL AS {TypeOf(kind.Value)})";

    private static string TypeOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Boolean => "bit",
        PrimitiveKind.String => "nvarchar(max)",
        PrimitiveKind.Binary => "varbinary(max)",
        PrimitiveKind.Guid => "uniqueidentifier",
        PrimitiveKind.Date => "date",
        PrimitiveKind.TimeOfDay => "time(7)",
        PrimitiveKind.DateTimeOffset => "datetime2(7)",
        PrimitiveKind.Single or PrimitiveKind.Double => "float",
        // One that gives way to the digits of any other.
        PrimitiveKind.Decimal => "decimal(1, 0)",
        _ => "bigint",
    };

    internal override string WholeNumber(long value) => $"CAST({value.ToString(CultureInfo.InvariantCulture)} AS bigint)";

    // A single compares with other numbers as the double that it is.
    internal override string Column(string column, StructuralProperty property) =>
        property.Kind is PrimitiveKind.String && property.Collation != Collation ? $"{column} COLLATE {Collation}"
        : property.Kind is PrimitiveKind.Single ? $"CAST({column} AS float)"
        : column;

    internal override StructuralProperty AsMeant(StructuralProperty property) => property.Kind switch
    {
        PrimitiveKind.String => property with { Collation = Collation },
        PrimitiveKind.Single => property with { Kind = PrimitiveKind.Double },
        _ => property,
    };

    internal override string Compared(string parameter, PrimitiveKind kind) => kind is PrimitiveKind.String ? $"{parameter} COLLATE {Collation}" : parameter;

    internal override string ConditionLiteral(bool value) => value ? "1 = 1" : "1 = 0";
    internal override string BooleanValue(bool value) => value ? "CAST(1 AS bit)" : "CAST(0 AS bit)";
    internal override string UnknownCondition => "NULL = 1";

    internal override string ConditionAsValue(string condition, bool nullable) => nullable
        ? $"CASE WHEN {condition} THEN CAST(1 AS bit) WHEN NOT ({condition}) THEN CAST(0 AS bit) END"
        : $"CASE WHEN {condition} THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END";

    internal override string IsTrue(string value, bool known) => $"{value} = 1";
    internal override string KnownTrue(string condition) => $"CASE WHEN {condition} THEN 1 ELSE 0 END = 1";

    // INTERSECT takes null for equal to null.
    internal override string IsSame(string left, string right) => $"EXISTS (SELECT {left} INTERSECT SELECT {right})";
    // Of many parameters in a row, each a query of its own would be much to plan.
    internal override string IsSameAsParameter(string left, string parameter) => $"({left} = {parameter} OR ({left} IS NULL AND {parameter} IS NULL))";
    internal override string IsDistinct(string left, string right) => "NOT " + IsSame(left, right);
    internal override string IsDistinctFromValue(string nullable, string value) => $"({nullable} <> {value} OR {nullable} IS NULL)";

    internal override string CountAll => "COUNT_BIG(*)";

    internal override string Mean(string sum, string number) => $"(CAST({sum} AS float) / NULLIF({number}, 0))";

    internal override string Aggregate(AggregateMethod method, string? operand, PrimitiveKind? kind, string? condition)
    {
        var value = condition is null ? operand : $"CASE WHEN {condition} THEN {operand ?? "1"} END";
        return method switch
        {
            AggregateMethod.Sum => $"SUM({Addend(value!, kind)})",
            AggregateMethod.Min => Extreme("MIN", value!, kind),
            AggregateMethod.Max => Extreme("MAX", value!, kind),
            AggregateMethod.Average => $"AVG(CAST({value} AS float))",
            AggregateMethod.CountDistinct => $"COUNT_BIG(DISTINCT {value})",
            AggregateMethod.ConcatenateDistinct => ConcatenateDistinct(value!),
            _ => $"COUNT_BIG({value ?? "*"})",
        };

        // Bits have no least and no greatest; the server's own order of Guids is not that of their text.
        static string Extreme(string function, string value, PrimitiveKind? kind) => kind switch
        {
            PrimitiveKind.Boolean => $"CAST({function}(CAST({value} AS tinyint)) AS bit)",
            PrimitiveKind.Guid => $"CAST({function}(CAST({value} AS nvarchar(36)) COLLATE {Collation}) AS uniqueidentifier)",
            _ => $"{function}({value})",
        };
    }

    // Small numbers would be added up in 32 bits.
    internal override string Addend(string operand, PrimitiveKind? kind) => Operators.IsWhole(kind) && kind is not PrimitiveKind.Int64 ? $"CAST({operand} AS bigint)" : operand;

    internal override string Operand(string value, PrimitiveKind kind, PrimitiveKind result) => result is PrimitiveKind.Int64 ? Addend(value, kind) : value;

    // The rows come with each text once, see GroupedColumns.
    internal override string ConcatenateDistinct(string operand) => $"STRING_AGG(CAST({operand} AS nvarchar(max)), N',') WITHIN GROUP (ORDER BY {operand})";

    // A quotient of decimals would lose its digits to the type's scale.
    internal override string Divide(string left, string right, PrimitiveKind result) => result is PrimitiveKind.Int64
        ? $"({left} / NULLIF({right}, 0))"
        : $"(CAST({left} AS float) / NULLIF(CAST({right} AS float), 0))";

    internal override string Modulo(string left, string right, PrimitiveKind result) => result switch
    {
        PrimitiveKind.Int64 => $"({left} % NULLIF({right}, 0))",
        PrimitiveKind.Double => $"({left} - {right} * ROUND(CAST({left} AS float) / NULLIF(CAST({right} AS float), 0), 0, 1))",
        _ => $"(CAST({left} AS decimal(38, 10)) % NULLIF(CAST({right} AS decimal(38, 10)), 0))",
    };

    internal override string NotANumber => "CAST(NULL AS float)";

    internal override string Calculate(ArithmeticOperator @operator, PrimitiveKind left, PrimitiveKind right, string a, string b)
    {
        var isMinus = @operator is ArithmeticOperator.Subtract;
        return (left, right) switch
        {
            (PrimitiveKind.DateTimeOffset, PrimitiveKind.Duration) => SqlServerTimes.Later($"CAST({a} AS datetimeoffset(7))", b, isMinus),
            (PrimitiveKind.Date, PrimitiveKind.Duration) => $"CAST({SqlServerTimes.Later($"CAST({a} AS datetime2(7))", b, isMinus)} AS date)",
            (PrimitiveKind.DateTimeOffset, _) => SqlServerTimes.Span(a, b),
            (PrimitiveKind.Date, _) => $"(CAST(DATEDIFF(DAY, {b}, {a}) AS bigint) * {SqlServerTimes.Day})",
            (_, PrimitiveKind.Duration) => $"({a} {(isMinus ? "-" : "+")} {b})",
            _ when @operator is ArithmeticOperator.Multiply => $"CAST(ROUND(CAST({a} AS decimal(19, 0)) * {b}, 0) AS bigint)",
            _ => $"CAST(ROUND(CAST({a} AS decimal(38, 10)) / NULLIF({b}, 0), 0) AS bigint)",
        };
    }

    internal override string Cast(string value, PrimitiveKind from, PrimitiveKind to) => SqlServerCasts.Cast(value, from, to);

    internal override string List(IReadOnlyList<(string Value, PrimitiveKind? Kind, bool IsList)> items) => SqlServerLists.Of(items);

    internal override string ListOf(string query, string column, PrimitiveKind? kind, bool ofLists) => SqlServerLists.OfRows(query, Quote(column), Quote(Place), kind, ofLists);

    internal override string InKeys(string item, string keys) => $"{item} IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT({keys}, N',') AS k WHERE k.[value] <> N'')";

    internal override string Search(IReadOnlyList<string> texts, string term) => SqlServerTexts.Search(texts, term);

    // There is no regular expression before SQL Server 2025.
    internal override bool Lacks(string function) => function is "matchesPattern";

    internal override string Function(CanonicalFunction function, IReadOnlyList<string> a, IReadOnlyList<Scalar> types)
    {
        if (types is [CollectionScalar, ..])
        {
            return SqlServerLists.Function(function, a);
        }
        return function switch
        {
            CanonicalFunction.Year => $"DATEPART(YEAR, {a[0]})",
            CanonicalFunction.Month => $"DATEPART(MONTH, {a[0]})",
            CanonicalFunction.Day => $"DATEPART(DAY, {a[0]})",
            CanonicalFunction.Hour => $"DATEPART(HOUR, {a[0]})",
            CanonicalFunction.Minute => $"DATEPART(MINUTE, {a[0]})",
            CanonicalFunction.Second => $"DATEPART(SECOND, {a[0]})",
            CanonicalFunction.FractionalSeconds => $"CAST(DATEPART(NANOSECOND, {a[0]}) / 1000000000.0 AS decimal(10, 7))",
            CanonicalFunction.Date => $"CAST({a[0]} AS date)",
            CanonicalFunction.Time => $"CAST({a[0]} AS time(7))",
            CanonicalFunction.TotalOffsetMinutes => $"DATEPART(TZOFFSET, CAST({a[0]} AS datetimeoffset(7)))",
            CanonicalFunction.TotalSeconds => $"({a[0]} / 10000000.0)",
            CanonicalFunction.MinDateTime => "CAST('0001-01-01T00:00:00' AS datetime2(7))",
            // A seventh digit would go beyond the last year where microseconds are kept.
            CanonicalFunction.MaxDateTime => "CAST('9999-12-31T23:59:59.999999' AS datetime2(7))",
            CanonicalFunction.Round => SqlServerCasts.Round(a[0], types[0].Kind),
            CanonicalFunction.Floor => $"FLOOR({a[0]})",
            CanonicalFunction.Ceiling => $"CEILING({a[0]})",
            _ => SqlServerTexts.Function(function, a),
        };
    }

    internal override void Bind(DbCommand command, ParameterSlot slot, object? value) =>
        command.Parameters.Add(SqlServerParameters.Create(Parameter(slot.Ordinal), slot, value));

    internal override DbCommand Command(DbConnection connection, DbTransaction? snapshot, string sql)
    {
        var command = base.Command(connection, snapshot, sql);
        // The request's own deadline stops a statement.
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>A snapshot where the database keeps versions for one; else what readers are given by default.</summary>
    internal override async ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation)
    {
        if (!_takesSnapshots.TryGetValue(connection.ConnectionString, out var takesSnapshots))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()";
            takesSnapshots = await command.ExecuteScalarAsync(cancellation) is not null and not DBNull and var state && Convert.ToInt32(state, CultureInfo.InvariantCulture) == 1;
            _takesSnapshots[connection.ConnectionString] = takesSnapshots;
        }
        return await connection.BeginTransactionAsync(takesSnapshots ? IsolationLevel.Snapshot : IsolationLevel.ReadCommitted, cancellation);
    }

    internal override RowCursor Open(DbDataReader reader) => new SqlServerRowCursor((SqlDataReader)reader);

    internal override ODataError? Explain(DbException exception) => SqlServerFailures.Explain(exception, TooDeep);
}
