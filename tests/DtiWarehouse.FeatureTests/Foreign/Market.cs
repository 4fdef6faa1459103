using System.ComponentModel.DataAnnotations;
using DtiWarehouse.OData.Edm;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>What the market declares beside its model.</summary>
public static class MarketDeclarations
{
    public static readonly ModelDeclarations All = new()
    {
        EntitySets = new Dictionary<string, Type> { ["Countries"] = typeof(Country) },
        Singletons = ["Company"],
        Keys = new Dictionary<string, string[]> { ["CategorySizes"] = ["CategoryId"] },
        RecursiveHierarchies = [new("Areas", "Within", "Id", "Parents"), new("Areas", "Holds", "Id", "Children"), new("Areas", "Routes", "Id", "Routes/To")],
        Excluded = ["Secrets", "Samples/Payload", "Samples/Huge"],
    };
}

/// <summary>Another stranger's model, with every mapping that the service reads.</summary>
public sealed class MarketContext(DbContextOptions<MarketContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<FrozenProduct> FrozenProducts => Set<FrozenProduct>();
    public DbSet<Farm> Farms => Set<Farm>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Tag> Tags => Set<Tag>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Employee> Employees => Set<Employee>();
    public DbSet<Badge> Badges => Set<Badge>();
    public DbSet<Company> Company => Set<Company>();
    public DbSet<CategorySize> CategorySizes => Set<CategorySize>();
    public DbSet<Sample> Samples => Set<Sample>();
    public DbSet<DayNote> DayNotes => Set<DayNote>();
    public DbSet<InstantNote> InstantNotes => Set<InstantNote>();
    public DbSet<SpanNote> SpanNotes => Set<SpanNote>();
    public DbSet<BlobNote> BlobNotes => Set<BlobNote>();
    public DbSet<ColorNote> ColorNotes => Set<ColorNote>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public DbSet<Area> Areas => Set<Area>();
    public DbSet<Route> Routes => Set<Route>();
    public DbSet<Outlet> Outlets => Set<Outlet>();
    public DbSet<Asset> Assets => Set<Asset>();
    public DbSet<Depot> Depots => Set<Depot>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Country>().HasKey(c => c.Code);
        model.Entity<Customer>(e =>
        {
            e.Property(c => c.Tier).HasConversion<string>();
            e.OwnsOne(c => c.Address, a => a.HasOne(x => x.Country).WithMany().HasForeignKey("CountryCode"));
            e.Navigation(c => c.Address).IsRequired();
            e.OwnsOne(c => c.Billing);
            e.OwnsOne(c => c.Passport, p => p.ToTable("passports"));
            e.OwnsMany(c => c.Phones, p =>
            {
                p.ToTable("phones");
                p.WithOwner().HasForeignKey("CustomerId");
                p.HasKey("CustomerId", nameof(Phone.Number));
            });
            e.ComplexProperty(c => c.Contact, c => c.ComplexProperty(x => x.Place));
            e.ComplexProperty(c => c.Look).IsRequired(false);
            e.HasMany(c => c.Friends).WithMany(c => c.FriendOf);
        });
        model.Entity<Product>().HasIndex(p => p.Name).IsUnique();
        model.Entity<FoodProduct>();
        model.Entity<NonFoodProduct>();
        model.Entity<Order>(e =>
        {
            e.ToTable("orders", "sales");
            e.HasKey(o => new { o.CustomerId, o.Number });
            e.HasMany(o => o.Products).WithMany(p => p.Orders);
        });
        model.Entity<Employee>().HasOne(x => x.Boss).WithMany(x => x.Reports).HasForeignKey("BossId");
        model.Entity<Employee>().HasOne(x => x.Badge).WithOne(b => b.Employee).HasForeignKey<Badge>("HolderId");
        model.Entity<CategorySize>().HasNoKey().ToView("category_sizes");
        model.Entity<Area>().HasMany(a => a.Parents).WithMany(a => a.Children);
        model.Entity<Route>(e =>
        {
            e.HasKey(r => new { r.FromId, r.ToId });
            e.HasOne(r => r.From).WithMany(a => a.Routes).HasForeignKey(r => r.FromId);
            e.HasOne(r => r.To).WithMany().HasForeignKey(r => r.ToId);
        });
        model.Entity<Outlet>().HasMany(o => o.Serves).WithMany();
        model.Entity<Vehicle>(e =>
        {
            e.ComplexProperty(v => v.Engine, x => x.ComplexProperty(y => y.Tank).IsRequired(false));
            e.OwnsOne(v => v.Check, c => c.HasOne(x => x.By).WithMany().HasForeignKey("CheckerId"));
            e.OwnsMany(v => v.Trips, t =>
            {
                t.ToTable("trips");
                t.WithOwner().HasForeignKey("VehicleId");
                t.HasKey("VehicleId", nameof(Trip.Day));
            });
        });
        model.Entity<Truck>().ComplexProperty(t => t.Crane).IsRequired(false);
        model.Entity<Building>(e =>
        {
            e.OwnsOne(b => b.Site, s => s.HasOne(x => x.Country).WithMany().HasForeignKey("SiteCountryCode"));
            e.Navigation(b => b.Site).IsRequired();
        });
        model.Entity<Depot>(e =>
        {
            e.HasOne(d => d.Main).WithMany().HasForeignKey("MainId");
            e.HasMany(d => d.Owns).WithOne(a => a.Owner).HasForeignKey("OwnerId");
            e.HasMany(d => d.Shares).WithMany(a => a.SharedBy);
        });
        model.Entity<DayNote>().HasKey(n => n.Day);
        model.Entity<InstantNote>().HasKey(n => n.At);
        model.Entity<SpanNote>().HasKey(n => n.Span);
        model.Entity<BlobNote>().HasKey(n => n.Blob);
        model.Entity<ColorNote>().HasKey(n => new { n.Color, n.Initial });
        model.Entity<Secret>().HasQueryFilter(s => s.Id > 1);
    }
}

