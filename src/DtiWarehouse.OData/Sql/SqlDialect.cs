using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql;

/// <summary>
/// What differs between databases: the spelling of SQL, how values are bound and read, how a running statement is
/// stopped. The base class speaks standard SQL.
/// </summary>
public abstract class SqlDialect
{
    internal virtual string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    internal virtual string Table(string name, string? schema) => schema is null ? Quote(name) : $"{Quote(schema)}.{Quote(name)}";

    internal virtual string Parameter(int ordinal) => "@p" + ordinal.ToString(CultureInfo.InvariantCulture);

    internal virtual string Page(string? limit, string? offset) =>
        (offset, limit) switch
        {
            (null, _) => $"LIMIT {limit}",
            (_, null) => $"OFFSET {offset}",
            _ => $"LIMIT {limit} OFFSET {offset}",
        };

    /// <summary>What stands before the columns of a SELECT that is cut, where <see cref="Page"/> does not say all; may be empty.</summary>
    internal virtual string Top(string? limit, string? offset) => "";

    /// <summary>The order of rows that are skipped in no order, where a database wants one; may be empty.</summary>
    internal virtual string NoOrder => "";

    /// <summary>Whether a nested query may be put in order without being cut.</summary>
    internal virtual bool OrdersNestedQueries => true;

    /// <summary>Whether an order may name the same value twice.</summary>
    internal virtual bool RepeatsOrder => true;

    /// <summary>
    /// Whether rows are grouped and aggregated by any value. Where not, a query around the rows does it, over their columns:
    /// see <see cref="GroupedColumns"/>.
    /// </summary>
    internal virtual bool GroupsByValues => true;

    /// <summary>Whether large tables may stand in parts by the number of a day, of which a condition on it spares all others.</summary>
    internal virtual bool HasTablesInParts => true;

    /// <summary>The most parameters of one statement.</summary>
    internal virtual int MaxParameters => int.MaxValue;

    /// <summary>What opens the list of named queries at the head of a statement.</summary>
    internal virtual string With(bool recursive) => recursive ? "WITH RECURSIVE" : "WITH";

    /// <summary>What closes a statement; may be empty.</summary>
    internal virtual string End(bool recursive) => "";

    /// <summary>Whether a recursion leaves out rows that it has had, so that a circle of references comes to its end.</summary>
    internal virtual bool EndsCircles => true;

    /// <summary>The way of a recursion so far, with a node's text put to its end; see <see cref="EndsCircles"/>.</summary>
    internal virtual string Walk(string? way, string node) => throw new NotSupportedException();

    /// <summary>The condition that a node is not on the way yet.</summary>
    internal virtual string IsOffWay(string way, string node) => throw new NotSupportedException();

    /// <summary>What stands between the first rows of a recursion and its step.</summary>
    internal virtual string RecursiveUnion(bool keepsEqualRows) => keepsEqualRows ? "UNION ALL" : "UNION";

    /// <summary>A number of up to ten digits in fixed width behind the parent's text; see <see cref="TreePlaceScalar"/>.</summary>
    internal virtual string TreePlace(string? parent, string number)
    {
        var place = $"LPAD(CAST({number} AS VARCHAR(10)), 10, '0')";
        return parent is null ? $"CAST({place} AS TEXT)" : $"({parent} || {place})";
    }

    /// <summary>A text put before those of a JSON array of texts; without a path an empty array. See <see cref="TreePathScalar"/>.</summary>
    internal abstract string TreePath(string? path, string text);

    /// <summary>A true condition that fails the statement when the number passes the limit; <see cref="Explain"/> knows the failure.</summary>
    internal abstract string DepthGuard(string depth, int limit);

    /// <summary>A calculated value as an order takes it, where a constant would mean something else there.</summary>
    internal virtual string CalculatedOrder(string value) => value;

    internal virtual string OrderBy(string value, bool descending, bool nullable) =>
        value + (descending ? " DESC" : "") + (nullable ? descending ? " NULLS LAST" : " NULLS FIRST" : "");

