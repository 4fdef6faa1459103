using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DtiWarehouse.OData.Edm;

/// <summary>Reads EF Core's properties as properties of the model: their primitive types, how columns store them, enumerations.</summary>
internal sealed class EntityFrameworkColumns(string @namespace, bool plainEnumerations, Func<Type, string> nameOf)
{
    private readonly Dictionary<IProperty, StructuralProperty> _properties = [];
    private readonly Dictionary<Type, EnumerationType> _enumerations = [];

    public IReadOnlyList<EnumerationType> Enumerations => [.. _enumerations.Values];

    /// <summary>Dates with the whole numbers that hold their days.</summary>
    public Dictionary<IProperty, IProperty> DayNumbers { get; } = [];

    /// <summary>The one property of the model that stands for a property of EF Core.</summary>
    public StructuralProperty Read(IProperty property, StoreObjectIdentifier table)
    {
        if (!_properties.TryGetValue(property, out var known))
        {
            _properties[property] = known = Create(property, table);
        }
        return known;
    }

    private StructuralProperty Create(IProperty property, StoreObjectIdentifier table)
    {
        var column = property.GetColumnName(table) ?? throw Unservable(property, $"{table.Name} has no column for it");
        var clr = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var mapping = property.GetRelationalTypeMapping();
        var provider = mapping.Converter?.ProviderClrType ?? clr;
        if (property.IsPrimitiveCollection)
        {
            throw Unservable(property, "a collection of values in one column cannot be served");
        }
        var scaled = clr == typeof(decimal) && provider == typeof(long);
        var inTicks = clr == typeof(TimeSpan) && mapping.Converter is TimeSpanToTicksConverter;
        var widened = IsWhole(clr) && IsWhole(provider);
        if (provider != clr && !scaled && !inTicks && !widened && !(clr.IsEnum && (provider == typeof(string) || IsWhole(provider))) && !(clr == typeof(char) && provider == typeof(string)))
        {
            throw Unservable(property, $"its value converter from {clr.Name} to {provider.Name} is not one the service reads");
        }
        if (clr == typeof(TimeSpan) && !inTicks && mapping.StoreType.StartsWith("time", StringComparison.OrdinalIgnoreCase))
        {
            throw Unservable(property, "a duration kept as a time of day ends with the day; keep it in ticks (HasConversion<long>())");
        }
        if (scaled && property.GetScale() is null)
        {
            throw Unservable(property, "a decimal kept as a whole number needs a precision and a scale");
        }
        var kind = clr.IsEnum
            ? KindOf(provider.IsEnum ? Enum.GetUnderlyingType(clr) : provider, property)
            : KindOf(clr, property);
        if (clr.IsEnum && kind is PrimitiveKind.String && clr.IsDefined(typeof(FlagsAttribute)))
        {
            throw Unservable(property, $"flags ({clr.Name}) kept as text cannot be compared; keep them as a number");
        }
        var enumeration = clr.IsEnum && kind is not PrimitiveKind.String && !plainEnumerations ? EnumerationOf(clr, kind) : null;
        var member = property.PropertyInfo;
        return new StructuralProperty(property.Name, enumeration is null ? kind : PrimitiveKind.Enum, property.IsNullable, column)
        {
            Storage = scaled ? StorageForm.ScaledInteger : IsTextOf(clr, mapping.StoreType) ? StorageForm.Text : StorageForm.Native,
            Enumeration = enumeration,
            Collation = kind is PrimitiveKind.String ? property.GetCollation() ?? property.DeclaringType.Model.GetCollation() : null,
            MaxLength = clr == typeof(char) ? 1 : kind is PrimitiveKind.String or PrimitiveKind.Binary ? property.GetMaxLength() : null,
            Precision = kind is PrimitiveKind.Decimal ? property.GetPrecision() : null,
            Scale = kind is PrimitiveKind.Decimal ? property.GetScale() : null,
            Label = member?.GetCustomAttribute<DisplayAttribute>()?.GetName(),
            Description = member?.GetCustomAttribute<CommentAttribute>()?.Comment,
            AllowedValues = clr.IsEnum && kind is PrimitiveKind.String ? AllowedValues(clr) : [],
            DayNumber = DayNumbers.TryGetValue(property, out var number) ? DayNumberOf(property, number, table) : null,
        };
    }

