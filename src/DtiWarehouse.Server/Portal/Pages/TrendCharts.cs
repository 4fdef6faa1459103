using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>Trends as lines in SVG: gaps where there is no value, the target as a dashed line, never told by colour alone.</summary>
internal static class TrendCharts
{
    private const double Width = 480, Height = 240, Left = 46, Right = 30, Top = 18, Bottom = 34;

    /// <summary>A small line without numbers; its summary is read in place of it.</summary>
    public static void Spark(HtmlText page, IReadOnlyList<TrendPoint> points, decimal? mark, string summary)
    {
        const double SparkWidth = 220, SparkHeight = 40;
        var known = points.Where(point => point.Value is not null).ToList();
        if (known.Count < 2)
        {
            return;
        }
        var values = known.Select(point => (double)point.Value!.Value).Concat(mark is { } line ? [(double)line] : []).ToList();
        var (low, high) = (values.Min(), values.Max());
        double Y(decimal value) => high > low ? 4 + (high - (double)value) / (high - low) * (SparkHeight - 8) : SparkHeight / 2;
        double X(int i) => 3 + (SparkWidth - 6) * i / (points.Count - 1);
        page.Add($"<svg class=\"spark\" viewBox=\"0 0 {SparkWidth} {SparkHeight}\" role=\"img\" aria-label=\"{summary}\"><title>{summary}</title>");
        if (mark is { } target)
        {
            page.Add($"<line class=\"mark\" x1=\"0\" y1=\"{Y(target)}\" x2=\"{SparkWidth}\" y2=\"{Y(target)}\"/>");
        }
        Lines(page, points, X, Y);
        var last = points.Count - 1 - points.Reverse().TakeWhile(point => point.Value is null).Count();
        page.Add($"<circle class=\"point\" cx=\"{X(last)}\" cy=\"{Y(points[last].Value!.Value)}\" r=\"3\"/></svg>");
    }

    /// <summary>The large chart with axes; the table of the same figures stands beside it.</summary>
    public static void Large(HtmlText page, PortalLanguage language, IndicatorFigure figure, IReadOnlyList<TrendPoint> points, string title, string summary)
    {
        var values = points.SelectMany(point => new[] { point.Value, point.Target }).Append(figure.Mark).OfType<decimal>().Select(value => (double)value).ToList();
        if (values.Count == 0)
        {
            return;
        }
        var (low, high, step) = Scale(values.Min(), values.Max());
        double Y(decimal value) => Top + (high - (double)value) / (high - low) * (Height - Top - Bottom);
        double X(int i) => points.Count == 1 ? (Left + Width - Right) / 2 : Left + 8 + (Width - Left - Right - 16) * i / (points.Count - 1);

        page.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"trend-title trend-desc\"><title id=\"trend-title\">{title}</title><desc id=\"trend-desc\">{summary}</desc>");
        for (var at = low; at <= high + step / 2; at += step)
        {
            var y = Y((decimal)at);
            page.Add($"<line class=\"grid\" x1=\"{Left}\" y1=\"{y}\" x2=\"{Width - Right}\" y2=\"{y}\"/><text class=\"axis end\" x=\"{Left - 6}\" y=\"{y + 4}\">{language.Number((decimal)at, 2)}</text>");
        }
        if (figure.Mark is { } mark)
        {
            page.Add($"<line class=\"mark\" x1=\"{Left}\" y1=\"{Y(mark)}\" x2=\"{Width - Right}\" y2=\"{Y(mark)}\"/><text class=\"axis\" x=\"{Left + 4}\" y=\"{Y(mark) + (Y(mark) < Top + 14 ? 16.0 : -6.0)}\">{SectionParts.Mark(language, figure)}</text>");
        }
        Lines(page, points, X, Y);
        var every = (points.Count + 5) / 6;
        for (var i = 0; i < points.Count; i++)
        {
            var isLast = i == points.Count - 1;
            if (points[i].Value is { } value)
            {
                page.Add($"<circle class=\"point\" cx=\"{X(i)}\" cy=\"{Y(value)}\" r=\"{(isLast ? 5.0 : 3.0)}\"/>");
                if (isLast)
                {
                    page.Add($"<text class=\"value middle\" x=\"{X(i)}\" y=\"{Y(value) + (Y(value) < Top + 16 ? 20.0 : -10.0)}\">{language.Number(value, figure.Decimals)}</text>");
                }
            }
            if ((points.Count - 1 - i) % every == 0)
            {
                page.Add($"<text class=\"axis middle\" x=\"{X(i)}\" y=\"{Height - 12}\">{points[i].Period.Code}</text>");
            }
        }
        page.AddLiteral("</svg>");
    }

    private static void Lines(HtmlText page, IReadOnlyList<TrendPoint> points, Func<int, double> x, Func<decimal, double> y)
    {
        var isOpen = false;
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Value is { } value)
            {
                if (!isOpen)
                {
                    page.AddLiteral("<polyline class=\"line\" points=\"");
                }
                page.Add($"{x(i)},{y(value)}");
            }
            else if (isOpen)
            {
                page.AddLiteral("\"/>");
            }
            isOpen = points[i].Value is not null;
        }
        if (isOpen)
        {
            page.AddLiteral("\"/>");
        }
    }

    /// <summary>Round limits around values, and a round distance between lines.</summary>
    private static (double Low, double High, double Step) Scale(double low, double high)
    {
        if (high <= low)
        {
            (low, high) = (low - Math.Max(1, Math.Abs(low) / 10), high + Math.Max(1, Math.Abs(high) / 10));
        }
        var rough = (high - low) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * power >= rough * 0.999) * power;
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }
}
