namespace DtiWarehouse.OData;

/// <summary>
/// Told how many rows went out, whenever a part of an answer is sent and once at its end. A host that limits what callers
/// cost puts one into the request's features; parts of a batch tell the same one.
/// </summary>
public sealed class AnswerMeter(Action<long> rows)
{
    internal void Sent(long count) => rows(count);
}
