using System.Buffers;
using System.Text;

namespace DtiWarehouse.Etl.Sample;

internal enum DateStyle
{
    DayFirst,
    DayFirstWithTime,
    Iso,
    IsoWithTime,
}

/// <summary>How a source system writes one of its exports. Flag words: yes, no.</summary>
internal sealed record ExportForm(Encoding Encoding, char Separator, DateStyle Dates, string Yes, string No)
{
    public static readonly Encoding Utf8WithBom = new UTF8Encoding(true);
    public static readonly Encoding Utf8Plain = new UTF8Encoding(false);
    public static readonly Encoding Utf16 = new UnicodeEncoding(false, true);

    public static ExportForm Default { get; } = new(Utf8WithBom, ',', DateStyle.DayFirst, "Có", "Không");
}

/// <summary>Writes one export row by row, straight to the file.</summary>
internal sealed class ExportFile : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly ExportForm _form;
    private readonly SearchValues<char> _needsQuotes;
    private bool _rowStarted;

    public ExportFile(string directory, string name, ExportForm form, params ReadOnlySpan<string> columns)
    {
        Name = name;
        _form = form;
        _needsQuotes = SearchValues.Create([form.Separator, '"', '\r', '\n']);
        _writer = new StreamWriter(Path.Combine(directory, name), false, form.Encoding, 1 << 16) { NewLine = "\r\n" };
        foreach (var column in columns)
        {
            Text(column);
        }
        EndRow();
        Rows = 0;
    }

    public string Name { get; }

    public long Rows { get; private set; }

    public void Text(string? text)
    {
        StartField();
        if (text.AsSpan().ContainsAny(_needsQuotes))
        {
            _writer.Write('"');
            _writer.Write(text!.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
        }
        else
        {
            _writer.Write(text);
        }
    }

    public void Number(int? value)
    {
        StartField();
        if (value is { } number)
        {
            Span<char> digits = stackalloc char[11];
            number.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
            _writer.Write(digits[..length]);
        }
    }

    public void Flag(bool? value) => Text(value is { } known ? (known ? _form.Yes : _form.No) : null);

    public void Date(int? day)
    {
        StartField();
        if (day is { } known)
        {
            WriteDate(known, _form.Dates is DateStyle.Iso or DateStyle.IsoWithTime);
        }
    }

    /// <summary>A moment of the day where the form has times, else the day alone.</summary>
    public void Moment(int? day, int minuteOfDay)
    {
        StartField();
        if (day is not { } known)
        {
            return;
        }
        WriteDate(known, _form.Dates is DateStyle.Iso or DateStyle.IsoWithTime);
        if (_form.Dates is DateStyle.DayFirst or DateStyle.Iso)
        {
            return;
        }
        Span<char> time = [_form.Dates == DateStyle.IsoWithTime ? 'T' : ' ', '0', '0', ':', '0', '0', ':', '0', '0'];
        TwoDigits(time[1..], minuteOfDay / 60);
        TwoDigits(time[4..], minuteOfDay % 60);
        _writer.Write(_form.Dates == DateStyle.IsoWithTime ? time : time[..6]);
    }

    /// <summary>Identifier of the receiving unit, date and serial number in the day: <c>H48.53-220921-0099</c>.</summary>
    public void DossierCode(string unitCode, int day, int serial, bool malformed)
    {
        StartField();
        var date = DateOnly.FromDayNumber(day);
        Span<char> stamp = ['-', '0', '0', '0', '0', '0', '0', '-'];
        TwoDigits(stamp[1..], date.Year % 100);
        TwoDigits(stamp[3..], date.Month);
        TwoDigits(stamp[5..], date.Day);
        _writer.Write(unitCode);
        _writer.Write(malformed ? stamp[1..^1] : stamp);
        Span<char> digits = stackalloc char[10];
        serial.TryFormat(digits, out var length, "0000", System.Globalization.CultureInfo.InvariantCulture);
        _writer.Write(digits[..length]);
    }

    public void EndRow()
    {
        _writer.WriteLine();
        _rowStarted = false;
        Rows++;
    }

    public void Dispose() => _writer.Dispose();

    private void StartField()
    {
        if (_rowStarted)
        {
            _writer.Write(_form.Separator);
        }
        _rowStarted = true;
    }

    private void WriteDate(int day, bool iso)
    {
        var date = DateOnly.FromDayNumber(day);
        Span<char> text = iso ? ['0', '0', '0', '0', '-', '0', '0', '-', '0', '0'] : ['0', '0', '/', '0', '0', '/', '0', '0', '0', '0'];
        TwoDigits(text[(iso ? 8 : 0)..], date.Day);
        TwoDigits(text[(iso ? 5 : 3)..], date.Month);
        TwoDigits(text[(iso ? 0 : 6)..], date.Year / 100);
        TwoDigits(text[(iso ? 2 : 8)..], date.Year % 100);
        _writer.Write(text);
    }

    private static void TwoDigits(Span<char> at, int value)
    {
        at[0] = (char)('0' + value / 10);
        at[1] = (char)('0' + value % 10);
    }
}