public enum Color { Red = 3, [Display(Name = "Xanh lá")] Green = 1, Blue = 7 }

[Flags]
public enum Perks : short { None = 0, Discount = 1, Delivery = 2, Returns = 4, Everything = 7 }

public enum Tier { Basic, Gold }

public sealed class Country
{
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
}

public sealed class Customer
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public Tier Tier { get; set; }
    public Perks Perks { get; set; }
    public Color? Favorite { get; set; }
    public Address Address { get; set; } = new();
    public Billing? Billing { get; set; }
    public Passport? Passport { get; set; }
    public List<Phone> Phones { get; set; } = [];
    public Contact Contact { get; set; } = new();
    public Look? Look { get; set; }
    public List<Customer> Friends { get; set; } = [];
    public List<Customer> FriendOf { get; set; } = [];
    public List<Order> Orders { get; set; } = [];
}

public sealed class Address
{
    public string? Street { get; set; }
    public string City { get; set; } = "";
    public Country? Country { get; set; }
}

/// <summary>Without a required column: there when any column is.</summary>
public sealed class Billing
{
    public string? Iban { get; set; }
    public int? Terms { get; set; }
}

public sealed class Passport
{
    public string Number { get; set; } = "";
    public DateOnly? Expires { get; set; }
}

public sealed class Phone
{
    public string Number { get; set; } = "";
    public Color? Label { get; set; }
}

public sealed class Contact
{
    public string? Mail { get; set; }
    public Place Place { get; set; } = new();
}

public sealed class Place
{
    public double X { get; set; }
    public double? Y { get; set; }
}

public sealed class Look
{
    public Color Theme { get; set; }
    public int? Size { get; set; }
}

public abstract class Product
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public decimal Price { get; set; }
    public int CategoryId { get; set; }
    public Category Category { get; set; } = null!;
    public List<Tag> Tags { get; set; } = [];
    public List<Order> Orders { get; set; } = [];
}

public class FoodProduct : Product
{
    public byte? Rating { get; set; }
    public Farm? Farm { get; set; }
}

public sealed class FrozenProduct : FoodProduct
{
    public double Degrees { get; set; }
}

public sealed class NonFoodProduct : Product
{
    public string? RatingClass { get; set; }
    public Color Color { get; set; }
}

public sealed class Farm
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public List<FoodProduct> Products { get; set; } = [];
}

public sealed class Category
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public List<Product> Products { get; set; } = [];
}

