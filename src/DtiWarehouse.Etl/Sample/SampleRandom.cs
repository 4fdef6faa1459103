using System.Numerics;

namespace DtiWarehouse.Etl.Sample;

/// <summary>xoshiro256** seeded by SplitMix64: the sequence depends on seed and label only, never on the runtime.</summary>
internal sealed class SampleRandom
{
    private ulong _s0, _s1, _s2, _s3;

    public SampleRandom(ulong seed, string label)
    {
        var state = seed ^ StableHash.Of(label);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>Uniform in [0, bound). The bias of the multiply-shift is below 2^-32 for the bounds used here.</summary>
    public int Next(int bound) => (int)(((Advance() >> 32) * (ulong)(uint)bound) >> 32);

    /// <summary>Uniform in [low, high].</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    public bool Permille(int share) => Next(1000) < share;

    private ulong Advance()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>FNV-1a over UTF-16 units: string.GetHashCode differs per process.</summary>
internal static class StableHash
{
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }
        return hash;
    }
}
