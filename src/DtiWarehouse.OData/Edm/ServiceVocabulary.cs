using System.Xml;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// The terms of the service's own annotations on answers and on the model, declared so that a client can tell what they mean (OData CSDL
/// 4.01, section 14.1).
/// </summary>
internal static class ServiceVocabulary
{
    public const string DataVersionChanged = "dtiw.dataVersionChanged";
    public const string Warnings = "dtiw.warnings";
    public const string Additivity = "dtiw.additivity";

    public static void Write(XmlWriter xml, string edm)
    {
        xml.WriteStartElement("Schema", edm);
        xml.WriteAttributeString("Namespace", "dtiw");
        xml.WriteStartElement("ComplexType");
        xml.WriteAttributeString("Name", "warning");
        Typed(xml, "Property", "code", "Edm.String", "Stable code of the warning.");
        Typed(xml, "Property", "message", "Edm.String", "A sentence in the language of Accept-Language.");
        xml.WriteEndElement();
        Typed(xml, "Term", "dataVersionChanged", "Edm.Boolean", "The data has changed since the first page of this chain of pages: rows may have been added, changed or removed in between.");
        Typed(xml, "Term", "warnings", "Collection(dtiw.warning)", "What the reader should know about the rows; the answer is right all the same.");
        Typed(xml, "Term", "additivity", "Edm.String", "Over which rows the sum of the property means something: Additive (any), SemiAdditive (those of one point in time), NonAdditive (none).", "Property");
        xml.WriteEndElement();
    }

    /// <summary>The functions over relative periods, in a schema of their own.</summary>
    public static void WritePeriods(XmlWriter xml, string edm)
    {
        xml.WriteStartElement("Schema", edm);
        xml.WriteAttributeString("Namespace", RelativePeriod.Namespace);
        foreach (var period in RelativePeriod.All)
        {
            xml.WriteStartElement("Function");
            xml.WriteAttributeString("Name", period.Name);
            Parameter(xml, "Date", null);
            Parameter(xml, "AsOf", "The day that the period is seen from; without it, the day that the data stands at.");
            xml.WriteStartElement("ReturnType");
            xml.WriteAttributeString("Type", "Edm.Boolean");
            xml.WriteAttributeString("Nullable", "false");
            xml.WriteEndElement();
            Describe(xml, $"Whether the date lies within: {char.ToLowerInvariant(period.Description[0])}{period.Description[1..]}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <param name="optional">What the parameter means where it is optional; null = it is required.</param>
    private static void Parameter(XmlWriter xml, string name, string? optional)
    {
        xml.WriteStartElement("Parameter");
        xml.WriteAttributeString("Name", name);
        xml.WriteAttributeString("Type", "Edm.Date");
        if (optional is not null)
        {
            xml.WriteStartElement("Annotation");
            xml.WriteAttributeString("Term", "Core.OptionalParameter");
            xml.WriteStartElement("Record");
            xml.WriteEndElement();
            xml.WriteEndElement();
            Describe(xml, optional);
        }
        xml.WriteEndElement();
    }

    private static void Describe(XmlWriter xml, string description)
    {
        xml.WriteStartElement("Annotation");
        xml.WriteAttributeString("Term", "Core.Description");
        xml.WriteAttributeString("String", description);
        xml.WriteEndElement();
    }

    private static void Typed(XmlWriter xml, string element, string name, string type, string description, string appliesTo = "Collection")
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("Name", name);
        xml.WriteAttributeString("Type", type);
        xml.WriteAttributeString("Nullable", "false");
        if (element == "Term")
        {
            xml.WriteAttributeString("AppliesTo", appliesTo);
        }
        Describe(xml, description);
        xml.WriteEndElement();
    }
}
