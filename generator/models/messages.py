"""Parts of messages about input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def quoted(text: str) -> str:
    """Return the text for a one-line message: in quotes, escaped, at most 60 characters."""
    return ascii(text) if len(text) <= 60 else f"{text[:57]!a}…"


def described(raw: Any) -> str:
    """Return what an unexpected value is: text in quotes, or "a mapping", "a list", "nothing"."""
    if isinstance(raw, str):
        return quoted(raw)
    return "a mapping" if isinstance(raw, Mapping) else "a list" if isinstance(raw, list | tuple) else "nothing"


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return a suggestion, `; did you mean str?`, if the text is close to a known word; else empty text."""
    from difflib import get_close_matches

    near = get_close_matches(found[:60], list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
