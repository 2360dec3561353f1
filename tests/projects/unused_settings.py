"""Prints the settings of a project that no library and no line of the project reads; run in the project's environment.

A setting counts as read where some module names it, whole or, as libraries with prefixes of their own do, without the
part before its first underscore, or without `SECURITY_MSG_`. Celery names its own in lower case.
"""

import ast
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


def modules() -> Iterator[Path]:
    """The modules of the application, without those of its tests and of its environment."""
    for place in Path().rglob("*.py"):
        if not {".venv", "tests"} & set(place.parts) and not place.name.startswith("test"):
            yield place


def given(place: Path) -> Iterator[str]:
    """The settings that a module gives: by assignment or in a dictionary of `settings.py`, or by `app.config`."""
    for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and place.name == "settings.py":
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "from_mapping":
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and "config" in ast.dump(node.value):
            yield from texts([node.slice])
        if isinstance(node, ast.Dict) and place.name == "settings.py":
            yield from texts([key for key in node.keys if key])


def texts(nodes: list[ast.expr]) -> list[str]:
    """Those of the nodes that are texts."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def known() -> set[str]:
    """Every name in capitals in the libraries, and those that the project reads itself."""
    found = set()
    for place in Path(sysconfig.get_path("purelib")).rglob("*.py"):
        text = place.read_text(encoding="utf-8", errors="replace")
        found |= set(re.findall(r"\b_?[A-Z][A-Z0-9_]+\b", text))
        if "celery" in place.parts:
            found |= {f"CELERY_{name.upper()}" for name in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", text)}
    for place in modules():
        found |= set(re.findall(r"(?:settings\.|config\[\")([A-Z0-9_]+)(?!\"\] =)", place.read_text(encoding="utf-8")))
    return found


names = {name for place in modules() for name in given(place) if NAME.fullmatch(name)}
words = known()
assert names & {"INSTALLED_APPS", "MAX_CONTENT_LENGTH"}, names
for name in sorted(names):
    if not words & {name, name.split("_", 1)[-1], name.removeprefix("SECURITY_MSG_")}:
        print(name)
