using System.Globalization;

namespace DtiWarehouse.Etl.Sample;

internal enum UnitTier
{
    Province,
    Centre,
    Department,
    Portal,
    District,
    Commune,
}

/// <summary>One version of a unit in the register; <c>To</c> = last valid day, null = open.</summary>
internal sealed record UnitVersion(string Name, string NameEn, string? Territory, string? ParentCode, int From, int? To);

/// <summary>An organisation of the province.</summary>
internal sealed class SampleUnit(string code, string? formerCode, UnitTier tier, int number, int weight)
{
    public string Code { get; } = code;
    public string? FormerCode { get; } = formerCode;
    public UnitTier Tier { get; } = tier;

    /// <summary>Department: its number. District and commune: the statistics-office code. Portal: the department it serves.</summary>
    public int Number { get; } = number;
    public int Weight { get; } = weight;
    public List<UnitVersion> Versions { get; } = [];

    /// <summary>The city of Quảng Ngãi (522) or one of its communes.</summary>
    public bool IsCity { get; set; }

    /// <summary>The commune that stands for its district in the service catalogue while only some units are listed.</summary>
    public int OrderInDistrict { get; set; }

    public int SerialDay { get; set; }
    public int Serial { get; set; }

    public int LastDay => Versions.Max(v => v.To ?? int.MaxValue);

    public bool IsActive(int day) => Versions.Exists(v => v.From <= day && (v.To ?? int.MaxValue) >= day);

    public string? DistrictOn(int day) => Versions.Find(v => v.From <= day && (v.To ?? int.MaxValue) >= day)?.ParentCode;

    /// <summary>Identifier in use: QĐ 20/2020/QĐ-TTg gave 24 months to change to the short form.</summary>
    public string CodeOn(int day) => FormerCode is not null && day < SampleUnits.CodeChange ? FormerCode : Code;
}

/// <summary>Registers the organisations: real names and territories, made-up identifiers except the two that are public.</summary>
internal sealed class SampleUnits
{
    public const string ProvinceCode = "H48";
    public const string Mark = " (sample identifier)";
    public static readonly int CodeChange = SampleCalendar.Day(2022, 10, 1);
    public static readonly int Reorganisation = SampleCalendar.Day(2025, 3, 1);
    public static readonly int TwoTiers = SampleCalendar.Day(2025, 7, 1);

    /// <summary>QCVN 102:2016 gave organisations their identifiers; no version of the register starts earlier.</summary>
    private static readonly int RegisterStart = SampleCalendar.Day(2016, 12, 1);

    private const int BinhSon = 524;