    private DayNumber DayNumberOf(IProperty date, IProperty number, StoreObjectIdentifier table)
    {
        var indexes = ((IEntityType)date.DeclaringType).GetIndexes().Select(index => index.Properties).ToList();
        return new DayNumber(
            Read(number, table), indexes.Exists(i => i[0] == number) && !indexes.Exists(i => i[0] == date), [.. indexes.Where(i => i.Count > 1 && i[1] == number).Select(i => i[0].GetColumnName(table)!)]);
    }

    private EnumerationType EnumerationOf(Type clr, PrimitiveKind underlying)
    {
        if (!_enumerations.TryGetValue(clr, out var known))
        {
            var members = Fields(clr).Select(f => new EnumerationMember(f.Name, Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture), LabelOf(f)));
            _enumerations[clr] = known = new EnumerationType(@namespace, nameOf(clr), underlying, clr.IsDefined(typeof(FlagsAttribute)), [.. members]);
        }
        return known;
    }

    private static bool IsWhole(Type type) =>
        type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long);

    /// <summary>The database has no type for the value, so the provider writes text; dates and times of day in UTC sort as text.</summary>
    private static bool IsTextOf(Type clr, string storeType) =>
        (clr == typeof(decimal) || clr == typeof(TimeSpan) || clr == typeof(DateTimeOffset)) && storeType.Equals("TEXT", StringComparison.OrdinalIgnoreCase);

    private static InvalidOperationException Unservable(IProperty property, string why) =>
        new($"{property.DeclaringType.DisplayName()}.{property.Name}: {why}. Change its mapping, or name it in {nameof(ModelDeclarations)}.{nameof(ModelDeclarations.Excluded)}.");

    private static IEnumerable<FieldInfo> Fields(Type enumeration) => enumeration.GetFields(BindingFlags.Public | BindingFlags.Static);

    private static string? LabelOf(FieldInfo field) => field.GetCustomAttribute<DisplayAttribute>()?.GetName();

    private static List<AllowedValue> AllowedValues(Type enumeration) => [.. Fields(enumeration).Select(f => new AllowedValue(f.Name, LabelOf(f)))];

    private static PrimitiveKind KindOf(Type clr, IProperty property) => clr switch
    {
        _ when clr == typeof(bool) => PrimitiveKind.Boolean,
        _ when clr == typeof(byte) => PrimitiveKind.Byte,
        _ when clr == typeof(sbyte) => PrimitiveKind.SByte,
        _ when clr == typeof(short) => PrimitiveKind.Int16,
        // The next wider signed type: there are no unsigned ones but Byte.
        _ when clr == typeof(int) || clr == typeof(ushort) => PrimitiveKind.Int32,
        _ when clr == typeof(long) || clr == typeof(uint) => PrimitiveKind.Int64,
        _ when clr == typeof(decimal) => PrimitiveKind.Decimal,
        _ when clr == typeof(float) => PrimitiveKind.Single,
        _ when clr == typeof(double) => PrimitiveKind.Double,
        _ when clr == typeof(string) || clr == typeof(char) => PrimitiveKind.String,
        _ when clr == typeof(Guid) => PrimitiveKind.Guid,
        _ when clr == typeof(byte[]) => PrimitiveKind.Binary,
        _ when clr == typeof(DateOnly) => PrimitiveKind.Date,
        _ when clr == typeof(TimeOnly) => PrimitiveKind.TimeOfDay,
        _ when clr == typeof(DateTime) || clr == typeof(DateTimeOffset) => PrimitiveKind.DateTimeOffset,
        _ when clr == typeof(TimeSpan) => PrimitiveKind.Duration,
        _ => throw Unservable(property, $"the type {clr.Name} cannot be served"),
    };
}
