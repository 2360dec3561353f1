"""The documentation, which the wheel carries as Markdown."""

from __future__ import annotations

from pathlib import Path

import generator
from generator.errors import Misuse


def find_pages() -> dict[str, Path]:
    """Return the files of the pages by name, from the installed wheel or from the repository."""
    package = Path(generator.__file__).parent
    installed = package / "_docs"
    folder = installed if installed.is_dir() else package.parent / "docs"
    return {page.stem: page for page in sorted(folder.glob("*.md"))}


def read_page(name: str) -> str:
    """Return the text of a page; raise `Misuse` if there is no such page."""
    pages = find_pages()
    if name not in pages:
        raise Misuse(f"there is no page {name[:60]!a}; expected one of {', '.join(pages)}")
    return pages[name].read_text(encoding="utf-8").rstrip()


def list_pages() -> str:
    """Return one line with name and title for each page."""
    titles = {name: read_page(name).partition("\n")[0].removeprefix("# ") for name in find_pages()}
    return "\n".join(f"{name:<14}{title}" for name, title in titles.items())
