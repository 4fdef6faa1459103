using System.Data.Common;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// Tells the jobs' history what a command loaded. The load is committed by then, so a history that cannot be written is
/// mentioned and fails nothing.
/// </summary>
internal sealed class CommandHistory(WarehouseSettings settings, TimeProvider clock)
{
    private readonly OperationsStore _store = settings.Database.Operations;
    private RunHistory? _history;

    public void Add(LoadRun run)
    {
        try
        {
            if (_history is null)
            {
                _store.Create();
                _history = new RunHistory(_store, clock, settings.Jobs);
            }
            _history.Record(run);
            new AuditLog(_store, clock, NullLoggerFactory.Instance).AddLoad("command", run);
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Đã nạp, nhưng không ghi được vào lịch sử công việc. / Loaded, but the jobs' history cannot be written. ({failure.Message})");
        }
    }
}
