namespace DtiWarehouse.Etl.Sample;

/// <summary>
/// Writes the ratings of the one-stop desks. In 2021 tablets at the desks counted 44,068 ratings of citizens and 694 of businesses;
/// how many were satisfied was not counted (document 004).
/// </summary>
internal sealed class SatisfactionExport(SampleUnits units, SampleOptions options)
{
    private readonly SampleRandom _random = new(options.Seed, "satisfaction");

    public void Write(string directory, Action<ExportFile> done)
    {
        using var file = new ExportFile(directory, "satisfaction_2019-2026.csv", ExportForm.Default, "Kỳ", "Đơn vị", "Kênh", "Đối tượng", "Số lượt đánh giá", "Số lượt hài lòng");
        for (var year = 2019; year <= 2026; year++)
        {
            WriteYear(file, year);
        }
        done(file);
    }

    private void WriteYear(ExportFile file, int year)
    {
        var cells = Cells(year).ToList();
        var growth = year == 2021 ? 44068 : 30000 + (year - 2019) * 6000;
        var citizens = Apportion.Split((int)(growth * options.Size), [.. cells.Select(c => c.Weight * _random.Between(80, 120))]);
        var businesses = Apportion.Split((int)((year == 2021 ? 694 : 500 + (year - 2019) * 90) * options.Size), [.. cells.Select(c => c.Unit.Tier == UnitTier.Centre ? 20 : 1)]);
        for (var i = 0; i < cells.Count; i++)
        {
            var (unit, month, _) = cells[i];
            WriteRow(file, year, month, unit, "Trực tiếp", "Người dân", citizens[i]);
            WriteRow(file, year, month, unit, "Trực tiếp", "Doanh nghiệp", businesses[i]);
            if (year >= 2022)
            {
                WriteRow(file, year, month, unit, "Trực tuyến", "Người dân", citizens[i] * (year - 2020) / 12);
            }
        }
    }

    private IEnumerable<(SampleUnit Unit, int Month, int Weight)> Cells(int year)
    {
        for (var month = 1; month <= (year == 2026 ? 10 : 12); month++)
        {
            var day = SampleCalendar.Day(year, month, 1);
            yield return (units.Centre, month, 60);
            foreach (var unit in (day < SampleUnits.TwoTiers ? units.Districts : units.NewCommunes).Where(u => u.IsActive(day)))
            {
                yield return (unit, month, unit.Weight);
            }
        }
    }

    private void WriteRow(ExportFile file, int year, int month, SampleUnit unit, string channel, string subject, int rated)
    {
        if (rated == 0)
        {
            return;
        }
        var satisfied = rated - rated * _random.Between(0, 80 - (year - 2019) * 7) / 1000;
        file.Text($"{year}-{month:00}");
        file.Text(unit.CodeOn(SampleCalendar.Day(year, month, 1)));
        file.Text(channel);
        file.Text(subject);
        file.Number(rated);
        file.Number(year == 2021 ? null : year == 2024 && _random.Permille(3) ? rated + 1 : satisfied);
        file.EndRow();
    }
}
