using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Follows the paths of an expression through the model: to a value, to one entity, to the rows of a collection. What
/// lies behind single navigations is joined; collections, rows from <c>$root</c> and entities behind a key are queries of
/// their own, tied to the row at hand where the path begins there. Rejects unknown names (201, 203) and paths that lead
/// elsewhere than asked (205).
/// </summary>
internal sealed class PathBinder
{
    private readonly PlanScope _plan;
    private readonly ExpressionBinder _binder;
    private readonly EntityScope _current;
    private readonly Dictionary<string, Func<EntityScope>> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<SelectBuilder> _apart = [];
    private readonly HashSet<SelectBuilder> _repeating = [];

    public PathBinder(PlanScope plan, ExpressionBinder binder, EntityScope current, Func<EntityScope>? it, PathBinder? outer)
    {
        _plan = plan;
        _binder = binder;
        _current = current;
        _variables["$it"] = it ?? (() => current);
        if (outer is not null)
        {
            Take(outer._variables);
        }
        _variables["$this"] = () => current;
    }

    /// <summary>
    /// Entities in scope by the names that refer to them: range variables, <c>$it</c>, <c>$this</c>. <c>$it</c> is the
    /// instance of the resource path however deep an expression stands; what leads there is joined when it is asked for.
    /// </summary>
    public IReadOnlyDictionary<string, Func<EntityScope>> Variables => _variables;

    /// <summary>Takes over the variables of an expression around this one.</summary>
    public void Take(IReadOnlyDictionary<string, Func<EntityScope>> outer)
    {
        foreach (var (name, scope) in outer.Where(v => v.Key != "$this"))
        {
            _variables[name] = scope;
        }
    }

    public bool IsVariable(Syntax syntax) => syntax is MemberSyntax { Target: null } member && _variables.ContainsKey(member.Name);

    /// <summary>A range variable, for as long as <paramref name="body"/> is bound.</summary>
    public T With<T>(LambdaSyntax lambda, EntityScope rows, Func<T> body)
    {
        var name = lambda.Variable!;
        if (name[0] is '$' or '@' || !_variables.TryAdd(name, () => rows))
        {
            throw ODataErrors.Syntax(lambda.Position, $"the variable '{name}' is already in use.", $"biến '{name}' đã được dùng.");
        }
        var bound = body();
        _variables.Remove(name);
        return bound;
    }

    /// <summary>The value that a path ends in.</summary>
    public Scalar Value(MemberSyntax member)
    {
        if (IsVariable(member))
        {
            throw ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' is an entity; name one of its properties.", $"'{member.Name}' là một thực thể; hãy nêu một thuộc tính của nó.");
        }
        var (scope, name) = Owner(member);
        if (scope.Type.TryGetProperty(name, out var property))
        {
            return ValueOf(scope, property);
        }
        if (scope.Type.TryGetNavigation(name, out var navigation))
        {
            throw ODataErrors.TypeMismatch(member.Position, $"'{name}' is a navigation property; name a property behind it, such as {name}/{navigation.Target.MemberNames.First()}.", $"'{name}' là thuộc tính liên kết; hãy nêu thuộc tính phía sau, như {name}/{navigation.Target.MemberNames.First()}.");
        }
        throw Unknown(scope.Type, name, member.Position);
    }

    public Scalar ValueOf(EntityScope scope, StructuralProperty property)
    {
        if (!_apart.Contains(scope.Select))
        {
            return scope.Value(property);
        }
        scope.Select.And(scope.Cast);
        return new RowPropertyScalar(scope.Select.BuildRows([new OutputColumn(scope.Column(property))]), property);
    }

    /// <summary>
    /// <c>Nav eq null</c>: whether the entity or complex value behind the path is missing, or with <c>ne</c> there; null
    /// when the syntax leads to none.
    /// </summary>
    public Scalar? TryPresence(Syntax syntax, bool isThere)
    {
        if (syntax is not MemberSyntax member || IsVariable(member) || (member.Target is not null && Locate(member.Target) is not { IsMany: false }))
        {
            return null;
        }
        var owner = member.Target is null ? _current : Entity(member.Target);
        if (!owner.Type.TryGetNavigation(member.Name, out var navigation) || navigation.IsCollection)
        {
            return null;
        }
        var target = owner.Select.Join(owner, navigation);
        return _apart.Contains(target.Select) ? Exists(target, target.IsThere(), isThere) : target.IsThere(isThere);
    }

