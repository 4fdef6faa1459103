using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Turns a parsed request into a <see cref="QueryPlan"/> over the model: resolves the path, binds options, adds the key
/// as the last order so that pages are exact. Rejects what the model does not have (2xx). Sees no database.
/// </summary>
internal sealed class QueryPlanner
{
    private readonly ODataModel _model;
    private readonly ODataRequest _request;
    private readonly ODataLimits _limits;
    private readonly bool _withKeys;
    private readonly PlanScope _plan;

    private QueryPlanner(ODataModel model, ODataRequest request, ODataLimits limits, bool withKeys)
    {
        _model = model;
        _plan = new PlanScope(model);
        _request = request;
        _limits = limits;
        _withKeys = withKeys;
    }

    /// <summary>
    /// Plans a request. <paramref name="tokenNulls"/> says which values of its page token are null (null = no token):
    /// they shape the statement, the values themselves do not. <paramref name="withKeys"/> reads keys for full metadata.
    /// </summary>
    public static QueryPlan Plan(ODataModel model, ODataRequest request, ODataLimits limits, bool[]? tokenNulls, bool withKeys) =>
        new QueryPlanner(model, request, limits, withKeys).Plan(tokenNulls);

    private QueryPlan Plan(bool[]? tokenNulls)
    {
        var place = ResolvePath();
        return place.Kind switch
        {
            PlaceKind.Collection when place.Suffix is "$count" => PlanCount(place),
            PlaceKind.Collection => PlanCollection(place, tokenNulls),
            PlaceKind.Entity or PlaceKind.Complex => PlanEntity(place),
            _ => PlanProperty(place),
        };
    }

    private enum PlaceKind { Collection, Entity, Complex, Property }

    /// <summary>Where a path has led to so far.</summary>
    private sealed record Place(PlaceKind Kind, EntityScope Scope, string Context)
    {
        public StructuralProperty? Property { get; init; }
        /// <summary>The entity that a property or complex value is part of, and the path from it.</summary>
        public EntityScope? Owner { get; init; }
        public string PropertyPath { get; init; } = "";
        public string? Suffix { get; init; }
        public SelectPlan? Parent { get; init; }
    }

    private Place ResolvePath()
    {
        if (_request.Path[0] is not NameSegment first || !_model.TryGetSet(first.Name, out var set))
        {
            var name = _request.Path[0] is NameSegment n ? n.Name : _request.Path[0].Text;
            throw _request.Path[0] is SystemSegment { Text: "$batch" or "$entity" or "$all" or "$crossjoin" or "$query" } || name.StartsWith("$crossjoin", StringComparison.Ordinal)
                ? ODataErrors.NotSupported($"'{name}'")
                : ODataErrors.UnknownResource(name, ODataErrors.Nearest(name, _model.EntitySets.Select(s => s.Name)));
        }
        if (set.IsSingleton && first.Key is not null)
        {
            throw ODataErrors.WrongKey($"'{set.Name}' is one entity and takes no key.", $"'{set.Name}' chỉ có một thực thể nên không nhận khóa.");
        }
        var select = new SelectBuilder(_plan, set.Type);
        var place = WithKey(new Place(set.IsSingleton ? PlaceKind.Entity : PlaceKind.Collection, select.Root, set.Name), first);
        foreach (var segment in _request.Path.Skip(1))
        {
            if (place.Suffix is not null)
            {
                throw ODataErrors.UnknownResource(segment.Text, null);
            }
            place = segment switch
            {
                SystemSegment system => Follow(place, system),
                NameSegment name => Follow(place, name),
                _ => throw ODataErrors.UnknownResource(segment.Text, null),
            };
        }
        return place;
    }

