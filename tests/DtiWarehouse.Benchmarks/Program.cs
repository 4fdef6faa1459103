using System.Globalization;
using DtiWarehouse.Benchmarks;

// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks [-- requests] [--warehouse FILE | --rows N] [--rounds N] [--only TEXT]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- mixed [--warehouse FILE | --rows N] [--clients N] [--seconds N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- stages [--warehouse FILE]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- load [--rows N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- postgresql [--rows N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- indicators [--warehouse FILE]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- growth [--to N] [--on postgresql]
// --server FILE: the program of a published server, in place of the one built beside the benchmarks.
string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
int Number(string name, int fallback) => int.TryParse(Option(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : fallback;
var warehouse = Option("--warehouse");
ServedProcess.Program = Option("--server") ?? ServedProcess.Program;
switch (args.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : "requests")
{
    case "host":
        await BareHost.RunAsync(warehouse!, Number("--port", 0));
        return 0;
    case "requests":
        return RequestBenchmark.Run(warehouse, Number("--rows", 1_000_000), Number("--rounds", 6), Option("--only"));
    case "mixed":
        return MixedBenchmark.Run(warehouse, Number("--rows", 1_000_000), Number("--clients", 64), Number("--seconds", 20));
    case "stages":
        return StageBenchmark.Run(warehouse);
    case "load":
        return LoadBenchmark.Run(Number("--rows", 1_000_000));
    case "postgresql":
        return await PostgreSqlBenchmark.RunAsync(Number("--rows", 1_000_000));
    case "indicators":
        return IndicatorBenchmark.Run(warehouse);
    case "growth":
        return GrowthBenchmark.Run([.. new[] { 100_000, 1_000_000, 10_000_000, 50_000_000 }.Where(size => size <= Number("--to", 10_000_000))], Option("--on") == "postgresql");
    default:
        Console.Error.WriteLine("Usage: requests [--warehouse FILE | --rows N] [--rounds N] [--only TEXT] | mixed [--warehouse FILE | --rows N] [--clients N] [--seconds N] | stages [--warehouse FILE] | load [--rows N] | postgresql [--rows N] | indicators [--warehouse FILE] | growth [--to N] [--on postgresql]; all: [--server FILE]");
        return 2;
}
