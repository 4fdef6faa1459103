using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// The stages of a request by themselves, with what each allocates. Before the database stand <see cref="Known"/> for a request
/// that came before, and <see cref="KnownShape"/> for one whose shape did, with other values.
/// </summary>
[MemoryDiagnoser]
public class StageBenchmark
{
    private const string Root = "http://localhost:5080/odata/v1/";
    private const int Rows = 1_000;
    private static string _file = "";

    private ODataService _service = null!;
    private RequestText _text;
    private ReadChannel _channel = null!;
    private ServiceTarget _target = null!;
    private readonly DefaultHttpContext _http = new();
    private readonly Utf8Output _output = new(1024 * 1024);

    public static int Run(string? warehouse)
    {
        _file = warehouse ?? BenchmarkWarehouse.Ensure(10_000);
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "dtiw-benchmark-stages"));
        return BenchmarkRunner.Run<StageBenchmark>(config).HasCriticalValidationErrors ? 1 : 0;
    }

    /// <summary>A question by a short name, for the table.</summary>
    public sealed record Asked(string Name, string Resource)
    {
        public override string ToString() => Name;
    }

    public static IEnumerable<Asked> All =>
    [
        new("key", "Dossiers(4711)"),
        new("page", Questions.Month.Url),
        new("aggregate", Questions.Districts.Url),
    ];

    [ParamsSource(nameof(All))]
    public Asked Question { get; set; } = null!;

    [GlobalSetup]
    public void Open()
    {
        var connectionString = SqliteWarehouse.ConnectionString(_file, readOnly: true);
        _service = new ODataService(BareHost.Model(connectionString), new SqliteDialect(), () => new SqliteConnection(connectionString)) { DataVersionSql = "SELECT version FROM etl_data_version" };
        var (path, query) = ServiceTarget.Split(UrlText.Encode(Question.Resource));
        _text = new RequestText(Root, path, query, null, null, new RequestHeaders("application/json", null, null));
        _service.Known.AddOrUpdate(_text, Understand());
        _target = new ServiceTarget(Root, path, query, new ServiceAddress([Root], null));
        _http.Request.Method = "GET";
        _http.Request.Headers.Accept = "application/json";
        _channel = _service.Channels.OpenAsync(default).AsTask().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _channel.DisposeAsync();
        _service.ReleaseConnections();
    }

    [Benchmark]
    public object Parse() => ODataRequest.Parse(_text.Path, _text.Query, _text.Headers, _service.Limits);

    /// <summary>A shape that is new: plan and statements.</summary>
    [Benchmark]
    public object Plan()
    {
        var request = ODataRequest.Parse(_text.Path, _text.Query, _text.Headers, _service.Limits);
        return new TranslatedQuery(QueryPlanner.Plan(_service.Model, request, _service.Limits, null, isScoped: false, withKeys: false, isCounted: false), _service.Dialect, _service.Model.Summaries);
    }

    /// <summary>Everything before the database, for values that are new in a shape that is known.</summary>
    [Benchmark]
    public object KnownShape() => Understand();

    /// <summary>Everything before the database, for a request that is known.</summary>
    [Benchmark]
    public bool Known() => _service.Known.TryGet(new RequestText(Root, _text.Path, _text.Query, null, null, new RequestHeaders("application/json", null, null)), out _);

    /// <summary>Reads and writes up to 1,000 rows of the answer, the statement being prepared.</summary>
    [Benchmark]
    public async Task<int> ReadAndWrite()
    {
        var asked = Understand();
        await using var run = await QueryRun.StartAsync(_channel, _service.Dialect, asked.Query, new QueryValues(asked.Request.Literals, [], Rows), default);
        await using var cursor = await run.OpenRowsAsync();
        var writer = asked.Query.Writer(new JsonStyle(MetadataLevel.Minimal, false, false, false, Root, _service.Model.Namespace));
        _output.Clear();
        while (await cursor.ReadAsync(default))
        {
            writer.Write(cursor, _output, null);
        }
        return _output.Length;
    }

    /// <summary>All of a known request that lies behind the web server, its answer made anew.</summary>
    [Benchmark]
    public Task MadeAnew() => AnswerAsync("no-cache");

    /// <summary>The same, its answer kept.</summary>
    [Benchmark]
    public Task Kept() => AnswerAsync("");

    private async Task AnswerAsync(string cacheControl)
    {
        _http.Response.Headers.Clear();
        _http.Request.Headers.CacheControl = cacheControl;
        using var deadline = new Deadline(TimeSpan.FromMinutes(1), CancellationToken.None);
        await new ODataPipeline(_service, _http, _target).ExecuteAsync(deadline);
    }

    private KnownQuery Understand()
    {
        var request = ODataRequest.Parse(_text.Path, _text.Query, _text.Headers, _service.Limits);
        var (query, wasKnown) = _service.Translate(request, null, ResponseFormat.Minimal, isScoped: false);
        return new KnownQuery(request, ResponseFormat.Minimal, null, query, wasKnown, Page.Of(query.Plan, request, null, ResponseFormat.Minimal, _service));
    }
}
