using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Which identifiers are one unit: those that rows of the register join by an earlier identifier, however many steps apart.</summary>
public sealed class UnitIdentity
{
    private readonly Dictionary<string, string> _leader = new(StringComparer.Ordinal);

    public UnitIdentity(IEnumerable<UnitRow> register)
    {
        foreach (var row in register)
        {
            var code = DurableCode(row.UnitCode);
            var former = row.FormerCode is null ? code : DurableCode(row.FormerCode);
            // The greatest identifier leads, so the order of rows decides nothing.
            var (lesser, greater) = string.CompareOrdinal(code, former) < 0 ? (code, former) : (former, code);
            _leader[lesser] = greater;
            _leader[greater] = greater;
        }
    }

    /// <summary>Every identifier that the register knows.</summary>
    public IEnumerable<string> Codes => _leader.Keys;

    /// <summary>The greatest identifier of the unit that has this one.</summary>
    public string DurableCode(string code)
    {
        while (_leader.TryGetValue(code, out var leader) && leader != code)
        {
            code = leader;
        }
        return code;
    }
}
