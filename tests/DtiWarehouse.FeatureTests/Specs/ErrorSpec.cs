using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Requests that cannot be answered: each gets its status, its code and a sentence, and the server goes on.</summary>
public abstract class ErrorSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Theory]
    [InlineData("Nope eq 1"), InlineData("Nme eq 'x'"), InlineData("Maker/Nope eq 1"), InlineData("Name/Nope eq 1"), InlineData("Maker"), InlineData("Maker eq 1"), InlineData("Rentals eq 1"), InlineData("Rentals/Days eq 1"), InlineData("Name"), InlineData("1"), InlineData("'x'")]
    [InlineData("Name eq 1"), InlineData("Gears eq 'x'"), InlineData("Built eq 2023-11-27T00:00:00Z"), InlineData("SeenAt eq 2023-11-27"), InlineData("Built eq '2023-11-27'"), InlineData("IsSold eq 1"), InlineData("Tag eq 'x'"), InlineData("Ready eq 2023-01-01"), InlineData("Photo gt binary'AQ=='"), InlineData("Gears in ('x')")]
    [InlineData("Name add 1 eq 2"), InlineData("-Name eq 1"), InlineData("not Name"), InlineData("Gears and true"), InlineData("contains(Name)"), InlineData("contains(Name,1)"), InlineData("contains(Gears,'1')"), InlineData("length(Gears) eq 1"), InlineData("nope(Name)"), InlineData("year(Name) eq 1"), InlineData("substring(Name,'1') eq ''"), InlineData("now(1) ne null")]
    [InlineData(""), InlineData(" "), InlineData("("), InlineData(")"), InlineData("Gears eq"), InlineData("eq 1"), InlineData("Gears eq eq 1"), InlineData("Gears eq 1 and"), InlineData("(Gears eq 1"), InlineData("Gears eq 1)"), InlineData("Gears = 1"), InlineData("Gears eq 1;--"), InlineData("Gears eq 1 or 1=1"), InlineData("Gears eq 1 $top"), InlineData("Gears  eq1")]
    [InlineData("Kind eq BikeShop.BikeKind'City'"), InlineData("Kind has 'City'"), InlineData("Name eq 'x"), InlineData("Name eq x'"), InlineData("Name eq \"x\""), InlineData("Gears eq 1.2.3"), InlineData("Gears eq 1x"), InlineData("Gears eq 1LL"), InlineData("Gears eq 1.5L"), InlineData("Gears eq 1e2L"), InlineData("Gears eq L"), InlineData("Gears eq 0x1F"), InlineData("Built eq 2023-02-30"), InlineData("Built eq 2023-13-01"), InlineData("Ready eq 25:00:00"), InlineData("SeenAt eq 2023-11-27T08:30:00"), InlineData("SeenAt eq 2023-11-27T25:00:00Z"), InlineData("Ride eq duration'x'"), InlineData("Photo eq binary'*'")]
    [InlineData("Gears in (1,)"), InlineData("Gears in 1"), InlineData("Gears in (1"), InlineData("Rentals/any(r:r/Days)"), InlineData("Rentals/any(r:Nope eq 1)"), InlineData("Rentals/any(r)"), InlineData("Rentals/any(:true)"), InlineData("Rentals/all()"), InlineData("Maker/any()"), InlineData("Name/any()"), InlineData("Rentals/any(r:r/Bike/Rentals/any(r:true))"), InlineData("Maker/$count eq 1"), InlineData("x/Days eq 1"), InlineData("$it"), InlineData("$it gt null"), InlineData("/Name eq 'x'"), InlineData("Maker/ eq 1"), InlineData("Gears eq @"), InlineData("\u0000"), InlineData("Name eq Maker")]
    public async Task A_wrong_filter_is_a_bad_request(string filter)
    {
        var answer = await Client.FailAsync(400, "Bikes?$filter=" + Escape(filter));
        Assert.Equal("$filter", (string?)answer.Json["error"]!["target"]);
        Assert.DoesNotContain("SQL", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("$nope=1"), InlineData("$Filter=true"), InlineData("$filter=true&$filter=true"), InlineData("$filter=true&%24filter=true"), InlineData("$top=1&$top=1"), InlineData("$top=-1"), InlineData("$top=1.5"), InlineData("$top=x"), InlineData("$top="), InlineData("$top=99999999999999999999"), InlineData("$top=null"), InlineData("$skip=-1"), InlineData("$skip=x"), InlineData("$count=1"), InlineData("$count=")]
    [InlineData("$orderby="), InlineData("$orderby=Nope"), InlineData("$orderby=Name%20up"), InlineData("$orderby=Name,"), InlineData("$orderby=Maker"), InlineData("$orderby=Rentals"), InlineData("$orderby=Name%20desc%20asc"), InlineData("$filter=%"), InlineData("$filter=%2"), InlineData("$filter=%ZZ"), InlineData("$filter=%FF"), InlineData("$filter=Name%20eq%20'%C3'"), InlineData("$filter=Name%20eq%20'%ED%A0%80'"), InlineData("$filter"), InlineData("%FF=1"), InlineData("$skiptoken=")]
    public async Task A_wrong_option_is_a_bad_request(string query) => await Client.FailAsync(400, "Bikes?" + query);

    [Theory]
    [InlineData("custom=1"), InlineData("a=b&c"), InlineData("&&&"), InlineData(""), InlineData("api_key=secret"), InlineData("@unused=1"), InlineData("=x")]
    public async Task Custom_options_are_let_be(string query) => Assert.Equal(2, (await Client.GetAsync("Bikes?$top=2&" + query)).Value.Count);

    [Theory]
    [InlineData("Bikes?$deltatoken=x"), InlineData("Bikes?$index=1"), InlineData("$all"), InlineData("$crossjoin(Bikes,Shops)"), InlineData("Bikes/$each")]
    [InlineData("Bikes?$filter=geo.distance(Name,Name)%20eq%201"), InlineData("Bikes?$filter=Tag%20eq%20geography'SRID=0;Point(1%202)'")]
    [InlineData("Bikes?$filter=case(IsSold:1,true:'a')%20eq%201"), InlineData("Bikes?$filter=cast(Name,Edm.Stream)%20eq%20null"), InlineData("Bikes?$filter=cast([1],Collection(Edm.String))%20eq%20null")]
    [InlineData("Bikes?$filter=$it%20eq%20%7B%22@odata.id%22:%22Bikes(1)%22%7D"), InlineData("Bikes?$filter=BikeShop.Fits(Size=Gears%20add%201)"), InlineData("Bikes?$filter=Maker/BikeShop.Fits(Size=$root/Bikes(1)/Gears)"), InlineData("Bikes?$filter=Name/@Core.Description%20eq%20'x'")]
    public async Task What_later_versions_may_do_is_not_implemented_yet(string target)
    {
        var answer = await Client.SendAsync(target);
        Assert.True((int)answer.Status is 501, $"{target}: {(int)answer.Status} {answer.Text}");
    }

    [Fact]
    public async Task A_mistyped_name_gets_a_hint()
    {
        Assert.Contains("'Gears'", (await Client.FailAsync(400, "Bikes?$filter=Geers%20eq%201")).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Bikes'", (await Client.FailAsync(404, "Biks")).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'contains'", (await Client.FailAsync(400, "Bikes?$filter=contain(Name,'a')")).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("%2B", (await Client.FailAsync(400, "Bikes?$filter=SeenAt%20gt%202023-11-27T00:00:00+07:00")).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plus_is_a_blank_and_an_encoded_plus_is_a_plus()
    {
        Assert.Equal(Bikes.Count(b => b.Gears == 7), (await IdsAsync("$filter=Gears+eq+7")).Count);
        Assert.Equal(Bikes.Count(b => b.Notes == "a&b=c+d"), (await IdsAsync("$filter=Notes+eq+'a%26b=c%2Bd'")).Count);
        Assert.Equal(Bikes.Count(b => b.SeenAt > new DateTimeOffset(2023, 12, 1, 0, 0, 0, TimeSpan.Zero)), (await IdsAsync("$filter=SeenAt+gt+2023-12-01T07:00:00%2B07:00")).Count);
    }

    [Fact]
    public async Task Text_of_a_caller_never_becomes_sql()
    {
        foreach (var text in new[] { "'; DROP TABLE Bikes;--", "\" OR 1=1 --", "x' UNION SELECT 1--", "@p0", "?1", ":a", "$1", "\\'", "%", "_", "\0x" })
        {
            var quoted = text.Replace("'", "''", StringComparison.Ordinal);
            var expected = Bikes.Count(b => b.Name.Contains(text, StringComparison.Ordinal));
            Assert.Equal((text, expected), (text, (await IdsAsync($"$filter=contains(Name,{Escape($"'{quoted}'")})")).Count));
            Assert.Empty(await IdsAsync($"$filter=Notes%20eq%20{Escape($"'{quoted}!'")}"));
            Assert.Equal(404, (int)(await Client.SendAsync($"Shops(@k)?@k={Escape($"'{quoted}'")}")).Status);
        }
        Assert.Equal(BikeShopRows.BikeCount.ToString(System.Globalization.CultureInfo.InvariantCulture), (await Client.GetAsync("Bikes/$count")).Text);
    }

    [Fact]
    public async Task A_calculation_beyond_the_numbers_of_the_store_is_no_server_error()
    {
        foreach (var filter in new[] { "Stock mul 9223372036854775807 gt 0", "Stock add 9223372036854775807 gt 0", "-9223372036854775808 div -1 gt 0", "-9223372036854775808 mod -1 eq 0", "Weight mul 1e308 gt 0", "round(1e308) gt 0", "1e999 gt Weight", "Price mul 79228162514264337593543950335 gt 0", "length(Name) div 0 eq null", "-(-9223372036854775808) gt 0" })
        {
            Assert.Contains((int)(await Client.SendAsync("Bikes?$select=Id&$filter=" + Escape(filter))).Status, new[] { 200, 400 });
            Assert.Contains((int)(await Client.SendAsync("Bikes?$select=Id&$orderby=" + Escape(filter[..filter.LastIndexOf(' ')][..filter[..filter.LastIndexOf(' ')].LastIndexOf(' ')]))).Status, new[] { 200, 400 });
        }
    }

    [Fact]
    public async Task A_client_that_leaves_does_no_harm()
    {
        for (var i = 0; i < 20; i++)
        {
            using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            try
            {
                await Client.SendAsync("Bikes?$expand=Rentals,Shop($expand=Bikes($expand=Rentals))", cancellation: leaving.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }
        Assert.Equal(BikeShopRows.BikeCount, (await Client.GetAsync("Bikes?$select=Id")).Value.Count);
    }
}
