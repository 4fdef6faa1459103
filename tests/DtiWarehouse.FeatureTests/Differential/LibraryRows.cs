using System.Text;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>A few hundred rows, the same on every run: few values each, so that nulls and ties abound. Doubles are eighths, whose sums are exact.</summary>
public sealed class LibraryRows
{
    private readonly Random _random = new(19_450_902);

    public static readonly string[] Texts =
    [
        "Truyện Kiều", "truyện kiều", "TRUYỆN KIỀU", "Truyện Kiều".Normalize(NormalizationForm.FormD), "Đất rừng", "đất rừng phương Nam", "Số đỏ", "Tắt đèn", "O'Neil", "50%_off", "", " lề ",
        "\u00a0nbsp", "a", "B", "b", "Z", "ab", "abc", "🚲 xe", "Ünï/çødé", "quo\"te\\", "line\nfeed", "Lão Hạc", "Chí Phèo",
    ];

    private static readonly string[] Genres = ["Thơ", "Truyện", "thơ", "Sử", "Essay"];
    private static readonly string[] Countries = ["VN", "FR", "vn", "JP"];
    private static readonly string[] Conditions = ["new", "good", "worn", "Rách"];

    public LibraryRows()
    {
        for (var i = 0; i < 9; i++)
        {
            var parent = i is 0 or 5 ? null : Branches[(i - 1) / 2];
            Branches.Add(new Branch
            {
                Code = new[] { "HN", "Q'1", "ĐN", "hn", "a/b", "SG", "c&d", "Z z", "ø" }[i], Name = Text(), Opened = Date(), Rating = Eighth(40), Seats = Number(5), IsOpen = Flag(), ParentCode = parent?.Code, Parent = parent,
            });
            parent?.Children.Add(Branches[i]);
        }
        for (var i = 0; i < 14; i++)
        {
            var bytes = new byte[16];
            _random.NextBytes(bytes);
            Authors.Add(new Author { Id = new Guid(bytes), Name = Text(), Country = OneOf(Countries), Born = Number(6) + 1900, Fortune = Money(6) });
        }
        for (var id = 1; id <= 80; id++)
        {
            var author = _random.Next(5) == 0 ? null : Authors[_random.Next(12)];
            var sequel = _random.Next(3) == 0 && id > 1 ? Books[_random.Next(Books.Count)] : null;
            var book = new Book
            {
                Id = id, Title = Text(), Genre = OneOf(Genres), Pages = Number(400), Words = _random.Next(20) == 0 ? 9_007_199_254_740_993 + id : Number(8) * 1_000_000_007L, Price = Money(9), Weight = Eighth(12), InPrint = Flag(), Published = Date(),
                AddedAt = Instant(id, TimeSpan.Zero), Tag = _random.Next(3) == 0 ? null : Authors[_random.Next(4)].Id, AuthorId = author?.Id, Author = author, SequelId = sequel?.Id, Sequel = sequel,
            };
            Books.Add(book);
            author?.Books.Add(book);
            sequel?.Prequels.Add(book);
            for (var number = 1; number <= id * 7 % 5; number++)
            {
                var branch = _random.Next(6) == 0 ? null : Branches[_random.Next(8)];
                var copy = new Copy { BookId = id, Book = book, Number = number, BranchCode = branch?.Code, Branch = branch, Cost = Money(7), Bought = Date(), Condition = OneOf(Conditions) };
                Copies.Add(copy);
                book.Copies.Add(copy);
                branch?.Copies.Add(copy);
            }
        }
        for (var id = 1; id <= 240; id++)
        {
            var copy = _random.Next(8) == 0 ? null : Copies[_random.Next(Copies.Count * 2 / 3)];
            var loan = new Loan
            {
                Id = id, BookId = copy?.BookId, CopyNumber = copy?.Number, Copy = copy, Reader = _random.Next(9) == 0 ? null : $"Bạn đọc {_random.Next(12)}", LentAt = Instant(id, TimeSpan.FromHours(_random.Next(3) == 0 ? 7 : 0)), Days = Number(30), Fine = Money(5), Returned = Flag(),
            };
            Loans.Add(loan);
            copy?.Loans.Add(loan);
        }
    }

    public List<Branch> Branches { get; } = [];
    public List<Author> Authors { get; } = [];
    public List<Book> Books { get; } = [];
    public List<Copy> Copies { get; } = [];
    public List<Loan> Loans { get; } = [];

    private string? Text() => OneOf(Texts);

    private string? OneOf(string[] values) => _random.Next(6) == 0 ? null : values[_random.Next(values.Length)];

    private int? Number(int values) => _random.Next(6) == 0 ? null : _random.Next(values) - values / 5;

    private decimal? Money(int values) => _random.Next(6) == 0 ? null : (_random.Next(values) - 2) * (_random.Next(2) == 0 ? 1.10m : 2.5m);

    private double? Eighth(int values) => _random.Next(6) == 0 ? null : (_random.Next(values) - 3) / 8.0;

    private bool? Flag() => _random.Next(4) == 0 ? null : _random.Next(2) == 0;

    private DateOnly? Date() => _random.Next(6) == 0 ? null : new DateOnly(2023, 12, 25).AddDays(_random.Next(10)).AddYears(_random.Next(3) - 1);

    /// <summary>Instants of different offsets are never the same instant: their minutes differ.</summary>
    private DateTimeOffset? Instant(int id, TimeSpan offset) => _random.Next(6) == 0 ? null
        : new DateTimeOffset(2023, 12, 30, 15, offset == TimeSpan.Zero ? 30 : 45, 0, TimeSpan.Zero).AddHours(_random.Next(20)).AddMilliseconds(id % 3 == 0 ? 250 : 0).ToOffset(offset);
}
