namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>A property that an expression may read. Some numbers differ in their last digits from one way of adding to the next: these decide nothing.</summary>
public sealed record Field(string Name, Kind Kind, bool IsExact = true);

/// <summary>A navigation that a path may take.</summary>
public sealed record Link(string Name, Func<Shape> Target, bool IsCollection);

/// <summary>What is known of the instances of a collection before any is read.</summary>
public sealed record Shape(string? Entity, IReadOnlyList<Field> Fields, IReadOnlyList<Link> Links, string[] Key)
{
    public bool Has(string name) => Fields.Any(f => f.Name == name) || Links.Any(l => l.Name == name);
}

/// <summary>The libraries' types and rows as the reference sees them: written out here, not read from any metadata.</summary>
public sealed class Library
{
    public static readonly Dictionary<string, Shape> Shapes = new()
    {
        ["Branches"] = new("Branches",
            [new("Code", Kind.Text), new("Name", Kind.Text), new("Opened", Kind.Date), new("Rating", Kind.Double), new("Seats", Kind.Int32), new("IsOpen", Kind.Boolean), new("ParentCode", Kind.Text)],
            [new("Parent", () => Shapes!["Branches"], false), new("Children", () => Shapes!["Branches"], true), new("Copies", () => Shapes!["Copies"], true)], ["Code"]),
        ["Authors"] = new("Authors",
            [new("Id", Kind.Guid), new("Name", Kind.Text), new("Country", Kind.Text), new("Born", Kind.Int32), new("Fortune", Kind.Decimal)],
            [new("Books", () => Shapes!["Books"], true)], ["Id"]),
        ["Books"] = new("Books",
            [
                new("Id", Kind.Int32), new("Title", Kind.Text), new("Genre", Kind.Text), new("Pages", Kind.Int32), new("Words", Kind.Int64), new("Price", Kind.Decimal), new("Weight", Kind.Double), new("InPrint", Kind.Boolean),
                new("Published", Kind.Date), new("AddedAt", Kind.Instant), new("Tag", Kind.Guid), new("AuthorId", Kind.Guid), new("SequelId", Kind.Int32),
            ],
            [new("Author", () => Shapes!["Authors"], false), new("Sequel", () => Shapes!["Books"], false), new("Prequels", () => Shapes!["Books"], true), new("Copies", () => Shapes!["Copies"], true)], ["Id"]),
        ["Copies"] = new("Copies",
            [new("BookId", Kind.Int32), new("Number", Kind.Int32), new("BranchCode", Kind.Text), new("Cost", Kind.Decimal), new("Bought", Kind.Date), new("Condition", Kind.Text)],
            [new("Book", () => Shapes!["Books"], false), new("Branch", () => Shapes!["Branches"], false), new("Loans", () => Shapes!["Loans"], true)], ["BookId", "Number"]),
        ["Loans"] = new("Loans",
            [
                new("Id", Kind.Int64), new("BookId", Kind.Int32), new("CopyNumber", Kind.Int32), new("Reader", Kind.Text), new("LentAt", Kind.Instant), new("Days", Kind.Int32), new("Fine", Kind.Decimal), new("Returned", Kind.Boolean),
            ],
            [new("Copy", () => Shapes!["Copies"], false)], ["Id"]),
    };

    public Dictionary<string, List<Row>> Sets { get; } = [];

    public Library(LibraryRows rows)
    {
        var made = new Dictionary<object, Row>(ReferenceEqualityComparer.Instance);
        Add("Branches", rows.Branches, made);
        Add("Authors", rows.Authors, made);
        Add("Books", rows.Books, made);
        Add("Copies", rows.Copies, made);
        Add("Loans", rows.Loans, made);
        foreach (var (item, row) in made)
        {
            foreach (var link in Shapes[row.Identity![..row.Identity!.IndexOf(':')]].Links)
            {
                row.Navigations[link.Name] = item.GetType().GetProperty(link.Name)!.GetValue(item) switch
                {
                    null => null,
                    System.Collections.IEnumerable many => many.Cast<object>().Select(m => made[m]).ToList(),
                    var one => made[one],
                };
            }
        }
    }

    private void Add<T>(string set, List<T> items, Dictionary<object, Row> made)
    {
        Sets[set] = [.. items.Select(item =>
        {
            var values = Shapes[set].Fields.ToDictionary(f => f.Name, f => typeof(T).GetProperty(f.Name)!.GetValue(item));
            return made[item!] = new Row(values, [], $"{set}:{string.Join('|', Shapes[set].Key.Select(k => Values.Signature(values[k])))}");
        })];
    }
}
