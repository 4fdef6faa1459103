namespace DtiWarehouse.Etl.Sample;

/// <summary>One document before it is written.</summary>
internal readonly record struct SampleDocument(SampleUnit Unit, bool IsOutgoing, string Form, bool IsSigned);

/// <summary>
/// Writes the documents of eOffice (until July 2020) and iOffice. Second quarter of 2018: 25 % electronic, 70 % electronic and on
/// paper. August 2020: 100 of 173 communes issue electronic documents, 52 of them signed ones; every unit takes part.
/// </summary>
internal sealed class DocumentExport(SampleUnits units, SampleCalendar calendar, SampleOptions options)
{
    private const string Electronic = "Điện tử", Both = "Điện tử và giấy", Paper = "Giấy";

    // By year, 2018..2026: documents, and the shares of electronic, of paper only, and of signed ones among the electronic, in per mille.
    private static readonly int[] PerYear = [9000, 11000, 14000, 16000, 18000, 20000, 21000, 21000, 20000];
    private static readonly int[] ElectronicShare = [270, 400, 620, 780, 860, 920, 950, 965, 980];
    private static readonly int[] PaperShare = [50, 45, 40, 30, 20, 12, 8, 6, 4];
    private static readonly int[] SignedShare = [200, 350, 600, 760, 850, 910, 940, 955, 970];

    private static readonly string[] Recipients = ["Trung ương", "Tỉnh", "Huyện", "Xã"];
    private static readonly ExportForm Tabs = new(ExportForm.Utf16, '\t', DateStyle.DayFirst, "Có", "Không");

    private readonly SampleRandom _random = new(options.Seed, "ioffice_documents");
    private int _serial;

    public void Write(string directory, Action<ExportFile> done)
    {
        for (var year = 2018; year <= 2026; year++)
        {
            using var file = new ExportFile(directory, $"ioffice_documents_{year}.csv", year == 2022 ? Tabs : ExportForm.Default,
                "Mã văn bản", "Số ký hiệu", "Đơn vị", "Chiều", "Ngày", "Hình thức", "Ký số", "Loại chữ ký", "Cấp nhận", "Qua trục liên thông", "Mật");
            var months = year == 2026 ? 10 : 12;
            var perMonth = Apportion.Split((int)(PerYear[year - 2018] * options.Size), [.. Enumerable.Range(1, months).Select(m => m == 2 ? 80 : 100 + m)]);
            Quota? secondQuarter = null;
            if (year == 2018 && options.Calibrated)
            {
                var total = perMonth[3] + perMonth[4] + perMonth[5];
                perMonth[5] += 20 - total % 20; // Shares of 5 % need a multiple of 20.
                total += 20 - total % 20;
                secondQuarter = new Quota(total / 20 * 5, total / 20 * 14, total / 20);
            }
            for (var month = 1; month <= months; month++)
            {
                var draw = year == 2020 && month == 8 && options.Calibrated
                    ? August2020(perMonth[7])
                    : Ordinary(year, month, perMonth[month - 1], month is >= 4 and <= 6 ? secondQuarter : null);
                WriteMonth(file, year, month, perMonth[month - 1], draw);
            }
            done(file);
        }
    }

    private void WriteMonth(ExportFile file, int year, int month, int count, Func<SampleDocument> draw)
    {
        var first = SampleCalendar.Day(year, month, 1);
        var days = Enumerable.Range(first, DateTime.DaysInMonth(year, month)).ToArray();
        var perDay = Apportion.Split(count, [.. days.Select(calendar.Weight)]);
        var publishedMonth = year == 2018 && month is >= 4 and <= 6 || year == 2020 && month == 8;
        for (var i = 0; i < days.Length; i++)
        {
            for (var left = perDay[i]; left > 0; left--)
            {
                var document = draw();
                var secret = !publishedMonth && _random.Permille(4);
                WriteRow(file, document, days[i], secret, document.IsOutgoing ? "Đi" : "Đến", document.Form);
                if (!publishedMonth && _random.Permille(3))
                {
                    WriteBroken(file, document, days[i]);
                }
            }
        }
    }

    private void WriteBroken(ExportFile file, SampleDocument document, int day)
    {
        switch (_random.Next(3))
        {
            case 0:
                WriteRow(file, document, day, false, "Nội bộ", document.Form);
                break;
            case 1:
                WriteRow(file, document, day, false, "Đi", "Fax");
                break;
            default:
                WriteRow(file, document with { IsSigned = true }, day, false, "Đi", Paper);
                break;
        }
    }