    /// <summary><c>isof</c> of an entity or complex value.</summary>
    public Scalar IsOf(TypeCallSyntax call)
    {
        var entity = call.Operand is null ? _current : Entity(call.Operand);
        var isOf = TypeCasts.IsOf(entity, call.Type, call.TypePosition);
        return _apart.Contains(entity.Select) ? Exists(entity, isOf, isThere: true) : isOf;
    }

    /// <summary>Whether an entity or complex value that <see cref="Entity"/> found is there.</summary>
    public Scalar IsThere(EntityScope entity) => _apart.Contains(entity.Select) ? Exists(entity, entity.IsThere(), isThere: true) : entity.IsThere();

    private static ExistsScalar Exists(EntityScope entity, Scalar condition, bool isThere)
    {
        entity.Select.And(condition);
        return new ExistsScalar(entity.Select.BuildExists(), Negated: !isThere);
    }

    /// <summary>
    /// The entity that the last name of a path belongs to. A foreign key read through its navigation
    /// (<c>Unit/UnitKey</c>) is the column of the referring row: no join.
    /// </summary>
    private (EntityScope Scope, string Name) Owner(MemberSyntax member)
    {
        if (member.Target is null)
        {
            return (_current, member.Name);
        }
        if (member.Target is MemberSyntax target && !IsVariable(target))
        {
            var (owner, name) = Owner(target);
            if (owner.Type.TryGetNavigation(name, out var navigation) && navigation is { IsCollection: false, IsDependent: true })
            {
                foreach (var (source, key) in navigation.Columns)
                {
                    // A key that the model hides has no name to go on by.
                    if (key.Name == member.Name && owner.Type.TryGetProperty(source.Name, out _))
                    {
                        return (owner, source.Name);
                    }
                }
            }
        }
        return (Entity(member.Target), member.Name);
    }

    /// <summary>The single entity that a path leads to.</summary>
    public EntityScope Entity(Syntax syntax)
    {
        switch (syntax)
        {
            case MemberSyntax { Target: null } variable when _variables.TryGetValue(variable.Name, out var scope):
                return scope();
            case TypeCallSyntax { IsCast: true } cast when !cast.Type.StartsWith("Edm.", StringComparison.Ordinal):
                return TypeCasts.Cast(cast.Operand is null ? _current : Entity(cast.Operand), cast.Type, cast.TypePosition);
            case MemberSyntax member:
                var owner = member.Target is null ? _current : Entity(member.Target);
                return IsTypeName(member.Name) ? TypeCasts.Cast(owner, member.Name, member.Position) : owner.Select.Join(owner, Navigation(owner, member.Name, member.Position, many: false));
            case CallSyntax call when _current.Type.TryGetNavigation(call.Name, out _):
                return Keyed(_current, call.Name, [.. call.Arguments.Select(a => new ArgumentSyntax(a.Position, "", a))], call.Position);
            case FunctionSyntax { Target: null } function when _current.Type.TryGetNavigation(function.Name, out _):
                return Keyed(_current, function.Name, function.Arguments, function.Position);
            case FunctionSyntax { Target: { } target } function when Locate(target) is { IsMany: false } place && place.Type.TryGetNavigation(function.Name, out _):
                return Keyed(Entity(target), function.Name, function.Arguments, function.Position);
            case FunctionSyntax function:
                throw ODataErrors.NotSupported($"The function '{function.Name}'");
            case RootSyntax root when root.Key is not null || Set(root).IsSingleton:
                var select = new SelectBuilder(_plan, Set(root).Type);
                select.And(root.Key is null ? null : KeyCondition(select.Root, root.Key, root.Position));
                _apart.Add(select);
                return select.Root;
            case RootSyntax or FilteredPathSyntax:
                throw ODataErrors.TypeMismatch(syntax.Position, "this path leads to many entities; use any, all or $count.", "đường dẫn này dẫn đến nhiều thực thể; hãy dùng any, all hoặc $count.");
            default:
                throw ODataErrors.TypeMismatch(syntax.Position, "a path is expected before '/'.", "cần một đường dẫn trước '/'.");
        }
    }

    public static bool IsTypeName(string name) => name.Contains('.', StringComparison.Ordinal);

