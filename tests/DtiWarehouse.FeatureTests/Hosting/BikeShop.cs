using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>A stranger's model: nothing in it knows the warehouse or OData.</summary>
public sealed class BikeShopContext(DbContextOptions<BikeShopContext> options) : DbContext(options)
{
    public DbSet<Bike> Bikes => Set<Bike>();
    public DbSet<Shop> Shops => Set<Shop>();
    public DbSet<Maker> Makers => Set<Maker>();
    public DbSet<Rental> Rentals => Set<Rental>();
    public DbSet<Holiday> Holidays => Set<Holiday>();
    public DbSet<Part> Parts => Set<Part>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Bike>(e =>
        {
            e.Property(b => b.Kind).HasConversion<string>();
            e.Property(b => b.ListPrice).HasPrecision(12, 2).HasConversion(new ValueConverter<decimal, long>(v => (long)(v * 100), v => v / 100m));
            e.HasOne(b => b.Successor).WithMany(b => b.Predecessors).HasForeignKey(b => b.SuccessorId);
        });
        model.Entity<Shop>().HasKey(s => s.Code);
        model.Entity<Shop>().ToTable("shop \"of\" bikes;--");
        model.Entity<Shop>().Property(s => s.Name).HasColumnName("the 'name\"");
        model.Entity<Rental>().HasKey(r => new { r.BikeId, r.Number });
        model.Entity<Holiday>().HasKey(h => h.Day);
        model.Entity<Part>(e =>
        {
            e.HasKey(p => p.Code);
            e.HasOne(p => p.Whole).WithMany(p => p.Pieces).HasForeignKey(p => p.WholeCode);
        });
    }
}

public enum BikeKind { City, Road, Mountain }

public enum BikeGrade { Poor = 1, Good = 2, Fine = 3 }

[DisplayName("Xe đạp"), Comment("One row per bike.")]
public sealed class Bike
{
    public int Id { get; set; }
    [MaxLength(200), Display(Name = "Tên xe")]
    public string Name { get; set; } = "";
    public string? Notes { get; set; }
    public BikeKind Kind { get; set; }
    public BikeGrade? Grade { get; set; }
    /// <summary>EF's default mapping of a decimal: text on SQLite.</summary>
    public decimal? Price { get; set; }
    public decimal? ListPrice { get; set; }
    public double? Weight { get; set; }
    public float? Load { get; set; }
    public long? Stock { get; set; }
    public int? Gears { get; set; }
    public short? Seats { get; set; }
    public byte? Lights { get; set; }
    public sbyte? Level { get; set; }
    public bool IsElectric { get; set; }
    public bool? IsSold { get; set; }
    public DateOnly? Built { get; set; }
    public TimeOnly? Ready { get; set; }
    public DateTime? ChangedAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public TimeSpan? Ride { get; set; }
    public Guid? Tag { get; set; }
    public byte[]? Photo { get; set; }
    public string ShopCode { get; set; } = "";
    public Shop Shop { get; set; } = null!;
    public Guid? MakerId { get; set; }
    public Maker? Maker { get; set; }
    public int? SuccessorId { get; set; }
    public Bike? Successor { get; set; }
    public ICollection<Bike> Predecessors { get; } = [];
    public ICollection<Rental> Rentals { get; } = [];
}

public sealed class Shop
{
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public double? Rating { get; set; }
    public ICollection<Bike> Bikes { get; } = [];
    public ICollection<Holiday> Holidays { get; } = [];
}

public sealed class Maker
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string? Country { get; set; }
    public int? Founded { get; set; }
    public ICollection<Bike> Bikes { get; } = [];
}

public sealed class Rental
{
    public int BikeId { get; set; }
    public Bike Bike { get; set; } = null!;
    public short Number { get; set; }
    public string? Customer { get; set; }
    public decimal? Fee { get; set; }
    public int Days { get; set; }
}

public sealed class Holiday
{
    public DateOnly Day { get; set; }
    public string Name { get; set; } = "";
    public string? ShopCode { get; set; }
    public Shop? Shop { get; set; }
}

/// <summary>What a bike is made of: trees of pieces, and one circle that someone entered by mistake.</summary>
public sealed class Part
{
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public int? Grams { get; set; }
    public string? WholeCode { get; set; }
    public Part? Whole { get; set; }
    public ICollection<Part> Pieces { get; } = [];
}
