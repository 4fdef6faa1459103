using System.Globalization;

namespace DtiWarehouse.OData;

/// <summary>A request that cannot be answered: HTTP status, stable code, a sentence in English and in Vietnamese, the place.</summary>
public sealed class ODataError(int status, string code, string english, string vietnamese, string? target = null) : Exception(english)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string Vietnamese { get; } = vietnamese;
    /// <summary>The query option, property or header at fault.</summary>
    public string? Target { get; init; } = target;
    /// <summary>Methods that the resource allows (405 only).</summary>
    public string? Allow { get; init; }
    /// <summary>Seconds after which the same request may do (429 and 503 only); null = the service's own guess.</summary>
    public int? RetryAfter { get; init; }
    /// <summary>Further mistakes of the same request.</summary>
    public IReadOnlyList<ODataError> Details { get; private init; } = [];

    internal ODataError At(string option) => Target is not null ? this : new ODataError(Status, Code, Message, Vietnamese, option) { Allow = Allow, Details = Details };

    internal static void Gather(IReadOnlyList<Action> steps) => Gather(steps, 0, static (_, step, _) => step());

    /// <summary>
    /// Takes a step with each item, though one fails, and then reports every mistake: the first wrong one leads, before what is
    /// merely not supported; the others are its details.
    /// </summary>
    /// <param name="state">What the step works on.</param>
    /// <param name="step">Is told the item's place too.</param>
    internal static void Gather<T, TState>(IReadOnlyList<T> items, TState state, Action<TState, T, int> step)
    {
        List<ODataError>? mistakes = null;
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                step(state, items[i], i);
            }
            catch (ODataError e)
            {
                (mistakes ??= []).Add(e);
            }
        }
        if (mistakes is not null)
        {
            var first = mistakes.MinBy(m => m.Status)!;
            throw mistakes.Count == 1 ? first : new ODataError(first.Status, first.Code, first.Message, first.Vietnamese, first.Target) { Allow = first.Allow, Details = [.. mistakes.Where(m => m != first)] };
        }
    }
}

/// <summary>
/// Every error the service answers with, grouped by the stage that finds it: 1xx the request's form, 2xx its meaning
/// against the model, 3xx limits, 4xx protocol, 5xx execution. Codes are stable; messages may improve.
/// </summary>
internal static class ODataErrors
{
    // 1xx: form
    public static ODataError Syntax(int position, string english, string vietnamese) =>
        new(400, "ODATA101", $"Syntax error at position {Text(position + 1)}: {english}", $"Lỗi cú pháp tại vị trí {Text(position + 1)}: {vietnamese}");

    public static ODataError DuplicateOption(string option) =>
        new(400, "ODATA102", $"The query option '{option}' is given more than once.", $"Tùy chọn '{option}' xuất hiện nhiều lần.", option);

    public static ODataError UnknownOption(string option, string? nearest) =>
        new(400, "ODATA103", $"The query option '{option}' is not known.{DidYouMean(nearest)}", $"Không có tùy chọn '{option}'.{CoPhai(nearest)}", option);

    public static ODataError OptionValue(string option, string english, string vietnamese) =>
        new(400, "ODATA104", $"The value of '{option}' is wrong: {english}", $"Giá trị của '{option}' không đúng: {vietnamese}", option);

    public static ODataError BadSkipToken() =>
        new(400, "ODATA105",
            "The $skiptoken does not belong to this query, or was altered. Follow @odata.nextLink as it is, or start again from the first page.",
            "$skiptoken không thuộc truy vấn này hoặc đã bị sửa. Hãy dùng nguyên @odata.nextLink hoặc đọc lại từ trang đầu.", "$skiptoken");

    public static ODataError BadEncoding(string part) =>
        new(400, "ODATA106", $"The {part} of the request is not valid percent-encoded UTF-8.", $"Phần {part} của yêu cầu không phải UTF-8 mã hóa phần trăm hợp lệ.");

    // 2xx: meaning
    public static ODataError UnknownResource(string segment, string? nearest) =>
        new(404, "ODATA201", $"There is no resource '{segment}'.{DidYouMean(nearest)}", $"Không có tài nguyên '{segment}'.{CoPhai(nearest)}", segment);

    public static ODataError EntityNotFound(string path) =>
        new(404, "ODATA202", $"There is no entity at '{path}'.", $"Không có thực thể tại '{path}'.", path);

    public static ODataError UnknownProperty(string name, string type, int position, string? nearest) =>
        new(400, "ODATA203",
            $"'{type}' has no property '{name}' (position {Text(position + 1)}).{DidYouMean(nearest)}",
            $"'{type}' không có thuộc tính '{name}' (vị trí {Text(position + 1)}).{CoPhai(nearest)}");

