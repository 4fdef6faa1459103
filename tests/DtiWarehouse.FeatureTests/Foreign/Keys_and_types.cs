using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Foreign;

public abstract class Keys_and_types(MarketServer server) : MarketSpec(server)
{
    [Theory]
    [InlineData("DayNotes", "2024-01-03", "d3"), InlineData("InstantNotes", "2024-01-03T10:00:00%2B03:00", "i3"), InlineData("InstantNotes", "2024-01-03T07:00:00Z", "i3"), InlineData("SpanNotes", "duration'P1DT6H'", "s3")]
    [InlineData("BlobNotes", "binary'AxAA'", "b3"), InlineData("ColorNotes", "Color=Market.Color'Red',Initial='d'", "c3"), InlineData("ColorNotes", "Color='Red',Initial='d'", "c3"), InlineData("ColorNotes", "Color=Market.Color'4',Initial='e'", "c4")]
    public async Task Keys_of_every_kind_find_their_entity_and_its_id_leads_back(string set, string key, string text)
    {
        var entity = await Client.GetAsync($"{set}({key})?$format=application/json;odata.metadata=full");
        Assert.Equal(text, (string?)entity.Json["Text"]);
        Assert.Equal(text, (string?)(await Client.GetAsync((string)entity.Json["@odata.id"]!)).Json["Text"]);
        Assert.Equal(text, (await Client.GetAsync($"{set}({key})/Text/$value")).Text);
    }

    [Theory]
    [InlineData("DayNotes", "d1 d2 d3 d4 d5"), InlineData("InstantNotes", "i1 i2 i3 i4 i5"), InlineData("SpanNotes", "s1 s2 s3 s4 s5"), InlineData("BlobNotes", "b1 b2 b3 b4 b5"), InlineData("ColorNotes", "c1 c2 c3 c4 c5")]
    public async Task Pages_go_by_keys_of_every_kind(string set, string texts) =>
        Assert.Equal(texts, string.Join(' ', (await Client.AllPagesAsync(set, 2)).Select(r => (string?)r["Text"])));

    [Fact]
    public async Task Unsigned_numbers_characters_and_spans_keep_their_values()
    {
        await using var context = Open();
        var samples = await context.Samples.OrderBy(s => s.Id).ToListAsync();
        var rows = (await Client.GetAsync("Samples?$orderby=Id")).Value;
        foreach (var (sample, row) in samples.Zip(rows))
        {
            Assert.Equal((sample.Byte, sample.SByte, (int)sample.UShort, (long)sample.UInt), ((byte)row!["Byte"]!, (sbyte)row["SByte"]!, (int)row["UShort"]!, (long)row["UInt"]!));
            Assert.Equal(((long?)sample.MaybeUInt, sample.Single, sample.Char.ToString()), ((long?)row["MaybeUInt"], (float)row["Single"]!, (string?)row["Char"]));
            Assert.Equal(sample.Span, System.Xml.XmlConvert.ToTimeSpan((string)row["Span"]!));
        }
        Assert.Equal("ă", await NamesAsync("Samples?$filter=UInt eq 4294967295 and UShort gt 65534 and Char eq '%C4%83' and Span gt duration'P1D'", "Char"));
    }
}
