using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>
/// Writes the rows of a dimension with plain statements in the order given: a register with a loop in its hierarchy
/// must not stop a load, as an entity graph would.
/// </summary>
public sealed class DimensionTable<T>(LoadConnection connection)
    where T : class
{
    private readonly IEntityType _type = connection.Context.Model.FindEntityType(typeof(T))!;

    /// <summary>Column values that are not properties of the entity (shadow properties), by property name.</summary>
    public Func<T, string, object?> Shadow { get; init; } = (row, name) =>
        throw new InvalidOperationException($"{typeof(T).Name} needs a value for {name}.");

    /// <summary>
    /// Makes the stored rows equal to the wanted ones. A row whose values differ takes the instant of the load; the
    /// others are left alone, with theirs.
    /// </summary>
    public int Save(IEnumerable<T> stored, IEnumerable<T> wanted, DateTime now)
    {
        var storedByKey = stored.ToDictionary(Key);
        var changes = new List<T>();
        foreach (var row in wanted)
        {
            if (storedByKey.Remove(Key(row), out var old) && Values(row).SequenceEqual(Values(old)))
            {
                continue;
            }
            if (old is not null)
            {
                Delete(old);
            }
            changes.Add(row);
        }
        foreach (var gone in storedByKey.Values)
        {
            Delete(gone);
        }
        foreach (var row in changes)
        {
            UpdatedAt?.PropertyInfo!.SetValue(row, now);
            Insert(row);
        }
        return changes.Count + storedByKey.Count;
    }

    public void Insert(T row)
    {
        var properties = _type.GetProperties().ToList();
        var parameters = properties.Select((p, i) => ($"p{i}", Stored(row, p))).ToArray();
        connection.Execute(
            $"INSERT INTO {_type.GetTableName()} ({string.Join(", ", properties.Select(p => p.GetColumnName()))}) VALUES ({string.Join(", ", parameters.Select(p => "@" + p.Item1))})",
            parameters);
    }

    private IProperty? UpdatedAt => _type.FindProperty("UpdatedAt");

    private IProperty KeyProperty => _type.FindPrimaryKey()!.Properties[0];

    private object Key(T row) => KeyProperty.PropertyInfo!.GetValue(row)!;

    // Shadow values are derived from the others, except where the owner says otherwise: they take part in inserts only.
    private IEnumerable<object?> Values(T row) =>
        _type.GetProperties().Where(p => !p.IsShadowProperty() && p != UpdatedAt).Select(p => p.PropertyInfo!.GetValue(row));

    private object? Stored(T row, IProperty property)
    {
        var value = !property.IsShadowProperty() ? property.PropertyInfo!.GetValue(row)
            : property.Name == "ValidUntil" ? ValidUntil(row)
            : Shadow(row, property.Name);
        var converter = property.GetTypeMapping().Converter;
        return converter is null || value is null ? value : converter.ConvertToProvider(value);
    }

    /// <summary>Exclusive end of a version, from its last valid day.</summary>
    private DateOnly ValidUntil(T row) =>
        _type.FindProperty("ValidTo")!.PropertyInfo!.GetValue(row) is DateOnly last ? last.AddDays(1) : Warehouse.EndOfTime;

    private void Delete(T row) => connection.Execute(
        $"DELETE FROM {_type.GetTableName()} WHERE {KeyProperty.GetColumnName()} = @key", ("key", Key(row)));
}
