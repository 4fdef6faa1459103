using System.Data.Common;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Tests.OData;

/// <summary>Connections to an embedded database between requests: what is kept, what is not.</summary>
public sealed class SqliteChannelTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly SqliteChannels _channels;
    private int _connected;

    public SqliteChannelTests()
    {
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
        _channels = new SqliteChannels(() =>
        {
            _connected++;
            return new SqliteConnection(Text);
        });
    }

    private string Text => $"Data Source={_file};Pooling=False";

    [Fact]
    public async Task A_connection_serves_one_request_after_another_each_with_the_data_of_its_time()
    {
        Assert.Equal(1, await ReadAsync("SELECT MAX(n) FROM t"));
        Execute("INSERT INTO t VALUES (2)");
        Assert.Equal(2, await ReadAsync("SELECT MAX(n) FROM t"));
        Assert.Equal(1, _connected);
    }

    [Fact]
    public async Task A_request_sees_one_state_of_the_data_to_its_end_and_stands_in_no_writer_s_way()
    {
        await using var channel = await _channels.OpenAsync(default);
        Assert.Equal(1, await ReadAsync(channel, "SELECT MAX(n) FROM t"));
        Execute("INSERT INTO t VALUES (2)");
        Assert.Equal(1, await ReadAsync(channel, "SELECT MAX(n) FROM t"));
        Assert.Equal(2, await ReadAsync("SELECT MAX(n) FROM t"));
        Assert.Equal(2, _connected);
    }

    [Fact]
    public async Task A_statement_may_be_taken_again_while_its_rows_are_read()
    {
        const string Sql = "SELECT n FROM t";
        await using var channel = await _channels.OpenAsync(default);
        var (outer, inner) = (channel.Take(Sql), channel.Take(Sql));
        Assert.NotSame(outer, inner);
        await using (var rows = await outer.ExecuteReaderAsync())
        {
            Assert.True(await rows.ReadAsync());
            Assert.Equal(1L, await inner.ExecuteScalarAsync());
        }
        await channel.GiveBackAsync(inner);
        await channel.GiveBackAsync(outer);
        Assert.Same(outer, channel.Take(Sql));
    }

    [Fact]
    public async Task More_statements_than_are_kept_are_answered_all_the_same()
    {
        for (var n = 0; n < 200; n++)
        {
            Assert.Equal(n % 70, await ReadAsync($"SELECT {n % 70}"));
        }
        Assert.Equal(1, _connected);
    }

    [Fact]
    public async Task Parameters_of_a_request_do_not_reach_the_next()
    {
        await using var channel = await _channels.OpenAsync(default);
        var first = channel.Take("SELECT @n");
        first.Parameters.Add(new SqliteParameter("@n", 5));
        Assert.Equal(5L, await first.ExecuteScalarAsync());
        await channel.GiveBackAsync(first);
        Assert.Empty(channel.Take("SELECT @n").Parameters);
    }

    [Fact]
    public async Task A_statement_that_was_given_much_is_not_kept_with_it()
    {
        await using var channel = await _channels.OpenAsync(default);
        var large = channel.Take("SELECT length(@n)");
        large.Parameters.Add(new SqliteParameter("@n", new string('x', 1_000_000)));
        Assert.Equal(1_000_000L, await large.ExecuteScalarAsync());
        await channel.GiveBackAsync(large);
        Assert.NotSame(large, channel.Take("SELECT length(@n)"));
    }

    [Fact]
    public async Task Given_back_twice_it_serves_one_request_at_a_time_all_the_same()
    {
        var channel = await _channels.OpenAsync(default);
        await channel.DisposeAsync();
        await channel.DisposeAsync();
        await using var first = await _channels.OpenAsync(default);
        await using var second = await _channels.OpenAsync(default);
        Assert.NotSame(first, second);
        Assert.Equal((1, 1), (await ReadAsync(first, "SELECT 1"), await ReadAsync(second, "SELECT 1")));
    }

    [Fact]
    public async Task A_connection_that_failed_or_whose_rows_were_left_open_serves_nobody_else()
    {
        await using (var failed = await _channels.OpenAsync(default))
        {
            failed.Distrust();
        }
        await using (var left = await _channels.OpenAsync(default))
        {
            left.Take("SELECT 1");
        }
        Assert.Equal(1, await ReadAsync("SELECT 1"));
        Assert.Equal(3, _connected);
    }

    [Fact]
    public async Task Released_ones_are_closed_those_in_use_when_they_come_back()
    {
        var used = await _channels.OpenAsync(default);
        Assert.Equal(1, await ReadAsync("SELECT 1"));
        Assert.Equal(2, _connected);

        _channels.Release();

        Assert.Equal(1, await ReadAsync(used, "SELECT 1"));
        await used.DisposeAsync();
        Assert.Equal(System.Data.ConnectionState.Closed, used.Connection.State);
        Assert.Equal(1, await ReadAsync("SELECT 1"));
        Assert.Equal(3, _connected);
    }

    public void Dispose()
    {
        _channels.Release();
        foreach (var file in new[] { _file, _file + "-wal", _file + "-shm" })
        {
            File.Delete(file);
        }
    }

    private async Task<long> ReadAsync(string sql)
    {
        await using var channel = await _channels.OpenAsync(default);
        return await ReadAsync(channel, sql);
    }

    private static async Task<long> ReadAsync(ReadChannel channel, string sql)
    {
        DbCommand command = channel.Take(sql);
        var value = (long)(await command.ExecuteScalarAsync())!;
        await channel.GiveBackAsync(command);
        return value;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(Text);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
