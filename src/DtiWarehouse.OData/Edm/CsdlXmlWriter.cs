using System.Globalization;
using System.Text;
using System.Xml;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// Writes the model as CSDL XML 4.0, with labels and capabilities inline (OData CSDL XML 4.01). Only what the service
/// really does is declared: Power Query trusts it when it decides what to leave to the server.
/// </summary>
internal static class CsdlXmlWriter
{
    private const string Edmx = "http://docs.oasis-open.org/odata/ns/edmx";
    private const string Edm = "http://docs.oasis-open.org/odata/ns/edm";
    private const string Vocabularies = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/";

    /// <param name="model">The model.</param>
    /// <param name="keyAsSegment">Keys may stand as path segments.</param>
    /// <param name="lacks">Names the functions that the database cannot calculate; null = it can do all.</param>
    public static byte[] Write(ODataModel model, bool keyAsSegment = false, Func<string, bool>? lacks = null)
    {
        List<string> functions = [.. CanonicalFunctions.Names.Where(f => lacks?.Invoke(f) is not true)];
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " " }))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("edmx", "Edmx", Edmx);
            xml.WriteAttributeString("Version", "4.0");
            foreach (var (space, alias) in new[] { ("Org.OData.Core.V1", "Core"), ("Org.OData.Capabilities.V1", "Capabilities"), ("Org.OData.Aggregation.V1", "Aggregation") })
            {
                xml.WriteStartElement("Reference", Edmx);
                xml.WriteAttributeString("Uri", $"{Vocabularies}{space}.xml");
                xml.WriteStartElement("Include", Edmx);
                xml.WriteAttributeString("Namespace", space);
                xml.WriteAttributeString("Alias", alias);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteStartElement("DataServices", Edmx);
            xml.WriteStartElement("Schema", Edm);
            xml.WriteAttributeString("Namespace", model.Namespace);
            foreach (var enumeration in model.Enumerations)
            {
                WriteEnumeration(xml, enumeration);
            }
            foreach (var type in model.ComplexTypes.Concat(model.EntityTypes))
            {
                WriteType(xml, model, type);
            }
            foreach (var (type, function) in model.EntityTypes.SelectMany(t => t.Transformations.Values.Select(f => (t, f))))
            {
                WriteFunction(xml, model, type, function);
            }
            WriteContainer(xml, model, keyAsSegment, functions);
            xml.WriteEndElement();
            ServiceVocabulary.WritePeriods(xml, Edm);
            ServiceVocabulary.Write(xml, Edm);
            xml.WriteEndDocument();
        }
        return stream.ToArray();
    }

    private static void WriteType(XmlWriter xml, ODataModel model, EntityType type)
    {
        xml.WriteStartElement(type.IsComplex ? "ComplexType" : "EntityType");
        xml.WriteAttributeString("Name", type.Name);
        if (type.BaseType is not null)
        {
            xml.WriteAttributeString("BaseType", type.BaseType.QualifiedName);
        }
        if (type.IsAbstract)
        {
            xml.WriteAttributeString("Abstract", "true");
        }
        if (type.BaseType is null && !type.IsComplex)
        {
            xml.WriteStartElement("Key");
            foreach (var key in type.Key)
            {
                xml.WriteStartElement("PropertyRef");
                xml.WriteAttributeString("Name", key.Name);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        foreach (var property in type.Properties.Except(type.BaseType?.Properties ?? []))
        {
            WriteProperty(xml, property);
        }
        foreach (var navigation in type.Navigations.Except(type.BaseType?.Navigations ?? []).OrderByDescending(n => n.IsComplex))
        {
            WriteNavigation(xml, model, navigation);
        }
        WriteAlternateKeys(xml, type);
        Describe(xml, type.Label, type.Description);
        WriteHierarchies(xml, type);
        xml.WriteEndElement();
    }

    private static void WriteEnumeration(XmlWriter xml, EnumerationType enumeration)
    {
        xml.WriteStartElement("EnumType");
        xml.WriteAttributeString("Name", enumeration.Name);
        xml.WriteAttributeString("UnderlyingType", $"Edm.{enumeration.Underlying}");
        if (enumeration.IsFlags)
        {
            xml.WriteAttributeString("IsFlags", "true");
        }
        foreach (var member in enumeration.Members)
        {
            xml.WriteStartElement("Member");
            xml.WriteAttributeString("Name", member.Name);
            xml.WriteAttributeString("Value", member.Value.ToString(CultureInfo.InvariantCulture));
            Describe(xml, member.Label, null);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteHierarchies(XmlWriter xml, EntityType type)
    {
        foreach (var hierarchy in type.RecursiveHierarchies)
        {
            xml.WriteStartElement("Annotation");
            xml.WriteAttributeString("Term", "Aggregation.RecursiveHierarchy");
            xml.WriteAttributeString("Qualifier", hierarchy.Qualifier);
            xml.WriteStartElement("Record");
            PropertyValue(xml, "NodeProperty", "PropertyPath", hierarchy.Node.Name);
            PropertyValue(xml, "ParentNavigationProperty", "NavigationPropertyPath", hierarchy.Parent.Name);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        foreach (var hierarchy in type.LeveledHierarchies)
        {
            xml.WriteStartElement("Annotation");
            xml.WriteAttributeString("Term", "Aggregation.LeveledHierarchy");
            xml.WriteAttributeString("Qualifier", hierarchy.Qualifier);
            xml.WriteStartElement("Collection");
            foreach (var level in hierarchy.Levels)
            {
                xml.WriteElementString("PropertyPath", string.Join('/', level));
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    private static void WriteAlternateKeys(XmlWriter xml, EntityType type)
    {
        if (type.OwnAlternateKeys.Count == 0)
        {
            return;
        }
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", "Core.AlternateKeys");
        xml.WriteStartElement("Collection");
        foreach (var key in type.OwnAlternateKeys)
        {
            xml.WriteStartElement("Record");
            xml.WriteStartElement("PropertyValue");
            xml.WriteAttributeString("Property", "Key");
            xml.WriteStartElement("Collection");
            foreach (var property in key)
            {
                xml.WriteStartElement("Record");
                PropertyValue(xml, "Name", "PropertyPath", property.Name);
                PropertyValue(xml, "Alias", "String", property.Name);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, StructuralProperty property)
    {
        xml.WriteStartElement("Property");
        xml.WriteAttributeString("Name", property.Name);
        xml.WriteAttributeString("Type", property.Enumeration?.QualifiedName ?? $"Edm.{property.Kind}");
        if (!property.IsNullable)
        {
            xml.WriteAttributeString("Nullable", "false");
        }
        if (property.MaxLength is { } length)
        {
            xml.WriteAttributeString("MaxLength", Number(length));
        }
        if (property.Kind is PrimitiveKind.DateTimeOffset or PrimitiveKind.TimeOfDay or PrimitiveKind.Duration)
        {
            xml.WriteAttributeString("Precision", "7");
        }
        else if (property.Kind is PrimitiveKind.Decimal)
        {
            if (property.Precision is { } precision)
            {
                xml.WriteAttributeString("Precision", Number(precision));
            }
            xml.WriteAttributeString("Scale", property.Scale is { } scale ? Number(scale) : "variable");
        }
        Describe(xml, property.Label, DescriptionWithValues(property));
        if (property.Additivity is { } additivity)
        {
            Annotation(xml, ServiceVocabulary.Additivity, "String", additivity.ToString());
        }
        xml.WriteEndElement();
    }

    /// <summary>
    /// Allowed values stand in the description: Microsoft's library, which Power Query is built on, calls a model
    /// invalid that annotates them with <c>Validation.AllowedValues</c>, whose values are of the abstract primitive type.
    /// </summary>
    private static string? DescriptionWithValues(StructuralProperty property)
    {
        if (property.AllowedValues.Count == 0)
        {
            return property.Description;
        }
        var values = string.Join(", ", property.AllowedValues.Select(v => v.Label is null ? v.Value : $"{v.Value} ({v.Label})"));
        return $"{property.Description}{(property.Description is null ? "" : " ")}Values: {values}.";
    }

    /// <summary>A navigation or complex property. What refers to a column that no property shows is no constraint to clients.</summary>
    private static void WriteNavigation(XmlWriter xml, ODataModel model, NavigationProperty navigation)
    {
        var target = $"{model.Namespace}.{navigation.Target.Name}";
        xml.WriteStartElement(navigation.IsComplex ? "Property" : "NavigationProperty");
        xml.WriteAttributeString("Name", navigation.Name);
        xml.WriteAttributeString("Type", navigation.IsCollection ? $"Collection({target})" : target);
        if (navigation.IsCollection ? navigation.IsComplex : !navigation.IsNullable)
        {
            xml.WriteAttributeString("Nullable", "false");
        }
        if (navigation.Partner is not null)
        {
            xml.WriteAttributeString("Partner", navigation.Partner);
        }
        if (navigation.IsDependent && navigation.Columns.All(c => Shows(navigation.Declaring, c.Source) && Shows(navigation.Target, c.Target)))
        {
            foreach (var (source, principal) in navigation.Columns)
            {
                xml.WriteStartElement("ReferentialConstraint");
                xml.WriteAttributeString("Property", source.Name);
                xml.WriteAttributeString("ReferencedProperty", principal.Name);
                xml.WriteEndElement();
            }
        }
        Describe(xml, navigation.Label, navigation.Description);
        xml.WriteEndElement();
    }

    /// <summary>A declared transformation: from rows of a type to rows of the same type.</summary>
    private static void WriteFunction(XmlWriter xml, ODataModel model, EntityType type, DeclaredTransformation function)
    {
        var rows = $"Collection({model.Namespace}.{type.Name})";
        xml.WriteStartElement("Function");
        xml.WriteAttributeString("Name", function.Name);
        xml.WriteAttributeString("IsBound", "true");
        xml.WriteAttributeString("IsComposable", "true");
        xml.WriteStartElement("Parameter");
        xml.WriteAttributeString("Name", "rows");
        xml.WriteAttributeString("Type", rows);
        xml.WriteAttributeString("Nullable", "false");
        xml.WriteEndElement();
        xml.WriteStartElement("ReturnType");
        xml.WriteAttributeString("Type", rows);
        xml.WriteAttributeString("Nullable", "false");
        xml.WriteEndElement();
        Describe(xml, function.Declaration.Label, function.Declaration.Description);
        xml.WriteEndElement();
    }

    private static void WriteContainer(XmlWriter xml, ODataModel model, bool keyAsSegment, IReadOnlyList<string> functions)
    {
        xml.WriteStartElement("EntityContainer");
        xml.WriteAttributeString("Name", model.ContainerName);
        foreach (var set in model.EntitySets)
        {
            xml.WriteStartElement(set.IsSingleton ? "Singleton" : "EntitySet");
            xml.WriteAttributeString("Name", set.Name);
            xml.WriteAttributeString(set.IsSingleton ? "Type" : "EntityType", $"{model.Namespace}.{set.Type.Name}");
            WriteBindings(xml, model, set, set.Type, "");
            foreach (var derived in set.Type.DerivedTypes)
            {
                WriteBindings(xml, model, set, derived, derived.QualifiedName + "/");
            }
            Describe(xml, set.Type.Label, set.Type.Description);
            if (!set.IsSingleton)
            {
                WriteSetCapabilities(xml, set.Type, functions);
            }
            xml.WriteEndElement();
        }
        Annotation(xml, "Capabilities.ConformanceLevel", "EnumMember", "Org.OData.Capabilities.V1.ConformanceLevelType/Minimal");
        WriteApplySupport(xml, model);
        Annotation(xml, "Capabilities.TopSupported", "Bool", "true");
        Annotation(xml, "Capabilities.SkipSupported", "Bool", "true");
        Annotation(xml, "Capabilities.BatchSupported", "Bool", "true");
        Flags(xml, "Capabilities.BatchSupport", ("Supported", true), ("ContinueOnErrorSupported", true), ("ReferencesInRequestBodiesSupported", false), ("ReferencesAcrossChangeSetsSupported", false), ("EtagReferencesSupported", false));
        Annotation(xml, "Capabilities.QuerySegmentSupported", "Bool", "true");
        Annotation(xml, "Capabilities.KeyAsSegmentSupported", "Bool", keyAsSegment ? "true" : "false");
        Strings(xml, "Capabilities.SupportedFormats", ["application/json;odata.metadata=minimal", "application/json;odata.metadata=full", "application/json;odata.metadata=none", ResponseFormat.CsvType, ResponseFormat.XlsxType]);
        Strings(xml, "Capabilities.FilterFunctions", functions);
        xml.WriteEndElement();
    }

    private static bool Shows(EntityType type, StructuralProperty column) => type.Properties.Contains(column);

    /// <summary>
    /// Where the navigations of a type and of its complex values lead; of a derived type only its own. What leads back to
    /// another set, as from a set of a derived type, is left open.
    /// </summary>
    private static void WriteBindings(XmlWriter xml, ODataModel model, EntitySet set, EntityType type, string path)
    {
        foreach (var navigation in type.Navigations.Except(path.Length == 0 ? [] : type.BaseType?.Navigations ?? []))
        {
            if (navigation.IsComplex)
            {
                WriteBindings(xml, model, set, navigation.Target, $"{path}{navigation.Name}/");
            }
            else if (model.SetOf(navigation.Target) is { } target && LeadsBack(navigation))
            {
                xml.WriteStartElement("NavigationPropertyBinding");
                xml.WriteAttributeString("Path", path + navigation.Name);
                xml.WriteAttributeString("Target", target.Name);
                xml.WriteEndElement();
            }
        }

        bool LeadsBack(NavigationProperty navigation) =>
            navigation.Partner is null || !navigation.Target.TryGetNavigation(navigation.Partner, out var partner) || model.SetOf(partner.Target) == set;
    }

    /// <summary>What <c>$apply</c> does, from the list that its parser reads by.</summary>
    private static void WriteApplySupport(XmlWriter xml, ODataModel model)
    {
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", "Aggregation.ApplySupportedDefaults");
        xml.WriteStartElement("Record");
        xml.WriteStartElement("PropertyValue");
        xml.WriteAttributeString("Property", "Transformations");
        xml.WriteStartElement("Collection");
        foreach (var transformation in ApplyParser.Transformations)
        {
            xml.WriteElementString("String", transformation);
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (model.EntityTypes.SelectMany(t => t.AggregationMethods.Keys).Distinct().ToList() is { Count: > 0 } methods)
        {
            xml.WriteStartElement("PropertyValue");
            xml.WriteAttributeString("Property", "CustomAggregationMethods");
            xml.WriteStartElement("Collection");
            methods.ForEach(m => xml.WriteElementString("String", m));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        PropertyValue(xml, "From", "Bool", "true");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteSetCapabilities(XmlWriter xml, EntityType type, IReadOnlyList<string> functions)
    {
        Annotation(xml, "Capabilities.TopSupported", "Bool", "true");
        Annotation(xml, "Capabilities.SkipSupported", "Bool", "true");
        Flags(xml, "Capabilities.CountRestrictions", ("Countable", true));
        Flags(xml, "Capabilities.FilterRestrictions", ("Filterable", true));
        Flags(xml, "Capabilities.SortRestrictions", ("Sortable", true));
        Flags(xml, "Capabilities.ExpandRestrictions", ("Expandable", true));
        Flags(xml, "Capabilities.SearchRestrictions", ("Searchable", true));
        Flags(xml, "Capabilities.InsertRestrictions", ("Insertable", false));
        Flags(xml, "Capabilities.UpdateRestrictions", ("Updatable", false));
        Flags(xml, "Capabilities.DeleteRestrictions", ("Deletable", false));
        Strings(xml, "Capabilities.FilterFunctions", functions);
        foreach (var aggregate in type.CustomAggregates.Values)
        {
            xml.WriteStartElement("Annotation");
            xml.WriteAttributeString("Term", "Aggregation.CustomAggregate");
            xml.WriteAttributeString("Qualifier", aggregate.Name);
            xml.WriteAttributeString("String", $"Edm.{aggregate.Kind}");
            xml.WriteEndElement();
        }
    }

    /// <summary>The label is what clients show beside a name; the description goes deeper.</summary>
    private static void Describe(XmlWriter xml, string? label, string? description)
    {
        if ((label ?? description) is { } text)
        {
            Annotation(xml, "Core.Description", "String", text);
        }
        if (label is not null && description is not null)
        {
            Annotation(xml, "Core.LongDescription", "String", description);
        }
    }

    private static void Annotation(XmlWriter xml, string term, string form, string value)
    {
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", term);
        if (form == "EnumMember")
        {
            xml.WriteElementString("EnumMember", value);
        }
        else
        {
            xml.WriteAttributeString(form, value);
        }
        xml.WriteEndElement();
    }

    private static void Flags(XmlWriter xml, string term, params (string Name, bool Value)[] values)
    {
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", term);
        xml.WriteStartElement("Record");
        foreach (var (name, value) in values)
        {
            PropertyValue(xml, name, "Bool", value ? "true" : "false");
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Strings(XmlWriter xml, string term, IEnumerable<string> values)
    {
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", term);
        xml.WriteStartElement("Collection");
        foreach (var value in values)
        {
            xml.WriteElementString("String", value);
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void PropertyValue(XmlWriter xml, string name, string form, string value)
    {
        xml.WriteStartElement("PropertyValue");
        xml.WriteAttributeString("Property", name);
        xml.WriteAttributeString(form, value);
        xml.WriteEndElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
