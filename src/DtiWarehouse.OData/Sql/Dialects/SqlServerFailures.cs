using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// What failed statements mean to a client: by the numbers of SQL Server's errors, and by what the message says where
/// another server that speaks its protocol has numbers of its own.
/// </summary>
internal static class SqlServerFailures
{
    private static readonly string[] TooLarge = ["nested too deeply", "too complex", "ran out of internal resources", "ran out of stack space", "stack depth limit", "too many parameters", "target lists can have at most"];
    private static readonly string[] OutOfRange = ["overflow", "out of range", "out-of-range", "value out of range", "too large"];
    private static readonly string[] Negative = ["invalid length parameter", "negative substring length"];
    private static readonly string[] Gone =
        ["snapshot isolation transaction aborted", "deadlock", "timeout", "transport-level error", "connection is", "network-related", "server is not available", "cannot open database", "not currently available", "terminating connection", "could not serialize", "shutting down", "too many clients", "insufficient memory", "out of shared memory"];

    public static ODataError? Explain(DbException exception, string tooDeep)
    {
        if (exception is not SqlException failure)
        {
            return null;
        }
        return failure.Number switch
        {
            _ when Says(tooDeep) => ODataErrors.TooDeepHierarchy(),
            191 or 8003 or 8621 or 8623 or 8631 or 8632 or 4004 => ODataErrors.TooLargeQuery(),
            -2 or 53 or 64 or 233 or 701 or 1205 or 1222 or 3960 or 4060 or 10053 or 10054 or 10060 or 10928 or 10929 or 18456 or 40197 or 40501 or 40613 or 49918 or 49919 or 49920 => ODataErrors.Unavailable(),
            536 or 537 => ODataErrors.NegativeLength(),
            220 or 232 or 517 or 535 or 8115 => ODataErrors.OutOfRange(),
            _ when SaysAny(Negative) => ODataErrors.NegativeLength(),
            _ when SaysAny(TooLarge) => ODataErrors.TooLargeQuery(),
            _ when failure.Class >= 20 || SaysAny(Gone) => ODataErrors.Unavailable(),
            _ when SaysAny(OutOfRange) => ODataErrors.OutOfRange(),
            _ => null,
        };

        bool Says(string text) => failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase);

        bool SaysAny(string[] texts) => Array.Exists(texts, Says);
    }
}
