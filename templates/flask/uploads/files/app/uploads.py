"""Uploaded files, stored below MEDIA_ROOT. A column has the path of its file, and `info` says what it holds.

A file is deleted when no record has it any more: after the transaction that replaces or deletes it, or after a
transaction that stored it and failed.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, abort, current_app, request, request_started, send_from_directory
from PIL import Image
from sqlalchemy import Table, inspect, select
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Session, SessionTransaction
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from app.extensions import Base, db

FORMATS = {"GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MIMETYPES = {"gif": "image/gif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
MAX_PIXELS = 40_000_000
MAX_PATH = 200  # length of the columns
FORM_SIZE = 2_621_440  # bytes of a request besides its files
BATCH = 500


def init_app(app: Flask) -> None:
    request_started.connect(allow_files, app)


def allow_files(_: Flask, **__: object) -> None:
    """Allow requests with files to be larger than others."""
    if request.mimetype == "multipart/form-data":
        count = max(len(file_columns(table)) for table in Base.metadata.tables.values())
        request.max_content_length = count * current_app.config["MAX_UPLOAD"] + FORM_SIZE


def file_columns(table: Table) -> dict[str, str]:
    """Return what the columns with files hold, `file` or `image`, by name."""
    return {column.name: column.info["holds"] for column in table.columns if "holds" in column.info}


def check(file: FileStorage, holds: str) -> FileStorage:
    """Return the file with a safe name. Raise `ValueError` if it cannot be stored."""
    size, limit = file.stream.seek(0, SEEK_END), current_app.config["MAX_UPLOAD"]
    file.stream.seek(0)
    if not size:
        raise ValueError("This file is empty.")
    if size > limit:
        raise ValueError(f"This file is larger than {limit:,} bytes.")
    name = secure_filename(file.filename or "") or "file"
    if holds == "image":
        name = f"{Path(name).stem}.{FORMATS[image_format(file)]}"
    return FileStorage(file.stream, name)


def image_format(file: FileStorage) -> str:
    """Return the format of an image, one of `FORMATS`. Raise `ValueError` if it is none of them or broken."""
    try:
        with Image.open(file.stream, formats=list(FORMATS)) as image:
            pixels, found = image.width * image.height, image.format or ""
            image.verify()
    except Exception:  # a broken image may fail in any way
        raise ValueError("Choose a PNG, JPEG, GIF or WebP image.") from None
    finally:
        file.stream.seek(0)
    if pixels > MAX_PIXELS:
        raise ValueError(f"This image has more than {MAX_PIXELS:,} pixels.")
    return found


def keep(model: type[Any], column: str, value: Any) -> Any:
    """Store a file that was checked and return its path; return any other value as it is."""
    if not isinstance(value, FileStorage):
        return value
    folder = f"{model.__tablename__}/{column}/{uuid4().hex}/"
    path = folder + (value.filename or "file")[len(folder) - MAX_PATH :]
    place: Path = current_app.config["MEDIA_ROOT"] / path
    place.parent.mkdir(parents=True)
    db.session.info.setdefault("new_files", []).append(place)
    value.save(place)
    return path


def example(model: type[Any], column: str) -> Any:
    """Store a small file for demo data and return its path."""
    if file_columns(model.__table__)[column] == "file":
        return keep(model, column, FileStorage(BytesIO(b"Once upon a time\n"), "sample.txt"))
    image = BytesIO()
    Image.new("RGB", (320, 200), "steelblue").save(image, "PNG")
    image.seek(0)
    return keep(model, column, FileStorage(image, "sample.png"))


def send(path: str | None, holds: str) -> Response:
    """Return a response with the file, which no browser runs as a page."""
    if path is None:
        abort(404)
    mimetype = MIMETYPES.get(Path(path).suffix[1:]) if holds == "image" else None
    response = send_from_directory(
        current_app.config["MEDIA_ROOT"],
        path,
        mimetype=mimetype or "application/octet-stream",
        as_attachment=mimetype is None,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control.private = True
    return response


@listens_for(db.session, "before_flush")
def note_old_files(session: Session, *_: object) -> None:
    """Note the files that are replaced, and those of records that are deleted."""
    old = session.info.setdefault("old_files", [])
    root = current_app.config["MEDIA_ROOT"]
    with session.no_autoflush:
        for record in session.dirty:
            state = inspect(record)
            for name in file_columns(record.__table__):
                old += [root / path for path in state.attrs[name].history.deleted if path]
        for record in session.deleted:
            if record.__table__ in tables_with_files():
                old += [root / path for path in paths(record.__table__, [record.id], set())]


def paths(table: Table, ids: Sequence[int], seen: set[tuple[Table, int]]) -> Iterator[str]:
    """Yield the paths of the files of rows, and of the rows that the database deletes with them."""
    left = [id_ for id_ in ids if (table, id_) not in seen]
    seen.update((table, id_) for id_ in left)
    for start in range(0, len(left), BATCH):
        batch = left[start : start + BATCH]
        for name in file_columns(table):
            yield from filter(None, db.session.scalars(select(table.c[name]).where(table.c.id.in_(batch))))
        for other in tables_with_files():
            for key in other.foreign_keys:
                if key.ondelete == "CASCADE" and key.column.table is table:
                    below = db.session.scalars(select(other.c.id).where(key.parent.in_(batch))).all()
                    yield from paths(other, below, seen)


@cache
def tables_with_files() -> frozenset[Table]:
    """Return the tables whose rows have files, and those whose rows take such rows along when they are deleted."""
    found = {table for table in Base.metadata.tables.values() if file_columns(table)}
    more = found
    while more:
        keys = [key for table in more for key in table.foreign_keys if key.ondelete == "CASCADE"]
        more = {key.column.table for key in keys} - found
        found |= more
    return frozenset(found)


@listens_for(db.session, "after_commit")
def delete_old_files(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("new_files", None)
        delete(session.info.pop("old_files", []))


@listens_for(db.session, "after_rollback")
def keep_old_files(session: Session) -> None:
    session.info.pop("old_files", None)


@listens_for(db.session, "after_transaction_end")
def delete_new_files(session: Session, transaction: SessionTransaction) -> None:
    """Delete the files of a transaction that failed."""
    if transaction.parent is None:
        delete(session.info.pop("new_files", []))


def delete(places: list[Path]) -> None:
    for place in places:
        with suppress(OSError):
            place.unlink()
            place.parent.rmdir()
