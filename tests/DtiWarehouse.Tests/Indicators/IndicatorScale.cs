using System.Globalization;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>How much the randomised tests do: 1 by default, more by the environment variable DTIW_TEST_SCALE.</summary>
internal static class IndicatorScale
{
    public static int Factor { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DTIW_TEST_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0 ? factor : 1;
}
