"""The conditions in a template, counted in its syntax tree: lines that branch, and expressions that hide a branch.

`python3 -m tests.unit.template_conditions` prints the record of what is too many, for `tests/data/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

from generator.catalog.templates import builtin_folder
from generator.rendering.environments import ENGINE_OPTIONS

FREE = 6
"""Conditional lines that any template may have."""

SHARE = 20
"""A longer template may have one conditional line in so many lines."""

NESTED = 2
"""How deep loops may be nested."""

SELECTING = ("map", "select", "reject", "selectattr", "rejectattr", "sum")
"""Filters that choose or compute; typed views have lists for that."""

CODE = re.compile(r"[(){}\[\]=@\n]")
"""What a string in an expression has only where it is source code of the generated project."""

_TAG = re.compile(r"\[%-?\s*(if|elif|else|endif)\b")


@dataclass(frozen=True)
class Conditions:
    """What a template has: its lines, those with `if`, `elif`, `else` or `endif`, and hidden conditions as messages."""

    lines: int
    conditional: int
    hidden: tuple[str, ...]

    @property
    def excess(self) -> int:
        """Return how many conditional lines and hidden conditions are too many; 0 where the template is fine."""
        return max(0, self.conditional - max(FREE, self.lines // SHARE)) + len(self.hidden)


def conditions(source: str) -> Conditions:
    """Return the conditions in the source of a template."""
    lines = source.splitlines()
    tree = Environment(**ENGINE_OPTIONS).parse(source)
    conditional = sum(1 for line in lines if _TAG.search(line))
    return Conditions(len(lines), conditional, tuple(sorted(set(_hidden(tree)))))


def _hidden(node: nodes.Node, depth: int = 0) -> Iterator[str]:
    """Return a message for each expression that is more than a name, an attribute and a filter."""
    match node:
        case nodes.CondExpr():
            yield f"line {node.lineno}: x if c else y"
        case nodes.For():
            depth += 1
            if node.test:
                yield f"line {node.lineno}: for … if"
            if isinstance(node.iter, nodes.Literal):
                yield f"line {node.lineno}: loop over a literal"
            if depth > NESTED:
                yield f"line {node.lineno}: loops nested more than {NESTED} deep"
        case nodes.Filter(name=name) if name in SELECTING:
            yield f"line {node.lineno}: filter {name}"
        case nodes.BinExpr() | nodes.Compare() | nodes.Concat():
            yield f"line {node.lineno}: {type(node).__name__.lower()}"
        case nodes.Call(node=nodes.Getattr(attr=name)):
            yield f"line {node.lineno}: call of .{name}()"
        case nodes.Const(value=str(text)) if CODE.search(text):
            yield f"line {node.lineno}: source code in a string"
    for child in node.iter_child_nodes():
        yield from _hidden(child, depth)


def excesses() -> dict[str, int]:
    """Return the excess of each template that has one, by path."""
    folder = builtin_folder()
    found = {
        place.relative_to(folder).as_posix(): conditions(place.read_text("utf-8")) for place in folder.rglob("*.jinja")
    }
    return {path: each.excess for path, each in sorted(found.items()) if each.excess}


if __name__ == "__main__":
    print("# Templates with more conditions than they may have, and how many too many. It can only get shorter.\n")
    print("[too_many]", *(f'"{path}" = {excess}' for path, excess in excesses().items()), sep="\n")
