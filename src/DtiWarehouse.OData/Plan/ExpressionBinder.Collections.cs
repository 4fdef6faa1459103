using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Expressions over whole collections, and names that results have lost (Data Aggregation 4.0, sections 3.5 and 3.6).</summary>
internal sealed partial class ExpressionBinder
{
    /// <summary>The type of the instance that names without a path belong to.</summary>
    public EntityType It => _current.Type;

    /// <summary>Plans aggregates of the collection at hand; null where there is none.</summary>
    public ApplyPlanner? Aggregator { get; init; }

    /// <summary>The collection at hand, as it is before the expression has its effect: <c>$these</c>.</summary>
    public ApplyRows? These { get; init; }

    /// <summary>Entities in scope around the collection, by the names that refer to them.</summary>
    public IReadOnlyDictionary<string, Func<EntityScope>> Variables
    {
        get => _paths.Variables;
        init => _paths.Take(value);
    }

    /// <summary>The rows that a path to many entities leads to, as a query of their own.</summary>
    public EntityScope Rows(Syntax path) => _paths.Rows(path);

    private Scalar ValueOfThese(int position, AggregateItemSyntax item) => (Aggregator, These) is ({ } planner, { } rows)
        ? planner.ValueOfThese(rows, item)
        : throw ODataErrors.TypeMismatch(position, "there is no collection here that '$these' could mean.", "ở đây không có tập hợp nào để '$these' chỉ tới.");

    private Scalar BindTheseCount(CountSyntax count) => count is { Filter: null, Search: null }
        ? ValueOfThese(count.Position, new AggregateItemSyntax(count.Position, null, null, "value", count.Position))
        : throw ODataErrors.NotSupported("'$these/$count' with a filter or a search");

    /// <summary>The one value of an aggregate over the collection at hand or over one behind a navigation.</summary>
    private Scalar BindAggregate(AggregateCallSyntax call)
    {
        if (call.Target is MemberSyntax { Target: null, Name: "$these" })
        {
            return ValueOfThese(call.Position, call.Item);
        }
        if (Aggregator is null)
        {
            throw ODataErrors.NotSupported("'aggregate' in this place");
        }
        return Aggregator.Value(new ApplyRows(_paths.Rows(call.Target)) { Variables = _paths.Variables }, call.Item);
    }

    /// <summary><c>isdefined(path)</c>: false for what was aggregated away, and in rows of another structure.</summary>
    private Scalar BindIsDefined(CallSyntax call)
    {
        if (call.Arguments is not [MemberSyntax path])
        {
            throw ODataErrors.Syntax(call.Position, "'isdefined' takes one path.", "hàm 'isdefined' nhận một đường dẫn.");
        }
        if (AggregatedAway(path) is not null)
        {
            return new BooleanScalar(false);
        }
        var owner = path.Target is null ? _current : _paths.Entity(path.Target);
        Scalar defined = new BooleanScalar(true);
        for (MemberSyntax? at = path; at is not null; at = at.Target as MemberSyntax)
        {
            var scope = at.Target is null ? _current : _paths.Entity(at.Target);
            var presence = scope.Type.TryGetProperty(at.Name, out var property) ? property.Presence
                : scope.Type.TryGetNavigation(at.Name, out var navigation) ? navigation.Presence
                : scope.Type.Nested.Any(n => n.Name == at.Name) || at.Name.Contains('.', StringComparison.Ordinal) ? null
                : throw PathBinder.Unknown(owner.Type, at.Name, at.Position);
            if (presence is not null)
            {
                var there = new IsNullScalar(scope.Column(new StructuralProperty("", PrimitiveKind.Int64, true, presence)), Negated: true);
                defined = defined is BooleanScalar ? there : new LogicalScalar(true, defined, there);
            }
        }
        return defined;
    }

    /// <summary>The null of a path whose beginning was aggregated away; null when the path is there, or never was.</summary>
    private NullScalar? AggregatedAway(MemberSyntax path) => Lost(path) is { IsCollection: false } lost ? new NullScalar(lost.Kind) : null;

    /// <summary>Whether a path leads to many, or did before they were aggregated away: now to none.</summary>
    private bool IsLostCollection(Syntax path)
    {
        while (path is FilteredPathSyntax filtered)
        {
            path = filtered.Target;
        }
        return path is MemberSyntax member && Lost(member) is { IsCollection: true };
    }

    /// <summary>What a path led to whose beginning was aggregated away; null when the path is there, or never was.</summary>
    private (PrimitiveKind? Kind, bool IsCollection)? Lost(MemberSyntax path)
    {
        var names = new Stack<MemberSyntax>();
        Syntax? at = path;
        for (; at is MemberSyntax member; at = member.Target)
        {
            names.Push(member);
        }
        if (at is not null || _paths.IsVariable(names.Peek()))
        {
            return null;
        }
        var (type, isAway, many, behind) = (_current.Type, false, false, (EntityType?)null);
        while (names.TryPop(out var name))
        {
            if (PathBinder.IsTypeName(name.Name))
            {
                if (type.FindRelated(name.Name) is { } cast)
                {
                    type = cast;
                }
                else if (TypeCasts.IsLost(type, name.Name))
                {
                    behind = type.AggregatedFrom!.FindRelated(name.Name);
                }
                else
                {
                    return null;
                }
                continue;
            }
            if (!isAway && !type.TryGetProperty(name.Name, out _) && !type.TryGetNavigation(name.Name, out _))
            {
                if (type.AggregatedFrom is null || type.Nested.Any(n => n.Name == name.Name))
                {
                    return null;
                }
                (type, isAway) = (behind ?? type.AggregatedFrom, true);
            }
            if (type.TryGetProperty(name.Name, out var property))
            {
                return isAway && names.Count == 0 ? (property.Kind, many) : null;
            }
            if (!type.TryGetNavigation(name.Name, out var navigation))
            {
                return null;
            }
            many |= navigation.IsCollection;
            type = navigation.Target;
        }
        return isAway ? (null, many) : null;
    }
}
