using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData;

namespace DtiWarehouse.Server.Access;

/// <summary>
/// The units that a bound caller's facts may be of: those the caller is bound to, in every version, all that is or was below
/// them, and all that has become one of them (<c>CurrentUnit</c>). Read in the request's own state of the data, once per version of it.
/// </summary>
public sealed class UnitScopes
{
    private const int MostScopes = 1_000;

    private readonly ConcurrentDictionary<string, Reach> _reaches = new(StringComparer.Ordinal);

    private sealed record Reach(long DataVersion, IReadOnlyCollection<long> Keys);

    private sealed record Version(int Key, string Code, int? Parent, int? Current);

    /// <summary>What a caller is bound to; null = nothing.</summary>
    public RowScope? Of(Caller caller)
    {
        if (!caller.IsBound)
        {
            return null;
        }
        List<string> codes = [.. caller.UnitCodes.Order(StringComparer.Ordinal)];
        var name = "units:" + string.Join(',', codes);
        return new RowScope(name, (connection, snapshot, cancellation) => KeysAsync(name, codes, connection, snapshot, cancellation));
    }

    private async ValueTask<IReadOnlyCollection<long>> KeysAsync(string name, List<string> codes, DbConnection connection, DbTransaction? snapshot, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = snapshot;
        command.CommandText = "SELECT version FROM etl_data_version";
        var dataVersion = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        if (_reaches.TryGetValue(name, out var known) && known.DataVersion == dataVersion)
        {
            return known.Keys;
        }
        var keys = Below(codes, await ReadUnitsAsync(command, cancellation));
        if (_reaches.Count >= MostScopes)
        {
            _reaches.Clear();
        }
        _reaches[name] = new Reach(dataVersion, keys);
        return keys;
    }

    private static async Task<List<Version>> ReadUnitsAsync(DbCommand command, CancellationToken cancellation)
    {
        command.CommandText = "SELECT unit_key, unit_code, parent_unit_key, current_unit_key FROM dim_unit";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var units = new List<Version>();
        while (await reader.ReadAsync(cancellation))
        {
            units.Add(new Version(reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetInt32(3)));
        }
        return units;
    }

    private static HashSet<long> Below(List<string> codes, List<Version> units)
    {
        var children = units.Where(u => u.Parent is not null && u.Parent != u.Key).ToLookup(u => u.Parent!.Value);
        var predecessors = units.Where(u => u.Current is not null && u.Current != u.Key).ToLookup(u => u.Current!.Value);
        var reached = new HashSet<long>();
        var open = new Stack<Version>(units.Where(u => codes.Contains(u.Code)));
        while (open.TryPop(out var unit))
        {
            if (reached.Add(unit.Key))
            {
                foreach (var next in children[unit.Key].Concat(predecessors[unit.Key]))
                {
                    open.Push(next);
                }
            }
        }
        return reached;
    }
}
