using System.Text.Json;
using System.Text.Json.Serialization;

namespace DtiWarehouse.Schema.Moves;

/// <summary>What stands in an export: <c>manifest.json</c> beside the files.</summary>
/// <param name="Format">Version of the form of the files.</param>
/// <param name="SchemaVersion">Version of the model that the tables are of.</param>
/// <param name="DataVersion">The data's version in the database that was exported.</param>
/// <param name="ExportedAt">UTC.</param>
public sealed record MoveManifest(int Format, int SchemaVersion, long DataVersion, DateTime ExportedAt, IReadOnlyList<MovedTable> Tables)
{
    public const int CurrentFormat = 1;
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true };

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));

    /// <exception cref="MoveException">There is no manifest, or it cannot be read.</exception>
    public static MoveManifest Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<MoveManifest>(File.ReadAllText(Path.Combine(folder, FileName)), Json) ?? throw new JsonException();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MoveException($"{folder} không có {FileName}: đây không phải là một bản xuất trọn vẹn. / holds no {FileName}: it is no complete export.");
        }
        catch (JsonException)
        {
            throw new MoveException($"{FileName} không đọc được. / cannot be read.");
        }
    }
}

/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
public sealed record MovedTable(string Name, string File, long Rows, string Sha256, IReadOnlyList<string> Columns)
{
    [JsonIgnore]
    public bool HasSafeName => File == Name + ".csv" && Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>An export cannot be made or taken in; nothing was changed. The message says why, in Vietnamese and English.</summary>
public sealed class MoveException(string message) : Exception(message);
