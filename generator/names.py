"""Project names that are valid as a folder, as a distribution and on every file system; e-mail addresses."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

from generator.errors import Misuse

NAME_RULE = "use 2 to 50 of a-z, 0-9, - and _, starting with a letter and not ending with - or _, such as my-project"

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,48}[a-z0-9]")

EMAIL = r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
"""Regular expression that a whole e-mail address matches."""

WINDOWS_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Device names, which are not valid file names on Windows.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

IMPORTED_PACKAGES = frozenset(
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
"""Packages that a generated project imports; a project with such a name would shadow the package or depend on itself.

`copy` is allowed: the manual uses it for a second project, and a folder without `__init__.py` shadows no module.
"""


OWN_PACKAGES = frozenset(
    {"allauth", "api", "auditlog", "config", "contact", "core", "crispy_bootstrap5", "crispy_forms", "csp"}
    | {
        "debug_toolbar",
        "django_filters",
        "docs",
        "drf_spectacular",
        "drf_spectacular_sidecar",
        "import_export",
        "knox",
        "locale",
        "mail",
        "migrations",
    }
    | {"rest_framework", "rules", "static", "templates", "users"}
    | {"cart", "catalog", "orders", "payments"}
)
"""Packages and folders of a Django project, beside the one of its models."""


def app_name(name: str) -> str:
    """Return the package of a project's models in Django, by default named like the project."""
    module = name.replace("-", "_")
    return "records" if module in OWN_PACKAGES else module


def normalize_project_name(text: str) -> str:
    """Return the text as a project name, in lower case, without accents, and with hyphens for spaces.

    Raise `Misuse` if the result is not a valid name.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.strip(" ")) if not unicodedata.combining(c))
    name = re.sub(r" +", "-", plain.lower())
    if len(text) > 300 or not _NAME.fullmatch(name):
        raise Misuse(f"{_quoted(text)} cannot name a project: {NAME_RULE}")
    module = name.replace("-", "_")
    if keyword.iskeyword(module) or keyword.issoftkeyword(module):
        raise Misuse(f"{name} is a keyword of Python: choose a name such as {name}-app")
    if module in IMPORTED_PACKAGES:
        raise Misuse(f"{name} would shadow the Python package of that name: choose a name such as my-{name}")
    if name in WINDOWS_RESERVED:
        raise Misuse(
            f"{name} is a device name on Windows and no valid folder name there: choose a name such as my-{name}"
        )
    return name


def title(name: str) -> str:
    """Return a name as a heading: "Book club" for `book-club`."""
    return re.sub(r"[-_]+", " ", name).capitalize()


def _quoted(text: str) -> str:
    return ascii(text) if len(text) <= 40 else f"{text[:37]!a}…"
