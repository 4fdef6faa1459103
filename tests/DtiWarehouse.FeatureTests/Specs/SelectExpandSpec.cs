using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$select</c> and <c>$expand</c> with everything that nests in it, and the context URLs they make.</summary>
public abstract class SelectExpandSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Theory]
    [InlineData("Bikes?$top=1", "#Bikes")]
    [InlineData("Bikes?$top=1&$select=Id,Name", "#Bikes(Id,Name)")]
    [InlineData("Bikes?$top=1&$select=Name,Name", "#Bikes(Name)")]
    [InlineData("Bikes?$top=1&$select=*", "#Bikes(*)")]
    [InlineData("Bikes?$top=1&$select=Name,Maker", "#Bikes(Name,Maker)")]
    [InlineData("Bikes?$top=1&$expand=Maker", "#Bikes")]
    [InlineData("Bikes?$top=1&$expand=*", "#Bikes")]
    [InlineData("Bikes?$top=1&$select=Name&$expand=Maker", "#Bikes(Name)")]
    [InlineData("Bikes?$top=1&$select=Name,Maker&$expand=Maker", "#Bikes(Name,Maker)")]
    [InlineData("Bikes?$top=1&$select=Name,Maker&$expand=Maker($select=Country)", "#Bikes(Name,Maker(Country))")]
    [InlineData("Bikes?$top=1&$expand=Shop($select=Name;$expand=Holidays($select=Day)),Rentals($filter=Days%20gt%201)", "#Bikes(Shop(Name,Holidays(Day)))")]
    [InlineData("Bikes?$top=1&$expand=Rentals($expand=Bike($select=Id))", "#Bikes(Rentals(Bike(Id)))")]
    [InlineData("Bikes(1)?$select=Name&$expand=Maker", "#Bikes(Name)/$entity")]
    [InlineData("Bikes(1)/Maker", "#Makers/$entity")]
    [InlineData("Bikes(1)/Rentals?$select=Days", "#Rentals(Days)")]
    [InlineData("Bikes(1)/Rentals/$ref", "#Collection($ref)")]
    [InlineData("Bikes(1)/Maker/$ref", "#$ref")]
    [InlineData("Bikes(1)/Name", "#Bikes(1)/Name")]
    [InlineData("Bikes?$top=1&$expand=*($levels=2)", "#Bikes")]
    [InlineData("Bikes/$filter(Id%20eq%201)?$select=Id", "#Bikes(Id)")]
    [InlineData("$entity?$id=Bikes(1)&$select=Id", "#Bikes(Id)/$entity")]
    [InlineData("Makers(Name='Giant')?$select=Name", "#Makers(Name)/$entity")]
    public async Task Context_urls_are_those_of_version_4_0(string target, string context)
    {
        Assert.Equal($"{Root}$metadata{context}", (await Client.GetAsync(target)).Context);
        Assert.DoesNotContain("()", (await Client.GetAsync(target)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_4_01_marks_each_expanded_navigation_in_the_context_url()
    {
        var answer = await Client.GetAsync("Bikes?$top=1&$select=Name&$expand=Maker,Rentals", ("OData-MaxVersion", "4.01"));
        Assert.Equal($"{Root}$metadata#Bikes(Name,Maker(),Rentals())", answer.Context);
        Assert.Equal("4.01", answer.Headers["OData-Version"][0]);
    }

    [Fact]
    public async Task Version_4_01_marks_whatever_a_star_stands_for()
    {
        Assert.Equal($"{Root}$metadata#Rentals(Bike())", (await Client.GetAsync("Rentals?$top=1&$expand=*", ("OData-MaxVersion", "4.01"))).Context);
        Assert.Equal($"{Root}$metadata#Rentals(Days,Bike())", (await Client.GetAsync("Rentals?$top=1&$select=Days&$expand=*", ("OData-MaxVersion", "4.01"))).Context);
        Assert.Equal($"{Root}$metadata#Rentals", (await Client.GetAsync("Rentals?$top=1&$expand=*/$ref", ("OData-MaxVersion", "4.01"))).Context);
    }

    [Theory]
    [InlineData("BikeShop.*"), InlineData("BikeShop.Rent"), InlineData("BikeShop.Rent(Days,Customer)")]
    public async Task Operations_that_there_are_none_of_are_passed_over_in_select(string operation) =>
        Equal("""[{"Id":1}]""", (await Client.GetAsync($"Bikes?$top=1&$select=Id,{operation}")).Value);

    [Fact]
    public async Task An_entity_computes_values_of_its_own()
    {
        var bike = (await Client.GetAsync("Bikes(1)?$compute=Gears%20mul%202%20as%20Twice,Maker/Name%20as%20Made&$select=Id,Twice,Made")).Json;
        Assert.Equal((1, 42, "Giant"), ((int)bike["Id"]!, (int)bike["Twice"]!, (string)bike["Made"]!));
        Assert.Equal($"{Root}$metadata#Bikes(Id,Twice,Made)/$entity", (string?)bike["@odata.context"]);
        var maker = (await Client.GetAsync("Bikes(1)/Maker?$compute=Founded%20add%201%20as%20Next&$expand=Bikes($select=Id;$top=1)")).Json;
        Assert.Equal((1973, "Giant", $"{Root}$metadata#Makers(*,Next,Bikes(Id))/$entity"), ((int)maker["Next"]!, (string)maker["Name"]!, (string?)maker["@odata.context"]));
        Assert.Equal(204, (int)(await Client.SendAsync("Bikes(2)/Maker?$compute=Founded%20add%201%20as%20Next")).Status);
        await Client.FailAsync(404, "Bikes(999)?$compute=Gears%20add%201%20as%20G");
        await Client.FailAsync(400, "Bikes(1)?$compute=Gears%20add%201%20as%20Name");
        await Client.FailAsync(400, "Bikes(1)/Name?$compute=Gears%20add%201%20as%20G");
        await Client.FailAsync(400, "Bikes(1)/$ref?$compute=Gears%20add%201%20as%20G");
    }

    [Fact]
    public async Task Expanded_navigations_compute_values_of_their_own()
    {
        var answer = await Client.GetAsync("Bikes?$select=Id&$expand=Rentals($compute=Days%20mul%202%20as%20Twice;$filter=Twice%20gt%204;$orderby=Twice%20desc,Number;$select=Number,Twice;$count=true),Maker($compute=Founded%20add%201%20as%20Next;$select=Next)");
        foreach (var row in answer.Value)
        {
            var bike = Bikes[(int)row!["Id"]! - 1];
            var rentals = bike.Rentals.Where(r => r.Days * 2 > 4).OrderByDescending(r => r.Days).ThenBy(r => r.Number).ToList();
            Assert.Equal(rentals.Select(r => $"{r.Number}:{r.Days * 2}"), row["Rentals"]!.AsArray().Select(r => $"{r!["Number"]}:{r["Twice"]}"));
            Assert.Equal(rentals.Count, (int)row["Rentals@odata.count"]!);
            Assert.Equal(bike.Maker is null, row["Maker"] is null);
            Assert.Equal(bike.Maker?.Founded + 1, (int?)row["Maker"]?["Next"]);
        }
        Assert.Equal($"{Root}$metadata#Bikes(Id,Rentals(Number,Twice),Maker(Next))", answer.Context);
        var whole = (await Client.GetAsync("Bikes(1)?$select=Id&$expand=Maker($compute=Founded%20add%201%20as%20Next)")).Json;
        Assert.Equal(($"{Root}$metadata#Bikes(Id,Maker(*,Next))/$entity", "Giant", 1973), ((string?)whole["@odata.context"], (string)whole["Maker"]!["Name"]!, (int)whole["Maker"]!["Next"]!));
        await Client.FailAsync(400, "Bikes?$expand=Maker($compute=Nope%20add%201%20as%20N)");
        await Client.FailAsync(400, "Bikes?$expand=Maker($compute=Founded%20add%201%20as%20Name)");
    }

    [Fact]
    public async Task A_star_with_levels_expands_what_it_expanded()
    {
        var row = (await Client.GetAsync("Rentals?$top=1&$expand=*($levels=2)")).Value[0]!;
        Assert.Equal(["Maker", "Predecessors", "Rentals", "Shop", "Successor"], row["Bike"]!.AsObject().Where(m => m.Value is JsonArray or JsonObject || m.Key == "Maker" || m.Key == "Successor").Select(m => m.Key).Order(StringComparer.Ordinal));
        Assert.Null(row["Bike"]!["Shop"]!["Bikes"]);
        Assert.NotNull((await Client.GetAsync("Rentals?$top=1&$expand=*($levels=max)")).Value[0]!["Bike"]!["Shop"]);
        Assert.Equal("ODATA317", (await Client.FailAsync(400, "Rentals?$top=1&$expand=*($levels=4)")).ErrorCode);
    }

    [Fact]
    public async Task Selected_properties_come_and_no_others()
    {
        Equal("""[{"Name":"Xe \"một\"","Id":1}]""", (await Client.GetAsync("Bikes?$top=1&$select=Name,Id,Name")).Value);
        Equal("""[{}]""", (await Client.GetAsync("Bikes?$top=1&$select=Maker")).Value);
        Assert.Equal(26, (await Client.GetAsync("Bikes?$top=1&$select=*,Name")).Value[0]!.AsObject().Count);
        Equal("""[{"Days":2}]""", (await Client.GetAsync("Rentals?$top=1&$select=Days")).Value);
    }

    [Fact]
    public async Task Single_navigations_expand_to_an_entity_or_null()
    {
        Equal("""[{"Id":1,"Maker":{"Name":"Giant","Founded":1972},"Successor":{"Id":2,"Maker":null}},{"Id":2,"Maker":null,"Successor":null}]""",
            (await Client.GetAsync("Bikes?$top=2&$select=Id&$expand=Maker($select=Name,Founded),Successor($select=Id;$expand=Maker($select=Id))")).Value);
    }

    [Fact]
    public async Task Collections_expand_with_filter_order_top_skip_and_count_per_parent()
    {
        var answer = await Client.GetAsync("Bikes?$select=Id&$expand=Rentals($select=Number,Days;$filter=Days%20gt%200;$orderby=Days%20desc,Number;$skip=1;$top=1;$count=true)");
        foreach (var row in answer.Value)
        {
            var bike = Bikes[(int)row!["Id"]! - 1];
            var all = bike.Rentals.Where(r => r.Days > 0).OrderByDescending(r => r.Days).ThenBy(r => r.Number).ToList();
            Assert.Equal(all.Count, (int)row["Rentals@odata.count"]!);
            Assert.Equal(all.Skip(1).Take(1).Select(r => $"{r.Number}:{r.Days}"), row["Rentals"]!.AsArray().Select(r => $"{r!["Number"]}:{r["Days"]}"));
        }
        Equal("""[{"Id":1,"Rentals":[]}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals($top=0)")).Value);
        Equal("""[{"Id":1,"Rentals":[{"Number":3}]}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals($select=Number;$skip=2)")).Value);
        Equal("""[{"Id":1,"Rentals":[]}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals($skip=9223372036854775807;$top=9223372036854775807)")).Value);
    }

    [Fact]
    public async Task Collections_expand_inside_collections_and_single_navigations()
    {
        var answer = await Client.GetAsync("Shops?$select=Code&$expand=Bikes($select=Id;$orderby=Price%20desc,Id;$expand=Rentals($select=Number;$orderby=Number%20desc),Successor($select=Id;$expand=Rentals($select=Number;$top=1))),Holidays($select=Day)");
        foreach (var row in answer.Value)
        {
            var code = (string)row!["Code"]!;
            var bikes = Bikes.Where(b => b.ShopCode == code).OrderBy(b => b.Price is null).ThenByDescending(b => b.Price).ThenBy(b => b.Id).ToList();
            Assert.Equal(bikes.Select(b => b.Id), row["Bikes"]!.AsArray().Select(b => (int)b!["Id"]!));
            Assert.Equal(bikes.Select(b => string.Join(' ', b.Rentals.OrderByDescending(r => r.Number).Select(r => r.Number))), row["Bikes"]!.AsArray().Select(b => string.Join(' ', b!["Rentals"]!.AsArray().Select(r => (int)r!["Number"]!))));
            Assert.Equal(bikes.Select(b => Math.Min(b.Successor?.Rentals.Count ?? -1, 1)), row["Bikes"]!.AsArray().Select(b => b!["Successor"] is { } s ? s["Rentals"]!.AsArray().Count : -1));
            Assert.Equal(Rows.Holidays.Where(h => h.ShopCode == code).Select(h => $"{h.Day:yyyy-MM-dd}"), row["Holidays"]!.AsArray().Select(h => (string)h!["Day"]!));
        }
    }

    [Fact]
    public async Task More_parents_than_a_chunk_each_get_their_own_children()
    {
        var rows = await Client.AllPagesAsync("Bikes?$select=Id&$orderby=Id&$expand=Rentals($select=BikeId,Number;$top=2)");
        Assert.Equal(Bikes.Select(b => b.Rentals.Take(2).Select(r => $"{b.Id}/{r.Number}")), rows.Select(r => r["Rentals"]!.AsArray().Select(x => $"{x!["BikeId"]}/{x["Number"]}")));
    }

    [Fact]
    public async Task Counts_and_references_expand_in_place_of_entities()
    {
        Equal("""[{"Id":1,"Rentals@odata.count":3}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals/$count")).Value);
        Equal($$$"""[{"Id":1,"Maker":{"@odata.id":"{{{Root}}}Makers(abcdef01-2345-6789-abcd-ef0123456789)"}}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Maker/$ref")).Value);
        Equal($$"""[{"Id":1,"Rentals":[{"@odata.id":"{{Root}}Rentals(BikeId=1,Number=1)"},{"@odata.id":"{{Root}}Rentals(BikeId=1,Number=2)"}]}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals/$ref($top=2)")).Value);
        Equal("""[{"Id":1,"Rentals@odata.count":1}]""", (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=Rentals/$count($filter=Number%20eq%202)")).Value);
    }

    [Fact]
    public async Task Levels_expand_a_navigation_inside_itself()
    {
        var two = (await Client.GetAsync("Bikes?$filter=Successor/Successor%20ne%20null&$select=Id&$expand=Successor($levels=2;$select=Id)")).Value;
        Assert.All(two, r => Assert.Equal(Bikes[(int)r!["Id"]! - 1].Successor!.SuccessorId, (int)r["Successor"]!["Successor"]!["Id"]!));
        Assert.All(two, r => Assert.Null(r!["Successor"]!["Successor"]!["Successor"]));
        var max = (await Client.GetAsync("Bikes(1)?$select=Id&$expand=Predecessors($levels=max;$select=Id)")).Json;
        Assert.Equal(Bikes[0].Predecessors.Select(p => p.Id), max["Predecessors"]!.AsArray().Select(p => (int)p!["Id"]!));
        Assert.All(max["Predecessors"]!.AsArray(), p => Assert.Equal(Bikes[(int)p!["Id"]! - 1].Predecessors.Count, p["Predecessors"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_star_expands_whatever_is_not_named_beside_it()
    {
        var row = (await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=*,Maker($select=Name)")).Value[0]!.AsObject();
        Assert.Equal(["Id", "Maker", "Predecessors", "Rentals", "Shop", "Successor"], row.Select(m => m.Key).Order(StringComparer.Ordinal));
        Equal("""{"Name":"Giant"}""", row["Maker"]!);
        Assert.All((await Client.GetAsync("Bikes?$top=1&$select=Id&$expand=*/$ref")).Value[0]!["Rentals"]!.AsArray(), r => Assert.NotNull(r!["@odata.id"]));
    }

    [Fact]
    public async Task An_entity_takes_select_and_expand_too()
    {
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes(Id,Rentals(Number))/$entity","Id":1,"Rentals":[{"Number":2}]}""", (await Client.GetAsync("Bikes(1)?$select=Id&$expand=Rentals($select=Number;$filter=Customer%20eq%20null)")).Json);
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes(Maker)/$entity"}""", (await Client.GetAsync("Bikes(1)?$select=Maker")).Json);
    }

    [Theory]
    [InlineData("Bikes?$expand=Rentals,Rentals")]
    [InlineData("Bikes?$expand=Name")]
    [InlineData("Bikes?$expand=Nope")]
    [InlineData("Bikes?$expand=Maker($top=1)")]
    [InlineData("Bikes?$expand=Maker/$count")]
    [InlineData("Bikes?$expand=Rentals($nope=1)")]
    [InlineData("Bikes?$expand=Rentals($top=1;$top=2)")]
    [InlineData("Bikes?$expand=Rentals($skiptoken=1)")]
    [InlineData("Bikes?$expand=Rentals(")]
    [InlineData("Bikes?$expand=Rentals()")]
    [InlineData("Bikes?$expand=Rentals($filter=)")]
    [InlineData("Bikes?$expand=")]
    [InlineData("Bikes?$select=")]
    [InlineData("Bikes?$select=Nope")]
    [InlineData("Bikes?$select=Name,")]
    [InlineData("Bikes?$select=Name/X")]
    [InlineData("Bikes?$levels=2")]
    [InlineData("Bikes?$select=Name($select=X)")]
    [InlineData("Bikes?$select=Maker($select=Name)")]
    [InlineData("Bikes?$expand=*($top=1)")]
    [InlineData("Bikes?$expand=*/$count")]
    [InlineData("Bikes?$expand=Rentals(@a)")]
    [InlineData("Bikes?$expand=Successor($levels=0)")]
    [InlineData("Bikes?$expand=Successor($expand=Successor($expand=Successor($expand=Successor($expand=Successor($expand=Successor)))))")]
    public async Task What_cannot_be_selected_or_expanded_is_refused(string target) => await Client.FailAsync(400, target);

    [Fact]
    public async Task Power_Query_may_name_the_navigation_in_the_select_and_encode_the_commas()
    {
        var answer = await Client.GetAsync("Bikes?%24top=1&$select=Id%2CMaker&$expand=Maker%28%24select%3DName%29");
        JsonNode row = answer.Value.Single()!;
        Equal("""{"Id":1,"Maker":{"Name":"Giant"}}""", row);
    }
}