    private static Place Follow(Place place, SystemSegment segment) => (segment.Text, place.Kind) switch
    {
        ("$count", PlaceKind.Collection) or ("$ref", PlaceKind.Collection or PlaceKind.Entity) or ("$value", PlaceKind.Property) => place with { Suffix = segment.Text },
        ("$count" or "$ref" or "$value", _) => throw ODataErrors.UnknownResource(segment.Text, null),
        _ when segment.Text.StartsWith("$filter", StringComparison.Ordinal) || segment.Text is "$query" or "$each" => throw ODataErrors.NotSupported($"'{segment.Text}' in a path"),
        _ => throw ODataErrors.UnknownResource(segment.Text, null),
    };

    private Place Follow(Place place, NameSegment segment)
    {
        if (place.Kind is PlaceKind.Collection or PlaceKind.Entity && place.Scope.Type.FindRelated(segment.Name) is { } cast)
        {
            place.Scope.Select.And(place.Scope.IsOf(cast));
            return WithKey(place with { Scope = place.Scope with { Type = cast }, Context = $"{place.Context}/{cast.QualifiedName}" }, segment);
        }
        if (place.Kind is not (PlaceKind.Entity or PlaceKind.Complex))
        {
            throw CastOrUnknown(segment, null);
        }
        var type = place.Scope.Type;
        var owner = place.Owner ?? place.Scope;
        if (segment.Key is null && type.TryGetProperty(segment.Name, out var property))
        {
            return place with { Kind = PlaceKind.Property, Property = property, Owner = owner, PropertyPath = place.PropertyPath + property.Name };
        }
        if (!type.TryGetNavigation(segment.Name, out var navigation))
        {
            throw CastOrUnknown(segment, ODataErrors.Nearest(segment.Name, type.MemberNames));
        }
        var select = place.Scope.Select;
        // The entity that the path goes on from must exist: without it the answer is 404, with it an empty collection.
        var parent = place.Scope.Nullable ? BuildParent(place.Scope) : select.BuildExists();
        var target = select.Join(place.Scope, navigation);
        if (navigation is { IsComplex: true, IsCollection: false } && segment.Key is null)
        {
            return new Place(PlaceKind.Complex, target, place.Context) { Parent = parent, Owner = owner, PropertyPath = $"{place.PropertyPath}{navigation.Name}/" };
        }
        var context = navigation.IsComplex ? $"Collection({navigation.Target.QualifiedName})" : ContextUrl.Of(_model, navigation.Target) ?? $"{place.Context}/{navigation.Name}";
        if (!navigation.IsCollection)
        {
            return segment.Key is null
                ? new Place(PlaceKind.Entity, target, context) { Parent = parent }
                : throw ODataErrors.WrongKey($"'{navigation.Name}' leads to one entity and takes no key.", $"'{navigation.Name}' chỉ dẫn đến một thực thể nên không nhận khóa.");
        }
        select.And(target.IsThere());
        return WithKey(new Place(PlaceKind.Collection, target, context) { Parent = parent }, segment);
    }

    private static ODataError CastOrUnknown(NameSegment segment, string? nearest) => segment.Name.Contains('.', StringComparison.Ordinal)
        ? ODataErrors.NotSupported($"The type cast or bound function '{segment.Name}'")
        : ODataErrors.UnknownResource(segment.Text, nearest);

    private static SelectPlan BuildParent(EntityScope scope)
    {
        var plan = scope.Select.BuildExists();
        var exists = scope.IsThere();
        return plan with { Where = plan.Where is null ? exists : new LogicalScalar(true, plan.Where, exists) };
    }

