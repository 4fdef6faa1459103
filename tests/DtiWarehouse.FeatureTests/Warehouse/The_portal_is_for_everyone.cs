using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Sqlite;
using Microsoft.Playwright;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A Chromium that the tests of the portal share.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (DatabaseServers.IsMissing(DatabaseServers.Chromium))
        {
            return;
        }
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = DatabaseServers.ConnectionString(DatabaseServers.Chromium), Args = ["--no-sandbox"] });
    }

    /// <summary>A page of its own in a window of a width.</summary>
    public Task<IPage> OpenAsync(int width, ColorScheme scheme = ColorScheme.Light, bool script = true) => _browser!.NewPageAsync(new()
    {
        ViewportSize = new() { Width = width, Height = 800 },
        ColorScheme = scheme,
        JavaScriptEnabled = script,
    });

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}

/// <summary>The portal in a real browser: on narrow and wide screens, in light and dark, by keyboard, on paper, without a script.</summary>
[NeedsServer(DatabaseServers.Chromium)]
[Collection(ProductOnSqlite.Name)]
[OnSqliteOnly("Pages are laid out the same whatever the figures were read from.")]
public sealed class The_portal_is_for_everyone(SqliteSampleServer server, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Unit = "units/H48.52?period=2023";

    public static TheoryData<string> Pages => ["", "?lang=en&period=2020", Unit, "connect", "connect?lang=en", "units/none"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_the_window_and_has_no_error(string target)
    {
        var page = await chromium.OpenAsync(1280);
        var errors = new List<string>();
        page.Console += (_, message) => errors.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => errors.Add(error);
        page.RequestFailed += (_, request) => errors.Add($"{request.Url} failed");
        await page.GotoAsync(Address(target));
        await page.EvaluateAsync(PageChecks.Unfold);
        foreach (var width in (int[])[1280, 768, 360, 320])
        {
            await page.SetViewportSizeAsync(width, 800);
            Assert.Empty((await page.EvaluateAsync<string[]>(PageChecks.Overflow)).Select(wrong => $"{width}: {wrong}"));
        }
        // The address that there is not is told by the browser itself.
        Assert.DoesNotContain(errors, error => !error.Contains("404", StringComparison.Ordinal) || target != "units/none");
        await page.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_text_stands_out_in_light_and_in_dark_and_everything_has_a_name(string target)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var page = await chromium.OpenAsync(1280, scheme);
            await page.GotoAsync(Address(target));
            await page.EvaluateAsync(PageChecks.Unfold);
            var wrong = await page.EvaluateAsync<string[]>(PageChecks.Contrast);
            // A message has few texts.
            Assert.Empty(wrong.Where(text => target != "units/none" || !text.StartsWith("only ", StringComparison.Ordinal)).Select(text => $"{scheme}: {text}"));
            Assert.Empty(await page.EvaluateAsync<string[]>(PageChecks.Structure));
            await page.CloseAsync();
        }
    }

    [Theory]
    [InlineData(Unit), InlineData("connect")]
    public async Task The_keyboard_reaches_everything_in_the_order_of_the_page_and_shows_where_it_is(string target)
    {
        var page = await chromium.OpenAsync(1280);
        await page.GotoAsync(Address(target));
        var count = await page.EvaluateAsync<int>(PageChecks.Reachable);
        Assert.True(count > 12, $"{count} places.");
        var visited = new List<int>();
        for (var i = 0; i < count; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            visited.Add(await page.EvaluateAsync<int>(PageChecks.Focused));
        }
        Assert.Equal(Enumerable.Range(0, count), visited);

        // The first stop leads past the navigation.
        await page.GotoAsync(Address(target));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('main').contains(document.activeElement) && document.activeElement !== document.querySelector('main')"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Without_a_script_figures_are_read_chosen_and_followed()
    {
        var page = await chromium.OpenAsync(390, script: false);
        await page.GotoAsync(Address(""));
        Assert.NotEqual(0, await page.Locator(".card").CountAsync());

        await page.GetByLabel("Kỳ", new() { Exact = true }).SelectOptionAsync("2023");
        await page.GetByLabel("Chỉ tiêu", new() { Exact = true }).SelectOptionAsync("ONLINE_OVER_RECEIVED");
        await page.GetByRole(AriaRole.Button, new() { Name = "Xem" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("period=2023", StringComparison.Ordinal) && url.Contains("indicator=ONLINE_OVER_RECEIVED", StringComparison.Ordinal));
        Assert.Contains("Năm 2023", await page.Locator(".hero").InnerTextAsync(), StringComparison.Ordinal);

        var first = page.Locator(".ranking th[scope=row] a").First;
        var name = await first.InnerTextAsync();
        await first.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/units/", StringComparison.Ordinal));
        Assert.Equal(name, await page.Locator("h1").InnerTextAsync());
        await page.CloseAsync();
    }

    [Fact]
    public async Task On_paper_there_are_the_figures_and_no_controls()
    {
        var page = await chromium.OpenAsync(1000, ColorScheme.Dark);
        await page.GotoAsync(Address("?period=2023"));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var hidden in (string[])["header nav", ".choice", ".sources", ".language"])
        {
            Assert.False(await page.Locator(hidden).First.IsVisibleAsync(), hidden);
        }
        foreach (var shown in (string[])["h1", ".card", "svg.chart", ".ranking", "#feeds"])
        {
            Assert.True(await page.Locator(shown).First.IsVisibleAsync(), shown);
        }
        // Ink on white, whatever the screen was.
        Assert.Equal("rgb(255, 255, 255) rgb(0, 0, 0)", await page.EvaluateAsync<string>("() => { const style = getComputedStyle(document.body); return style.backgroundColor + ' ' + style.color; }"));
        Assert.NotEmpty(await page.PdfAsync());
        await page.CloseAsync();
    }

    private string Address(string target) => server.Server.Address.AbsoluteUri + target;
}
