namespace DtiWarehouse.Etl.Sample;

/// <summary>Writes the one-stop system's dossiers, day by day; each file in another of the forms that such exports come in.</summary>
internal sealed class DossierExport(SampleUnits units, SampleCalendar calendar, ServiceListing listing, DossierPlan plan, SampleOptions options)
{
    // Per mille by year, 2018..2026.
    private static readonly int[] Late = [130, 110, 95, 80, 60, 45, 35, 40, 25];
    private static readonly int[] ComponentsDigitised = [0, 0, 0, 0, 250, 480, 600, 720, 820];
    private static readonly int[] ResultsDigitised = [0, 0, 0, 0, 150, 400, 520, 650, 760];
    private static readonly int[] PaidOnline = [0, 0, 10, 60, 150, 300, 420, 550, 680];
    private static readonly int[] ReusesData = [0, 0, 0, 0, 0, 80, 150, 250, 330];

    private static readonly ExportForm Tabs2019 = new(ExportForm.Utf16, '\t', DateStyle.DayFirstWithTime, "Có", "Không");
    private static readonly ExportForm Marks2020 = new(ExportForm.Utf8WithBom, ';', DateStyle.Iso, "x", "");
    private static readonly ExportForm Marks2022 = new(ExportForm.Utf8WithBom, ';', DateStyle.DayFirst, "x", "");
    private static readonly ExportForm Times2023 = new(ExportForm.Utf8Plain, ',', DateStyle.IsoWithTime, "Có", "Không");
    private static readonly ExportForm Words2024 = new(ExportForm.Utf8Plain, ',', DateStyle.Iso, "true", "false");
    private static readonly ExportForm Digits2025 = new(ExportForm.Utf8WithBom, ';', DateStyle.DayFirst, "1", "0");
    private static readonly ExportForm Times2026 = new(ExportForm.Utf8WithBom, ',', DateStyle.DayFirstWithTime, "Có", "Không");

    private static readonly (string Name, int LastDay, ExportForm Form)[] Files =
    [
        ("igate_dossiers_2018.csv", SampleCalendar.Day(2018, 12, 31), ExportForm.Default),
        ("igate_dossiers_2019.csv", SampleCalendar.Day(2019, 12, 31), Tabs2019),
        ("igate_dossiers_2020.csv", SampleCalendar.Day(2020, 12, 31), Marks2020),
        ("igate_dossiers_2021.csv", SampleCalendar.Day(2021, 12, 31), ExportForm.Default),
        ("igate_dossiers_2022.csv", SampleCalendar.Day(2022, 12, 31), Marks2022),
        ("igate_dossiers_2023-Q1.csv", SampleCalendar.Day(2023, 3, 31), Times2023),
        ("igate_dossiers_2023-Q2.csv", SampleCalendar.Day(2023, 6, 30), Times2023),
        ("igate_dossiers_2023-Q3.csv", SampleCalendar.Day(2023, 9, 30), Times2023),
        ("igate_dossiers_2023-Q4.csv", SampleCalendar.Day(2023, 12, 31), Times2023),
        ("igate_dossiers_2024.csv", SampleCalendar.Day(2024, 12, 31), Words2024),
        ("igate_dossiers_2025-H1.csv", SampleCalendar.Day(2025, 6, 30), Digits2025),
        ("igate_dossiers_2025-H2.csv", SampleCalendar.Day(2025, 12, 31), Digits2025),
        ("igate_dossiers_2026.csv", SampleCalendar.End, Times2026),
    ];

    private readonly SampleRandom _random = new(options.Seed, "igate_dossiers");
    private int _applicant;

    public void Write(string directory, Action<ExportFile> done)
    {
        var arrivals = plan.Intakes.ConvertAll(intake => new Arrivals(intake, calendar));
        var day = SampleCalendar.Start;
        foreach (var (name, lastDay, form) in Files)
        {
            var columns = Columns(SampleCalendar.YearOf(lastDay));
            using var file = new ExportFile(directory, name, form, columns);
            var writer = new DossierWriter(file, columns);
            for (; day <= lastDay; day++)
            {
                foreach (var arrival in arrivals)
                {
                    for (var left = arrival.On(day); left > 0; left--)
                    {
                        WriteOne(writer, arrival, day);
                    }
                }
            }
            done(file);
        }
    }

