"""What becomes of the texts that writers type: names for addresses, tags, and nothing that a feed could not hold."""

import re
from unicodedata import normalize

LONGEST_SLUG = 100
LONGEST_TAG = 40
MOST_TAGS = 10
RESERVED_SLUGS = {"feed"}
"""What lies at these addresses is no article."""

NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(text: str) -> str:
    """The text without the control characters that XML, and so the feed, cannot hold; lines end alike."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def slug_of(title: str) -> str:
    """A name for the address of an article, made of its title."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "article"


def tag_names(text: str) -> list[str]:
    """The tags in a text with commas between them, each once, in small letters.

    `ValueError` says what is wrong with them.
    """
    names = sorted({" ".join(name.split()).lower() for name in readable(text).split(",")} - {""})
    if len(names) > MOST_TAGS:
        raise ValueError(f"Choose {MOST_TAGS} tags at most.")
    if any(len(name) > LONGEST_TAG for name in names):
        raise ValueError(f"A tag has {LONGEST_TAG} characters at most.")
    return names


def free_slug(wanted: str, taken: set[str]) -> str:
    """The slug itself, or the first one with a number behind it that is not taken."""
    if wanted not in taken | RESERVED_SLUGS:
        return wanted
    numbered = (f"{wanted[: LONGEST_SLUG - 7]}-{number}" for number in range(2, len(taken) + 4))
    return next(slug for slug in numbered if slug not in taken)
