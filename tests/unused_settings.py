"""Prints the settings of a project that no library and no line of the project reads; run in the project's environment.

A setting counts as read where some module names it, whole or, as libraries with a prefix of their own do, without the
part before its first underscore.
"""

import ast
import re
import sys
import sysconfig
from pathlib import Path

DJANGO = Path("app/settings.py")


def names() -> set[str]:
    """The settings that the project itself gives."""
    if DJANGO.exists():
        statements = ast.walk(ast.parse(DJANGO.read_text(encoding="utf-8")))
        targets = [target for node in statements if isinstance(node, ast.Assign) for target in node.targets]
        return {target.id for target in targets if isinstance(target, ast.Name)}
    sys.path.insert(0, ".")
    from app import create_app
    from flask import Flask

    return set(create_app().config) - set(Flask("empty").config)


def words() -> set[str]:
    """Every name in capitals in the libraries, and in the project's modules but for the one that gives the settings."""
    places = [*Path(sysconfig.get_path("purelib")).rglob("*.py"), *Path("app").rglob("*.py")]
    texts = (place.read_text(encoding="utf-8", errors="replace") for place in places if place != DJANGO)
    own = re.compile(r"^\s*(SECURITY|MAIL|RATELIMIT|SQLALCHEMY|SESSION|WTF)_\w+ ?=", re.MULTILINE)
    return {word for text in texts for word in re.findall(r"\b_?[A-Z][A-Z0-9_]+\b", own.sub("", text))}


known = words()
for name in sorted(names()):
    if name not in known and name.split("_", 1)[-1] not in known:
        print(name)
