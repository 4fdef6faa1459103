using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.Tests.Load;

/// <summary>A fact that needs a database server, see <see cref="DatabaseServers"/>; skipped where there is none.</summary>
public sealed class FactOnServerAttribute : FactAttribute
{
    public FactOnServerAttribute(string variable)
    {
        if (DatabaseServers.IsMissing(variable))
        {
            Skip = $"{variable} holds no connection string.";
        }
    }
}
