"""Records for tests. Call these functions in an application context."""

from typing import Any

import sqlalchemy as sa

from app import models
from app.extensions import db


def save(record: Any) -> Any:
    db.session.add(record)
    db.session.commit()
    return record


def first(model: Any) -> Any:
    """Return a record of the model, or None if there is none."""
    return db.session.scalar(sa.select(model).limit(1))


def create_author(**values: Any) -> models.Author:
    defaults = {"name": "Ada Lovelace"}
    author: models.Author = save(models.Author(**defaults | values))
    return author


def create_book(**values: Any) -> models.Book:
    defaults = {"title": "Middlemarch", "author": first(models.Author) or create_author()}
    book: models.Book = save(models.Book(**defaults | values))
    return book
