namespace DtiWarehouse.Server.Hosting;

/// <summary>Whether the warehouse is complete, and until then what is being done.</summary>
public sealed class Readiness
{
    private volatile string? _doing = "Đang mở kho dữ liệu / opening the warehouse";

    /// <summary>The step under way, in Vietnamese and English; null once the warehouse is complete.</summary>
    public string? Doing => _doing;

    /// <summary>Tells the step under way. Nothing, once the warehouse has been complete: what is done then is done beside the feed.</summary>
    public void Report(string doing)
    {
        if (_doing is not null)
        {
            _doing = doing;
        }
    }

    public void Complete() => _doing = null;
}
