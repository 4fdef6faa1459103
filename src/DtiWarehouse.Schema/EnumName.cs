using System.Runtime.CompilerServices;

namespace DtiWarehouse.Etl.Staging;

/// <summary>Names of enumerations whose values count from 0, without asking the runtime for each row.</summary>
internal static class EnumName
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.InOrder[Unsafe.BitCast<T, int>(value)];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] InOrder = Enum.GetNames<T>();
    }
}
