namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>The rows behind every spec: few values, so that nulls and ties abound; the same on every run.</summary>
public sealed class BikeShopRows
{
    public const int BikeCount = 70;

    public static readonly string[] Names =
    [
        "Thống Nhất", "Thong Nhat", "thống nhất", "O'Neil", "a%_b", "", " blank ", "🚲 emoji", "quo\"te\\", "x'; DROP TABLE Bikes;--",
        "tab\tline\n", "bell\u0007", "a&b=c+d", "<b>", "Ünï/çødé", "B", "a", "Z",
    ];

    public List<Shop> Shops { get; }
    public List<Maker> Makers { get; }
    public List<Bike> Bikes { get; } = [];
    public List<Rental> Rentals { get; } = [];
    public List<Holiday> Holidays { get; }
    public List<Part> Parts { get; }

    public BikeShopRows()
    {
        Shops =
        [
            new() { Code = "HN", Name = "Hà Nội", Rating = 4.5 },
            new() { Code = "O'Neil/1", Name = "Cửa hàng \"Ngãi\"", Rating = null },
            new() { Code = "Đà Nẵng 🚲", Name = "Đà Nẵng", Rating = 3.25 },
            new() { Code = "a+b&c=100%", Name = "Odd", Rating = 3.25 },
            new() { Code = "empty", Name = "No bikes", Rating = -1 },
        ];
        Makers =
        [
            new() { Id = new Guid("00000000-0000-0000-0000-00000000000a"), Name = "Asama", Country = "VN", Founded = 1997 },
            new() { Id = new Guid("abcdef01-2345-6789-abcd-ef0123456789"), Name = "Giant", Country = "TW", Founded = 1972 },
            new() { Id = new Guid("fedcba98-0000-4000-8000-123456789abc"), Name = "Nobody", Country = null, Founded = null },
        ];
        Holidays =
        [
            new() { Day = new DateOnly(2024, 2, 10), Name = "Tết", ShopCode = "HN", Shop = Shops[0] },
            new() { Day = new DateOnly(2024, 4, 30), Name = "Thống nhất", ShopCode = null },
            new() { Day = new DateOnly(2024, 9, 2), Name = "Quốc khánh", ShopCode = "HN", Shop = Shops[0] },
        ];
        // Roots of different depth, one alone; the ring has no root and something hangs from it.
        Parts =
        [
            Piece("bike", null, null), Piece("wheel", "bike", 1800), Piece("rim", "wheel", 500), Piece("hub", "wheel", 400), Piece("axle", "hub", 90), Piece("nut", "axle", 5), Piece("washer", "axle", 5), Piece("spoke", "wheel", null),
            Piece("frame", "bike", 2500), Piece("fork", "frame", 900), Piece("saddle", "bike", 400), Piece("bell", null, 100), Piece("lamp", null, 200), Piece("bulb", "lamp", null),
            Piece("ring1", "ring3", 1), Piece("ring2", "ring1", 2), Piece("ring3", "ring2", 3), Piece("pendant", "ring2", 4), Piece("self", "self", 5),
        ];
        foreach (var holiday in Holidays.Where(h => h.Shop is not null))
        {
            holiday.Shop!.Holidays.Add(holiday);
        }
        Bikes.Add(FirstBike());
        Bikes.Add(new Bike { Id = 2, Name = "Nulls", Kind = BikeKind.City, ShopCode = "HN" });
        var random = new Random(20240131);
        for (var id = 3; id <= BikeCount; id++)
        {
            Bikes.Add(RandomBike(id, random));
        }
        foreach (var bike in Bikes)
        {
            bike.Shop = Shops.Single(s => s.Code == bike.ShopCode);
            bike.Shop.Bikes.Add(bike);
            bike.Maker = Makers.SingleOrDefault(m => m.Id == bike.MakerId);
            bike.Maker?.Bikes.Add(bike);
            bike.Successor = Bikes.SingleOrDefault(b => b.Id == bike.SuccessorId);
            bike.Successor?.Predecessors.Add(bike);
            for (var number = 1; number <= (bike.Id == 1 ? 3 : bike.Id * 7 % 4); number++)
            {
                var rental = new Rental
                {
                    BikeId = bike.Id, Bike = bike, Number = (short)number, Days = (bike.Id + number) % 5,
                    Customer = number == 2 ? null : $"Khách {(bike.Id + number) % 3}", Fee = (bike.Id + number) % 4 == 0 ? null : (bike.Id * number % 9) * 2.5m,
                };
                bike.Rentals.Add(rental);
                Rentals.Add(rental);
            }
        }
    }

