using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

internal enum PlaceKind { Collection, Entity, Complex, Property }

/// <summary>Where a resource path has led to: the rows in scope, and what the context URL calls them.</summary>
internal sealed record Place(PlaceKind Kind, EntityScope Scope, string Context)
{
    public StructuralProperty? Property { get; init; }
    /// <summary>The entity that a property or complex value is part of, and the path from it.</summary>
    public EntityScope? Owner { get; init; }
    public string PropertyPath { get; init; } = "";
    /// <summary><c>$count</c>, <c>$ref</c> or <c>$value</c> at the end of the path.</summary>
    public string? Suffix { get; init; }
    /// <summary>Must have a row, or the answer is 404: the entity that the path goes on from.</summary>
    public SelectPlan? Parent { get; init; }
    /// <summary>The collection that the entities in scope are members of, for keys that leave out what the path already says.</summary>
    public NavigationProperty? Navigation { get; init; }
    /// <summary>Functions at the end of the path: steps before those of <c>$apply</c>.</summary>
    public IReadOnlyList<TransformationSyntax> Steps { get; init; } = [];
}

/// <summary>
/// Follows a resource path through the model (OData URL Conventions 4.01, section 4): sets and singletons, keys, type casts, navigations,
/// properties and complex values, <c>/$filter(…)</c> and the suffixes. Rejects what is not there (201), keys that do not fit (206) and what the service
/// does not do (208).
/// </summary>
internal sealed class PathPlanner(ODataModel model, PlanScope plan)
{
    public Place Resolve(IReadOnlyList<PathSegment> path)
    {
        if (path[0] is not NameSegment first || !model.TryGetSet(first.Name, out var set))
        {
            throw UnknownStart(path[0]);
        }
        if (set.IsSingleton && first.Key is not null)
        {
            throw ODataErrors.WrongKey($"'{set.Name}' is one entity and takes no key.", $"'{set.Name}' chỉ có một thực thể nên không nhận khóa.");
        }
        var select = new SelectBuilder(plan, set.Type);
        var place = WithKey(new Place(set.IsSingleton ? PlaceKind.Entity : PlaceKind.Collection, select.Root, set.Name), first.Key);
        foreach (var segment in path.Skip(1))
        {
            if (place.Suffix is not null)
            {
                throw ODataErrors.UnknownResource(segment.Text, null);
            }
            place = segment switch
            {
                FilterSegment filter => Follow(place, filter),
                NameSegment name => Follow(place, name),
                _ => Follow(place, (SystemSegment)segment),
            };
        }
        return place;
    }

    private ODataError UnknownStart(PathSegment segment)
    {
        var name = segment is NameSegment named ? named.Name : segment.Text;
        return name is "$all" || name.StartsWith("$crossjoin", StringComparison.Ordinal)
            ? ODataErrors.NotSupported($"'{name}'")
            : ODataErrors.UnknownResource(name, ODataErrors.Nearest(name, [.. model.EntitySets.Select(s => s.Name), "$metadata", "$batch", "$entity"]));
    }

    private static Place Follow(Place place, SystemSegment segment) => (segment.Text, place.Kind) switch
    {
        ("$count", PlaceKind.Collection) or ("$value", PlaceKind.Property) => place with { Suffix = segment.Text },
        ("$ref", PlaceKind.Collection or PlaceKind.Entity) when !place.Scope.Type.IsComplex => place with { Suffix = segment.Text },
        ("$each", PlaceKind.Collection) => throw ODataErrors.NotSupported("'$each' in a path"),
        _ => throw ODataErrors.UnknownResource(segment.Text, null),
    };

    private Place Follow(Place place, FilterSegment segment)
    {
        if (place.Kind is not PlaceKind.Collection)
        {
            throw ODataErrors.UnknownResource(segment.Text, null);
        }
        if (place.Steps.Count > 0)
        {
            throw ODataErrors.NotSupported("A path that goes on behind a function");
        }
        try
        {
            place.Scope.Select.And(new ExpressionBinder(plan, place.Scope).BindCondition(segment.Condition));
        }
        catch (ODataError e)
        {
            throw e.At("$filter");
        }
        return WithKey(place, segment.Key);
    }

