using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>
/// Service level labels. <c>Mức độ n</c> means a level of NĐ 43/2011 until 2026-06-30 and of the scheme <i>chủ động</i>
/// (NĐ 224/2026) from then on, so a label has a meaning only on a day.
/// </summary>
internal static class ServiceLevels
{
    private static readonly DateOnly ProactiveFrom = new(2026, 7, 1);

    public static readonly Vocabulary<ServiceLevelWord> Words = new(
        Level("Mức độ 1", ServiceClass.Information),
        Level("Mức độ 2", ServiceClass.Information),
        Level("Mức độ 3", ServiceClass.Partial),
        Level("Mức độ 4", ServiceClass.Full),
        Kind("Một phần", ServiceClass.Partial),
        Kind("Toàn trình", ServiceClass.Full),
        Kind("Cung cấp thông tin", ServiceClass.Information));

    private static (string, ServiceLevelWord) Level(string label, ServiceClass meaning) => (label, new(
        new ServiceLevel(label, ServiceLevelScheme.Levels, meaning),
        new ServiceLevel(label, ServiceLevelScheme.Proactive, ServiceClass.Full)));

    private static (string, ServiceLevelWord) Kind(string label, ServiceClass meaning)
    {
        var level = new ServiceLevel(label, ServiceLevelScheme.PartialFull, meaning);
        return (label, new(level, level));
    }

    /// <summary>A label, with what it meant before and what it means since the proactive scheme.</summary>
    internal sealed record ServiceLevelWord(ServiceLevel Before, ServiceLevel Since)
    {
        public ServiceLevel On(DateOnly day) => day < ProactiveFrom ? Before : Since;
    }
}
