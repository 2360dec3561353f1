"""Names that are safe as a folder, as a distribution and on every file system; and addresses of e-mail."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

from generator.errors import Misuse

GOOD_NAME = "a good name is 2 to 50 of a-z, 0-9, - and _, first a letter, last a letter or digit, such as my-project"

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,48}[a-z0-9]")

EMAIL = r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
"""Regular expression of an e-mail address; all of it matches."""

WINDOWS_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Device names that no file may have on Windows.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

SHADOWING = frozenset(
    {
        "app",
        "django",
        "flask",
        "gunicorn",
        "jinja2",
        "manage",
        "pydantic",
        "pytest",
        "ruff",
        "scaffold",
        "site",
        "sqlalchemy",
    }
    | {"structlog", "test", "tests", "werkzeug", "whitenoise"}
    | sys.stdlib_module_names - {"copy"}
)
"""Names of packages that a generated project imports; a project called so would hide or depend on itself.

`copy` may pass: it is what our manual calls a second project, and a folder without `__init__.py` hides no module.
"""


def project_name(text: str) -> str:
    """The text as a project name: as it is, or with capitals, accents and blanks turned into plain ones.

    `Misuse` where nothing good can be made of it, in one line that says what a good name is.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.strip(" ")) if not unicodedata.combining(c))
    name = re.sub(r" +", "-", plain.lower())
    if len(text) > 300 or not _NAME.fullmatch(name):
        raise Misuse(f"{_shown(text)} cannot name a project: {GOOD_NAME}")
    module = name.replace("-", "_")
    if keyword.iskeyword(module) or keyword.issoftkeyword(module):
        raise Misuse(f"{name} is a word of the Python language: choose a name such as {name}-app")
    if module in SHADOWING:
        raise Misuse(f"{name} would hide the Python package of that name: choose a name such as my-{name}")
    if name in WINDOWS_RESERVED:
        raise Misuse(
            f"{name} is a device on Windows, where no folder may be called so: choose a name such as my-{name}"
        )
    return name


def title(name: str) -> str:
    """A name as a heading: `book-club` gives "Book club"."""
    return re.sub(r"[-_]+", " ", name).capitalize()


def _shown(text: str) -> str:
    return ascii(text) if len(text) <= 40 else f"{text[:37]!a}…"
