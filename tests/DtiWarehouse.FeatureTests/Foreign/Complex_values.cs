using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Foreign;

public abstract class Complex_values(MarketServer server) : MarketSpec(server)
{
    [Fact]
    public void Metadata_declares_their_types()
    {
        var customer = (IEdmEntityType)Client.Model.FindDeclaredType("Market.Customer");
        Assert.Equal(
            "Address Market.Address False,Billing Market.Billing True,Contact Market.Contact False,Look Market.Look True,Passport Market.Passport True,Phones Collection(Market.Phone) False",
            string.Join(',', customer.StructuralProperties().Where(p => !p.Type.IsPrimitive() && !p.Type.IsEnum()).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name} {p.Type.FullName()} {p.Type.IsNullable}")));
        Assert.Equal("City Country Street", string.Join(' ', ((IEdmComplexType)Client.Model.FindDeclaredType("Market.Address")).Properties().Select(p => p.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Entities_hold_them_as_objects_and_null_where_there_is_none()
    {
        await using var context = Open();
        var customers = await context.Customers.OrderBy(c => c.Name).ToListAsync();
        var rows = (await Client.GetAsync("Customers?$orderby=Name")).Value;
        Assert.Equal(customers.Count, rows.Count);
        foreach (var (customer, row) in customers.Zip(rows))
        {
            Equal(new { customer.Address.Street, customer.Address.City }, row!["Address"]);
            Equal(customer.Billing, row["Billing"]);
            Equal(customer.Passport, row["Passport"]);
            Equal(customer.Look, row["Look"]);
            Equal(customer.Contact, row["Contact"]);
            Equal(customer.Phones, row["Phones"]);
        }

        static void Equal(object? expected, JsonNode? actual) => MarketSpec.Equal(JsonSerializer.Serialize(expected, ByName), actual);
    }

    private static readonly JsonSerializerOptions ByName = new() { Converters = { new JsonStringEnumConverter() } };

    [Theory]
    [InlineData("Address/City eq 'Hanoi'", "Anna Chi"), InlineData("Billing/Terms eq 30", "Anna"), InlineData("Billing/Terms ne 30", "Bình Chi"), InlineData("Contact/Place/X lt 0", "Bình"), InlineData("Passport/Number eq 'P1'", "Anna")]
    [InlineData("Billing eq null", "Bình"), InlineData("Look ne null", "Anna Chi"), InlineData("Passport eq null", "Bình Chi"), InlineData("Address ne null", "Anna Bình Chi"), InlineData("Contact/Place eq null", "")]
    [InlineData("Address/Country/Name eq 'Laos'", "Bình"), InlineData("Phones/any()", "Anna Bình"), InlineData("Phones/$count gt 1", "Anna"), InlineData("Phones/all(p:p/Label ne null)", "Bình Chi"), InlineData("Friends/any(f:f/Address/City eq 'Hanoi')", "Anna Bình")]
    public async Task Paths_go_through_them(string filter, string names) => Assert.Equal(names, await NamesAsync("Customers?$orderby=Name&$filter=" + Escape(filter)));

    [Fact]
    public async Task They_are_selected_whole_and_in_part()
    {
        Equal("""{"Address":{"City":"Hanoi"},"Look":{"Theme":"Blue","Size":2}}""", Bare(await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Address/City,Look")));
        Equal("""{"Contact":{"Place":{"X":1.5}}}""", Bare(await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Contact/Place/X")));
        Equal("""{"Name":"Anna","Phones":[{"Number":"1-1"},{"Number":"1-2"}]}""", Bare(await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Name,Phones/Number")));
        Equal("""{"Name":"Anna","Address":{"Country":{"Name":"Việt Nam"}}}""", Bare(await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Name&$expand=Address/Country($select=Name)")));
        Assert.EndsWith("#Customers(Address/City)/$entity", (await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Address/City")).Context, StringComparison.Ordinal);
        await Client.FailAsync(400, "Customers?$select=Address/Nope");
        await Client.FailAsync(400, "Customers?$select=Name/City");
        await Client.FailAsync(400, "Customers?$expand=Address");
        await Client.FailAsync(400, "Customers?$expand=Nope/Country");
    }

    [Fact]
    public async Task They_have_urls()
    {
        var anna = $"Customers({MarketRows.Anna})";
        var address = await Client.GetAsync($"{anna}/Address");
        Assert.EndsWith($"$metadata#{anna}/Address", address.Context, StringComparison.Ordinal);
        Equal("""{"Street":"1 O'Neil","City":"Hanoi"}""", Bare(address));
        var x = await Client.GetAsync($"{anna}/Contact/Place/X");
        Assert.EndsWith($"$metadata#{anna}/Contact/Place/X", x.Context, StringComparison.Ordinal);
        Assert.Equal(1.5, (double)x.Json["value"]!);
        Assert.Equal("Hanoi", (await Client.GetAsync($"{anna}/Address/City/$value")).Text);
        Assert.Equal("VN", (string?)(await Client.GetAsync($"{anna}/Address/Country")).Json["Code"]);
        Assert.Equal("1-1 1-2", await NamesAsync($"{anna}/Phones", "Number"));
        Assert.Equal("2", (await Client.GetAsync($"{anna}/Phones/$count")).Text);
        Assert.Equal("1-1", await NamesAsync($"{anna}/Phones?$filter=Label%20ne%20null", "Number"));
        Assert.Equal(204, (int)(await Client.SendAsync($"Customers({MarketRows.Binh})/Billing")).Status);
        Assert.Equal(204, (int)(await Client.SendAsync($"Customers({MarketRows.Binh})/Passport")).Status);
        await Client.FailAsync(404, $"Customers({Guid.Empty})/Address");
        await Client.FailAsync(404, $"{anna}/Address/Nope");
        await Client.FailAsync(404, $"{anna}/Address/$value");
        await Client.FailAsync(404, $"{anna}/Address/$ref");
    }

    [Fact]
    public async Task They_are_ordered_computed_and_grouped_by()
    {
        Assert.Equal("Bình Chi Anna", await NamesAsync("Customers?$orderby=Contact/Place/X"));
        Assert.Equal("Chi Anna Bình", await NamesAsync("Customers?$orderby=Billing/Iban desc,Look/Size desc,Name desc"));
        Equal("""[{"Twice":3}]""", Plain(await Client.GetAsync("Customers?$compute=Contact/Place/X mul 2 as Twice&$select=Twice&$filter=Twice gt 2".Replace(" ", "%20"))));
        Equal("""[{"Address":{"City":"Hanoi"},"N":2},{"Address":{"City":"Vientiane"},"N":1}]""", Plain(await Client.GetAsync("Customers?$apply=groupby((Address/City),aggregate($count%20as%20N))&$orderby=Address/City")));
        var grouped = await Client.GetAsync("Customers?$apply=groupby((Contact))&$orderby=Contact/Place/X%20desc&$top=1");
        Equal("""[{"Contact":{"Mail":"anna@example.org","Place":{"X":1.5,"Y":2.5}}}]""", Plain(grouped));
        Assert.EndsWith("#Customers(Contact/Mail,Contact/Place/X,Contact/Place/Y)", grouped.Context, StringComparison.Ordinal);
        Equal("""[{"Name":"Anna","Billing":{"Iban":null,"Terms":30}}]""", Plain(await Client.GetAsync("Customers?$apply=filter(Billing/Terms%20gt%201)/compute(1%20add%201%20as%20Two)&$select=Name,Billing")));
    }

    [Fact]
    public async Task Rows_with_complex_values_are_put_together()
    {
        Equal("""
            [{"Name":"Anna","Address":{"Street":"1 O'Neil","City":"Hanoi","Country":{"Code":"VN","Name":"Việt Nam"}},"Billing":{"Iban":null,"Terms":30},"Look":{"Theme":"Blue","Size":2}},
             {"Name":"Chi","Address":{"Street":null,"City":"Hanoi","Country":null},"Billing":{"Iban":"VN00","Terms":null},"Look":{"Theme":"Red","Size":null}},
             {"Name":"Bình","Address":{"Street":null,"City":"Vientiane","Country":{"Code":"LA","Name":"Laos"}},"Billing":null,"Look":null}]
            """, Plain(await Client.GetAsync($"Customers?$apply={Escape("concat(filter(Address/City eq 'Hanoi')/orderby(Name),filter(Look eq null))")}&$select=Name,Address,Billing,Look&$expand=Address/Country")));
        Equal("""[{"Name":"Bình","Contact":{"Mail":null,"Place":{"X":-1,"Y":null}}},{"N":3}]""",
            Plain(await Client.GetAsync($"Customers?$apply={Escape("concat(filter(Name eq 'Bình'),aggregate($count as N))")}&$select=Name,Contact,N")));
        // Hidden keys go along where values are computed, and in what is put together.
        Equal("""[{"Name":"Anna","L":4,"Address":{"Street":"1 O'Neil","City":"Hanoi","Country":{"Code":"VN","Name":"Việt Nam"}}}]""",
            Plain(await Client.GetAsync($"Customers?$apply={Escape("filter(Name eq 'Anna')/compute(length(Name) as L)")}&$select=Name,L,Address&$expand=Address/Country")));
        Assert.Equal("Worker Trainee Trainee", await NamesAsync($"Employees?$apply={Escape("concat(filter(Boss/Id ge 1),filter(Boss/Boss ne null))")}"));
    }
}
