using System.Text;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Tests.OData.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Tests.OData;

/// <summary>
/// The SQL that typical requests become, checked in under <c>Baselines</c>, per database. Set <c>DTIW_REWRITE_BASELINES=1</c> to write
/// the files anew, then read the difference.
/// </summary>
public sealed class SqlBaselineTests
{
    /// <summary>File name, request, and for a later page which values of its token are null ('n') or not ('v'); 's' before them: of a bound caller; '+' before all: from summaries.</summary>
    public static TheoryData<string, string, string?> Requests => new()
    {
        { "first-page", "Dossiers", null },
        { "next-page-by-key", "Dossiers?$select=DossierCode", "v" },
        { "filter-by-dates", "Dossiers?$filter=ReceivedDate ge 2023-01-01 and ReceivedDate lt 2024-01-01 and not (ResolvedDate le DueDate)&$count=true&$select=DossierKey", null },
        { "days-of-a-unit", "Dossiers?$filter=ReceivedDate ge 2023-06-01 and ReceivedDate lt 2023-07-01 and ReceivingUnitKey eq 40&$select=DossierKey", null },
        { "days-of-resolution", "Dossiers?$filter=ResolvedDate eq 2023-06-01&$select=DossierKey", null },
        { "count-on-time", "Dossiers/$count?$filter=IsOnTime eq true or IsOnTime eq null", null },
        { "incremental-refresh", "Dossiers?$filter=UpdatedAt ge 2023-11-27T00:00:00Z and UpdatedAt lt 2023-11-28T00:00:00Z&$orderby=UpdatedAt&$select=DossierKey", null },
        { "next-page-of-nullable-descending", "Dossiers?$orderby=ResolvedDate desc,ReceivingUnit/Name&$select=DossierCode", "vvv" },
        { "next-page-after-nulls-ascending", "Dossiers?$orderby=ResolvedDate&$select=DossierCode", "nv" },
        { "foreign-key-without-join", "Dossiers?$filter=ReceivingUnit/UnitKey eq 5 and Procedure/ProcedureKey in (1,2,3)&$top=100&$select=DossierKey", null },
        { "path-through-two-navigations", "Dossiers?$filter=ReceivingUnit/AdminUnit/Code eq '522' and ReceivingUnit/Parent/Name ne null&$select=DossierKey", null },
        { "expand-single-navigations", "DossierMonths?$select=Received,Resolved&$expand=MonthPeriod($select=Code),ReceivingUnit($select=Name;$expand=AdminUnit($select=Name))&$orderby=MonthPeriodKey", null },
        { "expand-collection-with-top", "LoadRuns?$select=Feed&$expand=RejectedRows($select=Message;$filter=contains(Message,'thiếu');$orderby=LineNumber desc;$top=5;$count=true)", null },
        { "text-functions", "Units?$filter=startswith(tolower(Name),'ubnd') and contains(UnitCode,'H48') and not endswith(NameEn,'x')&$select=UnitKey", null },
        { "scaled-decimals", "ReportedFigures?$filter=Value gt 0.5 and Numerator div Denominator ge 0.995&$orderby=Target desc,Value&$select=FigureCode", null },
        { "published-figure", "ReportedFigures?$filter=DocumentNumber eq '140/BC-UBND'&$select=FigureCode,Value,TextValue", null },
        { "one-entity", "Units(12)?$select=Name&$expand=Parent($select=Name)", null },
        { "property-behind-a-navigation", "Dossiers(1)/ReceivingUnit/Name", null },
        { "collection-behind-an-entity", "LoadRuns(3)/RejectedRows?$filter=ReasonCode in ('R01','R02')&$select=LineNumber", null },
        { "collections-that-have-something", "LoadRuns?$filter=RejectedRows/any(r:r/LineNumber gt 10 and r/ReasonCode ne null) and RejectedRows/$count lt 100&$select=Feed", null },
        { "descendants", "AdminUnits?$apply=descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51'),keep start)&$select=Name", null },
        { "ancestors-within-a-distance", "Units?$apply=filter(IsCurrent eq true)/ancestors($root/Units,Organisation,UnitKey,filter(contains(Name,'x')),2)&$select=Name", null },
        { "descendants-behind-a-path", "Dossiers?$apply=descendants($root/Units,Organisation,ReceivingUnit/UnitKey,filter(ReceivingUnit/UnitCode eq 'H48'),keep start)/aggregate($count as N)", null },
        { "traverse", "AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,preorder,NameSort)&$select=Name", "vv" },
        { "traverse-from-start-nodes", "AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,postorder,filter(Level eq 'Province'),NameSort desc)&$select=Name", null },
        { "rolluprecursive", "DossierMonths?$apply=groupby((rolluprecursive($root/Units,Organisation,ReceivingUnit/UnitKey,filter(Level eq 'Province'))),aggregate(Received with sum as Received))&$orderby=Received desc&$top=10", null },
        { "hierarchy-functions", "Units?$filter=Aggregation.isdescendant(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Ancestor=51) and not Aggregation.isleaf(HierarchyNodes=$root/Units,HierarchyQualifier='Organisation',Node=UnitKey)&$select=Name", null },
        { "hierarchy-function-of-two-columns", "Units?$filter=Aggregation.isancestor(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Descendant=Parent/AdminUnitKey,MaxDistance=2)&$select=Name", null },
        { "case-and-cast", "Dossiers?$filter=case(IsOnTime eq true:1,ResolvedDate ne null:0) eq 0 and cast(ProcessingDays,Edm.String) eq '7'&$select=DossierKey", null },
        { "dates-and-durations", "Dossiers?$filter=ResolvedDate sub ReceivedDate gt 'P10D' and UpdatedAt add duration'PT1H' gt now()&$select=DossierKey", null },
        { "patterns-and-substrings", "Units?$filter=matchesPattern(UnitCode,'^H48') and substring(Name,-3,2) eq 'ng'&$select=UnitKey", null },
        { "lists-of-expressions", "Dossiers?$filter=ReceivedDate in (DueDate,2023-11-27,null) and (ProcessingDays mul 2 mod 7) in [1,2]&$select=DossierKey", null },
        { "collections-as-values", "LoadRuns?$filter=hassubset(RejectedRows/ReasonCode,[\"R01\"]) and 'R02' in RejectedRows/$filter(LineNumber gt 10)/ReasonCode&$select=Feed", null },
        { "collections-of-collections", "LoadRuns?$filter=substring(concat(RejectedRows/ReasonCode,['R01']),1,2) eq ['R02','R01']&$select=Feed", null },
        { "the-same-entity", "Units?$filter=AdminUnit eq $root/AdminUnits(5) and Parent/AdminUnit ne AdminUnit&$select=Name", null },
        { "a-row-from-the-root", "Units?$filter=ValidFrom gt $root/Units(12)/ValidFrom&$select=UnitKey", null },
        { "arithmetic-over-zero", "DossierMonths?$filter=ResolvedOnTime mul 100 div Resolved lt 90&$orderby=ProcessingDaysSum divby ProcessingDaysCount desc&$select=Resolved", null },
        { "apply-rollup", "DossierMonths?$apply=groupby((rollup(ReceivingUnit/DistrictCode,ReceivingUnit/CommuneCode)),aggregate(Received with sum as R))", null },
        { "apply-concat-with-total", "DossierMonths?$apply=filter(MonthPeriod/Code eq '2023-11')/concat(groupby((ReceivingUnit/DistrictCode),aggregate(Received with sum as R))/topcount(5,R),aggregate(Received with sum as R))", null },
        { "apply-steps-within-groups", "DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),topcount(3,Received)/aggregate(Received with sum as R,$count as N))", null },
        { "apply-aggregates-of-collections", "LoadRuns?$apply=groupby((Feed),aggregate(RowsRead with sum as Rows,RejectedRows/LineNumber with average as Line,RejectedRows/$count as Rejected))", null },
        { "apply-from", "DossierMonths?$apply=aggregate(Received with sum from MonthPeriod/Code with average as Monthly)", null },
        { "apply-nest", "LoadRuns?$apply=groupby((Feed),nest(topcount(3,RowsRead) as Largest))", null },
        { "apply-addnested", "LoadRuns?$apply=addnested(RejectedRows,groupby((ReasonCode),aggregate($count as N)) as Reasons)&$select=Feed,Reasons", null },
        { "apply-addnested-followed", "LoadRuns?$apply=addnested(RejectedRows,filter(LineNumber gt 10) as Late)/filter(Late/$count gt 1)/aggregate(Late/LineNumber with max as M)", null },
        { "apply-addnested-single", "DossierMonths?$apply=addnested(ReceivingUnit,compute(length(Name) as L) as Unit)/filter(Unit/L gt 10)&$select=Received", null },
        { "apply-outerjoin", "LoadRuns?$apply=outerjoin(RejectedRows as Row)/groupby((Feed,Row/ReasonCode),aggregate($count as N))", null },
        { "apply-in-expand", "LoadRuns?$select=Feed&$expand=RejectedRows($apply=aggregate($count as N))", null },
        { "bound-caller", "Dossiers?$filter=IsOnTime eq false&$select=DossierCode&$expand=ReceivingUnit($select=Name)&$count=true", "sv" },
        { "bound-caller-behind-a-path", "Reconciliations?$select=Declared&$expand=IndicatorValue($select=Value)", "s" },
        { "bound-caller-sums", "DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),aggregate(Received with sum as R))", "s" },
        { "flat-set", "FlatIndicatorValues?$filter=UnitLevel eq 'Commune' and PeriodCode eq '2023'&$orderby=Value desc&$select=UnitName,Value", null },
        { "summary-of-all-time", "Dossiers?$apply=groupby((ReceivingUnit/DistrictCode),aggregate($count as N,ProcessingDays with sum as S,ProcessingDays with average as A))", "+" },
        { "summary-of-flagged", "Dossiers?$apply=filter(IsOnTime eq true and startswith(ReceivingUnit/Name,'UBND'))/groupby((ReceivingUnit/CurrentUnit/Name,Channel),aggregate($count as N))", "+" },
        { "summary-of-months", "Dossiers?$apply=filter(ResolvedDate ge 2023-01-01 and ResolvedDate le 2023-12-31)/groupby((ResolvedOn/Quarter,ReceivingUnit/Level),aggregate($count as N,ProcessingDays with average as A))", "+" },
        { "summary-of-no-groups", "Dossiers?$apply=filter(year(ReceivedDate) eq 2023)/aggregate($count as N)", "+" },
        { "summary-of-rolled-up", "Dossiers?$apply=groupby((rollup(TerritoryLevels)),filter(IsResolved)/aggregate($count as N))", "+" },
        { "summary-of-two-counts", "SignedDocuments?$apply=filter(DocumentDate gt 2023-06-30)/groupby((Unit/Name,Direction),aggregate($count as N))", "+" },
        { "summary-of-a-summary", "DossierMonths?$apply=groupby((ReceivingUnit/DistrictName,MonthPeriod/Year),aggregate(Received with sum as R,OnTimeRate))", "+" },
        { "summary-of-a-bound-caller", "Dossiers?$apply=groupby((Channel),aggregate($count as N))", "+s" },
        { "summary-beside-rows", "Dossiers?$count=true&$top=5&$select=DossierCode&$filter=ReceivingUnit/DistrictCode eq '522'", "+" },
        { "aggregate-in-filter", "LoadRuns?$filter=RejectedRows/aggregate(LineNumber with max) gt 10 and RowsRead ge $these/aggregate(RowsRead with average)&$select=Feed", null },
    };

