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
        return WithContent(new DossierRow
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
        });
    }

    public static UnitRow Unit(
        string code, string from = "2018-01-01", string? to = null, string? former = null, string? territory = null, string? name = null,
        UnitKind kind = UnitKind.Department, GovernmentLevel level = GovernmentLevel.Province, string? parent = null, DateTime? at = null, bool deleted = false) =>
        new()
        {
            LineNumber = 2,
            // Contract order: the register is compared, and shown, by its cells.
            Content = string.Join('\u001f', code, name ?? $"Sở {code}", "", kind, level, territory, parent, former, from, to),
            UpdatedAt = at ?? Morning,
            IsDeleted = deleted,
            UnitCode = code,
            Name = name ?? $"Sở {code}",
            Kind = kind,
            Level = level,
            AdminUnitCode = territory,
            ParentUnitCode = parent,
            FormerCode = former,
            ValidFrom = Day(from),
            ValidTo = to is null ? null : Day(to),
        };

    public static ServiceRow Service(
        string month = "2024-03", string procedure = "1.000001", string unit = "H48.01", ServiceLevel? level = null, string name = "Thủ tục", DateTime? at = null, bool deleted = false) =>
        WithContent(new ServiceRow
        {
            LineNumber = 2,
            Content = "",
            UpdatedAt = at ?? Morning,
            IsDeleted = deleted,
            Month = Day(month + "-01"),
            ProcedureCode = procedure,
            ProcedureName = name,
            Sector = "Đất đai",
            AuthorityLevel = GovernmentLevel.Province,
            UnitCode = unit,
            ServiceLevel = level ?? Full,
        });

    public static DocumentRow Document(
        string code, string unit = "H48.01", string day = "2024-03-05", DocumentDirection direction = DocumentDirection.Outgoing,
        DocumentForm form = DocumentForm.Electronic, bool? signed = true, bool secret = false, DateTime? at = null, bool deleted = false) =>
        WithContent(new DocumentRow
        {
            LineNumber = 2,
            Content = "",
            UpdatedAt = at ?? Morning,
            IsDeleted = deleted,
            DocumentCode = code,
            UnitCode = unit,
            Direction = direction,
            DocumentDate = Day(day),
            Form = form,
            IsSigned = signed,
            IsSecret = secret,
        });

    public static SatisfactionRow Satisfaction(string unit, string month, int rated, DateTime? at = null) =>
        WithContent(new SatisfactionRow
        {
            LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, Month = Day(month + "-01"), UnitCode = unit,
            Channel = Channel.Online, Subject = RatingSubject.Citizen, Rated = rated,
        });

    public static DossierTotalRow Total(
        string unit, string to = "2024-03-31", string? sector = null, ServiceLevel? level = null, int online = 3, int direct = 4, int carried = 1, int late = 2, string source = "bo-nn",
        DateTime? at = null, bool deleted = false) =>
        WithContent(new DossierTotalRow
        {
            LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, IsDeleted = deleted, SourceSystemCode = source, UnitCode = unit, Sector = sector, ServiceLevel = level,
            PeriodFrom = Day("2024-01-01"), PeriodTo = Day(to), ReceivedOnline = online, ReceivedDirect = direct, CarriedOver = carried, Received = online + direct + carried,
            ResolvedEarly = 0, ResolvedOnTime = 1, ResolvedLate = late, Resolved = 1 + late, PendingInTerm = online + direct + carried - 1 - late, PendingOverdue = 0,
            Pending = online + direct + carried - 1 - late,
        });

    public static ReportedFigureRow Figure(
        string code, string? unit = null, string? territory = null, string to = "2024-12-31", decimal? value = 1, DateTime? at = null, bool deleted = false) =>
        WithContent(new ReportedFigureRow
        {
            LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, IsDeleted = deleted, DocumentCode = "900", FigureCode = code, Name = "Số liệu", UnitCode = unit, AdminUnitCode = territory,
            PeriodFrom = Day("2024-01-01"), PeriodTo = Day(to), Value = value, Qualifier = FigureQualifier.Equal, State = value is null ? FigureState.NotCounted : FigureState.Reported,
        });

    public static AdminUnitRow Territory(
        string code, string from = "2018-01-01", string? to = null, string? name = null, string? parent = null, GovernmentLevel level = GovernmentLevel.District,
        DateTime? at = null, bool deleted = false) =>
        WithContent(new AdminUnitRow
        {
            LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, IsDeleted = deleted, Code = code, Name = name ?? $"Huyện {code}", Type = "Huyện", ParentCode = parent,
            ValidFrom = Day(from), ValidTo = to is null ? null : Day(to), Level = level,
        });

    public static AdminSuccessorRow Successor(string from, string? to, string on, SuccessionRelation relation, DateTime? at = null, bool deleted = false) =>
        WithContent(new AdminSuccessorRow
        {
            LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, IsDeleted = deleted, OldCode = from, NewCode = to, Relation = relation, EffectiveDate = Day(on),
        });

    public static HolidayRow Holiday(string day, string? name = null, DateTime? at = null, bool deleted = false) =>
        WithContent(new HolidayRow { LineNumber = 2, Content = "", UpdatedAt = at ?? Morning, IsDeleted = deleted, Date = Day(day), Name = name });

    /// <summary>
    /// The row with the content that a file's reader gives it, by which the warehouse can read it again; rows of other feeds as
    /// they are.
    /// </summary>
    public static FeedRow AsRead(FeedRow row) => row switch
    {
        DocumentRow d => row with
        {
            Content = Cells(
                row, d.DocumentCode, d.Number, d.UnitCode, d.Direction == DocumentDirection.Outgoing ? "Đi" : "Đến", d.DocumentDate,
                d.Form switch { DocumentForm.Electronic => "Điện tử", DocumentForm.Paper => "Giấy", _ => "Điện tử và giấy" }, d.IsSigned, null, null, d.IsViaNationalAxis, d.IsSecret),
        },
        ServiceRow s => row with
        {
            Content = Cells(
                row, s.Month, s.ProcedureCode, s.ProcedureName, s.Sector, "Tỉnh", s.UnitCode, s.ServiceLevel.Label, s.IsEligibleForFull, s.IsPublished, s.IsPrefilled, s.IsPersonalised,
                s.AcceptsOnlinePayment, s.IsOnNationalPortal),
        },
        SatisfactionRow s => row with { Content = Cells(row, s.Month, s.UnitCode, "Trực tuyến", "Người dân", s.Rated, s.Satisfied) },
        DossierTotalRow t => row with
        {
            Content = Cells(
                row, t.SourceSystemCode, t.UnitCode, t.Sector, t.PeriodFrom, t.PeriodTo, t.ServiceLevel?.Label, t.ReceivedOnline, t.ReceivedDirect, t.CarriedOver, t.Received,
                t.ResolvedEarly, t.ResolvedOnTime, t.ResolvedLate, t.Resolved, t.PendingInTerm, t.PendingOverdue, t.Pending),
        },
        ReportedFigureRow f => row with
        {
            Content = Cells(
                row, f.DocumentCode, f.DocumentNumber, f.FigureCode, f.RowKey, f.Name, f.UnitCode, f.PeriodFrom, f.PeriodTo, f.Numerator, f.Denominator, f.Value, f.TextValue, f.UnitOfMeasure,
                "=", f.State == FigureState.NotCounted ? "Chưa thống kê" : "Có số liệu", f.Notes, f.Evidence, f.NameEn, f.AdminUnitCode, f.Scope, f.TargetText),
        },
        _ => row,
    };

    private static string Cells(FeedRow row, params object?[] values) => string.Join('\u001f', values.Append(row.IsDeleted).Select(value => value switch
    {
        bool flag => flag ? "Có" : "Không",
        DateOnly day => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    }));

    public static readonly ServiceLevel Full = new("Toàn trình", ServiceLevelScheme.PartialFull, ServiceClass.Full);

    public static readonly ServiceLevel Partial = new("Một phần", ServiceLevelScheme.PartialFull, ServiceClass.Partial);

    public static RowRejection Rejection(int line) => new(line, "DATE_INVALID", "Ngày sai. / The date is wrong.", "H48;31/02/2024");

    public static T WithContent<T>(T row)
        where T : FeedRow => row with { Content = $"{row with { LineNumber = 0, UpdatedAt = null, IsDeleted = false }}" };
}