    /// <summary>The system learnt to report digitisation in 2022 and reuse in 2023; the export of 2024 names the applicant.</summary>
    private static string[] Columns(int year)
    {
        List<string> columns = ["Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Đơn vị tiếp nhận", "Đơn vị giải quyết", "Hình thức nộp", "Mức độ dịch vụ",
            "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Ngày trả kết quả", "Trạng thái", "Nghĩa vụ tài chính"];
        if (year is 2021 or 2024)
        {
            columns.Insert(1, "Họ tên người nộp");
        }
        if (year >= 2020)
        {
            columns.Add("Thanh toán trực tuyến");
        }
        if (year >= 2022)
        {
            columns.AddRange(["Số hóa hồ sơ", "Số hóa kết quả"]);
        }
        if (year >= 2023)
        {
            columns.AddRange(["Tái sử dụng dữ liệu", "Đúng hạn", "Cập nhật lúc"]);
        }
        return [.. columns];
    }

    private void WriteOne(DossierWriter writer, Arrivals arrival, int day)
    {
        var year = SampleCalendar.YearOf(day);
        var submission = arrival.Intake.Draw(_random, day);
        var dossier = Describe(submission, arrival, day, year - 2018);
        writer.Write(dossier);
        // Broken rows come on top of the good ones, and not in the years whose totals are published.
        if (year is 2019 or 2022 or >= 2024 && _random.Permille(3))
        {
            var broken = dossier with { Serial = NextSerial(submission.Receiver, day), Applicant = ++_applicant };
            writer.Write(Break(broken, _random.Next(year == 2019 ? 7 : 8))); // The export of 2019 has no payments.
        }
    }

    private SampleDossier Describe(Submission submission, Arrivals arrival, int day, int year)
    {
        var (procedure, online, receiver, label) = submission;
        var month = SampleCalendar.MonthOf(day);
        var due = calendar.AddWorkingDays(day, procedure.TermDays);
        var resolved = Resolve(submission, arrival, day, due, year);
        var refusal = resolved is null ? 1000 : _random.Next(1000);
        int? returned = resolved is { } done && refusal >= 18 && _random.Permille(880) ? calendar.AddWorkingDays(done, _random.Next(3)) : null;
        if (returned > SampleCalendar.End)
        {
            returned = null;
        }
        var printed = label ?? procedure.LabelIn(month);
        if (year >= 6 && listing.IsListed(receiver, procedure, month) && _random.Permille(300))
        {
            printed = ""; // Left to the service snapshot, as the newer exports do.
        }
        var reportedOpen = arrival.Intake.Targets is not null && (resolved is null || resolved > CityTargets.ReportDay);
        return new SampleDossier
        {
            Serial = NextSerial(receiver, day),
            Applicant = ++_applicant,
            Procedure = procedure,
            ProcedureCode = year <= 2 ? procedure.Code + ".000.00.00.H48" : procedure.Code,
            ReceiverCode = receiver.CodeOn(day),
            ResolverCode = Resolver(submission, day, resolved ?? day),
            Channel = online ? "Trực tuyến" : DeskChannel(procedure, year),
            Label = printed,
            Received = day,
            ReceivedMinute = _random.Between(7 * 60 + 15, 16 * 60 + 45),
            Due = due,
            Resolved = resolved,
            Returned = returned,
            Status = resolved is null ? (_random.Permille(120) ? "Tạm dừng" : "Đang xử lý")
                : refusal < 12 ? "Trả lại" : refusal < 18 ? "Rút hồ sơ" : returned is null ? "Đã giải quyết" : "Đã trả kết quả",
            HasFee = procedure.HasFee,
            IsPaidOnline = procedure.HasFee && (online || _random.Permille(300)) && _random.Permille(PaidOnline[year]),
            AreComponentsDigitised = arrival.Components?.Draw(_random) ?? _random.Permille(ComponentsDigitised[year]),
            IsResultDigitised = resolved is not null && !reportedOpen && (arrival.Results?.Draw(_random) ?? _random.Permille(ResultsDigitised[year])),
            ReusesData = online && _random.Permille(ReusesData[year]),
            // The source forgives some late ones whose clock it had stopped.
            IsOnTimeBySource = resolved is null ? null : resolved <= due || _random.Permille(60),
        };
    }

