namespace DtiWarehouse.Etl.Sample;

/// <summary>What to write. The same options give the same bytes on every machine.</summary>
public sealed record SampleOptions
{
    /// <summary>1 = about 400,000 dossiers, 240,000 service rows and 150,000 documents; rows grow and shrink with it.</summary>
    public double Size { get; init; } = 1.0;

    public ulong Seed { get; init; } = 20_261_031;

    /// <summary>
    /// Counts are dealt so that the published totals (2018, 2020, 2021, 2023) come out exactly. Those totals belong to size 1:
    /// any other size needs <c>false</c> and is proportional only.
    /// </summary>
    public bool Calibrated { get; init; } = true;
}

/// <summary>One file is written.</summary>
/// <param name="FileName">Name without directory.</param>
/// <param name="Rows">Rows in the file, header left out.</param>
/// <param name="RowsSoFar">Rows of all files so far.</param>
public sealed record SampleProgress(string FileName, long Rows, long RowsSoFar);
