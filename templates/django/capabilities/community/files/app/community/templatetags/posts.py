"""How the text of a post is shown."""

from django import template
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def as_text(text: str) -> SafeString:
    """The text with nothing in it but links and the ends of its lines; all else is escaped."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True).replace("\n", "<br>"))  # noqa: S308 - as said above
