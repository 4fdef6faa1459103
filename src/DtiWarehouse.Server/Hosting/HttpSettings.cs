using System.Globalization;
using DtiWarehouse.Etl.Sources.Http;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Where a feed is pulled from (<c>Feeds:FEED:Http</c>); see README for the names, <see cref="PullSettings"/> for what they mean.</summary>
internal static class HttpSettings
{
    public const string Part = "Http";

    private static readonly string[] Names =
    [
        "Url", "Token", "TokenFile", "TokenHeader", "Records", "NextPage", "PageParameter", "FirstPage", "PageSizeParameter", "PageSize",
        "UpdatedSinceParameter", "UpdatedSinceFormat", "OverlapSeconds", "TimeoutSeconds", "MaxRetries", "RetrySeconds", "MaxPages",
        "MaxPageBytes", "MaxBytes",
    ];

    /// <exception cref="SettingsException">A setting is unknown or cannot be used; the message names file and line, and never the secret.</exception>
    public static PullSettings Read(IConfigurationSection section, SettingPlaces places)
    {
        if (section.GetChildren().FirstOrDefault(setting => !Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
        {
            throw LoadSettings.Unknown(places, stranger, "nguồn HTTP không có thiết lập", "an HTTP source has no such setting", Names);
        }
        var fallback = new PullSettings { Url = Url(section, places) };
        return new PullSettings
        {
            Url = fallback.Url,
            Token = Token(section, places),
            TokenHeader = Header(section, places),
            Records = JsonPath.Parse(section["Records"] ?? ""),
            NextPage = section["NextPage"] is { Length: > 0 } next ? JsonPath.Parse(next) : null,
            PageParameter = Text(section, "PageParameter"),
            FirstPage = (int)Number(section, "FirstPage", fallback.FirstPage, 0, 1_000_000, places),
            PageSizeParameter = Text(section, "PageSizeParameter"),
            PageSize = (int)Number(section, "PageSize", fallback.PageSize, 1, 100_000, places),
            UpdatedSinceParameter = Text(section, "UpdatedSinceParameter"),
            UpdatedSinceFormat = Format(section, places),
            Overlap = Seconds(section, "OverlapSeconds", fallback.Overlap, 0, 366 * 86_400, places),
            Timeout = Seconds(section, "TimeoutSeconds", fallback.Timeout, 1, 3600, places),
            MaxRetries = (int)Number(section, "MaxRetries", fallback.MaxRetries, 0, 100, places),
            RetryDelay = Seconds(section, "RetrySeconds", fallback.RetryDelay, 1, 600, places),
            MaxPages = (int)Number(section, "MaxPages", fallback.MaxPages, 1, 10_000_000, places),
            MaxPageBytes = (int)Number(section, "MaxPageBytes", fallback.MaxPageBytes, 1024, 1 << 30, places),
            MaxBytes = Number(section, "MaxBytes", fallback.MaxBytes, 1024, 1L << 40, places),
        };
    }

    private static Uri Url(IConfigurationSection section, SettingPlaces places) =>
        Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Fragment.Length == 0
            ? url
            // An address may hold a secret: it is not repeated.
            : throw new SettingsException(
                $"{places.Of($"{section.Path}:Url")}: cần địa chỉ đầy đủ, không chứa mật khẩu, như https://may-chu/api/ho-so. / a complete address without a password is expected, such as https://server/api/dossiers.");

    private static string? Token(IConfigurationSection section, SettingPlaces places)
    {
        var token = Text(section, "Token");
        if (Text(section, "TokenFile") is { } file)
        {
            if (token is not null)
            {
                throw new SettingsException($"{places.Of($"{section.Path}:TokenFile")}: đã có Token; chỉ đặt một trong hai. / Token is set already; set one of the two.");
            }
            try
            {
                token = File.ReadAllText(file).Trim();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new SettingsException($"{places.Of($"{section.Path}:TokenFile")}: không đọc được tệp; hãy kiểm tra đường dẫn và quyền đọc. / the file cannot be read; check its path and who may read it.");
            }
        }
        return token is null || token.All(c => c is >= ' ' and <= '~')
            ? token
            : throw new SettingsException($"{places.Of($"{section.Path}:Token")}: chỉ nhận ký tự ASCII in được. / printable ASCII characters are expected.");
    }

    private static string Header(IConfigurationSection section, SettingPlaces places)
    {
        var header = Text(section, "TokenHeader") ?? PullSettings.Authorization;
        return header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? header
            : throw new SettingsException($"{places.Of($"{section.Path}:TokenHeader")}={header}: không phải tên header, hãy ghi như X-Api-Key. / is no name of a header, write it like X-Api-Key.");
    }

    private static TimeFormat Format(IConfigurationSection section, SettingPlaces places) =>
        Text(section, "UpdatedSinceFormat") is not { } text ? TimeFormat.Default
        : TimeFormat.Parse(text) ?? throw new SettingsException(
            $"{places.Of($"{section.Path}:UpdatedSinceFormat")}={text}: không phải dạng thời gian; hãy ghi như yyyy-MM-ddTHH:mm:ssZ, dd/MM/yyyy HH:mm:ss, unix hoặc unixms. / is no format of a time; write it like yyyy-MM-ddTHH:mm:ssZ, dd/MM/yyyy HH:mm:ss, unix or unixms.");

    private static TimeSpan Seconds(IConfigurationSection section, string name, TimeSpan fallback, long least, long most, SettingPlaces places) =>
        TimeSpan.FromSeconds(Number(section, name, (long)fallback.TotalSeconds, least, most, places));

    private static long Number(IConfigurationSection section, string name, long fallback, long least, long most, SettingPlaces places) =>
        Text(section, name) is not { } text ? fallback
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new SettingsException(
            $"{places.Of($"{section.Path}:{name}")}={text}: cần số nguyên từ {least} đến {most}. / a whole number from {least} to {most} is expected.");

    private static string? Text(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;
}
