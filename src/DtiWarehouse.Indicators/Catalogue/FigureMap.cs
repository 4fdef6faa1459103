using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>A declared figure as part of an indicator's value, with the decimals that the document prints.</summary>
internal sealed record FigureLink(string Indicator, IndicatorPart Part, int Decimals);

/// <summary>A sentence in both languages.</summary>
internal sealed record Sentence(string Vietnamese, string English);

/// <summary>What <c>reconciliation.yaml</c> says of the declared figures, by their code.</summary>
internal sealed record FigureMap(
    IReadOnlyDictionary<string, FigureLink> Links, IReadOnlyDictionary<string, Sentence> NotComputable, IReadOnlyDictionary<string, Sentence> Findings)
{
    /// <exception cref="CatalogueException">A file is wrong, or a figure stands in it twice.</exception>
    public static FigureMap Read(IEnumerable<(string File, string Text)> files, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var links = new Dictionary<string, FigureLink>(StringComparer.Ordinal);
        var reasons = new Dictionary<string, Sentence>(StringComparer.Ordinal);
        var findings = new Dictionary<string, Sentence>(StringComparer.Ordinal);
        foreach (var (file, text) in files)
        {
            var fields = YamlFields.Parse(file, text);
            foreach (var (code, link) in fields.OptionalFields("figures")?.All() ?? [])
            {
                var indicator = link.Text("indicator");
                if (!indicators.Any(known => known.Code == indicator))
                {
                    throw new CatalogueException(link.PlaceOf("indicator"), $"không có chỉ tiêu “{indicator}”.", $"there is no indicator '{indicator}'.");
                }
                Add(links, code, new FigureLink(indicator, link.Word<IndicatorPart>("part"), link.Whole("decimals")), link);
                link.RefuseOthers();
            }
            AddSentences(fields, "notComputable", "reason", reasons);
            AddSentences(fields, "findings", "finding", findings);
            fields.RefuseOthers();
            if (links.Keys.FirstOrDefault(reasons.ContainsKey) is { } both)
            {
                throw new CatalogueException(fields.Place, $"số liệu {both} vừa tính được vừa không.", $"the figure {both} is said to be computable and not.");
            }
        }
        return new FigureMap(links, reasons, findings);
    }

    private static void AddSentences(YamlFields fields, string list, string key, Dictionary<string, Sentence> into)
    {
        foreach (var item in fields.List(list))
        {
            var sentence = item.Fields(key);
            var read = new Sentence(sentence.Text("vi"), sentence.Text("en"));
            sentence.RefuseOthers();
            foreach (var code in item.Texts("figures"))
            {
                if (key == "finding" && into.TryGetValue(code, out var known))
                {
                    // Several things can be wrong with one figure.
                    into[code] = new Sentence($"{known.Vietnamese} {read.Vietnamese}", $"{known.English} {read.English}");
                    continue;
                }
                Add(into, code, read, item);
            }
            item.RefuseOthers();
        }
    }

    private static void Add<T>(Dictionary<string, T> into, string code, T value, YamlFields place)
    {
        if (!into.TryAdd(code, value))
        {
            throw new CatalogueException(place.Place, $"số liệu {code} xuất hiện hai lần.", $"the figure {code} stands here twice.");
        }
    }
}
