using DtiWarehouse.Indicators.Forms.Definitions;
using DtiWarehouse.Server.Forms;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Jobs;
using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>The endpoints beside the feed: forms, indicators, operation of the jobs, health.</summary>
internal static class ServerPaths
{
    private const string Forms = "Biểu mẫu / forms";
    private const string Indicators = "Chỉ tiêu / indicators";
    private const string Operations = "Vận hành / operations";
    private const string Health = "Tình trạng / health";

    private static readonly int[] OperatorErrors = [400, 401, 403, 404, 429, 503];

    public static void Add(DocumentPaths paths, string root)
    {
        AddSchemas(paths.Document.Components!.Schemas!, paths);
        AddForms(paths, root);
        AddIndicators(paths, root);
        AddOperations(paths, root);
        paths.Tag(Health, "Máy chủ và kho dữ liệu / server and warehouse");
        var state = new OpenApiSchema { Type = JsonSchemaType.Object };
        paths.Add(HttpMethod.Get, "/health/live", Health, "Máy chủ đang chạy / the process answers", DocumentPaths.Answer("Đang chạy / live", ("application/json", state)), [], root);
        paths.Add(HttpMethod.Get, "/health/ready", Health, "Kho đã sẵn sàng, độ mới của từng nguồn / the warehouse is complete, with each feed's freshness", DocumentPaths.Answer("Sẵn sàng / ready", ("application/json", state)), [503], root);
    }

