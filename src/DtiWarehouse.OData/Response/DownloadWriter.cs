using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// Writes what a running query gives as a file of one table with all its rows: pages end nothing here. Whether they fit
/// the limit is counted first, on the same state of the data.
/// </summary>
internal sealed class DownloadWriter(Answer answer)
{
    private const int FlushAt = 48 * 1024;

    private readonly QueryPlan _plan = answer.Plan;

    public async Task WriteAsync()
    {
        var table = DownloadTable.Of(_plan, answer.Request);
        await CheckRowsAsync();
        await using var cursor = await answer.Run.OpenRowsAsync();
        var hasRow = answer.Page.Rows > 0 && await cursor.ReadAsync(answer.Run.Cancellation);
        var isMissing = _plan.Kind is AnswerKind.Entity && (!hasRow || EntityWriter.IsAbsent(cursor, _plan.Shape));
        if (isMissing || !hasRow)
        {
            await cursor.DisposeAsync();
        }
        if (isMissing)
        {
            await answer.MissingAsync();
            return;
        }
        if (!hasRow && !await answer.Run.ParentExistsAsync())
        {
            throw ODataErrors.EntityNotFound(answer.Path);
        }
        var isCsv = answer.Format.Kind is Request.FormatKind.Csv;
        WriteHeaders(table.Name + (isCsv ? ".csv" : ".xlsx"));
        if (!answer.Begin())
        {
            return;
        }
        using TableWriter writer = isCsv ? new CsvWriter(table) : new XlsxWriter(table);
        await WriteRowsAsync(writer, cursor, hasRow);
    }

    private async Task CheckRowsAsync()
    {
        var limit = answer.Service.Limits.MaxDownloadRows;
        if (_plan.Kind is not AnswerKind.Collection || answer.Page.Top <= limit)
        {
            return;
        }
        var skipped = answer.Request.Options.Skip is { } skip ? (long)answer.Request.Literals[skip.Ordinal].Value! : 0;
        if (await answer.Run.CountAsync() - skipped > limit)
        {
            throw ODataErrors.Limit(LimitKind.DownloadRows, limit);
        }
    }

    private void WriteHeaders(string fileName)
    {
        var headers = answer.Http.Response.Headers;
        headers.ContentDisposition = fileName.All(char.IsAscii)
            ? $"attachment; filename=\"{fileName}\""
            : $"attachment; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
        foreach (var warning in _plan.Warnings)
        {
            headers.Append("DTIW-Warning", $"{warning.Code} {warning.English}");
        }
    }

    private async Task WriteRowsAsync(TableWriter writer, RowCursor cursor, bool hasRow)
    {
        writer.Begin();
        for (var written = 0L; hasRow && written < answer.Page.Rows; written++)
        {
            writer.WriteRow(cursor);
            answer.Run.UnsentRows++;
            if (writer.Output.Length >= FlushAt)
            {
                await SendAsync(writer.Output);
            }
            hasRow = await cursor.ReadAsync(answer.Run.Cancellation);
        }
        writer.End();
        await SendAsync(writer.Output);
    }

    private async ValueTask SendAsync(Utf8Output output)
    {
        await answer.Http.Response.BodyWriter.WriteAsync(output.WrittenMemory, answer.Run.Cancellation);
        output.Clear();
        answer.Sent();
    }
}
