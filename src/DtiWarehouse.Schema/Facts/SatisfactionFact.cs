using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Facts;

/// <summary>One row per unit, month, channel and rating subject.</summary>
[Table("fact_satisfaction"), DisplayName("Mức độ hài lòng"), Comment("One row per unit, month, channel and rating subject.")]
public sealed class SatisfactionFact : LoadedFact
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Display(Name = "Khóa"), Comment("Surrogate key.")]
    public long SatisfactionKey { get; set; }

    [Display(Name = "Khóa tháng báo cáo"), Comment("Period of the calendar month.")]
    public int MonthPeriodKey { get; set; }

    [Display(Name = "Tháng báo cáo"), ForeignKey(nameof(MonthPeriodKey))]
    public PeriodDimension MonthPeriod { get; set; } = null!;

    [Display(Name = "Khóa đơn vị"), Comment("Version of the unit at the time of the event.")]
    public int UnitKey { get; set; }

    [Display(Name = "Đơn vị"), ForeignKey(nameof(UnitKey))]
    public UnitDimension Unit { get; set; } = null!;

    [Display(Name = "Kênh"), Comment("Channel of the rating (codes of Channels).")]
    public Channel Channel { get; set; }

    [Display(Name = "Đối tượng"), Comment("Citizens or businesses.")]
    public RatingSubject Subject { get; set; }

    [Display(Name = "Số lượt đánh giá"), Comment("Ratings given; null = not counted.")]
    public int? Rated { get; set; }

    [Display(Name = "Số lượt hài lòng"), Comment("Satisfied ratings; null = not counted.")]
    public int? Satisfied { get; set; }
}
