using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Evaluation;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Reconciling;

/// <summary>Puts every declared figure beside what the warehouse computes for the same unit and period, as reported.</summary>
internal sealed class Reconciler(LoadConnection connection, IndicatorCatalogue catalogue, DateTime now)
{
    private static readonly Sentence NotMapped = new(
        "Số liệu chưa được gắn với chỉ tiêu nào trong danh mục (reconciliation.yaml).", "No indicator of the catalogue is linked with the figure (reconciliation.yaml).");

    private static readonly Sentence NoUnit = new(
        "Chưa có đơn vị nào được đăng ký cho phạm vi của số liệu trong kỳ đó.", "No unit is registered for what the figure covers in that period.");

    private static readonly Sentence NoPeriod = new(
        "Kỳ của số liệu không phải là một kỳ báo cáo.", "The days that the figure covers are no reporting period.");

    private static readonly Sentence NoValue = new(
        "Kho dữ liệu không có dòng nào để tính cho đơn vị và kỳ này.", "The warehouse holds no rows to compute it from for this unit and period.");

    private static readonly Sentence NoNumber = new(
        "Tài liệu không nêu số: ô để trống, do đơn vị khác cung cấp, hoặc chỉ có mục tiêu.", "The document states no number: the cell is blank, referred to another body, or only a target.");

    public void Write(UnitMap units, IReadOnlyDictionary<IndicatorDefinition, int> keys)
    {
        var context = connection.Context;
        var stored = context.Reconciliations.AsNoTracking().ToDictionary(r => r.ReconciliationKey);
        var periods = context.Periods.AsNoTracking().Where(p => p.StartDate != null).ToList().ToLookup(p => (p.StartDate!.Value, p.EndDate!.Value));
        foreach (var figure in context.ReportedFigures.AsNoTracking().Include(f => f.AdminUnit).ToList())
        {
            var row = Compare(figure, units, periods, keys);
            if (catalogue.Figures.Findings.TryGetValue(figure.FigureCode, out var finding))
            {
                (row.Finding, row.FindingEn) = (finding.Vietnamese, finding.English);
            }
            Save(row, stored);
        }
        context.RemoveRange(stored.Values);
        context.SaveChanges();
        context.ChangeTracker.Clear();
    }

    /// <summary>A row that says the same keeps its instant; what is left in <paramref name="stored"/> has no figure any more.</summary>
    private void Save(Reconciliation row, Dictionary<long, Reconciliation> stored)
    {
        var context = connection.Context;
        if (!stored.Remove(row.ReconciliationKey, out var old))
        {
            context.Add(row);
            return;
        }
        var entry = context.Attach(old);
        var writtenAt = old.UpdatedAt;
        entry.CurrentValues.SetValues(row);
        entry.Property(r => r.UpdatedAt).CurrentValue = writtenAt;
        if (entry.State is EntityState.Modified)
        {
            old.UpdatedAt = now;
        }
    }

    private Reconciliation Compare(
        ReportedFigureFact figure, UnitMap units, ILookup<(DateOnly, DateOnly), PeriodDimension> periods, IReadOnlyDictionary<IndicatorDefinition, int> keys)
    {
        var row = new Reconciliation { ReconciliationKey = figure.ReportedFigureKey, ReportedFigureKey = figure.ReportedFigureKey, Declared = figure.Value, UpdatedAt = now };
        if (!catalogue.Figures.Links.TryGetValue(figure.FigureCode, out var link))
        {
            return Without(row, catalogue.Figures.NotComputable.GetValueOrDefault(figure.FigureCode, NotMapped));
        }
        row.Part = link.Part;
        row.Declared = DeclaredPart(figure, link.Part);
        if (keys.Keys.FirstOrDefault(i => i.Code == link.Indicator && i.SpeaksOf(figure.PeriodTo)) is not { } indicator)
        {
            return Without(row, NoValue);
        }
        row.IndicatorKey = keys[indicator];
        if (periods[(figure.PeriodFrom, figure.PeriodTo)].FirstOrDefault() is not { } period)
        {
            return Without(row, NoPeriod);
        }
        if (UnitOf(figure, units) is not { } unit)
        {
            return Without(row, NoUnit);
        }
        var key = IndicatorValueFact.KeyOf(period, keys[indicator], units.At(unit, figure.PeriodTo).UnitKey, IndicatorBasis.AsReported);
        if (connection.Context.IndicatorValues.AsNoTracking().FirstOrDefault(v => v.IndicatorValueKey == key) is not { } value)
        {
            return Without(row, NoValue);
        }
        row.IndicatorValueKey = key;
        row.Computed = link.Part switch { IndicatorPart.Numerator => value.Numerator, IndicatorPart.Denominator => value.Denominator, _ => value.Value };
        if (row.Computed is not { } computed)
        {
            return Without(row, NoValue);
        }
        if (row.Declared is not { } declared)
        {
            return Without(row, NoNumber);
        }
        return Judge(row, declared, computed, figure.Qualifier, link.Decimals);
    }

    /// <summary>Documents round half up; a figure "over" or "about" a number claims no more than that.</summary>
    private static Reconciliation Judge(Reconciliation row, decimal declared, decimal computed, FigureQualifier qualifier, int decimals)
    {
        var rounded = Math.Round(computed, decimals, MidpointRounding.AwayFromZero);
        row.Difference = rounded - declared;
        var holds = qualifier switch
        {
            FigureQualifier.AtLeast => rounded >= declared,
            FigureQualifier.AtMost => rounded <= declared,
            // "About 25 %": as close as the printed digits are.
            FigureQualifier.About => Math.Abs(computed - declared) <= Math.Max(0.5m, Math.Abs(declared) * 0.02m),
            _ => rounded == declared,
        };
        row.Verdict = holds ? ReconciliationVerdict.Match : ReconciliationVerdict.Differs;
        if (!holds)
        {
            row.Reason = FormattableString.Invariant($"Tính được {rounded}, tài liệu nêu {declared}.");
            row.ReasonEn = FormattableString.Invariant($"{rounded} is computed, the document states {declared}.");
        }
        return row;
    }

    private static Reconciliation Without(Reconciliation row, Sentence reason)
    {
        row.Verdict = ReconciliationVerdict.NotComputable;
        (row.Reason, row.ReasonEn) = (reason.Vietnamese, reason.English);
        return row;
    }

    private static decimal? DeclaredPart(ReportedFigureFact figure, IndicatorPart part) => part switch
    {
        IndicatorPart.Numerator => figure.Numerator ?? figure.Value,
        IndicatorPart.Denominator => figure.Denominator,
        _ => figure.Value,
    };

    /// <summary>The unit that declared the figure; where it names only a territory, the people's committee there at the time.</summary>
    private static int? UnitOf(ReportedFigureFact figure, UnitMap units) => figure.UnitKey != Warehouse.UnknownKey
        ? units.NumberOf(figure.UnitKey)
        : units.CommitteeOf(figure.AdminUnit.Code, figure.PeriodTo);
}
