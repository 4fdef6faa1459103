using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>Reads one file of the catalogue: one version of an indicator.</summary>
internal sealed partial class IndicatorFile(ODataModel model)
{
    private static readonly string[] Operators = [">", ">=", "=", "<=", "<"];

    /// <exception cref="CatalogueException">The file is not as it must be.</exception>
    public IndicatorDefinition Read(string file, string text)
    {
        var fields = YamlFields.Parse(file, text);
        var (name, description) = (fields.Fields("name"), fields.OptionalFields("description"));
        var definition = new IndicatorDefinition
        {
            Code = Code(fields, "code"),
            Version = fields.Whole("version"),
            Name = name.Text("vi"),
            NameEn = name.Text("en"),
            Description = description?.Text("vi"),
            DescriptionEn = description?.Text("en"),
            Framework = fields.Text("framework"),
            Group = fields.Optional("group"),
            LegalBasis = fields.Text("legalBasis"),
            Certainty = fields.Word<Certainty>("certainty"),
            Source = fields.Text("source"),
            UnitOfMeasure = fields.Text("unitOfMeasure"),
            Decimals = fields.Whole("decimals"),
            Direction = fields.Word<IndicatorDirection>("direction"),
            RollUp = fields.Word<IndicatorRollUp>("rollUp"),
            Numerator = Terms(fields, "numerator"),
            Denominator = Terms(fields, "denominator"),
            EmptyDenominator = fields.Word<EmptyDenominator>("emptyDenominator", EmptyDenominator.Undefined),
            Components = Components(fields),
            Score = Score(fields),
            Targets = [.. fields.List("targets").Select(Target)],
            ValidFrom = fields.Day("validFrom"),
            ValidTo = fields.Day("validTo"),
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")))),
            Place = fields.Place,
        };
        fields.RefuseOthers();
        name.RefuseOthers();
        description?.RefuseOthers();
        RequireSense(fields, definition);
        return definition;
    }

    private static void RequireSense(YamlFields fields, IndicatorDefinition indicator)
    {
        if ((indicator.Numerator.Count == 0) == (indicator.Components.Count == 0))
        {
            throw new CatalogueException(indicator.Place, "cần “numerator” hoặc “composite”, không cả hai.", "either 'numerator' or 'composite' is expected.");
        }
        if (indicator.ValidTo < indicator.ValidFrom)
        {
            throw new CatalogueException(fields.PlaceOf("validTo"), "“validTo” trước “validFrom”.", "'validTo' lies before 'validFrom'.");
        }
        if (indicator.RollUp is IndicatorRollUp.Sum && indicator.Terms.FirstOrDefault(term => term.Measure is MeasureKind.Distinct) is { } distinct)
        {
            throw new CatalogueException(distinct.Place, "đếm không trùng không cộng dồn được: “rollUp” phải là Distinct.", "distinct counts do not add up: 'rollUp' must be Distinct.");
        }
    }

    private static string Code(YamlFields fields, string key) => fields.Text(key) is var code && CodeForm().IsMatch(code)
        ? code
        : throw new CatalogueException(fields.PlaceOf(key), $"mã “{code}” chỉ gồm A-Z, 0-9, _ và dấu chấm, tối đa 60 ký tự.", $"the code '{code}' may hold A-Z, 0-9, _ and dots only, up to 60 characters.");

    private static IReadOnlyList<string> Components(YamlFields fields)
    {
        if (fields.OptionalFields("composite") is not { } composite)
        {
            return [];
        }
        var codes = composite.Texts("of");
        composite.RefuseOthers();
        return codes.Count > 0 ? codes : throw composite.Missing("of");
    }

    private static ScoreRule? Score(YamlFields fields)
    {
        if (fields.OptionalFields("score") is not { } score)
        {
            return null;
        }
        var bands = score.List("bands").Select(Band).OrderBy(band => band.From).ToList();
        var rule = bands.Count > 0
            ? new ScoreRule(bands.Max(band => band.Points), bands[^1].From, bands)
            : new ScoreRule(score.Number("maxPoints") ?? throw score.Missing("maxPoints"), score.Number("threshold") ?? 100, []);
        score.RefuseOthers();
        return rule is { MaxPoints: > 0, Threshold: > 0 } || bands.Count > 0
            ? rule
            : throw new CatalogueException(score.Place, "“maxPoints” và “threshold” phải lớn hơn 0.", "'maxPoints' and 'threshold' must be above 0.");
    }

    private static ScoreBand Band(YamlFields fields)
    {
        var conditions = fields.List("and").Select(condition =>
        {
            var read = new ScoreCondition(condition.Text("indicator"), condition.Number("from"), condition.Number("upTo"));
            condition.RefuseOthers();
            return read.From is null && read.UpTo is null ? throw condition.Missing("from") : read;
        }).ToList();
        var band = new ScoreBand(fields.Number("from") ?? throw fields.Missing("from"), fields.Number("points") ?? throw fields.Missing("points"), conditions);
        fields.RefuseOthers();
        return band;
    }

