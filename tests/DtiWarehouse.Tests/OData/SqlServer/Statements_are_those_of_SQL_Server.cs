using System.Text;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>No statement breaks a rule of T-SQL that can be seen without a server.</summary>
public sealed class Statements_are_those_of_SQL_Server
{
    [Fact]
    public void Typical_requests_of_the_warehouse() =>
        Check(SqlServerModels.Warehouse, SqlBaselineTests.Requests.Select(r => ((string)r[1], (string?)r[2])));

    /// <summary>Requests of all kinds that the feature tests send, one of each shape.</summary>
    [Theory]
    [InlineData("bikeshop"), InlineData("market"), InlineData("sales"), InlineData("library")]
    public void Requests_over_strangers_models(string model) =>
        Check(SqlServerModels.Strangers[model].Model, File.ReadLines(Path.Combine(Folder, model + ".txt")).Select(r => (r, (string?)null)));

    [Theory]
    [InlineData("bikeshop"), InlineData("market"), InlineData("sales"), InlineData("library")]
    public void Tables_of_strangers_models(string model)
    {
        var script = SqlServerModels.Strangers[model].Script;
        foreach (var batch in script.Split("\nGO", StringSplitOptions.RemoveEmptyEntries))
        {
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(batch), out var errors);
            Assert.Empty(errors.Select(e => $"{e.Message} {batch}"));
        }
        // Several ways of a deletion to one table are an error: no more than what is owned goes with its owner.
        Assert.All(script.Split("CREATE TABLE"), table => Assert.True(table.Split("ON DELETE CASCADE").Length <= 2, table));
    }

    private static string Folder => Path.Combine(SqlBaselineTests.Folder(), "..", "OData", "SqlServer", "Requests");

    /// <summary>The checks can fail: each statement breaks the rule that stands before it.</summary>
    [Theory]
    [InlineData("Incorrect syntax", "SELECT 1 LIMIT 1")]
    [InlineData("no t2", "SELECT t1.a FROM x AS t1 JOIN (SELECT t2.b FROM y AS t3) AS t4 ON t1.a = t4.b")]
    [InlineData("has no b", "SELECT t1.b FROM (SELECT t2.a AS a FROM x AS t2) AS t1")]
    [InlineData("without a name", "SELECT t1.a FROM (SELECT t2.a AS a, t2.b AS a FROM x AS t2) AS t1")]
    [InlineData("over an aggregate or a subquery", "SELECT SUM((SELECT 1)) FROM x AS t1")]
    [InlineData("ORDER BY clause is not valid", "SELECT t1.a FROM (SELECT t2.a AS a FROM x AS t2 ORDER BY t2.a) AS t1")]
    [InlineData("twice in an order", "SELECT t1.a FROM x AS t1 ORDER BY t1.a, t1.a DESC")]
    [InlineData("constant in an order", "SELECT t1.a FROM x AS t1 ORDER BY @p0 + 1")]
    [InlineData("group by a constant", "SELECT COUNT(*) FROM x AS t1 GROUP BY t1.a + @p0")]
    [InlineData("that is no group", "SELECT t1.b, COUNT(*) FROM x AS t1 GROUP BY t1.a")]
    [InlineData("not a plain SELECT", "WITH q AS (SELECT t1.a AS a FROM x AS t1 UNION ALL SELECT DISTINCT t2.a AS a FROM x AS t2 JOIN q AS t3 ON t3.a = t2.b) SELECT t4.a FROM q AS t4")]
    [InlineData("read itself once", "WITH q AS (SELECT t1.a AS a FROM x AS t1 UNION ALL SELECT t2.a AS a FROM x AS t2 JOIN q AS t3 ON t3.a = t2.b WHERE t2.a NOT IN (SELECT t5.a FROM q AS t5)) SELECT t4.a FROM q AS t4")]
    [InlineData("is not there", "SELECT GREATEST(t1.a, t1.b) FROM x AS t1")]
    [InlineData("TOP PERCENT", "SELECT TOP 5 PERCENT t1.a FROM x AS t1")]
    public void A_fault_is_found(string fault, string sql) => Assert.Contains(TransactSql.FaultsOf(sql), f => f.Contains(fault, StringComparison.Ordinal));

    private static void Check(ODataModel model, IEnumerable<(string Request, string? Token)> requests)
    {
        var faults = new StringBuilder();
        var checkedOnes = 0;
        foreach (var (request, token) in requests)
        {
            try
            {
                foreach (var (name, statement) in SqlBaselineTests.Translate(model, new SqlServerDialect(), request, token).Statements)
                {
                    checkedOnes++;
                    foreach (var fault in TransactSql.FaultsOf(statement.Sql))
                    {
                        faults.Append(request).Append('\n').Append(name).Append(": ").Append(fault).Append('\n').Append(statement.Sql).Append("\n\n");
                    }
                }
            }
            catch (ODataError refused) when (refused.Status == 501)
            {
                Assert.Contains("database lacks", refused.Message, StringComparison.Ordinal);
            }
        }
        Assert.True(checkedOnes > 40);
        Assert.True(faults.Length == 0, faults.ToString());
    }
}