    private Place WithKey(Place place, NameSegment segment)
    {
        if (segment.Key is null)
        {
            return place;
        }
        var key = place.Scope.Type.Key;
        var expected = string.Join(", ", key.Select(k => $"{k.Name}=…"));
        if (segment.Key.Count != key.Count)
        {
            throw ODataErrors.WrongKey($"The key of {place.Scope.Type} is ({expected}); {segment.Key.Count} value(s) are given.", $"Khóa của {place.Scope.Type} là ({expected}); đang có {segment.Key.Count} giá trị.");
        }
        foreach (var property in key)
        {
            var value = key.Count == 1 && segment.Key[0].Name.Length == 0
                ? segment.Key[0].Value
                : segment.Key.FirstOrDefault(k => k.Name == property.Name).Value
                    ?? throw ODataErrors.WrongKey($"The key of {place.Scope.Type} is ({expected}).", $"Khóa của {place.Scope.Type} là ({expected}).");
            var matches = value.Kind == property.Kind || (property.Enumeration is not null && value.Kind is PrimitiveKind.String) || (ExpressionBinder.IsNumeric(value.Kind) && ExpressionBinder.IsNumeric(property.Kind));
            if (!matches)
            {
                throw ODataErrors.WrongKey($"The key {property.Name} is Edm.{property.Kind}, not Edm.{value.Kind}.", $"Khóa {property.Name} có kiểu Edm.{property.Kind}, không phải Edm.{value.Kind}.");
            }
            Scalar given = value.Ordinal >= 0
                ? _plan.Parameter(SlotOrigin.Literal, value.Ordinal, value.Kind!.Value, property.Storage is StorageForm.ScaledInteger ? property.Scale : null)
                : new BooleanScalar((bool)value.Value!);
            given = given is ParameterScalar parameter && property.Enumeration is { } enumeration
                ? new ParameterScalar(parameter.Slot with { Kind = PrimitiveKind.Enum, Enumeration = enumeration })
                : given;
            place.Scope.Select.And(new CompareScalar(CompareOperator.Equal, place.Scope.Column(property), given));
        }
        return place with { Kind = PlaceKind.Entity };
    }

    private QueryPlan PlanCollection(Place place, bool[]? tokenNulls)
    {
        var options = _request.Options;
        RejectLevels(options);
        var rows = Transform(place.Scope, options);
        var (scope, given) = (rows.Scope, rows.Order);
        var select = scope.Select;
        var binder = new ExpressionBinder(_plan, scope) { Aggregator = new ApplyPlanner(_plan, _limits), These = rows };
        Filter(select, binder, options);
        var count = options.Count ? select.BuildCount() : null;
        var references = place.Suffix is "$ref";
        if (references && (options.Select.Count > 0 || options.Expand.Count > 0))
        {
            throw ODataErrors.NotAllowedHere("$select and $expand do not fit $ref.", "$select và $expand không dùng với $ref.", "$ref");
        }
        if (references && scope.Type.IsTransient)
        {
            throw ODataErrors.NotAllowedHere("Aggregated rows have no reference; leave $ref out.", "Dòng đã tổng hợp không có tham chiếu; hãy bỏ $ref.", "$ref");
        }
        var shape = new ShapePlanner(_model, _plan, _limits, _withKeys).Plan(scope with { Nullable = false, Presence = [] }, options, references);
        var order = options.OrderBy.Count == 0 && given.Count > 0 ? [.. given] : At("$orderby", () => Order(binder, options.OrderBy, scope));
        select.OrderBy.AddRange(order);
        var pageColumns = order.Select(o => PageColumnOf(o, select.Output(o.Value))).ToList();
        if (select.Columns.Count == 0)
        {
            // Rows of nothing but nested collections are rows all the same.
            select.Output(new NumberScalar(1));
        }
        if (tokenNulls is not null)
        {
            select.And(Keyset.After(order, pageColumns, tokenNulls, _plan));
        }
        // A token already stands behind the skipped rows.
        select.Offset = options.Skip is { } skip && tokenNulls is null ? _plan.Parameter(SlotOrigin.Literal, skip.Ordinal, PrimitiveKind.Int64) : null;
        select.Limit = _plan.Parameter(SlotOrigin.PageLimit, 0, PrimitiveKind.Int64);
        var (context40, context401) = references ? ("Collection($ref)", "Collection($ref)") : ContextOf(place.Context, options, scope.Type, entity: false);
        return new QueryPlan
        {
            Kind = AnswerKind.Collection,
            Rows = select.Build(),
            Shape = shape,
            Count = count,
            Parent = place.Parent,
            PageColumns = pageColumns,
            TopLiteral = options.Top?.Ordinal,
            Context40 = context40,
            Context401 = context401,
            IsReferences = references,
        };
    }

