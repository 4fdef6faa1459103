using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// A transformation that the model declares by name: in requests a function bound to the set's rows, with no parameters,
/// as a step of <c>$apply</c> or a segment of the path (Data Aggregation 4.0, section 5.4).
/// </summary>
/// <param name="Apply">The steps it stands for, as <c>$apply</c> has them.</param>
/// <param name="Label">Name for people; null = none.</param>
/// <param name="Description">What it gives; null = none.</param>
public sealed record TransformationDeclaration(string Apply, string? Label = null, string? Description = null);

/// <summary>A declaration, read.</summary>
internal sealed record DeclaredTransformation(string Name, TransformationDeclaration Declaration, IReadOnlyList<TransformationSyntax> Steps)
{
    /// <summary>Reads a declaration and plans it once over its entity type, which tells every mistake in it.</summary>
    /// <exception cref="InvalidOperationException">The declaration is no transformation of the type.</exception>
    public static DeclaredTransformation Read(ODataModel model, EntityType type, string name, TransformationDeclaration declaration)
    {
        var (steps, _) = Plan(model, type, $"Transformation {type}/{name}", declaration.Apply);
        return new DeclaredTransformation(name, declaration, steps);
    }

    /// <summary>The steps of a declared text, and the type of their result over an entity type.</summary>
    internal static (IReadOnlyList<TransformationSyntax> Steps, EntityType Result) Plan(ODataModel model, EntityType type, string declaration, string text)
    {
        try
        {
            var scanner = new Scanner(text);
            var steps = new ApplyParser(scanner, ParseContext.OfDeclaration()).Parse();
            if (!scanner.AtEnd)
            {
                throw scanner.Unexpected("the end", "hết giá trị");
            }
            var plan = new PlanScope(model);
            return (steps, new ApplyPlanner(plan, new ODataLimits()).Apply(new ApplyRows(new SelectBuilder(plan, type).Root), steps).Scope.Type);
        }
        catch (ODataError error)
        {
            throw new InvalidOperationException($"{declaration}: {error.Message}", error);
        }
    }
}
