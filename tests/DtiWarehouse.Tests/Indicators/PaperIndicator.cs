using System.Globalization;
using System.Text.RegularExpressions;
using DtiWarehouse.Indicators.Catalogue;
using YamlDotNet.Serialization;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>What attributes the rows of a term to a period, as the catalogue writes it.</summary>
internal enum PaperDate { Day, Month, LastMonth, Span, AsOf }

/// <summary>A term of the catalogue, turned word by word into plain SQL over the tables; <c>{asOf}</c> stays in it.</summary>
/// <param name="Rows">SELECT of unit key, first day, last day, counted thing, amount.</param>
/// <param name="SetRows">The same for all rows of the set, whatever the term's condition.</param>
/// <param name="KnownRows">The same for the rows in which the property of <c>known</c> has a value; null where the term names none.</param>
/// <param name="CountsUnits">The counted things are units.</param>
internal sealed record PaperTerm(string Table, string Rows, string SetRows, string? KnownRows, PaperDate Date, bool IsSum, bool IsDistinct, bool CountsUnits);

/// <summary>A target as printed.</summary>
internal sealed record PaperTarget(string Level, string? Kind, DateOnly From, DateOnly To, decimal Value);

/// <summary>Points from a value on, where other indicators reach a value or stay at one.</summary>
internal sealed record PaperBand(decimal From, decimal Points, IReadOnlyList<(string Indicator, decimal? From, decimal? UpTo)> And);

