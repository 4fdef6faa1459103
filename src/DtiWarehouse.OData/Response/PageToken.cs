using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// What a page token is good for: one resource, one scope of rows, one model. Services that share the key and the model
/// take each other's tokens.
/// </summary>
internal sealed record TokenBinding(string Resource, string CallerScope, byte[] Model, byte[] Key);

/// <summary>
/// Where a page ended: the order values of its last row, the rows that <c>$top</c> still allows, and the version of the
/// data that the first page showed. Signed and bound, so that it is followed, not composed: a foreign or altered one is
/// refused (105), one for an earlier model is gone (410).
/// </summary>
internal sealed record PageToken(IReadOnlyList<object?> Values, long? Remaining, string? DataVersion)
{
    private const byte FormatVersion = 2;
    private const int SignatureLength = 16;

    public string Write(TokenBinding binding)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(FormatVersion);
            writer.Write(binding.Model);
            writer.Write(DataVersion is not null);
            writer.Write(DataVersion ?? "");
            writer.Write(Remaining ?? -1);
            writer.Write((byte)Values.Count);
            foreach (var value in Values)
            {
                WriteValue(writer, value);
            }
        }
        var body = stream.ToArray();
        return Encode([.. Sign(body, binding), .. body]);
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <exception cref="ODataError">105, 410.</exception>
    public static PageToken Read(string text, TokenBinding binding)
    {
        try
        {
            var bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4));
            if (Encode(bytes) != text)
            {
                // Spare bits of the last character: not as it was written.
                throw ODataErrors.BadSkipToken();
            }
            var body = bytes.AsSpan(Math.Min(SignatureLength, bytes.Length)).ToArray();
            if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, bytes.Length - body.Length), Sign(body, binding)))
            {
                throw ODataErrors.BadSkipToken();
            }
            using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
            if (reader.ReadByte() != FormatVersion)
            {
                throw ODataErrors.BadSkipToken();
            }
            if (!reader.ReadBytes(binding.Model.Length).AsSpan().SequenceEqual(binding.Model))
            {
                throw ODataErrors.ModelChanged();
            }
            var hasVersion = reader.ReadBoolean();
            var version = reader.ReadString();
            var remaining = reader.ReadInt64();
            var values = new object?[reader.ReadByte()];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ReadValue(reader);
            }
            return new PageToken(values, remaining < 0 ? null : remaining, hasVersion ? version : null);
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException)
        {
            throw ODataErrors.BadSkipToken();
        }
    }

    /// <summary>The values that page columns hold in a row.</summary>
    public static object?[] Capture(Sql.RowCursor row, IReadOnlyList<PageColumn> columns) =>
        [.. columns.Select(c => row.Capture(c.Ordinal, c.Kind, c.Storage, c.Scale))];

    private static byte[] Sign(byte[] body, TokenBinding binding)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, binding.Key);
        hash.AppendData(Encoding.UTF8.GetBytes(binding.CallerScope));
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(binding.Resource));
        hash.AppendData([0]);
        hash.AppendData(body);
        return hash.GetHashAndReset()[..SignatureLength];
    }

    private static void WriteValue(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Write((byte)0);
                break;
            case bool boolean:
                writer.Write((byte)1);
                writer.Write(boolean);
                break;
            case long number:
                writer.Write((byte)2);
                writer.Write(number);
                break;
            case double number:
                writer.Write((byte)3);
                writer.Write(number);
                break;
            case decimal number:
                writer.Write((byte)4);
                writer.Write(number);
                break;
            case string text:
                writer.Write((byte)5);
                writer.Write(text);
                break;
            case DateOnly date:
                writer.Write((byte)6);
                writer.Write(date.DayNumber);
                break;
            case DateTimeOffset instant:
                writer.Write((byte)7);
                writer.Write(instant.UtcTicks);
                break;
            case TimeOnly time:
                writer.Write((byte)8);
                writer.Write(time.Ticks);
                break;
            case TimeSpan duration:
                writer.Write((byte)9);
                writer.Write(duration.Ticks);
                break;
            case Guid guid:
                writer.Write((byte)10);
                writer.Write(guid.ToByteArray());
                break;
            case byte[] bytes:
                writer.Write((byte)11);
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            default:
                throw new InvalidOperationException($"A page cannot end on a value of {value.GetType()}.");
        }
    }

    private static object? ReadValue(BinaryReader reader) => reader.ReadByte() switch
    {
        0 => null,
        1 => reader.ReadBoolean(),
        2 => reader.ReadInt64(),
        3 => reader.ReadDouble(),
        4 => reader.ReadDecimal(),
        5 => reader.ReadString(),
        6 => DateOnly.FromDayNumber(reader.ReadInt32()),
        7 => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        8 => new TimeOnly(reader.ReadInt64()),
        9 => new TimeSpan(reader.ReadInt64()),
        10 => new Guid(reader.ReadBytes(16)),
        11 => reader.ReadBytes(reader.ReadInt32()),
        _ => throw new FormatException(),
    };
}
