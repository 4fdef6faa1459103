using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>What one feed adds to the generic stages of a load: keys of its rows, their facts, and what follows from them.</summary>
public abstract class FeedLoad(LoadScope scope)
{
    protected LoadScope Scope { get; } = scope;

    protected LoadConnection Connection => Scope.Connection;

    /// <summary>Fact table that the rows become; null for a reference feed.</summary>
    public virtual FactTable? Facts => null;

    /// <summary>What a row is known by.</summary>
    public abstract SourceKey Key(FeedRow row);

    /// <summary>Takes note of any row that passed its own checks, be it older than what is there.</summary>
    public virtual void See(FeedRow row, DateTime version)
    {
    }

    /// <summary>Takes note of what became of a row, in file order.</summary>
    public virtual void Judged(FeedRow row, RowOutcome outcome)
    {
    }

    /// <summary>The facts whose keys stand in <see cref="RowMerge.Leaving"/> are about to be deleted.</summary>
    public virtual void Leave()
    {
    }

    /// <summary>Writes a row's fact: the columns of <see cref="Facts"/>, in their order.</summary>
    public virtual void Write(FeedRow row, DateTime version, RowWriter fact) => throw new InvalidOperationException($"{GetType().Name} has no facts.");

    /// <summary>Refuses rows that break a rule against all rows that are known now, taking them out of the counts.</summary>
    public virtual IEnumerable<RowRejection> Refuse(RowMerge rows) => [];

    /// <summary>Natural keys of rows of earlier files that were refused before and that <see cref="Refuse"/> found in order now.</summary>
    public virtual IReadOnlyCollection<string> Released => [];

    /// <summary>Writes the members of dimensions that the facts mention and nobody knew.</summary>
    public virtual void SaveMembers()
    {
    }

    /// <summary>Brings dimensions, summaries and other facts up to the rows that are in.</summary>
    public abstract void Finish();
}
