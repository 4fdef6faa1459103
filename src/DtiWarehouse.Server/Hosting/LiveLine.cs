namespace DtiWarehouse.Server.Hosting;

/// <summary>One line of a terminal that is written over; nothing where the output is no terminal.</summary>
public sealed class LiveLine(TextWriter output, bool isTerminal)
{
    private const string EraseLine = "\r\u001b[K";

    private readonly Lock _writing = new();
    private bool _shows;

    /// <summary>The console's own line.</summary>
    public static LiveLine OfConsole { get; } = new(Console.Out, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    public void Show(string text)
    {
        if (isTerminal)
        {
            lock (_writing)
            {
                output.Write(EraseLine + text);
                _shows = true;
            }
        }
    }

    /// <summary>Takes the line away, so that others can be written.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            if (_shows)
            {
                output.Write(EraseLine);
                _shows = false;
            }
        }
    }
}
