using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;

namespace DtiWarehouse.OData.Sql;

/// <summary>Values that a request gives to the slots of a translated query.</summary>
internal sealed record QueryValues(IReadOnlyList<LiteralSyntax> Literals, IReadOnlyList<object?> Token, long RowLimit)
{
    /// <summary>See <see cref="ODataService.AsOfSql"/>.</summary>
    public string? AsOfSql { get; init; }

    /// <summary>What the caller is bound to; null = nothing.</summary>
    public RowScope? Scope { get; init; }
}

/// <summary>The state of the data that a channel sees: its version, and headers that describe it.</summary>
internal sealed record DataState(string? Version, IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <param name="sql">See <see cref="ODataService.DataVersionSql"/>.</param>
    public static async ValueTask<DataState> ReadAsync(ReadChannel channel, string sql, CancellationToken cancellation)
    {
        var command = channel.Take(sql);
        DataState state;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            state = await reader.ReadAsync(cancellation) ? Of(reader) : new DataState(null, []);
        }
        await channel.GiveBackAsync(command);
        return state;
    }

    private static DataState Of(DbDataReader reader)
    {
        var headers = new List<(string, string)>(reader.FieldCount - 1);
        for (var i = 1; i < reader.FieldCount; i++)
        {
            if (!reader.IsDBNull(i))
            {
                headers.Add((reader.GetName(i), Text(reader.GetValue(i))));
            }
        }
        return new DataState(Text(reader.GetValue(0)), headers);
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

/// <summary>One request's statements over one channel, which outlives it.</summary>
internal sealed class QueryRun : IAsyncDisposable
{
    private readonly ReadChannel _channel;
    private readonly SqlDialect _dialect;
    private readonly TranslatedQuery _query;
    private readonly QueryValues _values;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private CancellationTokenRegistration _stop;
    private DateOnly _asOf;
    private string? _scopeKeys;

    private QueryRun(ReadChannel channel, SqlDialect dialect, TranslatedQuery query, QueryValues values, CancellationToken cancellation)
    {
        _channel = channel;
        _dialect = dialect;
        _query = query;
        _values = values;
        Cancellation = cancellation;
    }

    public CancellationToken Cancellation { get; }

    /// <summary>Some period is seen from today, as the data names no day that it stands at.</summary>
    public bool IsSeenFromToday { get; private set; }

    /// <summary>Rows written since the last part of the answer was sent, those of expanded collections too.</summary>
    public long UnsentRows { get; set; }

    /// <summary>See <see cref="SqlDialect.KeepsReadersOpen"/>.</summary>
    public bool KeepsReadersOpen => _dialect.KeepsReadersOpen;

    public static async ValueTask<QueryRun> StartAsync(ReadChannel channel, SqlDialect dialect, TranslatedQuery query, QueryValues values, CancellationToken cancellation)
    {
        var run = new QueryRun(channel, dialect, query, values, cancellation);
        try
        {
            await run.BeginAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    private async ValueTask BeginAsync()
    {
        _channel.Prepare(_query.Helpers);
        _stop = _channel.StopOn(Cancellation);
        if (_query.NeedsAsOf)
        {
            var given = await GivenAsOfAsync(_channel, _values.AsOfSql, Cancellation);
            IsSeenFromToday = given is null;
            _asOf = given ?? DateOnly.FromDateTime(_now.UtcDateTime);
        }
        if (_query.IsScoped)
        {
            // A scope that is not there sees nothing: a plan for bound callers never runs as one for all.
            _scopeKeys = _values.Scope is { } scope ? string.Join(',', await scope.Keys(_channel.Connection, _channel.Snapshot, Cancellation)) : "";
        }
    }

    /// <summary>The day that the data stands at, by the host's own statement; the day of <paramref name="now"/> where it has none.</summary>
    public static async ValueTask<DateOnly> AsOfAsync(ReadChannel channel, string? sql, DateTimeOffset now, CancellationToken cancellation) =>
        await GivenAsOfAsync(channel, sql, cancellation) ?? DateOnly.FromDateTime(now.UtcDateTime);

    private static async ValueTask<DateOnly?> GivenAsOfAsync(ReadChannel channel, string? sql, CancellationToken cancellation)
    {
        if (sql is null)
        {
            return null;
        }
        var command = channel.Take(sql);
        var value = await command.ExecuteScalarAsync(cancellation);
        await channel.GiveBackAsync(command);
        return value switch
        {
            DateTime instant => DateOnly.FromDateTime(instant),
            DateOnly day => day,
            string text when DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => null,
        };
    }

    /// <summary>How the database would run a statement of the query.</summary>
    public async Task<IReadOnlyList<string>> ExplainAsync(Statement statement)
    {
        await using var command = _dialect.Command(_channel.Connection, _channel.Snapshot, statement.Sql);
        foreach (var slot in statement.Slots)
        {
            _dialect.Bind(command, slot, null);
        }
        return await _dialect.ExplainAsync(command, Cancellation);
    }

    public ValueTask<RowCursor> OpenRowsAsync() => OpenAsync(_query.Rows, []);

    public ValueTask<RowCursor> OpenChildrenAsync(ChildPlan child, IReadOnlyList<ParentKey> parents)
    {
        // The statement has a slot for every parent of a full chunk; a smaller one repeats its last key.
        var width = child.ParentKey.Count;
        var keys = new object?[ChildPlan.ChunkSize * width];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = parents[Math.Min(i / width, parents.Count - 1)].Values[i % width];
        }
        return OpenAsync(_query.Children(child), keys);
    }

    public async ValueTask<long> CountAsync()
    {
        await using var cursor = await OpenAsync(_query.Count!, []);
        return await cursor.ReadAsync(Cancellation) ? cursor.GetInt64(0) : 0;
    }

    /// <summary>Whether the entity that the path goes on from is there.</summary>
    public async ValueTask<bool> ParentExistsAsync()
    {
        if (_query.Parent is null)
        {
            return true;
        }
        await using var cursor = await OpenAsync(_query.Parent, []);
        return await cursor.ReadAsync(Cancellation);
    }

    private async ValueTask<RowCursor> OpenAsync(Statement statement, object?[] parentKeys)
    {
        var command = _channel.Take(statement.Sql);
        try
        {
            foreach (var slot in statement.Slots)
            {
                _dialect.Bind(command, slot, ValueOf(slot, parentKeys));
            }
            var cursor = _dialect.Open(await command.ExecuteReaderAsync(Cancellation));
            cursor.Closed = () => _channel.GiveBackAsync(command);
            return cursor;
        }
        catch (Exception failure)
        {
            if (failure is DbException)
            {
                _channel.Distrust();
            }
            await _channel.GiveBackAsync(command);
            throw;
        }
    }

    private object? ValueOf(ParameterSlot slot, object?[] parentKeys) =>
        slot.IsDayNumber ? DayNumbers.Of((DateOnly)ValueOf(slot, PrimitiveKind.Date, parentKeys)!) : ValueOf(slot, slot.Kind, parentKeys);

    private object? ValueOf(ParameterSlot slot, PrimitiveKind kind, object?[] parentKeys) => slot.Origin switch
    {
        SlotOrigin.Literal when slot.Enumeration is not null => slot.NumberOf(_values.Literals[slot.Index]),
        SlotOrigin.Literal => Literal(_values.Literals[slot.Index], kind),
        SlotOrigin.RowCount => Math.Min((long)_values.Literals[slot.Index].Value!, long.MaxValue / 2),
        SlotOrigin.Pattern => Pattern(_values.Literals[slot.Index]),
        SlotOrigin.Now => _now,
        SlotOrigin.Period when slot.Constant is PeriodBound bound => bound.Of(bound.AsOf is { } literal ? (DateOnly)_values.Literals[literal].Value! : _asOf),
        SlotOrigin.Token => _values.Token[slot.Index],
        SlotOrigin.PageLimit => _values.RowLimit,
        SlotOrigin.Scope => _scopeKeys,
        SlotOrigin.SearchTerm => FoldedText.Fold((string)_values.Literals[slot.Index].Value!),
        SlotOrigin.Constant => slot.Constant is string text && kind is not PrimitiveKind.String ? LiteralText.Read(text, kind) : slot.Constant,
        _ => parentKeys[slot.Index],
    };

    /// <summary>A literal's value; a text in a place of another type is read as that.</summary>
    private static object? Literal(LiteralSyntax literal, PrimitiveKind kind) => literal.Value is string text && kind is not PrimitiveKind.String
        ? LiteralText.Read(text, kind) ?? throw ODataErrors.TypeMismatch(literal.Position, $"'{text}' is no Edm.{kind}.", $"'{text}' không phải Edm.{kind}.")
        : literal.Value;

    private static string Pattern(LiteralSyntax literal)
    {
        var pattern = (string)literal.Value!;
        try
        {
            TextPattern.Compile(pattern);
            return pattern;
        }
        catch (ArgumentException)
        {
            throw ODataErrors.TypeMismatch(literal.Position, $"'{pattern}' is no regular expression.", $"'{pattern}' không phải biểu thức chính quy.");
        }
    }

    public ValueTask DisposeAsync() => _stop.DisposeAsync();
}
