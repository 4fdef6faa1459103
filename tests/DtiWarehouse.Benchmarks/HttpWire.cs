using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DtiWarehouse.Benchmarks;

/// <summary>What came back: status, bytes of the body as sent, seconds until its first byte and until its last.</summary>
internal readonly record struct WireAnswer(int Status, long Bytes, double FirstByte, double Seconds);

/// <summary>
/// One HTTP/1.1 connection that costs next to nothing, so that what is measured is the server: requests are bytes made
/// beforehand, answers are read to their end into one buffer, and no text is made of them unless it is asked for.
/// </summary>
internal sealed class HttpWire : IDisposable
{
    private const int TailSize = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly byte[] _tail = new byte[TailSize];
    private int _start, _end, _tailLength;
    private byte[] _head = [];
    private long _began, _first, _bytes;
    private Stream? _keep;

    /// <param name="port">Of a server on this machine.</param>
    public HttpWire(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>The last bytes of the last body: where a page has its link to the next one.</summary>
    public ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _tailLength);

    /// <param name="headers">Further lines, each with its line end.</param>
    public static byte[] Request(int port, string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path.Replace(" ", "%20", StringComparison.Ordinal)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n{headers}\r\n");

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <param name="keep">Takes the body, without the marks of its chunks.</param>
    public WireAnswer Ask(ReadOnlySpan<byte> request, Stream? keep = null)
    {
        Send(request);
        return Read(keep);
    }

    /// <summary>Sends a request, whose answer is to be read before the next one is sent.</summary>
    public void Send(ReadOnlySpan<byte> request)
    {
        _began = Stopwatch.GetTimestamp();
        _socket.Send(request);
    }

    /// <summary>Reads the answer to what was sent, to its end.</summary>
    /// <param name="keep">Takes the body, without the marks of its chunks.</param>
    public WireAnswer Read(Stream? keep = null)
    {
        (_start, _end, _tailLength, _first, _bytes, _keep) = (0, 0, 0, 0, 0, keep);
        ReadHead();
        var status = Number(_head.AsSpan(9, 3));
        if (status is not (204 or 304))
        {
            if (Header("Content-Length"u8) is { IsEmpty: false } length)
            {
                ReadBody(Number(length));
            }
            else
            {
                ReadChunks();
            }
        }
        var ended = Stopwatch.GetTimestamp();
        return new WireAnswer(status, _bytes, Stopwatch.GetElapsedTime(_began, _first == 0 ? ended : _first).TotalSeconds, Stopwatch.GetElapsedTime(_began, ended).TotalSeconds);
    }

    /// <summary>A header of the last answer; empty where it has none.</summary>
    public ReadOnlySpan<byte> Header(ReadOnlySpan<byte> name)
    {
        var rest = _head.AsSpan();
        while (rest.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var line = rest[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[(name.Length + 1)..].Trim((byte)' ');
            }
            rest = rest[(end + 2)..];
        }
        return [];
    }

    public void Dispose() => _socket.Dispose();

    private void ReadHead()
    {
        int end;
        while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }
        if (_head.Length != end + 2)
        {
            _head = new byte[end + 2];
        }
        _buffer.AsSpan(_start, end + 2).CopyTo(_head);
        _start += end + 4;
    }

    private void ReadBody(long length)
    {
        while (length > 0)
        {
            if (_start == _end)
            {
                Receive();
            }
            var piece = _buffer.AsSpan(_start, (int)Math.Min(length, _end - _start));
            Take(piece);
            _start += piece.Length;
            length -= piece.Length;
        }
    }

    private void ReadChunks()
    {
        while (true)
        {
            var size = ReadLine();
            if (!Utf8Parser.TryParse(size, out long length, out _, 'x'))
            {
                throw new IOException("The answer has neither a length nor chunks.");
            }
            ReadBody(length);
            ReadLine();
            if (length == 0)
            {
                return;
            }
        }
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        int end;
        while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            Receive();
        }
        var line = _buffer.AsSpan(_start, end);
        _start += end + 2;
        return line;
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        if (_first == 0)
        {
            _first = Stopwatch.GetTimestamp();
        }
        _bytes += piece.Length;
        _keep?.Write(piece);
        var last = piece[Math.Max(0, piece.Length - TailSize)..];
        var kept = Math.Min(_tailLength, TailSize - last.Length);
        _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
        last.CopyTo(_tail.AsSpan(kept));
        _tailLength = kept + last.Length;
    }

    private void Receive()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = _socket.Receive(_buffer.AsSpan(_end));
        _end += read > 0 ? read : throw new IOException("The server broke its answer off.");
    }

    private static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out _) ? number : throw new IOException("The answer's head holds no number where one belongs.");
}