    private static TargetDefinition Target(YamlFields fields)
    {
        var level = fields.Optional("level") is null or "All" ? GovernmentLevel.Unknown : fields.Word<GovernmentLevel>("level");
        var comparison = fields.Text("operator");
        if (!Operators.Contains(comparison))
        {
            throw new CatalogueException(fields.PlaceOf("operator"), $"“operator” là một trong {string.Join(" ", Operators)}.", $"'operator' is one of {string.Join(" ", Operators)}.");
        }
        var target = new TargetDefinition(
            level, fields.Word<UnitKind>("kind", UnitKind.Unknown), fields.Day("from") ?? throw fields.Missing("from"), fields.Day("to"),
            comparison, fields.Number("value") ?? throw fields.Missing("value"), fields.Optional("figure"));
        fields.RefuseOthers();
        return target;
    }

    private IReadOnlyList<Term> Terms(YamlFields fields, string key) => [.. fields.List(key).Select(Term)];

    private Term Term(YamlFields fields)
    {
        var text = fields.Text("query");
        var place = fields.PlaceOf("query");
        var form = Catalogue.Term.Parse(text) ?? throw new CatalogueException(
            place,
            "truy vấn cần dạng Tập?$apply=filter({unit} and {period} and điều kiện)/aggregate(số đo as Value), số đo là $count, … with sum hoặc … with countdistinct.",
            "a query has the form Set?$apply=filter({unit} and {period} and condition)/aggregate(measure as Value), the measure being $count, … with sum or … with countdistinct.");
        if (form.Condition is { } condition && Catalogue.Term.HasLooseOr(condition))
        {
            throw new CatalogueException(place, "điều kiện có “or” phải đặt trong ngoặc, nếu không nó vượt ra ngoài đơn vị và kỳ.", "a condition with 'or' needs brackets around it, or it would reach beyond unit and period.");
        }
        if (!model.TryGetSet(form.Set, out var set))
        {
            throw new CatalogueException(place, $"không có tập “{form.Set}”.", $"there is no set '{form.Set}'.");
        }
        var unit = fields.Text("unit");
        var takesLast = fields.Optional("take") switch
        {
            null or "All" => false,
            "Last" => true,
            _ => throw new CatalogueException(fields.PlaceOf("take"), "“take” là All hoặc Last.", "'take' is All or Last."),
        };
        var known = fields.Optional("known");
        if (known is not null && (form.Measure is not MeasureKind.Count || form.Condition is null || !set.Type.TryGetProperty(known, out _)))
        {
            throw new CatalogueException(fields.PlaceOf("known"), $"“known” nêu một thuộc tính của {set.Name} và chỉ dùng với $count có điều kiện.", $"'known' names a property of {set.Name} and goes with a $count under a condition only.");
        }
        var (unitPath, unitKey) = UnitRole(set, unit, fields.PlaceOf("unit"));
        var (kind, date, dateEnd) = DateOf(set, fields.Optional("date"), fields.PlaceOf("date"));
        if (form.HasPeriod == (kind is DateKind.AsOf))
        {
            throw new CatalogueException(place, "{period} và “date” đi cùng nhau: có cả hai hoặc không có cả hai.", "{period} and 'date' go together: both or neither.");
        }
        if (takesLast && kind is not DateKind.Month)
        {
            throw new CatalogueException(fields.PlaceOf("take"), "“take: Last” chỉ dùng với “date” là một tháng.", "'take: Last' goes with a 'date' that is a month only.");
        }
        fields.RefuseOthers();
        return new Term(text.Trim(), form.Set, unitPath, unitKey, kind, date, dateEnd, form.Condition, form.Measure, form.Operand, takesLast, known, place);
    }

    private static (string Path, string Key) UnitRole(EntitySet set, string unit, CataloguePlace place)
    {
        if (unit == "self" && set.Name == "Units")
        {
            return ("", "UnitKey");
        }
        return set.Type.TryGetNavigation(unit, out var navigation) && navigation is { IsCollection: false, Columns.Count: 1, Target.Name: "Unit" }
            ? (unit, navigation.Columns[0].Source.Name)
            : throw new CatalogueException(place, $"“{unit}” không dẫn từ {set.Name} đến một đơn vị.", $"'{unit}' does not lead from {set.Name} to a unit.");
    }

    private static (DateKind Kind, string Date, string End) DateOf(EntitySet set, string? date, CataloguePlace place)
    {
        switch (date?.Split(".."))
        {
            case null:
                return (DateKind.AsOf, "", "");
            case [var from, var to] when IsDay(from) && IsDay(to):
                return (DateKind.Span, from, to);
            case [var day] when IsDay(day) && set.Type.TryGetProperty(day + "Key", out var key) && key.Kind is PrimitiveKind.Int32:
                return (DateKind.Day, day, key.Name);
            case [var month] when set.Type.TryGetNavigation(month, out var period) && period is { IsCollection: false, Columns.Count: 1, Target.Name: "Period" }:
                return (DateKind.Month, month, period.Columns[0].Source.Name);
            default:
                throw new CatalogueException(
                    place, $"“{date}” không phải ngày có khóa …Key, kỳ báo cáo, hoặc khoảng “từ..đến” của {set.Name}.", $"'{date}' is no day with a …Key, no period and no span 'from..to' of {set.Name}.");
        }

        bool IsDay(string name) => set.Type.TryGetProperty(name, out var property) && property.Kind is PrimitiveKind.Date;
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_.]{0,59}\z")]
    private static partial Regex CodeForm();
}
