namespace DtiWarehouse.Etl.Staging;

/// <summary>Natural keys as one text: the parts joined by U+001F, the unit's identifier last.</summary>
public static class NaturalKey
{
    public static string Of(params ReadOnlySpan<string?> parts) => string.Join('\u001f', parts!);

    /// <summary>A day as part of a key.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The key with another identifier of its unit.</summary>
    public static string Under(string key, string unitCode, string otherCode) => string.Concat(key.AsSpan(0, key.Length - unitCode.Length), otherCode);
}

/// <summary>What a source row is known by.</summary>
/// <param name="Natural">Natural key, with the unit's identifier as the row writes it.</param>
/// <param name="UnitCode">Identifier of the unit; null where the row names none.</param>
/// <param name="Payload">What a reference row says, to build its dimension again; null for facts.</param>
/// <param name="OtherCodes">
/// Other identifiers of the unit, where it is part of the key and has any: rows under these are one row with this one.
/// </param>
public readonly record struct SourceKey(
    string Natural, string? UnitCode = null, string? ResolvingUnitCode = null, string? Payload = null, IReadOnlyList<string>? OtherCodes = null);