    public static ODataError UnknownFunction(string name, int position, string? nearest) =>
        new(400, "ODATA204",
            $"There is no function '{name}' (position {Text(position + 1)}).{DidYouMean(nearest)}",
            $"Không có hàm '{name}' (vị trí {Text(position + 1)}).{CoPhai(nearest)}");

    public static ODataError TypeMismatch(int position, string english, string vietnamese) =>
        new(400, "ODATA205", $"Type mismatch at position {Text(position + 1)}: {english}", $"Sai kiểu dữ liệu tại vị trí {Text(position + 1)}: {vietnamese}");

    public static ODataError WrongKey(string english, string vietnamese) =>
        new(400, "ODATA206", english, vietnamese);

    public static ODataError UnknownHierarchy(string qualifier, string set, int position, string? nearest) =>
        new(400, "ODATA210",
            $"'{set}' has no hierarchy '{qualifier}' (position {Text(position + 1)}).{DidYouMean(nearest)}",
            $"'{set}' không có cây phân cấp '{qualifier}' (vị trí {Text(position + 1)}).{CoPhai(nearest)}");

    public static ODataError NotAllowedHere(string english, string vietnamese, string? target = null) =>
        new(400, "ODATA207", english, vietnamese, target);

    public static ODataError NotSupported(string what, string? target = null) =>
        new(501, "ODATA208", $"{what} is valid OData but not supported by this service.", $"{what} là OData hợp lệ nhưng dịch vụ này chưa hỗ trợ.", target);

    public static ODataError UnknownSchemaVersion(string version) =>
        new(404, "ODATA209", $"There is no schema version '{version}'; '*' is the one that is served.", $"Không có phiên bản lược đồ '{version}'; '*' là phiên bản đang phục vụ.", "$schemaversion");

    // 3xx: limits
    public static ODataError Limit(LimitKind kind, long limit) =>
        new(kind.Status, kind.Code,
            $"The request passes the limit of {Text(limit)} for {kind.English}. Make it smaller or ask the operator to raise the limit.",
            $"Yêu cầu vượt giới hạn {Text(limit)} ({kind.Vietnamese}). Hãy rút gọn hoặc đề nghị người vận hành nâng giới hạn.", kind.Option);

    public static ODataError Timeout(TimeSpan limit) =>
        new(503, "ODATA302",
            $"The query took longer than {Text((long)limit.TotalSeconds)} seconds and was stopped. Narrow it with $filter or $top.",
            $"Truy vấn chạy quá {Text((long)limit.TotalSeconds)} giây nên đã dừng. Hãy thu hẹp bằng $filter hoặc $top.");

    public static ODataError BodyTooLarge(long limit) =>
        new(413, "ODATA303", $"The body is larger than the limit of {Text(limit)} bytes.", $"Nội dung yêu cầu vượt giới hạn {Text(limit)} byte.");

    public static ODataError TooManyParts(int limit) =>
        new(413, "ODATA304", $"The batch has more than the limit of {Text(limit)} requests. Send several batches.", $"Lô có nhiều hơn {Text(limit)} yêu cầu. Hãy gửi thành nhiều lô.");

    public static ODataError TooMany(int seconds) =>
        new(429, "ODATA306",
            $"You have used up what one caller may cost for now. Try again in {Text(seconds)} seconds, with fewer requests at a time or fewer rows.",
            $"Bạn đã dùng hết phần của một người gọi vào lúc này. Hãy thử lại sau {Text(seconds)} giây, gửi ít yêu cầu cùng lúc hơn hoặc lấy ít dòng hơn.") { RetryAfter = seconds };

    public static ODataError SlowPattern() =>
        new(400, "ODATA305",
            "A regular expression takes too long. Write it without nested repetitions and without looking around or back.",
            "Biểu thức chính quy chạy quá lâu. Hãy viết không lặp lồng nhau, không nhìn trước hay nhìn lại.");

    // 4xx: protocol
    public static ODataError MethodNotAllowed(string method, string allow) =>
        new(405, "ODATA401", $"{method} is not allowed here; this resource allows {allow}.", $"Không dùng được {method} ở đây; tài nguyên này chỉ cho phép {allow}.") { Allow = allow };

    public static ODataError NotAcceptable(string wanted) =>
        new(406, "ODATA402",
            $"No format of '{wanted}' can be served. Use application/json (with odata.metadata=minimal, full or none), or csv or xlsx for a table.",
            $"Không có định dạng nào trong '{wanted}' phục vụ được. Hãy dùng application/json (odata.metadata=minimal, full hoặc none), hoặc csv, xlsx cho bảng.");

    public static ODataError UnsupportedVersion(string version) =>
        new(400, "ODATA403", $"OData version '{version}' cannot be served; this service speaks 4.0 and 4.01.", $"Không phục vụ OData phiên bản '{version}'; dịch vụ này dùng 4.0 và 4.01.");

