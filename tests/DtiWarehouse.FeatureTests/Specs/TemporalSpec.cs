using System.Xml;
using DtiWarehouse.FeatureTests.Hosting;
using static DtiWarehouse.FeatureTests.Specs.Ternary;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Dates, instants and durations in expressions, against an oracle in memory.</summary>
public abstract class TemporalSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static DateTimeOffset Utc(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    [Fact]
    public Task Durations_stand_with_and_without_their_prefix() => Each(
        ("Ride eq 'PT1H'", b => Eq(b.Ride, Hour)), ("'PT1H' lt Ride", b => Lt(Hour, b.Ride)), ("Ride in ('PT1H',duration'P2D',null)", b => b.Ride is null || b.Ride == Hour || b.Ride == TimeSpan.FromDays(2)), ("totalseconds('PT1.5S') eq 1.5", _ => true), ("Ride eq '-PT5M'", b => Eq(b.Ride, TimeSpan.FromMinutes(-5))),
        ("Ride in [\"PT1H\",\"P2D\"]", b => b.Ride == Hour || b.Ride == TimeSpan.FromDays(2)), ("SeenAt add 'PT1H' gt SeenAt", b => b.SeenAt is not null));

    [Theory]
    [InlineData("Ride eq 'an hour'"), InlineData("Ride eq duration'P1Y'"), InlineData("Ride eq 'P1M'"), InlineData("Ride eq duration'P99999999999D'"), InlineData("Built add 1 eq Built"), InlineData("Built add Built eq Built"), InlineData("Ready add duration'PT1H' eq Ready"), InlineData("Ride mul Ride eq Ride"), InlineData("Ride mod 2 eq Ride"), InlineData("1 div Ride eq 1"), InlineData("Ride sub Built eq Ride"), InlineData("Built sub SeenAt eq Ride"), InlineData("-Built eq Built"), InlineData("Ride mul NaN eq Ride"), InlineData("Built in [\"2023-02-30\"]")]
    public async Task What_does_not_go_together_is_a_bad_request(string filter) => await Client.FailAsync(400, "Bikes?$filter=" + Escape(filter));

    [Fact]
    public Task Days_move_by_durations_and_lose_the_time() => Each(
        ("Built add duration'P1D' eq 2024-03-01", b => b.Built == new DateOnly(2024, 2, 29)), ("Built add duration'PT23H' eq Built", _ => true), ("Built sub duration'PT1H' eq 2023-11-26", b => b.Built == new DateOnly(2023, 11, 27)), ("Built sub duration'-P1D' eq 2023-11-28", b => b.Built == new DateOnly(2023, 11, 27)),
        ("Built sub 2023-11-27 gt duration'P30D'", b => b.Built > new DateOnly(2023, 12, 27)), ("Built sub Successor/Built lt duration'P0D'", b => Lt(b.Built?.DayNumber, b.Successor?.Built?.DayNumber)), ("totalseconds(Built sub 2023-01-31) eq 0", b => b.Built == new DateOnly(2023, 1, 31)), ("Built add Ride gt Built", b => b.Built is not null && b.Ride >= TimeSpan.FromDays(1)), ("Built add null eq null", _ => true));

    [Fact]
    public Task Instants_move_by_durations_in_their_own_offset() => Each(
        ("ChangedAt add duration'PT1H' eq 2023-11-27T09:30:00Z", b => b.ChangedAt?.AddHours(1) == new DateTime(2023, 11, 27, 9, 30, 0)), ("SeenAt sub duration'PT17H' eq 2023-12-31T00:00:00Z", b => b.SeenAt is { } s && s.AddHours(-17) == Utc(2023, 12, 31)), ("hour(SeenAt add duration'PT1H') eq 1", b => b.SeenAt?.AddHours(1).Hour == 1), ("date(SeenAt sub duration'PT30M') eq 2023-12-31", b => b.SeenAt?.AddMinutes(-30) is { } s && DateOnly.FromDateTime(s.DateTime) == new DateOnly(2023, 12, 31)),
        ("SeenAt sub ChangedAt ge duration'PT1H'", b => b.SeenAt - b.ChangedAt >= Hour), ("not (SeenAt sub ChangedAt ge duration'PT1H')", b => !(b.SeenAt - b.ChangedAt >= Hour)), ("SeenAt add Ride gt ChangedAt", b => Gt(b.SeenAt + b.Ride, b.ChangedAt)), ("SeenAt sub (SeenAt sub ChangedAt) eq ChangedAt", b => b.ChangedAt is null || b.SeenAt is not null), ("now() sub SeenAt gt 'P1D'", b => b.SeenAt is not null), ("now() eq now()", _ => true), ("now() add 'PT1H' gt now()", _ => true), ("mindatetime() lt maxdatetime()", _ => true), ("now() lt maxdatetime()", _ => true), ("year(maxdatetime()) eq 9999", _ => true));

    [Fact]
    public Task Durations_add_scale_and_change_their_sign() => Each(
        ("Ride add Ride eq 'PT2H'", b => b.Ride == Hour), ("Ride sub 'PT1H' eq 'PT9H'", b => b.Ride == TimeSpan.FromHours(10)), ("-Ride eq 'PT5M'", b => b.Ride == TimeSpan.FromMinutes(-5)), ("Ride mul 2 eq 'PT2H'", b => b.Ride == Hour), ("2 mul Ride eq 'PT2H'", b => b.Ride == Hour), ("Ride mul 0.5 eq 'PT30M'", b => b.Ride == Hour), ("Ride div 2 eq 'PT30M'", b => b.Ride == Hour), ("Ride divby 4e0 eq 'PT15M'", b => b.Ride == Hour), ("Ride div 0 eq null", _ => true), ("Ride mul Gears gt 'PT5H'", b => b.Ride * b.Gears > TimeSpan.FromHours(5)),
        ("-(Ride add 'PT1H') lt 'PT0S'", b => b.Ride > -Hour), ("Ride mul null eq null", _ => true), ("totalseconds(Ride) eq 1.5", b => b.Ride == TimeSpan.FromSeconds(1.5)), ("totalseconds(-Ride) gt 0", b => b.Ride < TimeSpan.Zero), ("totalseconds(Ride) eq null", b => b.Ride is null), ("case(Gears gt 3:Ride,true:'PT0S') eq 'PT0S'", b => b.Gears > 3 ? b.Ride == TimeSpan.Zero : true));

    [Fact]
    public Task Parts_of_a_literal_are_those_of_its_own_clock() => Each(
        ("hour(2023-11-27T15:30:00+07:00) eq 15", _ => true), ("date(2024-01-01T00:30:00+07:00) eq 2024-01-01", _ => true), ("time(2024-01-01T00:30:00+07:00) eq 00:30", _ => true), ("year(2024-01-01T00:30:00+07:00) eq 2024", _ => true), ("day(2023-12-31T23:30:00-05:00) eq 31", _ => true), ("hour(2023-11-27T15:30:00Z) eq 15", _ => true), ("totaloffsetminutes(2023-11-27T15:30:00+07:00) eq 420", _ => true), ("totaloffsetminutes(SeenAt) eq -300", b => b.SeenAt?.Offset == TimeSpan.FromHours(-5)), ("totaloffsetminutes(ChangedAt) eq 0", b => b.ChangedAt is not null),
        ("totaloffsetminutes(SeenAt add duration'P1D') eq 420", b => b.SeenAt?.Offset == TimeSpan.FromHours(7)), ("hour(2023-11-27T23:30:00+07:00 add 'PT1H') eq 0", _ => true), ("fractionalseconds(2023-11-27T15:30:00.25+07:00) eq 0.25", _ => true), ("minute(12:34:56) eq 34", _ => true), ("year(2024-02-29) eq 2024", _ => true), ("totaloffsetminutes(now()) eq 0", _ => true), ("hour(case(true:2023-11-27T15:30:00+07:00)) eq 15", _ => true));

    [Theory]
    [InlineData("9999-12-31 add duration'P1D' eq Built"), InlineData("0001-01-01 sub duration'PT1H' eq Built"), InlineData("maxdatetime() add duration'P1D' gt SeenAt"), InlineData("SeenAt sub duration'P1000000D' lt SeenAt"), InlineData("duration'P10000000D' add duration'P10000000D' gt Ride"), InlineData("Ride mul 9223372036854775807 gt Ride"), InlineData("duration'P1D' mul 1e300 gt Ride"), InlineData("duration'P1D' div 1e-300 gt Ride"), InlineData("Ride mul INF gt Ride")]
    public async Task What_leaves_the_calendar_is_a_bad_request(string filter) => Assert.Equal("ODATA501", (await Client.FailAsync(400, "Bikes?$filter=" + Escape(filter))).ErrorCode);

    [Fact]
    public async Task Calculated_times_go_out_as_they_are_written()
    {
        var rows = (await Client.GetAsync("Bikes?$select=Id,A,B,C,D&$compute=" + Escape("SeenAt add 'PT1H' as A,Built add 'P1D' as B,Ride mul 2 as C,SeenAt sub ChangedAt as D"))).Value;
        Assert.Equal(Bikes.Count, rows.Count);
        foreach (var (row, bike) in rows.Zip(Bikes))
        {
            Assert.Equal(bike.SeenAt?.AddHours(1), (DateTimeOffset?)row!["A"]);
            Assert.Equal(bike.Built?.AddDays(1).ToString("yyyy-MM-dd", null), (string?)row["B"]);
            Assert.Equal(bike.Ride * 2, (string?)row["C"] is { } c ? XmlConvert.ToTimeSpan(c) : null);
            Assert.Equal(bike.SeenAt - bike.ChangedAt, (string?)row["D"] is { } d ? XmlConvert.ToTimeSpan(d) : null);
        }
    }

    [Fact]
    public async Task Pages_by_calculated_times_miss_no_row()
    {
        foreach (var order in new[] { "SeenAt add duration'PT1H' desc", "Built sub duration'P1D'", "Ride mul 2 desc", "SeenAt sub ChangedAt" })
        {
            var ids = (await Client.AllPagesAsync($"Bikes?$select=Id&$orderby={Escape(order)}", pageSize: 13)).ConvertAll(r => (int)r["Id"]!);
            Assert.Equal(Bikes.Select(b => b.Id), ids.Order());
        }
    }
}
