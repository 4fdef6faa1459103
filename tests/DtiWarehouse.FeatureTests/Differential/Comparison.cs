using System.Globalization;
using System.Text.Json;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Compares an answer's rows with the expected ones; says where they differ, or nothing.</summary>
public static class Comparison
{
    public static string? Rows(ExpectedList expected, IReadOnlyList<JsonElement> actual, string at)
    {
        if (expected.Length != actual.Count)
        {
            return $"{at} should have {expected.Length} rows and has {actual.Count}";
        }
        var (row, place) = (0, expected.Skip);
        foreach (var rows in expected.Classes)
        {
            if (place >= rows.Count)
            {
                place -= rows.Count;
                continue;
            }
            var fit = new Fit(rows, actual, row, Math.Min(rows.Count - place, actual.Count - row), place, at);
            if (fit.Missing is { } missing)
            {
                return missing;
            }
            row += fit.Count;
            place = 0;
        }
        return null;
    }

    /// <summary>
    /// Gives each row of an answer a row of its class: the one at the same place if that fits, else by a matching, because a row of
    /// which only a part is shown may fit several.
    /// </summary>
    private sealed class Fit
    {
        private readonly int[] _owner;
        private readonly Func<int, int, bool> _fits;

        public Fit(IReadOnlyList<ExpectedRow> rows, IReadOnlyList<JsonElement> actual, int from, int count, int place, string at)
        {
            var known = new Dictionary<(int, int), bool>();
            _fits = (a, r) => known.TryGetValue((a, r), out var fits) ? fits : known[(a, r)] = Row(rows[r], actual[from + a], "") is null;
            _owner = [.. Enumerable.Repeat(-1, rows.Count)];
            Count = count;
            for (var a = 0; a < count; a++)
            {
                var home = (place + a) % rows.Count;
                if (_owner[home] < 0 && _fits(a, home))
                {
                    _owner[home] = a;
                }
                else if (!Place(a, []))
                {
                    Missing = $"{Row(rows[home], actual[from + a], $"{at}[{from + a}]") ?? "the row is there too often"} (one of {rows.Count} rows in no order: {Short(rows[home])})";
                    return;
                }
            }
        }

        public int Count { get; }
        public string? Missing { get; }

        private bool Place(int a, HashSet<int> tried)
        {
            for (var r = 0; r < _owner.Length; r++)
            {
                if (_fits(a, r) && tried.Add(r) && (_owner[r] < 0 || Place(_owner[r], tried)))
                {
                    _owner[r] = a;
                    return true;
                }
            }
            return false;
        }
    }

    private static string Short(ExpectedRow row) => string.Join(", ", row.Values.Select(v => $"{v.Key}={v.Value switch { ExpectedRow r => "{" + Short(r) + "}", ExpectedList l => $"[{l.Length}]", ExpectedCount c => $"count {c.Count}", null => "null", _ => Values.Literal(v.Value) }}"));

    private static string? Row(ExpectedRow expected, JsonElement actual, string at)
    {
        if (actual.ValueKind != JsonValueKind.Object)
        {
            return $"{at} should be an object and is {actual.GetRawText()}";
        }
        foreach (var (name, value) in expected.Values)
        {
            if (value is ExpectedCount count)
            {
                if (Count(actual, name) != count.Count)
                {
                    return $"{at}/{name} should count {count.Count}: {actual.GetRawText()}";
                }
                continue;
            }
            if (!actual.TryGetProperty(name, out var there))
            {
                return $"{at} lacks {name}: {actual.GetRawText()}";
            }
            var difference = value switch
            {
                ExpectedRow row when there.ValueKind == JsonValueKind.Null => row.Values.Values.All(v => v is null) ? null : $"{at}/{name} is null",
                ExpectedRow row => Row(row, there, $"{at}/{name}"),
                ExpectedList list => there.ValueKind != JsonValueKind.Array ? $"{at}/{name} should be a collection"
                    : list.Count is { } total && Count(actual, name) != total ? $"{at}/{name} should count {total}: {actual.GetRawText()}"
                    : Rows(list, [.. there.EnumerateArray()], $"{at}/{name}"),
                _ => Equal(value, there) ? null : $"{at}/{name} should be {Values.Literal(value)} and is {there.GetRawText()}",
            };
            if (difference is not null)
            {
                return difference;
            }
        }
        foreach (var member in actual.EnumerateObject())
        {
            if (!member.Name.Contains('@', StringComparison.Ordinal) && !expected.Values.ContainsKey(member.Name) && !expected.MayShow.Contains(member.Name))
            {
                return $"{at} should not have {member.Name}: {actual.GetRawText()}";
            }
        }
        return null;
    }

    private static int? Count(JsonElement row, string name) => row.TryGetProperty(name + "@odata.count", out var count) || row.TryGetProperty(name + "@count", out count) ? count.GetInt32() : null;

    /// <summary>Doubles to nine digits; decimals exactly unless a division gave them more digits than two stores would share.</summary>
    private static bool Equal(object? expected, JsonElement actual)
    {
        switch (expected)
        {
            case null:
                return actual.ValueKind == JsonValueKind.Null;
            case bool flag:
                return actual.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False);
            case string or DateOnly or Guid:
                return actual.ValueKind == JsonValueKind.String && actual.GetString() == (expected as string ?? Values.Literal(expected));
            case DateTimeOffset at:
                return actual.ValueKind == JsonValueKind.String && actual.TryGetDateTimeOffset(out var read) && read.UtcTicks == at.UtcTicks;
            case TimeOnly time:
                return actual.ValueKind == JsonValueKind.String && TimeOnly.TryParse(actual.GetString(), CultureInfo.InvariantCulture, out var clock) && clock == time;
            case TimeSpan duration:
                return actual.ValueKind == JsonValueKind.String && System.Xml.XmlConvert.ToTimeSpan(actual.GetString()!) == duration;
        }
        if (actual.ValueKind != JsonValueKind.Number)
        {
            return false;
        }
        if (expected is double || (expected is decimal exact && (exact.Scale > 10 || !Switches.IsOn(Construct.ExactDecimals))))
        {
            var number = Convert.ToDouble(expected, CultureInfo.InvariantCulture);
            return Math.Abs(number - actual.GetDouble()) <= 1e-9 * Math.Max(1, Math.Abs(number));
        }
        return decimal.TryParse(actual.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var whole) && whole == Convert.ToDecimal(expected, CultureInfo.InvariantCulture);
    }
}
