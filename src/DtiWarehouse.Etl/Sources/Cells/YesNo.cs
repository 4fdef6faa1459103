namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>Yes/no cells: <c>Có</c>/<c>Không</c>, <c>true</c>/<c>false</c>, <c>1</c>/<c>0</c>, <c>x</c>.</summary>
internal static class YesNo
{
    public const string Yes = "Có";
    public const string No = "Không";

    public static readonly Vocabulary<bool> Words = new(
        (Yes, true), (No, false), ("1", true), ("0", false), ("true", true), ("false", false), ("x", true));

    public static bool IsCross(ReadOnlySpan<byte> trimmedCell) => trimmedCell is [(byte)'x' or (byte)'X'];
}
