namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>OData's logic over nulls, written from the text of the standard and not from the library (URL Conventions 4.01, 5.1.1.1).</summary>
internal static class Ternary
{
    /// <summary>null eq null is true; null eq anything else is false.</summary>
    public static bool? Eq<T>(T? left, T? right) => left is null ? right is null : right is not null && Compare(left, right) == 0;

    public static bool? Ne<T>(T? left, T? right) => !Eq(left, right);

    /// <summary>An order comparison with null is false.</summary>
    public static bool? Lt<T>(T? left, T? right) => left is not null && right is not null && Compare(left, right) < 0;

    public static bool? Le<T>(T? left, T? right) => left is not null && right is not null && Compare(left, right) <= 0;

    public static bool? Gt<T>(T? left, T? right) => Lt(right, left);

    public static bool? Ge<T>(T? left, T? right) => Le(right, left);

    public static bool? Not(bool? value) => value is null ? null : !value;

    public static bool? And(bool? left, bool? right) => left is false || right is false ? false : left is null || right is null ? null : true;

    public static bool? Or(bool? left, bool? right) => left is true || right is true ? true : left is null || right is null ? null : false;

    /// <summary>A function of null is null.</summary>
    public static TResult? Of<TResult>(string? text, Func<string, TResult> function) where TResult : struct => text is null ? null : function(text);

    /// <summary>Null lowest; texts by code points; bytes are equal or not.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => CompareText(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        _ => ((IComparable)left).CompareTo(right),
    };

    private static int CompareText(string left, string right) =>
        System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right));
}
