using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A command of the built program that ran to its end.</summary>
public sealed record Finished(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines { get; } = Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}

/// <summary>
/// The built program, or a published one (<c>DTIW_TEST_SERVER</c>, its <c>DtiWarehouse.Server.dll</c>), as a process of its own, as a
/// stranger would start it: arguments, environment, a working folder. Time limits only guard against hanging.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Settings of this process that those it starts shall not inherit.</summary>
    private static readonly string[] OwnSettings = ["DTIW_", "ASPNETCORE_", "Warehouse__", "ConnectionStrings__", "Access__", "Limits__", "Tls__", "Kestrel__"];

    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(5);

    private static readonly string Program = Environment.GetEnvironmentVariable("DTIW_TEST_SERVER") is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "DtiWarehouse.Server.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ServerProcess(string folder, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, int port, long? mostKibibytes = null)
    {
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (mostKibibytes is { } limit)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"trap '' XFSZ; ulimit -f {limit.ToString(CultureInfo.InvariantCulture)}; exec \"$0\" \"$@\"");
            start.ArgumentList.Add(start.FileName);
            start.FileName = "bash";
            // The runtime maps its code twice through a file that is larger than any limit.
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var inherited in start.Environment.Keys.Where(k => OwnSettings.Any(own => k.StartsWith(own, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(inherited);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }
    public Uri FeedRoot => new(Address, "odata/v1/");
    public bool HasExited => _process.HasExited;

    /// <summary>Everything printed so far, errors last.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                lock (_errors)
                {
                    return _output.ToString() + _errors;
                }
            }
        }
    }

    /// <summary>Starts the server on a free loopback port; it need not be ready, nor listen, when this returns.</summary>
    public static ServerProcess Start(string folder, params (string Name, string Value)[] environment)
    {
        var port = FreePort();
        return new ServerProcess(folder, [], environment.Prepend(("ASPNETCORE_URLS", $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}")), port);
    }

    /// <summary>Starts a command, which may be killed before its end.</summary>
    public static ServerProcess Run(string folder, string[] arguments, params (string Name, string Value)[] environment) => new(folder, arguments, environment, port: 1);

    /// <summary>Runs a command that can write no file beyond a size, as on a full disk.</summary>
    /// <param name="kibibytes">The size that no file may pass.</param>
    public static async Task<Finished> RunLimitedAsync(string folder, long kibibytes, string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var command = new ServerProcess(folder, arguments, environment, port: 1, kibibytes);
        return await command.FinishAsync();
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Finished> RunAsync(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var command = new ServerProcess(folder, arguments, environment, port: 1);
        return await command.FinishAsync();
    }

    /// <summary>Creates the schema of a database by the command that an operator uses.</summary>
    public static void Deploy(IEnumerable<(string Name, string Value)> settings)
    {
        var deployed = RunAsync(Path.GetTempPath(), ["deploy"], [.. settings]).GetAwaiter().GetResult();
        Assert.True(deployed.ExitCode == 0, deployed.Output + deployed.Errors);
    }

    /// <summary>A client of the feed, once the warehouse is complete.</summary>
    public async Task<StrictClient> ConnectAsync()
    {
        await WaitUntilReadyAsync();
        return await StrictClient.ConnectAsync(FeedRoot);
    }

    /// <summary>Waits for <c>/health/ready</c>; <paramref name="before"/> is called after every other answer.</summary>
    public async Task WaitUntilReadyAsync(Func<HttpClient, Task>? before = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
        using var guard = new CancellationTokenSource(HangGuard);
        while (true)
        {
            Assert.False(_process.HasExited, $"The server stopped before it was ready.\n{Output}");
            try
            {
                using var answer = await http.GetAsync("health/ready", guard.Token);
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
                if (before is not null)
                {
                    await before(http);
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(20, guard.Token);
        }
    }

    /// <summary>Waits until <paramref name="holds"/>; the message says what was waited for in vain.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < HangGuard && !_process.HasExited, $"{what}\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await FinishAsync();
    }

    /// <summary>Asks the server to stop, as an operator or the system would.</summary>
    public async Task<Finished> StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
        }
        return await FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private async Task<Finished> FinishAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        await _process.WaitForExitAsync(guard.Token);
        lock (_output)
        {
            lock (_errors)
            {
                return new Finished(_process.ExitCode, _output.ToString(), _errors.ToString());
            }
        }
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
