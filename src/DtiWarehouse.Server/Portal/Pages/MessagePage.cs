using DtiWarehouse.Indicators.Forms.Rendering;

namespace DtiWarehouse.Server.Portal.Pages;

/// <summary>The page in place of one that cannot be shown.</summary>
internal static class MessagePage
{
    /// <summary>When to ask again while the warehouse is being prepared.</summary>
    public const int RetrySeconds = 5;

    public static byte[] Render(PortalAddress address, PortalError error)
    {
        var language = address.Language;
        var title = error.Status switch
        {
            StatusCodes.Status503ServiceUnavailable => language.Say("Xin đợi một lát", "One moment, please"),
            StatusCodes.Status404NotFound => language.Say("Không tìm thấy", "Not found"),
            _ => language.Say("Không hiểu yêu cầu", "The request is not understood"),
        };
        var page = new HtmlText();
        PortalFrame.Begin(page, address, title, PortalChoice.Nothing, error.Status is StatusCodes.Status503ServiceUnavailable ? RetrySeconds : null);
        page.Add($"<div class=\"message\" role=\"status\"><h1>{title}</h1><p>{language.Say(error.Vietnamese, error.English)}</p><p lang=\"{language.Other.Code}\" class=\"muted\">{language.Say(error.English, error.Vietnamese)}</p><p><a href=\"{address.Page(PortalChoice.Nothing)}\">{language.Say("Về trang tổng quan", "Back to the overview")}</a></p></div>");
        PortalFrame.End(page, language);
        return page.ToUtf8();
    }
}
