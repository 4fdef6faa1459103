using System.CommandLine;
using System.Diagnostics;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Commands;

/// <summary><c>export-sample</c>: writes the sample exports of the source systems into a folder.</summary>
public static class ExportSampleCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "Thư mục nhận tệp. / Folder for the files.", Required = true };
        var size = new Option<double>("--size") { Description = "Hệ số; 1 = khoảng 400.000 hồ sơ, khớp số liệu công bố. / Factor; 1 = about 400,000 dossiers, calibrated to the published totals.", DefaultValueFactory = _ => 1.0 };
        var command = new Command("export-sample", "Ghi dữ liệu mẫu (tổng hợp, không có thật). / Write sample exports (synthetic rows).") { output, size };
        command.SetAction((parsed, cancellation) => Run(parsed.GetValue(output)!, parsed.GetValue(size), cancellation));
        return command;
    }

    private static Task<int> Run(DirectoryInfo output, double size, CancellationToken cancellation)
    {
        if (size is not (> 0 and <= 100))
        {
            Console.Error.WriteLine("--size: cần một số lớn hơn 0 đến 100. / a number above 0 and up to 100 is expected.");
            return Task.FromResult(2);
        }
        var clock = Stopwatch.StartNew();
        var rows = SampleExport.Write(
            output.FullName, OptionsFor(size),
            file => Console.WriteLine($"  {file.FileName,-34} {ConsoleProgress.Number(file.Rows),10} dòng/rows"), cancellation);
        Console.WriteLine($"{ConsoleProgress.Number(rows)} dòng/rows, {clock.Elapsed.TotalSeconds:0.0} s: {output.FullName}");
        return Task.FromResult(0);
    }

    /// <summary>Only size 1 matches the published totals.</summary>
    public static SampleOptions OptionsFor(double size) => new() { Size = size, Calibrated = size == 1.0 };
}
