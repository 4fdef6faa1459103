using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using Microsoft.Net.Http.Headers;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>
/// What operators ask of the jobs over HTTP: <c>jobs</c>, <c>jobs/JOB</c>, <c>runs</c>, <c>runs/RUN</c>, and as POST
/// <c>jobs/JOB/run</c>, <c>/pause</c>, <c>/resume</c>; for administrators <c>keys</c> and <c>audit</c>. Only with an operator's
/// key, or from this machine where all may read, and never on behalf of a foreign page.
/// </summary>
public static class OperationsEndpoints
{
    public const string Root = "/operations/v1";

    private const int DefaultTop = 50;
    private const int MostRuns = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    public static void MapOperations(this WebApplication app, JobOrders orders, RunHistory history, IReadOnlySet<string> pulledFeeds, ApiKeys keys, AuditLog audit)
    {
        var operations = new Operations(orders, history, pulledFeeds, keys, audit);
        app.Map(Root + "/{**path}", async http =>
        {
            http.Response.Headers.CacheControl = "no-store";
            try
            {
                await operations.AnswerAsync(http);
            }
            catch (OperationsError error)
            {
                await FailAsync(http, error);
            }
            catch (Exception failure) when ((Inbox.IsPassing(failure) || failure is SchedulerException) && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                app.Logger.LogWarning(failure, "Chưa thực hiện được yêu cầu vận hành. / An operator's request could not be carried out.");
                await FailAsync(http, OperationsError.NotNow());
            }
        });
    }

    private static Task WriteAsync(HttpContext http, object body) => http.Response.WriteAsJsonAsync(body, Json, http.RequestAborted);