    private void WriteRow(ExportFile file, SampleDocument document, int day, bool secret, string direction, string form)
    {
        var recipient = _random.Next(10);
        var level = recipient == 0 ? 0 : recipient < 6 ? 1 : recipient < 8 && day < SampleUnits.TwoTiers ? 2 : 3;
        file.Text($"VB-{SampleCalendar.YearOf(day)}-{++_serial:0000000}");
        file.Text($"{_random.Between(1, 2400)}/{document.Unit.Tier switch { UnitTier.Department => "CV", UnitTier.Centre => "TTPV", _ => "UBND" }}");
        file.Text(document.Unit.CodeOn(day));
        file.Text(direction);
        file.Date(day);
        file.Text(form);
        file.Flag(document.IsSigned);
        file.Text(!document.IsSigned ? null : _random.Next(10) switch { < 6 => "Cơ quan", < 8 => "Cá nhân", _ => "Cơ quan và cá nhân" });
        file.Text(Recipients[level]);
        file.Flag(form != Paper && _random.Permille(level == 0 ? 900 : 500));
        file.Flag(secret);
        file.EndRow();
    }

    private Func<SampleDocument> Ordinary(int year, int month, int count, Quota? forms)
    {
        var day = SampleCalendar.Day(year, month, 1);
        var shares = ShareByTier(day);
        var decks = Tiers(day).Select((tier, i) => new Deck<SampleUnit>(tier, u => u.Weight, Math.Max(1, count * shares[i] / 1000))).ToArray();
        var index = year - 2018;
        return () =>
        {
            var ticket = _random.Next(1000);
            var unit = decks[ticket < shares[0] ? 0 : ticket < shares[0] + shares[1] ? 1 : 2].Draw(_random);
            var outgoing = _random.Permille(450);
            var roll = _random.Next(1000);
            // From 2023 the city exchanges every document that isn't secret electronically and signed (document 001).
            var allSigned = unit.IsCity && year >= 2023;
            var form = forms is not null ? forms.Draw(_random) switch { 0 => Electronic, 1 => Both, _ => Paper }
                : allSigned || roll < ElectronicShare[index] ? Electronic
                : roll < 1000 - PaperShare[index] ? Both : Paper;
            return new(unit, outgoing, form, form != Paper && (allSigned || _random.Permille(SignedShare[index])));
        };
    }

    private Func<SampleDocument> August2020(int count)
    {
        var tiers = Tiers(SampleCalendar.Day(2020, 8, 1));
        var (departments, districts, communes) = (tiers[0], tiers[1], tiers[2]);
        var issuing = communes.OrderBy(c => StableHash.Of(c.Code)).Take(100).ToArray();
        var others = communes.Except(issuing).ToArray();
        (SampleUnit[] Units, int Share, bool IsOutgoing, string Form, bool IsSigned)[] lots =
        [
            (departments, 18, true, Electronic, true), (departments, 18, false, Electronic, true),
            (districts, 10, true, Electronic, true), (districts, 12, false, Electronic, true),
            (communes, 22, false, Electronic, false), (issuing[..52], 7, true, Electronic, true),
            (issuing, 9, true, Electronic, false), (others, 4, true, Paper, false),
        ];
        var counts = Apportion.Split(count, [.. lots.Select(l => l.Share)]);
        var quota = new Quota(counts);
        Deck<SampleUnit>[] decks = [.. lots.Select((lot, i) => new Deck<SampleUnit>(lot.Units, u => u.Weight, counts[i]))];
        return () =>
        {
            var lot = quota.Draw(_random);
            return new(decks[lot].Draw(_random), lots[lot].IsOutgoing, lots[lot].Form, lots[lot].IsSigned);
        };
    }

    /// <summary>Departments, districts, communes; without districts the second is the province's own office and the centre.</summary>
    private SampleUnit[][] Tiers(int day) => day < SampleUnits.TwoTiers
        ? [[.. units.Departments.Where(u => u.IsActive(day))], [.. units.Districts.Where(u => u.IsActive(day))], [.. units.Communes.Where(u => u.IsActive(day))]]
        : [[.. units.Departments.Where(u => u.IsActive(day))], [units.Province, units.Centre], units.NewCommunes];

    private static int[] ShareByTier(int day) =>
        day < SampleCalendar.Day(2020, 8, 1) ? [500, 400, 100] : day < SampleUnits.TwoTiers ? [420, 250, 330] : [400, 60, 540];
}
