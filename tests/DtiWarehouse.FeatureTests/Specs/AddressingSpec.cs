using System.Net;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Resource paths: sets, keys of every kind, properties, raw values, navigation.</summary>
public abstract class AddressingSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Fact]
    public async Task The_service_document_lists_the_sets_in_their_order() => Equal($$"""
        {"@odata.context":"{{Root}}$metadata","value":[
          {"name":"Bikes","title":"Xe đạp","kind":"EntitySet","url":"Bikes"},{"name":"Shops","kind":"EntitySet","url":"Shops"},{"name":"Makers","kind":"EntitySet","url":"Makers"},
          {"name":"Rentals","kind":"EntitySet","url":"Rentals"},{"name":"Holidays","kind":"EntitySet","url":"Holidays"},{"name":"Parts","kind":"EntitySet","url":"Parts"},
          {"name":"FlatBikes","title":"Bảng xe","kind":"EntitySet","url":"FlatBikes"}]}
        """, (await Client.GetAsync("")).Json);

    [Fact]
    public async Task The_service_root_answers_with_and_without_a_slash() =>
        Assert.Equal((await Client.GetAsync("")).Text, (await Client.GetAsync(Root.TrimEnd('/'))).Text);

    [Fact]
    public async Task An_entity_shows_every_kind_of_value() => Equal($$"""
        {"@odata.context":"{{Root}}$metadata#Bikes/$entity","Id":1,"Name":"Xe \"một\"","Notes":"O'Neil\n🚲","Kind":"Road","Grade":2,"Price":9.99,"ListPrice":1234.5,"Weight":12.25,"Load":0.1,
         "Stock":9007199254740993,"Gears":21,"Seats":-2,"Lights":255,"Level":-128,"IsElectric":true,"IsSold":false,"Built":"2023-11-27","Ready":"07:59:59.9990000","ChangedAt":"2023-11-27T08:30:00Z",
         "SeenAt":"{{FirstSeen}}","Ride":"P1DT2H3M4S","Tag":"abcdef01-2345-6789-abcd-ef0123456789","Photo":"AQIDBA==","ShopCode":"O'Neil/1","MakerId":"abcdef01-2345-6789-abcd-ef0123456789","SuccessorId":2}
        """, (await Client.GetAsync("Bikes(1)")).Json);

    [Fact]
    public async Task Nulls_are_written_out() => Equal($$"""
        {"@odata.context":"{{Root}}$metadata#Bikes/$entity","Id":2,"Name":"Nulls","Notes":null,"Kind":"City","Grade":null,"Price":null,"ListPrice":null,"Weight":null,"Load":null,"Stock":null,"Gears":null,"Seats":null,
         "Lights":null,"Level":null,"IsElectric":false,"IsSold":null,"Built":null,"Ready":null,"ChangedAt":null,"SeenAt":null,"Ride":null,"Tag":null,"Photo":null,"ShopCode":"HN","MakerId":null,"SuccessorId":null}
        """, (await Client.GetAsync("Bikes(Id=2)")).Json);

    [Fact]
    public async Task Every_text_survives_the_way_out()
    {
        var rows = await Client.AllPagesAsync("Bikes?$select=Name,Notes");
        Assert.Equal(Bikes.Select(b => (b.Name, b.Notes)), rows.Select(r => ((string)r["Name"]!, (string?)r["Notes"])));
    }

    [Theory]
    [InlineData("Bikes(1)", "Id", "1")]
    [InlineData("Bikes(1L)", "Id", "1")]
    [InlineData("Bikes(Id=1)", "Id", "1")]
    [InlineData("Bikes(%20Id%20=%201%20)", "Id", "1")]
    [InlineData("Bikes(@k)?@k=1", "Id", "1")]
    [InlineData("Bikes(Id=@k)?@k=1", "Id", "1")]
    [InlineData("Rentals(BikeId=1,Number=2)", "Number", "2")]
    [InlineData("Rentals(Number=2,BikeId=1)", "Number", "2")]
    [InlineData("Rentals(BikeId=@b,Number=@n)?@n=2&@b=1", "Number", "2")]
    [InlineData("Shops('HN')", "Name", "Hà Nội")]
    [InlineData("Shops(Code='HN')", "Name", "Hà Nội")]
    [InlineData("Shops(%27HN%27)", "Name", "Hà Nội")]
    [InlineData("Shops('O''Neil%2F1')", "Rating", null)]
    [InlineData("Shops('O''Neil/1')", "Rating", null)]
    [InlineData("Shops(%27O%27%27Neil%2F1%27)", "Rating", null)]
    [InlineData("Shops(%27O%27%27Neil/1%27)", "Rating", null)]
    [InlineData("Shops(@k)?@k='O''Neil/1'", "Rating", null)]
    [InlineData("Shops('%C4%90%C3%A0%20N%E1%BA%B5ng%20%F0%9F%9A%B2')", "Name", "Đà Nẵng")]
    [InlineData("Shops('%C4%90a%CC%80%20Na%CC%86%CC%83ng%20%F0%9F%9A%B2')", "Name", "Đà Nẵng")]
    [InlineData("Shops('a+b&c=100%25')", "Name", "Odd")]
    [InlineData("Shops('a%2Bb%26c%3D100%25')", "Name", "Odd")]
    [InlineData("Shops(@k)?@k='a%2Bb%26c%3D100%25'", "Name", "Odd")]
    [InlineData("Makers(abcdef01-2345-6789-abcd-ef0123456789)", "Name", "Giant")]
    [InlineData("Makers(ABCDEF01-2345-6789-ABCD-EF0123456789)", "Name", "Giant")]
    [InlineData("Holidays(2024-02-10)", "Name", "Tết")]
    [InlineData("Holidays(Day=@d)?@d=2024-02-10", "Name", "Tết")]
    [InlineData("Bikes(1)/Maker", "Name", "Giant")]
    [InlineData("Bikes(1)/Successor/Shop", "Name", "Hà Nội")]
    [InlineData("Bikes(1)/Rentals(BikeId=1,Number=2)", "Number", "2")]
    [InlineData("Shops('HN')/Holidays(2024-09-02)", "Name", "Quốc khánh")]
    [InlineData("Shops('HN')/Bikes(2)/Shop", "Name", "Hà Nội")]
    [InlineData("Bikes(1)/", "Id", "1")]
    [InlineData("Bikes(1)/Rentals(2)", "Number", "2")]
    [InlineData("Bikes(1)/Rentals(Number=2)", "Number", "2")]
    [InlineData("Makers(Name='Giant')", "Country", "TW")]
    [InlineData("Makers(Founded=1972,Country='TW')", "Name", "Giant")]
    [InlineData("Makers(Name=@n)/Bikes(1)?@n='Giant'", "Id", "1")]
    [InlineData("Bikes/$filter(Id%20le%202)(1)", "Id", "1")]
    [InlineData("Bikes/$filter(@f)(1)/Maker?@f=Id%20le%202", "Name", "Giant")]
    [InlineData("$entity?$id=Bikes(1)", "Id", "1")]
    [InlineData("$entity?$id=/shop/v1/Bikes(1)", "Id", "1")]
    [InlineData("$entity?$id=Shops('O%2527%2527Neil%252F1')", "Rating", null)]
    [InlineData("$entity?$id=Rentals(BikeId=1,Number=2)&$select=Number", "Number", "2")]
    public async Task Keys_of_every_kind_lead_to_their_entity(string target, string property, string? value) =>
        Assert.Equal(value, (await Client.GetAsync(target)).Json[property]?.ToString());

    [Theory]
    [InlineData("Name", "Xe \"một\""), InlineData("Notes", "O'Neil\n🚲"), InlineData("Price", "9.99"), InlineData("ListPrice", "1234.5"), InlineData("Stock", "9007199254740993"), InlineData("IsElectric", "true"), InlineData("Weight", "12.25")]
    [InlineData("Built", "2023-11-27"), InlineData("Ready", "07:59:59.9990000"), InlineData("SeenAt", null), InlineData("Ride", "P1DT2H3M4S"), InlineData("Tag", "abcdef01-2345-6789-abcd-ef0123456789"), InlineData("Maker/Name", "Giant")]
    public async Task A_raw_value_is_its_text(string path, string? text)
    {
        var answer = await Client.GetAsync($"Bikes(1)/{path}/$value");
        Assert.Equal(text ?? FirstSeen, answer.Text);
        Assert.StartsWith("text/plain", answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raw_binary_value_is_its_bytes()
    {
        var answer = await Client.GetAsync("Bikes(1)/Photo/$value");
        Assert.Equal([1, 2, 3, 4], answer.Body);
        Assert.Equal("application/octet-stream", answer.ContentType);
        await Client.GetAsync("Bikes(1)/Photo/$value", ("Accept", "application/octet-stream"));
    }

    [Fact]
    public async Task A_property_comes_in_an_object_with_its_own_context()
    {
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes(1)/ListPrice","value":1234.5}""", (await Client.GetAsync("Bikes(1)/ListPrice")).Json);
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Shops('HN')/Name","value":"Hà Nội"}""", (await Client.GetAsync("Bikes(2)/Shop/Name")).Json);
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Rentals(BikeId=1,Number=1)/Days","value":2}""", (await Client.GetAsync("Rentals(BikeId=1,Number=1)/Days")).Json);
    }

    [Theory]
    [InlineData("Bikes(2)/Maker")]
    [InlineData("Bikes(2)/Successor")]
    [InlineData("Bikes(2)/Price")]
    [InlineData("Bikes(2)/Price/$value")]
    [InlineData("Bikes(2)/Maker/$ref")]
    [InlineData("Bikes(1)/Successor/Maker")]
    public async Task What_is_null_is_no_content(string target)
    {
        var answer = await Client.SendAsync(target);
        Assert.Equal((target, HttpStatusCode.NoContent, 0), (target, answer.Status, answer.Body.Length));
        Assert.Null(answer.ContentType);
    }

    [Theory]
    [InlineData("Bikes(999)"), InlineData("Bikes(999)/Name"), InlineData("Bikes(999)/Name/$value"), InlineData("Bikes(999)/Maker"), InlineData("Bikes(999)/Rentals"), InlineData("Bikes(999)/Rentals/$count"), InlineData("Bikes(999)/$ref")]
    [InlineData("Bikes(2)/Rentals(BikeId=2,Number=99)"), InlineData("Bikes(2)/Rentals(BikeId=2,Number=99)/$ref"), InlineData("Bikes(2)/Rentals(BikeId=1,Number=1)"), InlineData("Bikes(2)/Rentals(BikeId=2,Number=99)/Bike"), InlineData("Bikes(2)/Maker/Name")]
    [InlineData("Bikes(2)/Maker/Bikes"), InlineData("Bikes(99999999999999999999)"), InlineData("Shops('nope')"), InlineData("Shops('hn')"), InlineData("Holidays(1900-01-01)"), InlineData("Nope"), InlineData("bikes"), InlineData("Bikes/1"), InlineData("Bikes(1)/Nope")]
    [InlineData("Bikes(1)/Name/Nope"), InlineData("Bikes(1)/Name/$count"), InlineData("Bikes(1)/$value"), InlineData("Bikes/$value"), InlineData("Bikes/$count/$count"), InlineData("Bikes(1)/Rentals/$count/x"), InlineData("Bikes//1"), InlineData("$nope"), InlineData("Bikes/Name"), InlineData("Bikes(1)/$nope")]
    [InlineData("Bikes(1)/Name('x')"), InlineData("$entity?$id=Bikes(999)"), InlineData("$entity?$id=Bikes"), InlineData("$entity?$id="), InlineData("$entity?$id=$metadata"), InlineData("$entity?$id=http://elsewhere.example/Bikes(1)"), InlineData("$entity?$id=//elsewhere.example/Bikes(1)"), InlineData("Makers(Name='Nope')"), InlineData("Bikes(1)/Rentals(99)"), InlineData("Bikes(999)/Rentals(1)"), InlineData("Bikes/$filter(Id%20gt%202)(1)"), InlineData("Bikes(1)/$filter(true)"), InlineData("Bikes/$count/$filter(true)"), InlineData("Bikes?$schemaversion=7"), InlineData("$metadata/x"), InlineData("Bikes;--"), InlineData("Bikes%22"), InlineData("%20"), InlineData("Bikes(1)//Name")]
    public async Task What_is_not_there_is_not_found(string target) => await Client.FailAsync(404, target);

    [Theory]
    [InlineData("Bikes()"), InlineData("Bikes('1')"), InlineData("Bikes(null)"), InlineData("Bikes(1,2)"), InlineData("Bikes(Nope=1)"), InlineData("Bikes(1"), InlineData("Bikes(1)x"), InlineData("Bikes(@missing)"), InlineData("Bikes(@k)?@k=Id")]
    [InlineData("Rentals(1,2)"), InlineData("Rentals(1)"), InlineData("Makers('Giant')"), InlineData("Makers(Country='TW')"), InlineData("Makers(Name=1)"), InlineData("$entity"), InlineData("Bikes?$id=Bikes(1)"), InlineData("Bikes/$filter(Nope%20eq%201)"), InlineData("Bikes/$filter(@f)?@f=1"), InlineData("Bikes/$filter()"), InlineData("Bikes/$filter(Id%20eq%201"), InlineData("Bikes/$filter(Id%20eq%201)x"), InlineData("Bikes(1)/$ref?$select=Id"), InlineData("Rentals(BikeId=1)"), InlineData("Rentals(BikeId=1,BikeId=1)"), InlineData("Rentals(BikeId=1,Number=1,X=1)"), InlineData("Shops(1)"), InlineData("Shops(HN)"), InlineData("Shops('HN)"), InlineData("Shops('H'N')"), InlineData("Makers('x')"), InlineData("Holidays(2024-02-30)"), InlineData("Bikes(1)/Maker(1)")]
    [InlineData("Bikes(1)?$filter=true"), InlineData("Bikes(1)?$top=1"), InlineData("Bikes(1)?$skip=1"), InlineData("Bikes(1)?$orderby=Id"), InlineData("Bikes(1)?$count=true"), InlineData("Bikes(1)/Name?$select=Id"), InlineData("Bikes/$ref?$select=Id"), InlineData("Shops('%FF')"), InlineData("Shops('%F')")]
    public async Task Keys_and_options_that_do_not_fit_are_refused(string target) => await Client.FailAsync(400, target);

    [Theory]
    [InlineData("$filter(Gears%20gt%203)")]
    [InlineData("$filter(@a)")]
    [InlineData("$filter(@a)/$filter(true)")]
    [InlineData("$filter(Shop/Code%20ne%20null)/$filter(@a)")]
    public async Task Filters_in_a_path_compose_with_each_other_and_with_the_options(string filters)
    {
        var expected = Bikes.Where(b => b.Gears > 3 && b.IsElectric).Select(b => b.Id).ToList();
        var rows = await Client.AllPagesAsync($"Bikes/{filters}?@a=Gears%20gt%203&$filter=IsElectric&$select=Id");
        Assert.Equal(expected, rows.Select(r => (int)r["Id"]!));
        Assert.Equal(expected.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), (await Client.GetAsync($"Bikes/{filters}/$count?@a=Gears%20gt%203&$filter=IsElectric")).Text);
        Assert.Equal(expected.Count, (await Client.GetAsync($"Bikes/{filters}/$ref?@a=Gears%20gt%203&$filter=IsElectric")).Value.Count);
        Assert.Equal(expected.AsEnumerable().Reverse().Take(3), (await Client.GetAsync($"Bikes/{filters}?@a=Gears%20gt%203&$filter=IsElectric&$orderby=Id%20desc&$top=3&$select=Id")).Value.Select(r => (int)r!["Id"]!));
    }

    [Fact]
    public async Task Filters_in_a_path_follow_navigations_and_an_entity_that_is_not_there_stays_not_found()
    {
        Assert.Equal(Rows.Rentals.Where(r => r.BikeId == 1 && r.Number > 1).Select(r => (int)r.Number), (await Client.GetAsync("Bikes(1)/Rentals/$filter(Number%20gt%201)")).Value.Select(r => (int)r!["Number"]!));
        await Client.FailAsync(404, "Bikes(999)/Rentals/$filter(Number%20gt%201)");
    }

    [Fact]
    public async Task Alternate_keys_are_declared()
    {
        var maker = Client.Model.FindDeclaredType("BikeShop.Maker");
        var keys = Client.Model.FindDeclaredVocabularyAnnotations(maker as Microsoft.OData.Edm.Vocabularies.IEdmVocabularyAnnotatable).Single(a => a.Term.Name == "AlternateKeys");
        Assert.Equal(2, ((Microsoft.OData.Edm.Vocabularies.IEdmCollectionExpression)keys.Value).Elements.Count());
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("Bikes", "GET, HEAD, OPTIONS"), InlineData("$metadata", "GET, HEAD, OPTIONS"), InlineData("$batch", "POST, OPTIONS"), InlineData("Bikes/$query", "POST, OPTIONS")]
    public async Task Each_resource_says_what_it_allows(string target, string allow)
    {
        var options = await Client.SendAsync(target, HttpMethod.Options);
        Assert.Equal((HttpStatusCode.NoContent, allow), (options.Status, string.Join(", ", options.Headers["Allow"])));
        var wrong = await Client.SendAsync(target, HttpMethod.Delete);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, allow), (wrong.Status, string.Join(", ", wrong.Headers["Allow"])));
    }

    [Fact]
    public async Task References_carry_ids_that_lead_to_the_entities()
    {
        foreach (var set in new[] { "Shops", "Makers", "Rentals", "Holidays" })
        {
            var references = (await Client.GetAsync(set + "/$ref?$top=9")).Value.Select(r => (string)r!["@odata.id"]!).ToList();
            var entities = (await Client.GetAsync(set + "?$top=9")).Value;
            Assert.Equal(entities.Count, references.Count);
            foreach (var (id, entity) in references.Zip(entities))
            {
                var one = (await Client.GetAsync(id)).Json.AsObject();
                one.Remove("@odata.context");
                Equal(entity!.ToJsonString(), one);
            }
        }
    }

    [Theory]
    [InlineData(""), InlineData("$metadata"), InlineData("Bikes"), InlineData("Bikes(1)"), InlineData("Bikes(1)/Name"), InlineData("Bikes(1)/Name/$value"), InlineData("Bikes/$count"), InlineData("Bikes(2)/Maker"), InlineData("Bikes(1)/Rentals/$ref"), InlineData("Bikes?$expand=Rentals"), InlineData("Bikes(999)"), InlineData("Bikes?$filter=nope")]
    public async Task A_head_has_the_headers_of_a_get_and_no_body(string target)
    {
        var (get, head) = (await Client.SendAsync(target), await Client.SendAsync(target, HttpMethod.Head));
        Assert.Equal((get.Status, get.ContentType), (head.Status, head.ContentType));
    }
}
