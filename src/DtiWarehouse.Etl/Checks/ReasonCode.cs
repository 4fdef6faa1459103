namespace DtiWarehouse.Etl.Checks;

/// <summary>Stable reason codes of rejected rows and refused files, grouped by what finds them. Names never change once served.</summary>
public static class ReasonCode
{
    // A file is refused as a whole.
    public const string FileNotSupported = "FILE_NOT_SUPPORTED";
    public const string FileEmpty = "FILE_EMPTY";
    public const string FileDamaged = "FILE_DAMAGED";
    public const string EncodingInvalid = "ENCODING_INVALID";
    public const string ColumnMissing = "COLUMN_MISSING";
    public const string ColumnDuplicated = "COLUMN_DUPLICATED";
    public const string MappingInvalid = "MAPPING_INVALID";
    public const string QuoteUnterminated = "QUOTE_UNTERMINATED";
    public const string RecordTooLarge = "RECORD_TOO_LARGE";
    public const string WorkbookEncrypted = "WORKBOOK_ENCRYPTED";
    public const string WorkbookTooLarge = "WORKBOOK_TOO_LARGE";
    public const string TooManyRejected = "TOO_MANY_REJECTED";
    public const string CheckFailed = "CHECK_FAILED";

    // A source over the network cannot be pulled.
    public const string PullUnavailable = "PULL_UNAVAILABLE";
    public const string PullRefused = "PULL_REFUSED";
    public const string PullInvalid = "PULL_INVALID";
    public const string PullLoop = "PULL_LOOP";
    public const string PullTooLarge = "PULL_TOO_LARGE";
    public const string PullBusy = "PULL_BUSY";

    // A row cannot be cut into fields.
    public const string CsvMalformed = "CSV_MALFORMED";
    public const string JsonMalformed = "JSON_MALFORMED";
    public const string FieldCount = "FIELD_COUNT";

    // A cell cannot be read.
    public const string CellError = "CELL_ERROR";
    public const string RequiredValueMissing = "REQUIRED_VALUE_MISSING";
    public const string ValueUnknown = "VALUE_UNKNOWN";
    public const string ValueTooLong = "VALUE_TOO_LONG";
    public const string CharacterInvalid = "CHARACTER_INVALID";
    public const string NumberInvalid = "NUMBER_INVALID";
    public const string DateInvalid = "DATE_INVALID";
    public const string DateInFuture = "DATE_IN_FUTURE";
    public const string DossierCodeInvalid = "DOSSIER_CODE_INVALID";
    public const string ChannelUnknown = "CHANNEL_UNKNOWN";
    public const string ServiceLevelUnknown = "SERVICE_LEVEL_UNKNOWN";
    public const string StatusUnknown = "STATUS_UNKNOWN";
    public const string DirectionUnknown = "DIRECTION_UNKNOWN";
    public const string FormUnknown = "FORM_UNKNOWN";

    // Cells of one row contradict each other.
    public const string DueBeforeReceived = "DUE_BEFORE_RECEIVED";
    public const string ResolvedBeforeReceived = "RESOLVED_BEFORE_RECEIVED";
    public const string ReturnedBeforeResolved = "RETURNED_BEFORE_RESOLVED";
    public const string ResolvedWithoutDate = "RESOLVED_WITHOUT_DATE";
    public const string PaidWithoutFee = "PAID_WITHOUT_FEE";
    public const string SignedOnPaper = "SIGNED_ON_PAPER";
    public const string SatisfiedExceedsRated = "SATISFIED_EXCEEDS_RATED";
    public const string TotalsDoNotAddUp = "TOTALS_DO_NOT_ADD_UP";
    public const string PeriodReversed = "PERIOD_REVERSED";

    // Rows contradict each other: found by the load, which knows the other rows.
    public const string UnitVersionOverlap = "UNIT_VERSION_OVERLAP";
}

/// <summary>Stable codes of warnings: the row loads, the run record counts them.</summary>
public static class WarningCode
{
    /// <summary>A bare <c>1.234</c> was read as Vietnamese 1234.</summary>
    public const string NumberAmbiguous = "NUMBER_AMBIGUOUS";
}
