using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

public sealed class Territories_load : IDisposable
{
    private readonly TestWarehouse _warehouse = new();

    public Territories_load() => Assert.All(_warehouse.Runner.LoadReferenceData(), run => Assert.Equal((LoadStatus.Completed, null), (run.Status, run.Error)));

    [Theory]
    [InlineData("2020-08-01", 13, 173)]
    [InlineData("2025-01-15", 13, 170)]
    [InlineData("2025-07-01", 0, 96)]
    public void Province_51_has_its_known_numbers_of_units(string on, int districts, int communes)
    {
        using var context = _warehouse.Open();
        var day = Day(on);
        var units = context.AdminUnits.Where(u => u.ProvinceCode == "51" && u.ValidFrom <= day && (u.ValidTo == null || u.ValidTo >= day)).ToList();

        Assert.Equal((districts, communes), (units.Count(u => u.Level == GovernmentLevel.District), units.Count(u => u.Level == GovernmentLevel.Commune)));
    }

    [Theory]
    [InlineData("21142", "21136")] // Trà Bùi is split in equal parts: the lowest code
    [InlineData("522", "51")] // an abolished district: the province
    [InlineData("608", "51")] // a district of a province that was merged away
    [InlineData("62", "51")]
    [InlineData("536", "21548")] // Lý Sơn became a special zone
    [InlineData("21541", "21548")] // dissolved into its district, which became the special zone
    [InlineData("23521", "23500")]
    public void A_former_territory_leads_to_todays(string code, string current)
    {
        using var context = _warehouse.Open();
        Assert.All(
            context.AdminUnits.Where(u => u.Code == code).Select(u => new { u.CurrentAdminUnit!.Code, u.CurrentAdminUnit.IsCurrent }).ToList(),
            unit => Assert.Equal((current, true), (unit.Code, unit.IsCurrent)));
    }

    [Fact]
    public void Shares_of_a_territory_add_up_to_one()
    {
        using var context = _warehouse.Open();
        var shares = context.AdminUnitSuccessors.ToList().GroupBy(b => (b.AdminUnitKey, b.EffectiveDate)).Select(g => g.Sum(b => b.Share));
        Assert.All(shares, share => Assert.Equal(1m, share));
        Assert.Equal(338, context.AdminUnitSuccessors.Count());
    }

    [Fact]
    public void Links_to_territories_that_nobody_knows_yet_load_again_and_again()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.AdminUnits, Territory("521", to: "2024-02-29"));
        for (var day = 0; day < 3; day++)
        {
            var run = warehouse.Load(
                Feeds.AdminSuccessors,
                Successor("521", "901", "2024-03-01", SuccessionRelation.Partial, Morning.AddDays(day)), Successor("521", "902", "2024-03-01", SuccessionRelation.Partial, Morning.AddDays(day)));
            Assert.Equal(LoadStatus.Completed, run.Status);
        }

        Assert.Equal(["1|500000", "2|500000"], warehouse.Rows("SELECT admin_unit_successor_key, share FROM bridge_admin_unit_successor"));
    }

    [Fact]
    public void Loading_the_lists_again_changes_nothing()
    {
        var before = _warehouse.Rows("SELECT version FROM etl_data_version");
        Assert.Empty(_warehouse.Runner.LoadReferenceData());
        Assert.Equal(before, _warehouse.Rows("SELECT version FROM etl_data_version"));
    }

    public void Dispose() => _warehouse.Dispose();
}
