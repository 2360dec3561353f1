"""Parsing of the answer `models`; all problems are reported together.

A model is a mapping of its fields, or the long form: a mapping with `fields` and what else there is to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.models.checks import problems_between
from generator.models.messages import described, did_you_mean, quoted
from generator.models.model import PLACES, RIGHTS, Field, Model
from generator.models.parsing.fields import TITLE_LIMIT, read_field
from generator.models.types import TYPES

MODELS_LIMIT = FIELDS_LIMIT = 200
"""Maximum number of models, and of fields in a model."""

PROBLEM_LIMIT = 50
"""Maximum number of problems that are reported."""

DEPTH_LIMIT = 5
"""Maximum depth of nested lists and mappings."""

MODEL = r"[A-Z][A-Za-z0-9]*"
"""Regular expression of a model's name (full match)."""

FORM = "such as {Book: {title: str}}"

KEYS = ("fields", "title", "plural", "ordering", "owner", "read", "write", "list", "search", "filter", "without")
"""The keys of a model's long form."""

STAMPS = ("id", "created_at", "updated_at")
"""Fields of every record, by which records can be ordered."""

LISTABLE: Mapping[str, tuple[str, ...]] = {
    "ordering": tuple(name for name, type in TYPES.items() if type.can_be_sorted),
    "list": tuple(name for name, type in TYPES.items() if type.can_be_listed),
    "search": tuple(name for name, type in TYPES.items() if type.can_be_searched),
    "filter": tuple(name for name, type in TYPES.items() if type.can_be_filtered),
}
"""The field types that each list of fields may contain."""

STRICTNESS = ("anyone", "known", "member", "owner", "staff", "admin")


