using System.Text;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Mutations of good requests: whatever comes in, the answer is one of the protocol's, never a failure of the server.</summary>
public abstract class FuzzSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static readonly string[] Seeds =
    [
        "Bikes?$filter=contains(Name,'a')+and+(Gears+gt+3+or+not+IsSold)&$orderby=Price+desc,Shop/Name&$top=5&$skip=2&$count=true&$select=Id,Name",
        "Bikes?$expand=Rentals($filter=Days+gt+1;$orderby=Fee+desc;$top=2;$skip=1;$count=true;$select=Days),Maker($select=Name;$expand=Bikes($top=1))",
        "Rentals(BikeId=1,Number=2)/Bike/Shop/Name/$value", "Shops('O''Neil%2F1')/Bikes?$filter=Maker/Country+in+('VN',null)&$format=application/json;odata.metadata=full",
        "Bikes?$filter=SeenAt+ge+2023-11-27T08:30:00.5%2B07:00+and+Built+lt+2024-02-29+and+Ready+eq+08:30:00+and+Ride+gt+duration'PT1H'", "Bikes?$filter=Rentals/any(r:r/Days+gt+3+and+r/Bike/Successor/Id+eq+$it/Id)+or+Rentals/$count+eq+2",
        "Bikes?$filter=Gears+add+@p+mul+2+div+3+mod+4+sub+-1+eq+@q&@p=5&@q=Seats", "Bikes?$filter=Tag+eq+abcdef01-2345-6789-abcd-ef0123456789+or+Photo+eq+binary'AQ=='", "Makers(abcdef01-2345-6789-abcd-ef0123456789)/Bikes/$count?$filter=year(Built)+eq+2023",
        "Bikes?$orderby=substring(Notes,1,2),length(Name)+desc,round(Weight)&$expand=Successor($levels=2),Predecessors/$ref,Rentals/$count", "Holidays(2024-02-10)?$select=Name&$expand=Shop", "$metadata?$format=xml", "?$format=json",
        "Bikes?$filter=Price+in+(1,2.5,1e3,-3,null)+and+Weight+lt+INF+and+concat(concat(Name,'%C3%A9'),%27x%27)+ne+''",
        "Bikes/$filter(@a)/$filter(Gears+gt+3)(1)/Rentals(2)/Bike?@a=Shop/Code+ne+null&$select=Id,BikeShop.*&$compute=Gears+add+1+as+G", "$entity?$id=Shops('O%2527%2527Neil%252F1')&$expand=*($levels=2)", "Makers(Country='TW',Founded=1972)/Bikes/$filter(Id+lt+9)/$count?filter=IsSold",
        "Bikes?Filter=Gears+GT+3&ORDERBY=Name+DESC&top=5&expand=Rentals(filter=Days+gt+@d;@d=1;Count=true;compute=Days+add+1+as+D;select=D)&$schemaversion=*",
    ];

    /// <summary>Requests whose answers the strict reader knows only while they are whole.</summary>
    private static readonly string[] Transformations =
    [
        "Parts?$apply=descendants($root/Parts/$filter(Grams+gt+1),Assembly,Code,filter(Code+eq+'wheel'),2,keep+start)/traverse($root/Parts,Assembly,Code,preorder,Grams+desc)&$top=5&$count=true",
        "Bikes?$apply=groupby((Shop/Code,rolluprecursive($root/Bikes,Succession,Id,filter(Id+lt+9))),aggregate($count+as+N,Gears+with+max+as+G))&$orderby=N+desc&$expand=Successor($select=Id)",
        "Shops?$expand=Bikes($apply=groupby((rolluprecursive($root/Bikes,Origin,SuccessorId)),filter(Gears+gt+1)/aggregate($count+as+N));$count=true;$top=2)&$select=Code",
        "Bikes?$apply=groupby((Maker/Country),groupby((rolluprecursive($root/Shops('HN')/Bikes,Succession,Id,traverse($root/Bikes,Origin,Id,postorder,filter(Id+lt+5)))),topcount(2,Gears)))",
        "Bikes?$filter=Aggregation.isdescendant(HierarchyNodes=$root/Bikes/$filter(Gears+gt+2),HierarchyQualifier='Succession',Node=Id,Ancestor=7,MaxDistance=3)+or+Aggregation.isroot(HierarchyNodes=@n,HierarchyQualifier='Origin',Node=SuccessorId)&@n=$root/Shops/Bikes",
        "Makers?$apply=concat(traverse($root/Bikes,Succession,Bikes/Id,preorder,filter(Id+gt+60)),aggregate(Bikes/Gears+with+sum+as+G),addnested(Bikes,filter(Gears+gt+1)+as+B))&$skip=1",
        "Bikes?$apply=concat(filter(Gears+gt+1)/groupby((rollup(Maker/Country,Maker/Name)),aggregate(Gears+with+sum+as+F)),join(Rentals+as+R,top(1)),nest(identity+as+All))&$filter=F+gt+1",
    ];

    private static readonly string[] Pieces =
    [
        "'", "''", "(", ")", ",", ";", "/", "$", "@", "%", "%27", "%00", "%FF", "%F0%9F%9A%B2", "+", "%20", "&", "=", "?", "#", "-", "--", ".", ":", "\"", "*", "null", "true", "NaN", "INF", "-INF", "9223372036854775808", "1e400", "0", "''''", "$it", "$root/Bikes", "$count", "any(", "all(x:", "in", "in+(", "eq", "ne", "not+", "has", "div+0", "mod+0",
        "cast(", "duration'P99999999999D'", "duration'P1Y'", "binary'AQ'", "2024-02-30", "0000-00-00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "24:00:00", "00000000-0000-0000-0000-000000000000", "Shop", "Rentals", "Maker/Country", "Photo", "$select=", "$expand=*", "$top=0", "$skiptoken=AAAA", "$levels=max", "$filter(", "/$filter(true)", "@a", "@a=1;", "$id=", "$entity", "/$query", "$batch", "Rentals(2)", "top=1", "%28", "%2F", "\t", "é",
    ];

    [Fact]
    public async Task Mutated_requests_never_break_the_server()
    {
        var random = new Random(7_777);
        for (var i = 0; i < 3_000 * TestScale.Factor; i++)
        {
            var transforms = random.Next(4) == 0;
            var target = Mutate(transforms ? Transformations[random.Next(Transformations.Length)] : Seeds[random.Next(Seeds.Length)], random);
            var answer = await Client.SendAsync(
                target, headers: [("Prefer", random.Next(3) == 0 ? "maxpagesize=2" : ""), ("OData-MaxVersion", random.Next(2) == 0 ? "4.01" : "4.0"), ("Accept", transforms ? "application/json;odata.metadata=none" : "")]);
            Assert.True((int)answer.Status is < 500 or 501 or 503, $"{target}\n{(int)answer.Status} {answer.Text}");
        }
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, length));
                    break;
                default:
                    var other = Seeds[random.Next(Seeds.Length)];
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 20), other.Length - from)));
                    break;
            }
        }
        // What Kestrel itself refuses never reaches the service: raw characters outside ASCII, blanks, a fragment, a null.
        return text.Replace("é", "%C3%A9").Replace("\t", "%09").Replace("\"", "%22").Replace("#", "%23").Replace("%00", "%01").ToString();
    }
}
