"""Lists of records: pages, search, filters and order, as a program asks for them in the query of a URL."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Select, func, or_
from werkzeug.exceptions import NotFound

from app.database import db
from app.problems import ParametersRefused
from app.records.base import Record

PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
LONGEST_SEARCH = 200
"""Characters."""

COMMON = ("id", "created_at", "updated_at")
"""What every list can be ordered by."""


@dataclass(frozen=True)
class Lists:
    """How records of a kind are listed: names of fields, and the types of those that a list can be filtered by."""

    model: type[Record]
    searched: Sequence[str]
    sortable: Sequence[str]
    ordering: Sequence[str]
    filters: Mapping[str, TypeAdapter[Any]]

    def page(self, rows: Select[Record]) -> dict[str, Any]:
        """The page of these rows that the request asks for; `ParametersRefused` names what makes no sense."""
        given = self.parameters()
        rows = rows.where(*self.conditions(given))
        page = number_in(given, "page", 1, 2**31)
        size = number_in(given, "page_size", PAGE_SIZE, LARGEST_PAGE_SIZE)
        ordered = rows.order_by(*self.order(given.get("ordering")))
        count = db.session.scalar(rows.with_only_columns(func.count(self.model.id))) or 0
        if page > 1 and (page - 1) * size >= count:
            raise NotFound("The list has fewer pages.")
        found = db.session.scalars(ordered.limit(size).offset((page - 1) * size)).all()
        return {
            "count": count,
            "next": address_of(page + 1) if page * size < count else None,
            "previous": address_of(page - 1) if page > 1 else None,
            "results": found,
        }

    def parameters(self) -> dict[str, str]:
        """The parameters of the request, each given once and known."""
        known = {"page", "page_size", "ordering", *self.filters, *(["search"] if self.searched else [])}
        wrong = {}
        for name, values in request.args.lists():
            if name not in known:
                wrong[name] = "There is no such parameter."
            elif len(values) > 1:
                wrong[name] = "This may be given once."
            elif "\0" in values[0]:
                wrong[name] = "This may not hold the character NUL."
        if wrong:
            raise ParametersRefused(wrong)
        return request.args.to_dict()

    def conditions(self, given: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
        """What the rows of the list have to fulfil."""
        for name, kind in self.filters.items():
            if name in given:
                yield self.equals(name, value_of(name, given[name], kind))
        if len(given.get("search", "")) > LONGEST_SEARCH:
            raise ParametersRefused({"search": f"This may have {LONGEST_SEARCH} characters."})
        columns = [getattr(self.model, name) for name in self.searched]
        for word in given.get("search", "").split():
            yield or_(*(column.icontains(word, autoescape=True) for column in columns))

    def equals(self, name: str, value: Any) -> ColumnElement[bool]:
        """Whether a field has a value; one with several, whether the value is among them."""
        relation = self.model.__mapper__.relationships.get(name)
        equals: ColumnElement[bool]
        if relation is not None and relation.uselist:
            equals = getattr(self.model, name).any(relation.mapper.class_.id == value)
        else:
            equals = getattr(self.model, name if relation is None else f"{name}_id") == value
        return equals

    def order(self, asked: str | None) -> Iterator[ColumnElement[Any]]:
        """What the list is ordered by; the number of a record comes last, so that no two are alike."""
        names = asked.split(",") if asked else self.ordering
        if unknown := [name for name in names if name.removeprefix("-") not in {*self.sortable, *COMMON}]:
            raise ParametersRefused({"ordering": f"A list is not ordered by {unknown[0]!r}."})
        for name in (*names, "id"):
            column = getattr(self.model, name.removeprefix("-"))
            yield column.desc() if name.startswith("-") else column.asc()


def number_in(given: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    """The number that a parameter has."""
    text = given.get(name, str(otherwise))
    if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) + 1 and 1 <= int(text) <= most:
        return int(text)
    raise ParametersRefused({name: f"This should be a number from 1 to {most}."})


def value_of(name: str, text: str, kind: TypeAdapter[Any]) -> Any:
    """The value that a filter has: text without its quotes, the rest as in JSON; `null` is where nothing is."""
    written = [text] if text == "null" else [json.dumps(text), text]
    refusals = []
    for form in written:
        try:
            return kind.validate_json(form, strict=True)
        except ValidationError as error:
            refusals.append(error.errors()[0]["msg"].removeprefix("Value error, "))
    raise ParametersRefused({name: refusals[0]})


def address_of(page: int) -> str:
    """The URL of another page of the same list."""
    parameters = [(name, value) for name, value in request.args.items() if name != "page"]
    return f"{request.base_url}?{urlencode([*parameters, ('page', page)])}"
