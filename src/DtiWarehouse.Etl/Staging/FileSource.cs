using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>A feed file on disk. A file that cannot even be opened as its feed is refused on the first read, so its run says so.</summary>
public sealed class FileSource : FeedSource
{
    private readonly FeedFile? _file;
    private readonly FeedFileException? _refusal;

    public FileSource(string path, FeedDefinition feed, FeedMapping mapping, TimeProvider clock)
    {
        try
        {
            _file = FeedFile.Open(path, feed, mapping, clock);
            Facts = new FeedFacts(feed.Name, _file.FileName, _file.ContentHash, mapping.Fingerprint(), _file.ModifiedAt, mapping.HeaderFingerprint());
        }
        catch (FeedFileException refusal)
        {
            _refusal = refusal;
            Facts = new FeedFacts(feed.Name, Path.GetFileName(path), FeedFile.HashOf(path), mapping.Fingerprint(), File.GetLastWriteTimeUtc(path), mapping.HeaderFingerprint());
        }
    }

    public override FeedFacts Facts { get; }

    /// <summary>The spool of a pull is told by its name, be it loaded at once or by hand.</summary>
    public override LoadKind Kind => PullSpool.StartOf(Facts.FileName) is null ? LoadKind.File : LoadKind.Pull;

    public override FlagForm? FlagForm => _file?.FlagForm;

    public override bool TryRead(out FeedRow? row, out RowRejection? rejection) =>
        _refusal is null ? _file!.TryRead(out row, out rejection) : throw _refusal;

    public override double? ShareRead => _file?.ShareRead;

    public override string? Remarks
    {
        get
        {
            if (_file is null)
            {
                return null;
            }
            var remarks = new List<string>
            {
                _file.Form,
                $"dạng số / number format: {_file.Reading.NumberFormat}",
                $"dạng cờ / flag form: {_file.FlagForm}",
            };
            if (_file.Layout.IgnoredColumns.Count > 0)
            {
                remarks.Add($"cột bỏ qua / ignored columns ({_file.Layout.IgnoredColumns.Count}): {string.Join(", ", _file.Layout.IgnoredColumns)}");
            }
            if (_file.Layout.PersonalColumnCount > 0)
            {
                remarks.Add($"cột dữ liệu cá nhân không đọc / personal columns not read: {_file.Layout.PersonalColumnCount}");
            }
            remarks.AddRange(_file.Reading.Warnings.Select(warning => $"{warning.Code}: {warning.Count} (dòng / line {warning.FirstLine})"));
            return string.Join("; ", remarks);
        }
    }

    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }
}
