using System.Globalization;
using System.Text;

namespace DtiWarehouse.Tests.Sample;

/// <summary>Reads written exports back without the product's reader, so that a mistake on one side can't hide on the other.</summary>
internal static class ExportReader
{
    public static IEnumerable<ExportRow> Rows(string directory, string feed) =>
        Directory.GetFiles(directory, feed + "_*.csv").Order(StringComparer.Ordinal).SelectMany(File);

    public static IEnumerable<ExportRow> File(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var header = reader.ReadLine()!;
        var separator = header.Contains('\t') ? '\t' : header.Contains(';') ? ';' : ',';
        var columns = Split(header, separator).Select((name, index) => (name, index)).ToDictionary(c => c.name, c => c.index);
        var line = 1;
        while (reader.ReadLine() is { } text)
        {
            yield return new ExportRow(Path.GetFileName(path), ++line, columns, Split(text, separator));
        }
    }

    public static string[] Split(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (line[i] == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }
        fields.Add(field.ToString());
        return [.. fields];
    }
}

/// <summary>One row by column name.</summary>
internal sealed record ExportRow(string FileName, int Line, Dictionary<string, int> Columns, string[] Fields)
{
    public string this[string column] => Columns.TryGetValue(column, out var index) ? Fields[index] : "";

    public bool Says(string column) => this[column] is "Có" or "x" or "1" or "true";

    public DateOnly? Day(string column)
    {
        var text = this[column];
        if (text.Length == 0)
        {
            return null;
        }
        return DateOnly.ParseExact(text[..10], ["dd/MM/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture);
    }
}

/// <summary>The register of organisations: either identifier leads to the version of a day.</summary>
internal sealed class ExportedUnits
{
    private readonly Dictionary<string, List<ExportRow>> _byCode = [];

    public ExportedUnits(string directory)
    {
        foreach (var row in ExportReader.Rows(directory, "org_units"))
        {
            foreach (var code in new[] { row["Mã định danh"], row["Mã cũ"] }.Where(c => c.Length > 0))
            {
                if (!_byCode.TryGetValue(code, out var versions))
                {
                    _byCode[code] = versions = [];
                }
                versions.Add(row);
            }
        }
    }

    public ExportRow On(string code, DateOnly day) =>
        _byCode[code].Single(v => v.Day("Hiệu lực từ") <= day && (v.Day("Hiệu lực đến") ?? DateOnly.MaxValue) >= day);

    /// <summary>Statistics-office code of the district of a unit, or of the unit itself where it is a district.</summary>
    public string District(string code, DateOnly day)
    {
        var unit = On(code, day);
        return unit["Loại"] switch
        {
            "UBND huyện" => unit["Mã ĐVHC"],
            "UBND xã" when day < new DateOnly(2025, 7, 1) => On(unit["Mã định danh cấp trên"], day)["Mã ĐVHC"],
            _ => "",
        };
    }
}
