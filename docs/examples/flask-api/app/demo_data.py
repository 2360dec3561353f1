"""Demo data for development."""

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa

from app import models
from app.extensions import db


def add_demo_data() -> str:
    """Add three records of each model, unless there are records."""
    tables = (models.Author, models.Book)
    if any(db.session.scalar(sa.select(table.id).limit(1)) for table in tables):
        return "There are records already."
    authors = [
        models.Author(name="Ada Lovelace", born=dt.date(2026, 1, 12)),
        models.Author(name="Grace Hopper", born=dt.date(2026, 1, 15)),
        models.Author(name="Katherine Johnson", born=dt.date(2026, 1, 18)),
    ]
    db.session.add_all(authors)
    db.session.flush()
    books = [
        models.Book(
            title="Middlemarch",
            isbn="9780141439600",
            published=dt.date(2026, 1, 12),
            price=Decimal("15.00"),
            author=authors[0],
        ),
        models.Book(
            title="The Time Machine",
            isbn="9780141439601",
            published=dt.date(2026, 1, 15),
            price=Decimal("58.75"),
            author=authors[1],
        ),
        models.Book(
            title="Jane Eyre",
            isbn="9780141439602",
            published=dt.date(2026, 1, 18),
            price=Decimal("102.50"),
            author=authors[2],
        ),
    ]
    db.session.add_all(books)
    db.session.flush()
    db.session.commit()
    return "Demo records were added."
