using System.Text.Json.Nodes;
using DtiWarehouse.OData.Edm;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Conformance;

/// <summary>What the sales declare beside their model.</summary>
public static class SalesDeclarations
{
    public static readonly ModelDeclarations All = new()
    {
        SearchPaths = new Dictionary<string, string[]> { ["Sales"] = ["Product/Name"] },
        RecursiveHierarchies = [new("SalesOrganizations", "SalesOrgHierarchy", "ID", "Superordinate"), new("ProductCategories", "ProductCategoryHierarchy", "ID", "Parent")],
        LeveledHierarchies = [new("Products", "ProductHierarchy", "Category/Name", "Name"), new("Time", "TimeHierarchy", "Year", "Quarter", "Month")],
        CustomAggregates = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["Sales"] = new Dictionary<string, string> { ["Amount"] = "aggregate(Amount with sum as Value)" },
        },
        AggregationMethods = new Dictionary<string, AggregationMethod> { ["Custom.concat"] = AggregationMethod.ConcatenateDistinct },
    };
}

/// <summary>The example model of the aggregation extension (section 2).</summary>
public sealed class SalesContext(DbContextOptions<SalesContext> options) : DbContext(options)
{
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Time> Time => Set<Time>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<SalesOrganization> SalesOrganizations => Set<SalesOrganization>();
    public DbSet<Sale> Sales => Set<Sale>();
    public DbSet<ProductCategory> ProductCategories => Set<ProductCategory>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Time>().HasKey(t => t.Date);
        model.Entity<FoodProduct>();
        model.Entity<NonFoodProduct>();
        model.Entity<Product>().HasOne(p => p.Category).WithMany(c => c.Products).HasForeignKey(p => p.CategoryID);
        model.Entity<ProductCategory>().HasOne(c => c.Parent).WithMany().HasForeignKey(c => c.ParentID);
        model.Entity<SalesOrganization>().HasMany(o => o.ProductCategories).WithMany(c => c.SalesOrganizations);
        model.Entity<SalesOrganization>().HasOne(o => o.Superordinate).WithMany().HasForeignKey(o => o.SuperordinateID);
        model.Entity<Sale>(e =>
        {
            e.HasOne(s => s.Customer).WithMany(c => c.Sales).HasForeignKey(s => s.CustomerID);
            e.HasOne(s => s.Time).WithMany().HasForeignKey(s => s.TimeDate);
            e.HasOne(s => s.Product).WithMany(p => p.Sales).HasForeignKey(s => s.ProductID);
            e.HasOne(s => s.SalesOrganization).WithMany(o => o.Sales).HasForeignKey(s => s.SalesOrganizationID);
        });
    }

    /// <summary>Adds the example's rows.</summary>
    public void Fill(JsonNode rows)
    {
        AddRange(Read(rows["Categories"]!, r => new Category { ID = Text(r, "ID"), Name = Text(r, "Name") }));
        AddRange(Read(rows["Products"]!, r =>
        {
            Product product = (string)r["@type"]! == "#SalesModel.FoodProduct" ? new FoodProduct { Rating = (byte?)r["Rating"] } : new NonFoodProduct { RatingClass = (string?)r["RatingClass"] };
            (product.ID, product.Name, product.Color, product.TaxRate, product.CategoryID) = (Text(r, "ID"), Text(r, "Name"), Text(r, "Color"), (decimal)r["TaxRate"]!, Text(r, "CategoryID"));
            return product;
        }));
        AddRange(Read(rows["Time"]!, r => new Time { Date = Date(r, "Date"), Month = Text(r, "Month"), Quarter = Text(r, "Quarter"), Year = (short)r["Year"]! }));
        AddRange(Read(rows["Customers"]!, r => new Customer { ID = Text(r, "ID"), Name = Text(r, "Name"), Country = Text(r, "Country") }));
        List<SalesOrganization> organizations = [.. rows["SalesOrganizations"]!.AsArray().Select(r => new SalesOrganization { ID = Text(r!, "ID"), Name = Text(r!, "Name"), SuperordinateID = (string?)r!["SuperordinateID"] })];
        AddRange(organizations);
        // The rows are not among the example's data; the extension prints them beside the request that needs them.
        AddRange(Category("Food", null, "US", "EMEA"), Category("Cereals", "Food", "US"), Category("Organic cereals", "Cereals", "US West"));
        AddRange(Read(rows["Sales"]!, r => new Sale
        {
            ID = Text(r, "ID"), Amount = (decimal)r["Amount"]!, CustomerID = Text(r, "CustomerID"), TimeDate = Date(r, "TimeDate"), ProductID = Text(r, "ProductID"), SalesOrganizationID = Text(r, "SalesOrganizationID"),
        }));

        ProductCategory Category(string id, string? parent, params string[] linked) =>
            new() { ID = id, Name = id, ParentID = parent, SalesOrganizations = [.. organizations.Where(o => linked.Contains(o.ID))] };
        static IEnumerable<object> Read(JsonNode set, Func<JsonNode, object> read) => set.AsArray().Select(r => read(r!));
        static string Text(JsonNode row, string name) => (string)row[name]!;
        static DateOnly Date(JsonNode row, string name) => DateOnly.Parse(Text(row, name), System.Globalization.CultureInfo.InvariantCulture);
    }
}

public sealed class Category
{
    public string ID { get; set; } = "";
    public string? Name { get; set; }
    public ICollection<Product> Products { get; } = [];
}

public abstract class Product
{
    public string ID { get; set; } = "";
    public string? Name { get; set; }
    public string? Color { get; set; }
    public decimal? TaxRate { get; set; }
    public string CategoryID { get; set; } = "";
    public Category Category { get; set; } = null!;
    public ICollection<Sale> Sales { get; } = [];
}

public sealed class FoodProduct : Product
{
    public byte? Rating { get; set; }
}

public sealed class NonFoodProduct : Product
{
    public string? RatingClass { get; set; }
}

public sealed class Time
{
    public DateOnly Date { get; set; }
    public string Month { get; set; } = "";
    public string Quarter { get; set; } = "";
    public short Year { get; set; }
}

public sealed class Customer
{
    public string ID { get; set; } = "";
    public string? Name { get; set; }
    public string? Country { get; set; }
    public ICollection<Sale> Sales { get; } = [];
}

public sealed class SalesOrganization
{
    public string ID { get; set; } = "";
    public string? Name { get; set; }
    public string? SuperordinateID { get; set; }
    public SalesOrganization? Superordinate { get; set; }
    public ICollection<Sale> Sales { get; } = [];
    public ICollection<ProductCategory> ProductCategories { get; } = [];
}

/// <summary>The example's extension of the model by a second hierarchy (CS03, section 7.9).</summary>
public sealed class ProductCategory
{
    public string ID { get; set; } = "";
    public string? Name { get; set; }
    public string? ParentID { get; set; }
    public ProductCategory? Parent { get; set; }
    public ICollection<SalesOrganization> SalesOrganizations { get; init; } = [];
}

public sealed class Sale
{
    public string ID { get; set; } = "";
    public decimal? Amount { get; set; }
    public string CustomerID { get; set; } = "";
    public Customer Customer { get; set; } = null!;
    public DateOnly TimeDate { get; set; }
    public Time Time { get; set; } = null!;
    public string ProductID { get; set; } = "";
    public Product Product { get; set; } = null!;
    public string SalesOrganizationID { get; set; } = "";
    public SalesOrganization SalesOrganization { get; set; } = null!;
}