    /// <summary>One entity of a collection, by key.</summary>
    private EntityScope Keyed(EntityScope owner, string name, IReadOnlyList<ArgumentSyntax> key, int position)
    {
        var entity = Members(owner, Navigation(owner, name, position, many: true));
        entity.Select.And(KeyCondition(entity, key, position));
        _apart.Add(entity.Select);
        return entity;
    }

    private Scalar KeyCondition(EntityScope entity, IReadOnlyList<ArgumentSyntax> key, int position)
    {
        if (entity.Type.IsComplex)
        {
            throw ODataErrors.TypeMismatch(position, $"values of {entity.Type} have no key.", $"các giá trị kiểu {entity.Type} không có khóa.");
        }
        var properties = entity.Type.Key;
        var expected = string.Join(", ", properties.Select(k => $"{k.Name}=…"));
        if (key.Count != properties.Count || key.Any(k => k.Name.Length == 0 ? properties.Count > 1 : properties.All(p => p.Name != k.Name)) || key.DistinctBy(k => k.Name).Count() < key.Count)
        {
            throw ODataErrors.TypeMismatch(position, $"the key of {entity.Type} is ({expected}).", $"khóa của {entity.Type} là ({expected}).");
        }
        return key
            .Select(k => Operators.Compare(CompareOperator.Equal, new(entity.Column(properties.FirstOrDefault(p => p.Name == k.Name) ?? properties[0]), k.Value), new(_binder.Bind(k.Value), k.Value), k.Position))
            .Aggregate((a, b) => new LogicalScalar(true, a, b));
    }

    private EntitySet Set(RootSyntax root) => _plan.Model.TryGetSet(root.Set, out var set)
        ? set.IsSingleton && root.Key is not null ? throw ODataErrors.TypeMismatch(root.Position, $"'{set.Name}' is one entity and takes no key.", $"'{set.Name}' chỉ có một thực thể nên không nhận khóa.") : set
        : throw ODataErrors.UnknownResource(root.Set, ODataErrors.Nearest(root.Set, _plan.Model.EntitySets.Select(s => s.Name)));

    private static NavigationProperty Navigation(EntityScope owner, string name, int position, bool many)
    {
        if (!owner.Type.TryFollow(name, out var navigation))
        {
            throw owner.Type.TryGetProperty(name, out _)
                ? ODataErrors.TypeMismatch(position, $"'{name}' is a value; nothing can follow it after '/'.", $"'{name}' là một giá trị; sau nó không thể có '/'.")
                : Unknown(owner.Type, name, position);
        }
        return (navigation.IsCollection, many) switch
        {
            (true, false) => throw ODataErrors.TypeMismatch(position, $"'{name}' leads to many entities; use any, all or $count.", $"'{name}' dẫn đến nhiều thực thể; hãy dùng any, all hoặc $count."),
            (false, true) => throw ODataErrors.TypeMismatch(position, $"'{name}' leads to one entity, not to many.", $"'{name}' chỉ dẫn đến một thực thể."),
            _ => navigation,
        };
    }

    /// <summary>The rows that a path to many entities leads to, each as an entity in scope of a query of its own.</summary>
    public EntityScope Rows(Syntax path)
    {
        switch (path)
        {
            case FilteredPathSyntax filtered:
                var rows = Rows(filtered.Target);
                rows.Select.And(_binder.Within(rows).BindCondition(filtered.Condition));
                return rows;
            case RootSyntax { Key: null } root when !Set(root).IsSingleton:
                return new SelectBuilder(_plan, Set(root).Type).Root;
            case MemberSyntax { Target: { } whole } cast when IsTypeName(cast.Name) && Locate(whole) is { IsMany: true }:
                var all = Rows(whole);
                var type = TypeCasts.Find(all, cast.Name, cast.Position);
                all.Select.And(all.IsOf(type));
                return all with { Type = type };
            case MemberSyntax { Target: { } target } member when Locate(target) is { IsMany: true } many:
                if (!many.Type.TryFollow(member.Name, out var navigation))
                {
                    throw many.Type.TryGetProperty(member.Name, out _)
                        ? ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' is a value; entities are expected.", $"'{member.Name}' là một giá trị; ở đây cần thực thể.")
                        : Unknown(many.Type, member.Name, member.Position);
                }
                return Onwards(Rows(target), navigation);
            case MemberSyntax member when !IsVariable(member):
                var owner = member.Target is null ? _current : Entity(member.Target);
                return Members(owner, Navigation(owner, member.Name, member.Position, many: true));
            case FunctionSyntax function when !(Locate(function) is { IsMany: false }):
                throw ODataErrors.NotSupported($"The function '{function.Name}'");
            default:
                throw ODataErrors.TypeMismatch(path.Position, "a collection is expected.", "cần một tập hợp.");
        }
    }

