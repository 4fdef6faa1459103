using System.Globalization;
using System.Text;
using DtiWarehouse.FeatureTests.Hosting;
using static DtiWarehouse.FeatureTests.Specs.Ternary;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$filter</c>: operators, functions and paths over every type, against an oracle in memory.</summary>
public abstract class FilterSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Fact]
    public Task Whole_numbers_of_every_width_compare() => Each(
        ("Gears eq 7", b => Eq(b.Gears, 7)), ("Gears ne 7", b => Ne(b.Gears, 7)), ("Gears lt 7", b => Lt(b.Gears, 7)), ("Gears le 7", b => Le(b.Gears, 7)),
        ("Gears gt 7", b => Gt(b.Gears, 7)), ("Gears ge 7", b => Ge(b.Gears, 7)), ("7 lt Gears", b => Lt(7, b.Gears)), ("Seats ge 2", b => Ge(b.Seats, (short)2)),
        ("Lights eq 255", b => Eq(b.Lights, (byte)255)), ("Level lt 0", b => Lt(b.Level, (sbyte)0)), ("Level eq -128", b => Eq(b.Level, (sbyte)-128)),
        ("Stock eq 9007199254740993", b => Eq(b.Stock, 9007199254740993)), ("Stock eq 9007199254740992", _ => false), ("Stock gt 7", b => Gt(b.Stock, 7)),
        ("Stock lt 99999999999999999999", b => b.Stock is not null), ("Gears gt -99999999999999999999999999999999999999999", b => b.Gears is not null),
        ("Gears eq Seats", b => Eq<int?>(b.Gears, b.Seats)), ("Gears ne Seats", b => Ne<int?>(b.Gears, b.Seats)), ("Gears lt Stock", b => Lt<long?>(b.Gears, b.Stock)));

    [Fact]
    public Task Decimals_compare_as_numbers_however_they_are_stored() => Each(
        ("Price eq 10", b => Eq(b.Price, 10m)), ("Price ne 10", b => Ne(b.Price, 10m)), ("Price lt 9.99", b => Lt(b.Price, 9.99m)), ("Price le 9.99", b => Le(b.Price, 9.99m)),
        ("Price gt 10", b => Gt(b.Price, 10m)), ("Price ge 10.0", b => Ge(b.Price, 10m)), ("Price eq 9.99", b => Eq(b.Price, 9.99m)), ("Price gt -5", b => Gt(b.Price, -5m)),
        ("Price in (10,9.5,null)", b => b.Price is null or 10m or 9.5m), ("Price eq 1000000.001", b => Eq(b.Price, 1000000.001m)),
        ("ListPrice eq 10", b => Eq(b.ListPrice, 10m)), ("ListPrice lt 9.995", b => Lt(b.ListPrice, 9.995m)), ("ListPrice eq 9.505", _ => false), ("ListPrice ge 99999.99", b => Ge(b.ListPrice, 99999.99m)),
        ("ListPrice in (2.25,100)", b => b.ListPrice is 2.25m or 100m), ("ListPrice eq Price", b => Eq(b.Price, b.ListPrice)), ("ListPrice ne Price", b => Ne(b.Price, b.ListPrice)),
        ("ListPrice gt Price", b => Gt(b.ListPrice, b.Price)), ("not (ListPrice gt Price)", b => Not(Gt(b.ListPrice, b.Price))), ("Price eq Gears", b => Eq(b.Price, b.Gears)),
        ("ListPrice lt 1e30", b => b.ListPrice is not null), ("ListPrice gt -INF", b => b.ListPrice is not null), ("Price lt 2.5e0", b => Lt(b.Price, 2.5m)));

    [Fact]
    public Task Floating_numbers_compare() => Each(
        ("Weight eq 9.5", b => Eq(b.Weight, 9.5)), ("Weight lt 10", b => Lt(b.Weight, 10)), ("Weight gt 1e19", b => Gt(b.Weight, 1e19)), ("Weight lt INF", b => b.Weight is not null),
        ("Weight ne 0", b => Ne(b.Weight, 0)), ("Load eq 0.5", b => Eq(b.Load, 0.5f)), ("Load lt 0", b => Lt(b.Load, 0f)), ("Weight eq Price", b => Eq(b.Weight, (double?)b.Price)),
        ("not (Weight ge 10)", b => Not(Ge(b.Weight, 10))));

    [Fact]
    public Task Booleans_compare_with_booleans_and_stand_alone() => Each(
        ("IsElectric", b => b.IsElectric), ("not IsElectric", b => !b.IsElectric), ("IsSold", b => b.IsSold), ("not IsSold", b => Not(b.IsSold)), ("IsSold eq true", b => Eq(b.IsSold, true)),
        ("IsSold ne true", b => Ne(b.IsSold, true)), ("IsSold eq false", b => Eq(b.IsSold, false)), ("IsSold eq null", b => b.IsSold is null), ("not (IsSold eq true)", b => Not(Eq(b.IsSold, true))),
        ("IsSold eq IsElectric", b => Eq(b.IsSold, b.IsElectric)), ("IsSold or IsElectric", b => Or(b.IsSold, b.IsElectric)), ("not (IsSold and IsElectric)", b => Not(And(b.IsSold, b.IsElectric))),
        ("not (IsSold or IsElectric)", b => Not(Or(b.IsSold, b.IsElectric))), ("(Gears gt 3) eq true", b => Gt(b.Gears, 3)), ("(Gears gt 3) eq IsSold", b => Eq(Gt(b.Gears, 3), b.IsSold)),
        ("contains(Notes,'a') eq IsSold", b => Eq(Of(b.Notes, n => n.Contains('a')), b.IsSold)), ("contains(Notes,'a') eq null", b => b.Notes is null), ("IsSold in (true,null)", b => b.IsSold is not false),
        ("not IsSold eq true", b => Eq(Not(b.IsSold), true)), ("IsSold lt true", b => Lt(b.IsSold, true)), ("IsElectric ge true", b => b.IsElectric), ("true", _ => true), ("false", _ => false), ("null", _ => null), ("not null", _ => null),
        ("not (null and IsElectric)", b => Not(And(null, b.IsElectric))), ("null or IsElectric", b => Or(null, b.IsElectric)));

    [Fact]
    public Task Texts_compare_by_their_characters() => Each(
        ("Name eq 'B'", b => Eq(b.Name, "B")), ("Name ne 'B'", b => Ne(b.Name, "B")), ("Name lt 'a'", b => Lt(b.Name, "a")), ("Name ge 'a'", b => Ge(b.Name, "a")), ("Name eq ''", b => Eq(b.Name, "")),
        ("Notes eq 'O''Neil'", b => Eq(b.Notes, "O'Neil")), ("Notes eq 'x''; DROP TABLE Bikes;--'", b => Eq(b.Notes, "x'; DROP TABLE Bikes;--")), ("Notes eq 'a&b=c+d'", b => Eq(b.Notes, "a&b=c+d")),
        ("Notes eq '🚲 emoji'", b => Eq(b.Notes, "🚲 emoji")), ("Name gt 'Ünï/çødé'", b => Gt(b.Name, "Ünï/çødé")), ("Notes eq Name", b => Eq(b.Notes, b.Name)), ("Notes ne Name", b => Ne(b.Notes, b.Name)),
        ("Notes eq 'tab\tline\n'", b => Eq(b.Notes, "tab\tline\n")), ("Notes eq 'quo\"te\\'", b => Eq(b.Notes, "quo\"te\\")), ("Notes in ('a','Z',null)", b => b.Notes is null or "a" or "Z"),
        ("not (Notes in ('a','Z'))", b => !(b.Notes is "a" or "Z")), ("not (Notes in ('a',null))", b => !(b.Notes is null or "a")), ("Notes in (null)", b => b.Notes is null), ("Notes in ()", _ => false), ("not (Notes in ())", _ => true), ("Notes eq 'thống nhất'", b => Eq(b.Notes, "thống nhất")),
        ("Kind eq 'Road'", b => b.Kind == BikeKind.Road), ("Kind ne 'Road'", b => b.Kind != BikeKind.Road), ("Grade eq 2", b => Eq((int?)b.Grade, 2)), ("Grade gt 1", b => Gt((int?)b.Grade, 1)));

    [Fact]
    public Task Text_functions_count_characters_and_take_patterns_literally() => Each(
        ("contains(Notes,'a%_')", b => Of(b.Notes, n => n.Contains("a%_", StringComparison.Ordinal))), ("contains(Notes,'')", b => b.Notes is null ? null : true), ("not contains(Notes,'a')", b => Not(Of(b.Notes, n => n.Contains('a')))),
        ("startswith(Notes,'')", b => b.Notes is null ? null : true), ("endswith(Notes,'')", b => b.Notes is null ? null : true), ("startswith(Notes,'Th')", b => Of(b.Notes, n => n.StartsWith("Th", StringComparison.Ordinal))),
        ("startswith(Notes,'_')", _ => false), ("endswith(Notes,'nhất')", b => Of(b.Notes, n => n.EndsWith("nhất", StringComparison.Ordinal))), ("endswith(Name,'a longer text than any name there is')", _ => false),
        ("endswith(Name,Notes)", b => Of(b.Notes, n => b.Name.EndsWith(n, StringComparison.Ordinal))), ("startswith(Name,Notes)", b => Of(b.Notes, n => b.Name.StartsWith(n, StringComparison.Ordinal))),
        ("contains(Name,Notes)", b => Of(b.Notes, n => b.Name.Contains(n, StringComparison.Ordinal))), ("length(Notes) eq 7", b => Eq(Of(b.Notes, Length), 7)), ("length(Notes) eq null", b => b.Notes is null), ("length(Notes) ne 7", b => Ne(Of(b.Notes, Length), 7)),
        ("indexof(Notes,'e') eq 2", b => Eq(Of(b.Notes, n => IndexOf(n, "e")), 2)), ("indexof(Notes,'zzz') eq -1", b => b.Notes is null ? false : true), ("indexof(Notes,'') eq 0", b => b.Notes is not null),
        ("substring(Name,2) eq 'Neil'", b => b.Name == "O'Neil"), ("substring(Name,2,3) eq 'Nei'", b => b.Name == "O'Neil"), ("substring(Name,2) eq 'emoji'", b => b.Name == "🚲 emoji"), ("substring(Name,100) eq ''", _ => true),
        ("substring(Notes,100) eq ''", b => b.Notes is not null), ("substring(Name,0,0) eq ''", _ => true), ("substring(Name,1,1000) eq 'eil'", _ => false), ("substring(Name,-1) eq Name", b => Length(b.Name) <= 1),
        ("tolower(Notes) eq 'thống nhất'", b => Eq(b.Notes?.ToLowerInvariant(), "thống nhất")), ("toupper(Notes) eq 'THỐNG NHẤT'", b => Eq(b.Notes?.ToUpperInvariant(), "THỐNG NHẤT")), ("trim(Notes) eq 'blank'", b => Eq(b.Notes?.Trim(), "blank")),
        ("concat(Name,Notes) eq 'BB'", b => b.Notes is not null && b.Name + b.Notes == "BB"), ("concat(concat(Name,': '),Notes) eq 'a: a'", b => b.Name == "a" && b.Notes == "a"), ("concat(Name,null) eq null", _ => true), ("contains(Notes,null)", _ => null),
        ("length(concat(Name,Notes)) gt 12", b => b.Notes is not null && Length(b.Name + b.Notes) > 12));

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static int IndexOf(string text, string part) => text.IndexOf(part, StringComparison.Ordinal) is var i && i < 0 ? -1 : Length(text[..i]);

    [Fact]
    public Task Dates_times_and_instants_compare() => Each(
        ("Built eq 2023-11-27", b => Eq(b.Built, new DateOnly(2023, 11, 27))), ("Built lt 2023-11-27", b => Lt(b.Built, new DateOnly(2023, 11, 27))), ("not (Built lt 2023-11-27)", b => Not(Lt(b.Built, new DateOnly(2023, 11, 27)))), ("Built in (2024-02-29,null)", b => b.Built is null || b.Built == new DateOnly(2024, 2, 29)),
        ("Ready eq 08:30:00", b => Eq(b.Ready, new TimeOnly(8, 30))), ("Ready eq 08:30", b => Eq(b.Ready, new TimeOnly(8, 30))), ("Ready gt 08:30:00", b => Gt(b.Ready, new TimeOnly(8, 30))), ("Ready le 08:30:00.5", b => Le(b.Ready, new TimeOnly(8, 30, 0, 500))),
        ("ChangedAt eq 2023-11-27T08:30:00Z", b => Eq(b.ChangedAt, At(2023, 11, 27, 8, 30))), ("ChangedAt eq 2023-11-27T15:30:00+07:00", b => Eq(b.ChangedAt, At(2023, 11, 27, 8, 30))), ("ChangedAt gt 2023-11-27T08:30Z", b => Gt(b.ChangedAt, At(2023, 11, 27, 8, 30))),
        ("ChangedAt ge 2023-11-27T08:30:00.500Z", b => Ge(b.ChangedAt, At(2023, 11, 27, 8, 30).AddMilliseconds(500))), ("ChangedAt lt 2024-01-01T07:00:00+07:00", b => Lt(b.ChangedAt, At(2024, 1, 1, 0, 0))),
        ("Ride eq duration'PT1H'", b => Eq(b.Ride, TimeSpan.FromHours(1))), ("Ride gt duration'PT1H'", b => Gt(b.Ride, TimeSpan.FromHours(1))), ("Ride lt duration'PT0S'", b => Lt(b.Ride, TimeSpan.Zero)), ("Ride ge duration'P1DT2H'", b => Ge(b.Ride, TimeSpan.FromHours(26))));

    [Fact]
    public Task Instants_compare_as_instants_whatever_offset_they_are_kept_with() => Each(
        ("SeenAt eq 2023-12-31T17:00:00Z", b => Eq(b.SeenAt, new DateTimeOffset(2023, 12, 31, 17, 0, 0, TimeSpan.Zero))), ("SeenAt eq 2024-01-01T00:00:00+07:00", b => Eq(b.SeenAt, new DateTimeOffset(2023, 12, 31, 17, 0, 0, TimeSpan.Zero))),
        ("SeenAt lt 2024-01-01T00:00:00Z", b => Lt(b.SeenAt, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero))), ("SeenAt ge 2024-01-01T00:00:00Z", b => Ge(b.SeenAt, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        ("SeenAt gt 2024-01-01T01:00:00.25Z", b => Gt(b.SeenAt, new DateTimeOffset(2024, 1, 1, 1, 0, 0, 250, TimeSpan.Zero))), ("SeenAt in (2024-01-01T01:00:00.25Z)", b => b.SeenAt == new DateTimeOffset(2024, 1, 1, 1, 0, 0, 250, TimeSpan.Zero)), ("SeenAt gt ChangedAt", b => Gt(b.SeenAt, b.ChangedAt)),
        ("not (SeenAt gt ChangedAt)", b => Not(Gt(b.SeenAt, b.ChangedAt))), ("SeenAt lt now()", b => b.SeenAt is not null), ("SeenAt gt mindatetime()", b => b.SeenAt is not null), ("SeenAt lt maxdatetime()", b => b.SeenAt is not null));

    private static DateTime At(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, DateTimeKind.Utc);

    [Fact]
    public Task Date_functions_take_a_value_apart_in_its_own_offset() => Each(
        ("year(Built) eq 2023", b => b.Built?.Year == 2023), ("month(Built) ge 11", b => b.Built?.Month >= 11), ("day(Built) eq 29", b => b.Built?.Day == 29), ("year(Built) ne 2023", b => b.Built?.Year != 2023),
        ("year(ChangedAt) eq 2023", b => b.ChangedAt?.Year == 2023), ("hour(ChangedAt) eq 8", b => b.ChangedAt?.Hour == 8), ("minute(ChangedAt) eq 59", b => b.ChangedAt?.Minute == 59), ("second(ChangedAt) eq 59", b => b.ChangedAt?.Second == 59),
        ("year(SeenAt) eq 2024", b => b.SeenAt?.Year == 2024), ("hour(SeenAt) eq 20", b => b.SeenAt?.Hour == 20), ("date(SeenAt) eq 2024-01-01", b => b.SeenAt is { } s && DateOnly.FromDateTime(s.DateTime) == new DateOnly(2024, 1, 1)),
        ("fractionalseconds(SeenAt) eq 0.25", b => b.SeenAt?.Millisecond == 250), ("fractionalseconds(ChangedAt) gt 0", b => b.ChangedAt?.Millisecond > 0), ("fractionalseconds(Ready) eq 0.5", b => b.Ready?.Millisecond == 500),
        ("hour(Ready) eq 23", b => b.Ready?.Hour == 23), ("minute(Ready) eq 30", b => b.Ready?.Minute == 30), ("second(Ready) eq 59", b => b.Ready?.Second == 59),
        ("date(ChangedAt) eq Built", b => Eq(b.ChangedAt is { } c ? DateOnly.FromDateTime(c) : (DateOnly?)null, b.Built)), ("time(ChangedAt) eq 08:30:00", b => b.ChangedAt is { } c && TimeOnly.FromDateTime(c) == new TimeOnly(8, 30)),
        ("time(ChangedAt) eq Ready", b => Eq(b.ChangedAt is { } c ? TimeOnly.FromDateTime(c) : (TimeOnly?)null, b.Ready)), ("time(SeenAt) eq 20:00:00.25", b => b.SeenAt is { } s && TimeOnly.FromDateTime(s.DateTime) == new TimeOnly(20, 0, 0, 250)),
        ("time(SeenAt) lt 12:00", b => b.SeenAt is { } s && s.Hour < 12));

    [Fact]
    public Task Guids_and_bytes_are_equal_or_not() => Each(
        ("Tag eq abcdef01-2345-6789-abcd-ef0123456789", b => b.Tag == new Guid("abcdef01-2345-6789-abcd-ef0123456789")), ("Tag eq ABCDEF01-2345-6789-ABCD-EF0123456789", b => b.Tag == new Guid("abcdef01-2345-6789-abcd-ef0123456789")),
        ("Tag ne 00000000-0000-0000-0000-000000000000", b => b.Tag != Guid.Empty), ("Tag eq MakerId", b => Eq(b.Tag, b.MakerId)), ("Tag in (00000000-0000-0000-0000-000000000000,null)", b => b.Tag is null || b.Tag == Guid.Empty),
        ("Photo eq binary'AQ=='", b => b.Photo is [1]), ("Photo eq binary'AQ'", b => b.Photo is [1]), ("Photo ne binary'AQIDBA'", b => b.Photo is not [1, 2, 3, 4]), ("Photo eq binary'AQIDBA=='", b => b.Photo is [1, 2, 3, 4]), ("Photo eq binary'-__-AA'", _ => false), ("Photo eq null", b => b.Photo is null));

    [Fact]
    public Task Arithmetic_is_null_over_null_and_over_a_divisor_of_zero() => Each(
        ("Gears add 1 eq 8", b => b.Gears + 1 == 8), ("Gears sub Seats lt 0", b => Lt(b.Gears - b.Seats, 0)), ("Gears mul 2 gt 13", b => Gt(b.Gears * 2, 13)), ("Gears div 2 eq 3", b => b.Gears / 2 == 3), ("Gears divby 2 eq 3.5", b => b.Gears / 2m == 3.5m),
        ("Gears mod 2 eq 1", b => b.Gears % 2 == 1), ("Gears mod 2 eq -1", b => b.Gears % 2 == -1), ("10 div Gears ge 0", b => Ge(b.Gears is null or 0 ? null : 10 / b.Gears, 0)), ("10 div Gears eq null", b => b.Gears is null or 0), ("10 mod Gears eq null", b => b.Gears is null or 0),
        ("not (10 div Gears gt 1)", b => Not(Gt(b.Gears is null or 0 ? null : 10 / b.Gears, 1))), ("10 div Gears ne 10", b => Ne(b.Gears is null or 0 ? null : 10 / b.Gears, 10)), ("Weight div 0 eq null", b => b.Weight is null or 0), ("Price mod 0 eq null", _ => true), ("Price div 4 eq 2.5", b => b.Price / 4 == 2.5m),
        ("ListPrice div 4 eq 2.5", b => b.ListPrice / 4 == 2.5m), ("ListPrice mul 2 eq 20", b => b.ListPrice * 2 == 20m), ("Price mod 4 eq 2", b => b.Price % 4 == 2m), ("-Gears eq -7", b => -b.Gears == -7), ("-(Gears add 1) lt -7", b => Lt(-(b.Gears + 1), -7)), ("Price sub -1 eq 11", b => b.Price + 1 == 11m),
        ("1 add 2 mul 3 eq 7", _ => true), ("(1 add 2) mul 3 eq 9", _ => true), ("Gears add null eq null", _ => true), ("7 sub 3 sub 2 eq 2", _ => true), ("Gears eq 3 or Gears eq 7 and IsElectric", b => Or(Eq(b.Gears, 3), And(Eq(b.Gears, 7), b.IsElectric))),
        ("round(Weight) eq 10", b => b.Weight is { } w && Math.Round(w, MidpointRounding.AwayFromZero) == 10), ("floor(Price) eq 9", b => b.Price is { } p && Math.Floor(p) == 9), ("ceiling(ListPrice) eq 3", b => b.ListPrice is { } p && Math.Ceiling(p) == 3), ("floor(Price) eq -3", b => b.Price == -3), ("round(Price) eq 10", b => b.Price is { } p && Math.Round(p, MidpointRounding.AwayFromZero) == 10));

    [Fact]
    public Task Null_is_equal_to_null_alone_and_order_comparisons_with_it_are_false() => Each(
        ("Price eq null", b => b.Price is null), ("null eq Price", b => b.Price is null), ("Price ne null", b => b.Price is not null), ("Price gt null", _ => false), ("not (Price gt null)", _ => true), ("null eq null", _ => true), ("null ne null", _ => false), ("null lt null", _ => false),
        ("not (Price gt 9)", b => Not(Gt(b.Price, 9m))), ("not (Price gt 9) and not (Price le 9)", b => b.Price is null), ("not (Price eq ListPrice)", b => Not(Eq(b.Price, b.ListPrice))), ("not not (Notes eq 'a')", b => Eq(b.Notes, "a")),
        ("Gears gt 3 and not contains(Notes,'a')", b => And(Gt(b.Gears, 3), Not(Of(b.Notes, n => n.Contains('a'))))), ("Gears gt 3 or not contains(Notes,'a')", b => Or(Gt(b.Gears, 3), Not(Of(b.Notes, n => n.Contains('a'))))),
        ("not (contains(Notes,'a') or Gears gt 3)", b => Not(Or(Of(b.Notes, n => n.Contains('a')), Gt(b.Gears, 3)))), ("not (contains(Notes,'a') and Gears gt 3)", b => Not(And(Of(b.Notes, n => n.Contains('a')), Gt(b.Gears, 3)))));

    [Fact]
    public Task Paths_lead_through_several_navigations_and_are_null_where_one_leads_nowhere() => Each(
        ("Shop/Name eq 'Hà Nội'", b => b.Shop.Name == "Hà Nội"), ("Maker/Country eq 'VN'", b => b.Maker?.Country == "VN"), ("Maker/Country ne 'VN'", b => b.Maker?.Country != "VN"), ("Maker/Country eq null", b => b.Maker?.Country is null), ("not (Maker/Founded gt 1980)", b => Not(Gt(b.Maker?.Founded, 1980))),
        ("Successor/Successor/Gears gt 0", b => Gt(b.Successor?.Successor?.Gears, 0)), ("Successor/Maker/Name eq Maker/Name", b => Eq(b.Successor?.Maker?.Name, b.Maker?.Name)), ("Successor/Shop/Rating lt 4", b => Lt(b.Successor?.Shop.Rating, 4)), ("Successor eq null", b => b.Successor is null), ("Maker ne null", b => b.Maker is not null),
        ("Successor/Maker eq null", b => b.Successor?.Maker is null), ("Shop/Code eq 'HN'", b => b.ShopCode == "HN"), ("Successor/Id eq 2", b => b.SuccessorId == 2), ("Successor/Price lt Price", b => Lt(b.Successor?.Price, b.Price)), ("Successor/IsElectric", b => b.Successor?.IsElectric), ("not Successor/IsElectric", b => Not(b.Successor?.IsElectric)),
        ("$it/Name eq 'B'", b => b.Name == "B"), ("Successor/Name ne 'B'", b => b.Successor?.Name != "B"), ("length(Successor/Name) eq null", b => b.Successor is null));

    [Fact]
    public Task Collections_answer_any_all_and_count() => Each(
        ("Rentals/any()", b => b.Rentals.Count > 0), ("not Rentals/any()", b => b.Rentals.Count == 0), ("Rentals/any(r:r/Days gt 3)", b => b.Rentals.Any(r => r.Days > 3)), ("Rentals/all(r:r/Days gt 1)", b => b.Rentals.All(r => r.Days > 1)), ("Rentals/all(r:r/Fee gt 5)", b => b.Rentals.All(r => r.Fee > 5)),
        ("Rentals/any(r:r/Customer eq null)", b => b.Rentals.Any(r => r.Customer is null)), ("Rentals/all(r:contains(r/Customer,'1'))", b => b.Rentals.All(r => r.Customer?.Contains('1') is true)), ("Rentals/all(r:not contains(r/Customer,'1'))", b => b.Rentals.All(r => r.Customer?.Contains('1') is false)),
        ("not Rentals/all(r:contains(r/Customer,'1'))", b => !b.Rentals.All(r => r.Customer?.Contains('1') is true)), ("Rentals/any(r:r/Days eq Gears)", b => b.Rentals.Any(r => r.Days == b.Gears)), ("Rentals/any(r:r/Days eq $it/Gears)", b => b.Rentals.Any(r => r.Days == b.Gears)), ("Rentals/$count gt 1", b => b.Rentals.Count > 1),
        ("Rentals/$count eq Gears", b => b.Rentals.Count == b.Gears), ("Successor/Rentals/$count eq 0", b => b.Successor is null || b.Successor.Rentals.Count == 0), ("Shop/Bikes/any(x:x/Gears gt 7 and x/Id ne $it/Id)", b => b.Shop.Bikes.Any(x => x.Gears > 7 && x.Id != b.Id)),
        ("Predecessors/any(p:p/Rentals/any(r:r/Days gt 3))", b => b.Predecessors.Any(p => p.Rentals.Any(r => r.Days > 3))), ("Predecessors/any(p:p/Rentals/all(r:r/Bike/Successor/Id eq $it/Id and r/Days ge p/Id mod 2))", b => b.Predecessors.Any(p => p.Rentals.All(r => r.Days >= p.Id % 2))),
        ("Predecessors/any(p:p/Maker/Country eq 'TW')", b => b.Predecessors.Any(p => p.Maker?.Country == "TW")), ("Shop/Holidays/any(h:h/Day lt Built)", b => b.Shop.Holidays.Any(h => h.Day < b.Built)), ("Rentals/any(r:true)", b => b.Rentals.Count > 0), ("Rentals/all(r:false)", b => b.Rentals.Count == 0), ("Rentals/all(r:null)", b => b.Rentals.Count == 0));

    [Fact]
    public async Task Parameter_aliases_stand_for_values_and_expressions_used_any_number_of_times()
    {
        Assert.Equal([.. Bikes.Where(b => b.Gears == 7).Select(b => b.Id)], await IdsAsync("$filter=Gears%20eq%20@p&@p=7"));
        Assert.Equal([.. Bikes.Where(b => b.Gears == 7 || b.Seats == 7).Select(b => b.Id)], await IdsAsync("$filter=Gears%20eq%20@p%20or%20Seats%20eq%20@p&@p=7"));
        Assert.Equal([.. Bikes.Where(b => b.Gears == 7 || b.Seats == 1).Select(b => b.Id)], await IdsAsync("$filter=Gears%20eq%20@p%20or%20Seats%20eq%20@q&@q=1&@p=7"));
        Assert.Equal([.. Bikes.Where(b => b.Gears == 1 || b.Seats == 7).Select(b => b.Id)], await IdsAsync("$filter=Gears%20eq%20@p%20or%20Seats%20eq%20@q&@q=7&@p=1"));
        Assert.Equal([.. Bikes.Where(b => b.Notes == "O'Neil").Select(b => b.Id)], await IdsAsync("$filter=Notes%20eq%20@text&@text='O''Neil'"));
        Assert.Equal([.. Bikes.Where(b => b.Notes is null).Select(b => b.Id)], await IdsAsync("$filter=Notes%20eq%20@missing"));
        Assert.Equal([.. Bikes.Where(b => b.Gears * 2 > 7).Select(b => b.Id)], await IdsAsync("$filter=@e%20gt%207&@e=Gears%20mul%202"));
        await Client.FailAsync(400, "Bikes?$filter=@a&@a=@b&@b=@a");
        await Client.FailAsync(400, "Bikes?$filter=Gears%20eq%20@p&@p=1&@p=2");
    }

    /// <summary>Conditions made at random: comparisons of every nullable property under and, or, not and in.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task Any_nesting_of_conditions_follows_three_valued_logic(int seed)
    {
        var conditions = new RandomCondition(seed);
        for (var i = 0; i < 40 * TestScale.Factor; i++)
        {
            var (text, oracle) = conditions.Next(4);
            await KeepsAsync(text, oracle);
        }
    }

    [Fact]
    public async Task A_count_segment_honours_the_filter_and_ignores_paging()
    {
        var expected = Bikes.Count(b => b.Gears > 3).ToString(CultureInfo.InvariantCulture);
        var answer = await Client.GetAsync("Bikes/$count?$filter=Gears%20gt%203&$top=1&$skip=2&$orderby=Name");
        Assert.Equal((expected, "text/plain"), (answer.Text, answer.ContentType));
        Assert.Equal("0", (await Client.GetAsync("Bikes/$count?$filter=false")).Text);
        Assert.Equal(Encoding.UTF8.GetBytes("3"), (await Client.GetAsync("Bikes(1)/Rentals/$count")).Body);
    }
}
