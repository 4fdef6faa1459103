using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql.Dialects;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>The statements of <see cref="SqlBaselineTests"/> on SQL Server, checked in under <c>Baselines/sqlserver</c>.</summary>
public sealed class SqlServerBaselineTests
{
    public static TheoryData<string, string, string?> Requests => SqlBaselineTests.Requests;

    [Theory]
    [MemberData(nameof(Requests))]
    public void The_sql_of_a_request_is_the_one_checked_in(string name, string request, string? token)
    {
        var file = Path.Combine(Folder, name + ".sql");
        var actual = Rendered(request, token);
        if (Environment.GetEnvironmentVariable("DTIW_REWRITE_BASELINES") == "1")
        {
            File.WriteAllText(file, actual);
        }
        Assert.True(File.Exists(file), $"{name}.sql is missing; set DTIW_REWRITE_BASELINES=1 to write it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void Every_file_belongs_to_a_request() =>
        Assert.Equal(Requests.Select(r => (string)r[0] + ".sql").Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    /// <summary>What is refused is a baseline too.</summary>
    private static string Rendered(string request, string? token)
    {
        try
        {
            return SqlBaselineTests.Render(SqlServerModels.Warehouse, new SqlServerDialect(), request, token);
        }
        catch (ODataError refused)
        {
            return $"-- GET {request}\n-- {refused.Status} {refused.Message}\n";
        }
    }

    private static string Folder => Path.Combine(SqlBaselineTests.Folder(), "sqlserver");
}
