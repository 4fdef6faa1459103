namespace DtiWarehouse.Etl.Staging;

/// <summary>Natural keys as one text: the parts joined by U+001F, a unit's durable code last.</summary>
public static class NaturalKey
{
    public static string Of(params ReadOnlySpan<string?> parts) => string.Join('\u001f', parts!);

    /// <summary>A day as part of a key.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
