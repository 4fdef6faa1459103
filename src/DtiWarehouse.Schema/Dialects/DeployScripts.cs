namespace DtiWarehouse.Schema.Dialects;

/// <summary>The scripts of <c>db/</c>, which stand in the program as they do there: what an owner may also run by hand.</summary>
internal static class DeployScripts
{
    /// <summary>
    /// The scripts that lead from a version to this one, in order: the whole schema and the tables of the jobs where there is
    /// none, else the step of every version since.
    /// </summary>
    /// <param name="dialect">Name of the scripts' database, as in their files.</param>
    /// <exception cref="InvalidOperationException">There is no way from that version.</exception>
    public static IReadOnlyList<(string Name, string Text)> From(string dialect, int? version) => version is not { } from
        ? [Read($"schema/{dialect}.sql"), Read($"operations/{dialect}.quartz.sql"), Read($"operations/{dialect}.sql")]
        : [.. Enumerable.Range(from + 1, Warehouse.SchemaVersion - from).Select(step => Read(FormattableString.Invariant($"migrations/{step}/{dialect}.sql")))];

    /// <summary>The batches of a script of SQL Server, which lines of GO part.</summary>
    public static IEnumerable<string> Batches(string script) =>
        script.ReplaceLineEndings("\n").Split("\nGO\n").Select(batch => batch.Trim()).Where(batch => batch.Split('\n').Any(line => !line.StartsWith("--", StringComparison.Ordinal) && line.Length > 0));

    private static (string Name, string Text) Read(string name)
    {
        using var script = new StreamReader(typeof(DeployScripts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no script {name}."));
        return (name, script.ReadToEnd());
    }
}
