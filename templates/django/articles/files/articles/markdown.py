import nh3
from markdown_it import MarkdownIt

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul", *HEADINGS, *TABLES}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# The Content Security Policy would refuse an image of another site, so it becomes a link.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")


def to_html(text: str) -> str:
    """Return Markdown as HTML that is safe to show; HTML in the text is shown, not used."""
    return nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        set_tag_attribute_values={"table": {"class": "table"}},
        url_schemes={"http", "https", "mailto"},
    )
