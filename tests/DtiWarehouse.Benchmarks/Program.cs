using DtiWarehouse.Benchmarks;

// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks [-- feed] [--warehouse FILE] [--rounds N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- load [--rows N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- postgresql [--rows N]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- indicators [--warehouse FILE]
// dotnet run -c Release --project tests/DtiWarehouse.Benchmarks -- callers --url http://localhost:5080/odata/v1/ [--rounds N]
string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var rounds = int.TryParse(Option("--rounds"), out var given) && given > 0 ? given : 6;
var warehouse = Option("--warehouse");
switch (args.FirstOrDefault(a => !a.StartsWith('-')) ?? "feed")
{
    case "host":
        await FeedHost.RunAsync(warehouse!, Option("--url")!);
        return 0;
    case "feed":
        return await FeedBenchmark.RunAsync(warehouse, rounds);
    case "load":
        return LoadBenchmark.Run(int.TryParse(Option("--rows"), out var rows) && rows > 0 ? rows : 1_000_000);
    case "postgresql":
        return await PostgreSqlBenchmark.RunAsync(int.TryParse(Option("--rows"), out var dossiers) && dossiers > 0 ? dossiers : 1_000_000);
    case "indicators":
        return IndicatorBenchmark.Run(warehouse);
    case "callers" when Uri.TryCreate(Option("--url"), UriKind.Absolute, out var root):
        return await CallersBenchmark.RunAsync(root, Option("--rounds") is null ? 300 : rounds);
    default:
        Console.Error.WriteLine("Usage: feed [--warehouse FILE] [--rounds N] | load [--rows N] | postgresql [--rows N] | indicators [--warehouse FILE] | callers --url ROOT [--rounds N]");
        return 2;
}