    private Place Follow(Place place, NameSegment segment)
    {
        if (place.Kind is PlaceKind.Collection && segment.Key is null or { Count: 0 } && ApplyPlanner.Declared(place.Scope.Type).ContainsKey(segment.Name))
        {
            return place with { Steps = [.. place.Steps, new FunctionStepSyntax(0, segment.Name)] };
        }
        if (place.Steps.Count > 0)
        {
            throw ODataErrors.NotSupported("A path that goes on behind a function");
        }
        if (place.Kind is PlaceKind.Collection or PlaceKind.Entity && place.Scope.Type.FindRelated(segment.Name) is { } cast)
        {
            place.Scope.Select.And(place.Scope.IsOf(cast));
            return WithKey(place with { Scope = place.Scope with { Type = cast }, Context = $"{place.Context}/{cast.QualifiedName}" }, segment.Key);
        }
        if (place.Kind is not (PlaceKind.Entity or PlaceKind.Complex))
        {
            throw ODataErrors.UnknownResource(segment.Text, ODataErrors.Nearest(segment.Name, ApplyPlanner.Declared(place.Scope.Type).Keys));
        }
        var type = place.Scope.Type;
        var owner = place.Owner ?? place.Scope;
        if (segment.Key is null && type.TryGetProperty(segment.Name, out var property))
        {
            return place with { Kind = PlaceKind.Property, Property = property, Owner = owner, PropertyPath = place.PropertyPath + property.Name };
        }
        if (!type.TryGetNavigation(segment.Name, out var navigation))
        {
            throw ODataErrors.UnknownResource(segment.Text, ODataErrors.Nearest(segment.Name, type.MemberNames));
        }
        var select = place.Scope.Select;
        // The entity that the path goes on from must exist: without it the answer is 404, with it an empty collection.
        var parent = place.Scope.Nullable ? BuildParent(place.Scope) : select.BuildExists();
        var target = select.Join(place.Scope, navigation);
        if (navigation is { IsComplex: true, IsCollection: false } && segment.Key is null)
        {
            return new Place(PlaceKind.Complex, target, place.Context) { Parent = parent, Owner = owner, PropertyPath = $"{place.PropertyPath}{navigation.Name}/" };
        }
        var context = navigation.IsComplex ? $"Collection({navigation.Target.QualifiedName})" : ContextUrl.Of(model, navigation.Target) ?? $"{place.Context}/{navigation.Name}";
        if (!navigation.IsCollection)
        {
            return segment.Key is null
                ? new Place(PlaceKind.Entity, target, context) { Parent = parent }
                : throw ODataErrors.WrongKey($"'{navigation.Name}' leads to one entity and takes no key.", $"'{navigation.Name}' chỉ dẫn đến một thực thể nên không nhận khóa.");
        }
        select.And(target.IsThere());
        return WithKey(new Place(PlaceKind.Collection, target, context) { Parent = parent, Navigation = navigation }, segment.Key);
    }

    private static SelectPlan BuildParent(EntityScope scope)
    {
        var parent = scope.Select.BuildExists();
        var exists = scope.IsThere();
        return parent with { Where = parent.Where is null ? exists : new LogicalScalar(true, parent.Where, exists) };
    }

    private Place WithKey(Place place, IReadOnlyList<(string Name, LiteralSyntax Value)>? given)
    {
        if (given is null)
        {
            return place;
        }
        if (place.Scope.Type.IsComplex)
        {
            throw ODataErrors.WrongKey($"Values of {place.Scope.Type} have no key.", $"Các giá trị kiểu {place.Scope.Type} không có khóa.");
        }
        foreach (var (property, value) in KeyValues(place, given))
        {
            if (!Fits(value, property))
            {
                var (expected, found) = (property.Enumeration?.QualifiedName ?? $"Edm.{property.Kind}", value.Value is EnumerationLiteral member ? member.TypeName : $"Edm.{value.Kind}");
                throw ODataErrors.WrongKey($"The key {property.Name} is {expected}, not {found}.", $"Khóa {property.Name} có kiểu {expected}, không phải {found}.");
            }
            Scalar wanted = value.Ordinal >= 0
                ? plan.Parameter(SlotOrigin.Literal, value.Ordinal, value.Kind!.Value, property.Storage is StorageForm.ScaledInteger ? property.Scale : null)
                : new BooleanScalar(value.Value is true);
            if (wanted is ParameterScalar parameter && property.Enumeration is { } enumeration)
            {
                wanted = Operators.Member(parameter, enumeration);
            }
            place.Scope.Select.And(new CompareScalar(CompareOperator.Equal, place.Scope.Column(property), wanted));
        }
        return place with { Kind = PlaceKind.Entity };
    }

    /// <summary>Whether a literal is of a key's type; a text may name a member of an enumeration.</summary>
    private static bool Fits(LiteralSyntax value, StructuralProperty property) => property.Enumeration is { } enumeration
        ? value.Kind is PrimitiveKind.String || (value.Value is EnumerationLiteral member && member.TypeName == enumeration.QualifiedName)
        : value.Kind == property.Kind || (ExpressionBinder.IsNumeric(value.Kind) && ExpressionBinder.IsNumeric(property.Kind));

    /// <summary>
    /// The key's properties with the values given: the whole key by name, a key of one part without, what a path through a
    /// parent leaves open (section 4.3.2), or an alternate key by its names (section 4.3.4).
    /// </summary>
    private static IEnumerable<(StructuralProperty Property, LiteralSyntax Value)> KeyValues(Place place, IReadOnlyList<(string Name, LiteralSyntax Value)> given)
    {
        var type = place.Scope.Type;
        List<StructuralProperty> open = [.. type.Key.Except(place.Navigation?.KeyParts() ?? [])];
        if (given is [("", var only)])
        {
            return type.Key.Count == 1 ? [(type.Key[0], only)] : open.Count == 1 ? [(open[0], only)] : throw WrongKey(type, given.Count);
        }
        IEnumerable<IReadOnlyList<StructuralProperty>> candidates = [type.Key, open, .. type.AlternateKeys];
        var key = candidates.FirstOrDefault(c => c.Count == given.Count && c.All(p => given.Any(g => g.Name == p.Name)))
            ?? throw WrongKey(type, given.Count);
        return key.Select(p => (p, given.First(g => g.Name == p.Name).Value));
    }

    private static ODataError WrongKey(EntityType type, int given)
    {
        var forms = string.Join(" or ", new[] { type.Key }.Concat(type.AlternateKeys).Select(k => $"({string.Join(", ", k.Select(p => $"{p.Name}=…"))})"));
        return ODataErrors.WrongKey($"The key of {type} is {forms}; {given} value(s) are given.", $"Khóa của {type} là {forms}; đang có {given} giá trị.");
    }
}
