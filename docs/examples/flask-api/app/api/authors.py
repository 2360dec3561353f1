from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Date, DateTime, Integer, List, Nested
from apiflask.validators import Length
from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import models
from app.api import pagination
from app.api.auth import auth
from app.api.fields import Ordering, Text
from app.extensions import db

bp = APIBlueprint("authors", __name__, url_prefix="/authors", tag="Authors")


class AuthorSchema(Schema):
    id = Integer(dump_only=True)
    name = Text(required=True, validate=[Length(max=100)])
    born = Date(allow_none=True, load_default=None)
    created_at = DateTime(dump_only=True)
    updated_at = DateTime(dump_only=True)


class AuthorPage(pagination.PageSchema):
    results = List(Nested(AuthorSchema))


class AuthorQuery(pagination.PageQuery):
    search = Text(validate=Length(max=200))
    born_min = Date()
    born_max = Date()
    ordering = Ordering("id", "name", "born", "created_at", "updated_at", load_default=["id"])


FILTERS = {
    "search": lambda value: pagination.search(value, models.Author.name),
    "born_min": lambda value: models.Author.born >= value,
    "born_max": lambda value: models.Author.born <= value,
}


# APIFlask puts AuthorSchema into the document once if a single record comes before the page.
@bp.post("/")
@bp.auth_required(auth, roles=["write"])
@bp.input(AuthorSchema, arg_name="values")
@bp.output(AuthorSchema, 201)
def create_author(values: dict[str, Any]) -> ResponseReturnValue:
    author = models.Author(**values)
    db.session.add(author)
    db.session.commit()
    return author, 201, {"Location": url_for(".get_author", author_id=author.id)}


@bp.get("/")
@bp.auth_required(auth, optional="true")
@bp.input(AuthorQuery, location="query", arg_name="query", unknown="raise")
@bp.output(AuthorPage)
def list_authors(query: dict[str, Any]) -> dict[str, Any]:
    return pagination.paginate(select(models.Author), models.Author, query, FILTERS)


@bp.get("/<int:author_id>/")
@bp.auth_required(auth, optional="true")
@bp.output(AuthorSchema)
def get_author(author_id: int) -> models.Author:
    return find_author(author_id)


@bp.put("/<int:author_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.input(AuthorSchema, arg_name="values")
@bp.output(AuthorSchema)
def replace_author(author_id: int, values: dict[str, Any]) -> models.Author:
    return save_author(author_id, values)


@bp.patch("/<int:author_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.input(AuthorSchema(partial=True), arg_name="values")
@bp.output(AuthorSchema)
def change_author(author_id: int, values: dict[str, Any]) -> models.Author:
    return save_author(author_id, values)


@bp.delete("/<int:author_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.output({}, 204)
def delete_author(author_id: int) -> ResponseReturnValue:
    author = find_author(author_id)
    db.session.delete(author)
    db.session.commit()
    return ""


def find_author(author_id: int) -> models.Author:
    """Return the author if the caller may read it, or raise 404."""
    found: models.Author = db.first_or_404(select(models.Author).where(models.Author.id == author_id))
    return found


def save_author(author_id: int, values: dict[str, Any]) -> models.Author:
    author = find_author(author_id)
    for name, value in values.items():
        setattr(author, name, value)
    db.session.commit()
    return author
