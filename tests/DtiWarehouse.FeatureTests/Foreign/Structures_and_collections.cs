namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Entities, complex values and collections as operands and arguments.</summary>
public abstract class Structures_and_collections(MarketServer server) : AssetSpec(server)
{
    [Theory]
    [InlineData("Phones/Number eq ['1-1','1-2']", "Anna"), InlineData("['1-1','1-2'] eq Phones/Number", "Anna"), InlineData("Phones/Number ne [\"2-1\"]", "Anna Chi"), InlineData("Phones/Number eq []", "Chi"), InlineData("Friends eq FriendOf", "Bình"), InlineData("Phones eq null", ""), InlineData("Phones ne null", "Anna Bình Chi")]
    [InlineData("concat(Phones/Number,['x']) eq ['2-1','x']", "Bình"), InlineData("length(concat(Phones/Number,Friends/Name)) eq 4", "Anna"), InlineData("concat(['a'],concat(['b'],Phones/Number)) eq ['a','b']", "Chi"), InlineData("'1-2' in concat(Phones/Number,['x'])", "Anna")]
    [InlineData("substring(Phones/Number,1) eq ['1-2']", "Anna"), InlineData("substring(Phones/Number,0,1) eq ['1-1']", "Anna"), InlineData("substring(Phones/Number,-1) eq ['1-2']", "Anna"), InlineData("substring(Phones/Number,7) eq [] and Phones/any()", "Anna Bình"), InlineData("substring(Phones/Number,-9,1) eq ['2-1']", "Bình"), InlineData("substring(Phones/Number,null) eq []", "")]
    [InlineData("hassubset([Favorite],['Green'])", "Anna"), InlineData("hassubset(Phones/Label,['Red'])", "Anna"), InlineData("hassubset(Phones/Label,[null])", "Anna"), InlineData("hassubset(Phones,[{\"Number\":\"1-1\",\"Label\":\"Red\"}])", "Anna"), InlineData("hassubset(Phones,[{\"Number\":\"1-2\"}])", "Anna"), InlineData("hassubset(Phones,[{\"Number\":\"1-1\"}])", "")]
    [InlineData("Phones eq [{\"Number\":\"2-1\",\"Label\":\"Blue\"}]", "Bình"), InlineData("contains(Friends,[$root/Customers(33333333-3333-4333-8333-333333333333)])", "Anna"), InlineData("startswith(Friends/Name,['Bình'])", "Anna"), InlineData("endswith(Phones/Number,['1-2'])", "Anna"), InlineData("indexof(Phones/Number,['1-2']) eq 1", "Anna"), InlineData("hassubsequence(Phones/Number,['1-1','1-2'])", "Anna")]
    [InlineData("length(Phones) eq 2", "Anna"), InlineData("length(Friends) ge 1", "Anna Bình"), InlineData("length(substring(Phones,1)) eq 1", "Anna")]
    [InlineData("Address eq {\"City\":\"Hanoi\"}", "Chi"), InlineData("Address eq {\"City\":\"Hanoi\",\"Street\":\"1 O''Neil\"}", ""), InlineData("Contact eq {\"Mail\":\"anna@example.org\",\"Place\":{\"X\":1.5,\"Y\":2.5}}", "Anna"), InlineData("Look eq {\"Theme\":\"Red\"}", "Chi"), InlineData("Look ne {\"Theme\":\"Red\"}", "Anna Bình"), InlineData("Address in [{\"City\":\"Hanoi\"},{\"City\":\"Vientiane\"}]", "Bình Chi")]
    [InlineData("Friends/any(f:f/Address eq Address)", ""), InlineData("FriendOf/any(f:f/Look ne Look)", "Anna Bình Chi"), InlineData("Friends/any(f:f/Friends/any(g:g eq $it))", "Anna Bình"), InlineData("$it in $root/Customers/$filter(Name eq 'Chi')", "Chi"), InlineData("$it eq null", ""), InlineData("$it ne null", "Anna Bình Chi"), InlineData("Billing eq Billing", "Anna Bình Chi")]
    [InlineData("Address/Country eq $root/Countries('VN')", "Anna"), InlineData("Address/Country in ($root/Countries('VN'),$root/Countries('LA'),null)", "Anna Bình Chi"), InlineData("@a/City eq 'Hanoi'&@a=Address", "Anna Chi")]
    public async Task Customers_are_found_by_what_they_hold(string filter, string names) => Assert.Equal(names, await NamesAsync(Encoded($"Customers?$orderby=Name&$filter={filter}")));

