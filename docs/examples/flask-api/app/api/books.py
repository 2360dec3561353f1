from decimal import Decimal
from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Date, DateTime, Integer, List, Nested
from apiflask.validators import Length, Regexp
from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import models
from app.api import pagination
from app.api.auth import auth
from app.api.fields import DecimalString, Ordering, Text, check_exists
from app.extensions import db

bp = APIBlueprint("books", __name__, url_prefix="/books", tag="Books")


class BookSchema(Schema):
    id = Integer(dump_only=True)
    title = Text(required=True, validate=[Length(max=200)])
    isbn = Text(allow_none=True, load_default=None, validate=[Length(max=13), Regexp("^(?:[0-9]{13})$")])
    published = Date(allow_none=True, load_default=None)
    price = DecimalString(8, 2, minimum=Decimal("0.00"), load_default=Decimal("0.00"))
    author = Integer(
        attribute="author_id", required=True, validate=[lambda value: check_exists(select(models.Author), value)]
    )
    created_at = DateTime(dump_only=True)
    updated_at = DateTime(dump_only=True)


class BookPage(pagination.PageSchema):
    results = List(Nested(BookSchema))


class BookQuery(pagination.PageQuery):
    search = Text(validate=Length(max=200))
    author = Integer()
    published_min = Date()
    published_max = Date()
    price_min = DecimalString(8, 2)
    price_max = DecimalString(8, 2)
    ordering = Ordering(
        "id", "title", "isbn", "published", "price", "created_at", "updated_at", load_default=["-published", "title"]
    )


FILTERS = {
    "search": lambda value: pagination.search(value, models.Book.title, models.Book.isbn),
    "author": lambda value: models.Book.author_id == value,
    "published_min": lambda value: models.Book.published >= value,
    "published_max": lambda value: models.Book.published <= value,
    "price_min": lambda value: models.Book.price >= value,
    "price_max": lambda value: models.Book.price <= value,
}


# APIFlask puts BookSchema into the document once if a single record comes before the page.
@bp.post("/")
@bp.auth_required(auth, roles=["write"])
@bp.input(BookSchema, arg_name="values")
@bp.output(BookSchema, 201)
def create_book(values: dict[str, Any]) -> ResponseReturnValue:
    book = models.Book(**values)
    db.session.add(book)
    db.session.commit()
    return book, 201, {"Location": url_for(".get_book", book_id=book.id)}


@bp.get("/")
@bp.auth_required(auth, optional="true")
@bp.input(BookQuery, location="query", arg_name="query", unknown="raise")
@bp.output(BookPage)
def list_books(query: dict[str, Any]) -> dict[str, Any]:
    return pagination.paginate(select(models.Book), models.Book, query, FILTERS)


@bp.get("/<int:book_id>/")
@bp.auth_required(auth, optional="true")
@bp.output(BookSchema)
def get_book(book_id: int) -> models.Book:
    return find_book(book_id)


@bp.put("/<int:book_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.input(BookSchema, arg_name="values")
@bp.output(BookSchema)
def replace_book(book_id: int, values: dict[str, Any]) -> models.Book:
    return save_book(book_id, values)


@bp.patch("/<int:book_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.input(BookSchema(partial=True), arg_name="values")
@bp.output(BookSchema)
def change_book(book_id: int, values: dict[str, Any]) -> models.Book:
    return save_book(book_id, values)


@bp.delete("/<int:book_id>/")
@bp.auth_required(auth, roles=["write"])
@bp.output({}, 204)
def delete_book(book_id: int) -> ResponseReturnValue:
    book = find_book(book_id)
    db.session.delete(book)
    db.session.commit()
    return ""


def find_book(book_id: int) -> models.Book:
    """Return the book if the caller may read it, or raise 404."""
    found: models.Book = db.first_or_404(select(models.Book).where(models.Book.id == book_id))
    return found


def save_book(book_id: int, values: dict[str, Any]) -> models.Book:
    book = find_book(book_id)
    for name, value in values.items():
        setattr(book, name, value)
    db.session.commit()
    return book