@dataclass(frozen=True, eq=False)
class PlainModels(Mapping[str, Any]):
    """The unparsed models of an answer by name, with every value as text.

    `parsed` are the models, if they were parsed when they were checked. Default models are parsed during planning,
    since they may refer to models of capabilities.
    """

    plain: Mapping[str, Any]
    parsed: tuple[Model, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.plain[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)


def read_models(raw: Mapping[str, Any], known: Collection[Model] = ()) -> tuple[Model, ...]:
    """Return the models of an answer in their order; those in `known` are not parsed again.

    Raise `ValueError` with one line for each problem.
    """
    plain = plain_models(raw)
    if len(plain) > MODELS_LIMIT:
        raise ValueError(f"found {len(plain)} models, expected at most {MODELS_LIMIT}")
    models: list[Model] = []
    problems: list[str] = []
    by_name = {model.name: model for model in known}
    for name, model in plain.items():
        parsed, found = (by_name[name], []) if name in by_name else _model(name, model)
        problems += found
        models += [parsed] if parsed else []
    problems += problems_between(models, [name for name in plain if re.fullmatch(MODEL, name)])
    if len(problems) > PROBLEM_LIMIT:
        problems[PROBLEM_LIMIT:] = ["… and perhaps more; fix these first"]
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(models)


def plain_models(raw: Any) -> dict[str, Any]:
    """Return unparsed models with every value as text, as written in YAML.

    Raise `ValueError` unless it is a mapping.
    """
    if not isinstance(raw, Mapping):
        raise ValueError(f"found {described(raw)}, expected models with their fields, {FORM}")
    return {str(name): _plain(model) for name, model in raw.items()}


def default_models(raw: Mapping[str, Any], accounts: str) -> dict[str, Any]:
    """Return default models as `plain_models` does, without rights that need more than the answer to `accounts`."""
    models = plain_models(raw)
    for name, key, _ in _unmet(models, accounts):
        models[name] = {other: value for other, value in models[name].items() if other != key}
    return models


def unmet_rights(models: Mapping[str, Any], accounts: str) -> Iterator[tuple[str, str, str]]:
    """Yield each right that needs more than the answer to `accounts`: the text, the needed answer, and the reason."""
    reasons = {"accounts": "a record's owner is somebody who signs in", "roles": "people need roles to be told apart"}
    for name, key, least in list(_unmet(models, accounts)):
        yield f"{name}: {key}: {models[name][key]}", least, reasons[least]


def _unmet(models: Mapping[str, Any], accounts: str) -> Iterator[tuple[str, str, str]]:
    """Yield model, key and the needed answer to `accounts`."""
    for name in list(models):
        for key in ("owner", "read", "write") if "fields" in models[name] else ():
            right = models[name].get(key, "")
            if accounts == "none" and right == ("true" if key == "owner" else "owner"):
                yield name, key, "accounts"
            elif accounts != "roles" and right in ("member", "staff", "admin"):
                yield name, key, "roles"


def _plain(raw: Any, depth: int = 2) -> Any:
    if depth > DEPTH_LIMIT and isinstance(raw, Mapping | list | tuple):
        raise ValueError("lists and mappings lie too deep in each other; a model has fields, and a field has settings")
    if isinstance(raw, Mapping):
        return {str(key): _plain(value, depth + 1) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return tuple(_plain(item, depth + 1) for item in raw)
    return raw if raw is None else str(raw).lower() if isinstance(raw, bool) else str(raw)


def _model(name: str, raw: Any) -> tuple[Model | None, list[str]]:
    if not re.fullmatch(MODEL, name):
        return None, [f"found the model name {quoted(name)}, expected a name such as Book or OrderLine"]
    if not isinstance(raw, dict) or not raw:
        return None, [f"{name}: found {described(raw or None)}, expected fields such as {{title: str}}"]
    long = raw if "fields" in raw else {"fields": raw}
    fields, problems = _fields(name, long["fields"])
    problems += [
        f"{name}: unknown setting {quoted(key)}; expected {', '.join(KEYS)}{did_you_mean(key, KEYS)}"
        for key in long
        if key not in KEYS
    ]
    model = _Settings(name, long, {field.name: field for field in fields}, problems).model()
    return model, problems


def _fields(model: str, raw: Any) -> tuple[list[Field], list[str]]:
    if not isinstance(raw, dict) or not raw:
        return [], [f"{model}: fields: found {described(raw or None)}, expected fields such as {{title: str}}"]
    if len(raw) > FIELDS_LIMIT:
        return [], [f"{model}: found {len(raw)} fields, expected at most {FIELDS_LIMIT}"]
    fields, problems = [], []
    for name, value in raw.items():
        if name in KEYS and isinstance(value, tuple):
            problems.append(f"{model}.{name}: found a list; to say more of a model, put its fields under `fields`")
            continue
        field, found = read_field(model, name, value)
        problems += found
        fields += [field] if field else []
    return fields, problems


class _Settings:
    """The long form of a model besides its fields; problems are added to `problems`."""

    def __init__(self, name: str, raw: dict[str, Any], fields: dict[str, Field], problems: list[str]) -> None:
        self.name, self.settings, self.fields, self.problems = name, raw, fields, problems

    def model(self) -> Model:
        """Return the model; a missing right is as strict as the other one requires."""
        owner, read, write = self._rights()
        return Model(
            name=self.name,
            fields=tuple(self.fields.values()),
            title=self._free("title"),
            plural=self._free("plural"),
            ordering=self._named("ordering") or (),
            owner=owner,
            read=read,
            write=write,
            listed=self._named("list"),
            searched=self._named("search"),
            filtered=self._named("filter"),
            without=self._without(),
        )

    def _refuse(self, key: str, message: str) -> None:
        self.problems.append(f"{self.name}: {key}: {message}")

    def _free(self, key: str) -> str:
        text = self.settings.get(key, "")
        if isinstance(text, str) and len(text) <= TITLE_LIMIT and text.isprintable() and text == text.strip():
            return text
        self._refuse(key, f"found {described(text)}, expected at most {TITLE_LIMIT} characters, no blanks at the ends")
        return ""

    def _word(self, key: str, allowed: tuple[str, ...]) -> str:
        word = self.settings.get(key, "")
        if key in self.settings and word not in allowed:
            near = did_you_mean(word, allowed) if isinstance(word, str) else ""
            self._refuse(key, f"found {described(word)}, expected one of {', '.join(allowed)}{near}")
            return ""
        return str(word)

    def _rights(self) -> tuple[bool, str, str]:
        flag = self._word("owner", ("true", "false"))
        read, write = self._word("read", RIGHTS), self._word("write", RIGHTS)
        if flag == "false" and "owner" in (read, write):
            self._refuse("owner", "false contradicts a right of `owner`: leave one of them out")
        owner = flag == "true" or "owner" in (read, write)
        usual = "owner" if owner else "known"
        least = read or usual
        if write == "anyone" and read != "anyone":
            self._refuse("write", "anyone goes with `read: anyone` alone: say that, too, or another right to write")
        elif write and STRICTNESS.index(write) < STRICTNESS.index(least):
            required = f"read: {least}" if read else f"read: {least}, the default here"
            self._refuse("write", f"{write} is less strict than {required}: choose a stricter one, or a milder `read`")
        elif read and not write and STRICTNESS.index(read) > STRICTNESS.index(usual):
            write = read
        return owner, read, write

    def _without(self) -> tuple[str, ...]:
        found = self.settings.get("without", ())
        places = tuple(re.split(r"\s*,\s*", found.strip())) if isinstance(found, str) else found
        for place in places if isinstance(places, tuple) else (places,):
            if place not in PLACES:
                near = did_you_mean(place, PLACES) if isinstance(place, str) else ""
                self._refuse("without", f"found {described(place)}, expected some of {', '.join(PLACES)}{near}")
                return ()
        return places if isinstance(places, tuple) else ()

    def _named(self, key: str) -> tuple[str, ...] | None:
        """Return the names in a list of fields; None if there is no list."""
        if key not in self.settings:
            return None
        found = self.settings[key]
        names = tuple(re.split(r"\s*,\s*", found.strip())) if isinstance(found, str) and found.strip() else found
        if not isinstance(names, tuple) or not all(isinstance(name, str) for name in names):
            self._refuse(key, f"found {described(found)}, expected a list of fields")
            return None
        if not names and key == "list":
            self._refuse(key, "found no field, expected one at least")
        plain = [name.removeprefix("-") if key == "ordering" else name for name in names]
        for place, name in enumerate(plain):
            if name in plain[:place]:
                self._refuse(key, f"found {quoted(name)} twice")
            self._check_named(key, name)
        return names if all(name in self.fields or name in STAMPS for name in plain) else None

    def _check_named(self, key: str, name: str) -> None:
        if key == "ordering" and name in STAMPS:
            return
        if name not in self.fields:
            if isinstance(self.settings["fields"], dict) and name in self.settings["fields"]:
                return  # its problem is reported already
            known = [*self.fields, *(STAMPS if key == "ordering" else ())]
            self._refuse(key, f"unknown field {quoted(name)}; expected {', '.join(known)}{did_you_mean(name, known)}")
        elif self.fields[name].type not in LISTABLE[key]:
            unfit = self.fields[name].type
            self._refuse(key, f"{name} is of type {unfit}, expected one of {', '.join(LISTABLE[key])}")
