using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// Writes <c>$metadata</c> as CSDL JSON (OData CSDL JSON 4.01) from what <see cref="CsdlXmlWriter"/> wrote, element by
/// element, so that both say the same.
/// </summary>
internal static class CsdlJsonWriter
{
    /// <param name="metadata">CSDL XML of the service.</param>
    public static byte[] Write(byte[] metadata)
    {
        using var xml = new MemoryStream(metadata);
        var edmx = XDocument.Load(xml).Root!;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, IndentSize = 1 }))
        {
            json.WriteStartObject();
            json.WriteString("$Version", Text(edmx, "Version"));
            WriteReferences(json, Children(edmx, "Reference"));
            List<XElement> schemas = [.. Children(edmx, "DataServices").SelectMany(services => Children(services, "Schema"))];
            foreach (var container in schemas.SelectMany(schema => Children(schema, "EntityContainer")))
            {
                json.WriteString("$EntityContainer", $"{Text(container.Parent!, "Namespace")}.{Text(container, "Name")}");
            }
            foreach (var schema in schemas)
            {
                WriteSchema(json, schema);
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteReferences(Utf8JsonWriter json, IEnumerable<XElement> references)
    {
        json.WriteStartObject("$Reference");
        foreach (var reference in references)
        {
            // The standard vocabularies are published in both formats, side by side.
            json.WriteStartObject(Path.ChangeExtension(Text(reference, "Uri")!, ".json"));
            json.WriteStartArray("$Include");
            foreach (var include in Children(reference, "Include"))
            {
                json.WriteStartObject();
                json.WriteString("$Namespace", Text(include, "Namespace"));
                json.WriteString("$Alias", Text(include, "Alias"));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter json, XElement schema)
    {
        json.WriteStartObject(Text(schema, "Namespace")!);
        foreach (var element in schema.Elements().Where(e => e.Name.LocalName is not "Function"))
        {
            json.WriteStartObject(Text(element, "Name")!);
            WriteElement(json, element);
            json.WriteEndObject();
        }
        // Overloads of one name stand in one array.
        foreach (var overloads in Children(schema, "Function").GroupBy(f => Text(f, "Name")!))
        {
            json.WriteStartArray(overloads.Key);
            foreach (var function in overloads)
            {
                json.WriteStartObject();
                WriteFunction(json, function);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteElement(Utf8JsonWriter json, XElement element)
    {
        json.WriteString("$Kind", element.Name.LocalName);
        switch (element.Name.LocalName)
        {
            case "EnumType":
                WriteEnumeration(json, element);
                break;
            case "Term":
                WriteTyped(json, element);
                json.WriteStartArray("$AppliesTo");
                foreach (var target in Text(element, "AppliesTo")!.Split(' '))
                {
                    json.WriteStringValue(target);
                }
                json.WriteEndArray();
                break;
            case "EntityContainer":
                foreach (var child in element.Elements().Where(e => e.Name.LocalName is "EntitySet" or "Singleton"))
                {
                    WriteSet(json, child);
                }
                break;
            default:
                WriteStructure(json, element);
                break;
        }
        WriteAnnotations(json, element);
    }

    private static void WriteStructure(Utf8JsonWriter json, XElement type)
    {
        WriteText(json, type, "BaseType");
        WriteFlag(json, type, "Abstract");
        foreach (var key in Children(type, "Key"))
        {
            json.WriteStartArray("$Key");
            foreach (var property in Children(key, "PropertyRef"))
            {
                json.WriteStringValue(Text(property, "Name"));
            }
            json.WriteEndArray();
        }
        foreach (var property in type.Elements().Where(e => e.Name.LocalName is "Property" or "NavigationProperty"))
        {
            json.WriteStartObject(Text(property, "Name")!);
            if (property.Name.LocalName is "NavigationProperty")
            {
                json.WriteString("$Kind", "NavigationProperty");
            }
            WriteTyped(json, property);
            WriteText(json, property, "Partner");
            WritePairs(json, property, "ReferentialConstraint", "Property", "ReferencedProperty");
            WriteAnnotations(json, property);
            json.WriteEndObject();
        }
    }

    private static void WriteEnumeration(Utf8JsonWriter json, XElement enumeration)
    {
        WriteText(json, enumeration, "UnderlyingType");
        WriteFlag(json, enumeration, "IsFlags");
        foreach (var member in Children(enumeration, "Member"))
        {
            json.WriteNumber(Text(member, "Name")!, long.Parse(Text(member, "Value")!, CultureInfo.InvariantCulture));
            WriteAnnotations(json, member, Text(member, "Name")!);
        }
    }

    private static void WriteFunction(Utf8JsonWriter json, XElement function)
    {
        json.WriteString("$Kind", "Function");
        WriteFlag(json, function, "IsBound");
        WriteFlag(json, function, "IsComposable");
        json.WriteStartArray("$Parameter");
        foreach (var parameter in Children(function, "Parameter"))
        {
            json.WriteStartObject();
            WriteText(json, parameter, "Name");
            WriteTyped(json, parameter);
            WriteAnnotations(json, parameter);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        foreach (var result in Children(function, "ReturnType"))
        {
            json.WriteStartObject("$ReturnType");
            WriteTyped(json, result);
            json.WriteEndObject();
        }
        WriteAnnotations(json, function);
    }

    private static void WriteSet(Utf8JsonWriter json, XElement set)
    {
        json.WriteStartObject(Text(set, "Name")!);
        if (set.Name.LocalName is "EntitySet")
        {
            json.WriteBoolean("$Collection", true);
        }
        json.WriteString("$Type", Text(set, "EntityType") ?? Text(set, "Type"));
        WritePairs(json, set, "NavigationPropertyBinding", "Path", "Target");
        WriteAnnotations(json, set);
        json.WriteEndObject();
    }

    /// <summary>Type and facets. What JSON takes for granted is left out: a single text that is never null, a variable scale.</summary>
    private static void WriteTyped(Utf8JsonWriter json, XElement element)
    {
        var type = Text(element, "Type")!;
        var isCollection = type.StartsWith("Collection(", StringComparison.Ordinal);
        if (isCollection)
        {
            json.WriteBoolean("$Collection", true);
            type = type["Collection(".Length..^1];
        }
        if (type != "Edm.String")
        {
            json.WriteString("$Type", type);
        }
        if (!isCollection && Text(element, "Nullable") is null or "true")
        {
            json.WriteBoolean("$Nullable", true);
        }
        foreach (var facet in new[] { "MaxLength", "Precision", "Scale" })
        {
            if (int.TryParse(Text(element, facet), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumber("$" + facet, number);
            }
        }
    }

    private static void WritePairs(Utf8JsonWriter json, XElement parent, string element, string name, string value)
    {
        if (Children(parent, element).ToList() is not { Count: > 0 } pairs)
        {
            return;
        }
        json.WriteStartObject("$" + element);
        foreach (var pair in pairs)
        {
            json.WriteString(Text(pair, name)!, Text(pair, value));
        }
        json.WriteEndObject();
    }

    /// <param name="member">The member of an enumeration that is annotated: it has no object of its own.</param>
    private static void WriteAnnotations(Utf8JsonWriter json, XElement element, string member = "")
    {
        foreach (var annotation in Children(element, "Annotation"))
        {
            json.WritePropertyName($"{member}@{Text(annotation, "Term")}{(Text(annotation, "Qualifier") is { } qualifier ? "#" + qualifier : "")}");
            WriteExpression(json, annotation);
        }
    }

    /// <summary>The value of an annotation or of a record's property, as an attribute or an element.</summary>
    private static void WriteExpression(Utf8JsonWriter json, XElement holder)
    {
        if (holder.Attributes().FirstOrDefault(a => a.Name.LocalName is not ("Term" or "Qualifier" or "Property")) is { } constant)
        {
            WriteConstant(json, constant.Name.LocalName, constant.Value);
        }
        else
        {
            WriteValue(json, holder.Elements().Single());
        }
    }

    private static void WriteValue(Utf8JsonWriter json, XElement value)
    {
        switch (value.Name.LocalName)
        {
            case "Collection":
                json.WriteStartArray();
                foreach (var item in value.Elements())
                {
                    WriteValue(json, item);
                }
                json.WriteEndArray();
                break;
            case "Record":
                json.WriteStartObject();
                foreach (var property in Children(value, "PropertyValue"))
                {
                    json.WritePropertyName(Text(property, "Property")!);
                    WriteExpression(json, property);
                }
                json.WriteEndObject();
                break;
            case var form:
                WriteConstant(json, form, value.Value);
                break;
        }
    }

    private static void WriteConstant(Utf8JsonWriter json, string form, string value)
    {
        switch (form)
        {
            case "Bool":
                json.WriteBooleanValue(value == "true");
                break;
            case "EnumMember":
                // The term tells the type, so the member's name is enough.
                json.WriteStringValue(value[(value.LastIndexOf('/') + 1)..]);
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, XElement element, string name)
    {
        if (Text(element, name) is { } text)
        {
            json.WriteString("$" + name, text);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, XElement element, string name)
    {
        if (Text(element, name) == "true")
        {
            json.WriteBoolean("$" + name, true);
        }
    }

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    private static string? Text(XElement element, string name) => element.Attribute(name)?.Value;
}
