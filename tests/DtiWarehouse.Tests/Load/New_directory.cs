using DtiWarehouse.Schema.Dialects;

namespace DtiWarehouse.Tests.Load;

public sealed class New_directory : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}");

    [Fact]
    public void The_warehouse_makes_the_folder_that_its_file_stands_in()
    {
        var file = Path.Combine(_folder, "data", "warehouse.db");
        SqliteWarehouse.Create(file);
        Assert.True(File.Exists(file));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
