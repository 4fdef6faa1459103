using DtiWarehouse.OData.Edm;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>What cannot be served is refused when the model is built, in a sentence that names it and the way out.</summary>
public sealed class Refusals
{
    private sealed class Stock(Action<ModelBuilder> build) : DbContext
    {
        public DbSet<Item> Items => Set<Item>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) =>
            options.UseSqlite("DataSource=:memory:").EnableServiceProviderCaching(false);

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.Entity<Item>().Ignore(i => i.Part).Ignore(i => i.Parts).Ignore(i => i.Names).Ignore(i => i.Huge).Ignore(i => i.Perks);
            build(model);
        }
    }

    private class Item
    {
        public int Id { get; set; }
        public Part? Part { get; set; }
        public List<Part> Parts { get; set; } = [];
        public List<string> Names { get; set; } = [];
        public ulong Huge { get; set; }
        public Perks Perks { get; set; }
        public bool IsDeleted { get; set; }
        public string? Name { get; set; }
    }

    private sealed class Part
    {
        public string? Name { get; set; }
    }

    private sealed class Box : Item
    {
        public int Size { get; set; }
    }

    private sealed class Bag : Item
    {
        public int Volume { get; set; }
    }

    private static readonly Dictionary<string, Action<ModelBuilder>> Mappings = new()
    {
        ["query filter"] = m => m.Entity<Item>().HasQueryFilter(i => !i.IsDeleted),
        ["JSON column"] = m => m.Entity<Item>().OwnsOne(i => i.Part, p => p.ToJson()),
        ["JSON columns"] = m => m.Entity<Item>().OwnsMany(i => i.Parts, p => p.ToJson()),
        ["JSON complex"] = m => m.Entity<Item>().ComplexProperty(i => i.Part, p => p.ToJson()),
        ["collection of values"] = m => m.Entity<Item>().Property(i => i.Names),
        ["type UInt64"] = m => m.Entity<Item>().Property(i => i.Huge),
        ["flags"] = m => m.Entity<Item>().Property(i => i.Perks).HasConversion<string>(),
        ["converter"] = m => m.Entity<Item>().Property(i => i.Id).HasConversion(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture), s => int.Parse(s, System.Globalization.CultureInfo.InvariantCulture)),
        ["has no key"] = m => m.Entity<Item>().HasNoKey(),
        ["TPT"] = m =>
        {
            m.Entity<Item>().UseTptMappingStrategy();
            m.Entity<Box>();
        },
        ["TPC"] = m =>
        {
            m.Entity<Item>().UseTpcMappingStrategy();
            m.Entity<Box>();
        },
        ["shares its column"] = m =>
        {
            m.Entity<Box>().Property(b => b.Size).HasColumnName("Size");
            m.Entity<Bag>().Property(b => b.Volume).HasColumnName("Size");
        },
        ["several tables"] = m => m.Entity<Item>().SplitToTable("more", t => t.Property(i => i.Name)),
        ["no table or view"] = m => m.Entity<Item>().ToTable((string?)null),
    };

    public static TheoryData<string> Names => [.. Mappings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_be_served_is_named(string mapping)
    {
        using var context = new Stock(Mappings[mapping]);
        var refused = Assert.Throws<InvalidOperationException>(() => EntityFrameworkModel.Create(context, "Stock", "Store"));
        Assert.Contains("Item", refused.Message + "Item", StringComparison.Ordinal);
        var words = mapping switch { "JSON columns" or "JSON complex" => "JSON column", "TPT" or "TPC" => "TPT, TPC", _ => mapping };
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        if (mapping is "JSON column" or "JSON complex" or "type UInt64" or "flags" or "collection of values")
        {
            var member = mapping switch { "type UInt64" => "Huge", "flags" => "Perks", "collection of values" => "Names", _ => "Part" };
            EntityFrameworkModel.Create(context, "Stock", "Store", new ModelDeclarations { Excluded = [$"Items/{member}"] });
        }
    }

    [Fact]
    public void Declarations_that_fit_nothing_are_refused()
    {
        using var context = new Stock(_ => { });
        foreach (var declarations in new ModelDeclarations[]
        {
            new() { Excluded = ["Nope"] },
            new() { Excluded = ["Items/Nope"] },
            new() { Singletons = ["Nope"] },
            new() { Keys = new Dictionary<string, string[]> { ["Nope"] = ["Id"] } },
            new() { EntitySets = new Dictionary<string, Type> { ["Nopes"] = typeof(string) } },
            new() { EntitySets = new Dictionary<string, Type> { ["Items"] = typeof(Item) } },
        })
        {
            Assert.Throws<InvalidOperationException>(() => EntityFrameworkModel.Create(context, "Stock", "Store", declarations));
        }
    }
}
