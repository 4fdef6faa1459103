using System.Security.Cryptography;
using System.Text;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>Weak entity tags of pages: a digest of all that decides what is on them, the program's own build included.</summary>
public static class FormTag
{
    private static readonly string Build = typeof(FormTag).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    public static string Of(params IEnumerable<string?> parts) =>
        $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Prepend(Build)))).AsSpan(0, 12))}\"";
}
