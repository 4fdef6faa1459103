namespace DtiWarehouse.Etl.Sample;

/// <summary>One dossier as the one-stop system knows it on the last day of the data.</summary>
internal sealed record SampleDossier
{
    public required int Serial { get; init; }
    public required int Applicant { get; init; }
    public required SampleProcedure Procedure { get; init; }
    public required string ProcedureCode { get; init; }
    public required string ReceiverCode { get; init; }
    public required string ResolverCode { get; init; }
    public required string Channel { get; init; }
    public required string Label { get; init; }
    public required int Received { get; init; }
    public required int ReceivedMinute { get; init; }
    public required int Due { get; init; }
    public required int? Resolved { get; init; }
    public required int? Returned { get; init; }
    public required string Status { get; init; }
    public required bool HasFee { get; init; }
    public required bool IsPaidOnline { get; init; }
    public required bool AreComponentsDigitised { get; init; }
    public required bool IsResultDigitised { get; init; }
    public required bool ReusesData { get; init; }
    public required bool? IsOnTimeBySource { get; init; }
    public bool IsCodeMalformed { get; init; }
}

/// <summary>Writes dossiers in the columns of one file.</summary>
internal sealed class DossierWriter(ExportFile file, string[] columns)
{
    private readonly bool _applicants = columns.Contains("Họ tên người nộp");
    private readonly bool _payments = columns.Contains("Thanh toán trực tuyến");
    private readonly bool _digitisation = columns.Contains("Số hóa hồ sơ");
    private readonly bool _versions = columns.Contains("Cập nhật lúc");

    public void Write(SampleDossier dossier)
    {
        file.DossierCode(dossier.ReceiverCode, dossier.Received, dossier.Serial, dossier.IsCodeMalformed);
        if (_applicants)
        {
            file.Text($"Người nộp {dossier.Applicant}");
        }
        file.Text(dossier.ProcedureCode);
        file.Text(dossier.Procedure.Name);
        file.Text(dossier.Procedure.Sector);
        file.Text(dossier.ReceiverCode);
        file.Text(dossier.ResolverCode);
        file.Text(dossier.Channel);
        file.Text(dossier.Label);
        file.Moment(dossier.Received, dossier.ReceivedMinute);
        file.Date(dossier.Due);
        file.Moment(dossier.Resolved, 17 * 60);
        file.Moment(dossier.Returned, 17 * 60 + 10);
        file.Text(dossier.Status);
        file.Flag(dossier.HasFee);
        if (_payments)
        {
            file.Flag(dossier.IsPaidOnline);
        }
        if (_digitisation)
        {
            file.Flag(dossier.AreComponentsDigitised);
            file.Flag(dossier.IsResultDigitised);
        }
        if (_versions)
        {
            file.Flag(dossier.ReusesData);
            file.Flag(dossier.IsOnTimeBySource);
            file.Moment(dossier.Returned ?? dossier.Resolved ?? dossier.Received, 17 * 60 + 30);
        }
        file.EndRow();
    }
}
