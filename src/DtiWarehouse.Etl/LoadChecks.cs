using DtiWarehouse.Etl.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Etl;

/// <summary>
/// What must hold before a load commits: every foreign key of the facts that it wrote leads to a row. (The grain is
/// enforced by each table's unique index.)
/// </summary>
public static class LoadChecks
{
    private static readonly string[] Facts =
        ["fact_dossier", "fact_online_service", "fact_signed_document", "fact_satisfaction", "fact_dossier_total", "fact_reported_figure"];

    /// <exception cref="InvalidOperationException">A foreign key leads nowhere: a defect of the loader, never of a file.</exception>
    /// <param name="factTable">The fact that the load wrote; null for a reference feed, which can touch every fact.</param>
    public static void Run(LoadScope scope, string? factTable)
    {
        var written = factTable is null ? Facts : [factTable];
        foreach (var entity in scope.Connection.Context.Model.GetEntityTypes().Where(e => written.Contains(e.GetTableName())))
        {
            foreach (var foreignKey in entity.GetForeignKeys().Where(f => f.Properties[0].Name != "LoadKey"))
            {
                var column = foreignKey.Properties[0].GetColumnName();
                var principal = foreignKey.PrincipalEntityType.GetTableName();
                var principalKey = foreignKey.PrincipalKey.Properties[0].GetColumnName();
                var missing = scope.Connection.Number(
                    $"SELECT COUNT(*) FROM (SELECT DISTINCT {column} AS member FROM {entity.GetTableName()} WHERE {column} <> 0) f WHERE NOT EXISTS (SELECT 1 FROM {principal} d WHERE d.{principalKey} = f.member)");
                if (missing > 0)
                {
                    throw new InvalidOperationException($"{missing} keys in {entity.GetTableName()}.{column} lead to no row of {principal}.");
                }
            }
        }
    }
}