    private static PageColumn PageColumnOf(OrderItem item, int ordinal) => item.Value is ColumnScalar column
        ? new PageColumn(ordinal, column.Property.Kind, column.Property.Scale, column.Property.Storage)
        : new PageColumn(ordinal, item.Value.Kind ?? PrimitiveKind.Int64, null, StorageForm.Native);

    private QueryPlan PlanEntity(Place place)
    {
        var options = _request.Options;
        RejectLevels(options);
        RejectForSingle(options);
        var references = place.Suffix is "$ref";
        var select = place.Scope.Select;
        var shape = new ShapePlanner(_model, _plan, _limits, _withKeys).Plan(place.Scope, options, references);
        if (select.Columns.Count == 0 && place.Scope.Type.Key.Count > 0)
        {
            // Nothing selected but navigations: the row still tells that the entity is there.
            select.Output(place.Scope.Column(place.Scope.Type.Key[0]));
        }
        var isSingleton = _model.TryGetSet(place.Context, out var set) && set.IsSingleton;
        var (context40, context401) = references ? ("$ref", "$ref") : ContextOf(place.Context, options, place.Scope.Type, entity: !isSingleton);
        var owner = place.Kind is PlaceKind.Complex ? OwnerOf(place) : null;
        return new QueryPlan
        {
            Kind = AnswerKind.Entity,
            Rows = select.Build(),
            Shape = shape,
            Parent = place.Parent,
            Context40 = context40,
            Context401 = context401,
            IsReferences = references,
            Owner = owner,
            PropertyPath = place.PropertyPath.TrimEnd('/') + ContextUrl.SelectList(options, place.Scope.Type, ODataRequest.V40),
        };
    }

    private RowShape OwnerOf(Place place)
    {
        var owner = place.Owner!;
        return new RowShape(owner.Type, _model.SetOf(owner.Type), [], [.. owner.Type.Key.Select(k => ValueMember.Of(k, owner.Select.Output(owner.Column(k)), owner.Nullable))]);
    }

    private QueryPlan PlanProperty(Place place)
    {
        RejectForSingle(_request.Options);
        if (_request.Options.Select.Count > 0 || _request.Options.Expand.Count > 0)
        {
            throw ODataErrors.NotAllowedHere("$select and $expand do not fit a single value.", "$select và $expand không dùng với một giá trị đơn.");
        }
        var select = place.Scope.Select;
        var property = place.Property!;
        var presence = place.Scope.Presence.Select(c => select.Output(c)).ToList();
        var member = ValueMember.Of(property, select.Output(place.Scope.Column(property)), place.Scope.Nullable);
        var owner = OwnerOf(place);
        return new QueryPlan
        {
            Kind = place.Suffix is "$value" ? AnswerKind.RawValue : AnswerKind.Property,
            Rows = select.Build(),
            Shape = new RowShape(place.Scope.Type, null, [member], []) { Presence = presence },
            Parent = place.Parent,
            Property = member,
            Owner = owner,
            PropertyPath = place.PropertyPath,
            Context40 = place.Context,
            Context401 = place.Context,
        };
    }

    private QueryPlan PlanCount(Place place)
    {
        var options = _request.Options;
        var select = place.Scope.Select;
        var rows = Transform(place.Scope, options);
        select = rows.Scope.Select;
        Filter(select, new ExpressionBinder(_plan, rows.Scope) { Aggregator = new ApplyPlanner(_plan, _limits), These = rows }, options);
        return new QueryPlan
        {
            Kind = AnswerKind.Count,
            Rows = select.BuildCount(),
            Shape = new RowShape(place.Scope.Type, null, [], []),
            Parent = place.Parent,
            Context40 = "",
            Context401 = "",
        };
    }

