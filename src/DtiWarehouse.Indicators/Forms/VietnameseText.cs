using System.Globalization;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>Numbers and days as Vietnamese documents print them: <c>.</c> between thousands, <c>,</c> before decimals, <c>dd/MM/yyyy</c>.</summary>
public static class VietnameseText
{
    private static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = ",", NegativeSign = "-" };

    /// <summary>A number rounded half up to so many decimals.</summary>
    public static string Number(decimal value, int decimals) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Numbers);

    /// <summary>A number with the decimals that it has.</summary>
    public static string Number(decimal value) => Number(value, Decimals(value));

    /// <summary>Decimals of a number without zeros at its end; declared figures have four at most.</summary>
    public static int Decimals(decimal value) => Math.Min(4, (int)(value / 1.0000000000000000000000000000m).Scale);

    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
