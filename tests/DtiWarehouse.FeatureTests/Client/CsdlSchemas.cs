using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace DtiWarehouse.FeatureTests.Client;

/// <summary>The XML schemas of OASIS for <c>$metadata</c>, see <c>Client/Csdl/README.md</c>.</summary>
internal static class CsdlSchemas
{
    private static readonly XmlSchemaSet Schemas = Read();

    /// <summary>What the schemas find wrong with a document; nothing = it is valid.</summary>
    public static IReadOnlyList<string> Complaints(string metadata)
    {
        var complaints = new List<string>();
        XDocument.Parse(metadata, LoadOptions.SetLineInfo).Validate(Schemas, (_, found) => complaints.Add($"line {found.Exception.LineNumber}: {found.Message}"));
        return complaints;
    }

    private static XmlSchemaSet Read()
    {
        // Both are given, so that nothing is fetched for the import of one by the other.
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var name in new[] { "edm.xsd", "edmx.xsd" })
        {
            using var stream = typeof(CsdlSchemas).Assembly.GetManifestResourceStream(name)!;
            using var reader = XmlReader.Create(stream);
            schemas.Add(null, reader);
        }
        schemas.Compile();
        return schemas;
    }
}
