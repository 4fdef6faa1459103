namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>Columns that several sheets share.</summary>
internal static class SheetColumns
{
    public static readonly (SheetPart Part, FormColumn Column) Key = (SheetPart.Key, new FormColumn("key", "Mục", "Item", 8) { IsText = true });
    public static readonly (SheetPart Part, FormColumn Column) Label = (SheetPart.Label, new FormColumn("label", "Nội dung", "Figure", 48) { IsText = true });
    public static readonly (SheetPart Part, FormColumn Column) Numerator = (SheetPart.Numerator, new FormColumn("numerator", "Tử số", "Numerator", 11));
    public static readonly (SheetPart Part, FormColumn Column) Denominator = (SheetPart.Denominator, new FormColumn("denominator", "Mẫu số", "Denominator", 11));
    public static readonly (SheetPart Part, FormColumn Column) Value = (SheetPart.Value, new FormColumn("value", "Kết quả", "Result", 14));
    public static readonly (SheetPart Part, FormColumn Column) UnitOfMeasure = (SheetPart.UnitOfMeasure, new FormColumn("unitOfMeasure", "Đơn vị tính", "Unit", 12) { IsText = true });
    public static readonly (SheetPart Part, FormColumn Column) Declared = (SheetPart.Declared, new FormColumn("declared", "Số đã báo cáo", "As declared", 14));
    public static readonly (SheetPart Part, FormColumn Column) Evidence = (SheetPart.Evidence, new FormColumn("evidence", "Nguồn, ghi chú", "Source, remark", 40) { IsText = true });

    /// <summary>A figure with numerator, denominator and the declared value beside it.</summary>
    public static readonly IReadOnlyList<(SheetPart Part, FormColumn Column)> WithParts = [Key, Label, Numerator, Denominator, Value, UnitOfMeasure, Declared, Evidence];

    public static SheetRow Heading(string key, string label, string labelEn) => new(key, label, labelEn) { IsHeading = true };
}
