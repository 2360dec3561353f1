"""Lists: filters, ordering and pages. Subclasses of `PageQuery` add filters, those of `PageSchema` add `results`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from apiflask import Schema, fields
from apiflask.validators import Range
from flask import request, url_for
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db


class PageQuery(Schema):
    page = fields.Integer(load_default=1, validate=Range(1, 1_000_000))
    page_size = fields.Integer(load_default=20, validate=Range(1, 100))


class PageSchema(Schema):
    count = fields.Integer()
    next = fields.URL(allow_none=True)
    previous = fields.URL(allow_none=True)


def search(text: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that each word of the text is in one of the columns."""
    return and_(*(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in text.split()))


def paginate(rows: Select[Any], model: Any, query: Mapping[str, Any], filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the envelope of the requested page, or raise 404 after the last page."""
    rows = rows.where(*(condition(query[name]) for name, condition in filters.items() if name in query))
    for name in [*query["ordering"], "id"]:  # the id keeps the pages stable
        column = getattr(model, name.removeprefix("-"))
        rows = rows.order_by(column.desc() if name.startswith("-") else column)
    page = db.paginate(rows, page=query["page"], per_page=query["page_size"])
    url = partial(url_for, str(request.endpoint), _external=True, **request.args.to_dict() | {"page": None})
    links = {"next": page.next_num and url(page=page.next_num), "previous": page.prev_num and url(page=page.prev_num)}
    return {"count": page.total, **links, "results": page.items}
