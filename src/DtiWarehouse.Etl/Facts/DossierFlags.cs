namespace DtiWarehouse.Etl.Facts;

/// <summary>What a dossier's counts are broken down by, besides the month; channel and class by their codes.</summary>
public readonly record struct DossierGrain(int ReceivingUnit, int ResolvingUnit, int Procedure, string Channel, string ServiceClass);

/// <summary>What of a dossier is yes, in one number: a call per column of every row is what a pass over many costs.</summary>
internal static class DossierFlags
{
    public const int OnTime = 1, Late = 2, ComponentsDigitised = 4, ResultDigitised = 8, WithFee = 16, PaidOnline = 32, ReusingData = 64;

    public static int Of(bool? isOnTime, bool? areComponentsDigitised, bool? isResultDigitised, bool? hasFee, bool? isPaidOnline, bool? reusesData) =>
        (isOnTime is { } onTime ? onTime ? OnTime : Late : 0) | (areComponentsDigitised == true ? ComponentsDigitised : 0) | (isResultDigitised == true ? ResultDigitised : 0)
        | (hasFee == true ? WithFee : 0) | (isPaidOnline == true ? PaidOnline : 0) | (reusesData == true ? ReusingData : 0);

    /// <summary>The flags of a stored dossier given by alias.</summary>
    public static string Sql(string dossier)
    {
        return string.Join(" + ",
            If("is_on_time", OnTime), If("are_components_digitised", ComponentsDigitised), If("is_result_digitised", ResultDigitised),
            If("has_fee", WithFee), If("is_paid_online", PaidOnline), If("reuses_data", ReusingData), $"CASE WHEN {dossier}.is_on_time = @no THEN {Late} ELSE 0 END");

        string If(string column, int flag) => $"CASE WHEN {dossier}.{column} = @yes THEN {flag} ELSE 0 END";
    }
}
