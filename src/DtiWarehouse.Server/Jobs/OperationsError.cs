namespace DtiWarehouse.Server.Jobs;

/// <summary>An answer to an operator that is an error: a status, a stable code, and a sentence in Vietnamese and English.</summary>
public sealed class OperationsError(int status, string vietnamese, string english) : Exception($"{vietnamese} / {english}")
{
    public int Status { get; } = status;

    public string Code => $"OPS{Status}";

    /// <summary>The methods that a resource allows; null = not about methods.</summary>
    public string? Allow { get; private init; }

    public static OperationsError NotLocal() =>
        new(403, "Chỉ máy chủ này, hoặc khóa của người vận hành, được vận hành các việc; hãy gọi từ chính máy này hoặc gửi khóa.", "The jobs are operated from this machine, or with an operator's key; call from there or send one.");

    public static OperationsError ForeignPage() =>
        new(403, "Yêu cầu đến từ trang của nơi khác trong trình duyệt, hoặc dưới tên máy khác; hãy gọi http://localhost hoặc 127.0.0.1.", "The request comes from a page of another site, or under another host name; call http://localhost or 127.0.0.1.");

    public static OperationsError NotJson() =>
        new(415, "Cần header Content-Type: application/json; thân có thể để trống.", "The header Content-Type: application/json is needed; the body may be empty.");

    public static OperationsError MethodNotAllowed(string method, string allow) =>
        new(405, $"Không dùng được {method} ở đây; dùng được: {allow}.", $"{method} is not allowed here; allowed: {allow}.") { Allow = allow };

    public static OperationsError NoSuchJob(string job)
    {
        var near = string.Join(", ", JobSettings.Jobs.OrderByDescending(known => Likeness(known, job)).Take(3));
        return new(404, $"Không có việc “{job}”; gần nhất: {near}.", $"There is no job '{job}'; nearest: {near}.");
    }

    public static OperationsError NoSuchRun(string run) =>
        new(404, $"Không có lần chạy “{run}”, hoặc đã quá hạn lưu.", $"There is no run '{run}', or it is no longer kept.");

    public static OperationsError NoSuchResource(string path) =>
        new(404, $"Không có {path}; có: {OperationsEndpoints.Root}/jobs, {OperationsEndpoints.Root}/runs.", $"There is no {path}; there are {OperationsEndpoints.Root}/jobs and {OperationsEndpoints.Root}/runs.");

    public static OperationsError UnknownOption(string option, IReadOnlyCollection<string> known)
    {
        var list = known.Count == 0 ? "–" : string.Join(", ", known);
        return new(400, $"Không có tùy chọn “{option}” ở đây; có: {list}.", $"There is no option '{option}' here; known: {list}.");
    }

    public static OperationsError OneJob() =>
        new(400, "Chỉ nêu một nguồn cấp hoặc một việc.", "Name one feed or one job.");

    public static OperationsError BadTop(string text, int most) =>
        new(400, FormattableString.Invariant($"top={text}: cần số nguyên từ 1 đến {most}."), FormattableString.Invariant($"top={text}: a whole number from 1 to {most} is expected."));

    public static OperationsError NotNow() =>
        new(503, "Bộ lập lịch chưa sẵn sàng; hãy thử lại sau ít giây.", "The scheduler is not available yet; try again in a few seconds.");

    /// <summary>How many pairs of letters two names share.</summary>
    private static int Likeness(string known, string asked) => Pairs(known).Intersect(Pairs(asked.ToLowerInvariant())).Count();

    private static IEnumerable<string> Pairs(string name) => Enumerable.Range(0, Math.Max(0, Math.Min(name.Length, 100) - 1)).Select(i => name.Substring(i, 2));
}
