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
    private readonly bool _isCounted;
    private readonly PlanScope _plan;

    private QueryPlanner(ODataModel model, ODataRequest request, ODataLimits limits, bool isScoped, bool withKeys, bool isCounted)
    {
        _model = model;
        _request = request;
        _limits = limits;
        _withKeys = withKeys;
        _isCounted = isCounted;
        _plan = new PlanScope(model, isScoped);
    }

    /// <summary>
    /// Plans a request. <paramref name="tokenNulls"/> says which values of its page token are null (null = no token):
    /// they shape the statement, the values themselves do not. <paramref name="isScoped"/> leaves the rows of the caller's
    /// <see cref="RowScope"/>; <paramref name="withKeys"/> reads keys for full metadata;
    /// <paramref name="isCounted"/> plans the total of a collection even when <c>$count</c> does not ask for it.
    /// </summary>
    public static QueryPlan Plan(ODataModel model, ODataRequest request, ODataLimits limits, bool[]? tokenNulls, bool isScoped, bool withKeys, bool isCounted = false) =>
        new QueryPlanner(model, request, limits, isScoped, withKeys, isCounted).Plan(tokenNulls);

    private QueryPlan Plan(bool[]? tokenNulls)
    {
        var place = new PathPlanner(_model, _plan).Resolve(_request.Path);
        if (_request.IsById && place.Kind is not PlaceKind.Entity)
        {
            throw ODataErrors.EntityNotFound(string.Join('/', _request.Path.Select(s => s.Text)));
        }
        var plan = place.Kind switch
        {
            PlaceKind.Collection when place.Suffix is "$count" => PlanCount(place),
            PlaceKind.Collection => PlanCollection(place, tokenNulls),
            PlaceKind.Entity or PlaceKind.Complex => PlanEntity(place),
            _ => PlanProperty(place),
        };
        return plan with { FreeSource = _plan.NextSource() };
    }

    private QueryPlan PlanCollection(Place place, bool[]? tokenNulls)
    {
        var options = _request.Options;
        RejectLevels(options);
        var references = place.Suffix is "$ref";
        var rows = Transform(place.Scope, options with { Apply = [.. place.Steps, .. options.Apply] });
        var (scope, given) = (rows.Scope, rows.Order);
        var select = scope.Select;
        var binder = new ExpressionBinder(_plan, scope) { Aggregator = new ApplyPlanner(_plan, _limits), These = rows };
        SelectPlan? count = null;
        RowShape shape = null!;
        List<OrderItem> order = [];
        ODataError.Gather([
            () =>
            {
                Filter(select, binder, options);
                // Before the columns of $select and $expand: they would bring joins that no count needs.
                count = options.Count || _isCounted ? select.BuildCount() : null;
            },
            () => shape = PlanShape(scope, options, references),
            () => order = options.OrderBy.Count == 0 && given.Count > 0 ? [.. given] : At("$orderby", () => Order(binder, options.OrderBy, scope, warnings: _plan.Warnings)),
        ]);
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
            Warnings = [.. _plan.Warnings],
        };
    }

    private RowShape PlanShape(EntityScope scope, QueryOptionsSyntax options, bool references)
    {
        if (references && (options.Select.Count > 0 || options.Expand.Count > 0))
        {
            throw ODataErrors.NotAllowedHere("$select and $expand do not fit $ref.", "$select và $expand không dùng với $ref.", "$ref");
        }
        if (references && scope.Type.IsTransient)
        {
            throw ODataErrors.NotAllowedHere("Aggregated rows have no reference; leave $ref out.", "Dòng đã tổng hợp không có tham chiếu; hãy bỏ $ref.", "$ref");
        }
        return new ShapePlanner(_model, _plan, _limits, _withKeys).Plan(scope with { Nullable = false, Presence = [] }, options, references);
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
        if (references && (options.Select.Count > 0 || options.Expand.Count > 0 || options.Compute.Count > 0))
        {
            throw ODataErrors.NotAllowedHere("$select, $expand and $compute do not fit $ref.", "$select, $expand và $compute không dùng với $ref.", "$ref");
        }
        var scope = place.Scope;
        var select = scope.Select;
        var computed = options.Compute.Count == 0 ? [] : At("$compute", () => new ApplyPlanner(_plan, _limits).Computed(new ApplyRows(scope), options.Compute));
        var shape = new ShapePlanner(_model, _plan, _limits, _withKeys).Plan(scope, options, references, computed: computed);
        if (select.Columns.Count == 0 && scope.Type.Key.Count > 0)
        {
            // Nothing selected but navigations: the row still tells that the entity is there.
            select.Output(scope.Column(scope.Type.Key[0]));
        }
        var isSingleton = _model.TryGetSet(place.Context, out var set) && set.IsSingleton;
        var (context40, context401) = references ? ("$ref", "$ref") : ContextOf(place.Context, options, scope.Type, entity: !isSingleton);
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
        if (_request.Options.Select.Count > 0 || _request.Options.Expand.Count > 0 || _request.Options.Compute.Count > 0)
        {
            throw ODataErrors.NotAllowedHere("$select, $expand and $compute do not fit a single value.", "$select, $expand và $compute không dùng với một giá trị đơn.");
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
        var rows = Transform(place.Scope, options with { Apply = [.. place.Steps, .. options.Apply] });
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

    private static readonly PlanWarning ConstantOrder = new(
        "ODATA601", "An item of $orderby has the same value in every row and orders nothing.", "Một phần tử của $orderby có cùng giá trị ở mọi dòng nên không sắp xếp gì.");

    /// <summary>The order asked for, then the key: a total order, so that a page can say exactly where it ends.</summary>
    public static List<OrderItem> Order(ExpressionBinder binder, IReadOnlyList<OrderBySyntax> items, EntityScope scope, bool byKey = true, List<PlanWarning>? warnings = null)
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
            else if (warnings?.Contains(ConstantOrder) is false)
            {
                warnings.Add(ConstantOrder);
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