    public static ODataError UnsupportedMediaType(string? given, string allowed) =>
        new(415, "ODATA404", $"A body of type '{given}' is not taken here; send {allowed}.", $"Không nhận nội dung kiểu '{given}' ở đây; hãy gửi {allowed}.", "Content-Type");

    public static ODataError BadBatch(string english, string vietnamese) =>
        new(400, "ODATA405", $"The batch cannot be read: {english}", $"Không đọc được lô yêu cầu: {vietnamese}");

    public static ODataError ForeignUrl(string url) =>
        new(400, "ODATA406", $"'{url}' is not a URL of this service.", $"'{url}' không phải địa chỉ của dịch vụ này.");

    public static ODataError FailedDependency(string id) =>
        new(424, "ODATA407", $"The request was not run: request '{id}', which it depends on, failed or was not run.", $"Yêu cầu không được thực hiện vì yêu cầu '{id}' mà nó phụ thuộc đã lỗi hoặc chưa chạy.");

    public static ODataError ModelChanged() =>
        new(410, "ODATA410",
            "The service's model has changed since this $skiptoken was made. Start again from the first page.",
            "Mô hình dữ liệu của dịch vụ đã thay đổi từ khi $skiptoken này được tạo. Hãy đọc lại từ trang đầu.", "$skiptoken");

    public static ODataError PreconditionFailed() =>
        new(412, "ODATA411", "The resource is not in the state that If-Match names.", "Tài nguyên không ở trạng thái mà If-Match nêu.", "If-Match");

    public static ODataError NoIsolation(string level) =>
        new(412, "ODATA412",
            $"The isolation '{level}' cannot be kept over several requests. Leave the header out; each answer by itself shows one state of the data.",
            $"Không giữ được mức cô lập '{level}' qua nhiều yêu cầu. Hãy bỏ tiêu đề này; mỗi câu trả lời tự nó thể hiện một trạng thái dữ liệu.", "OData-Isolation");

    public static ODataError NotATable(string what, string vietnamese) =>
        new(406, "ODATA413",
            $"{what} cannot be written as a table. Choose single navigations and a collection or an entity, or use $format=json.",
            $"{vietnamese} không ghi thành bảng được. Hãy chọn tập hợp hoặc thực thể với quan hệ đơn, hoặc dùng $format=json.", "$format");

    // 5xx: execution
    public static ODataError Execution(string english, string vietnamese) =>
        new(400, "ODATA501", english, vietnamese);

    public static ODataError TooDeepHierarchy() => Execution(
        "The hierarchy runs in a circle or is deeper than this service follows it.", "Cây phân cấp bị lặp vòng hoặc sâu hơn mức mà dịch vụ này đi theo.");

    public static ODataError TooLargeQuery() => Execution("The query is too large for the data store.", "Truy vấn quá lớn đối với kho dữ liệu.");

    public static ODataError OutOfRange() => Execution(
        "A calculation leaves the range of its type: 64 bits for whole numbers and durations, 28 digits for decimals, the years 1 to 9999 for dates.",
        "Phép tính vượt phạm vi của kiểu: 64 bit với số nguyên và khoảng thời gian, 28 chữ số với số thập phân, năm 1 đến 9999 với ngày.");

    public static ODataError NegativeLength() => Execution("The length of a substring is negative.", "Độ dài của chuỗi con là số âm.");

    public static ODataError BadPatternValue() => Execution(
        "A value that matchesPattern takes for a pattern is no regular expression.", "Giá trị dùng làm mẫu của matchesPattern không phải biểu thức chính quy.");

    public static ODataError Unavailable() =>
        new(503, "ODATA502", "The data store is busy or unavailable. Try again shortly.", "Kho dữ liệu đang bận hoặc chưa sẵn sàng. Hãy thử lại sau ít phút.");

    public static ODataError NotReady(string doing) =>
        new(503, "ODATA503", $"The data is not complete yet ({doing}). Try again in a moment.", $"Dữ liệu chưa đầy đủ ({doing}). Hãy thử lại sau ít phút.");

    public static ODataError Internal(string reference) =>
        new(500, "ODATA599", $"The service failed on this request. Give the operator the reference {reference}.", $"Dịch vụ gặp lỗi với yêu cầu này. Hãy báo người vận hành mã {reference}.");

    /// <summary>The known name nearest to a mistyped one; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var (best, distance) = ((string?)null, Math.Max(1, name.Length / 3) + 1);
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) < distance && Distance(name, candidate) is var d && d < distance)
            {
                (best, distance) = (candidate, d);
            }
        }
        return best;
    }

    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[Math.Min(b.Length, 200) + 1];
        if (a.Length > 200 || b.Length > 200)
        {
            return int.MaxValue;
        }
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }
        return row[^1];
    }

    internal static string DidYouMean(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";

    private static string CoPhai(string? nearest) => nearest is null ? "" : $" Có phải '{nearest}'?";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