    public SampleUnits()
    {
        var territories = SeedList.Read("seed/admin_units.csv").ConvertAll(Territory.Parse);
        Province = new SampleUnit(ProvinceCode, "000.00.00.H48", UnitTier.Province, 51, 1);
        Province.Versions.Add(new("UBND tỉnh Quảng Ngãi", "People's Committee of Quang Ngai Province", "51", null, RegisterStart, TwoTiers - 1));
        Province.Versions.Add(Province.Versions[0] with { From = TwoTiers, To = null });
        Centre = BuildCentre();
        Departments = [.. SampleDepartments.All.Select(BuildDepartment)];
        Portals = [.. SampleDepartments.Portals.Select(BuildPortal)];
        Districts = [.. territories.Where(t => t.Level == 2 && t.Parent == "51").GroupBy(t => t.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(BuildDistrict)];
        var districtCodes = Districts.ToDictionary(d => d.Number.ToString(CultureInfo.InvariantCulture));
        Communes = BuildCommunes(territories, districtCodes);
        NewCommunes = [.. territories.Where(t => t.Level == 3 && t.From == TwoTiers).OrderBy(t => t.Code, StringComparer.Ordinal).Select(BuildNewCommune)];
    }

    public SampleUnit Province { get; }
    public SampleUnit Centre { get; }
    public SampleUnit[] Departments { get; }
    public SampleUnit[] Portals { get; }
    public SampleUnit[] Districts { get; }

    /// <summary>Communes until 2025-06-30.</summary>
    public SampleUnit[] Communes { get; }

    /// <summary>The 96 communes from 2025-07-01.</summary>
    public SampleUnit[] NewCommunes { get; }

    public IEnumerable<SampleUnit> All => [Province, Centre, .. Departments, .. Portals, .. Districts, .. Communes, .. NewCommunes];

    public SampleUnit CityCommittee => Array.Find(Districts, d => d.Number == 522)!;

    /// <summary>The department in charge on a day: the one of that number, or the one that took its work over.</summary>
    public SampleUnit DepartmentOn(int number, int day)
    {
        var department = Array.Find(SampleDepartments.All, d => d.Number == number)!;
        var inCharge = day >= Reorganisation ? department.MergedInto ?? number : number;
        return Array.Find(Departments, d => d.Number == inCharge)!;
    }

    private static SampleUnit BuildCentre()
    {
        var centre = new SampleUnit("H48.50", "000.00.50.H48", UnitTier.Centre, 0, 1);
        centre.Versions.Add(new("Trung tâm Hành chính công tỉnh", "Provincial Public Administration Centre" + Mark, null, ProvinceCode, RegisterStart, SampleCalendar.Day(2018, 12, 31)));
        centre.Versions.Add(new("Trung tâm Phục vụ - Kiểm soát thủ tục hành chính tỉnh", "Provincial Centre for Administrative Procedures" + Mark, null, ProvinceCode, SampleCalendar.Day(2019, 1, 1), TwoTiers - 1));
        centre.Versions.Add(new("Trung tâm Phục vụ hành chính công tỉnh", "Provincial Public Service Centre" + Mark, null, ProvinceCode, TwoTiers, null));
        return centre;
    }

    private static SampleUnit BuildDepartment(Department department)
    {
        var number = department.Number;
        var unit = new SampleUnit($"H48.{number:00}", $"000.00.{number:00}.H48", UnitTier.Department, number, 1);
        var splits = department.NameFrom2025 is not null || department.MergedInto is not null;
        unit.Versions.Add(new(department.Name, department.NameEn + Mark, null, ProvinceCode, RegisterStart, splits ? Reorganisation - 1 : null));
        if (department.NameFrom2025 is not null)
        {
            unit.Versions.Add(new(department.NameFrom2025, department.NameEnFrom2025 + Mark, null, ProvinceCode, Reorganisation, null));
        }
        return unit;
    }

    private static SampleUnit BuildPortal((string Code, string Name, string NameEn, int Department, int Weight) portal)
    {
        var unit = new SampleUnit(portal.Code, null, UnitTier.Portal, portal.Department, portal.Weight);
        unit.Versions.Add(new(portal.Name, portal.NameEn + Mark, null, ProvinceCode, RegisterStart, null));
        return unit;
    }

    /// <summary>Numbers run from 52 in the order of the statistics office: so Bình Sơn gets its real 000.00.53.H48.</summary>
    private static SampleUnit BuildDistrict(IEnumerable<Territory> versions, int index)
    {
        var first = versions.First();
        var code = int.Parse(first.Code, CultureInfo.InvariantCulture);
        var survives = versions.Max(v => v.To ?? int.MaxValue) > CodeChange;
        var former = $"000.00.{52 + index:00}.H48";
        var unit = new SampleUnit(survives ? $"H48.{52 + index:00}" : former, survives ? former : null, UnitTier.District, code, code == 522 ? 40 : 8 + (code * 7 % 9))
        {
            IsCity = code == 522,
        };
        unit.Versions.AddRange(versions.Select(v => v.AsUnit("District", ProvinceCode, code == BinhSon ? "" : Mark)));
        return unit;
    }

    private static SampleUnit[] BuildCommunes(List<Territory> territories, Dictionary<string, SampleUnit> districts)
    {
        var communes = new List<SampleUnit>();
        var byFirstDistrict = territories
            .Where(t => t.Level == 3 && t.From < TwoTiers)
            .GroupBy(t => t.Code)
            .Where(g => districts.ContainsKey(g.First().Parent))
            .GroupBy(g => g.First().Parent)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var district in byFirstDistrict)
        {
            var parent = districts[district.Key];
            var districtPart = (parent.FormerCode ?? parent.Code).Split('.')[2];
            var order = 0;
            foreach (var versions in district.OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var number = int.Parse(versions.Key, CultureInfo.InvariantCulture);
                var former = $"000.{++order:00}.{districtPart}.H48";
                var changes = parent.IsCity && versions.Max(v => v.To ?? int.MaxValue) > CodeChange;
                var unit = new SampleUnit(changes ? $"{parent.Code}.{order:00}" : former, changes ? former : null, UnitTier.Commune, number, (6 + number % 9) * (parent.IsCity ? 2 : 1))
                {
                    IsCity = parent.IsCity,
                    OrderInDistrict = order,
                };
                unit.Versions.AddRange(versions.Select(v => v.AsUnit("Commune", districts[v.Parent].Code, Mark)));
                communes.Add(unit);
            }
        }
        return [.. communes];
    }

    private static SampleUnit BuildNewCommune(Territory territory, int index)
    {
        var number = int.Parse(territory.Code, CultureInfo.InvariantCulture);
        var unit = new SampleUnit($"H48.{101 + index}", null, UnitTier.Commune, number, 6 + number % 11) { OrderInDistrict = index + 1 };
        unit.Versions.Add(territory.AsUnit("Commune", ProvinceCode, Mark));
        return unit;
    }

    /// <summary>One version of a territory from the reference list.</summary>
    private sealed record Territory(string Code, string Name, string Type, string Parent, int From, int? To, int Level)
    {
        public static Territory Parse(string[] row) =>
            new(row[0], row[1], row[2], row[3], ParseDay(row[4]), row[5] == "" ? null : ParseDay(row[5]), int.Parse(row[7], CultureInfo.InvariantCulture));

        public UnitVersion AsUnit(string levelEn, string parentCode, string mark)
        {
            var ownName = Name[Type.Length..].Trim();
            var typeEn = Type switch
            {
                "Thành phố" => "City",
                "Thị xã" => "Town",
                "Phường" => "Ward",
                "Thị trấn" => "Township",
                "Đặc khu" => "Special Zone",
                _ => levelEn,
            };
            return new($"UBND {Type.ToLowerInvariant()} {ownName}", $"People's Committee of {ownName} {typeEn}{mark}", Code, parentCode, Math.Max(From, RegisterStart), To);
        }

        private static int ParseDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
    }
}
