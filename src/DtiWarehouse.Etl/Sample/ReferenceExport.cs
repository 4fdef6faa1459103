namespace DtiWarehouse.Etl.Sample;

/// <summary>Writes the register of organisations, the holidays, and the ministries' yearly totals from before their rows came.</summary>
internal static class ReferenceExport
{
    public static void Write(string directory, SampleUnits units, SampleCalendar calendar, SampleOptions options, Action<ExportFile> done)
    {
        WriteUnits(directory, units, done);
        WriteHolidays(directory, calendar, done);
        WriteTotals(directory, units, options, done);
    }

    private static void WriteUnits(string directory, SampleUnits units, Action<ExportFile> done)
    {
        using var file = new ExportFile(directory, "org_units_2026-10.csv", ExportForm.Default,
            "Mã định danh", "Tên", "Tên tiếng Anh", "Loại", "Cấp", "Mã ĐVHC", "Mã định danh cấp trên", "Mã cũ", "Hiệu lực từ", "Hiệu lực đến");
        foreach (var unit in units.All)
        {
            foreach (var version in unit.Versions)
            {
                file.Text(unit.Code);
                file.Text(version.Name);
                file.Text(version.NameEn);
                file.Text(Kind(unit.Tier));
                file.Text(unit.Tier switch { UnitTier.District => "Huyện", UnitTier.Commune => "Xã", _ => "Tỉnh" });
                file.Text(version.Territory);
                file.Text(version.ParentCode);
                file.Text(unit.FormerCode);
                file.Date(version.From);
                file.Date(version.To);
                file.EndRow();
            }
        }
        done(file);
    }

    private static string Kind(UnitTier tier) => tier switch
    {
        UnitTier.Province => "UBND tỉnh",
        UnitTier.Centre => "Trung tâm PVHCC",
        UnitTier.Department => "Sở, ban, ngành",
        UnitTier.Portal => "Cổng bộ, ngành",
        UnitTier.District => "UBND huyện",
        _ => "UBND xã",
    };

    private static void WriteHolidays(string directory, SampleCalendar calendar, Action<ExportFile> done)
    {
        using var file = new ExportFile(directory, "holidays_2018-2026.csv", ExportForm.Default, "Ngày", "Tên");
        foreach (var (day, name) in calendar.Holidays)
        {
            file.Date(day);
            file.Text(name);
            file.EndRow();
        }
        done(file);
    }

    private static void WriteTotals(string directory, SampleUnits units, SampleOptions options, Action<ExportFile> done)
    {
        var random = new SampleRandom(options.Seed, "dossier_totals");
        using var file = new ExportFile(directory, "dossier_totals_2019-2020.csv", ExportForm.Default,
            "Nguồn", "Đơn vị", "Lĩnh vực", "Kỳ từ", "Kỳ đến", "Mức độ dịch vụ", "Tiếp nhận trực tuyến", "Tiếp nhận trực tiếp, bưu chính", "Kỳ trước chuyển sang", "Tổng tiếp nhận",
            "Giải quyết trước hạn", "Giải quyết đúng hạn", "Giải quyết quá hạn", "Tổng giải quyết", "Đang giải quyết trong hạn", "Đang giải quyết quá hạn", "Tổng đang giải quyết");
        foreach (var portal in units.Portals)
        {
            var carried = 0;
            for (var quarter = 0; quarter < 8; quarter++)
            {
                var online = Math.Max(4, (int)(random.Between(80, 130) * portal.Weight * options.Size));
                var direct = online * random.Between(5, 20) / 100;
                var received = online + direct + carried;
                var pending = received * random.Between(2, 6) / 100;
                var overdue = pending / 10;
                var late = received * random.Between(1, 4) / 100;
                var onTime = (received - pending) * 2 / 5;
                var (year, firstMonth) = (2019 + quarter / 4, quarter % 4 * 3 + 1);
                file.Text(portal.Code);
                file.Text(portal.Code);
                file.Text(null);
                file.Date(SampleCalendar.Day(year, firstMonth, 1));
                file.Date(new DateOnly(year, firstMonth, 1).AddMonths(3).DayNumber - 1);
                file.Text(null);
                ReadOnlySpan<int> counts = [online, direct, carried, received, received - pending - onTime - late, onTime, late, received - pending, pending - overdue, overdue, pending];
                foreach (var count in counts)
                {
                    file.Number(count);
                }
                file.EndRow();
                carried = pending;
            }
        }
        done(file);
    }
}
