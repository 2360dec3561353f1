import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"} | {
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul")
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# The Content Security Policy would refuse an image of another site, so it becomes a link.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")


def to_html(text: str) -> SafeString:
    """Return Markdown as HTML; HTML in the text is shown, not used."""
    html = nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        set_tag_attribute_values={"table": {"class": "table"}},
        url_schemes={"http", "https", "mailto"},
    )
    return mark_safe(html)  # noqa: S308 - sanitised by nh3
