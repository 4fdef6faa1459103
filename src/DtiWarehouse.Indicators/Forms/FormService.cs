using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Indicators.Forms.Definitions;
using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Indicators.Forms;

public enum FormFormat { Html, Xlsx, Json }

/// <summary>A form that is asked for.</summary>
/// <param name="Unit">Code of the unit; null = the province's people's committee.</param>
/// <param name="Period">Code of the period; null = the last one that is complete.</param>
/// <param name="FeedRoot">Address that the definitions of figures hang on, ending with a slash.</param>
public sealed record FormRequest(string Form, string? Unit, string? Period, FormFormat Format, string FeedRoot);

/// <summary>A rendered form; no body where the caller already has what the tag stands for.</summary>
public sealed record FormAnswer(string Tag, string FileName, byte[]? Body);

/// <summary>The official forms over a feed.</summary>
public static class FormService
{
    /// <summary>Finds unit and period, fills the form, renders it: all on one state of the data.</summary>
    /// <param name="session">Sees what the caller may see.</param>
    /// <param name="isKnown">Whether the caller already has what a tag stands for.</param>
    /// <exception cref="FormError">The form cannot be given for what was asked.</exception>
    public static async Task<FormAnswer> AnswerAsync(ODataSession session, FormRequest request, Func<string, bool> isKnown, CancellationToken cancellation)
    {
        var form = OfficialForms.Find(request.Form);
        var asOf = await session.AsOfAsync(cancellation);
        var period = FindPeriod(form, request.Period, asOf);
        var unit = await FormUnit.FindAsync(session, request.Unit, period, cancellation);
        CheckKind(form, unit);
        if (!await session.SeesAsync(unit.Key, cancellation))
        {
            throw FormError.NotYours(unit);
        }

        var version = await session.DataVersionAsync(cancellation);
        var tag = FormTag.Of(session.ScopeName, form.Code, unit.Code, period.Code, request.Format.ToString(), request.FeedRoot, version);
        var name = $"{form.Code}_{unit.Code}_{period.Code}";
        if (isKnown(tag))
        {
            return new FormAnswer(tag, name, null);
        }
        var filled = await FillAsync(form, new FillContext(session, unit, period, asOf, cancellation), version);
        return new FormAnswer(tag, name, Render(filled, request));
    }

    private static FormPeriod FindPeriod(OfficialForm form, string? code, DateOnly asOf)
    {
        if (code is null)
        {
            return FormPeriod.LastComplete(form.Grains[0], asOf);
        }
        var period = FormPeriod.Parse(code) ?? throw FormError.BadPeriod(code);
        return !form.Grains.Contains(period.Grain) ? throw FormError.WrongGrain(form, period)
            : period.From > asOf ? throw FormError.NotBegun(period, asOf)
            : period;
    }

    private static void CheckKind(OfficialForm form, FormUnit unit)
    {
        if (form.Kinds.Count > 0 && !form.Kinds.Contains(unit.Kind))
        {
            throw FormError.WrongKind(form, unit);
        }
    }

    private static async Task<FilledForm> FillAsync(OfficialForm form, FillContext context, string? version)
    {
        var empty = new FilledForm(form, context.Unit, context.Period, context.AsOf, version) { Columns = [], Rows = [], Notes = form.Notes };
        switch (form)
        {
            case SheetForm sheet:
                var (columns, rows) = await new SheetFiller(sheet, context).FillAsync();
                return empty with { Columns = columns, Rows = rows };
            case UnitTableForm table:
                var filled = await new UnitTableFiller(table, context).FillAsync();
                return empty with { Columns = filled.Columns, Rows = filled.Rows, Checks = filled.Checks };
            default:
                throw new InvalidOperationException($"No filler for {form.GetType().Name}.");
        }
    }

    private static byte[] Render(FilledForm form, FormRequest request) => request.Format switch
    {
        FormFormat.Html => HtmlForm.Render(form, request.FeedRoot),
        FormFormat.Xlsx => XlsxForm.Render(form, request.FeedRoot),
        _ => JsonForm.Render(form),
    };
}