    [Theory]
    [InlineData("Employees?$orderby=Id&$filter=Boss eq $root/Company/Head", "Worker"), InlineData("Employees?$orderby=Id&$filter=Boss/Boss eq Boss", "Head"), InlineData("Employees?$orderby=Id&$filter=Boss ne $root/Employees(1)", "Head Trainee"), InlineData("Employees?$filter=$root/Company/Head eq null", ""), InlineData("Employees?$orderby=Id&$filter=$root/Employees(99) eq Boss", "Head")]
    [InlineData("Products?$orderby=Id&$filter=Market.FoodProduct/Farm eq $root/Farms(1)", "Rice Ice"), InlineData("Assets?$filter=Market.Vehicle/Engine eq {\"Power\":90}", "Tipper"), InlineData("Assets?$filter=Market.Vehicle/Engine/Tank eq {\"Litres\":60}", "Van"), InlineData("Assets?$filter=Market.Vehicle/Trips/any(t:t eq {\"Day\":\"2024-05-02\",\"Km\":8,\"Mark\":\"Red\"})", "Bike"), InlineData("Assets?$orderby=Id&$filter=Owner in SharedBy", "Bike Lorry Hall Shed")]
    [InlineData("Depots?$orderby=Id&$filter=contains(Shares,[$root/Assets(3)])", "North West"), InlineData("Depots?$orderby=Id&$filter=length(Shares/Market.Truck) eq 1", "North South West"), InlineData("Depots?$apply=addnested(Main,identity as M)&$filter=M eq null", "Void")]
    public async Task Entities_are_the_same_by_their_keys_and_complex_values_by_all_they_hold(string target, string names) => Assert.Equal(names, await NamesAsync(Encoded(target)));

    [Fact]
    public async Task Bytes_and_numbers_are_items_too()
    {
        Assert.Equal("b3", await NamesAsync("BlobNotes?$filter=hassubset([Blob],[binary'AxAA'])", "Text"));
        Assert.Equal("b3", await NamesAsync(Encoded("BlobNotes?$filter=[Blob] eq [\"AxAA\"]"), "Text"));
        Assert.Equal("b1 b3", await NamesAsync("BlobNotes?$filter=Blob in concat([binary'AxAA'],[binary'ARAA'])", "Text"));
        Assert.Equal(2, (await Client.GetAsync("Orders?$filter=contains(Products/Price,[2.5])")).Value.Count);
        Assert.Equal(1, (await Client.GetAsync("Orders?$filter=Products/Price%20eq%20[3]&$count=true")).Json["@odata.count"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(400, "Customers?$filter=Address eq Billing"), InlineData(400, "Customers?$filter=Address eq {\"Nope\":1}"), InlineData(400, "Customers?$filter=Address eq {\"City\":1}"), InlineData(400, "Customers?$filter=Address eq 'x'"), InlineData(400, "Employees?$filter=Badge eq $it"), InlineData(400, "Customers?$filter=tolower(Phones/Number) eq 'x'")]
    [InlineData(400, "Customers?$filter=startswith(Phones/Number,1)"), InlineData(400, "Customers?$filter=contains(Phones/Number,[1])"), InlineData(400, "Customers?$filter=contains(Phones/Number,[$it])"), InlineData(400, "Customers?$filter=substring(Phones/Number,0,-1) eq []"), InlineData(400, "Customers?$filter=substring(Phones/Number,'a') eq []"), InlineData(400, "Customers?$filter=concat(Phones/Number,[1]) eq []")]
    [InlineData(501, "Customers?$compute=concat(Phones/Number,['x']) as C"), InlineData(501, "Customers?$filter={\"a\":1} eq {\"a\":1}"), InlineData(501, "Customers?$filter=$it eq {\"Name\":\"Anna\"}")]
    public async Task What_does_not_go_together_is_refused(int status, string target) => await Client.FailAsync(status, Encoded(target));

    [Fact]
    public async Task Complex_values_are_counted_each_and_distinct_ones_once()
    {
        var vehicles = (await AssetsAsync()).OfType<Vehicle>().ToList();
        await RowsAsync("Assets?$apply=aggregate(Market.Vehicle/Trips with countdistinct as T,Market.Vehicle/Engine/Tank with countdistinct as K,Market.Vehicle/Engine/$count as E)",
            [new { T = vehicles.SelectMany(v => v.Trips).Select(t => (t.Day, t.Km, t.Mark)).Distinct().Count(), K = vehicles.Select(v => v.Engine.Tank?.Litres).OfType<double>().Distinct().Count(), E = vehicles.Count }]);
        await RowsAsync("Customers?$apply=aggregate(Contact/Place/X with sum as S,Passport/$count as P,Billing/$count as B,Address/Country with countdistinct as C)", [new { S = 0.5, P = 1, B = 2, C = 2 }]);
    }

    [Theory]
    [InlineData("Customers?$apply=aggregate($count as N)/filter(Phones/any() or Friends/$count gt 0)", 0), InlineData("Customers?$apply=aggregate($count as N)/filter(Friends/all(f:f/Name eq 'x') and not ('1-1' in Phones/Number) and length(Phones/Number) eq 0)", 1)]
    [InlineData("Products?$apply=aggregate($count as N)/filter(Market.FoodProduct/Rating eq null and not isof(Market.FoodProduct))", 1), InlineData("Products?$apply=aggregate($count as N)/filter(Market.NonFoodProduct/Color in ('Red','Blue'))", 0)]
    public async Task What_was_aggregated_away_is_null_and_its_collections_are_empty(string target, int rows) => Assert.Equal(rows, (await Client.GetAsync(Encoded(target))).Value.Count);

    [Theory]
    [InlineData("Products?$compute=1 as Rating"), InlineData("Products?$apply=compute(Id as Degrees)"), InlineData("Assets?$apply=addnested(SharedBy,identity as Engine)")]
    public async Task Names_of_derived_types_are_taken(string target) => await Client.FailAsync(400, Encoded(target));
}
