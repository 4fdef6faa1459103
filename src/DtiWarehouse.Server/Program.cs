using System.CommandLine;
using System.Globalization;
using DtiWarehouse.Server.Commands;

// What is printed is in two languages at once: numbers and times are written alike on every machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("DtiWarehouse: kho dữ liệu phân tích chính quyền điện tử, chuyển đổi số. / Analytics warehouse of a province's e-government work.")
{
    LoadCommand.Create(),
    DeployCommand.Create(),
    ExportSampleCommand.Create(),
    KeyCommands.Create(),
    MoveCommands.CreateExport(),
    MoveCommands.CreateImport(),
    MoveCommands.CreateArchive(),
};
var serve = ServeCommand.Create();
root.Add(serve);
// Without a command the server runs. What follows "--" or is not known here goes to the host (--urls and the like).
root.TreatUnmatchedTokensAsErrors = false;
root.SetAction((parsed, cancellation) => ServeCommand.RunAsync([.. parsed.UnmatchedTokens], cancellation));
var parsed = root.Parse(args);
var isServer = parsed.CommandResult.Command == root || parsed.CommandResult.Command == serve;
var exitCode = await parsed.InvokeAsync(isServer ? new InvocationConfiguration { ProcessTerminationTimeout = ServeCommand.LongestStop } : new InvocationConfiguration());
return parsed.Errors.Count > 0 ? 2 : exitCode;
