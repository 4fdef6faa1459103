namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>The official forms, in the order in which they are listed.</summary>
public static class OfficialForms
{
    public static readonly IReadOnlyList<OfficialForm> All =
    [
        DataCollectionSheet.Form,
        DossierResults.Form,
        QuarterlyReport.Form,
        UnitAnnex.Form,
        AnnualReport.Form,
        PlanReview.Form,
    ];

    /// <exception cref="FormError">There is no such form.</exception>
    public static OfficialForm Find(string code) =>
        All.FirstOrDefault(form => form.Code.Equals(code, StringComparison.OrdinalIgnoreCase)) ?? throw FormError.NoSuchForm(code, All.Select(form => form.Code));
}
