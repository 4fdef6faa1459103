using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Public libraries: a model of this folder's own, so that nothing here leans on what other tests expect.</summary>
public sealed class LibraryContext(DbContextOptions<LibraryContext> options) : DbContext(options)
{
    public DbSet<Branch> Branches => Set<Branch>();
    public DbSet<Author> Authors => Set<Author>();
    public DbSet<Book> Books => Set<Book>();
    public DbSet<Copy> Copies => Set<Copy>();
    public DbSet<Loan> Loans => Set<Loan>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Branch>().HasKey(b => b.Code);
        model.Entity<Branch>().HasOne(b => b.Parent).WithMany(b => b.Children).HasForeignKey(b => b.ParentCode);
        model.Entity<Book>().HasOne(b => b.Sequel).WithMany(b => b.Prequels).HasForeignKey(b => b.SequelId);
        model.Entity<Copy>().HasKey(c => new { c.BookId, c.Number });
        model.Entity<Copy>().HasOne(c => c.Branch).WithMany(b => b.Copies).HasForeignKey(c => c.BranchCode);
        model.Entity<Loan>().HasOne(l => l.Copy).WithMany(c => c.Loans).HasForeignKey(l => new { l.BookId, l.CopyNumber });
    }
}

public sealed class Branch
{
    public string Code { get; set; } = "";
    public string? Name { get; set; }
    public DateOnly? Opened { get; set; }
    public double? Rating { get; set; }
    public int? Seats { get; set; }
    public bool? IsOpen { get; set; }
    public string? ParentCode { get; set; }
    public Branch? Parent { get; set; }
    public ICollection<Branch> Children { get; } = [];
    public ICollection<Copy> Copies { get; } = [];
}

public sealed class Author
{
    public Guid Id { get; set; }
    public string? Name { get; set; }
    public string? Country { get; set; }
    public int? Born { get; set; }
    public decimal? Fortune { get; set; }
    public ICollection<Book> Books { get; } = [];
}

public sealed class Book
{
    public int Id { get; set; }
    public string? Title { get; set; }
    public string? Genre { get; set; }
    public int? Pages { get; set; }
    public long? Words { get; set; }
    public decimal? Price { get; set; }
    public double? Weight { get; set; }
    public bool? InPrint { get; set; }
    public DateOnly? Published { get; set; }
    public DateTimeOffset? AddedAt { get; set; }
    public Guid? Tag { get; set; }
    public Guid? AuthorId { get; set; }
    public Author? Author { get; set; }
    public int? SequelId { get; set; }
    public Book? Sequel { get; set; }
    public ICollection<Book> Prequels { get; } = [];
    public ICollection<Copy> Copies { get; } = [];
}

public sealed class Copy
{
    public int BookId { get; set; }
    public Book Book { get; set; } = null!;
    public int Number { get; set; }
    public string? BranchCode { get; set; }
    public Branch? Branch { get; set; }
    public decimal? Cost { get; set; }
    public DateOnly? Bought { get; set; }
    public string? Condition { get; set; }
    public ICollection<Loan> Loans { get; } = [];
}

public sealed class Loan
{
    public long Id { get; set; }
    public int? BookId { get; set; }
    public int? CopyNumber { get; set; }
    public Copy? Copy { get; set; }
    public string? Reader { get; set; }
    public DateTimeOffset? LentAt { get; set; }
    public int? Days { get; set; }
    public decimal? Fine { get; set; }
    public bool? Returned { get; set; }
}
