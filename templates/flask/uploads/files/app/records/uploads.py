"""Files that records have: held to what they should be, kept in a folder, and gone when no record has them any more.

A column whose `info` says what it `holds`, a `file` or an `image`, has the path of the file below `MEDIA_ROOT`.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from io import SEEK_END
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, current_app, request, request_started, send_from_directory
from PIL import Image
from sqlalchemy import Table, inspect, select
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Session, SessionTransaction
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.utils import secure_filename

from app.extensions import Base, db

FORMATS = {"GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
"""What an image may be, and what its name ends in then."""

TYPES = {"gif": "image/gif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

MOST_PIXELS = 40_000_000

LONGEST_PATH = 200
"""Characters, for which the columns have room."""

MARGIN = 2_621_440
"""Bytes that a request may have besides its files."""

PART = 500
"""Rows that the database is asked about at once."""

NEW, OLD = "new_files", "old_files"
"""Where a session notes the files that go if its transaction fails, and those that go if it does not."""


def init_app(app: Flask) -> None:
    """Let the requests that bring files along be larger than others."""
    request_started.connect(make_room, app)


def make_room(_app: Flask, **_told: object) -> None:
    """Let the request be as large as the files of a record may be."""
    if request.mimetype == "multipart/form-data":
        most = max(len(held_in(table)) for table in Base.metadata.tables.values())
        request.max_content_length = most * current_app.config["MAX_UPLOAD"] + MARGIN


def kinds_of(model: type[Base]) -> dict[str, str]:
    """What the fields of a model hold that are files, `file` or `image`, by their names."""
    return held_in(Base.metadata.tables[model.__tablename__])


def held_in(table: Table) -> dict[str, str]:
    """The same of the columns of a table."""
    return {column.name: column.info["holds"] for column in table.columns if "holds" in column.info}


def checked(file: FileStorage, kind: str) -> FileStorage:
    """The file with a name that is good on every disk; `ValueError` says what is wrong with it."""
    size, largest = file.stream.seek(0, SEEK_END), current_app.config["MAX_UPLOAD"]
    file.stream.seek(0)
    if not size:
        raise ValueError("This file is empty.")
    if size > largest:
        raise ValueError(f"This file is too large: it may have {largest:,} bytes.")
    name = secure_filename(file.filename or "") or "file"
    if kind == "image":
        name = f"{Path(name).stem}.{FORMATS[format_of(file)]}"
    return FileStorage(file.stream, name)


def format_of(file: FileStorage) -> str:
    """What an image is, one of `FORMATS`; `ValueError` where it is none, or a broken one."""
    try:
        with Image.open(file.stream, formats=list(FORMATS)) as image:
            pixels, found = image.width * image.height, image.format or ""
            image.verify()
    except Exception:
        raise ValueError("This is no image that can be shown: send a PNG, JPEG, GIF or WebP.") from None
    finally:
        file.stream.seek(0)
    if pixels > MOST_PIXELS:
        raise ValueError(f"This image is too large: it may have {MOST_PIXELS:,} pixels.")
    return found


def keep(model: type[Base], name: str, file: FileStorage) -> str:
    """The path of a file that was checked, now kept for a column; it goes again if the transaction fails."""
    folder = f"{model.__tablename__}/{name}/{uuid4().hex}/"
    path = folder + (file.filename or "file")[len(folder) - LONGEST_PATH :]
    place = current_app.config["MEDIA_ROOT"] / path
    place.parent.mkdir(parents=True)
    db.session.info.setdefault(NEW, []).append(place)
    file.save(place)
    return path


def kept_value(model: type[Base], name: str, value: Any) -> Any:
    """A value for a column: the path of a file that was checked, now kept; what is no file stays what it is."""
    return keep(model, name, value) if isinstance(value, FileStorage) else value


def answer_with(path: str | None, kind: str) -> Response:
    """A file as an answer that no browser takes for a page; `NotFound` where there is none."""
    if path is None:
        raise NotFound("There is no file here.")
    shown_as = TYPES.get(Path(path).suffix[1:]) if kind == "image" else None
    response = send_from_directory(
        current_app.config["MEDIA_ROOT"],
        path,
        mimetype=shown_as or "application/octet-stream",
        as_attachment=shown_as is None,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control.private = True
    return response


@listens_for(db.session, "before_flush")
def note_old(session: Session, *_more: object) -> None:
    """Note the files that others replace, and those of records that are deleted."""
    old = session.info.setdefault(OLD, [])
    with session.no_autoflush:
        for record in session.dirty:
            state = inspect(record)
            paths = [path for name in kinds_of(type(record)) for path in state.attrs[name].history.deleted]
            old += [current_app.config["MEDIA_ROOT"] / path for path in paths if path]
        for record in session.deleted:
            if record.__table__ in bearing():
                old += [
                    current_app.config["MEDIA_ROOT"] / path for path in paths_of(record.__table__, [record.id], set())
                ]


def paths_of(table: Table, numbers: Sequence[int], seen: set[tuple[Table, int]]) -> Iterator[str]:
    """The paths of the files of rows, and of those that the database deletes along with them."""
    left = [number for number in numbers if (table, number) not in seen]
    seen.update((table, number) for number in left)
    names = held_in(table)
    for start in range(0, len(left), PART):
        some = left[start : start + PART]
        for name in names:
            yield from filter(None, db.session.scalars(select(table.c[name]).where(table.c.id.in_(some))))
        for other in bearing():
            for key in other.foreign_keys:
                if key.ondelete == "CASCADE" and key.column.table is table:
                    below = db.session.scalars(select(other.c.id).where(key.parent.in_(some))).all()
                    yield from paths_of(other, below, seen)


@cache
def bearing() -> frozenset[Table]:
    """The tables whose rows have files, and those whose rows take such rows along when they are deleted."""
    found = {table for table in Base.metadata.tables.values() if held_in(table)}
    more = found
    while more:
        keys = [key for table in more for key in table.foreign_keys if key.ondelete == "CASCADE"]
        more = {key.column.table for key in keys} - found
        found |= more
    return frozenset(found)


@listens_for(db.session, "after_commit")
def remove_old(session: Session) -> None:
    """Remove the files that no record has any more."""
    if not session.in_nested_transaction():
        session.info.pop(NEW, None)
        remove(session.info.pop(OLD, []))


@listens_for(db.session, "after_rollback")
def forget_old(session: Session) -> None:
    """Leave the files whose records stay as they were."""
    session.info.pop(OLD, None)


@listens_for(db.session, "after_transaction_end")
def remove_new(session: Session, transaction: SessionTransaction) -> None:
    """Remove the files whose records were not stored."""
    if transaction.parent is None:
        remove(session.info.pop(NEW, []))


def remove(places: list[Path]) -> None:
    """Remove files, each with its folder, as far as they are there."""
    for place in places:
        with suppress(OSError):
            place.unlink()
            place.parent.rmdir()
