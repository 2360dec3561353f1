"""The models of an answer: read from what was said, with every problem found in one pass.

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
"""How many models there may be, and how many fields in each."""

PROBLEM_LIMIT = 50
"""Problems that are told in one pass."""

DEPTH_LIMIT = 5
"""How deep lists and mappings may lie in each other."""

MODEL = r"[A-Z][A-Za-z0-9]*"
"""Regular expression of a model's name; all of it matches."""

FORM = "such as {Book: {title: str}}"

KEYS = ("fields", "title", "plural", "ordering", "owner", "read", "write", "list", "search", "filter", "without")
"""What may be said of a model in the long form."""

STAMPS = ("id", "created_at", "updated_at")
"""What every record has, and can be ordered by."""

LISTABLE: Mapping[str, tuple[str, ...]] = {
    "ordering": tuple(name for name, type in TYPES.items() if type.can_be_sorted),
    "list": tuple(name for name, type in TYPES.items() if type.can_be_listed),
    "search": tuple(name for name, type in TYPES.items() if type.can_be_searched),
    "filter": tuple(name for name, type in TYPES.items() if type.can_be_filtered),
}
"""The types of the fields that each list of fields may name."""

STRICTNESS = ("anyone", "known", "member", "owner", "staff", "admin")


@dataclass(frozen=True, eq=False)
class PlainModels(Mapping[str, Any]):
    """The models of an answer in the words of an answer file, by name, every value as text.

    `read` are those that have been read when they were checked; default models are read with the plan alone, for they
    may refer to models of capabilities.
    """

    said: Mapping[str, Any]
    read: tuple[Model, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)


def read_models(raw: Mapping[str, Any], known: Collection[Model] = ()) -> tuple[Model, ...]:
    """Return the models of an answer as it was said, in their order; the `known` ones are not read again.

    Raise `ValueError` with one line for each problem.
    """
    said = plain_models(raw)
    if len(said) > MODELS_LIMIT:
        raise ValueError(f"found {len(said)} record types, expected at most {MODELS_LIMIT}")
    models: list[Model] = []
    problems: list[str] = []
    by_name = {model.name: model for model in known}
    for name, model in said.items():
        read, found = (by_name[name], []) if name in by_name else _model(name, model)
        problems += found
        models += [read] if read else []
    problems += problems_between(models, [name for name in said if re.fullmatch(MODEL, name)])
    if len(problems) > PROBLEM_LIMIT:
        problems[PROBLEM_LIMIT:] = ["… and perhaps more; mend these first"]
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(models)


def plain_models(raw: Any) -> dict[str, Any]:
    """Models as they were said, with every value as text, as in YAML: numbers as they were written, `true`, `false`.

    `ValueError` where it is no mapping.
    """
    if not isinstance(raw, Mapping):
        raise ValueError(f"found {described(raw)}, expected record types with their fields, {FORM}")
    return {str(name): _plain(model) for name, model in raw.items()}


def default_models(raw: Mapping[str, Any], accounts: str) -> dict[str, Any]:
    """Models that nobody said, as `plain_models` gives them, without the rights that the accounts cannot tell apart."""
    models = plain_models(raw)
    for name, key, _ in _unmet(models, accounts):
        models[name] = {other: value for other, value in models[name].items() if other != key}
    return models


def unmet_rights(models: Mapping[str, Any], accounts: str) -> Iterator[tuple[str, str, str]]:
    """What was said of rights and asks for more than these accounts: the words, the answer it needs, and why."""
    reasons = {"accounts": "a record's owner is somebody who signs in", "roles": "people need roles to be told apart"}
    for name, key, least in list(_unmet(models, accounts)):
        yield f"{name}: {key}: {models[name][key]}", least, reasons[least]


def _unmet(models: Mapping[str, Any], accounts: str) -> Iterator[tuple[str, str, str]]:
    """Model, key and the answer to `accounts` that would do."""
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


def _model(name: str, said: Any) -> tuple[Model | None, list[str]]:
    if not re.fullmatch(MODEL, name):
        return None, [f"found the record type {quoted(name)}, expected a name such as Book or OrderLine"]
    if not isinstance(said, dict) or not said:
        return None, [f"{name}: found {described(said or None)}, expected fields such as {{title: str}}"]
    long = said if "fields" in said else {"fields": said}
    fields, problems = _fields(name, long["fields"])
    problems += [
        f"{name}: unknown setting {quoted(key)}; expected {', '.join(KEYS)}{did_you_mean(key, KEYS)}"
        for key in long
        if key not in KEYS
    ]
    model = _Settings(name, long, {field.name: field for field in fields}, problems).model()
    return model, problems


def _fields(model: str, said: Any) -> tuple[list[Field], list[str]]:
    if not isinstance(said, dict) or not said:
        return [], [f"{model}: fields: found {described(said or None)}, expected fields such as {{title: str}}"]
    if len(said) > FIELDS_LIMIT:
        return [], [f"{model}: found {len(said)} fields, expected at most {FIELDS_LIMIT}"]
    fields, problems = [], []
    for name, raw in said.items():
        if name in KEYS and isinstance(raw, tuple):
            problems.append(f"{model}.{name}: found a list; to say more of a model, put its fields under `fields`")
            continue
        field, found = read_field(model, name, raw)
        problems += found
        fields += [field] if field else []
    return fields, problems


class _Settings:
    """What the long form says of a model besides its fields; `problems` grows."""

    def __init__(self, name: str, said: dict[str, Any], fields: dict[str, Field], problems: list[str]) -> None:
        self.name, self.said, self.fields, self.problems = name, said, fields, problems

    def model(self) -> Model:
        """The model, with a right that was not said made as strict as the other asks for."""
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
        text = self.said.get(key, "")
        if isinstance(text, str) and len(text) <= TITLE_LIMIT and text.isprintable() and text == text.strip():
            return text
        self._refuse(key, f"found {described(text)}, expected at most {TITLE_LIMIT} characters, no blanks at the ends")
        return ""

    def _word(self, key: str, allowed: tuple[str, ...]) -> str:
        word = self.said.get(key, "")
        if key in self.said and word not in allowed:
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
            said = f"read: {least}" if read else f"read: {least}, which is the usual here"
            self._refuse("write", f"{write} is less strict than {said}: choose a stricter one, or a milder `read`")
        elif read and not write and STRICTNESS.index(read) > STRICTNESS.index(usual):
            write = read
        return owner, read, write

    def _without(self) -> tuple[str, ...]:
        found = self.said.get("without", ())
        places = tuple(re.split(r"\s*,\s*", found.strip())) if isinstance(found, str) else found
        for place in places if isinstance(places, tuple) else (places,):
            if place not in PLACES:
                near = did_you_mean(place, PLACES) if isinstance(place, str) else ""
                self._refuse("without", f"found {described(place)}, expected some of {', '.join(PLACES)}{near}")
                return ()
        return places if isinstance(places, tuple) else ()

    def _named(self, key: str) -> tuple[str, ...] | None:
        """The names of fields in a list; None where nothing was said."""
        if key not in self.said:
            return None
        found = self.said[key]
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
            if isinstance(self.said["fields"], dict) and name in self.said["fields"]:
                return  # its problem is told already
            known = [*self.fields, *(STAMPS if key == "ordering" else ())]
            self._refuse(key, f"unknown field {quoted(name)}; expected {', '.join(known)}{did_you_mean(name, known)}")
        elif self.fields[name].type not in LISTABLE[key]:
            unfit = self.fields[name].type
            self._refuse(key, f"{name} is of type {unfit}, expected one of {', '.join(LISTABLE[key])}")
