using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// A source row that passed its own checks: typed values, texts in NFC and trimmed, dates as local calendar days (UTC+7).
/// Codes are as the source writes them; finding members of dimensions is the load's work.
/// </summary>
public abstract record FeedRow
{
    /// <summary>Physical line on which the row starts; the header of a plain CSV is line 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>
    /// Canonical content: the contract's values in contract order joined by U+001F, without personal, unknown and version
    /// columns (texts NFC, vocabulary in the contract's own words, dates ISO, numbers invariant). Equal content = same row.
    /// </summary>
    public required string Content { get; init; }

    /// <summary>Version of the row (UTC); null where the feed or the cell has none: the file's modified time counts.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>The source deleted the row (<c>Đã xóa</c>).</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>A row that broke a rule: code, a sentence in Vietnamese and English, the row as read (contract columns only).</summary>
public sealed record RowRejection(int LineNumber, string ReasonCode, string Message, string RawRow);

/// <summary>One dossier of <c>igate_dossiers</c>. Service level null = empty in the row.</summary>
public sealed record DossierRow : FeedRow
{
    public required string DossierCode { get; init; }
    /// <summary>National part of the procedure code, d.dddddd.</summary>
    public required string ProcedureCode { get; init; }
    public string? ProcedureName { get; init; }
    public string? Sector { get; init; }
    public required string ReceivingUnitCode { get; init; }
    /// <summary>Empty in the row = the receiving unit.</summary>
    public required string ResolvingUnitCode { get; init; }
    public required Channel Channel { get; init; }
    public ServiceLevel? ServiceLevel { get; init; }
    public required DateOnly ReceivedDate { get; init; }
    public DateOnly? DueDate { get; init; }
    public DateOnly? ResolvedDate { get; init; }
    public DateOnly? ReturnedDate { get; init; }
    public required DossierStatus Status { get; init; }
    public bool? AreComponentsDigitised { get; init; }
    public bool? IsResultDigitised { get; init; }
    public bool? HasFee { get; init; }
    public bool? IsPaidOnline { get; init; }
    public bool? ReusesData { get; init; }
    public bool? IsOnTimeBySource { get; init; }
}

/// <summary>A service level label as printed, with the scheme it belongs to on that day and what it means.</summary>
public sealed record ServiceLevel(string Label, ServiceLevelScheme Scheme, ServiceClass Class);

/// <summary>One document of <c>ioffice_documents</c>.</summary>
public sealed record DocumentRow : FeedRow
{
    public required string DocumentCode { get; init; }
    public string? Number { get; init; }
    public required string UnitCode { get; init; }
    public required DocumentDirection Direction { get; init; }
    public required DateOnly DocumentDate { get; init; }
    public required DocumentForm Form { get; init; }
    public bool? IsSigned { get; init; }
    public SignatureKind? SignatureKind { get; init; }
    public RecipientLevel? RecipientLevel { get; init; }
    public bool? IsViaNationalAxis { get; init; }
    public required bool IsSecret { get; init; }
}

/// <summary>One procedure × unit × month of <c>dvc_services</c>.</summary>
public sealed record ServiceRow : FeedRow
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }
    public required string ProcedureCode { get; init; }
    public required string ProcedureName { get; init; }
    public required string Sector { get; init; }
    public required GovernmentLevel AuthorityLevel { get; init; }
    public required string UnitCode { get; init; }
    public required ServiceLevel ServiceLevel { get; init; }
    public bool? IsEligibleForFull { get; init; }
    public bool? IsPublished { get; init; }
    public bool? IsPrefilled { get; init; }
    public bool? IsPersonalised { get; init; }
    public bool? AcceptsOnlinePayment { get; init; }
    public bool? IsOnNationalPortal { get; init; }
}