    private static void AddForms(DocumentPaths paths, string root)
    {
        paths.Tag(Forms, "Biểu mẫu chính thức, đã điền / official forms, filled");
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var format = DocumentPaths.Query("format", "Không ghi: trang cho trình duyệt, JSON cho chương trình. / Without it: a page for browsers, else JSON.", DocumentPaths.Text("json", "html", "xlsx"));
        var list = paths.Add(
            HttpMethod.Get, FormEndpoints.Root, Forms, "Các biểu mẫu / the forms",
            DocumentPaths.Answer("Danh sách / list", ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }), ("text/html", DocumentPaths.Text())), [400, 401, 429], root);
        list.Parameters = [DocumentPaths.Query("format", "", DocumentPaths.Text("json", "html"))];

        var form = paths.Add(
            HttpMethod.Get, FormEndpoints.Root + "/{form}", Forms, "Một biểu của một đơn vị và kỳ / one form for a unit and a period",
            DocumentPaths.Answer("Biểu đã điền / the form", ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }), ("text/html", DocumentPaths.Text()), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file)),
            [304, 400, 401, 404, 429, 503], root);
        form.Parameters =
        [
            DocumentPaths.InPath("form", "Mã biểu / code of the form", DocumentPaths.Text(OfficialForms.All.Select(f => f.Code)), "annual-report"),
            DocumentPaths.Query("unit", "UnitCode của Units; không ghi: UBND tỉnh. / UnitCode of Units; without it the province's people's committee.", DocumentPaths.Text(), "H48.52"),
            DocumentPaths.Query("period", "Code của Periods; không ghi: kỳ trọn vẹn gần nhất. / Code of Periods; without it the last complete one.", DocumentPaths.Text(), "2023-to-11-27"),
            format,
        ];
    }

    private static void AddIndicators(DocumentPaths paths, string root)
    {
        paths.Tag(Indicators, "Giá trị chỉ tiêu từ đâu ra / where an indicator's value comes from");
        var key = DocumentPaths.InPath("key", "IndicatorValueKey của IndicatorValues / of IndicatorValues", DocumentPaths.WholeNumber("int64"), null);
        paths.Add(
            HttpMethod.Get, IndicatorEndpoints.Root + "/values/{key}", Indicators, "Giá trị, với câu hỏi của tử số và mẫu số / a value with the queries of its numerator and denominator",
            DocumentPaths.Answer("Giá trị / value", ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object })), [401, 404, 429, 503], root).Parameters = [key];
        foreach (var (part, name) in new[] { ("numerator", "tử số"), ("denominator", "mẫu số") })
        {
            paths.Add(
                HttpMethod.Get, $"{IndicatorEndpoints.Root}/values/{{key}}/{part}", Indicators, $"Đến các dòng của {name} / leads to the rows of the {part}",
                new OpenApiResponse { Description = "Chuyển đến câu hỏi trên nguồn. / Leads to the query over the feed." }, [401, 404, 429, 503], root, status: 302).Parameters = [key];
        }
    }

    private static void AddOperations(DocumentPaths paths, string root)
    {
        paths.Tag(Operations, "Cho người vận hành / for operators");
        var job = DocumentPaths.InPath("job", "Nguồn hoặc công việc / feed or job", DocumentPaths.Text(JobSettings.Jobs), JobSettings.Jobs[0]);
        var oneJob = DocumentPaths.Answer("Công việc / job", ("application/json", paths.Schema("job")));
        var oneRun = DocumentPaths.Answer("Lần chạy / run", ("application/json", paths.Schema("run")));
        Get("/jobs", "Công việc và lịch / jobs and schedules", DocumentPaths.Answer("Công việc / jobs", ("application/json", Many("jobs", "job"))));
        Get("/jobs/{job}", "Một công việc / one job", oneJob, job);
        Get("/runs", "Các lần chạy, mới nhất trước / runs, the newest first", DocumentPaths.Answer("Lần chạy / runs", ("application/json", Many("runs", "run"))),
            DocumentPaths.Query("feed", "Chỉ của nguồn này. / Of this feed alone.", DocumentPaths.Text(JobSettings.Jobs)),
            DocumentPaths.Query("top", "Nhiều nhất, đến 1000. / At most so many, up to 1000.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000" }));
        Get("/runs/{run}", "Một lần chạy / one run", oneRun, DocumentPaths.InPath("run", "runId", DocumentPaths.Text(), null));
        Order("run", "Chạy ngay / runs it now", oneRun, 202);
        Order("pause", "Tạm dừng lịch / holds its schedule", oneJob, 200);
        Order("resume", "Tiếp tục lịch / goes on with its schedule", oneJob, 200);

        void Get(string path, string summary, OpenApiResponse answer, params IReadOnlyList<IOpenApiParameter> parameters) =>
            paths.Add(HttpMethod.Get, OperationsEndpoints.Root + path, Operations, summary, answer, OperatorErrors, root).Parameters = [.. parameters];

        void Order(string verb, string summary, OpenApiResponse answer, int status)
        {
            var order = paths.Add(HttpMethod.Post, $"{OperationsEndpoints.Root}/jobs/{{job}}/{verb}", Operations, summary, answer, OperatorErrors, root, status);
            order.Parameters = [job];
            // An order must come as JSON; it says nothing that the path does not.
            order.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
            };
        }

        OpenApiSchema Many(string name, string schema) =>
            SharedParts.Record(new Dictionary<string, IOpenApiSchema> { [name] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = paths.Schema(schema) } }, name);
    }

    private static void AddSchemas(IDictionary<string, IOpenApiSchema> schemas, DocumentPaths paths)
    {
        var instant = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date-time" };
        var flag = new OpenApiSchema { Type = JsonSchemaType.Boolean };
        var text = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
        schemas["job"] = SharedParts.Record(
            new Dictionary<string, IOpenApiSchema>
            {
                ["job"] = DocumentPaths.Text(JobSettings.Jobs),
                ["kind"] = DocumentPaths.Text("inbox", "pull", "nightly"),
                ["schedule"] = text,
                ["misfire"] = text,
                ["watchesInbox"] = flag,
                ["paused"] = flag,
                ["running"] = flag,
                ["nextFireTime"] = instant,
                ["previousFireTime"] = instant,
                ["lastRun"] = new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Null, AllOf = [paths.Schema("run")] },
            },
            "job");
        schemas["run"] = SharedParts.Record(
            new Dictionary<string, IOpenApiSchema>
            {
                ["runId"] = DocumentPaths.Text(),
                ["job"] = DocumentPaths.Text(JobSettings.Jobs),
                ["trigger"] = DocumentPaths.Text(Enum.GetNames<TriggerKind>()),
                ["state"] = DocumentPaths.Text(Enum.GetNames<RunState>()),
                ["queuedAt"] = instant,
                ["startedAt"] = instant,
                ["endedAt"] = instant,
                ["attempt"] = DocumentPaths.WholeNumber(),
                ["nextAttemptAt"] = instant,
                ["loadKeys"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = DocumentPaths.WholeNumber() },
                ["error"] = text,
                ["recovers"] = text,
                ["server"] = text,
            },
            "runId", "job", "state");
    }
}
