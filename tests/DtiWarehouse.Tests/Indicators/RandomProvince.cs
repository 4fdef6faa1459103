using System.Globalization;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>
/// A small province at random: departments, districts that end on 2025-06-30, communes that merge and one that is split, and
/// files that add, correct, move and delete rows of every feed.
/// </summary>
internal sealed class RandomProvince(int seed)
{
    private static readonly string[] Codes =
    [
        "H48", "H48.01", "000.00.01.H48", "H48.01.05", "H48.02", "H48.90", "G09", "H48.55", "H48.57", "000.10.54.H48", "000.08.54.H48", "000.05.55.H48", "000.14.57.H48", "H48.112", "H48.114", "H48.122",
    ];

    private readonly Random _random = new(seed);
    private DateTime _at = Morning;

    /// <summary>The register to begin with; H48.90 is not in it, though files name it.</summary>
    public static UnitRow[] Register =>
    [
        Unit("H48", territory: "51", kind: UnitKind.ProvincePeopleCommittee, name: "UBND tỉnh"),
        Unit("H48.01", parent: "H48"),
        Unit("H48.01.05", parent: "H48.01", kind: UnitKind.Subordinate),
        Unit("H48.02", parent: "H48"),
        Unit("G09", kind: UnitKind.MinistryPortal),
        Unit("H48.55", to: "2025-06-30", parent: "H48", territory: "525", kind: UnitKind.DistrictPeopleCommittee, level: GovernmentLevel.District),
        Unit("H48.57", to: "2025-06-30", parent: "H48", territory: "528", kind: UnitKind.DistrictPeopleCommittee, level: GovernmentLevel.District),
        Commune("000.10.54.H48", "21142", "H48.55", to: "2025-06-30"),
        Commune("000.08.54.H48", "21136", "H48.55", to: "2025-06-30"),
        Commune("000.05.55.H48", "21157", "H48.55", to: "2025-06-30"),
        Commune("000.14.57.H48", "21283", "H48.57", to: "2025-06-30"),
        Commune("H48.112", "21136", "H48", from: "2025-07-01"),
        Commune("H48.114", "21157", "H48", from: "2025-07-01"),
        Commune("H48.122", "21238", "H48", from: "2025-07-01"),
    ];

    public static UnitRow Commune(string code, string territory, string parent, string from = "2018-01-01", string? to = null) =>
        Unit(code, from, to, territory: territory, parent: parent, kind: UnitKind.CommunePeopleCommittee, level: GovernmentLevel.Commune, name: $"UBND xã {territory}");

    /// <summary>A file of one feed, with rows that are new, newer or older than those before.</summary>
    public (string Feed, FeedRow[] Rows) Next(int most)
    {
        _at = _at.AddMinutes(7);
        var rows = _random.Next(1, most + 1);
        return _random.Next(10) switch
        {
            0 => (Feeds.OrgUnits, [ChangedUnit()]),
            1 => (Feeds.Services, Distinct(rows, ServiceRow, row => (row.Month, row.ProcedureCode, row.UnitCode))),
            2 => (Feeds.Satisfaction, Distinct(rows, RatingRow, row => (row.Month, row.UnitCode, row.Subject))),
            3 => (Feeds.DossierTotals, Distinct(rows, TotalRow, row => (row.UnitCode, row.PeriodTo))),
            4 or 5 => (Feeds.Documents, Distinct(rows, DocumentRow, row => (row.DocumentCode, row.UnitCode, row.Direction))),
            _ => (Feeds.Dossiers, Distinct(rows, DossierRow, row => row.DossierCode)),
        };
    }

    /// <summary>One file of every feed, so that nothing is empty.</summary>
    public IEnumerable<(string Feed, FeedRow[] Rows)> Start(int rows) =>
    [
        (Feeds.OrgUnits, Register),
        (Feeds.Dossiers, Distinct(rows, DossierRow, row => row.DossierCode)),
        (Feeds.Documents, Distinct(rows, DocumentRow, row => (row.DocumentCode, row.UnitCode, row.Direction))),
        (Feeds.Services, Distinct(rows, ServiceRow, row => (row.Month, row.ProcedureCode, row.UnitCode))),
        (Feeds.Satisfaction, Distinct(rows / 2, RatingRow, row => (row.Month, row.UnitCode, row.Subject))),
        (Feeds.DossierTotals, Distinct(rows / 4, TotalRow, row => (row.UnitCode, row.PeriodTo))),
    ];

