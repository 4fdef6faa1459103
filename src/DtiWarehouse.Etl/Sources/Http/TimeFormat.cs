using System.Globalization;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>
/// How a source is told a time: <c>unix</c>, <c>unixms</c>, or a format of .NET. A format that ends in <c>Z</c> is in UTC,
/// every other one in local time (UTC+7).
/// </summary>
public sealed class TimeFormat
{
    private readonly string _format;

    private TimeFormat(string format) => _format = format;

    public static TimeFormat Default { get; } = new("yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>Null where the text is no format.</summary>
    public static TimeFormat? Parse(string text)
    {
        try
        {
            var format = new TimeFormat(text);
            return format.Write(DateTime.UnixEpoch).Length > 0 ? format : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public string Write(DateTime utc)
    {
        var instant = new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        return _format switch
        {
            "unix" => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "unixms" => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            [.. var start, 'Z'] => instant.ToString(start, CultureInfo.InvariantCulture) + "Z",
            _ => instant.ToOffset(Schema.Warehouse.LocalOffset).ToString(_format, CultureInfo.InvariantCulture),
        };
    }
}