/// <summary>A file of the catalogue as a reader with a pencil has it: read without the product's reader, its queries as SQL.</summary>
internal sealed partial record PaperIndicator(
    string Code, long Version, string UnitOfMeasure, bool LowerIsBetter, IReadOnlyList<PaperTerm> Numerator, IReadOnlyList<PaperTerm> Denominator, IReadOnlyList<string> Of,
    string WhenEmpty, decimal? MaxPoints, decimal Threshold, IReadOnlyList<PaperBand> Bands, IReadOnlyList<PaperTarget> Targets, DateOnly ValidFrom, DateOnly ValidTo)
{
    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["Dossiers"] = "fact_dossier", ["DossierMonths"] = "agg_dossier_month", ["DossierStocks"] = "agg_dossier_stock", ["OnlineServices"] = "fact_online_service",
        ["SignedDocuments"] = "fact_signed_document", ["Satisfactions"] = "fact_satisfaction", ["DossierTotals"] = "fact_dossier_total", ["Units"] = "dim_unit",
    };

    /// <summary>The indicators that come with the product.</summary>
    public static IReadOnlyList<PaperIndicator> Shipped()
    {
        var assembly = typeof(IndicatorCatalogue).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".yaml", StringComparison.Ordinal) && !name.EndsWith("reconciliation.yaml", StringComparison.Ordinal))
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Read(text.ReadToEnd());
            })];
    }

    public static PaperIndicator Read(string yaml)
    {
        var file = new Deserializer().Deserialize<Dictionary<object, object>>(yaml);
        var score = file.TryGetValue("score", out var rule) ? (Dictionary<object, object>)rule : [];
        var bands = Items(score, "bands").ConvertAll(band => new PaperBand(
            Number(band, "from")!.Value, Number(band, "points")!.Value, Items(band, "and").ConvertAll(and => (Text(and, "indicator")!, Number(and, "from"), Number(and, "upTo")))));
        return new PaperIndicator(
            Text(file, "code")!, long.Parse(Text(file, "version")!, CultureInfo.InvariantCulture), Text(file, "unitOfMeasure")!, Text(file, "direction") == "LowerIsBetter",
            Items(file, "numerator").ConvertAll(Term), Items(file, "denominator").ConvertAll(Term),
            file.TryGetValue("composite", out var composite) ? [.. ((List<object>)((Dictionary<object, object>)composite)["of"]).Cast<string>()] : [],
            Text(file, "emptyDenominator") ?? "Undefined",
            bands.Count > 0 ? bands.Max(band => band.Points) : Number(score, "maxPoints"), Number(score, "threshold") ?? 100, bands,
            Items(file, "targets").ConvertAll(target => new PaperTarget(
                Text(target, "level")!, Text(target, "kind"), Day(target, "from") ?? DateOnly.MinValue, Day(target, "to") ?? DateOnly.MaxValue, Number(target, "value")!.Value)),
            Day(file, "validFrom") ?? DateOnly.MinValue, Day(file, "validTo") ?? DateOnly.MaxValue);
    }

    private static PaperTerm Term(Dictionary<object, object> term)
    {
        var query = Query().Match(Text(term, "query")!);
        var (unit, date, measure) = (Text(term, "unit")!, Text(term, "date"), query.Groups["measure"].Value);
        var (table, unitKey) = (Tables[query.Groups["set"].Value], unit == "self" ? "f.unit_key" : "f." + Snake(unit) + "_key");
        var kind = date switch
        {
            null => PaperDate.AsOf,
            "MonthPeriod" => Text(term, "take") == "Last" ? PaperDate.LastMonth : PaperDate.Month,
            _ => date.Contains("..", StringComparison.Ordinal) ? PaperDate.Span : PaperDate.Day,
        };
        var (first, last) = kind switch
        {
            PaperDate.AsOf => ("NULL", "NULL"),
            PaperDate.Span => ("f." + Snake(date!.Split("..")[0]), "f." + Snake(date.Split("..")[1])),
            PaperDate.Day => ("f." + Snake(date!), "f." + Snake(date!)),
            _ => ("m.start_date", "m.end_date"),
        };
        var isDistinct = measure.EndsWith(" with countdistinct", StringComparison.Ordinal);
        var isSum = measure.EndsWith(" with sum", StringComparison.Ordinal);
        var operand = measure.Split(" with ")[0];
        // Every table that a path may lead to; what is not asked for costs nothing.
        var source = $"{table} f"
            + (kind is PaperDate.Month or PaperDate.LastMonth ? " JOIN dim_period m ON m.period_key = f.month_period_key" : "")
            + (unit == "self" ? "" : $" JOIN dim_unit {unit} ON {unit}.unit_key = {unitKey}")
            + (query.Value.Contains("Procedure/", StringComparison.Ordinal) ? " JOIN dim_procedure Procedure ON Procedure.procedure_key = f.procedure_key" : "")
            + (query.Value.Contains("SourceSystem/", StringComparison.Ordinal) ? " JOIN dim_source_system SourceSystem ON SourceSystem.source_system_key = f.source_system_key" : "");
        string Select(string condition) =>
            $"SELECT {unitKey}, {first}, {last}, {(isDistinct ? Sql(operand) : "NULL")}, {(isSum ? Sql(operand) : "1")} FROM {source} WHERE {condition}";
        return new PaperTerm(
            table, Select(query.Groups["condition"].Success ? Sql(query.Groups["condition"].Value) : "1"), Select("1"), Text(term, "known") is { } known ? Select(Sql(known) + " IS NOT NULL") : null,
            kind, isSum, isDistinct, isDistinct && operand.EndsWith("UnitCode", StringComparison.Ordinal));
    }

    /// <summary>OData words as SQL words, names as columns.</summary>
    private static string Sql(string odata) => Word().Replace(odata, word => word.Value switch
    {
        ['\'', ..] or "and" or "or" or "not" or "in" => word.Value,
        "eq" => "IS",
        "ne" => "IS NOT",
        "lt" => "<",
        "le" => "<=",
        "gt" => ">",
        "ge" => ">=",
        "add" => "+",
        "sub" => "-",
        "true" => "1",
        "false" => "0",
        "null" => "NULL",
        "{asOf}" => "{asOf}",
        var path when path.Contains('/', StringComparison.Ordinal) => path.Split('/')[0] + "." + Snake(path.Split('/')[1]),
        var name => "f." + Snake(name),
    });

    private static string Snake(string name) => Capital().Replace(name, letter => (letter.Index > 0 ? "_" : "") + letter.Value.ToLowerInvariant());

    private static List<Dictionary<object, object>> Items(Dictionary<object, object> of, string name) =>
        of.TryGetValue(name, out var items) ? [.. ((List<object>)items).Cast<Dictionary<object, object>>()] : [];

    private static string? Text(Dictionary<object, object> of, string name) => of.TryGetValue(name, out var value) ? (string)value : null;

    private static decimal? Number(Dictionary<object, object> of, string name) => Text(of, name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    private static DateOnly? Day(Dictionary<object, object> of, string name) => Text(of, name) is { } text ? DateOnly.Parse(text, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<set>\w+)\?\$apply=filter\(\{unit\}( and \{period\})?( and (?<condition>.+))?\)/aggregate\((?<measure>.+) as Value\)$")]
    private static partial Regex Query();

    [GeneratedRegex(@"'(?:[^']|'')*'|\{asOf\}|[A-Za-z]+(?:/[A-Za-z]+)?")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
