using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("DtiWarehouse.FeatureTests.Hosting.DatabaseServerFramework", "DtiWarehouse.FeatureTests")]

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>Database servers that tests run against where an environment variable holds a connection string to one.</summary>
public static class DatabaseServers
{
    /// <summary>PostgreSQL 15 or later; the account may create databases. <c>tests/postgresql</c> starts one.</summary>
    public const string PostgreSql = "DTIW_TEST_POSTGRESQL";

    /// <summary>SQL Server 2019 or later, or one that speaks its protocol; the account may create databases.</summary>
    public const string SqlServer = "DTIW_TEST_SQLSERVER";

    /// <summary>Set to 1 where the tests of PostgreSQL must run: without a server they fail in place of being skipped.</summary>
    private const string PostgreSqlRequired = "DTIW_TEST_POSTGRESQL_REQUIRED";

    /// <summary>Connection string of a server; null where the machine has none.</summary>
    public static string? ConnectionString(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    public static bool IsMissing(string variable) =>
        ConnectionString(variable) is null && !(variable == PostgreSql && Environment.GetEnvironmentVariable(PostgreSqlRequired) == "1");
}

/// <summary>All tests of the class need a database server, see <see cref="DatabaseServers"/>; they are skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsServerAttribute(string variable) : Attribute
{
    public string Variable => variable;
}

/// <summary>
/// The test framework with one addition: inherited tests of a class that needs a database server are skipped as a whole
/// where there is none. Fixtures are made all the same, and have to do nothing then.
/// </summary>
public sealed class DatabaseServerFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assembly) => new Discoverer(assembly, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(IAssemblyInfo assembly, ISourceInformationProvider sources, IMessageSink messages) : XunitTestFrameworkDiscoverer(assembly, sources, messages)
    {
        protected override bool FindTestsForMethod(ITestMethod testMethod, bool includeSourceInformation, IMessageBus messageBus, ITestFrameworkDiscoveryOptions discoveryOptions)
        {
            var variable = (string?)testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute)).SingleOrDefault()?.GetConstructorArguments().Single();
            return variable is null || !DatabaseServers.IsMissing(variable) || !testMethod.Method.GetCustomAttributes(typeof(FactAttribute)).Any()
                ? base.FindTestsForMethod(testMethod, includeSourceInformation, messageBus, discoveryOptions)
                : ReportDiscoveredTestCase(
                    new ServerlessTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, variable),
                    includeSourceInformation, messageBus);
        }
    }
}

/// <summary>A test that is skipped for want of a database server.</summary>
public sealed class ServerlessTestCase : XunitTestCase
{
    [Obsolete("Only for deserialization.")]
    public ServerlessTestCase()
    {
    }

    public ServerlessTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string variable)
        : base(messages, display, options, method) => SkipReason = $"{variable} holds no connection string.";

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(SkipReason), SkipReason);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        base.Deserialize(data);
        SkipReason = data.GetValue<string>(nameof(SkipReason));
    }
}
