using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Tests.Indicators;
using DtiWarehouse.Tests.OData.SqlServer;

namespace DtiWarehouse.Tests.Load;

/// <summary>
/// Every statement that loads, the night and the indicators send, in T-SQL: checked in by feed, and without a fault that can be
/// seen without a server. <c>DTIW_REWRITE_BASELINES=1</c> writes the files anew.
/// </summary>
public sealed partial class Statements_of_a_load
{
    [FactOnSqlite("The statements are the same on every database; they are listened to once.")]
    public void They_are_those_of_SQL_Server()
    {
        var statements = Record();
        var faults = new StringBuilder();
        foreach (var (feed, sent) in statements)
        {
            var text = new StringBuilder();
            foreach (var sql in sent)
            {
                text.Append(sql.ReplaceLineEndings("\n")).Append("\nGO\n");
                foreach (var fault in FaultsOf(sql))
                {
                    faults.Append(feed).Append(": ").Append(fault).Append('\n').Append(sql).Append("\n\n");
                }
            }
            Verify($"{feed}.sql", text.ToString());
        }
        Assert.Equal(statements.Keys.Select(feed => feed + ".sql").Order(StringComparer.Ordinal), Directory.GetFiles(Folder()).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.True(faults.Length == 0, faults.ToString());
    }

    [Theory]
    [InlineData("schema/sqlserver.sql")]
    [InlineData("operations/sqlserver.sql")]
    [InlineData("operations/sqlserver.quartz.sql")]
    public void So_are_those_of_its_scripts(string script)
    {
        var batches = File.ReadAllText(Path.Combine(Folder(), "..", "..", "..", "..", "db", script)).Split("\nGO\n");
        Assert.All(batches, batch => Assert.Empty(FaultsOf(batch)));
        Assert.True(batches.Length > 3);
    }

    /// <summary>
    /// A rendered query gives every source an alias and says of every column whose it is; statements of people need not. What
    /// sources they may name is not followed: the same text runs on the other databases.
    /// </summary>
    private static IEnumerable<string> FaultsOf(string sql) => TransactSql.FaultsOf(sql).Where(fault =>
        !fault.EndsWith("does not say whose it is", StringComparison.Ordinal) && !fault.EndsWith("a source without a name of its own", StringComparison.Ordinal)
        && !UnknownSource().IsMatch(fault));

    [GeneratedRegex("there is no [a-z_]+ here$")]
    private static partial Regex UnknownSource();

    /// <summary>The distinct statements of each feed's loads, in the order in which they are first sent.</summary>
    private static Dictionary<string, List<string>> Record()
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-").FullName;
        try
        {
            SampleExport.Write(folder, new SampleOptions { Size = 0.002, Calibrated = false }, _ => { }, CancellationToken.None);
            using var warehouse = new IndicatorWarehouse();
            var sent = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            using var listener = new Listener();
            foreach (var run in warehouse.Runner.LoadReferenceData())
            {
                listener.Take(sent, "reference");
            }
            foreach (var run in warehouse.Runner.LoadInbox(folder))
            {
                listener.Take(sent, run.Feed);
            }
            warehouse.Evaluate();
            listener.Take(sent, "indicators");
            warehouse.Clock.Now = warehouse.Clock.Now.AddDays(40);
            warehouse.Runner.JudgeOpenDossiers();
            listener.Take(sent, "night");
            return sent;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Keys of the load stand in some statements.
    [GeneratedRegex(@"(?<=load_key (=|<>) )\d+")]
    private static partial Regex Numbers();

    private static void Verify(string name, string text)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("DTIW_REWRITE_BASELINES") == "1")
        {
            File.WriteAllText(file, text);
        }
        Assert.True(File.Exists(file) && File.ReadAllText(file) == text, $"{name} is stale; set DTIW_REWRITE_BASELINES=1 to write it anew.");
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "DtiWarehouse.Tests", "Load", "Statements") is var found && Directory.Exists(found))
            {
                return found;
            }
        }
        throw new DirectoryNotFoundException("tests/DtiWarehouse.Tests/Load/Statements");
    }

    /// <summary>What every connection of this thread's loads says, as SQL Server would be told it.</summary>
    private sealed class Listener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> _subscriptions = [];
        private readonly AsyncLocal<bool> _isOwn = new() { Value = true };
        private readonly List<string> _statements = [];

        public Listener() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        /// <summary>Adds what was said since the last call.</summary>
        public void Take(Dictionary<string, List<string>> sent, string feed)
        {
            lock (_statements)
            {
                var known = sent.TryGetValue(feed, out var before) ? before : sent[feed] = [];
                known.AddRange(_statements.Distinct().Except(known).ToList());
                _statements.Clear();
            }
        }

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == LoadConnection.ListenerName)
            {
                _subscriptions.Add(listener.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> said)
        {
            // Other tests load at the same time. What only the embedded database is told is no business of others.
            if (_isOwn.Value && said.Value is string sql && !sql.StartsWith("PRAGMA", StringComparison.Ordinal) && !sql.Contains("TEMP TABLE", StringComparison.Ordinal)
                && !sql.Contains("temp.", StringComparison.Ordinal) && !sql.Contains("pragma_", StringComparison.Ordinal) && !sql.Contains("sqlite_master", StringComparison.Ordinal)
                && !sql.StartsWith("DROP INDEX", StringComparison.Ordinal) && !sql.StartsWith("CREATE INDEX", StringComparison.Ordinal))
            {
                lock (_statements)
                {
                    _statements.Add(Numbers().Replace(LoadSql.Spell(sql, SqlServerLoadConnection.Words), "0"));
                }
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
