using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Results;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.EntityFrameworkCore;
using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;

namespace DtiWarehouse.Benchmarks;

/// <summary>The same rows by Microsoft.AspNetCore.OData over EF Core entities, with the settings that make it fastest.</summary>
internal static class MicrosoftFeed
{
    public const string Root = "/microsoft/";

    public static void AddServices(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(SqliteWarehouse.Options(connectionString));
        services.AddControllers()
            .AddOData(options => options.EnableQueryFeatures(10_000_000).AddRouteComponents(Root.Trim('/'), Model()));
    }

    private static IEdmModel Model()
    {
        var builder = new ODataConventionModelBuilder();
        builder.EntitySet<DossierFact>("Dossiers");
        builder.EntitySet<UnitDimension>("Units");
        return builder.GetEdmModel();
    }
}

/// <summary>The set of <see cref="MicrosoftFeed"/>; public, because the framework finds it only so.</summary>
public sealed class DossiersController(DbContextOptions<WarehouseContext> options) : ODataController, IDisposable
{
    private readonly WarehouseContext _context = new(options);

    [EnableQuery(EnsureStableOrdering = false, HandleNullPropagation = HandleNullPropagationOption.False, MaxNodeCount = 1000, MaxExpansionDepth = 2)]
    public IQueryable<DossierFact> Get() => _context.Dossiers.AsNoTracking();

    [EnableQuery(HandleNullPropagation = HandleNullPropagationOption.False)]
    public SingleResult<DossierFact> Get([FromRoute] long key) => SingleResult.Create(_context.Dossiers.AsNoTracking().Where(dossier => dossier.DossierKey == key));

    public void Dispose() => _context.Dispose();
}
