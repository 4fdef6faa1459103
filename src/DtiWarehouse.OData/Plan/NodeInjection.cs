using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Puts into rows what tells which node they stand for (OData Extension for Data Aggregation 4.0, section 6.2.2): the
/// entity behind the navigation that the path names, a collection shrinking to that one entity; or the identifier alone
/// where the path is no navigation to nodes.
/// </summary>
internal sealed class NodeInjection(PlanScope plan, HierarchyClosure hierarchy, NodePath path, ApplyPlanner apply)
{
    /// <summary>The path is the nodes' own: rows are nodes.</summary>
    private bool IsOwn(EntityType rows) => path.Navigations.Count == 0 && hierarchy.IsOf(rows) && path.Property.Name == hierarchy.NodeProperty.Name;

    private bool IsNavigation => path.Navigations.Count > 0 && hierarchy.IsOf(path.Navigations[^1].Target) && path.Property.Name == hierarchy.NodeProperty.Name;

    /// <summary>
    /// The rows, joined to the places of their nodes, with the node put in. Those that are <paramref name="isRepeated"/>
    /// are entities no more: the place becomes part of what they are known by.
    /// </summary>
    public (EntityScope Scope, IReadOnlyList<OrderItem> Order) Inject((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, EntityScope places, bool isRepeated)
    {
        var type = rows.Scope.Type;
        var navigates = IsNavigation;
        if (!isRepeated && !navigates)
        {
            return rows;
        }
        var select = rows.Scope.Select;
        var columns = ApplyPlanner.AllColumns(type).Select(p => new OutputColumn(rows.Scope.Column(p), p.Column)).ToList();
        var navigations = type.Navigations;
        if (navigates || path.IsMany)
        {
            var (target, values) = navigates ? Entity(select, places) : Identifier(type, places);
            columns.AddRange(values);
            navigations = [.. navigations.Where(n => n.Name != path.Names[0]), Nest(type, target)];
        }
        var order = rows.Order.Select(o => (Item: o, Property: apply.Hidden(o.Value) with { IsNullable = o.Value.Nullable })).ToList();
        columns.AddRange(order.Select(o => new OutputColumn(o.Item.Value, o.Property.Column)));
        var result = new EntityType(type.Name, type.Table, type.Schema)
        {
            IsTransient = isRepeated || type.IsTransient,
            Origin = isRepeated || type.IsTransient ? null : type.Origin ?? type,
            SearchPaths = type.SearchPaths,
        };
        // The place is the first item of the order.
        result.SetProperties(type.Properties, isRepeated ? [.. type.Key, order[0].Property] : type.Key);
        result.SetNavigations(navigations);
        var outer = new SelectBuilder(plan, result, select.BuildRows(columns));
        return (outer.Root, [.. order.Select(o => new OrderItem(outer.Root.Column(o.Property), o.Item.Descending))]);
    }

    /// <summary>The whole node, in columns of its own.</summary>
    private (EntityType Type, IReadOnlyList<OutputColumn> Columns) Entity(SelectBuilder select, EntityScope places)
    {
        var node = select.JoinTable(hierarchy.Type, source => new CompareScalar(
            CompareOperator.Equal, new ColumnScalar(source, hierarchy.NodeProperty, false), places.Column(HierarchyClosure.Node)));
        var renamed = hierarchy.Type.Properties.ToDictionary(p => p, p => p with { Column = apply.NextColumn() });
        var type = new EntityType(hierarchy.Type.Name, hierarchy.Type.Table, hierarchy.Type.Schema) { Origin = hierarchy.Type };
        type.SetProperties([.. renamed.Values], [.. hierarchy.Type.Key.Select(k => renamed[k])]);
        type.SetNavigations([.. hierarchy.Type.Navigations.Select(n => n with { Columns = [.. n.Columns.Select(c => (renamed[c.Source], c.Target))] })]);
        return (type, [.. renamed.Select(p => new OutputColumn(node.Column(p.Key), p.Value.Column))]);
    }

    /// <summary>The identifier alone, at the end of the path.</summary>
    private (EntityType Type, IReadOnlyList<OutputColumn> Columns) Identifier(EntityType type, EntityScope places)
    {
        var end = path.Navigations.Count > 0 ? path.Navigations[^1].Target : type;
        var property = path.Property with { Column = apply.NextColumn() };
        var result = new EntityType(end.Name, end.Table, end.Schema) { IsTransient = true };
        result.SetProperties([property], []);
        return (result, [new OutputColumn(places.Column(HierarchyClosure.Node), property.Column)]);
    }

    /// <summary>The first navigation of the path, leading through the others to the target in the same row.</summary>
    private NavigationProperty Nest(EntityType type, EntityType target)
    {
        for (var i = path.Navigations.Count - 1; ; i--)
        {
            var navigation = path.Navigations[i] with { Target = target, Columns = [], IsNullable = false, IsInline = true, IsExpanded = true };
            if (i == 0)
            {
                return navigation;
            }
            var owner = path.Navigations[i - 1].Target;
            target = new EntityType(owner.Name, owner.Table, owner.Schema) { IsTransient = true };
            target.SetProperties([], []);
            target.SetNavigations([navigation]);
        }
    }
}
