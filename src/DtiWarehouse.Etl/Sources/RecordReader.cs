using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>What a cell says of its own type.</summary>
internal enum CellKind
{
    /// <summary>Characters: what they mean is the column's business.</summary>
    Text,

    /// <summary>A number, written plainly: <c>1.234</c> is a little more than one, whatever the country.</summary>
    Number,

    /// <summary>A formula that failed, such as <c>#N/A</c>: there is no value.</summary>
    Error,
}

/// <summary>
/// A file's records one after another, each a row of UTF-8 cells with the line on which it starts. What a cell returns is
/// valid until the next read.
/// </summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>Line on which the record starts, or the sheet's row; from 1.</summary>
    public abstract int LineNumber { get; }

    public abstract int FieldCount { get; }

    /// <summary>The record could not be taken apart: its cells cannot be trusted.</summary>
    public abstract bool IsMalformed { get; }

    /// <summary>What a malformed record of this form is called, and how it is mended.</summary>
    public abstract (string Reason, Refusal Refusal) Malformation { get; }

    /// <summary>Cells have a type of their own, which <see cref="KindOf"/> tells.</summary>
    public virtual bool IsTyped => false;

    /// <summary>The cell's text in UTF-8; empty where the record has none.</summary>
    public abstract ReadOnlySpan<byte> Field(int index);

    public virtual CellKind KindOf(int index) => CellKind.Text;

    /// <exception cref="FeedFileException">Nothing of the file may be kept.</exception>
    public abstract bool Read();

    /// <summary>Every cell is empty: a blank line, with or without separators.</summary>
    public virtual bool IsBlank()
    {
        for (var field = 0; field < FieldCount; field++)
        {
            if (!Spelling.Trim(Field(field)).IsEmpty)
                return false;
        }
        return true;
    }

    /// <summary>Reads on to the record that starts on the given line.</summary>
    public void SkipTo(int line)
    {
        while (Read() && LineNumber < line)
        {
        }
    }

    /// <summary>Reads what is left for the sake of the checks that reading makes.</summary>
    public virtual void CheckRest()
    {
    }

    public abstract void Dispose();
}
