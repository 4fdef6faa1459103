using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// A server in a process of its own, ended with this object: the product as it is served, with all that stands before the
/// feed, or the bare endpoints that it is compared with (<see cref="BareHost"/>).
/// </summary>
internal sealed class ServedProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly string? _folder;
    private readonly long _began;

    private ServedProcess(ProcessStartInfo start, int port, string root, string? folder)
    {
        (Port, Root, _folder) = (port, root, folder);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _began = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The server's program.</summary>
    public static string Program { get; set; } = Path.Combine(AppContext.BaseDirectory, "DtiWarehouse.Server.dll");

    public int Port { get; }

    /// <summary>Path that the sets stand under.</summary>
    public string Root { get; }

    /// <summary>The program of the server over a warehouse file.</summary>
    public static ServedProcess Product(string warehouse, params (string Name, string Value)[] settings) =>
        Product([("ConnectionStrings__Warehouse", $"Data Source={Path.GetFullPath(warehouse)}"), .. settings]);

    /// <summary>The program of the server with these settings, its data folder empty; one answer may hold every row.</summary>
    public static ServedProcess Product(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(Program)]) { WorkingDirectory = folder };
        foreach (var (name, value) in settings.Prepend(("OData__Limits__StatementTimeout", "3600")).Prepend(("OData__Limits__MaxPageSize", "10000000"))
            .Prepend(("ASPNETCORE_URLS", $"http://127.0.0.1:{port}")).Prepend(("DTIW_SAMPLE", "false")).Prepend(("DTIW_DATA", folder)))
        {
            start.Environment[name] = value;
        }
        return new ServedProcess(start, port, "/odata/v1/", folder);
    }

    /// <summary>The bare endpoints over a warehouse file, or the feed of Microsoft.AspNetCore.OData in the same process.</summary>
    public static ServedProcess Bare(string warehouse, string root = BareHost.Root)
    {
        var port = FreePort();
        return new ServedProcess(new ProcessStartInfo("dotnet", [typeof(ServedProcess).Assembly.Location, "host", "--warehouse", warehouse, "--port", port.ToString(CultureInfo.InvariantCulture)]), port, root, null);
    }

    /// <summary>Bytes of a request for what stands under the root.</summary>
    public byte[] Request(string path, string headers = "") => HttpWire.Request(Port, Root + path, headers);

    public HttpWire Connect() => new(Port);

    /// <summary>Asks until it is answered 200, every 5 ms: what is not ready refuses to connect or says 503.</summary>
    /// <returns>Seconds since the process was started: until it said anything at all, until the first byte of the answer, until its last.</returns>
    public (double Listens, double FirstByte, double Complete) WaitFor(string path)
    {
        var request = Request(path);
        var listens = 0.0;
        while (true)
        {
            try
            {
                using var wire = Connect();
                while (true)
                {
                    var sent = Stopwatch.GetElapsedTime(_began).TotalSeconds;
                    var answer = wire.Ask(request);
                    listens = listens == 0 ? sent + answer.FirstByte : listens;
                    if (answer.Status == 200)
                    {
                        return (listens, sent + answer.FirstByte, sent + answer.Seconds);
                    }
                    if (answer.Status != 503)
                    {
                        throw new InvalidOperationException($"{path}: {answer.Status} {Encoding.UTF8.GetString(wire.Tail)}");
                    }
                    Thread.Sleep(5);
                }
            }
            catch (Exception failure) when (failure is SocketException or IOException && !_process.HasExited)
            {
                Thread.Sleep(5);
            }
            catch (Exception failure) when (_process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {_errors}", failure);
            }
        }
    }

    /// <summary>Resident memory in MiB as Linux counts it: now, and the most since <see cref="ForgetPeak"/>; 0 elsewhere.</summary>
    public (double Now, double Peak) Memory()
    {
        var status = $"/proc/{_process.Id}/status";
        var lines = File.Exists(status) ? File.ReadAllLines(status) : [];
        return (Of("VmRSS:"), Of("VmHWM:"));

        double Of(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length, line.Length - name.Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) / 1024.0
            : 0;
    }

    public void ForgetPeak()
    {
        var file = $"/proc/{_process.Id}/clear_refs";
        if (File.Exists(file))
        {
            File.WriteAllText(file, "5");
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
