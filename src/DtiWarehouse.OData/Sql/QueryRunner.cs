using System.Data.Common;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;

namespace DtiWarehouse.OData.Sql;

/// <summary>A plan with its statements rendered: what is cached per query shape.</summary>
internal sealed class TranslatedQuery
{
    private readonly Dictionary<ChildPlan, Statement> _children = new(ReferenceEqualityComparer.Instance);

    public TranslatedQuery(QueryPlan plan, SqlDialect dialect)
    {
        Plan = plan;
        Rows = SqlRenderer.Render(plan.Rows, dialect);
        Count = plan.Count is null ? null : SqlRenderer.Render(plan.Count, dialect);
        Parent = plan.Parent is null ? null : SqlRenderer.Render(plan.Parent, dialect);
        RenderChildren(plan.Shape, dialect);
    }

    public QueryPlan Plan { get; }
    public Statement Rows { get; }
    public Statement? Count { get; }
    public Statement? Parent { get; }

    /// <summary>Rejects literals that name no member of the enumeration they are compared with, before anything runs.</summary>
    public void CheckLiterals(IReadOnlyList<LiteralSyntax> literals)
    {
        foreach (var slot in new[] { Rows, Count, Parent }.Concat(_children.Values).OfType<Statement>().SelectMany(s => s.Slots).Where(s => s.Enumeration is not null))
        {
            slot.NumberOf(literals[slot.Index]);
        }
    }

    public Statement Children(ChildPlan child) => _children[child];

    private void RenderChildren(RowShape shape, SqlDialect dialect)
    {
        foreach (var member in shape.Members.Concat(shape.Variants.SelectMany(v => v.Shape.Members)))
        {
            switch (member)
            {
                case EntityMember entity:
                    RenderChildren(entity.Shape, dialect);
                    break;
                case CollectionMember collection when !_children.ContainsKey(collection.Child):
                    _children[collection.Child] = SqlRenderer.Render(collection.Child.Rows, dialect);
                    RenderChildren(collection.Child.Shape, dialect);
                    break;
            }
        }
    }
}

/// <summary>Values that a request gives to the slots of a translated query.</summary>
internal sealed record QueryValues(IReadOnlyList<LiteralSyntax> Literals, IReadOnlyList<object?> Token, long RowLimit);

/// <summary>One request's statements over one connection and one state of the data. Dispose it to give the connection back.</summary>
internal sealed class QueryRun : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly SqlDialect _dialect;
    private readonly TranslatedQuery _query;
    private readonly QueryValues _values;
    private DbTransaction? _snapshot;
    private CancellationTokenRegistration _stop;
    private readonly List<DbCommand> _commands = [];

    private QueryRun(DbConnection connection, SqlDialect dialect, TranslatedQuery query, QueryValues values, CancellationToken cancellation)
    {
        _connection = connection;
        _dialect = dialect;
        _query = query;
        _values = values;
        Cancellation = cancellation;
    }

    public CancellationToken Cancellation { get; }

    public static async ValueTask<QueryRun> StartAsync(Func<DbConnection> connect, SqlDialect dialect, TranslatedQuery query, QueryValues values, CancellationToken cancellation)
    {
        var run = new QueryRun(connect(), dialect, query, values, cancellation);
        try
        {
            await run._connection.OpenAsync(cancellation);
            dialect.Prepare(run._connection);
            run._stop = dialect.StopOn(run._connection, cancellation);
            run._snapshot = await dialect.BeginSnapshotAsync(run._connection, cancellation);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
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
        var command = _connection.CreateCommand();
        _commands.Add(command);
        command.CommandText = statement.Sql;
        command.Transaction = _snapshot;
        foreach (var slot in statement.Slots)
        {
            _dialect.Bind(command, slot, ValueOf(slot, parentKeys));
        }
        return _dialect.Open(await command.ExecuteReaderAsync(Cancellation));
    }

    private object? ValueOf(ParameterSlot slot, object?[] parentKeys) => slot.Origin switch
    {
        SlotOrigin.Literal when slot.Enumeration is not null => slot.NumberOf(_values.Literals[slot.Index]),
        SlotOrigin.Literal => _values.Literals[slot.Index].Value,
        SlotOrigin.Token => _values.Token[slot.Index],
        SlotOrigin.PageLimit => _values.RowLimit,
        SlotOrigin.SearchTerm => FoldedText.Fold((string)_values.Literals[slot.Index].Value!),
        SlotOrigin.Constant => slot.Constant,
        _ => parentKeys[slot.Index],
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.DisposeAsync();
        foreach (var command in _commands)
        {
            await command.DisposeAsync();
        }
        if (_snapshot is not null)
        {
            await _snapshot.DisposeAsync();
        }
        await _connection.DisposeAsync();
    }
}
