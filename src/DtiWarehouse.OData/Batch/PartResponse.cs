using Microsoft.AspNetCore.Http.Features;

namespace DtiWarehouse.OData.Batch;

/// <summary>
/// The response of one request of a batch: its status and headers go out with the first byte of its body, its body as it
/// is written. From then on it has started, like a response of its own.
/// </summary>
internal sealed class PartResponse : HttpResponseFeature, IAsyncDisposable
{
    private readonly string? _id;
    private readonly BatchWriter _writer;
    private bool _started;

    public PartResponse(string? id, BatchWriter writer)
    {
        _id = id;
        _writer = writer;
        Stream = new PartStream(this);
    }

    public Stream Stream { get; }

    public override bool HasStarted => _started;

    /// <summary>Ends the part; one without a body has only status and headers.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        if (!_started)
        {
            _started = true;
            await _writer.BeginPartAsync(_id, StatusCode, Headers, hasBody: false, cancellation);
        }
        await _writer.EndPartAsync(cancellation);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }
        if (!_started)
        {
            _started = true;
            await _writer.BeginPartAsync(_id, StatusCode, Headers, hasBody: true, cancellation);
        }
        await _writer.WriteBodyAsync(bytes, cancellation);
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private sealed class PartStream(PartResponse response) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => response.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => response.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written without blocking.");
    }
}
