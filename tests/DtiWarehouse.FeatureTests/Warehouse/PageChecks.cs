namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What must hold for every page, asked of the page as the browser lays it out. Each gives what is wrong, in words.</summary>
internal static class PageChecks
{
    /// <summary>Everything folded is open, so that nothing escapes a check.</summary>
    public const string Unfold = "() => document.querySelectorAll('details').forEach(details => details.open = true)";

    /// <summary>Elements that reach beyond the window, other than inside a box that scrolls by itself.</summary>
    public const string Overflow =
        """
        () => {
          const root = document.documentElement, wrong = [];
          if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
          for (const element of document.querySelectorAll('main *, header *, footer *')) {
            const box = element.getBoundingClientRect();
            if (box.width > 1 && box.right > root.clientWidth + 1 && !element.closest('.scroll, pre, .hidden, svg')) wrong.push(`${element.tagName}.${element.className} ends at ${box.right}`);
          }
          return wrong;
        }
        """;

    /// <summary>Texts whose contrast with what is behind them is below WCAG AA (4.5), of whatever size.</summary>
    public const string Contrast =
        """
        () => {
          const numbers = colour => { const n = colour.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), alpha: n.length > 3 ? n[3] : 1 }; };
          const light = rgb => { const [r, g, b] = rgb.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              if (at instanceof SVGElement && !(at instanceof SVGSVGElement)) continue;
              const { rgb, alpha } = numbers(getComputedStyle(at).backgroundColor);
              if (alpha === 1) return rgb;
              if (alpha > 0) throw new Error('half transparent: ' + at.className);
            }
            return [255, 255, 255];
          };
          // A text in a drawing lies on the last shape before it that holds its middle.
          const drawn = text => {
            const box = text.getBoundingClientRect(), x = box.left + Math.min(4, box.width / 2), y = box.top + box.height / 2;
            let found = null;
            for (const shape of text.ownerSVGElement.querySelectorAll('rect, path')) {
              const area = shape.getBoundingClientRect(), fill = getComputedStyle(shape).fill;
              if (fill !== 'none' && area.left <= x && area.right >= x && area.top <= y && area.bottom >= y) found = numbers(fill).rgb;
            }
            return found ?? behind(text.ownerSVGElement);
          };
          const wrong = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          let seen = 0;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest('title, desc, option, .hidden') || !element.checkVisibility()) continue;
            const style = getComputedStyle(element), inside = element instanceof SVGElement;
            const [a, b] = [light(numbers(inside ? style.fill : style.color).rgb), light(inside ? drawn(element) : behind(element))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            seen++;
            if (ratio < 4.5) wrong.push(`${ratio.toFixed(2)}: ${node.data.trim().slice(0, 40)} (${element.tagName}.${element.getAttribute('class')})`);
          }
          if (seen < 20) wrong.push(`only ${seen} texts were seen`);
          return wrong;
        }
        """;

    /// <summary>Language, headings, landmarks, names of controls and drawings, heads of tables, ids.</summary>
    public const string Structure =
        """
        () => {
          const wrong = [], all = selector => [...document.querySelectorAll(selector)];
          const hear = element => element.getAttribute('aria-label') ?? (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(id => id).map(id => document.getElementById(id)?.textContent ?? '').join(' ');
          if (!['vi', 'en'].includes(document.documentElement.lang)) wrong.push('no language');
          if (!document.title.trim()) wrong.push('no title');
          for (const [selector, count] of [['h1', 1], ['main', 1], ['header.site', 1], ['footer.site', 1]])
            if (all(selector).length !== count) wrong.push(`${all(selector).length} of ${selector}`);
          let level = 0;
          for (const heading of all('h1, h2, h3, h4, h5, h6')) {
            const own = Number(heading.tagName[1]);
            if (own > level + 1) wrong.push(`h${own} after h${level}: ${heading.textContent}`);
            level = own;
          }
          for (const image of all('svg:not([aria-hidden=true]), img')) if (image.getAttribute('role') !== 'img' || !hear(image).trim()) wrong.push('a drawing without a name');
          for (const control of all('select, input:not([type=hidden]), button')) if (!(control.labels?.length || control.textContent.trim() && control.tagName === 'BUTTON')) wrong.push(`${control.name} has no label`);
          for (const link of all('a')) if (!link.textContent.trim() || !link.getAttribute('href')) wrong.push('a link without words or address');
          for (const region of all('[role=region], nav, form, section')) if (!hear(region).trim()) wrong.push(`${region.tagName}.${region.className} has no name`);
          for (const table of all('table')) {
            if (![...table.querySelectorAll('thead th')].every(th => th.scope === 'col') || !table.querySelector('tbody th[scope=row]')) wrong.push('a table without heads');
            const widths = new Set([...table.rows].map(row => row.cells.length));
            if (widths.size !== 1) wrong.push('a table whose rows differ in length');
          }
          for (const reference of all('[aria-labelledby], label[for]')) for (const id of (reference.getAttribute('aria-labelledby') ?? reference.htmlFor).split(' ')) if (!document.getElementById(id)) wrong.push(`nothing is called ${id}`);
          const ids = all('[id]').map(element => element.id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`the id ${id} twice`);
          for (const chart of all('svg.chart, svg.spark')) if (!chart.closest('section').querySelector('table')) wrong.push('a chart without a table');
          for (const element of all('script, style, [style], [onclick]')) wrong.push(`${element.tagName} inline`);
          return wrong;
        }
        """;

    /// <summary>What can be reached by keyboard, in the order of the page, marked with its place.</summary>
    public const string Reachable =
        """
        () => {
          const found = [...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary, [tabindex="0"]')].filter(element => element.checkVisibility());
          found.forEach((element, i) => element.dataset.place = i);
          return found.length;
        }
        """;

    /// <summary>The place of the element that has the focus, -1 for none, -2 where the focus cannot be seen.</summary>
    public const string Focused =
        """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return -1;
          const style = getComputedStyle(element);
          return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? -2 : Number(element.dataset.place ?? -1);
        }
        """;
}
