using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>The disk that the warehouse's own process writes on: a database server has its own.</summary>
[Collection(ProcessesOnSqlite.Name)]
public sealed class Full_disks(SqliteKnownStates states) : IClassFixture<SqliteKnownStates>
{
    [Fact]
    public async Task A_full_disk_ends_the_load_with_a_sentence_and_changes_nothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // The limit on the size of files, which stands in for a full disk, is set by its shell.
        }
        using var folder = await states.BeforeAsync();
        var files = folder.With(states.Correction);
        // More than the load writes first, less than it writes in all.
        const long Kibibytes = 512;

        var starved = await ServerProcess.RunLimitedAsync(folder.Location, Kibibytes, ["load", "--inbox", files], ("DTIW_DATA", folder.Data));

        Assert.Equal(1, starved.ExitCode);
        Assert.Contains("The load broke off", starved.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", starved.Errors, StringComparison.Ordinal);
        Assert.Equal(states.StateBefore, KnownStates.Read(folder));
        Assert.Equal(0, (await folder.LoadFolderAsync(files)).ExitCode);
        Assert.Equal(states.StateAfter, KnownStates.Read(folder));
    }
}
