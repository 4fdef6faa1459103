using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>Brings the stored indicators and targets up to the catalogue; a version of an indicator keeps its key.</summary>
internal sealed class IndicatorTable(LoadConnection connection, DateTime now)
{
    private const string Hash = "DefinitionHash";

    /// <summary>Whether the stored indicators are those of the catalogue; changes nothing. Asked by every start: in plain SQL it is answered before EF Core would be ready to.</summary>
    public static bool IsCurrent(LoadConnection connection, IReadOnlyList<IndicatorDefinition> definitions) =>
        connection.Query("SELECT code, version, definition_hash FROM dim_indicator", row => (row.GetString(0), row.GetInt32(1), row.IsDBNull(2) ? "" : row.GetString(2))).ToHashSet()
            .SetEquals(definitions.Select(d => (d.Code, d.Version, d.Hash)));

    /// <returns>The key of each definition, those that are gone, and whether any values must be computed anew.</returns>
    public (IReadOnlyDictionary<IndicatorDefinition, int> Keys, IReadOnlyList<int> Gone, bool IsChanged) Save(IReadOnlyList<IndicatorDefinition> definitions)
    {
        var context = connection.Context;
        var stored = context.Indicators.ToList();
        var hashes = stored.ToDictionary(s => s, s => (string)context.Entry(s).Property(Hash).CurrentValue!);
        var next = stored.Select(s => s.IndicatorKey).DefaultIfEmpty().Max();
        var keys = new Dictionary<IndicatorDefinition, int>();
        var isChanged = false;
        foreach (var definition in definitions)
        {
            var row = stored.Find(s => s.Code == definition.Code && s.Version == definition.Version);
            isChanged |= row is null || hashes[row] != definition.Hash;
            if (row is null)
            {
                row = new IndicatorDimension { IndicatorKey = ++next, Code = definition.Code, Version = definition.Version };
                context.Add(row);
            }
            if (!hashes.TryGetValue(row, out var hash) || hash != definition.Hash)
            {
                Fill(row, definition);
                context.Entry(row).Property(Hash).CurrentValue = definition.Hash;
            }
            keys[definition] = row.IndicatorKey;
        }
        var gone = stored.Where(s => !definitions.Any(d => d.Code == s.Code && d.Version == s.Version)).ToList();
        context.RemoveRange(gone);
        if (isChanged || gone.Count > 0)
        {
            ReplaceTargets(context, keys);
        }
        return (keys, [.. gone.Select(g => g.IndicatorKey)], isChanged);
    }

    /// <summary>Writes what <see cref="Save"/> prepared, once nothing refers to the indicators that go.</summary>
    public void Flush()
    {
        connection.Context.SaveChanges();
        connection.Context.ChangeTracker.Clear();
    }

    private static void ReplaceTargets(WarehouseContext context, Dictionary<IndicatorDefinition, int> keys)
    {
        context.IndicatorTargets.ExecuteDelete();
        var key = 0;
        foreach (var (definition, indicatorKey) in keys)
        {
            context.AddRange(definition.Targets.Select(target => new IndicatorTarget
            {
                IndicatorTargetKey = ++key,
                IndicatorKey = indicatorKey,
                Level = target.Level,
                Kind = target.Kind,
                PeriodFrom = target.From,
                PeriodTo = target.To,
                Operator = target.Operator,
                Target = target.Value,
                FigureCode = target.FigureCode,
            }));
        }
    }

    private void Fill(IndicatorDimension row, IndicatorDefinition definition)
    {
        row.Name = definition.Name;
        row.NameEn = definition.NameEn;
        row.Description = definition.Description;
        row.DescriptionEn = definition.DescriptionEn;
        row.Framework = definition.Framework;
        row.GroupCode = definition.Group;
        row.UnitOfMeasure = definition.UnitOfMeasure;
        row.Decimals = definition.Decimals;
        row.Direction = definition.Direction;
        row.NumeratorQuery = Queries(definition.Numerator);
        row.DenominatorQuery = Queries(definition.Denominator);
        row.Components = definition.Components.Count == 0 ? null : string.Join(", ", definition.Components);
        row.RollUp = definition.RollUp;
        row.EmptyDenominator = definition.EmptyDenominator;
        row.MaxPoints = definition.Score?.MaxPoints;
        row.Threshold = definition.Score?.Threshold;
        row.LegalBasis = definition.LegalBasis;
        row.Certainty = definition.Certainty;
        row.Source = definition.Source;
        row.ValidFrom = definition.ValidFrom;
        row.ValidTo = definition.ValidTo;
        row.UpdatedAt = now;
    }

    private static string? Queries(IReadOnlyList<Term> terms) => terms.Count == 0 ? null : string.Join("\n", terms.Select(term => term.Text));
}