    private EntityScope Members(EntityScope owner, NavigationProperty navigation)
    {
        if (_apart.Remove(owner.Select))
        {
            return Onwards(owner, navigation);
        }
        return SelectBuilder.Behind(_plan, owner, navigation).Root;
    }

    /// <summary>The entities behind those of a query, in the same query.</summary>
    private EntityScope Onwards(EntityScope rows, NavigationProperty navigation)
    {
        if (navigation.IsInline)
        {
            var part = rows.Select.Join(rows, navigation);
            rows.Select.And(part.Presence.Count == 0 ? null : part.IsThere());
            return part;
        }
        if (!navigation.IsCollection || navigation.Through is not null)
        {
            _repeating.Add(rows.Select);
        }
        return rows.Select.JoinInner(rows, navigation);
    }

    /// <summary>The number of rows that a path leads to; an entity that is reached on several ways counts once.</summary>
    public SelectPlan Count(EntityScope rows)
    {
        if (!_repeating.Contains(rows.Select))
        {
            return rows.Select.BuildCount();
        }
        var keys = rows.Select.BuildRows([.. rows.Type.Key.Select((k, i) => new OutputColumn(rows.Column(k), $"key{i}"))]) with { IsDistinct = true };
        return rows.Type.Key.Count == 1
            ? rows.Select.BuildRows([new OutputColumn(new AggregateScalar(AggregateMethod.CountDistinct, rows.Column(rows.Type.Key[0]), null, PrimitiveKind.Int64, StorageForm.Native, null))])
            : new SelectPlan(new DerivedSource(_plan.NextSource(), keys), [], null, [new OutputColumn(new CountAllScalar())], [], null, null);
    }

    /// <summary>Whether a path ends in a property of many entities; gives the rows and that property.</summary>
    public bool TryValues(Syntax syntax, out Func<(EntityScope Rows, StructuralProperty Property)> values)
    {
        values = () => throw new InvalidOperationException();
        if (syntax is not MemberSyntax { Target: { } target } member || Locate(target) is not { IsMany: true } many || !many.Type.TryGetProperty(member.Name, out var property))
        {
            return false;
        }
        values = () => (Rows(target), property);
        return true;
    }

    /// <summary>The type that a path leads to, and whether to many of it; null when it leads to no entity.</summary>
    public (EntityType Type, bool IsMany)? TypeOf(Syntax path) => path is RootSyntax root && !_plan.Model.TryGetSet(root.Set, out _) ? null : Locate(path);

    private (EntityType Type, bool IsMany)? Locate(Syntax path)
    {
        switch (path)
        {
            case MemberSyntax { Target: null } variable when _variables.TryGetValue(variable.Name, out var scope):
                return (scope().Type, false);
            case RootSyntax root:
                return (Set(root).Type, root.Key is null && !Set(root).IsSingleton);
            case FilteredPathSyntax filtered:
                return Locate(filtered.Target);
            case TypeCallSyntax { IsCast: true } cast when (cast.Operand is null ? (_current.Type, false) : Locate(cast.Operand)) is ({ } from, false):
                return from.FindRelated(cast.Type) is { } to ? (to, false) : null;
        }
        var (target, name, keyed) = path switch
        {
            MemberSyntax member => (member.Target, member.Name, false),
            CallSyntax call => (null, call.Name, true),
            FunctionSyntax function => (function.Target, function.Name, true),
            _ => (null, "", false),
        };
        var owner = target is null ? (_current.Type, false) : Locate(target);
        if (owner is not ({ } type, var many))
        {
            return null;
        }
        if (IsTypeName(name))
        {
            return type.FindRelated(name) is { } cast ? (cast, many) : TypeCasts.IsLost(type, name) ? (type, many) : null;
        }
        return type.TryFollow(name, out var navigation) ? (navigation.Target, many || (navigation.IsCollection && !keyed)) : null;
    }

    public static ODataError Unknown(EntityType type, string name, int position) =>
        ODataErrors.UnknownProperty(name, type.Name, position, ODataErrors.Nearest(name, type.MemberNames));
}
