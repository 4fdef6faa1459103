namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>Queries in Power Query's language M over the feed.</summary>
internal static class PowerQuery
{
    /// <summary>A text as a literal of M.</summary>
    public static string Text(string value) => $"\"{value.Replace("#(", "#(#)(", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <param name="root">The feed's address as a literal.</param>
    /// <param name="set">The set of dossiers by month and unit.</param>
    public static string Table(string root, string set) =>
        $$"""
        let
            Source = OData.Feed({{root}}, null, [Implementation = "2.0"]),
            {{set}} = Source{[Name = "{{set}}", Signature = "table"]}[Data],
            Rows = Table.SelectColumns({{set}}, {"ReceivingUnitKey", "MonthPeriodKey", "Received", "Resolved", "ResolvedOnTime"})
        in
            Rows
        """;

    public static string WithKey(string root) =>
        $$"""
        let
            Key = "…",
            Basic = "Basic " & Binary.ToText(Text.ToBinary("key:" & Key), BinaryEncoding.Base64),
            Source = OData.Feed({{root}}, null, [Implementation = "2.0", Headers = [Authorization = Basic]]),
            DossierMonths = Source{[Name = "DossierMonths", Signature = "table"]}[Data]
        in
            DossierMonths
        """;

    /// <summary>UpdatedAt is an instant (UTC), the parameters of a refresh are local to the service, which is UTC.</summary>
    public static string Incremental(string root) =>
        $$"""
        let
            Source = OData.Feed({{root}}, null, [Implementation = "2.0"]),
            Dossiers = Source{[Name = "Dossiers", Signature = "table"]}[Data],
            Changed = Table.SelectRows(Dossiers, each
                [UpdatedAt] >= DateTimeZone.From(RangeStart) and [UpdatedAt] < DateTimeZone.From(RangeEnd))
        in
            Changed
        """;
}
