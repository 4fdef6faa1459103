using System.Text.Json.Nodes;
using DtiWarehouse.OData.Edm;
using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>Entity types as schemas: label as title, description, format, length and what may be null.</summary>
internal static class EntitySchemas
{
    public static void AddTo(OpenApiDocument document, ODataModel model)
    {
        foreach (var type in model.EntityTypes)
        {
            document.Components!.Schemas![type.QualifiedName] = Schema(document, type);
        }
    }

    private static OpenApiSchema Schema(OpenApiDocument document, EntityType type)
    {
        var schema = SharedParts.Record([]);
        schema.Title = type.Label ?? type.Name;
        schema.Description = type.Description;
        foreach (var property in type.Properties)
        {
            schema.Properties![property.Name] = Schema(property);
        }
        foreach (var navigation in type.Navigations)
        {
            schema.Properties![navigation.Name] = Schema(document, navigation);
            if (navigation.IsCollection)
            {
                schema.Properties[$"{navigation.Name}@odata.count"] = new OpenApiSchemaReference(SharedParts.Count, document);
            }
        }
        return schema;
    }

    public static OpenApiSchema Schema(StructuralProperty property)
    {
        var (type, format) = TypeOf(property.Kind);
        return new OpenApiSchema
        {
            Title = property.Label,
            Description = property.Description,
            Type = property.IsNullable ? type | JsonSchemaType.Null : type,
            Format = format,
            MaxLength = property.MaxLength,
            Enum = Values(property) is { Count: > 0 } values ? values : null,
        };
    }

    /// <summary>A navigation is there where it is expanded.</summary>
    private static OpenApiSchema Schema(OpenApiDocument document, NavigationProperty navigation)
    {
        var target = new OpenApiSchemaReference(navigation.Target.QualifiedName, document);
        return navigation.IsCollection
            ? new OpenApiSchema { Title = navigation.Label, Type = JsonSchemaType.Array, Items = target }
            : new OpenApiSchema
            {
                Title = navigation.Label,
                Description = navigation.Description,
                Type = navigation.IsNullable ? JsonSchemaType.Object | JsonSchemaType.Null : JsonSchemaType.Object,
                AllOf = [target],
            };
    }

    /// <summary>The only values there are; null among them where the property may be null, since a list without it forbids it.</summary>
    private static List<JsonNode> Values(StructuralProperty property)
    {
        var names = property.Enumeration?.Members.Select(m => m.Name) ?? property.AllowedValues.Select(v => v.Value);
        List<JsonNode> values = [.. names.Select(name => (JsonNode)name)];
        if (values.Count > 0 && property.IsNullable)
        {
            values.Add(JsonNullSentinel.JsonNull);
        }
        return values;
    }

    private static (JsonSchemaType Type, string? Format) TypeOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Boolean => (JsonSchemaType.Boolean, null),
        PrimitiveKind.Byte => (JsonSchemaType.Integer, "uint8"),
        PrimitiveKind.SByte => (JsonSchemaType.Integer, "int8"),
        PrimitiveKind.Int16 => (JsonSchemaType.Integer, "int16"),
        PrimitiveKind.Int32 => (JsonSchemaType.Integer, "int32"),
        PrimitiveKind.Int64 => (JsonSchemaType.Integer, "int64"),
        PrimitiveKind.Decimal => (JsonSchemaType.Number, "decimal"),
        PrimitiveKind.Single => (JsonSchemaType.Number, "float"),
        PrimitiveKind.Double => (JsonSchemaType.Number, "double"),
        PrimitiveKind.Guid => (JsonSchemaType.String, "uuid"),
        PrimitiveKind.Binary => (JsonSchemaType.String, "base64url"),
        PrimitiveKind.Date => (JsonSchemaType.String, "date"),
        PrimitiveKind.TimeOfDay => (JsonSchemaType.String, "time"),
        PrimitiveKind.DateTimeOffset => (JsonSchemaType.String, "date-time"),
        PrimitiveKind.Duration => (JsonSchemaType.String, "duration"),
        _ => (JsonSchemaType.String, null),
    };
}