    private int? Resolve(Submission submission, Arrivals arrival, int day, int due, int year)
    {
        if (arrival.Open is { } open && day >= CityTargets.OpenFrom && open.Draw(_random))
        {
            return calendar.AddWorkingDays(CityTargets.ReportDay, _random.Between(1, 12));
        }
        var term = submission.Procedure.TermDays;
        var late = term > 0 && _random.Permille(Late[year]);
        var resolved = late
            ? calendar.AddWorkingDays(due, 1 + _random.Next(_random.Permille(60) ? 40 : 8))
            : calendar.AddWorkingDays(day, _random.Between(term / 3, term));
        var last = LastResolution(submission.Receiver, arrival.Intake, year);
        if (last == SampleCalendar.End)
        {
            return resolved > last || _random.Permille(2) ? null : resolved;
        }
        if (resolved > last)
        {
            resolved = _random.Between(day, last);
            while (resolved > day && !calendar.IsWorkingDay(resolved))
            {
                resolved--;
            }
        }
        return resolved;
    }

    /// <summary>
    /// Published totals count what was received and resolved in the period, so nothing is carried over the ends of 2021, and in the
    /// city nothing over the start of 2023. A unit that is abolished closes its books by its last day.
    /// </summary>
    private static int LastResolution(SampleUnit receiver, Intake intake, int year) => year switch
    {
        5 when intake.Targets is not null => CityTargets.ReportDay,
        2 or 3 => SampleCalendar.Day(2018 + year, 12, 31),
        < 5 when receiver.IsCity => SampleCalendar.Day(2018 + year, 12, 31),
        _ => Math.Min(receiver.LastDay, SampleCalendar.End),
    };

    private string Resolver(Submission submission, int received, int resolved)
    {
        var (procedure, _, receiver, _) = submission;
        if (procedure.Department > 0)
        {
            return units.DepartmentOn(procedure.Department, resolved) is var department && department == receiver ? "" : department.CodeOn(resolved);
        }
        // From July 2025 an applicant may hand in anywhere in the province; the commune of the matter resolves it.
        if (received >= SampleUnits.TwoTiers && _random.Permille(80))
        {
            return units.NewCommunes[_random.Next(units.NewCommunes.Length)].Code;
        }
        return "";
    }

    private string DeskChannel(SampleProcedure procedure, int year)
    {
        if (year >= 2 && procedure.IsPersonalised && _random.Permille(400))
        {
            return "Điện thoại";
        }
        return _random.Permille(15 + year * 6) ? "Bưu chính" : "Trực tiếp";
    }

    private static int NextSerial(SampleUnit unit, int day)
    {
        if (unit.SerialDay != day)
        {
            (unit.SerialDay, unit.Serial) = (day, 0);
        }
        return ++unit.Serial;
    }

    private static SampleDossier Break(SampleDossier dossier, int rule) => rule switch
    {
        0 => dossier with { IsCodeMalformed = true },
        1 => dossier with { Channel = "Qua mạng xã hội" },
        2 => dossier with { Label = "Mức độ cao" },
        3 => dossier with { Due = dossier.Received - 3 },
        4 => dossier with { Resolved = dossier.Received - 2, Returned = null, Status = "Đã giải quyết" },
        5 => dossier with { Resolved = null, Returned = null, Status = "Đã giải quyết" },
        6 => dossier with { Status = "Không rõ" },
        _ => dossier with { HasFee = false, IsPaidOnline = true },
    };

    /// <summary>An intake spread over its days, with what is left of its published shares.</summary>
    private sealed class Arrivals
    {
        private readonly int[] _perDay;

        public Arrivals(Intake intake, SampleCalendar calendar)
        {
            Intake = intake;
            _perDay = Apportion.Split(intake.Count, [.. Enumerable.Range(intake.From, intake.To - intake.From + 1).Select(calendar.Weight)]);
            if (intake.Targets is { } targets)
            {
                Open = new ExactShare(targets.Unresolved, Enumerable.Range(CityTargets.OpenFrom, intake.To - CityTargets.OpenFrom + 1).Sum(On));
                Components = new ExactShare(targets.ComponentsDigitised, intake.Count);
                Results = new ExactShare(targets.ResultsDigitised, intake.Count - targets.Unresolved);
            }
        }

        public Intake Intake { get; }
        public ExactShare? Open { get; }
        public ExactShare? Components { get; }
        public ExactShare? Results { get; }

        public int On(int day) => day < Intake.From || day > Intake.To ? 0 : _perDay[day - Intake.From];
    }
}
