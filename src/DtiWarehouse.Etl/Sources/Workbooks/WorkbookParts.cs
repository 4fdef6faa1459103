using System.IO.Compression;
using System.Xml;

namespace DtiWarehouse.Etl.Sources.Workbooks;

/// <summary>What a workbook says of itself: which part each sheet is, and the day that its dates count from.</summary>
/// <param name="CountsFrom1904">Dates count from 1904 instead of 1900.</param>
internal sealed record WorkbookParts(bool CountsFrom1904, IReadOnlyDictionary<string, string> Sheets)
{
    /// <exception cref="InvalidDataException">The workbook has no such sheet.</exception>
    public string OfSheet(string name) => Sheets.GetValueOrDefault(name) ?? throw new InvalidDataException($"The workbook lacks the sheet {name}.");

    /// <exception cref="InvalidDataException">The archive is no workbook.</exception>
    public static WorkbookParts Of(ZipArchive archive)
    {
        var book = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("xl/workbook.xml", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("The archive is no workbook.");
        var root = new Uri("zip:///" + book.FullName);
        var targets = Elements(archive, book.FullName.Insert(book.FullName.LastIndexOf('/') + 1, "_rels/") + ".rels", "Relationship")
            .Where(relation => relation.ContainsKey("Id") && relation.ContainsKey("Target"))
            .ToDictionary(relation => relation["Id"], relation => Uri.UnescapeDataString(new Uri(root, relation["Target"]).AbsolutePath).TrimStart('/'), StringComparer.Ordinal);
        return new WorkbookParts(
            Elements(archive, book.FullName, "workbookPr").Any(properties => properties.GetValueOrDefault("date1904") is "1" or "true"),
            Elements(archive, book.FullName, "sheet")
                .Where(sheet => targets.ContainsKey(sheet.GetValueOrDefault("id", "")))
                .ToDictionary(sheet => sheet["name"], sheet => targets[sheet["id"]], StringComparer.Ordinal));
    }

    /// <summary>The attributes of every element of a name, by their local names.</summary>
    private static List<Dictionary<string, string>> Elements(ZipArchive archive, string part, string name)
    {
        var found = new List<Dictionary<string, string>>();
        using var stream = (archive.GetEntry(part) ?? throw new InvalidDataException($"The workbook lacks {part}.")).Open();
        using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != name)
                continue;
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            while (xml.MoveToNextAttribute())
                attributes[xml.LocalName] = xml.Value;
            found.Add(attributes);
        }
        return found;
    }
}