    public int Days() => _random.Next(1, 45);

    private static FeedRow[] Distinct<T, TKey>(int rows, Func<T> row, Func<T, TKey> key)
        where T : FeedRow => [.. Enumerable.Range(0, rows).Select(_ => row()).DistinctBy(key)];

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];

    private bool? Flag() => Pick<bool?>(null, true, true, false);

    /// <summary>Mostly newer than every row before, sometimes older than some.</summary>
    private DateTime At() => _random.Next(8) == 0 ? _at.AddHours(-2) : _at;

    private bool Deleted() => _random.Next(12) == 0;

    private string Month() => new DateOnly(2024, 9, 1).AddMonths(_random.Next(12)).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private DateOnly SomeDay() => new DateOnly(2024, 9, 1).AddDays(_random.Next(350));

    private DossierRow DossierRow()
    {
        var received = SomeDay();
        var resolved = _random.Next(3) == 0 ? null : received.AddDays(_random.Next(60)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var row = Dossier(
            $"H48.01-24{_random.Next(150):0000}", Text(received), _random.Next(5) == 0 ? null : Text(received.AddDays(_random.Next(1, 40))), resolved, Pick(Codes), Pick(Codes),
            Pick("1.000001", "1.000002", "2.000003"), null, Pick(Full, Partial, null), At(), Deleted(), Pick(Channel.Online, Channel.Counter, Channel.Phone), Flag(), null, null);
        var fee = Flag();
        return WithContent(row with { ReusesData = Flag(), IsResultDigitised = Flag(), HasFee = fee, IsPaidOnline = fee == true ? Flag() : null });
    }

    private DocumentRow DocumentRow()
    {
        var form = Pick(DocumentForm.Electronic, DocumentForm.ElectronicAndPaper, DocumentForm.Paper);
        return Document(
            $"V{_random.Next(80)}", Pick(Codes), Text(SomeDay()), Pick(DocumentDirection.Incoming, DocumentDirection.Outgoing), form,
            form is DocumentForm.Paper ? null : Flag(), _random.Next(8) == 0, At(), Deleted());
    }

    private ServiceRow ServiceRow() => WithContent(Service(Month(), Pick("1.000001", "1.000002", "2.000003"), Pick(Codes), Pick(Full, Partial), at: At(), deleted: Deleted()) with
    {
        IsEligibleForFull = Flag(), IsPublished = Flag(), IsPrefilled = Flag(), AcceptsOnlinePayment = Flag(), IsOnNationalPortal = Flag(),
    });

    private SatisfactionRow RatingRow()
    {
        var rated = _random.Next(30);
        return WithContent(Satisfaction(Pick(Codes), Month(), rated, At()) with { Subject = Pick(RatingSubject.Citizen, RatingSubject.Business), Satisfied = Pick<int?>(null, 0, rated) });
    }

    private DossierTotalRow TotalRow() => Total(Pick(Codes), Pick("2024-03-31", "2024-06-30", "2024-12-31"), online: _random.Next(1, 9), at: At(), deleted: Deleted());

    private UnitRow ChangedUnit()
    {
        var name = $"Tên {_random.Next(100)}";
        return _random.Next(5) switch
        {
            0 => Unit("H48.90", Pick("2018-01-01", "2025-01-01"), parent: Pick("H48", "H48.01", null), name: name, at: _at),
            1 => Unit("H48.01", parent: "H48", former: Pick("000.00.01.H48", null), name: name, at: _at),
            2 => Unit("H48.02", to: Pick("2025-03-31", null), parent: "H48", name: name, at: _at),
            3 => Unit("H48.02", "2025-04-01", parent: Pick("H48", "H48.01"), name: name, at: _at),
            _ => WithName(Register[_random.Next(Register.Length)], name),
        };
    }

    private UnitRow WithName(UnitRow row, string name) => row with { Name = name, Content = row.Content + name, UpdatedAt = _at };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
