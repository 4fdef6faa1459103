using System.Globalization;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The trees of territories and units, against the register's own columns. Every answer passes the strict reader.</summary>
public abstract class Hierarchies_of_the_feed(SampleServer server)
{
    private const string Territory = "$root/AdminUnits,Territory,";

    private StrictClient Client => server.Client;

    private async Task<int> CountAsync(string set, string apply) =>
        int.Parse((await Client.GetAsync(FeedQueries.Encode($"{set}/$count?$apply={apply}"))).Text, NumberStyles.None, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Below_the_province_of_today_lie_its_96_communes()
    {
        Assert.Equal(96, await CountAsync("AdminUnits", $"descendants({Territory}AdminUnitKey,filter(Code eq '51' and IsCurrent eq true))"));
        Assert.Equal(97, await CountAsync("AdminUnits", $"descendants({Territory}AdminUnitKey,filter(Code eq '51' and IsCurrent eq true),1,keep start)"));
        Assert.Equal(1, await CountAsync("AdminUnits", $"ancestors({Territory}AdminUnitKey,filter(IsCurrent eq true and Level eq 'Commune'))/filter(ProvinceCode eq '51')"));
    }

    [Fact]
    public async Task What_lies_below_a_district_is_what_names_it()
    {
        foreach (var district in (await Client.GetAsync(FeedQueries.Encode("AdminUnits?$filter=Level eq 'District'&$select=AdminUnitKey,Code,ValidFrom&$orderby=Code&$top=20"))).Value)
        {
            var key = (int)district!["AdminUnitKey"]!;
            var expected = await Client.CountAsync("AdminUnits", $"ParentAdminUnitKey eq {key.ToString(CultureInfo.InvariantCulture)}");
            Assert.Equal(expected, await CountAsync("AdminUnits", $"descendants({Territory}AdminUnitKey,filter(AdminUnitKey eq {key.ToString(CultureInfo.InvariantCulture)}))"));
            Assert.Equal(expected, await CountAsync("AdminUnits", $"filter(Aggregation.isdescendant(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Ancestor={key.ToString(CultureInfo.InvariantCulture)}) and DistrictCode eq '{district["Code"]}')"));
        }
    }

    [Fact]
    public async Task Dossiers_rolled_up_along_the_territories_are_those_received_there()
    {
        var rows = await Client.RowsAsync($"Dossiers?$apply=groupby((rolluprecursive({Territory}ReceivingUnit/AdminUnit/AdminUnitKey,filter(Level eq 'Province' or Level eq 'District'))),aggregate($count as N))");
        Assert.NotEmpty(rows);
        foreach (var row in rows.Where(r => (int)r!["N"]! > 0))
        {
            var territory = row!["ReceivingUnit"]!["AdminUnit"]!;
            var code = (string)territory["Level"]! == "Province" ? "ProvinceCode" : "DistrictCode";
            var key = (int)territory["AdminUnitKey"]!;
            var parts = $"(ReceivingUnit/AdminUnitKey eq {key} or ReceivingUnit/AdminUnit/ParentAdminUnitKey eq {key} or ReceivingUnit/AdminUnit/Parent/ParentAdminUnitKey eq {key})";
            Assert.Equal(await Client.CountAsync("Dossiers", $"{parts} and ReceivingUnit/AdminUnit/{code} eq '{territory["Code"]}'"), (int)row["N"]!);
        }
    }

    [Fact]
    public async Task A_tree_reads_page_by_page_from_the_province_down()
    {
        var rows = await Client.RowsAsync($"AdminUnits?$apply=traverse({Territory}AdminUnitKey,preorder,filter(Code eq '51' and IsCurrent eq false),NameSort)&$select=Code,Level,ParentAdminUnitKey,AdminUnitKey", pageSize: 50);
        Assert.Equal(await CountAsync("AdminUnits", $"descendants({Territory}AdminUnitKey,filter(Code eq '51' and IsCurrent eq false),keep start)"), rows.Count);
        var above = new HashSet<int>();
        foreach (var row in rows)
        {
            Assert.True((string)row!["Level"]! == "Province" || above.Contains((int)row["ParentAdminUnitKey"]!), row.ToString());
            above.Add((int)row["AdminUnitKey"]!);
        }
    }

    [Fact]
    public async Task Units_roll_up_by_the_levels_of_their_territory()
    {
        var rows = await Client.RowsAsync("Units?$apply=groupby((rollup(TerritoryLevels)),aggregate($count as N))");
        var provinces = rows.Where(r => r!["ProvinceCode"] is not null && !r.AsObject().ContainsKey("DistrictCode")).ToList();
        Assert.NotEmpty(provinces);
        foreach (var province in provinces)
        {
            Assert.Equal(await Client.CountAsync("Units", $"ProvinceCode eq '{province!["ProvinceCode"]}'"), (int)province["N"]!);
        }
    }
}