    /// <summary><c>$apply</c>, then <c>$compute</c>: all other options see their result (OData Protocol 4.01, section 11.2.1).</summary>
    private ApplyRows Transform(EntityScope scope, QueryOptionsSyntax options) => Transform(new ApplyPlanner(_plan, _limits), new ApplyRows(scope), options);

    internal static ApplyRows Transform(ApplyPlanner planner, ApplyRows rows, QueryOptionsSyntax options)
    {
        rows = At("$apply", () => planner.Apply(rows, options.Apply));
        return options.Compute.Count == 0 ? rows : At("$compute", () => planner.Compute(rows, options.Compute));
    }

    private static void Filter(SelectBuilder select, ExpressionBinder binder, QueryOptionsSyntax options)
    {
        if (options.Search is { } search)
        {
            select.And(binder.BindSearch(search));
        }
        if (options.Filter is { } filter)
        {
            select.And(At("$filter", () => binder.BindCondition(filter)));
        }
    }

    /// <summary>The order asked for, then the key: a total order, so that a page can say exactly where it ends.</summary>
    public static List<OrderItem> Order(ExpressionBinder binder, IReadOnlyList<OrderBySyntax> items, EntityScope scope, bool byKey = true)
    {
        var order = new List<OrderItem>();
        foreach (var item in items)
        {
            var value = binder.Bind(item.Expression);
            if (value.Kind is PrimitiveKind.Binary)
            {
                throw ODataErrors.TypeMismatch(item.Expression.Position, "binary values have no order.", "giá trị nhị phân không có thứ tự.");
            }
            // A constant orders nothing.
            if (value is not (NullScalar or ParameterScalar or BooleanScalar))
            {
                order.Add(new OrderItem(value, item.Descending));
            }
        }
        foreach (var key in byKey ? scope.Type.OrderKey : [])
        {
            if (!order.Any(o => o.Value is ColumnScalar column && column.Source == scope.Source && ReferenceEquals(column.Property, key)))
            {
                order.Add(new OrderItem(new ColumnScalar(scope.Source, key, key.IsNullable), order.Count > 0 && order.All(o => o.Descending)));
            }
        }
        return order;
    }

    private static (string V40, string V401) ContextOf(string set, QueryOptionsSyntax options, EntityType type, bool entity)
    {
        var suffix = entity ? "/$entity" : "";
        return ($"{set}{ContextUrl.SelectList(options, type, ODataRequest.V40)}{suffix}", $"{set}{ContextUrl.SelectList(options, type, ODataRequest.V401)}{suffix}");
    }

    private static void RejectLevels(QueryOptionsSyntax options)
    {
        if (options.Levels is not null)
        {
            throw ODataErrors.NotAllowedHere("$levels stands inside $expand.", "$levels chỉ đứng trong $expand.", "$levels");
        }
    }

    private static void RejectForSingle(QueryOptionsSyntax options)
    {
        if (options.Compute.Count > 0)
        {
            throw ODataErrors.NotSupported("$compute on a single entity", "$compute");
        }
        var misplaced = options switch
        {
            { Filter: not null } => "$filter",
            { Search: not null } => "$search",
            { OrderBy.Count: > 0 } => "$orderby",
            { Top: not null } => "$top",
            { Skip: not null } => "$skip",
            { Count: true } => "$count",
            { SkipToken: not null } => "$skiptoken",
            { Apply.Count: > 0 } => "$apply",
            _ => null,
        };
        if (misplaced is not null)
        {
            throw ODataErrors.NotAllowedHere($"{misplaced} fits collections; this resource is a single one.", $"{misplaced} chỉ dùng cho tập hợp; tài nguyên này là đơn lẻ.", misplaced);
        }
    }

    private static T At<T>(string option, Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (ODataError e)
        {
            throw e.At(option);
        }
    }
}
