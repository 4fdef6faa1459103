using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// Recognises a feed's columns in a row of headers. Personal columns go first, then configured headers, then canonical
/// ones for columns that no configured header was found for. Headers are compared in NFC, trimmed, inner spaces collapsed,
/// case ignored.
/// </summary>
internal sealed class HeaderNames
{
    private static readonly string[] ContractPersonal =
        ["Họ tên người nộp", "Số CCCD", "Số điện thoại", "Địa chỉ", "Email", "Chủ hồ sơ"];

    private readonly FeedDefinition _feed;
    private readonly HashSet<string> _personal;
    private readonly string[] _canonical;
    private readonly HashSet<string>[] _configured;

    /// <exception cref="FeedFileException"><c>MAPPING_INVALID</c>: the mapping names a column that the feed does not have.</exception>
    public HeaderNames(FeedDefinition feed, FeedMapping mapping)
    {
        _feed = feed;
        _personal = ContractPersonal.Concat(mapping.PersonalColumns).Select(Spelling.Key).ToHashSet(StringComparer.Ordinal);
        _canonical = [.. feed.Columns.Select(column => Spelling.Key(column.Header))];
        _configured = [.. feed.Columns.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        foreach (var (header, accepted) in mapping.Headers)
        {
            var column = Array.IndexOf(_canonical, Spelling.Key(header));
            if (column < 0)
            {
                throw new FeedFileException(ReasonCode.MappingInvalid,
                    $"Cấu hình ánh xạ của {feed.Name} nêu cột “{header}” không có trong hợp đồng dữ liệu; hãy sửa tên cột. / "
                    + $"The mapping of {feed.Name} names a column “{header}” that the contract does not have; correct the name.");
            }
            _configured[column].UnionWith(accepted.Select(Spelling.Key));
        }
    }

    /// <summary>The header of a personal column, or a property within an object of that name.</summary>
    private bool IsPersonal(string key)
    {
        for (var dot = key.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = key.IndexOf('.', dot + 1))
        {
            if (_personal.Contains(key[..dot]))
                return true;
        }
        return _personal.Contains(key);
    }

    /// <summary>Whether a header stands for a column of the contract and for nothing personal.</summary>
    public bool IsWanted(string header)
    {
        var key = Spelling.Key(header);
        return !IsPersonal(key) && (_canonical.Contains(key) || _configured.Any(accepted => accepted.Contains(key)));
    }

    public HeaderRow Recognise(string[] fields)
    {
        var keys = fields.Select(Spelling.Key).ToArray();
        var isTaken = keys.Select(IsPersonal).ToArray();
        var personal = Enumerable.Range(0, keys.Length).Where(i => isTaken[i]).ToList();
        var fieldOf = new int[_feed.Columns.Count];
        var duplicated = new List<string>();

        Assign(column => i => !IsPersonal(keys[i]) && _configured[column].Contains(keys[i]), fallback: false);
        Assign(column => i => !isTaken[i] && keys[i] == _canonical[column], fallback: true);

        return new HeaderRow(
            fields, fieldOf, personal,
            [.. fields.Where((_, i) => !isTaken[i] && keys[i].Length > 0).Select(header => header.Trim())],
            [.. _feed.Columns.Where(column => column.IsRequired && fieldOf[column.Index] < 0).Select(column => column.Header)],
            duplicated);

        void Assign(Func<int, Func<int, bool>> isField, bool fallback)
        {
            var found = new List<int>();
            for (var column = 0; column < fieldOf.Length; column++)
            {
                if (fallback && fieldOf[column] >= 0)
                    continue;
                var matches = Enumerable.Range(0, keys.Length).Where(isField(column)).ToList();
                fieldOf[column] = matches.Count > 0 ? matches[0] : -1;
                if (matches.Count > 1)
                    duplicated.Add(_feed.Columns[column].Header);
                found.AddRange(matches);
            }
            foreach (var field in found)
                isTaken[field] = true;
        }
    }
}

/// <summary>What a row of headers means to a feed: the field of each contract column (-1 = none), and what is wrong with it.</summary>
internal sealed record HeaderRow(
    string[] Fields, int[] FieldOf, List<int> PersonalFields, List<string> Ignored, List<string> Missing, List<string> Duplicated)
{
    public int FieldCount => Fields.Length;

    private int Recognised => FieldOf.Count(at => at >= 0) + PersonalFields.Count;

    public bool IsBetterThan(HeaderRow other) => (Missing.Count == 0, Recognised).CompareTo((other.Missing.Count == 0, other.Recognised)) > 0;

    /// <exception cref="FeedFileException"><c>COLUMN_MISSING</c>, <c>COLUMN_DUPLICATED</c>.</exception>
    public void ThrowIfUnusable()
    {
        if (Missing.Count > 0)
        {
            throw new FeedFileException(ReasonCode.ColumnMissing,
                $"Thiếu cột bắt buộc: {Quoted(Missing)}. Dòng tiêu đề đọc được: {Shown("không nhận ra dòng nào")}. Hãy sửa tiêu đề hoặc cấu hình ánh xạ cột. / "
                + $"Required columns are missing: {Quoted(Missing)}. Header read: {Shown("no row looks like one")}. Correct the header or map its columns in configuration.");
        }
        if (Duplicated.Count > 0)
        {
            throw new FeedFileException(ReasonCode.ColumnDuplicated,
                $"Cột có nhiều hơn một lần trong dòng tiêu đề: {Quoted(Duplicated)}; hãy bỏ bớt hoặc đổi tên. / "
                + $"Columns that the header holds more than once: {Quoted(Duplicated)}; remove or rename the others.");
        }
    }

    /// <summary>
    /// The header for a message. A row in which nothing was recognised may be data of a file without header, personal data
    /// among it: it is shown only when it holds no digit, as no row of data does.
    /// </summary>
    private string Shown(string nothing)
    {
        const int longest = 1000;
        if (Recognised == 0 && (Fields.All(string.IsNullOrWhiteSpace) || Fields.Any(field => field.Any(char.IsDigit))))
            return nothing;
        var shown = Quoted(Fields.Select(field => field.Trim()));
        return shown.Length <= longest ? shown : shown[..longest] + "…";
    }

    private static string Quoted(IEnumerable<string> headers) => string.Join(", ", headers.Select(header => $"“{header}”"));
}
