using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("DtiWarehouse.FeatureTests.Hosting.DatabaseServerFramework", "DtiWarehouse.FeatureTests")]

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>All tests of the class need a database server or a browser, see <see cref="DatabaseServers"/>; they are skipped where there is none.</summary>
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
        : base(messages, display, options, method) => SkipReason = $"{variable} is not set.";

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
