"""Markdown, made into HTML that is safe to show, whoever wrote it."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

TAGS = set(
    "a blockquote br code em h2 h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul".split()  # noqa: SIM905 - easier to read
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
CLASSES = {
    "blockquote": {"class": "border-start border-3 ps-3"},
    "pre": {"class": "bg-body-tertiary p-3"},
    "table": {"class": "table d-block overflow-x-auto"},
}
LOWEST = 6
"""There are six headings."""


def lower_headings(state: StateCore) -> None:
    """Begin the headings of a text one below that of its page."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST)}"


# A picture from elsewhere would be refused by the content security policy, so it becomes a link.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")
MARKDOWN.core.ruler.push("lower_headings", lower_headings)


@lru_cache(maxsize=64)
def html_of(text: str) -> str:
    """A text in Markdown as HTML; HTML in the text itself is shown as it was written."""
    return nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        set_tag_attribute_values=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
