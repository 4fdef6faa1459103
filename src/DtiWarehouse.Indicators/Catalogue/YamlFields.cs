using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>The keys of one mapping of a catalogue file: each is asked for by name, and what nobody asked for is a mistake with its line.</summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private YamlFields(string file, YamlMappingNode node)
    {
        _file = file;
        _node = node;
    }

    public CataloguePlace Place => At(_node);

    /// <exception cref="CatalogueException">The file is no YAML, or holds no mapping.</exception>
    public static YamlFields Parse(string file, string text)
    {
        var stream = new YamlStream();
        var scanner = new Scanner(new StringReader(text));
        try
        {
            stream.Load(new Parser(scanner));
        }
        // The library reports some mistakes of form by exceptions that are not its own.
        catch (Exception wrong) when (wrong is YamlException or InvalidOperationException or ArgumentException)
        {
            var line = wrong is YamlException { Start.Line: > 0 } told ? (int)told.Start.Line : (int)scanner.CurrentPosition.Line;
            throw new CatalogueException(new CataloguePlace(file, line), $"không đọc được YAML: {wrong.Message}", $"this is no YAML: {wrong.Message}");
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? new YamlFields(file, root)
            : throw new CatalogueException(new CataloguePlace(file, 1), "cần đúng một tài liệu gồm các khóa.", "one document of keys is expected.");
    }

    public bool Has(string key)
    {
        _known.Add(key);
        return Find(key) is not null;
    }

    public string Text(string key) => Optional(key) ?? throw Missing(key);

    public string? Optional(string key)
    {
        _known.Add(key);
        return Find(key) switch
        {
            null => null,
            YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
            YamlScalarNode => null,
            var other => throw Wrong(other, key, "một giá trị", "a single value"),
        };
    }

    public int Whole(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(Find(key)!, key, "một số nguyên không âm", "a whole number");

    public decimal? Number(string key) => Optional(key) switch
    {
        null => null,
        var text when decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(Find(key)!, key, "một số, dấu thập phân là dấu chấm", "a number"),
    };

    public DateOnly? Day(string key) => Optional(key) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw Wrong(Find(key)!, key, "một ngày như 2023-11-27", "a day such as 2023-11-27"),
    };

    public T Word<T>(string key, T? fallback = null)
        where T : struct, Enum => Optional(key) switch
        {
            null => fallback ?? throw Missing(key),
            var text when Enum.TryParse<T>(text, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(text[0]) => word,
            _ => throw Wrong(Find(key)!, key, string.Join(" | ", Enum.GetNames<T>()), string.Join(" | ", Enum.GetNames<T>())),
        };

    public YamlFields Fields(string key) => OptionalFields(key) ?? throw Missing(key);

    public YamlFields? OptionalFields(string key)
    {
        _known.Add(key);
        return Find(key) switch
        {
            null => null,
            YamlMappingNode mapping => new YamlFields(_file, mapping),
            var other => throw Wrong(other, key, "các khóa bên trong", "keys of its own"),
        };
    }

    /// <summary>The mappings of a list; empty where the key is not there.</summary>
    public IReadOnlyList<YamlFields> List(string key)
    {
        _known.Add(key);
        return Find(key) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Select(item => item is YamlMappingNode mapping ? new YamlFields(_file, mapping) : throw Wrong(item, key, "một danh sách các mục có khóa", "a list of items with keys"))],
            var other => throw Wrong(other, key, "một danh sách", "a list"),
        };
    }

    public IReadOnlyList<string> Texts(string key)
    {
        _known.Add(key);
        return Find(key) switch
        {
            null => [],
            YamlSequenceNode list when list.All(item => item is YamlScalarNode { Value.Length: > 0 }) => [.. list.Cast<YamlScalarNode>().Select(item => item.Value!)],
            var other => throw Wrong(other, key, "một danh sách các từ", "a list of words"),
        };
    }

    /// <summary>All keys with the fields below each.</summary>
    public IEnumerable<(string Key, YamlFields Fields)> All() => _node.Children.Select(child =>
        (((YamlScalarNode)child.Key).Value!, child.Value is YamlMappingNode mapping ? new YamlFields(_file, mapping) : throw Wrong(child.Value, ((YamlScalarNode)child.Key).Value!, "các khóa bên trong", "keys of its own")));

    /// <summary>Where the value of a key stands; the mapping's own place without it.</summary>
    public CataloguePlace PlaceOf(string key) => At(Find(key) ?? _node);

    /// <exception cref="CatalogueException">A key is there that nobody asked for.</exception>
    public void RefuseOthers()
    {
        foreach (var key in _node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_known.Contains(name))
            {
                throw new CatalogueException(At(key), $"không có khóa “{key}”; các khóa: {string.Join(", ", _known)}.", $"there is no key '{key}'; the keys are {string.Join(", ", _known)}.");
            }
        }
    }

    public CatalogueException Missing(string key) => new(Place, $"thiếu khóa “{key}”.", $"the key '{key}' is missing.");

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private CataloguePlace At(YamlNode node) => new(_file, (int)node.Start.Line);

    private CatalogueException Wrong(YamlNode node, string key, string vietnamese, string english) =>
        new(At(node), $"“{key}” cần {vietnamese}.", $"'{key}' takes {english}.");
}