    /// <summary>A text of the model's, which no caller can reach.</summary>
    internal virtual string TextLiteral(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A null of a type; where none is known the database finds one.</summary>
    internal virtual string Null(PrimitiveKind? kind) => "NULL";

    /// <summary>A whole number of the plan's own, as 64 bits.</summary>
    internal virtual string WholeNumber(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column as its property means it, where the database would compare it otherwise.</summary>
    internal virtual string Column(string column, StructuralProperty property) => column;

    /// <summary>A property whose column holds what <see cref="Column"/> made of another one.</summary>
    internal virtual StructuralProperty AsMeant(StructuralProperty property) => property;

    /// <summary>A parameter as its type is compared.</summary>
    internal virtual string Compared(string parameter, PrimitiveKind kind) => parameter;

    /// <summary>A value that is compared by its order: texts by their characters, whatever language the database is set to.</summary>
    internal virtual string Ordered(string value, PrimitiveKind? kind) => value;

    internal virtual string BitAnd(string left, string right) => $"({left} & {right})";

    internal virtual string ConditionLiteral(bool value) => value ? "TRUE" : "FALSE";
    internal virtual string BooleanValue(bool value) => value ? "TRUE" : "FALSE";
    internal virtual string UnknownCondition => "NULL";

    /// <summary>A condition as a value; where it is <paramref name="nullable"/> it may be unknown.</summary>
    internal virtual string ConditionAsValue(string condition, bool nullable) => $"({condition})";

    /// <summary>A boolean value as a condition; unknown becomes false when <paramref name="known"/>.</summary>
    internal virtual string IsTrue(string value, bool known) => value;

    internal virtual string KnownTrue(string condition) => $"(({condition}) IS TRUE)";
    internal virtual string IsSame(string left, string right) => $"{left} IS NOT DISTINCT FROM {right}";

    /// <summary>The same as <see cref="IsSame"/> where unknown may stand for false and the right side is a parameter.</summary>
    internal virtual string IsSameAsParameter(string left, string parameter) => IsSame(left, parameter);

    internal virtual string IsDistinct(string left, string right) => $"{left} IS DISTINCT FROM {right}";

    /// <summary>The same where only one may be null.</summary>
    internal virtual string IsDistinctFromValue(string nullable, string value) => IsDistinct(nullable, value);

    /// <summary>The decimal that a whole number column holds.</summary>
    internal virtual string Unscale(string column, int scale) => $"({column} / 1{new string('0', scale)}.0)";

    /// <summary>The comparable value of a column that holds text in place of a type the database lacks.</summary>
    internal virtual string FromText(string column, PrimitiveKind kind) => column;

    /// <summary>All rows, counted.</summary>
    internal virtual string CountAll => "COUNT(*)";

    /// <summary>
    /// An aggregate of values of a kind over the rows for which the condition holds, which may be none; without an operand it
    /// counts rows.
    /// </summary>
    internal virtual string Aggregate(AggregateMethod method, string? operand, PrimitiveKind? kind, string? condition)
    {
        var filter = Filter(condition);
        return method switch
        {
            AggregateMethod.Sum => Total($"SUM({operand}){filter}", kind),
            AggregateMethod.Min => $"MIN({operand}){filter}",
            AggregateMethod.Max => $"MAX({operand}){filter}",
            AggregateMethod.Average => $"{Average(operand!)}{filter}",
            AggregateMethod.CountDistinct => $"COUNT(DISTINCT {operand}){filter}",
            AggregateMethod.ConcatenateDistinct => $"{ConcatenateDistinct(operand!)}{filter}",
            _ => $"COUNT({operand ?? "*"}){filter}",
        };
    }

    private protected static string Filter(string? condition) => condition is null ? "" : $" FILTER (WHERE {condition})";

    /// <summary>What a sum adds up.</summary>
    internal virtual string Addend(string operand, PrimitiveKind? kind) => operand;

    /// <summary>The average, not cut to a whole number.</summary>
    internal virtual string Average(string operand) => $"AVG({operand})";

    /// <summary>The average of whole numbers by their sum and number, with the digits of <see cref="Average"/>.</summary>
    internal virtual string Mean(string sum, string number) => $"(CAST({sum} AS NUMERIC) / NULLIF({number}, 0))";

    /// <summary>A sum as the type that sums of the kind have.</summary>
    internal virtual string Total(string sum, PrimitiveKind? kind) => sum;

    /// <summary>An operand of arithmetic, widened to the type of the result.</summary>
    internal virtual string Operand(string value, PrimitiveKind kind, PrimitiveKind result) => value;

    /// <summary>The distinct texts of a group in the order of their characters, with commas between.</summary>
    internal abstract string ConcatenateDistinct(string operand);

    /// <summary>Division; null when the divisor is 0, but for floating numbers, which give an infinity.</summary>
    internal virtual string Divide(string left, string right, PrimitiveKind result) => $"({left} / NULLIF({right}, 0))";

    /// <summary>The remainder with the sign of the dividend; null when the divisor is 0.</summary>
    internal virtual string Modulo(string left, string right, PrimitiveKind result) => $"MOD({left}, NULLIF({right}, 0))";

    /// <summary>A calculated whole number that must fit 64 bits; the request fails where it does not.</summary>
    internal virtual string InInt64(string value) => value;

    /// <summary>A calculated decimal that goes out and must be one; the request fails where it is not.</summary>
    internal virtual string InDecimal(string value) => value;

    internal virtual string NotANumber => "CAST('NaN' AS DOUBLE PRECISION)";

    /// <summary>
    /// Arithmetic of a date, an instant or a duration with the operand that fits it; the request fails where the result is
    /// beyond the years 1 to 9999 or what a duration holds.
    /// </summary>
    internal abstract string Calculate(ArithmeticOperator @operator, PrimitiveKind left, PrimitiveKind right, string a, string b);

    /// <summary>A value as another type by the rules of <c>cast</c>; null where it is none.</summary>
    internal abstract string Cast(string value, PrimitiveKind from, PrimitiveKind to);

    /// <summary>
    /// Instants hold the offset they are kept or written with. Where not, they are in UTC, and what a literal or a text says
    /// stands beside them in minutes: the next three members, which no other dialect needs.
    /// </summary>
    internal virtual bool KeepsOffsets => true;

    /// <summary>An instant moved to its own clock.</summary>
    internal virtual string OwnClock(string instant, string minutes) => instant;

    /// <summary>The minutes that the text of an instant names.</summary>
    internal virtual string OffsetOf(string text) => WholeNumber(0);

    /// <summary>An instant on its own clock, as text.</summary>
    internal virtual string InstantAsText(string clock, string minutes) => clock;

    /// <summary>Values as one collection; each with its kind, without one where it is null or a <see cref="List"/> itself.</summary>
    internal abstract string List(IReadOnlyList<(string Value, PrimitiveKind? Kind, bool IsList)> items);

    /// <summary>
    /// The values of a query's column, in its order, as one collection; <paramref name="ofLists"/>: each is a <see cref="List"/>.
    /// Where nested queries have no order, a column <see cref="Place"/> numbers the rows.
    /// </summary>
    internal abstract string ListOf(string query, string column, PrimitiveKind? kind, bool ofLists);

    internal const string Place = "n";

    /// <summary>Whether a whole number is among those of a text, which has commas between.</summary>
    internal abstract string InKeys(string item, string keys);

    /// <summary>Whether any of the texts holds a folded term; see <see cref="FoldedText"/>.</summary>
    internal abstract string Search(IReadOnlyList<string> texts, string term);

    /// <summary>Whether the database cannot calculate a function, by its name in requests; such a request is answered 501.</summary>
    internal virtual bool Lacks(string function) => false;

    internal abstract string Function(CanonicalFunction function, IReadOnlyList<string> arguments, IReadOnlyList<Scalar> types);

    /// <summary>A statement in the state of the data that a transaction sees.</summary>
    internal virtual DbCommand Command(DbConnection connection, DbTransaction? snapshot, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = snapshot;
        return command;
    }

    /// <summary>Adds a parameter of the value's own type, or of the stored form that its slot names.</summary>
    internal abstract void Bind(DbCommand command, ParameterSlot slot, object? value);

    /// <summary>The functions of this service that a statement calls in the database and <see cref="ReadChannel.Prepare"/> gives it.</summary>
    internal virtual IReadOnlyList<string> HelpersIn(string sql) => [];

    /// <summary>Where the channels over these connections come from.</summary>
    internal virtual ReadChannels Channels(Func<DbConnection> connect) => new TransactionChannels(this, connect);

    /// <summary>How the database would run a statement whose parameters are declared, a line per step; empty where it does not tell.</summary>
    internal virtual Task<IReadOnlyList<string>> ExplainAsync(DbCommand command, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Starts a transaction in which all statements see one state of the data and which blocks no writer, for <see cref="TransactionChannels"/>.</summary>
    internal virtual ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>A connection runs further statements while rows of one are still to be read.</summary>
    internal virtual bool KeepsReadersOpen => false;

    /// <summary>Reads rows of an open reader as UTF-8.</summary>
    internal abstract RowCursor Open(DbDataReader reader);

    /// <summary>The error that a failed statement means to the client, or null for one that is the service's own fault.</summary>
    internal virtual ODataError? Explain(DbException exception) => null;
}