    /// <summary>By folder, the dialect and the warehouse as its provider maps it.</summary>
    private static readonly Dictionary<string, (SqlDialect Dialect, ODataModel Model)> Databases = new()
    {
        ["sqlite"] = (new SqliteDialect(), CreateModel(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(":memory:")))),
        ["postgresql"] = (new PostgreSqlDialect(), CreateModel(PostgreSqlWarehouse.Options("Host=none"))),
        ["sqlserver"] = (new SqlServerDialect(), SqlServerModels.Warehouse),
    };

    public static TheoryData<string, string, string, string?> RequestsPerDatabase()
    {
        var all = new TheoryData<string, string, string, string?>();
        foreach (var database in Databases.Keys)
        {
            foreach (var request in Requests)
            {
                all.Add(database, (string)request[0], (string)request[1], (string?)request[2]);
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(RequestsPerDatabase))]
    public void The_sql_of_a_request_is_the_one_checked_in(string database, string name, string request, string? token)
    {
        var file = Path.Combine(Folder(), database, name + ".sql");
        var actual = Render(Databases[database].Dialect, Databases[database].Model, request, token);
        if (Environment.GetEnvironmentVariable("DTIW_REWRITE_BASELINES") == "1")
        {
            File.WriteAllText(file, actual);
        }
        Assert.True(File.Exists(file), $"{name}.sql is missing; set DTIW_REWRITE_BASELINES=1 to write it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void Every_file_belongs_to_a_request() => Assert.Equal(
        Databases.Keys.SelectMany(d => Requests.Select(r => Path.Combine(d, (string)r[0] + ".sql"))).Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder(), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder(), f)).Order(StringComparer.Ordinal));

    private static string Render(SqlDialect dialect, ODataModel model, string request, string? token)
    {
        var text = new StringBuilder().Append("-- GET ").Append(request).Append(token?.TrimStart('+') is ['s', ..] ? "\n-- of a caller who is bound to units" : "").Append(token?.TrimStart('+', 's') is { Length: > 0 } values ? $"\n-- a later page; token values: {values} (n = null)" : "").Append('\n');
        TranslatedQuery translated;
        try
        {
            translated = Translate(model, dialect, request, token);
        }
        catch (ODataError refused) when (refused.Status == 501)
        {
            // What a database lacks is worth a baseline too.
            return text.Append("-- ").Append(refused.Message).Append('\n').ToString();
        }
        foreach (var summary in translated.Plan.Summaries)
        {
            text.Append("-- from ").Append(summary).Append('\n');
        }
        Append("rows", translated.Rows);
        Append("count", translated.Count);
        Append("parent", translated.Parent);
        foreach (var member in translated.Plan.Shape.Members.OfType<CollectionMember>())
        {
            Append(member.Name, translated.Children(member.Child));
        }
        return text.ToString();

        void Append(string part, Statement? statement)
        {
            if (statement is not null)
            {
                text.Append("\n-- ").Append(part).Append('\n').Append(statement.Sql).Append('\n');
            }
        }
    }

    internal static TranslatedQuery Translate(ODataModel model, SqlDialect dialect, string request, string? token = null)
    {
        var question = request.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (request, "") : (request[..question], request[question..]);
        var parsed = ODataRequest.Parse(path, query, new RequestHeaders(null, "4.0", null), new ODataLimits());
        var (isScoped, values) = (token?.TrimStart('+') is ['s', ..], token?.TrimStart('+', 's'));
        var translated = new TranslatedQuery(QueryPlanner.Plan(model, parsed, new ODataLimits(), values is { Length: > 0 } ? [.. values.Select(c => c == 'n')] : null, isScoped, withKeys: false), dialect, model.Summaries);
        return token is ['+', ..] ? translated.OverSummaries(parsed.Literals) : translated;
    }

    private static ODataModel CreateModel(DbContextOptions<WarehouseContext> options)
    {
        using var context = new WarehouseContext(options);
        return FeedModel.Create(context);
    }

    internal static string Folder()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "tests", "DtiWarehouse.Tests", "Baselines");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        throw new DirectoryNotFoundException("tests/DtiWarehouse.Tests/Baselines");
    }
}
