using System.Globalization;
using DtiWarehouse.FeatureTests.Hosting;
using static DtiWarehouse.FeatureTests.Specs.Ternary;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Numbers, texts, types and choices in expressions, against an oracle in memory.</summary>
public abstract class FunctionSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Fact]
    public Task Case_gives_the_value_of_the_first_condition_that_is_true() => Each(
        ("case(Gears gt 3:1,Gears le 3:2,true:3) eq 3", b => b.Gears is null), ("case(Gears gt 3:1,Gears gt 1:2) eq 2", b => b.Gears is > 1 and <= 3), ("case(Gears gt 3:1,Gears gt 1:2) eq null", b => b.Gears is null or <= 1),
        ("case(IsSold:'sold',not IsSold:'there') eq 'there'", b => b.IsSold is false), ("case(IsSold:'sold',true:null) eq null", b => b.IsSold is not true), ("case(contains(Notes,'a'):Name,true:Notes) eq Notes", b => b.Notes?.Contains('a') is true ? b.Name == b.Notes : true),
        ("case(IsElectric:Gears,true:Price) gt 9.6", b => Gt(b.IsElectric ? b.Gears : b.Price, 9.6m)), ("case(IsElectric:Gears,true:Weight) lt 2.5", b => Lt(b.IsElectric ? b.Gears : b.Weight, 2.5)), ("case(IsElectric:IsSold,true:false)", b => b.IsElectric ? b.IsSold : false),
        ("not case(IsElectric:IsSold)", b => b.IsElectric ? Not(b.IsSold) : null), ("case(false:1) eq null", _ => true), ("case(true:null) eq null", _ => true), ("CASE(Gears gt 3 : ListPrice , true : Price) eq 10", b => b.Gears > 3 ? b.ListPrice == 10 : b.Price == 10),
        ("case(null:1,true:2) eq 2", _ => true), ("case(IsSold:Built,true:2024-02-29) eq 2024-02-29", b => b.IsSold is true ? b.Built == new DateOnly(2024, 2, 29) : true), ("year(case(IsElectric:SeenAt,true:ChangedAt)) eq 2024", b => (b.IsElectric ? b.SeenAt?.Year : b.ChangedAt?.Year) == 2024),
        ("Rentals/any(r:case(r/Days gt 2:r/Customer,true:'few') eq 'few')", b => b.Rentals.Any(r => r.Days <= 2 || r.Customer == "few")));

    [Fact]
    public Task A_cast_reads_writes_and_rounds_and_is_null_where_it_fails() => Each(
        ("cast(Gears,Edm.String) eq '7'", b => b.Gears == 7), ("cast(Gears,'Edm.String') eq null", b => b.Gears is null), ("cast(IsSold,Edm.String) eq 'false'", b => b.IsSold is false), ("cast(Price,Edm.String) eq '9.5'", b => b.Price == 9.5m), ("cast(ListPrice,Edm.String) eq '99999.99'", b => b.ListPrice == 99999.99m),
        ("cast(Weight,Edm.String) eq '0.3333333333333333'", b => b.Weight is 1.0 / 3), ("cast(Load,Edm.String) eq '0.1'", b => b.Load is 0.1f), ("cast(Built,Edm.String) eq '2024-02-29'", b => b.Built == new DateOnly(2024, 2, 29)), ("cast(Tag,Edm.String) eq '00000000-0000-0000-0000-000000000000'", b => b.Tag == Guid.Empty),
        ("cast(ChangedAt,Edm.String) eq '2023-11-27T08:30:00Z'", b => b.ChangedAt == new DateTime(2023, 11, 27, 8, 30, 0, DateTimeKind.Utc)), ("cast(SeenAt,Edm.String) eq '2024-01-01T00:00:00+07:00'", b => b.SeenAt is { Offset.Hours: 7 } s && s.DateTime == new DateTime(2024, 1, 1)), ("cast(Ride,Edm.String) eq 'PT1.5S'", b => b.Ride == TimeSpan.FromSeconds(1.5)),
        ("cast(Photo,Edm.String) eq 'AQIDBA=='", b => b.Photo is [1, 2, 3, 4]), ("cast(Name,Edm.Int32) eq null", _ => true), ("cast('12',Edm.Int32) eq 12", _ => true), ("cast('1.5',Edm.Int32) eq null", _ => true), ("cast('x',Edm.Double) eq null", _ => true), ("cast('true',Edm.Boolean)", _ => true), ("cast('2024-02-29',Edm.Date) eq Built", b => b.Built == new DateOnly(2024, 2, 29)),
        ("cast('2023-02-30',Edm.Date) eq null", _ => true), ("cast('2023-12-31T17:00:00',Edm.DateTimeOffset) eq SeenAt", b => b.SeenAt?.UtcDateTime == new DateTime(2023, 12, 31, 17, 0, 0)), ("hour(cast('2024-01-01T05:00:00+07:00',Edm.DateTimeOffset)) eq 5", _ => true), ("cast('PT1H',Edm.Duration) eq Ride", b => b.Ride == TimeSpan.FromHours(1)), ("cast('P1M',Edm.Duration) eq null", _ => true),
        ("cast('08:30',Edm.TimeOfDay) eq Ready", b => b.Ready == new TimeOnly(8, 30)), ("cast('00000000-0000-0000-0000-000000000000',Edm.Guid) eq Tag", b => b.Tag == Guid.Empty), ("cast('AQ==',Edm.Binary) eq Photo", b => b.Photo is [1]),
        ("cast(Price,Edm.Int32) eq 10", b => b.Price is 9.5m or 10m or 9.99m), ("cast(Price,Edm.Int16) eq null", b => b.Price is null or 1000000.001m), ("cast(-2.5,Edm.Int32) eq -3", _ => true), ("cast(Gears,Edm.Byte) eq null", b => b.Gears is null or < 0), ("cast(Weight,Edm.Int64) eq null", b => b.Weight is null or 1e20), ("cast(Weight,Edm.Decimal) eq 1e20", b => b.Weight is 1e20),
        ("cast(1e30,Edm.Decimal) eq null", _ => true), ("cast(Stock,Edm.Int32) eq null", b => b.Stock is null or > int.MaxValue), ("cast(Gears,Edm.Int32) eq Gears", _ => true), ("cast(null,Edm.Int32) eq null", _ => true), ("cast(IsSold,Edm.Int32) eq null", _ => true), ("cast(Built,Edm.DateTimeOffset) eq null", _ => true), ("cast(Edm.String) eq null", _ => true), ("cast('Edm.String') eq null", _ => true),
        ("cast(0.1,Edm.Single) eq Load", b => b.Load is 0.1f), ("cast(3,Edm.Double) div 2 eq 1.5", _ => true), ("cast(Successor/Gears,Edm.String) eq '7'", b => b.Successor?.Gears == 7));

    [Fact]
    public Task Isof_says_whether_a_cast_would_succeed_and_is_null_over_null() => Each(
        ("isof(Gears,Edm.Int32)", b => b.Gears is null ? null : true), ("not isof(Gears,Edm.Byte)", b => b.Gears is null ? null : b.Gears is < 0 or > 255), ("isof(Notes,'Edm.String')", b => b.Notes is null ? null : true), ("not isof(Notes,Edm.Int32)", b => b.Notes is null ? null : true), ("isof('7',Edm.Int32)", _ => true),
        ("isof(Built,Edm.Boolean) eq false", b => b.Built is not null), ("isof(null,Edm.String) eq null", _ => true), ("not isof(Edm.String)", _ => true));

    [Fact]
    public Task Patterns_match_as_in_ECMAScript() => Each(
        ("matchesPattern(Notes,'^[a-zA-Z]')", b => Of(b.Notes, n => n.Length > 0 && char.IsAsciiLetter(n[0]))), ("not matchesPattern(Notes,'a')", b => Not(Of(b.Notes, n => n.Contains('a')))), ("matchesPattern(Notes,'^a$')", b => Of(b.Notes, n => n == "a")), ("matchesPattern(Notes,'line$')", b => Of(b.Notes, n => n.EndsWith("line", StringComparison.Ordinal))),
        ("matchesPattern(Notes,'^.+$')", b => Of(b.Notes, n => n.Length > 0 && !n.Contains('\n'))), ("matchesPattern(Name,'^\\w+$')", b => b.Name.Length > 0 && b.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')), ("matchesPattern('٣','\\d')", _ => false), ("matchesPattern(Name,'(?=.*a)(?=.*b)')", b => b.Name.Split('\n').Any(l => l.Contains('a') && l.Contains('b'))),
        ("matchesPattern(Name,'(.)\\1')", b => b.Name.Zip(b.Name.Skip(1)).Any(p => p.First == p.Second && p.First != '\n')), ("matchesPattern(Notes,'th[ốô]ng')", b => Of(b.Notes, n => n.Contains("thống", StringComparison.Ordinal))), ("matchesPattern(Name,null)", _ => null), ("MATCHESPATTERN(Name,'^$')", b => b.Name.Length == 0), ("matchesPattern('[','[[]')", _ => true));

    [Theory]
    [InlineData("'('"), InlineData("'['"), InlineData("'*'"), InlineData("'(%3Fi)a'"), InlineData("'(%3F>a)'"), InlineData("concat('(',Name)")]
    public async Task A_text_that_is_no_pattern_is_a_bad_request(string pattern) => await Client.FailAsync(Server.HasPatterns ? 400 : 501, $"Bikes?$filter=matchesPattern(Name,{pattern})");

    [Fact]
    public async Task A_function_that_the_database_lacks_is_not_supported_by_its_name()
    {
        if (!Server.HasPatterns)
        {
            Assert.Contains("matchesPattern", (await Client.FailAsync(501, "Bikes?$filter=matchesPattern(Name,'a')")).ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pattern_that_runs_away_is_stopped()
    {
        var query = $"Bikes?$top=1&$filter=matchesPattern({Escape($"'{new string('a', 60)}!'")},{Escape("'^(?=a)(a+)+$'")})";
        if (!Server.HasPatterns)
        {
            await Client.FailAsync(501, query);
            return;
        }
        if (Server.TriesPatterns)
        {
            Assert.Equal("ODATA305", (await Client.FailAsync(400, query)).ErrorCode);
        }
        else
        {
            Assert.Empty((await Client.GetAsync(query)).Value);
        }
        Assert.Equal(BikeShopRows.BikeCount, (await IdsAsync($"$filter=matchesPattern({Escape($"'{new string('a', 60)}!'")},{Escape("'^(a+)+!$'")})")).Count);
    }

    [Fact]
    public Task Substrings_begin_from_either_end() => Each(
        ("substring(Name,-2) eq 'il'", b => b.Name == "O'Neil"), ("substring(Name,-100) eq Name", _ => true), ("substring(Name,-3,2) eq 'ei'", b => b.Name == "O'Neil"), ("substring(Name,-100,2) eq substring(Name,0,2)", _ => true), ("substring(Name,0,0) eq ''", _ => true), ("substring(Name,length(Name)) eq ''", _ => true),
        ("substring(Name,Gears) eq ''", b => b.Gears is not null && (b.Gears >= 0 ? b.Gears >= b.Name.EnumerateRunes().Count() : b.Name.Length == 0)), ("substring(Notes,null) eq null", _ => true), ("concat(substring(Name,0,1),substring(Name,1)) eq Name", _ => true));

    [Fact]
    public async Task A_substring_of_negative_length_is_a_bad_request()
    {
        await Client.FailAsync(400, "Bikes?$filter=substring(Name,0,-1)+eq+''");
        await Client.FailAsync(400, "Bikes?$filter=substring(Name,0,Gears)+eq+''");
    }

    [Fact]
    public Task Numbers_divide_by_the_rules_of_their_types() => Each(
        ("-7 div 2 eq -3", _ => true), ("7 div -2 eq -3", _ => true), ("-7 mod 2 eq -1", _ => true), ("7 mod -2 eq 1", _ => true), ("-7 divby 2 eq -3.5", _ => true), ("7.5 mod 2 eq 1.5", _ => true), ("-7.5 mod 2 eq -1.5", _ => true), ("5.5 mod 0.1 eq 0", _ => true), ("Price mod 0.5 eq 0.001", b => b.Price == 1000000.001m), ("Gears divby 0 eq null", _ => true),
        ("Weight div 0 eq INF", b => b.Weight > 0), ("Weight div 0 eq -INF", b => b.Weight < 0), ("Weight div 0 eq null", b => b.Weight is null or 0), ("-Weight div 0 lt 0", b => b.Weight > 0), ("Weight mod 0 eq null", _ => true), ("7 div 2e0 eq 3.5", _ => true), ("Lights div Seats eq 127", b => b.Lights == 255 && b.Seats == 2), ("Level mul Seats eq -2", b => b.Level * b.Seats == -2), ("Load add Gears gt 6.9", b => Gt(b.Load + b.Gears, 6.9f)),
        ("Stock sub 1 eq 9007199254740992", b => b.Stock == 9007199254740993), ("Stock mod 2 eq 1", b => b.Stock % 2 == 1), ("-Stock eq -9007199254740993", b => b.Stock == 9007199254740993), ("(Stock sub 9007199254740000) mul 2 eq 1986", b => b.Stock == 9007199254740993), ("Price mul Gears gt 100", b => Gt(b.Price * b.Gears, 100m)), ("Price add null eq null", _ => true));

    [Fact]
    public Task Not_a_number_equals_nothing() => Each(
        ("Weight eq NaN", _ => false), ("Weight ne NaN", _ => true), ("NaN eq NaN", _ => false), ("NaN ne NaN", _ => true), ("NaN lt Weight", _ => false), ("not (NaN ge 1)", _ => true), ("1 add NaN eq NaN", _ => false), ("round(NaN) ne 1", _ => true), ("Weight in (NaN,10)", b => b.Weight == 10), ("NaN in (Weight)", _ => false), ("Weight lt INF", b => b.Weight is not null), ("INF eq INF", _ => true), ("-INF lt INF", _ => true), ("INF add 1 eq INF", _ => true), ("Price lt INF", b => b.Price is not null));

    [Fact]
    public Task Rounding_goes_away_from_zero_at_the_half() => Each(
        ("round(Price) eq 10", b => b.Price is 9.5m or 9.99m or 10m), ("round(-2.5) eq -3", _ => true), ("round(2.5) eq 3", _ => true), ("round(-0.5) eq -1", _ => true), ("round(0.5e0) eq 1", _ => true), ("round(0.49999999999999994e0) eq 0", _ => true), ("round(4503599627370497.5e0) eq 4503599627370498", _ => true), ("round(INF) eq INF", _ => true), ("round(Stock) eq 9007199254740993", b => b.Stock == 9007199254740993),
        ("floor(-2.5) eq -3", _ => true), ("ceiling(-2.5) eq -2", _ => true), ("floor(Weight) eq 9", b => b.Weight == 9.5), ("ceiling(ListPrice) eq 100000", b => b.ListPrice == 99999.99m), ("round(ListPrice mul 10) eq 23", b => b.ListPrice == 2.25m), ("floor(Gears) eq Gears", _ => true), ("round(Load) eq -2", b => b.Load == -2.25f), ("round(null) eq null", _ => true));

    [Theory]
    [InlineData("Stock mul 9223372036854775807 gt 0"), InlineData("9223372036854775807 add 1 gt 0"), InlineData("-(-9223372036854775808) gt 0"), InlineData("-9223372036854775808 sub 1 lt 0"), InlineData("-9223372036854775808 div -1 gt 0"), InlineData("(Id add 9223372036854775807) sub 9223372036854775807 eq Id")]
    public async Task A_whole_number_that_leaves_64_bits_is_a_bad_request(string filter)
    {
        Assert.Equal("ODATA501", (await Client.FailAsync(400, "Bikes?$filter=" + Escape(filter))).ErrorCode);
        await Client.FailAsync(400, "Bikes?$select=Id&$orderby=" + Escape(filter));
    }

    [Fact]
    public async Task What_is_calculated_goes_out_as_its_type()
    {
        await Client.FailAsync(400, "Bikes?$compute=" + Escape("79228162514264337593543950335 mul 10.5 as Much"));
        var rows = (await Client.GetAsync("Bikes?$filter=Id+le+5&$orderby=Id&$select=Id,A,B,C,D&$compute=" + Escape("Weight div 0 as A,case(Gears gt 3:'many',Gears le 3:'few') as B,cast(Id,Edm.String) as C,Gears mul 1000000 as D"))).Value;
        foreach (var (row, bike) in rows.Zip(Bikes))
        {
            Assert.Equal(bike.Weight is null or 0 || Server.Lacking.Contains("Weight div 0") ? null : bike.Weight > 0 ? "INF" : "-INF", (string?)row!["A"]);
            Assert.Equal(bike.Gears is null ? null : bike.Gears > 3 ? "many" : "few", (string?)row["B"]);
            Assert.Equal(bike.Id.ToString(CultureInfo.InvariantCulture), (string?)row["C"]);
            Assert.Equal(bike.Gears * 1000000L, (long?)row["D"]);
        }
    }

    [Fact]
    public Task Vietnamese_letters_have_two_cases() => Each(
        ("tolower('ĐẮK LẮK ƯƠNG') eq 'đắk lắk ương'", _ => true), ("toupper('đường nguyễn') eq 'ĐƯỜNG NGUYỄN'", _ => true), ("tolower(Notes) eq 'thống nhất'", b => Eq(b.Notes?.ToLowerInvariant(), "thống nhất")), ("trim('\u00a0 x\u3000') eq 'x'", _ => true), ("length('đường') eq 5", _ => true));

    [Fact]
    public Task Functions_of_null_are_null() => Each(
        ("not contains(Notes,'a')", b => Not(Of(b.Notes, n => n.Contains('a')))), ("contains(Name,Notes) eq null", b => b.Notes is null), ("startswith(null,'a') eq null", _ => true), ("indexof(Notes,null) eq null", _ => true), ("concat(null,Name) eq null", _ => true), ("tolower(null) eq null", _ => true), ("length(null) eq null", _ => true), ("year(null) eq null", _ => true), ("not endswith(Notes,Notes)", _ => false));
}
