"""Checks across models: names that clash, unknown targets, cycles of required references."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.models.bases.field_type import VARIANTS
from generator.models.messages import did_you_mean
from generator.models.model import Field, Model
from generator.models.naming import NAME_LIMIT, class_name, plural, related_name, snake
from generator.models.parsing.fields import name_problem
from generator.models.reserved import FIELDS, MODELS, PLURALS, WORDS, is_python_keyword, reason_against
from generator.models.types import TYPES

CLASS_SUFFIXES = ("Admin", "Factory", "Form", "Schema", "Serializer", "View", "ViewSet")
"""Suffixes of the classes that are generated for a model."""

PAGES = ("edit", "delete")
"""Segments of a record's URLs, beside which its files have theirs."""


def problems_between(models: Sequence[Model], known: Collection[str]) -> Iterator[str]:
    """Return a line for each problem between models; `known` has the names of all, also of those with problems."""
    for model in models:
        if problem := _name_problem(model):
            yield f"{model.name}: {problem}"
        yield from _field_names(model)
        yield from _unique_fields(model)
        for field in model.fields:
            if field.to and field.to not in known:
                expected = f"expected self, {', '.join(known)}" if len(known) < 10 else "there is no such model"
                yield f"{model.name}.{field.name}: unknown model {field.to[:60]!a}; {expected}" + did_you_mean(
                    field.to, known
                )
    yield from _duplicate_names(models)
    yield from _related_names(models)
    yield from _class_names(models)
    yield from _cycles(models)


def problems_in(framework: str, models: Sequence[Model]) -> Iterator[str]:
    """Return a line for each name that clashes in the projects of a framework."""
    for model in models:
        if problem := _name_problem(model, framework):
            yield f"{model.name}: {problem}"
        for field in model.fields:
            if problem := name_problem(model.name, field.name, framework):
                yield f"{model.name}: {problem}"
    yield from _related_names(models, framework)


def _name_problem(model: Model, framework: str = "") -> str:
    """Return why a model cannot have its name in a framework, or in every one if it is empty; empty if it can."""
    one, many, better = snake(model.name), plural(model), f"choose a name such as {model.name}Record"
    if reason := reason_against(model.name, MODELS, framework):
        return f"no model can have this name, for {reason}: {better}"
    if len(one) > NAME_LIMIT or len(many) > NAME_LIMIT:
        return f"the name becomes {max(one, many, key=len)}, expected at most {NAME_LIMIT} characters"
    for word in dict.fromkeys((one, many)):
        way = better if word == one else f"say another `plural`, or {better}"
        if is_python_keyword(word):
            return f"in code it would be {word}, a word of the Python language: {way}"
        if reason := reason_against(word, WORDS, framework):
            return f"in code it would be {word}, but {reason}: {way}"
    if reason := reason_against(many, PLURALS, framework):
        return f"many of them would be {many}, but {reason}: say another `plural`, or {better}"
    return ""


def _field_names(model: Model) -> Iterator[str]:
    names = {field.name for field in model.fields}
    for field in model.fields:
        if field.type == "ref" and f"{field.name}_id" in names:
            yield f"{model.name}.{field.name}_id: the reference {field.name} has a column of that name: rename one"
        if field.type in ("file", "image") and field.name in PAGES:
            yield f"{model.name}.{field.name}: its address would be that of the page {field.name}: rename it"


def _unique_fields(model: Model) -> Iterator[str]:
    """Return a problem for each unique field with so few values that its table would soon be full."""
    for field in model.fields:
        type = TYPES[field.type]
        counted = field.unique and type.has_values and (not field.pattern or field.example or field.default)
        room = len(type.variants(field, model)) if counted else VARIANTS
        if room < VARIANTS:
            where = "its pattern's example, counted on," if field.pattern else "it"
            yield f"{model.name}.{field.name}: unique, but {where} has {room} values, expected {VARIANTS} at least"


def _duplicate_names(models: Iterable[Model]) -> Iterator[str]:
    """Return a problem for each two models with the same name in small letters or in the plural."""
    taken: dict[str, str] = {}
    for model in models:
        words = dict.fromkeys((model.name.lower(), snake(model.name), plural(model)))
        clash = next((word for word in words if word in taken), None)
        if clash:
            yield f"{taken[clash]} and {model.name} would both be {clash}: rename one, or say another `plural`"
        for word in words:
            taken.setdefault(word, model.name)


def _related_names(models: Sequence[Model], framework: str = "") -> Iterator[str]:
    """Return a problem for each clash of the names under which a record finds those that refer to it."""
    targets = {model.name: model for model in models}
    taken: dict[tuple[str, str], str] = {}
    for model in models:
        pointing = [field for field in model.fields if field.to in targets]
        for field in pointing:
            back = related_name(model, field)
            where = f"{model.name}.{field.name}"
            fields = [other.name for other in targets[field.to].fields]
            clash = f"the field {field.to}.{back}" if back in fields else taken.get((field.to, back), "")
            if clash or reason_against(back, FIELDS, framework):
                reason = clash or f"something that {field.to} has already"
                yield f"{where}: the way back would be {field.to}.{back}, like {reason}: say another `plural`"
            taken[field.to, back] = f"the way back of {where}"


def _class_names(models: Sequence[Model]) -> Iterator[str]:
    """Return a problem for each clash with a name made from a model's, such as `BookFactory` and `get_book_cover`."""
    names = {model.name for model in models}
    operations = {f"get_{snake(model.name)}" for model in models}
    for model in models:
        for made in (f"{model.name}{ending}" for ending in CLASS_SUFFIXES):
            if made in names:
                yield f"{made}: {model.name} gets a class of that name: rename one"
        for field in model.fields:
            made = class_name(model, field)
            if field.type == "choice" and made in names:
                yield f"{model.name}.{field.name}: its choices become {made}, like the model: rename one"
            operation = f"get_{snake(model.name)}_{field.name}"
            if field.type in ("file", "image") and operation in operations:
                yield f"{model.name}.{field.name}: the API has {operation} for a model already: rename one"


def _cycles(models: Sequence[Model]) -> Iterator[str]:
    """Return a problem for each cycle of required references: no record could be the first."""
    edges: Mapping[str, list[Field]] = {
        model.name: [field for field in model.fields if field.type == "ref" and not field.optional] for model in models
    }
    done: set[str] = set()
    for start in edges:
        if start not in done:
            yield from _cycles_from(start, edges, done)


def _cycles_from(start: str, edges: Mapping[str, list[Field]], done: set[str]) -> Iterator[str]:
    trail: list[tuple[str, Iterator[Field]]] = [(start, iter(edges[start]))]
    steps: list[str] = []
    done.add(start)
    while trail:
        name, rest = trail[-1]
        field = next(rest, None)
        if field is None:
            trail.pop()
            steps = steps[: max(len(trail) - 1, 0)]
            continue
        on_trail = [model for model, _ in trail]
        if field.to in on_trail:
            round = [*steps[on_trail.index(field.to) :], f"{name}.{field.name}", field.to]
            yield f"{round[0]}: required references go in a circle, {' → '.join(round)}: make one optional, with ?"
        elif field.to in edges and field.to not in done:
            done.add(field.to)
            steps.append(f"{name}.{field.name}")
            trail.append((field.to, iter(edges[field.to])))