/// <summary>One version of an organisation of <c>org_units</c>.</summary>
public sealed record UnitRow : FeedRow
{
    public required string UnitCode { get; init; }
    public required string Name { get; init; }
    public string? NameEn { get; init; }
    public required UnitKind Kind { get; init; }
    public required GovernmentLevel Level { get; init; }
    /// <summary>Statistics-office code of the territory; null for departments.</summary>
    public string? AdminUnitCode { get; init; }
    public string? ParentUnitCode { get; init; }
    /// <summary>Earlier identifier of the same organisation.</summary>
    public string? FormerCode { get; init; }
    public required DateOnly ValidFrom { get; init; }
    /// <summary>Last valid day; null = open.</summary>
    public DateOnly? ValidTo { get; init; }
}

/// <summary>One public holiday of <c>holidays</c>.</summary>
public sealed record HolidayRow : FeedRow
{
    public required DateOnly Date { get; init; }
    public string? Name { get; init; }
}

/// <summary>One version of a territory of <c>admin_units</c>.</summary>
public sealed record AdminUnitRow : FeedRow
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public string? ParentCode { get; init; }
    public required DateOnly ValidFrom { get; init; }
    /// <summary>Last valid day; null = open.</summary>
    public DateOnly? ValidTo { get; init; }
    public required GovernmentLevel Level { get; init; }
}

/// <summary>One succession of <c>admin_successors</c>.</summary>
public sealed record AdminSuccessorRow : FeedRow
{
    public required string OldCode { get; init; }
    /// <summary>Null where the territory was abolished without a single successor.</summary>
    public string? NewCode { get; init; }
    public required SuccessionRelation Relation { get; init; }
    public required DateOnly EffectiveDate { get; init; }
    public string? LegalBasis { get; init; }
}

/// <summary>One unit × month × channel × subject of <c>satisfaction</c>. Null counts = not counted.</summary>
public sealed record SatisfactionRow : FeedRow
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }
    public required string UnitCode { get; init; }
    public required Channel Channel { get; init; }
    public required RatingSubject Subject { get; init; }
    public int? Rated { get; init; }
    public int? Satisfied { get; init; }
}

/// <summary>One period total of <c>dossier_totals</c>. Null counts = not counted.</summary>
public sealed record DossierTotalRow : FeedRow
{
    public required string SourceSystemCode { get; init; }
    public required string UnitCode { get; init; }
    /// <summary>Null = all sectors.</summary>
    public string? Sector { get; init; }
    public required DateOnly PeriodFrom { get; init; }
    public required DateOnly PeriodTo { get; init; }
    /// <summary>Null = all levels.</summary>
    public ServiceLevel? ServiceLevel { get; init; }
    public int? ReceivedOnline { get; init; }
    public int? ReceivedDirect { get; init; }
    public int? CarriedOver { get; init; }
    public int? Received { get; init; }
    public int? ResolvedEarly { get; init; }
    public int? ResolvedOnTime { get; init; }
    public int? ResolvedLate { get; init; }
    public int? Resolved { get; init; }
    public int? PendingInTerm { get; init; }
    public int? PendingOverdue { get; init; }
    public int? Pending { get; init; }
}

/// <summary>One declared figure of <c>reported_figures</c>.</summary>
public sealed record ReportedFigureRow : FeedRow
{
    public required string DocumentCode { get; init; }
    public string? DocumentNumber { get; init; }
    public required string FigureCode { get; init; }
    public string? RowKey { get; init; }
    public required string Name { get; init; }
    public string? NameEn { get; init; }
    /// <summary>Organisation identifier; null where only the territory is known (published figures).</summary>
    public string? UnitCode { get; init; }
    /// <summary>Statistics-office code of the territory (optional column <c>Mã ĐVHC</c>).</summary>
    public string? AdminUnitCode { get; init; }
    public required DateOnly PeriodFrom { get; init; }
    public required DateOnly PeriodTo { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public decimal? Value { get; init; }
    public string? TextValue { get; init; }
    public string? UnitOfMeasure { get; init; }
    public string? Scope { get; init; }
    public decimal? Target { get; init; }
    public string? TargetText { get; init; }
    public required FigureQualifier Qualifier { get; init; }
    public required FigureState State { get; init; }
    public string? Notes { get; init; }
    public string? Evidence { get; init; }
}
