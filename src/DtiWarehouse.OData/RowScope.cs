using System.Data.Common;

namespace DtiWarehouse.OData;

/// <summary>
/// What a caller is bound to: of the sets that <see cref="Edm.ModelDeclarations.ScopedBy"/> names, only rows tied to one of
/// these keys are there, wherever and however a request reaches them.
/// </summary>
/// <param name="Name">Tells scopes apart: page links and entity tags of one are of no use in another. The same for the same rows.</param>
/// <param name="Keys">Reads the keys in the request's own state of the data.</param>
public sealed record RowScope(string Name, RowScopeKeys Keys);

/// <summary>Reads the keys of a scope over a connection and the transaction that holds the state of the data.</summary>
public delegate ValueTask<IReadOnlyCollection<long>> RowScopeKeys(DbConnection connection, DbTransaction? snapshot, CancellationToken cancellation);
