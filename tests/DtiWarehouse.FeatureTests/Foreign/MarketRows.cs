namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Rows that meet every mapping with a value and without one.</summary>
internal static class MarketRows
{
    public static readonly Guid Anna = new("11111111-1111-4111-8111-111111111111");
    public static readonly Guid Binh = new("22222222-2222-4222-8222-2222222222aa");
    public static readonly Guid Chi = new("33333333-3333-4333-8333-333333333333");

    /// <summary>Each area with those that it lies within: one in two others, one apart, a name that JSON escapes, and a ring by mistake.</summary>
    public static readonly IReadOnlyList<(string Id, string[] Parents)> Areas =
    [
        ("Sales", []), ("US", ["Sales"]), ("EMEA", ["Sales"]), ("EMEA Central", ["EMEA"]), ("Atlantis", ["US", "EMEA"]), ("Child \"of\" Atlantis", ["Atlantis"]),
        ("Mars", []), ("Phobos", ["Mars"]), ("Here", ["There"]), ("There", ["Here"]),
    ];

    private static void FillAreas(MarketContext context)
    {
        var areas = Areas.ToDictionary(a => a.Id, a => new Area { Id = a.Id, Name = a.Id });
        context.AddRange(areas.Values);
        foreach (var (id, parents) in Areas)
        {
            areas[id].Parents.AddRange(parents.Select(p => areas[p]));
            areas[id].Routes.AddRange(parents.Select(p => new Route { To = areas[p], Weight = 1.0 / parents.Length }));
        }
        context.AddRange(Outlet(1, "US", "US", "Atlantis"), Outlet(2, "Atlantis", "EMEA", "Atlantis"), Outlet(4, "EMEA Central"), Outlet(8, "Child \"of\" Atlantis", "Mars"), Outlet(16, null), Outlet(32, "Phobos", "Phobos", "US"));

        // What each sold is a power of two, so that a sum tells who took part.
        Outlet Outlet(int sold, string? area, params string[] serves) => new() { Id = sold, Sold = sold, Area = area is null ? null : areas[area], Serves = [.. serves.Select(s => areas[s])] };
    }

    public static void Fill(MarketContext context)
    {
        var vietnam = new Country { Code = "VN", Name = "Việt Nam" };
        var laos = new Country { Code = "LA", Name = "Laos" };
        var anna = new Customer
        {
            Id = Anna, Name = "Anna", Tier = Tier.Gold, Perks = Perks.Discount | Perks.Returns, Favorite = Color.Green,
            Address = new Address { Street = "1 O'Neil", City = "Hanoi", Country = vietnam }, Billing = new Billing { Terms = 30 },
            Passport = new Passport { Number = "P1", Expires = new DateOnly(2030, 1, 2) },
            Phones = [new Phone { Number = "1-1", Label = Color.Red }, new Phone { Number = "1-2" }],
            Contact = new Contact { Mail = "anna@example.org", Place = new Place { X = 1.5, Y = 2.5 } }, Look = new Look { Theme = Color.Blue, Size = 2 },
        };
        var binh = new Customer
        {
            Id = Binh, Name = "Bình", Perks = Perks.Everything, Address = new Address { City = "Vientiane", Country = laos },
            Contact = new Contact { Place = new Place { X = -1 } }, Phones = [new Phone { Number = "2-1", Label = Color.Blue }],
        };
        var chi = new Customer
        {
            Id = Chi, Name = "Chi", Perks = (Perks)9, Favorite = (Color)42, Address = new Address { City = "Hanoi" }, Billing = new Billing { Iban = "VN00" },
            Contact = new Contact { Mail = "chi@example.org" }, Look = new Look { Theme = Color.Red },
        };
        anna.Friends.AddRange([binh, chi]);
        binh.Friends.Add(anna);
        var farm = new Farm { Name = "Hill" };
        var food = new Category { Name = "Food" };
        var things = new Category { Name = "Things" };
        var fresh = new Tag { Text = "fresh" };
        var cheap = new Tag { Text = "cheap" };
        var rice = new FoodProduct { Name = "Rice", Price = 2.5m, Category = food, Rating = 5, Farm = farm, Tags = [fresh, cheap] };
        var sugar = new FoodProduct { Name = "Sugar", Price = 1.25m, Category = food, Tags = [cheap] };
        var ice = new FrozenProduct { Name = "Ice", Price = 3m, Category = food, Rating = 2, Degrees = -18.5, Farm = farm };
        var cup = new NonFoodProduct { Name = "Cup", Price = 4m, Category = things, RatingClass = "average", Color = Color.Red, Tags = [fresh] };
        var lamp = new NonFoodProduct { Name = "Lamp", Price = 40m, Category = things, Color = Color.Blue };
        context.AddRange(anna, binh, chi, rice, sugar, ice, cup, lamp, new Category { Name = "Empty" }, new Tag { Text = "unused" });
        context.AddRange(
            new Order { Customer = anna, Number = 1, Day = new DateOnly(2024, 2, 29), Products = [rice, cup] },
            new Order { Customer = anna, Number = 2, Day = new DateOnly(2024, 3, 1), Products = [ice] },
            new Order { Customer = binh, Number = 1, Day = new DateOnly(2024, 3, 1), Products = [rice, sugar, lamp] });
        var head = new Employee { Name = "Head", Badge = new Badge { Id = "B1" } };
        var worker = new Employee { Name = "Worker", Boss = head };
        context.AddRange(head, worker, new Employee { Name = "Trainee", Boss = worker, Badge = new Badge { Id = "B/2" } }, new Badge { Id = "Lost" });
        context.Add(new Company { Name = "Market & Sons", Head = head });
        context.AddRange(
            new Sample { Byte = 255, SByte = -128, UShort = 65535, UInt = 4294967295, MaybeUInt = 1, Single = 0.1f, Char = 'ă', Span = new TimeSpan(1, 2, 3, 4, 500), Payload = "x" },
            new Sample { Char = '\'', Span = -TimeSpan.FromTicks(1) });
        context.AddRange(Enumerable.Range(1, 5).SelectMany(i => new object[]
        {
            new DayNote { Day = new DateOnly(2024, 1, i), Text = $"d{i}" },
            new InstantNote { At = new DateTimeOffset(2024, 1, i, 10, 0, 0, TimeSpan.FromHours(i)), Text = $"i{i}" },
            new SpanNote { Span = TimeSpan.FromHours(i * 10), Text = $"s{i}" },
            new BlobNote { Blob = [(byte)i, 16, 0], Text = $"b{i}" },
            new ColorNote { Color = (Color)i, Initial = (char)('a' + i), Text = $"c{i}" },
        }));
        context.Add(new Secret());
        FillAreas(context);
        FillAssets(context, head, worker, vietnam);
    }

