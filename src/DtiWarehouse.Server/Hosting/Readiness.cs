namespace DtiWarehouse.Server.Hosting;

/// <summary>Whether the warehouse is complete, and until then what is being done.</summary>
public sealed class Readiness
{
    private volatile string? _doing = "Đang mở kho dữ liệu / opening the warehouse";

    /// <summary>The step under way, in Vietnamese and English; null once the warehouse is complete.</summary>
    public string? Doing => _doing;

    public void Report(string doing) => _doing = doing;

    public void Complete() => _doing = null;
}
