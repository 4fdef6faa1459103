using System.Data.Common;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>
/// The database of schedules and runs. What differs between databases is here and written in Dialects: how it is made, how
/// the scheduler reaches it, and how several servers on one of it run each job once.
/// </summary>
public abstract class OperationsStore
{
    /// <summary>Creates the tables that are missing, where the server may.</summary>
    public abstract void Create();

    public abstract DbConnection Open();

    /// <summary>Points the scheduler at the database.</summary>
    public abstract void Configure(IPersistentStoreBuilder store);

    /// <summary>
    /// Takes the part of the server that runs the jobs; null while another has it. It must end with the process, however that
    /// ends: a lock on a file does, and so does a database's lock that belongs to a session.
    /// </summary>
    public abstract Lead? TryLead();
}

/// <summary>The part of the server that runs the jobs, until it is given up or lost.</summary>
public abstract class Lead : IDisposable
{
    /// <summary>Whether this server still has it; a connection that broke off has lost it.</summary>
    public abstract bool IsHeld { get; }

    public abstract void Dispose();
}
