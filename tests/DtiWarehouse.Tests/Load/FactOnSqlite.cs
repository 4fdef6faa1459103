namespace DtiWarehouse.Tests.Load;

/// <summary>A fact of the embedded database alone.</summary>
public sealed class FactOnSqliteAttribute : FactAttribute
{
    /// <param name="reason">Why it is of no other.</param>
    public FactOnSqliteAttribute(string reason)
    {
        if (!TestedDatabase.IsSqlite)
        {
            Skip = reason;
        }
    }
}