    private static Task FailAsync(HttpContext http, OperationsError error)
    {
        http.Response.StatusCode = error.Status;
        if (error.Allow is not null)
        {
            http.Response.Headers.Allow = error.Allow;
        }
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
        }
        return WriteAsync(http, new { error = new { code = error.Code, message = error.Message } });
    }

    private sealed class Operations(JobOrders orders, RunHistory history, IReadOnlySet<string> pulledFeeds, ApiKeys keys, AuditLog audit)
    {
        public Task AnswerAsync(HttpContext http)
        {
            RequireOperator(http);
            string[] path = [.. (http.Request.RouteValues["path"] as string ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)];
            return path switch
            {
                [] => Read(http, [], () => WriteAsync(http, new { jobs = Root + "/jobs", runs = Root + "/runs", keys = Root + "/keys", audit = Root + "/audit" })),
                ["jobs"] => Read(http, [], () => WriteJobsAsync(http)),
                ["jobs", var job] => Read(http, [], async () => await WriteAsync(http, Describe(await orders.StatusAsync(Known(job))))),
                ["jobs", var job, "run"] => Order(http, () => RunAsync(http, Known(job))),
                ["jobs", var job, "pause"] => Order(http, () => SetAsync(http, Known(job), orders.PauseAsync)),
                ["jobs", var job, "resume"] => Order(http, () => SetAsync(http, Known(job), orders.ResumeAsync)),
                ["keys"] => Administer(http, [], () => WriteAsync(http, new { keys = keys.List().Select(Describe) })),
                ["audit"] => Administer(http, ["top"], () => WriteAsync(http, new { events = audit.Newest(Top(http)) })),
                ["runs"] => Read(http, ["feed", "job", "top"], () => WriteRunsAsync(http)),
                ["runs", var run] => Read(http, [], () => WriteAsync(http, Describe(history.Find(run) ?? throw OperationsError.NoSuchRun(run)))),
                _ => throw OperationsError.NoSuchResource(http.Request.Path),
            };
        }

        private static void RequireOperator(HttpContext http)
        {
            var caller = Caller.Of(http);
            if (caller.May(CallerRole.Operator))
            {
                return;
            }
            throw !caller.IsAnonymous ? Denial.RoleNeeded(CallerRole.Operator) : LocalCaller.IsLocal(http) ? OperationsError.ForeignPage() : OperationsError.NotLocal();
        }

        private Task Administer(HttpContext http, string[] options, Func<Task> answer) =>
            Caller.Of(http).May(CallerRole.Administrator) ? Read(http, options, answer) : throw Denial.RoleNeeded(CallerRole.Administrator);

        private Task Read(HttpContext http, string[] options, Func<Task> answer)
        {
            Allow(http, "GET, HEAD");
            if (http.Request.Query.Keys.FirstOrDefault(key => !options.Contains(key)) is { } unknown)
            {
                throw OperationsError.UnknownOption(unknown, options);
            }
            return WhenOpen(answer);
        }

        /// <summary>An order changes something: a form of a foreign page can send one, but not as JSON without asking first.</summary>
        private Task Order(HttpContext http, Func<Task> answer)
        {
            Allow(http, "POST");
            var isJson = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
            return isJson ? WhenOpen(answer) : throw OperationsError.NotJson();
        }

        private Task WhenOpen(Func<Task> answer) => orders.IsOpen ? answer() : throw OperationsError.NotNow();

        private static void Allow(HttpContext http, string methods)
        {
            if (!methods.Split(", ").Contains(http.Request.Method, StringComparer.Ordinal))
            {
                throw OperationsError.MethodNotAllowed(http.Request.Method, methods);
            }
        }

        private static string Known(string job) => JobSettings.Jobs.Contains(job) ? job : throw OperationsError.NoSuchJob(job);

        private async Task WriteJobsAsync(HttpContext http)
        {
            var jobs = new List<object>();
            foreach (var job in JobSettings.Jobs)
            {
                jobs.Add(Describe(await orders.StatusAsync(job)));
            }
            await WriteAsync(http, new { scheduler = orders.State, timeZone = JobSettings.TimeZone, jobs });
        }

        private async Task RunAsync(HttpContext http, string job)
        {
            var run = await orders.RunAsync(job, TriggerKind.Manual);
            audit.Add(AuditKind.JobOrdered, Caller.Of(http).Name, $"run {job}: {run.RunId}");
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = $"{Root}/runs/{run.RunId}";
            await WriteAsync(http, Describe(run));
        }

        private async Task SetAsync(HttpContext http, string job, Func<string, Task> order)
        {
            await order(job);
            audit.Add(AuditKind.JobOrdered, Caller.Of(http).Name, http.Request.Path);
            await WriteAsync(http, Describe(await orders.StatusAsync(job)));
        }

        private Task WriteRunsAsync(HttpContext http)
        {
            var query = http.Request.Query;
            var named = query["feed"].Concat(query["job"]).OfType<string>().ToList();
            if (named.Count > 1)
            {
                throw OperationsError.OneJob();
            }
            var runs = history.Newest(named.Count == 0 ? null : Known(named[0]), Top(http));
            return WriteAsync(http, new { runs = runs.Select(Describe) });
        }

        private static int Top(HttpContext http)
        {
            if (http.Request.Query["top"].ToString() is not { Length: > 0 } text)
            {
                return DefaultTop;
            }
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= MostRuns ? top : throw OperationsError.BadTop(text, MostRuns);
        }

        private static object Describe(ApiKey key) => new { key.KeyId, key.Name, key.Role, key.UnitCodes, key.CreatedAt, key.ExpiresAt, key.RevokedAt };

        private object Describe(JobStatus status) => new
        {
            status.Job,
            kind = status.Job == JobSettings.OpenDossiers ? "nightly" : pulledFeeds.Contains(status.Job) ? "pull" : "inbox",
            schedule = status.Schedule?.Text,
            misfire = status.Schedule?.Misfire,
            watchesInbox = status.Schedule is null && Feeds.All.Contains(status.Job),
            paused = status.IsPaused,
            running = status.IsRunning,
            nextFireTime = Instant(status.NextFireTime),
            previousFireTime = Instant(status.PreviousFireTime),
            lastRun = status.LastRun is { } run ? Describe(run) : null,
        };

        private static object Describe(JobRun run) => new
        {
            run.RunId,
            run.Job,
            run.Trigger,
            run.State,
            queuedAt = Instant(run.QueuedAt),
            startedAt = Instant(run.StartedAt),
            endedAt = Instant(run.EndedAt),
            run.Attempt,
            nextAttemptAt = Instant(run.NextAttemptAt),
            run.LoadKeys,
            run.Error,
            run.Recovers,
            run.Server,
        };

        /// <summary>Local time of the province, with its offset.</summary>
        private static DateTimeOffset? Instant(DateTimeOffset? instant) => instant?.ToOffset(Schema.Warehouse.LocalOffset);
    }
}
