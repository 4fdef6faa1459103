using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Tests.Server;

public sealed class LiveLineTests
{
    [Fact]
    public void On_a_terminal_the_line_is_written_over_and_taken_away_once()
    {
        using var output = new StringWriter();
        var line = new LiveLine(output, isTerminal: true);

        line.Clear();
        line.Show("10");
        line.Show("20");
        line.Clear();
        line.Clear();

        Assert.Equal("\r\u001b[K10\r\u001b[K20\r\u001b[K", output.ToString());
    }

    [Fact]
    public void Elsewhere_nothing_is_written()
    {
        using var output = new StringWriter();
        var line = new LiveLine(output, isTerminal: false);

        line.Show("10");
        line.Clear();

        Assert.Equal("", output.ToString());
    }
}
