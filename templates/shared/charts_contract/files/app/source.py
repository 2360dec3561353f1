"""Where the figures come from: the seam between this application and whatever holds them.

Whatever has `figures()` is a source. `source_at` chooses one by its address.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from io import StringIO
from pathlib import Path
from typing import IO, Annotated, Any, Protocol
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pydantic import Field, FiniteFloat, TypeAdapter, ValidationError

from app.config import ROOT

PATIENCE = 5
"""Seconds that a source is waited for."""

LARGEST = 10_000_000
"""Bytes of an answer."""


@dataclass(frozen=True)
class Figure:
    """The value of a series on a day."""

    day: date
    series: Annotated[str, Field(min_length=1, max_length=100)]
    value: FiniteFloat


class SourceError(Exception):
    """A source that does not answer, or with what are no figures."""


class Source(Protocol):
    """Whatever gives figures."""

    def figures(self) -> Sequence[Figure]:
        """All figures there are, in any order; `SourceError` where there is no telling."""


READER = TypeAdapter(list[Figure])


@dataclass(frozen=True)
class CSVSource:
    """A file with the columns `day`, `series` and `value`."""

    path: Path

    def figures(self) -> Sequence[Figure]:
        """The figures of the file, a line for each."""
        try:
            rows = list(csv.DictReader(StringIO(self.path.read_text(encoding="utf-8"))))
            return READER.validate_python(rows)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise SourceError(f"cannot read the file: {type(error).__name__}") from None
        except ValidationError as error:
            raise SourceError(f"no figures: {where(error)}") from None


@dataclass(frozen=True)
class HTTPSource:
    """A document in JSON: a list of figures, each with `day`, `series` and `value`. A redirect is no answer."""

    url: str
    token: str = ""

    def figures(self) -> Sequence[Figure]:
        """The figures of the document."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        request = Request(self.url, headers=headers)  # noqa: S310 - the settings take http and https alone
        try:
            with build_opener(StayHere).open(request, timeout=PATIENCE) as answer:
                document = answer.read(LARGEST + 1)
        except (OSError, HTTPException, ValueError) as error:
            raise SourceError(f"no answer: {type(error).__name__}") from None
        if len(document) > LARGEST:
            raise SourceError(f"an answer of more than {LARGEST} bytes")
        try:
            return READER.validate_json(document)
        except ValidationError as error:
            raise SourceError(f"no figures: {where(error)}") from None


class StayHere(HTTPRedirectHandler):
    """Follows no redirect: the token is for this host alone."""

    def redirect_request(self, _request: Request, _answer: IO[bytes], *_told: Any) -> None:
        """Nowhere."""


def where(error: ValidationError) -> str:
    """The first place at which a document is wrong, without what stands there."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the document'}: {first['type']}"


def source_at(address: str, token: str) -> Source:
    """The source at a URL, or in a file of the project's folder."""
    if address.startswith(("http://", "https://")):
        return HTTPSource(address, token)
    return CSVSource(ROOT / address)
