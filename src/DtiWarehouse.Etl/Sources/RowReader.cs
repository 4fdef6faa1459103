using System.Globalization;
using System.Text;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// The row under the cursor, read cell by cell in contract order. Each call reads one column, adds its canonical value to
/// the row's content and keeps the first rejection; after one, the values returned mean nothing.
/// </summary>
internal sealed class RowReader(
    RecordReader records, FeedDefinition feed, FeedLayout layout, FlagForm flagForm, DateOnly today, FeedReading reading)
{
    private const char ContentSeparator = '\u001f';
    private const int MostDecimals = 4;
    private const int LongestIdentifier = 50;
    private const decimal LargestNumber = 999_999_999_999_999m;

    private readonly TextPool _texts = new(Spelling.Text);
    private readonly TextPool _identifiers = new(CodeCell.Identifier);
    private readonly RejectionWriter _rejections = new(records, feed, layout);
    private readonly StringBuilder _content = new(1024);

    /// <summary>Why the row last read is rejected; null when it is not.</summary>
    public RowRejection? Rejection { get; private set; }

    public bool IsRejected => Rejection is not null;

    public int LineNumber => records.LineNumber;

    /// <summary>The typed row, or null and a <see cref="Rejection"/>.</summary>
    public FeedRow? Read()
    {
        Rejection = null;
        _content.Clear();
        reading.RowsRead++;
        if (records.IsMalformed)
            Rejection = _rejections.Write(records.Malformation.Reason, records.Malformation.Refusal);
        else if (records.FieldCount > layout.HeaderFieldCount)
            Rejection = _rejections.Write(ReasonCode.FieldCount, Refusal.TooManyFields(records.FieldCount, layout.HeaderFieldCount));
        var row = IsRejected ? null : feed.Read(this);
        if (row is null)
            reading.RowsRejected++;
        else
            reading.Saw(row.UpdatedAt);
        return row;
    }

    public string? Text(FeedColumn column)
    {
        var cell = Cell(column);
        return Add(cell.IsEmpty ? null : Kept(column, _texts.Get(cell)));
    }

    public string RequiredText(FeedColumn column) => Text(column) ?? RejectEmpty(column, "");

    /// <summary>An organisation or territory identifier, upper case; <paramref name="whenEmpty"/> where the cell says none.</summary>
    public string? Identifier(FeedColumn column, string? whenEmpty = null)
    {
        var cell = Cell(column);
        return Add(cell.IsEmpty ? whenEmpty : Kept(column, _identifiers.Get(cell), LongestIdentifier));
    }

    public string RequiredIdentifier(FeedColumn column) => Identifier(column) ?? RejectEmpty(column, "");

    public string DossierCode(FeedColumn column)
    {
        var cell = Cell(column);
        if (CodeCell.IsDossierCode(cell))
            return Add(CodeCell.Upper(cell))!;
        return Reject(column, ReasonCode.DossierCodeInvalid, Refusal.DossierCode, "");
    }

    /// <summary>National part of a procedure code. A malformed one is <c>VALUE_UNKNOWN</c>: there is no procedure to infer from it.</summary>
    public string ProcedureCode(FeedColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return RejectEmpty(column, "");
        var national = CodeCell.NationalPart(cell);
        return national.IsEmpty
            ? Reject(column, column.ReasonWhenUnknown, Refusal.ProcedureCode, "")
            : Add(_identifiers.Get(national))!;
    }

    public T? Word<T>(FeedColumn column, Vocabulary<T> words) where T : struct => Entry(column, words)?.Value;

    public T RequiredWord<T>(FeedColumn column, Vocabulary<T> words) where T : struct =>
        Entry(column, words) is { } entry ? entry.Value : RejectEmpty(column, default(T));

    /// <summary>The word's meaning, or <paramref name="implied"/> where the cell is empty; with neither the value is missing.</summary>
    public T WordOr<T>(FeedColumn column, Vocabulary<T> words, T? implied) where T : struct
    {
        var cell = Cell(column);
        if (!cell.IsEmpty || implied is null)
            return RequiredWord(column, words);
        Add(words.WordOf(implied.Value));
        return implied.Value;
    }

    /// <summary>A text that may be a number; the number is null where it is not one.</summary>
    public (string? Text, decimal? Number) TextAndNumber(FeedColumn column)
    {
        var text = Text(column);
        var isNumber = TryNumber(column, Cell(column), out var number, out _, out var isAmbiguous) && Fits(number);
        if (isNumber && isAmbiguous)
            reading.Warn(WarningCode.NumberAmbiguous, LineNumber);
        return (text, isNumber ? WithoutTrailingZeros(number) : null);
    }

    public ServiceLevels.ServiceLevelWord? ServiceLevel(FeedColumn column) => Entry(column, ServiceLevels.Words)?.Value;

    public ServiceLevels.ServiceLevelWord? RequiredServiceLevel(FeedColumn column) =>
        ServiceLevel(column) ?? RejectEmpty<ServiceLevels.ServiceLevelWord?>(column, null);

    /// <summary>Yes/no; null = not said. In a file of crosses an empty cell says no.</summary>
    public bool? Flag(FeedColumn column)
    {
        var cell = Cell(column);
        if (!cell.IsEmpty)
            return YesOrNo(column, cell);
        bool? value = flagForm == FlagForm.Crosses && layout.FieldOf(column) >= 0 ? false : null;
        Add(value is null ? null : YesNo.No);
        return value;
    }

    /// <summary>Yes or nothing: an empty cell says no in every file.</summary>
    public bool Mark(FeedColumn column)
    {
        var cell = Cell(column);
        if (!cell.IsEmpty)
            return YesOrNo(column, cell);
        Add(YesNo.No);
        return false;
    }

    public DateOnly? Date(FeedColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            Add(null);
            return null;
        }
        if (!DateCell.TryParse(cell, out var local))
            return Reject(column, ReasonCode.DateInvalid, Refusal.Date, default(DateOnly));
        return Add(DateOnly.FromDateTime(local));
    }

    public DateOnly RequiredDate(FeedColumn column) => Date(column) ?? RejectEmpty(column, default(DateOnly));

    /// <summary>The date is not after today.</summary>
    public DateOnly? NotInFuture(FeedColumn column, DateOnly? date) =>
        date > today ? Reject(column, ReasonCode.DateInFuture, Refusal.Future(today), date) : date;

    /// <summary>Last valid day; 9999-12-31, which registers write for "open", is null.</summary>
    public DateOnly? LastDay(FeedColumn column)
    {
        var mark = _content.Length;
        var date = Date(column);
        if (date != Schema.Warehouse.EndOfTime)
            return date;
        _content.Length = mark;
        Add(null);
        return null;
    }

    public DateOnly RequiredMonth(FeedColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return RejectEmpty(column, default(DateOnly));
        return DateCell.TryParseMonth(cell, out var month)
            ? Add(month)
            : Reject(column, ReasonCode.DateInvalid, Refusal.Month, default(DateOnly));
    }

    /// <summary>A whole number from 0; null = empty or <c>chưa thống kê</c>: not counted.</summary>
    public int? Count(FeedColumn column)
    {
        if (Number(column, out var isNotCounted, isCount: true) is { } value)
            return (int)value;
        return null;
    }

    /// <summary>A number as declared; null = empty or <c>chưa thống kê</c>, which <paramref name="isNotCounted"/> tells apart.</summary>
    public decimal? Number(FeedColumn column, out bool isNotCounted, bool isCount = false)
    {
        isNotCounted = false;
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            Add(null);
            return null;
        }
        if (!TryNumber(column, cell, out var value, out var format, out var isAmbiguous))
        {
            isNotCounted = NumberCell.NotCounted.Find(cell) is not null;
            if (isNotCounted)
                Add(null);
            else
                Reject(column, ReasonCode.NumberInvalid, isCount ? Refusal.Count : Refusal.Number);
            return null;
        }
        value = WithoutTrailingZeros(value);
        if (isCount ? value < 0 || value.Scale > 0 || value > int.MaxValue : !Fits(value))
            return Reject<decimal?>(column, ReasonCode.NumberInvalid, isCount ? Refusal.Count : Refusal.Number, null);
        reading.Saw(format);
        if (isAmbiguous)
            reading.Warn(WarningCode.NumberAmbiguous, LineNumber);
        Add(value);
        return value;
    }

    /// <summary>The columns that close every feed: version and deletion. Call it after the feed's own columns.</summary>
    public void ReadVersion()
    {
        var cell = Cell(feed.UpdatedAt);
        UpdatedAt = null;
        if (!cell.IsEmpty)
        {
            if (DateCell.TryParse(cell, out var local))
                UpdatedAt = DateTime.SpecifyKind(local - Schema.Warehouse.LocalOffset, DateTimeKind.Utc);
            else
                Reject(feed.UpdatedAt, ReasonCode.DateInvalid, Refusal.Date);
        }
        IsDeleted = Mark(feed.Deleted);
    }

    /// <summary>Version of the row (UTC), known after <see cref="ReadVersion"/>.</summary>
    public DateTime? UpdatedAt { get; private set; }

    /// <summary>The source deleted the row, known after <see cref="ReadVersion"/>.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>The row's canonical content; call it once every column is read.</summary>
    public string Content() => _content.ToString(0, _content.Length - 1);

    /// <summary>Rejects the row because of a column, unless it is rejected already.</summary>
    public void Reject(FeedColumn column, string reason, Refusal refusal) =>
        Rejection ??= _rejections.Write(column, reason, refusal);

    private T Reject<T>(FeedColumn column, string reason, Refusal refusal, T value)
    {
        Reject(column, reason, refusal);
        return value;
    }

    private T RejectEmpty<T>(FeedColumn column, T value) =>
        Reject(column, column.ReasonWhenEmpty, Refusal.Empty, value);

    private ReadOnlySpan<byte> Cell(FeedColumn column)
    {
        var field = layout.FieldOf(column);
        if (field < 0)
            return [];
        if (records.IsTyped && records.KindOf(field) == CellKind.Error)
        {
            Reject(column, ReasonCode.CellError, Refusal.CellError);
            return [];
        }
        var cell = Spelling.Trim(records.Field(field));
        return layout.WordsOf(column) is { } words ? words.Translate(cell) : cell;
    }

    /// <summary>A number that is typed as such is plain; characters are read as people write numbers.</summary>
    private bool TryNumber(FeedColumn column, ReadOnlySpan<byte> cell, out decimal value, out NumberFormat format, out bool isAmbiguous)
    {
        if (!records.IsTyped || layout.FieldOf(column) is not (>= 0 and var field) || records.KindOf(field) != CellKind.Number)
            return NumberCell.TryParse(cell, out value, out format, out isAmbiguous);
        (format, isAmbiguous) = (NumberFormat.Undetermined, false);
        return NumberCell.TryParsePlain(cell, out value);
    }

    private Vocabulary<T>.Entry? Entry<T>(FeedColumn column, Vocabulary<T> words)
    {
        var cell = Cell(column);
        var entry = cell.IsEmpty ? null : words.Find(cell);
        if (entry is null && !cell.IsEmpty)
            Reject(column, column.ReasonWhenUnknown, Refusal.Word(words.Words));
        Add(entry?.Word);
        return entry;
    }

    private bool YesOrNo(FeedColumn column, ReadOnlySpan<byte> cell)
    {
        if (YesNo.Words.Find(cell) is not { } word)
            return Reject(column, column.ReasonWhenUnknown, Refusal.Flag, false);
        Add(word.Value ? YesNo.Yes : YesNo.No);
        return word.Value;
    }

    /// <summary>A text that the warehouse can keep as it is.</summary>
    private string Kept(FeedColumn column, string text, int longest = int.MaxValue)
    {
        longest = Math.Min(longest, column.Longest);
        if (text.Length > longest)
            Reject(column, ReasonCode.ValueTooLong, Refusal.TooLong(text.Length, longest));
        if (text.Contains('\0'))
            Reject(column, ReasonCode.CharacterInvalid, Refusal.Character);
        return text;
    }

    private string? Add(string? value)
    {
        _content.Append(value).Append(ContentSeparator);
        return value;
    }

    private DateOnly Add(DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        _content.Append(text).Append(ContentSeparator);
        return value;
    }

    private void Add(decimal value)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        _content.Append(text[..length]).Append(ContentSeparator);
    }

    /// <summary>The warehouse can keep the number without changing it.</summary>
    private static bool Fits(decimal value) =>
        WithoutTrailingZeros(value).Scale <= MostDecimals && decimal.Abs(value) <= LargestNumber;

    /// <summary>Division by one with 28 zeros makes the runtime drop the zeros that say nothing.</summary>
    private static decimal WithoutTrailingZeros(decimal value) =>
        value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
}