    private static void FillAssets(MarketContext context, Employee head, Employee worker, Country country)
    {
        var van = new Vehicle
        {
            Name = "Van", Worth = 10.5m, Keeper = worker, Engine = new Engine { Power = 90, Tank = new Tank { Litres = 60 } }, Check = new Check { On = new DateOnly(2024, 5, 1), Note = "ok", By = head },
            Trips = [new Trip { Day = new DateOnly(2024, 5, 2), Km = 120, Mark = Color.Red }, new Trip { Day = new DateOnly(2024, 5, 3), Km = 30 }, new Trip { Day = new DateOnly(2024, 5, 4), Km = 75, Mark = Color.Blue }],
        };
        var bike = new Vehicle { Name = "Bike", Worth = 1.25m, Engine = new Engine { Power = 5 }, Trips = [new Trip { Day = new DateOnly(2024, 5, 2), Km = 8, Mark = Color.Red }] };
        var lorry = new Truck { Name = "Lorry", Worth = 80m, Keeper = head, Load = 7.5, Crane = new Crane { Reach = 9 }, Engine = new Engine { Power = 300, Tank = new Tank { Litres = 400 } }, Check = new Check { On = new DateOnly(2024, 4, 1) } };
        var tipper = new Truck { Name = "Tipper", Worth = 70m, Load = 12, Engine = new Engine { Power = 90 } };
        var hall = new Building { Name = "Hall", Worth = 500m, Floors = 2, Site = new Site { City = "Hanoi", Country = country }, Area = context.Areas.Local.First(a => a.Id == "Atlantis") };
        var shed = new Building { Name = "Shed", Worth = 5m, Floors = 1, Site = new Site { City = "Vientiane" }, Area = context.Areas.Local.First(a => a.Id == "US") };
        // Ids in this order whatever order EF Core inserts in.
        Asset[] assets = [van, bike, lorry, tipper, hall, shed];
        for (var i = 0; i < assets.Length; i++)
        {
            assets[i].Id = i + 1;
        }
        context.AddRange(assets);
        context.AddRange(
            new Depot { Id = 1, Name = "North", Main = van, Owns = [lorry, hall], Shares = [bike, hall, lorry] },
            new Depot { Id = 2, Name = "South", Main = lorry, Owns = [bike, shed], Shares = [van, bike, tipper, shed] },
            new Depot { Id = 3, Name = "West", Main = hall, Owns = [tipper], Shares = [lorry] },
            new Depot { Id = 4, Name = "Void" });
    }
}
