using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per document, unit and direction.</summary>
[Table("fact_signed_document"), DisplayName("Văn bản ký số"), Comment("One row per document, unit and direction.")]
public sealed class SignedDocumentFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa văn bản"), Comment("Surrogate key.")]
    public long DocumentKey { get; set; }

    [Display(Name = "Mã văn bản"), MaxLength(100), Comment("Natural key together with unit and direction.")]
    public string DocumentCode { get; set; } = "";

    [Display(Name = "Số ký hiệu"), MaxLength(100), Comment("Number as printed.")]
    public string? Number { get; set; }

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Chiều"), Comment("Sent or received.")]
    public DocumentDirection Direction { get; set; }

    [Display(Name = "Ngày văn bản"), Comment("Day of issue or receipt, UTC+7.")]
    public DateOnly DocumentDate { get; set; }

    [Display(Name = "Khóa ngày văn bản"), Comment("yyyymmdd.")]
    public int DocumentDateKey { get; set; }

    [Display(Name = "Ngày văn bản"), ForeignKey(nameof(DocumentDateKey))]
    public DateDimension DocumentOn { get; set; } = null!;

    [Display(Name = "Hình thức"), Comment("Medium of the exchange.")]
    public DocumentForm Form { get; set; }

    [Display(Name = "Ký số"), Comment("Digitally signed; null = not said.")]
    public bool? IsSigned { get; set; }

    [Display(Name = "Loại chữ ký"), Comment("Whose signature; null = not said.")]
    public SignatureKind? SignatureKind { get; set; }

    [Display(Name = "Cấp nhận"), Comment("Level of the recipient; null = not said.")]
    public RecipientLevel? RecipientLevel { get; set; }

    [Display(Name = "Qua trục liên thông"), Comment("Exchanged over the national document axis; null = not said.")]
    public bool? IsViaNationalAxis { get; set; }

    [Display(Name = "Mật"), Comment("Secret: counted apart and left out of every rate.")]
    public bool IsSecret { get; set; }

    [Display(Name = "Nguồn cập nhật lúc"), Comment("Version of the row in the source (UTC).")]
    public DateTime SourceUpdatedAt { get; set; }
}
