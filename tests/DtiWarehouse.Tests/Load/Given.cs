using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Tests.Load;

/// <summary>Source rows as the file reader would hand them over; content follows from the values.</summary>
internal static class Given
{
    public static readonly DateTime Morning = new(2024, 6, 1, 1, 0, 0, DateTimeKind.Utc);

    public static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static DossierRow Dossier(
        string code, string received = "2024-03-04", string? due = null, string? resolved = null, string unit = "H48.01", string? resolving = null,
        string procedure = "1.000001", string? name = null, ServiceLevel? level = null, DateTime? at = null, bool deleted = false,
        Channel channel = Channel.Online, bool? digitised = null, bool? fee = null, bool? paid = null)
    {
        var row = new DossierRow
        {
            LineNumber = 2,
            Content = "",
            UpdatedAt = at ?? Morning,
            IsDeleted = deleted,
            DossierCode = code,
            ProcedureCode = procedure,
            ProcedureName = name,
            ReceivingUnitCode = unit,
            ResolvingUnitCode = resolving ?? unit,
            Channel = channel,
            ServiceLevel = level,
            ReceivedDate = Day(received),
            DueDate = due is null ? null : Day(due),
            ResolvedDate = resolved is null ? null : Day(resolved),
            Status = resolved is null ? DossierStatus.InProgress : DossierStatus.Resolved,
            AreComponentsDigitised = digitised,
            IsResultDigitised = digitised,
            HasFee = fee,
            IsPaidOnline = paid,
        };
        return row with { Content = $"{row with { LineNumber = 0, UpdatedAt = null, IsDeleted = false }}" };
    }

    public static RowRejection Rejection(int line) => new(line, "DATE_INVALID", "Ngày sai. / The date is wrong.", "H48;31/02/2024");
}