public sealed class Tag
{
    public int Id { get; set; }
    public string Text { get; set; } = "";
    public List<Product> Products { get; set; } = [];
}

public sealed class Order
{
    public Guid CustomerId { get; set; }
    public Customer Customer { get; set; } = null!;
    public short Number { get; set; }
    public DateOnly Day { get; set; }
    public List<Product> Products { get; set; } = [];
}

public sealed class Employee
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public Employee? Boss { get; set; }
    public List<Employee> Reports { get; set; } = [];
    public Badge? Badge { get; set; }
}

public sealed class Badge
{
    public string Id { get; set; } = "";
    public Employee? Employee { get; set; }
}

public sealed class Company
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public Employee? Head { get; set; }
}

public sealed class CategorySize
{
    public int CategoryId { get; set; }
    public int Size { get; set; }
}

public sealed class Sample
{
    public int Id { get; set; }
    public byte Byte { get; set; }
    public sbyte SByte { get; set; }
    public ushort UShort { get; set; }
    public uint UInt { get; set; }
    public uint? MaybeUInt { get; set; }
    public float Single { get; set; }
    public char Char { get; set; }
    public TimeSpan Span { get; set; }
    public string Payload { get; set; } = "";
    public ulong Huge { get; set; }
}

public sealed class DayNote
{
    public DateOnly Day { get; set; }
    public string Text { get; set; } = "";
}

public sealed class InstantNote
{
    public DateTimeOffset At { get; set; }
    public string Text { get; set; } = "";
}

public sealed class SpanNote
{
    public TimeSpan Span { get; set; }
    public string Text { get; set; } = "";
}

public sealed class BlobNote
{
    public byte[] Blob { get; set; } = [];
    public string Text { get; set; } = "";
}

public sealed class ColorNote
{
    public Color Color { get; set; }
    public char Initial { get; set; }
    public string Text { get; set; } = "";
}

/// <summary>An area within any number of others.</summary>
public sealed class Area
{
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";
    public List<Area> Parents { get; set; } = [];
    public List<Area> Children { get; set; } = [];
    public List<Route> Routes { get; set; } = [];
}

/// <summary>What an area lies within, told by an entity of its own.</summary>
public sealed class Route
{
    public string FromId { get; set; } = "";
    public Area From { get; set; } = null!;
    public string ToId { get; set; } = "";
    public Area To { get; set; } = null!;
    public double Weight { get; set; }
}

public sealed class Outlet
{
    public int Id { get; set; }
    public int Sold { get; set; }
    public Area? Area { get; set; }
    public List<Area> Serves { get; set; } = [];
}

/// <summary>The base of types that have complex values of their own.</summary>
public abstract class Asset
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public decimal Worth { get; set; }
    public Depot? Owner { get; set; }
    public List<Depot> SharedBy { get; set; } = [];
}

public class Vehicle : Asset
{
    public Engine Engine { get; set; } = new();
    public Check? Check { get; set; }
    public List<Trip> Trips { get; set; } = [];
    public Employee? Keeper { get; set; }
}

public sealed class Engine
{
    public int Power { get; set; }
    public Tank? Tank { get; set; }
}

public sealed class Tank
{
    public double Litres { get; set; }
}

public sealed class Check
{
    public DateOnly On { get; set; }
    public string? Note { get; set; }
    public Employee? By { get; set; }
}

public sealed class Trip
{
    public DateOnly Day { get; set; }
    public int Km { get; set; }
    public Color? Mark { get; set; }
}

public sealed class Truck : Vehicle
{
    public double Load { get; set; }
    public Crane? Crane { get; set; }
}

public sealed class Crane
{
    public int Reach { get; set; }
}

public sealed class Building : Asset
{
    public int Floors { get; set; }
    public Site Site { get; set; } = new();
    public Area? Area { get; set; }
}

public sealed class Site
{
    public string City { get; set; } = "";
    public Country? Country { get; set; }
}

public sealed class Depot
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public Asset? Main { get; set; }
    public List<Asset> Owns { get; set; } = [];
    public List<Asset> Shares { get; set; } = [];
}

/// <summary>Filtered by EF Core, so it is not served.</summary>
public sealed class Secret
{
    public int Id { get; set; }
}
