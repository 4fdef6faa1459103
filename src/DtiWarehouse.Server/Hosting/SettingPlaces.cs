using System.Text.Json;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Where a setting stands: file and line when it came from a JSON file, the option of the command line, else the name of the
/// environment variable.
/// </summary>
public sealed class SettingPlaces(IConfiguration configuration)
{
    /// <summary>The optional file of feed settings in the data folder.</summary>
    public const string FeedsFile = "feeds.json";

    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The place of a setting, or of the first one below it.</summary>
    public string Of(string key)
    {
        var provider = (configuration as IConfigurationRoot)?.Providers.LastOrDefault(p => Holds(p, key));
        return provider switch
        {
            JsonConfigurationProvider { Source: { Path: { } path } source } when source.FileProvider?.GetFileInfo(path).PhysicalPath is { } file
                && LineOf(File.ReadAllBytes(file), key) is { } line => $"{Path.GetFileName(file)}, dòng / line {line}, {key}",
            CommandLineConfigurationProvider => $"--{key}",
            _ => key.Replace(":", "__", StringComparison.Ordinal),
        };
    }

    /// <summary>
    /// Puts the feeds file of a data folder, where there is one, behind the other JSON files of a configuration: it goes
    /// before them, environment and command line before it.
    /// </summary>
    /// <exception cref="SettingsException">The file is no JSON, or sets something twice.</exception>
    public static void AddFeedsFile(IConfigurationBuilder builder, string folder)
    {
        var file = Path.Combine(folder, FeedsFile);
        if (!File.Exists(file))
        {
            return;
        }
        Check(file);
        var source = new JsonConfigurationSource { Path = file };
        source.ResolveFileProvider();
        var last = builder.Sources.Select((known, i) => (known, i)).LastOrDefault(entry => entry.known is JsonConfigurationSource, (null!, -1)).i;
        builder.Sources.Insert(last + 1, source);
    }

    /// <summary>Reads a configuration; where one of its JSON files is none, says which line of it.</summary>
    /// <exception cref="SettingsException">A file is no JSON, or sets something twice.</exception>
    public static T Read<T>(Func<T> configuration)
    {
        try
        {
            return configuration();
        }
        catch (InvalidDataException damage) when (damage.Message.Split('\'') is [_, var file, ..] && File.Exists(file))
        {
            Check(file);
            throw new SettingsException($"{Path.GetFileName(file)}: không đọc được thiết lập; hãy sửa tệp. / the settings cannot be read; correct the file. ({damage.InnerException?.Message})");
        }
    }

    /// <summary>The line on which a setting begins; the last one where it stands more than once; null where it does not stand.</summary>
    internal static int? LineOf(ReadOnlySpan<byte> json, string key)
    {
        int? line = null;
        Walk(json, (path, at) => line = path.Equals(key, StringComparison.OrdinalIgnoreCase) ? at : line);
        return line;
    }

    private static bool Holds(IConfigurationProvider provider, string key) =>
        provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any();

    private static void Check(string file)
    {
        var name = Path.GetFileName(file);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        try
        {
            Walk(File.ReadAllBytes(file), (path, line) =>
            {
                if (!lines.TryAdd(path, line))
                {
                    throw new SettingsException(
                        $"{name}, dòng / line {line}, {path}: đã có ở dòng {lines[path]}; hãy bỏ một dòng. / stands on line {lines[path]} already; remove one.");
                }
            });
        }
        catch (JsonException damage)
        {
            throw new SettingsException(
                $"{name}, dòng / line {damage.LineNumber + 1}: không phải JSON đúng; hãy sửa dấu ngoặc, dấu phẩy ở dòng đó hoặc dòng trên. / is no valid JSON; correct the brackets and commas there or on the line above.");
        }
    }

    /// <summary>Calls <paramref name="seen"/> for every property, and for every item of a list by its number, with its line.</summary>
    private static void Walk(ReadOnlySpan<byte> json, Action<string, int> seen)
    {
        if (json is [0xEF, 0xBB, 0xBF, ..])
        {
            json = json[3..];
        }
        var reader = new Utf8JsonReader(json, Lenient);
        // Of each open object or list its path, and the number of the next item of a list (-1 in an object).
        var open = new Stack<(string Path, int Next)>();
        var (name, line, counted) = ("", 1, 0);
        while (reader.Read())
        {
            line += json[counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                name = Join(open.Peek().Path, reader.GetString()!);
                seen(name, line);
                continue;
            }
            if (open.Count > 0 && open.Peek().Next >= 0)
            {
                var (path, next) = open.Pop();
                open.Push((path, next + 1));
                name = Join(path, next.ToString(System.Globalization.CultureInfo.InvariantCulture));
                seen(name, line);
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((name, reader.TokenType is JsonTokenType.StartArray ? 0 : -1));
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}
