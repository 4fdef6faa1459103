using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What README tells a stranger to type works, and what it names is there.</summary>
[Collection(ProductOnSqlite.Name)]
[OnSqliteOnly("What README shows first is the program without any setting.")]
public sealed partial class The_readme_is_true(SqliteSampleServer server)
{
    private const string PrintedAddress = "http://localhost:5080/";

    private static readonly string Root = Repository();
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Every_url_answers()
    {
        // A URL in a block of code is a line; in a sentence it stands between back-quotes.
        var urls = Blocks("").Concat(Blocks("http")).SelectMany(b => b.Split('\n')).Where(l => l.StartsWith(PrintedAddress, StringComparison.Ordinal))
            .Concat(QuotedUrl().Matches(Text).Select(m => m.Groups[1].Value)).Distinct().ToList();

        Assert.True(urls.Count >= 7, "README shows the feed and at least six queries.");
        using var plain = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var url in urls)
        {
            var address = FeedQueries.Encode(url.Replace(PrintedAddress, server.Server.Address.AbsoluteUri, StringComparison.Ordinal));
            Assert.NotEmpty(address.StartsWith(server.Client.Root.AbsoluteUri, StringComparison.Ordinal) ? (await server.Client.GetAsync(address)).Body : await plain.GetByteArrayAsync(new Uri(address)));
        }
    }

    [Fact]
    public async Task The_printed_answer_of_the_first_query_is_the_answer()
    {
        var section = Section("A first query");
        var url = Blocks("", section).First().Trim();
        var printed = Blocks("json", section).Single();

        var answer = await server.Client.GetAsync(FeedQueries.Encode(url.Replace(PrintedAddress, server.Server.Address.AbsoluteUri, StringComparison.Ordinal)));

        var expected = JsonNode.Parse(printed.Replace(PrintedAddress, server.Server.Address.AbsoluteUri, StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(expected, answer.Json), $"README prints\n{printed}\nbut the answer is\n{answer.Text}");
    }

    [Fact]
    public async Task Every_command_with_the_server_runs()
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);
        var commands = Blocks("sh").SelectMany(b => b.Split('\n')).Where(l => l.Contains("--project src/DtiWarehouse.Server -- ", StringComparison.Ordinal)).ToList();

        Assert.Contains(commands, c => c.Contains("-- export-sample ", StringComparison.Ordinal));
        Assert.Contains(commands, c => c.Contains("-- load ", StringComparison.Ordinal));
        foreach (var command in commands)
        {
            var arguments = command[(command.IndexOf(" -- ", StringComparison.Ordinal) + 4)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var finished = await ServerProcess.RunAsync(folder.Location, arguments);
            Assert.True(finished.ExitCode == 0, $"{command}\n{finished.Output}{finished.Errors}");
        }
        Assert.True(File.Exists(Path.Combine(folder.Data, "warehouse.db")), "The default data folder is ./data.");
    }

    [Fact]
    public void Every_project_and_script_of_a_command_exists()
    {
        foreach (Match project in ProjectArgument().Matches(Text))
        {
            Assert.True(Directory.EnumerateFiles(Path.Combine(Root, project.Groups[1].Value), "*.csproj").Any(), project.Value);
        }
        Assert.True(File.Exists(Path.Combine(Root, ".ci/run")));
    }

    [Fact]
    public void Every_name_of_the_code_map_exists()
    {
        var names = QuotedName().Matches(Section("Code map")).Select(m => m.Groups[1].Value).Distinct().ToList();
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.True(names.Count >= 15, "The code map names folders and classes.");
        Assert.All(names, name => Assert.True(
            sources.Contains(name) || new[] { "", "src/DtiWarehouse.", "src/DtiWarehouse.OData/", "tests/DtiWarehouse." }.Any(place => Path.Exists(Path.Combine(Root, place + name))),
            $"There is no folder, file or class {name}."));
    }

    [Fact]
    public async Task Every_feed_is_one_that_the_sample_or_the_reference_lists_load()
    {
        var listed = QuotedName().Matches(Text.Split('\n').Single(l => l.StartsWith("Feeds: ", StringComparison.Ordinal)).Split(". ")[0]).Select(m => m.Groups[1].Value);

        var loaded = await server.Client.RowsAsync("LoadRuns?$select=Feed&$filter=Status eq 'Completed'");

        Assert.Equal(loaded.Select(r => (string)r!["Feed"]!).Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_occurs_in_the_source()
    {
        var settings = TableRow().Matches(Section("Settings")).Select(m => m.Groups[1].Value).Concat(TestSetting().Matches(Text).Select(m => m.Value)).Distinct().ToList();
        var source = string.Concat(new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));

        Assert.True(settings.Count >= 8, "README lists the settings.");
        Assert.All(settings, name => Assert.True(
            source.Contains(name, StringComparison.Ordinal) || source.Contains(name.Replace("__", ":", StringComparison.Ordinal), StringComparison.Ordinal), name));
    }

    [Fact]
    public async Task The_start_prints_the_feed_and_three_queries_that_answer()
    {
        var lines = server.Server.Output.Split('\n');
        var printed = lines.SkipWhile(l => !l.StartsWith("Sẵn sàng", StringComparison.Ordinal)).Select(l => l.Trim()).ToList();

        Assert.EndsWith(server.Client.Root.AbsoluteUri, printed[0], StringComparison.Ordinal);
        var urls = printed.Where(l => l.StartsWith("http", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, urls.Count);
        foreach (var url in urls)
        {
            // Printed to be clicked or pasted: no blank may break it off.
            Assert.DoesNotContain(' ', url);
            await server.Client.GetAsync(url);
        }
    }

    private static string Section(string heading) => Text.Split("\n## ").Single(s => s.StartsWith(heading + "\n", StringComparison.Ordinal));

    /// <summary>Blocks of code of that language.</summary>
    private static IEnumerable<string> Blocks(string language, string? text = null) =>
        CodeBlock().Matches(text ?? Text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DtiWarehouse.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("The tests run inside the repository.");
    }

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`(http://localhost:5080/[^`\n]*)`")]
    private static partial Regex QuotedUrl();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"--project ([\w./]+)")]
    private static partial Regex ProjectArgument();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"DTIW_TEST_[A-Z]+|DTIW_REWRITE_[A-Z]+")]
    private static partial Regex TestSetting();
}
