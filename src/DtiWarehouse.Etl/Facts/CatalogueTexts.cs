using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl.Facts;

/// <summary>The distinct texts of the service catalogue: as many as procedures change, however many rows repeat them.</summary>
public sealed class CatalogueTexts
{
    private readonly LoadConnection _connection;
    private readonly Dictionary<Text, int> _keys;
    private readonly List<CatalogueText> _new = [];

    public CatalogueTexts(LoadConnection connection)
    {
        _connection = connection;
        _keys = connection.Context.Set<CatalogueText>().AsNoTracking().AsEnumerable().ToDictionary(
            t => new Text(t.ProcedureCode, t.Name, t.Sector, t.AuthorityLevel, new ServiceLevel(t.ServiceLevelLabel, t.ServiceLevelScheme, t.ServiceClass)),
            t => t.CatalogueTextKey);
    }

    public int Key(ServiceRow row)
    {
        var text = new Text(row.ProcedureCode, row.ProcedureName, row.Sector, row.AuthorityLevel, row.ServiceLevel);
        if (!_keys.TryGetValue(text, out var key))
        {
            key = _keys.Count + 1;
            _keys.Add(text, key);
            _new.Add(new CatalogueText
            {
                CatalogueTextKey = key,
                ProcedureCode = text.ProcedureCode,
                Name = text.Name,
                Sector = text.Sector,
                AuthorityLevel = text.AuthorityLevel,
                ServiceLevelLabel = text.Level.Label,
                ServiceLevelScheme = text.Level.Scheme,
                ServiceClass = text.Level.Class,
            });
        }
        return key;
    }

    /// <summary>Writes the texts that were new.</summary>
    public void Save()
    {
        var table = new DimensionTable<CatalogueText>(_connection);
        _new.ForEach(table.Insert);
    }

    private sealed record Text(string ProcedureCode, string Name, string Sector, GovernmentLevel AuthorityLevel, ServiceLevel Level);
}
