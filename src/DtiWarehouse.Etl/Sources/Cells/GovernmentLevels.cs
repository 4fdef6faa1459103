using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>The words for levels of government that several feeds share.</summary>
internal static class GovernmentLevels
{
    public static readonly Vocabulary<GovernmentLevel> Words = new(
        ("Tỉnh", GovernmentLevel.Province), ("Huyện", GovernmentLevel.District), ("Xã", GovernmentLevel.Commune));

    public static readonly Vocabulary<GovernmentLevel> Digits = new(
        ("1", GovernmentLevel.Province), ("2", GovernmentLevel.District), ("3", GovernmentLevel.Commune));
}