    private static Part Piece(string code, string? whole, int? grams) => new() { Code = code, Name = $"the {code}", Grams = grams, WholeCode = whole };

    private static Bike FirstBike() => new()
    {
        Id = 1, Name = "Xe \"một\"", Notes = "O'Neil\n🚲", Kind = BikeKind.Road, Grade = BikeGrade.Good, Price = 9.99m, ListPrice = 1234.50m, Weight = 12.25, Load = 0.1f,
        Stock = 9_007_199_254_740_993, Gears = 21, Seats = -2, Lights = 255, Level = -128, IsElectric = true, IsSold = false,
        Built = new DateOnly(2023, 11, 27), Ready = new TimeOnly(7, 59, 59, 999), ChangedAt = new DateTime(2023, 11, 27, 8, 30, 0, DateTimeKind.Utc),
        SeenAt = new DateTimeOffset(2023, 11, 27, 15, 30, 0, 500, TimeSpan.FromHours(7)), Ride = new TimeSpan(1, 2, 3, 4),
        Tag = new Guid("ABCDEF01-2345-6789-ABCD-EF0123456789"), Photo = [1, 2, 3, 4], ShopCode = "O'Neil/1", MakerId = new Guid("abcdef01-2345-6789-abcd-ef0123456789"), SuccessorId = 2,
    };

    private Bike RandomBike(int id, Random random)
    {
        return new Bike
        {
            Id = id, Name = Pick(Names), Notes = MaybeText(Names), Kind = (BikeKind)random.Next(3), Grade = Maybe(BikeGrade.Poor, BikeGrade.Good, BikeGrade.Fine),
            Price = Maybe(9.5m, 10m, 10.00m, 100m, 2.25m, -3m, 0m, 1000000.001m), ListPrice = Maybe(9.5m, 10m, 100m, 2.25m, -3m, 0m, 99999.99m),
            Weight = Maybe(9.5, 10, 100, 2.25, -3, 0, 1e20, 1.0 / 3), Load = Maybe(0.5f, 0.1f, -2.25f), Stock = Maybe(0L, 1, 2, 7, -7, 9_007_199_254_740_993, long.MaxValue / 4),
            Gears = Maybe(0, 1, 3, 7, 21, -1), Seats = Maybe<short>(1, 2), Lights = Maybe<byte>(0, 255), Level = Maybe<sbyte>(-1, 0, 1), IsElectric = random.Next(2) == 0, IsSold = Maybe(true, false),
            Built = Maybe(new DateOnly(2023, 1, 31), new DateOnly(2023, 11, 27), new DateOnly(2024, 2, 29), new DateOnly(1999, 12, 31)),
            Ready = Maybe(new TimeOnly(0, 0), new TimeOnly(8, 30, 0), new TimeOnly(8, 30, 0, 500), new TimeOnly(23, 59, 59)),
            ChangedAt = Maybe(Utc(2023, 11, 27, 8, 30, 0), Utc(2023, 11, 27, 8, 30, 0).AddMilliseconds(500), Utc(2024, 1, 1, 0, 0, 0), Utc(2023, 12, 31, 23, 59, 59)),
            SeenAt = Maybe(
                new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(7)), new DateTimeOffset(2023, 12, 31, 17, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2023, 12, 31, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 12, 31, 20, 0, 0, 250, TimeSpan.FromHours(-5))),
            Ride = Maybe(TimeSpan.FromHours(1), TimeSpan.FromHours(10), TimeSpan.FromDays(2), TimeSpan.FromMinutes(-5), TimeSpan.FromMilliseconds(1500), TimeSpan.Zero),
            Tag = Maybe(new Guid("abcdef01-2345-6789-abcd-ef0123456789"), Guid.Empty, new Guid("ffffffff-0000-0000-0000-000000000000")), Photo = random.Next(3) == 0 ? null : [(byte)random.Next(3)],
            ShopCode = Shops[random.Next(4)].Code, MakerId = Maybe(Makers[0].Id, Makers[1].Id, Makers[2].Id), SuccessorId = random.Next(2) == 0 ? null : random.Next(1, id),
        };

        T Pick<T>(T[] values) => values[random.Next(values.Length)];
        T? Maybe<T>(params T[] values) where T : struct => random.Next(4) == 0 ? null : Pick(values);
        string? MaybeText(string[] values) => random.Next(4) == 0 ? null : Pick(values);
        static DateTime Utc(int year, int month, int day, int hour, int minute, int second) => new(year, month, day, hour, minute, second, DateTimeKind.Utc);
    }
}
