using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>What one feed does between the generic stages of a load: stage its rows, then carry the winners into the star.</summary>
public abstract class FeedLoad(LoadScope scope)
{
    protected LoadScope Scope { get; } = scope;

    protected LoadConnection Connection => Scope.Connection;

    /// <summary>Fact table whose columns are staged with the row; null for a reference feed.</summary>
    public virtual string? FactTable => null;

    /// <summary>Columns of the fact that staging fills, in the order in which <see cref="Stage"/> writes them.</summary>
    public virtual IReadOnlyList<string> FactColumns => [];

    /// <summary>Writes one row into the staging table.</summary>
    public abstract void Stage(FeedRow row, StagedFile file);

    /// <summary>Refuses rows that break a rule against the accepted rows, taking them out of the decisions.</summary>
    public virtual IEnumerable<RowRejection> Refuse() => [];

    /// <summary>Natural keys of rows of earlier files that were refused before and that <see cref="Refuse"/> found in order now.</summary>
    public virtual IReadOnlyCollection<string> Released => [];

    /// <summary>Carries the accepted rows into dimensions, facts and summaries.</summary>
    public abstract void Apply();
}
