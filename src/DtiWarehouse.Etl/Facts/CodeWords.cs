namespace DtiWarehouse.Etl.Facts;

/// <summary>The few codes that rows hold, by number: cells compare by number, a pass over many rows hashes no text.</summary>
internal sealed class CodeWords
{
    private readonly List<string> _words = [];

    public string this[int place] => _words[place];

    /// <summary>Place of a code among those seen.</summary>
    public int PlaceOf(string code)
    {
        var at = _words.IndexOf(code);
        if (at < 0)
        {
            at = _words.Count;
            _words.Add(code);
        }
        return at;
    }
}
