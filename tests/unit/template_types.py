"""Types of the expressions in templates, to find attributes that models, fields and the like do not have.

A name is typed by the context, by loops and by `set`. One that nothing binds is a parameter, typed by its usual name,
since macros and included templates do not declare types.
"""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import Environment, nodes

from generator.models.views import ChoiceView, FieldView, ModelView
from generator.rendering.environments import ENGINE_OPTIONS

VIEWS = {"ChoiceView": ChoiceView, "FieldView": FieldView, "ModelView": ModelView}
"""What annotations name."""

CONTEXT: dict[str, Any] = dict.fromkeys(("models", "api_models", "page_models", "panel_models"), list[ModelView])
PARAMETERS: dict[str, Any] = {"model": ModelView, "field": FieldView, "choice": ChoiceView}
KEEPING = {"list", "unique", "sort", "reverse", "selectattr", "rejectattr", "select", "reject", "first", "last", "sum"}
"""The filters that give what they are given, or an item of it."""


def attributes(type: Any) -> dict[str, Any]:
    """Return the attributes of a view with their types."""
    found = get_type_hints(type, localns=VIEWS)
    for base in type.__mro__:
        found |= {
            name: get_type_hints(value.fget, localns=VIEWS)["return"]
            for name, value in vars(base).items()
            if isinstance(value, property)
        }
    return found


ClassType = type


@dataclass
class Checker:
    """Walks a template; `problems` and the number of attributes that were checked grow."""

    problems: list[str] = field(default_factory=list)
    checked: int = 0

    def check(self, source: str) -> None:
        """Check the attributes in the source of a template."""
        self._body(Environment(**ENGINE_OPTIONS).parse(source).body, {})

    def _body(self, body: list[Any], names: dict[str, Any]) -> None:
        for node in body:
            self._statement(node, names)

    def _statement(self, node: Any, names: dict[str, Any]) -> None:
        match node:
            case nodes.For():
                inner = dict(names)
                self._bind(node.target, _item(self.type(node.iter, names)), inner)
                if node.test:
                    self.type(node.test, inner)
                self._body([*node.body, *node.else_], inner)
                names |= {name: inner[name] for name in names if names[name] is None}  # lists that the loop appended to
            case nodes.If():
                self.type(node.test, names)
                self._body([*node.body, *node.elif_, *node.else_], names)
            case nodes.Assign():
                self._bind(node.target, self.type(node.node, names), names)
            case nodes.Macro():
                self._body(node.body, names | {argument.name: PARAMETERS.get(argument.name) for argument in node.args})
            case nodes.Expr():
                self.type(node, names)
            case _:
                self._body(list(node.iter_child_nodes()), names)

    def _bind(self, target: Any, type: Any, names: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            names[target.name] = type
        elif isinstance(target, nodes.Tuple):
            items = get_args(type) if get_origin(type) is tuple else ()
            for position, item in enumerate(target.items):
                self._bind(item, items[position] if position < len(items) else None, names)

    def type(self, node: Any, names: dict[str, Any]) -> Any:
        """Return the type of an expression, None if it is none of ours, and check the attributes in it."""
        match node:
            case nodes.Name():
                return names[node.name] if node.name in names else (CONTEXT | PARAMETERS).get(node.name)
            case nodes.Getattr():
                return self._attribute(self.type(node.node, names), node.attr, node.lineno)
            case nodes.Filter():
                return self._filter(node, names)
            case nodes.Getitem():
                type = self.type(node.node, names)
                self.type(node.arg, names)
                return type if isinstance(node.arg, nodes.Slice) else _item(type)
            case nodes.List() | nodes.Tuple():
                types = [self.type(item, names) for item in node.items]
                if isinstance(node, nodes.Tuple):
                    return tuple[*types]  # type: ignore[valid-type]
                return list[next(filter(None, types))] if any(types) else None  # type: ignore[misc]
            case nodes.Call(node=nodes.Getattr(node=nodes.Name(name=name), attr="append"), args=[item]):
                names[name] = list[self.type(item, names)]  # type: ignore[misc]
                return None
        types = [self.type(child, names) for child in node.iter_child_nodes()]
        mixed = isinstance(node, nodes.Add | nodes.CondExpr | nodes.Or)
        return next(filter(None, types), None) if mixed else None

    def _filter(self, node: nodes.Filter, names: dict[str, Any]) -> Any:
        type = self.type(node.node, names)
        for argument in [*node.args, *(pair.value for pair in node.kwargs)]:
            self.type(argument, names)
        path = next((pair.value for pair in node.kwargs if pair.key == "attribute"), None)
        if path is None and node.name in ("selectattr", "rejectattr"):
            path = node.args[0]
        found = _item(type)
        if isinstance(path, nodes.Const) and isinstance(path.value, str):
            for name in path.value.split("."):
                found = self._attribute(found, name, node.lineno)
        if node.name == "map":
            return list[found] if isinstance(path, nodes.Const) and found else None  # type: ignore[valid-type]
        if node.name not in KEEPING:
            return None
        return _item(type) if node.name in ("first", "last", "sum") else type

    def _attribute(self, type: Any, name: str, line: int) -> Any:
        if not (isinstance(type, ClassType) and is_dataclass(type)):
            return None
        self.checked += 1
        known = attributes(type)
        if name not in known:
            self.problems.append(f"line {line}: {type.__name__} has no {name}")
        return _of_ours(known.get(name))


def _of_ours(type: Any) -> Any:
    if isinstance(type, UnionType):
        (type,) = (part for part in get_args(type) if part is not NoneType)
    return type if is_dataclass(type) or get_origin(type) is list else None


def _item(type: Any) -> Any:
    return get_args(type)[0] if get_origin(type) is list else None
