using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The entity data model of the feed: the star, and what is declared about it.</summary>
public static class FeedModel
{
    /// <summary>The model as a database's context maps it; no data is read.</summary>
    public static ODataModel Create(WarehouseContext context) => EntityFrameworkModel.Create(context, "DtiWarehouse", "Warehouse", Declarations);

    private static readonly ModelDeclarations Declarations = new()
    {
        // Power BI and Excel show texts and numbers.
        PlainEnumerations = true,
        // What people look for when they search facts: who, which procedure, which number.
        SearchPaths = new Dictionary<string, string[]>
        {
            ["Dossiers"] = ["DossierCode", "ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
            ["DossierMonths"] = ["ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
            ["DossierStocks"] = ["Unit/Name"],
            ["DossierTotals"] = ["Unit/Name", "SourceSystem/Name", "Sector"],
            ["OnlineServices"] = ["Procedure/Name", "Procedure/ProcedureCode", "Unit/Name"],
            ["SignedDocuments"] = ["DocumentCode", "Number", "Unit/Name"],
            ["DocumentMonths"] = ["Unit/Name"],
            ["Satisfactions"] = ["Unit/Name"],
            ["Units"] = ["UnitCode", "Name", "NameEn", "DistrictName", "CommuneName"],
        },
    };
}
