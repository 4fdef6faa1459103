using System.Runtime.CompilerServices;

namespace DtiWarehouse.Schema;

/// <summary>Names of enumerations whose values count from 0, without asking the runtime for each row.</summary>
public static class EnumName
{
    /// <summary>The name of a value; the enumeration's values are 0, 1, 2 and so on.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.InOrder[Unsafe.BitCast<T, int>(value)];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] InOrder = Enum.GetNames<T>();
    }
}
