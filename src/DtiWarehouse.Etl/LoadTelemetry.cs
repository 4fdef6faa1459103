using System.Diagnostics;

namespace DtiWarehouse.Etl;

/// <summary>Where a load's time goes, for whoever listens; costs nothing while nobody does.</summary>
public static class LoadTelemetry
{
    private static readonly ActivitySource Source = new("DtiWarehouse.Etl");

    public static Activity? Stage(string name) => Source.StartActivity(name);
}
